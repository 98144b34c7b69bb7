package app

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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

// asvs are the requirements of levels 1 and 2 of OWASP ASVS 5.0.0, by chapter: how many each
// section has at these levels. A section's are its first ones.
var asvs = [][]int{
	{2, 9, 11, 3, 2},
	{3, 3, 4, 1},
	{0, 2, 4, 6, 5, 0, 2},
	{3, 1, 2, 4},
	{1, 3, 2, 3},
	{3, 12, 4, 4, 5, 3, 0, 4},
	{3, 4, 2, 5, 2, 2},
	{2, 3, 1, 1},
	{3, 4},
	{2, 2, 4, 11, 5, 2, 3},
	{2, 3, 3, 4, 1, 1},
	{3, 2, 4},
	{1, 5, 2, 5},
	{2, 4, 3},
	{3, 3, 7},
	{1, 5, 4, 3, 3},
	{1, 4, 2},
}

// Each requirement has one row, with a state that is known; what is held says by what.
func TestEveryRequirement(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| (.*?) \| (.*?) \| (.*?) \|$`).FindAllStringSubmatch(string(b), -1) {
		rows[m[1]]++
		switch m[2] {
		case "held", "partly", "operator", "none":
		default:
			t.Errorf("%s: state %q", m[1], m[2])
		}
		if len(m[3]) < 2 {
			t.Errorf("%s says nothing", m[1])
		}
	}
	all := 0
	for c, sections := range asvs {
		for s, n := range sections {
			for i := range n {
				all++
				if id := fmt.Sprintf("%d.%d.%d", c+1, s+1, i+1); rows[id] != 1 {
					t.Errorf("requirement %s has %d rows", id, rows[id])
				}
			}
		}
	}
	if len(rows) != all || all != 253 {
		t.Errorf("%d rows for %d requirements", len(rows), all)
	}
}

// Scripts write text: nothing that people or the interface say becomes HTML or code, and no
// other window is listened to.
func TestScriptsWriteText(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../web/*/*.js")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d scripts: %v", len(files), err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "postMessage", "addEventListener(\"message\"", "__proto__"} {
			if strings.Contains(string(b), bad) {
				t.Errorf("%s uses %s", name, bad)
			}
		}
	}
}
