package loadbench

import (
	"bytes"
	"strings"
	"testing"
)

// The invented files are taken whole by the contracts of their sources: no row is in
// quarantine, none is taken for another.
func TestImports(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (Options{Out: &out}).imports(t.Context(), t.TempDir(), 300<<10); err != nil {
		t.Fatal(err)
	}
	for _, r := range repeats {
		if !strings.Contains(out.String(), r.name) {
			t.Errorf("no line of %s in:\n%s", r.name, out.String())
		}
	}
}
