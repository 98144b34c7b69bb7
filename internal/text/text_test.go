package text

import (
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"continuum/internal/date"
)

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func TestDictionariesSayTheSame(t *testing.T) {
	t.Parallel()
	fr, en := For(French), For(English)
	for _, pair := range [][2]*Texts{{fr, en}, {en, fr}} {
		for k, e := range pair[0].entries {
			other, ok := pair[1].entries[k]
			if !ok {
				t.Errorf("key %q is in %s and not in %s", k, pair[0].Lang, pair[1].Lang)
				continue
			}
			if e.Other == "" {
				t.Errorf("%s %q is empty", pair[0].Lang, k)
			}
			if (e.One == "") != (other.One == "") {
				t.Errorf("key %q counts in one language only", k)
			}
			if got, want := holes(e.Other), holes(other.Other); !slices.Equal(got, want) {
				t.Errorf("key %q has the places %v in %s, %v in %s", k, got, pair[0].Lang, want, pair[1].Lang)
			}
		}
	}
}

// holes lists the places of a sentence, sorted, each once.
func holes(s string) []string {
	list := placeholder.FindAllString(s, -1)
	slices.Sort(list)
	return slices.Compact(list)
}

// The words of French take no-break spaces: a narrow or plain one before ; ! ? and
// :, inside guillemets; the apostrophe is the curved one.
func TestFrenchTypography(t *testing.T) {
	t.Parallel()
	bad := regexp.MustCompile(`[^\x{a0}\x{202f}(][:;!?»]|«[^\x{a0}\x{202f}]|'|\.\.\.|"|  `)
	address := regexp.MustCompile(`https?:|/[\w/]*\?`)
	for k, e := range For(French).entries {
		for _, s := range []string{e.One, e.Other} {
			if m := bad.FindString(address.ReplaceAllString(s, "")); m != "" {
				t.Errorf("%q: %q breaks the rules of typography: %s", k, m, s)
			}
		}
	}
	// The rule must be able to fail.
	for _, s := range []string{"Quoi ?", "Quoi?", "l'eau", "« ici »", "deux : trois"} {
		if !bad.MatchString(s) {
			t.Errorf("the rule lets %q through", s)
		}
	}
}

// Every key named in the code exists, and every key that exists is named.
func TestKeysAreThoseOfTheCode(t *testing.T) {
	t.Parallel()
	literal := regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[a-z0-9_-]+)+)"`)
	family := regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[a-z0-9_-]+)*\.)"`)
	calls := regexp.MustCompile(`\.(?:T|N)\("([^"]+)"[,)]`)
	fr := For(French)
	named, families := map[Key]bool{}, map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ext := filepath.Ext(path)
		if ext != ".templ" && ext != ".go" || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range literal.FindAllStringSubmatch(string(body), -1) {
			named[Key(m[1])] = true
		}
		for _, m := range family.FindAllStringSubmatch(string(body), -1) {
			families[m[1]] = true
		}
		for _, m := range calls.FindAllStringSubmatch(string(body), -1) {
			if !fr.Has(Key(m[1])) {
				t.Errorf("%s names the key %q, which no dictionary has", path, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for k := range fr.entries {
		used := named[k]
		for f := range families {
			used = used || strings.HasPrefix(string(k), f)
		}
		if !used {
			t.Errorf("key %q is named nowhere", k)
		}
	}
}

func TestPlural(t *testing.T) {
	t.Parallel()
	d := map[Lang]*Texts{}
	for _, lang := range Langs {
		var err error
		d[lang], err = read(fstest.MapFS{string(lang) + "/a.json": {Data: []byte(`{"k": {"one": "{n} x", "other": "{n} xs"}}`)}}, lang)
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		lang Lang
		n    int
		want string
	}{
		{French, 0, "0 x"}, // zero is singular in French
		{French, 1, "1 x"},
		{French, 2, "2 xs"},
		{English, 0, "0 xs"},
		{English, 1, "1 x"},
		{English, 1234, "1,234 xs"},
	} {
		if got := d[tt.lang].N("k", tt.n); got != tt.want {
			t.Errorf("%s N(%d) = %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	d, err := read(fstest.MapFS{"fr/a.json": {Data: []byte(`{"k": "{0} et {1}, {2} {x"}`)}}, French)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.T("k", "{1}", 2000), "{1} et 2\u202f000, {2} {x"; got != want {
		t.Errorf("T = %q, want %q: an argument must stay text", got, want)
	}
	if got := d.T("missing"); got != "missing" {
		t.Errorf("T of an unknown key = %q, want the key", got)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]fstest.MapFS{
		"a key in two files": {"fr/a.json": {Data: []byte(`{"k":"x"}`)}, "fr/b.json": {Data: []byte(`{"k":"y"}`)}},
		"half a plural":      {"fr/a.json": {Data: []byte(`{"k":{"one":"x"}}`)}},
		"a number":           {"fr/a.json": {Data: []byte(`{"k":1}`)}},
		"a broken file":      {"fr/a.json": {Data: []byte(`{`)}},
	} {
		if _, err := read(files, French); err == nil {
			t.Errorf("%s is read without an error", name)
		}
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang     Lang
		in, want string
	}{
		{French, "2015-09-01", "1er septembre 2015"},
		{French, "2015-09-02", "2 septembre 2015"},
		{French, "2013-08", "août 2013"},
		{French, "2013", "2013"},
		{French, "", "date inconnue"},
		{English, "2015-09-01", "1 September 2015"},
		{English, "2013-08", "August 2013"},
	} {
		got := strings.ReplaceAll(For(tt.lang).Date(date.Must(tt.in)), NoBreak, " ")
		if got != tt.want {
			t.Errorf("%s Date(%q) = %q, want %q", tt.lang, tt.in, got, tt.want)
		}
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang Lang
		n    int
		want string
	}{
		{French, 0, "0"},
		{French, 999, "999"},
		{French, 1000, "1\u202f000"},
		{French, 1234567, "1\u202f234\u202f567"},
		{French, -1000, "\u22121\u202f000"},
		{English, 12345, "12,345"},
	} {
		if got := For(tt.lang).Number(tt.n); got != tt.want {
			t.Errorf("%s Number(%d) = %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang       Lang
		path, want string
	}{
		{French, "/", "/"}, {French, "/carte", "/carte"}, {English, "/", "/en"}, {English, "/carte", "/en/carte"},
	} {
		if got := tt.lang.Link(tt.path); got != tt.want {
			t.Errorf("%s Link(%q) = %q, want %q", tt.lang, tt.path, got, tt.want)
		}
	}
}

// A key said twice in one file would have one of its sentences lost.
func TestNoKeyTwice(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := files.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		dec := json.NewDecoder(f)
		seen := map[string]bool{}
		for depth, key := 0, true; ; {
			tok, err := dec.Token()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			switch x := tok.(type) {
			case json.Delim:
				if x == '{' {
					depth++
				} else {
					depth--
				}
				key = true
				continue
			case string:
				if depth == 1 && key {
					if seen[x] {
						t.Errorf("%s says %q twice", path, x)
					}
					seen[x] = true
				}
			}
			key = !key
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// People read the clock of Paris, in winter and in summer, over the end of a year too.
func TestMoment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		at, fr, en, last string
	}{
		{"2026-01-15T09:05:00Z", "15 janvier 2026 à 10 h 05", "15 January 2026, 10:05", "15 janvier 2026 à 10 h 05"},
		{"2026-07-15T22:00:00Z", "16 juillet 2026 à 00 h 00", "16 July 2026, 00:00", "15 juillet 2026 inclus"},
		{"2025-12-31T23:00:00Z", "1er janvier 2026 à 00 h 00", "1 January 2026, 00:00", "31 décembre 2025 inclus"},
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.NewReplacer(NoBreak, " ")
		for lang, want := range map[Lang]string{French: tt.fr, English: tt.en} {
			if got := plain.Replace(For(lang).Moment(at)); got != want {
				t.Errorf("Moment(%s) in %s = %q, want %q", tt.at, lang, got, want)
			}
		}
		if fr, en := For(French).Weekday(at), For(English).Weekday(at); fr != "jeudi" || en != "Thursday" { // of Paris: the eve in UTC for the last two
			t.Errorf("Weekday(%s) = %s, %s", tt.at, fr, en)
		}
		if got := plain.Replace(For(French).Last(at)); got != tt.last {
			t.Errorf("Last(%s) = %q, want %q", tt.at, got, tt.last)
		}
	}
}
