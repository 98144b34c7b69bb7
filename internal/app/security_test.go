package app

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestWitnessesOfSecurity: every test that docs/security.md calls to witness exists.
func TestWitnessesOfSecurity(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`").FindAllStringSubmatch(string(b), -1)
	if len(named) < 20 {
		t.Errorf("only %d tests are named", len(named))
	}
	var sources strings.Builder
	internal := os.DirFS("..")
	err = fs.WalkDir(internal, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := fs.ReadFile(internal, path)
		sources.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range named {
		if !strings.Contains(sources.String(), "func "+n[1]+"(") {
			t.Errorf("docs/security.md calls %s to witness, which does not exist", n[1])
		}
	}
}
