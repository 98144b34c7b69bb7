package accessibilite

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

var update = flag.Bool("update", false, "rewrite the table of docs/accessibility.md")

// sizes are how many criteria each theme of RGAA 4.1 has: 106 in all.
var sizes = []int{9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12}

// The table has every criterion of the reference once, in order, each with a state and
// with how that is known.
func TestTableIsWhole(t *testing.T) {
	t.Parallel()
	themes := Themes()
	if len(themes) != len(sizes) {
		t.Fatalf("%d themes, want %d", len(themes), len(sizes))
	}
	for i, theme := range themes {
		if theme.Number != strconv.Itoa(i+1) || len(theme.Criteria) != sizes[i] {
			t.Errorf("theme %s, %s: %d criteria, want theme %d with %d", theme.Number, theme.Name, len(theme.Criteria), i+1, sizes[i])
			continue
		}
		for n, c := range theme.Criteria {
			if want := fmt.Sprintf("%d.%d", i+1, n+1); c.Number != want {
				t.Errorf("criterion %s, want %s", c.Number, want)
			}
			if !slices.Contains([]State{Conform, NotConform, Without}, c.State) || c.Title == "" || c.How == "" {
				t.Errorf("criterion %s: state %q, title %q, checked by %q", c.Number, c.State, c.Title, c.How)
			}
		}
	}
}

// A test that the table calls to witness exists.
func TestWitnessesExist(t *testing.T) {
	t.Parallel()
	var sources strings.Builder
	for _, pattern := range []string{"../../e2e/*_test.go", "../*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(b)
		}
	}
	for _, theme := range Themes() {
		for _, c := range theme.Criteria {
			for _, w := range strings.FieldsFunc(c.How, func(r rune) bool { return strings.ContainsRune(" ,;:()", r) }) {
				if strings.HasPrefix(w, "Test") && !strings.Contains(sources.String(), "func "+w+"(") {
					t.Errorf("criterion %s calls %s to witness, which is no test", c.Number, w)
				}
			}
		}
	}
}

// docs/accessibility.md has the same table.
func TestDocumented(t *testing.T) {
	t.Parallel()
	const doc, begin, end = "../../../docs/accessibility.md", "<!-- rgaa -->\n", "<!-- /rgaa -->\n"
	b, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the table", doc)
	}
	want := markdown()
	if *update {
		if err := os.WriteFile(doc, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != want {
		t.Errorf("%s has another table than rgaa.csv: run this test with -update", doc)
	}
}

func markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "On the sample: %d conforming, %d not conforming, %d not applicable.\n", Count(Conform), Count(NotConform), Count(Without))
	for _, t := range Themes() {
		fmt.Fprintf(&b, "\n### %s. %s\n\n| criterion | in our words | state | how it was checked |\n|---|---|---|---|\n", t.Number, t.Name)
		for _, c := range t.Criteria {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", c.Number, c.Title, c.State, c.How)
		}
	}
	return b.String()
}

// The page has what a declaration must have: the state, the sample, the whole table, a
// way to write and the ways of recourse.
func TestDeclaration(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Show, "/accessibilite", "",
		webtest.Count("h1", 1),
		webtest.Count("[data-criterion]", 106),
		webtest.Count("[data-sample] li", len(Sample)),
		webtest.In(".fr-container", webtest.HasText("Défenseur des droits"), webtest.HasText(strconv.Itoa(Count(Conform))), webtest.HasText("auto-évaluation")),
		webtest.In(`a[href="/signaler?page=/accessibilite"]`, webtest.HasText("Signaler")),
	)
}
