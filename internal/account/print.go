package account

import (
	"fmt"
	"slices"
	"strings"
)

// Permissions is docs/permissions.md: the roles and every rule, in words that are
// compared with [Decide] by a test.
func Permissions() string {
	var b strings.Builder
	b.WriteString(permissionsHead)
	b.WriteString("\n## Roles\n\n| role | granted on | side | may be delegated | may give |\n|---|---|---|---|---|\n")
	for _, i := range roleTable {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", i.role, join(i.scopes), sideNames[i.side], yes(i.delegable), given(i.gives))
	}
	b.WriteString("\n## Rules\n\n| action | on | roles | phases | needs | never when |\n|---|---|---|---|---|---|\n")
	for _, a := range Actions() {
		for _, r := range rules {
			if r.action == a {
				b.WriteString(r.line())
			}
		}
	}
	var kept []Action
	for _, a := range Actions() {
		if evaluation[a] {
			kept = append(kept, a)
		}
	}
	fmt.Fprintf(&b, permissionsFoot, join(kept))
	return b.String()
}

func (r rule) line() string {
	where := string(r.action.Kind())
	if r.anywhere {
		where += ", whatever the scope"
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s |\n", r.action, where, join(r.roles), orAny(join(r.phases)), ties(r.needs), ties(r.bars))
}

var sideNames = map[side]string{apart: "–", proposing: "proposes", applying: "applies", evaluating: "evaluates"}

const permissionsHead = `# Permissions

Printed from ` + "`internal/account`" + ` by its tests (` + "`go test ./internal/account -update`" + `), which compare each line with
what the program decides. What no line allows is denied. A role counts where it was granted: on the whole country, or on
one of the scopes that the object lies in.
`

const permissionsFoot = `
## Above the rules

- No grant in force, an account that is not active: nothing. A delegation holds while the right that it exercises does,
  on the same scope, at most a year, and is not passed on.
- Two sides: who holds a role that proposes or applies, on a scope that the dossier lies in, may not do on it what follows,
  whatever other role they hold: %s. Nor may they read it as an expert.
- Who proposes or instructs anywhere acts as an expert in a wave only once the panel was told (` + "`wave_declared`" + `).
- Nobody grants a right to oneself, and nobody grants what their own role may not give.
- Each of the two signatures of a proposal is by another person: one who has signed can't sign again in any capacity.
`

func join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = string(v)
	}
	return strings.Join(words, ", ")
}

func orAny(s string) string {
	if s == "" {
		return "any"
	}
	return s
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func given(list []Role) string {
	switch {
	case len(list) == 0:
		return "–"
	case slices.Equal(list, Roles()):
		return "all"
	}
	return join(list)
}

func ties(t Tie) string {
	var words []string
	for _, one := range Ties() {
		if t&one != 0 {
			words = append(words, tieNames[one])
		}
	}
	if words == nil {
		return "–"
	}
	return strings.Join(words, ", ")
}
