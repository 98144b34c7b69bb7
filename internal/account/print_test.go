package account

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/permissions.md again")

const document = "../../docs/permissions.md"

// TestPermissionsDocument says when docs/permissions.md is stale.
func TestPermissionsDocument(t *testing.T) {
	t.Parallel()
	want := Permissions()
	if *update {
		if err := os.WriteFile(document, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/permissions.md is stale: go test ./internal/account -update")
	}
}

// told is a line of the document, as a reader understands it.
type told struct {
	action, kind              string
	anywhere                  bool
	roles, phases, needs, bar []string
}

// read reads the tables of the document back.
func read(t *testing.T) (lines []told, sides map[string]string, gives map[string][]string) {
	t.Helper()
	b, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	list := func(cell string) []string {
		if cell == "–" || cell == "any" {
			return nil
		}
		return strings.Split(cell, ", ")
	}
	sides, gives = make(map[string]string), make(map[string][]string)
	for line := range strings.Lines(string(b)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case len(cells) == 5 && cells[0] != "role" && cells[0] != "---":
			sides[cells[0]], gives[cells[0]] = cells[2], list(cells[4])
		case len(cells) == 6 && cells[0] != "action" && cells[0] != "---":
			kind, where, _ := strings.Cut(cells[1], ", ")
			lines = append(lines, told{cells[0], kind, where != "", list(cells[2]), list(cells[3]), list(cells[4]), list(cells[5])})
		}
	}
	for role, given := range gives {
		if slices.Equal(given, []string{"all"}) {
			gives[role] = join2(Roles())
		}
	}
	return lines, sides, gives
}

func join2(roles []Role) (list []string) {
	for _, r := range roles {
		list = append(list, string(r))
	}
	return list
}

// asTold decides for one role as a reader of the document would.
func asTold(lines []told, sides map[string]string, gives map[string][]string, role Role, a Action, inScope bool, o Object) bool {
	has := func(ties []string, name string) bool { return slices.Contains(ties, name) }
	var held []string
	for _, tie := range Ties() {
		if o.Ties&tie != 0 {
			held = append(held, tieNames[tie])
		}
	}
	for _, l := range lines {
		ok := l.action == string(a) && slices.Contains(l.roles, string(role)) && (inScope || l.anywhere) &&
			(l.phases == nil || slices.Contains(l.phases, string(o.Phase)))
		for _, name := range l.needs {
			ok = ok && has(held, name)
		}
		for _, name := range l.bar {
			ok = ok && !has(held, name)
		}
		if l.kind == "grant" {
			ok = ok && slices.Contains(gives[string(role)], string(o.Role))
		}
		// What is kept from those who propose or apply, when they are in the scope.
		if evaluation[a] && inScope && (sides[string(role)] == "proposes" || sides[string(role)] == "applies") {
			ok = false
		}
		if ok {
			return true
		}
	}
	return false
}

// TestEveryCase generates every role × action × scope × phase × ties, and compares what
// is decided with what the document tells.
func TestEveryCase(t *testing.T) {
	t.Parallel()
	lines, sides, gives := read(t)
	cases, allowed := 0, 0
	for _, role := range Roles() {
		for _, kind := range role.Scopes() {
			here, there := Scope{kind, "a"}, Scope{kind, "b"}
			if kind == National {
				here = Country
			}
			s := Subject{Person{ID: "p", State: Active}, []Grant{{Role: role, Scope: here}}}
			for _, a := range Actions() {
				for o := range objects(a) {
					for _, within := range [][]Scope{{here}, {there}, nil} {
						o.Within = within
						got := Decide(s, a, o)
						want := asTold(lines, sides, gives, role, a, kind == National || len(within) > 0 && within[0] == here, o)
						if got.Allowed != want {
							t.Fatalf("Decide(%s on %s, %s, %+v) = %+v, the document says %v", role, here, a, o, got, want)
						}
						if got.Allowed && !got.Grant.Reaches(o) {
							t.Fatalf("%s on %s may %s %+v, which it does not reach", role, here, a, o)
						}
						if cases++; got.Allowed {
							allowed++
						}
					}
				}
			}
		}
	}
	t.Logf("%d cases, %d allowed", cases, allowed)
	if cases < 500_000 || allowed == 0 {
		t.Errorf("%d cases, %d allowed: not every case was made", cases, allowed)
	}
}
