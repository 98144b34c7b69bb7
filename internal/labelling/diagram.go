package labelling

import (
	"fmt"
	"slices"
	"strings"

	"continuum/internal/ruleset"
)

// DossierDiagram draws the states of a dossier under some rules, in the language of
// Mermaid. An act that leaves most states is drawn from a note, to be readable.
func DossierDiagram(r *ruleset.Ruleset) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range r.States {
		fmt.Fprintf(&b, "    %s: %s\n", s.ID, s.Name)
	}
	fmt.Fprintf(&b, "    [*] --> %s\n", r.Initial())
	for _, t := range r.Transitions {
		label := t.Name + " (" + roles(t.By) + ")"
		for _, g := range t.Guards {
			label += " ‹" + string(g) + "›"
		}
		if t.Before != "" {
			label += " avant " + t.Before
		}
		from := t.From
		if len(from) > 3 {
			from = from[:1]
			label += fmt.Sprintf(" et depuis %d autres états", len(t.From)-1)
		}
		for _, s := range from {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", s, t.To, label)
		}
	}
	for _, s := range r.States {
		if s.Final {
			fmt.Fprintf(&b, "    %s --> [*]\n", s.ID)
		}
	}
	return b.String()
}

func roles(list []ruleset.Role) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// LabelDiagram draws the states of a label. In force is one box: what happens inside it
// follows from dates and events together.
func LabelDiagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    [*] --> not_yet: granted (minister)\n    not_yet --> in_force: first day\n    state in_force {\n        [*] --> active\n")
	for _, s := range alive[1:] {
		fmt.Fprintf(&b, "        active --> %s: %s\n", s, entered(s))
	}
	b.WriteString("    }\n    in_force --> expired: end\n")
	for _, r := range eventRules {
		if slices.Contains(alive, r.to) {
			continue
		}
		fmt.Fprintf(&b, "    in_force --> %s: %s (%s)\n", r.to, r.kind, r.by)
		if slices.Contains(r.from, LabelExpired) {
			fmt.Fprintf(&b, "    expired --> %s: %s (%s)\n", r.to, r.kind, r.by)
		}
	}
	return b.String()
}

// entered tells what leads to a state in force.
func entered(s LabelState) string {
	switch s {
	case LabelInterim:
		return "half the period, no review yet"
	case LabelWindow:
		return "months before the end"
	}
	var words []string
	for _, r := range eventRules {
		if r.to == s {
			words = append(words, string(r.kind)+" ("+r.by+")")
		}
	}
	return strings.Join(words, ", ")
}
