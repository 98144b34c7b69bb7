package labelling

import (
	"flag"
	"os"
	"strings"
	"testing"

	"continuum/internal/ruleset"
)

var update = flag.Bool("update", false, "write the diagrams again")

const diagrams = "../../docs/labelling-states.md"

// TestDiagrams keeps the diagrams of the documentation equal to what the rules and the
// code say.
func TestDiagrams(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# States of dossiers and labels\n\nDrawn from the référentiels and the code: `go test ./internal/labelling -run TestDiagrams -update`.\n")
	for _, f := range ruleset.Embedded() {
		b.WriteString("\n## A dossier under `" + f.Rules.ID + "`\n\n```mermaid\n" + DossierDiagram(f.Rules) + "```\n")
	}
	b.WriteString("\n## A label\n\n```mermaid\n" + LabelDiagram() + "```\n")
	if *update {
		if err := os.WriteFile(diagrams, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(diagrams)
	if err != nil || string(got) != b.String() {
		t.Errorf("%s is stale (%v): run the test with -update and read the difference", diagrams, err)
	}
}
