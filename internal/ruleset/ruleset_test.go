package ruleset

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

func embedded(t *testing.T, id string) *File {
	t.Helper()
	f := Named(id)
	if f == nil {
		t.Fatalf("no embedded rules %q", id)
	}
	return f
}

func TestEmbedded(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("rulesets")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile("rulesets/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(e.Name(), b); err != nil {
			t.Errorf("%v", err)
		}
	}
	r := embedded(t, "cmq-2018").Rules
	var raised int
	for _, c := range r.Criteria {
		if slices.Contains(c.Raised, "excellence") {
			raised++
		}
	}
	if len(r.Criteria) != 11 || raised != 5 || r.MaxYears.Value != 5 || r.MaxYears.Certainty != Press {
		t.Errorf("2018: %d criteria, %d raised, %v", len(r.Criteria), raised, r.MaxYears)
	}
	if r.Initial() != "intention" || !r.Takes("draft", Edit) || r.Takes("labelled", Edit) {
		t.Errorf("2018: initial %s", r.Initial())
	}
	r = embedded(t, "cmq-2014").Rules
	if len(r.Criteria) != 6 || r.MaxYears.Value != 4 || r.MaxYears.Certainty != Read || r.Consultation("cnee") == nil {
		t.Errorf("2014: %d criteria, %v", len(r.Criteria), r.MaxYears)
	}
}

// edit returns the rules of 2018 with a piece of text replaced, once.
func edit(t testing.TB, old, replacement string) string {
	t.Helper()
	text := Named("cmq-2018").Text
	if !strings.Contains(text, old) {
		t.Fatalf("the rules of 2018 do not hold %q", old)
	}
	return strings.Replace(text, old, replacement, 1)
}

// lineOf is the line on which a text first stands.
func lineOf(text, what string) int {
	before, _, _ := strings.Cut(text, what)
	return strings.Count(before, "\n") + 1
}

// TestRefusals shows that each refusal names the file, the line, the key and a way out.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, old, replacement, key, want string }{
		{"an unknown key", "id = \"c3\"", "idd = \"c3\"", "criterion[3].idd", "keys known here: axis, certainty"},
		{"a text for a number", "max_mb = 20", "max_mb = \"20\"", "piece[1].max_mb", "write a whole number"},
		{"an unknown axis", "id = \"c5\"\naxis = \"network\"", "id = \"c5\"\naxis = \"net\"", "criterion[5].axis", "one of strategy, network, pedagogy"},
		{"an unknown role", `by = ["panel_president"]`, `by = ["pope"]`, "transition[11].by", `unknown word "pope"`},
		{"an unknown guard", `guards = ["admissible"]`, `guards = ["lucky"]`, "transition[9].guards", "one of fields_complete"},
		{"an unknown need", `needs = ["missing"]`, `needs = ["money"]`, "transition[3].needs", `unknown word "money"`},
		{"an unknown state", `to = "labelled"`, `to = "crowned"`, "transition[13].to", `unknown word "crowned"`},
		{"an end with a way out", `from = ["deferred"]`, `from = ["refused"]`, "transition[16].from", "an end has no way out"},
		{"a state that nothing comes to", `to = "deferred"`, `to = "refused"`, "state[13].id", `no dossier ever comes to "deferred"`},
		{"a certainty that is not a word of ours", `certainty = "press"`, `certainty = "surely"`, "max_years", "one of read, press, to_check"},
		{"a source that is not in the file", "source = \"criteres-2018\"", "source = \"rumour\"", "criterion[1].source", "name a [[source]]"},
		{"a date counted from a later one", `after = "regional_closing"`, `after = "plenary"`, "step[4].after", "name a step above it"},
		{"a period beyond the maximum", "[[years]]\nvalue = 5", "[[years]]\nvalue = 6", "years[1].value", "1 to max_years, 5"},
		{"an identifier twice", `id = "c2"`, `id = "c1"`, "criterion[2].id", `"c1" is that of criterion[1] too`},
		{"a date without quotes", `from = "2018-12-13"`, `from = 2018-12-13`, "from", "write it in quotes"},
		{"a rule on a column that is not there", `governance = ["yes"]`, `throne = ["yes"]`, "eligibility[1].where", `unknown word "throne"`},
		{"a value that the column has not", `kind = ["accommodation"]`, `kind = ["castle"]`, "eligibility[5].where.kind", `unknown word "castle"`},
		{"alerts in disorder", "[[followup.alert]]\nvalue = 12", "[[followup.alert]]\nvalue = 20", "followup.alert[2].value", "largest first"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := edit(t, tt.old, tt.replacement)
			_, err := Parse("mine.toml", []byte(text))
			list, ok := err.(Problems)
			if !ok {
				t.Fatalf("Parse = %v, want Problems", err)
			}
			i := slices.IndexFunc(list, func(p Problem) bool { return strings.HasPrefix(p.Key, tt.key) && strings.Contains(p.Error(), tt.want) })
			if i < 0 {
				t.Fatalf("Parse = %v\nwant %s: %s", err, tt.key, tt.want)
			}
			from := lineOf(Named("cmq-2018").Text, tt.old) // what was replaced begins where it stood
			if tt.name == "a state that nothing comes to" {
				from = lineOf(text, "id = \"deferred\"\nname = \"Reporté\"")
			}
			if to := from + strings.Count(tt.replacement, "\n"); list[i].Line < from || list[i].Line > to {
				t.Errorf("line %d, want %d to %d: %s", list[i].Line, from, to, list[i])
			}
			if !strings.HasPrefix(list[i].Error(), fmt.Sprintf("mine.toml:%d: ", list[i].Line)) || list[i].Way == "" {
				t.Errorf("%s: names no file, line or way out", list[i])
			}
		})
	}
}

func TestRefusesTheWhole(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, want string }{
		"nothing":        {"", "mine.toml: id: \"\" is not an identifier"},
		"not TOML":       {"id = \"x\"\nname = \n", "mine.toml:2: "},
		"not UTF-8":      {"id = \"\xff\"", "not UTF-8"},
		"too long":       {strings.Repeat("#", MaxBytes+1), "bytes"},
		"the same twice": {"id = \"x\"\nid = \"y\"\n", "mine.toml:2: "},
	} {
		_, err := Parse("mine.toml", []byte(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	a := embedded(t, "cmq-2018").Rules
	if list := Diff(a, a); len(list) > 0 {
		t.Errorf("rules differ from themselves: %v", list)
	}
	b, err := Parse("b.toml", []byte(edit(t, "[[years]]\nvalue = 3", "[[years]]\nvalue = 4")))
	if err != nil {
		t.Fatal(err)
	}
	if list := Diff(a, b); len(list) != 1 || list[0].String() != "~ years[2].value: 3 → 4" {
		t.Errorf("Diff = %v", list)
	}
	if a.Hash() == b.Hash() {
		t.Error("other rules, same hash")
	}
	c, err := Parse("c.toml", []byte("# a comment\n"+Named("cmq-2018").Text))
	if err != nil || c.Hash() != a.Hash() {
		t.Errorf("a comment changes the hash (%v)", err)
	}
	old := embedded(t, "cmq-2014").Rules
	text := ""
	for _, c := range Diff(old, a) {
		text += c.String() + "\n"
	}
	for _, want := range []string{
		"~ max_years.value: 4 → 5\n", "- consultation[cnee].name = Conseil national éducation économie\n",
		"+ category[excellence].name = ", "+ criterion[c8].raised = [excellence]\n", "~ signatory[recteur].role: academie_rector → region_rector\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("Diff(2014, 2018) does not say %q", want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, file := range Embedded() {
		f.Add([]byte(file.Text))
	}
	f.Add([]byte("[[criterion]]\n[criterion.raised_as]\n[[criterion.x.y]]\n"))
	f.Add([]byte("[a]\nb = '''\nc = 1\n'''\n[[a.c]]\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Parse("f", b)
		if (r == nil) == (err == nil) {
			t.Fatalf("Parse = %v, %v", r, err)
		}
		if err == nil {
			r.Hash()
			if list := Diff(r, r); len(list) > 0 {
				t.Fatal(list)
			}
			r.Initial()
			return
		}
		list, ok := err.(Problems)
		if !ok || len(list) == 0 {
			t.Fatalf("error %T", err)
		}
		lines := strings.Count(string(b), "\n") + 1
		for _, p := range list {
			if p.What == "" || p.Line < 0 || p.Line > lines {
				t.Fatalf("problem %#v in %d lines", p, lines)
			}
		}
	})
}
