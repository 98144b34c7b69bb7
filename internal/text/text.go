// Package text holds what the program says to the public, in French and in English:
// two dictionaries with the same keys, the plural rule of each language, and the
// way each writes dates and numbers. Sentences never live in code; code names keys.
//
// A dictionary is the folder of its language: one file per room, so that each room
// keeps its own words. A key belongs to one file only.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"continuum/internal/date"
)

//go:embed fr/*.json en/*.json
var files embed.FS

// Lang is a language of the interface.
type Lang string

// The languages. French is the default: its pages have no prefix.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Langs lists the languages, the default first.
var Langs = []Lang{French, English}

// Other is the other language.
func (l Lang) Other() Lang {
	if l == French {
		return English
	}
	return French
}

// Link is the path of a page in this language: "/carte" or "/en/carte".
func (l Lang) Link(path string) string {
	if l == French {
		return path
	}
	return "/en" + strings.TrimSuffix(path, "/")
}

// Key names an entry of the dictionaries, "room.thing".
type Key string

// entry is one sentence, or two when it counts something.
type entry struct{ One, Other string }

// UnmarshalJSON reads "sentence" or {"one": …, "other": …}.
func (e *entry) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &e.Other)
	}
	var forms struct{ One, Other string }
	if err := json.Unmarshal(b, &forms); err != nil {
		return err
	}
	if forms.One == "" || forms.Other == "" {
		return fmt.Errorf("want a sentence or {\"one\", \"other\"}, got %s", b)
	}
	*e = entry(forms)
	return nil
}

// Texts is the dictionary of one language.
type Texts struct {
	Lang    Lang
	entries map[Key]entry
}

var dictionaries = sync.OnceValue(func() map[Lang]*Texts {
	all := make(map[Lang]*Texts, len(Langs))
	for _, lang := range Langs {
		t, err := read(files, lang)
		if err != nil {
			panic(err) // the dictionaries are compiled in: a test opens them
		}
		all[lang] = t
	}
	return all
})

// For returns the dictionary of lang, the French one when there is none.
func For(lang Lang) *Texts {
	if t, ok := dictionaries()[lang]; ok {
		return t
	}
	return dictionaries()[French]
}

// read opens the dictionary of a language; a key in two files is refused.
func read(fsys fs.FS, lang Lang) (*Texts, error) {
	t := &Texts{Lang: lang, entries: make(map[Key]entry)}
	names, err := fs.Glob(fsys, string(lang)+"/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		var some map[Key]entry
		if err := json.Unmarshal(b, &some); err != nil {
			return nil, fmt.Errorf("text: %s: %w", name, err)
		}
		for k, e := range some {
			if _, twice := t.entries[k]; twice {
				return nil, fmt.Errorf("text: %s: key %q is in another file too", name, k)
			}
			t.entries[k] = e
		}
	}
	return t, nil
}

// Has reports whether the dictionary knows the key.
func (t *Texts) Has(k Key) bool { _, ok := t.entries[k]; return ok }

// T is the sentence of the key, with its arguments in the places of {0}, {1}…
// An unknown key comes back as itself, which a reader can report.
func (t *Texts) T(k Key, args ...any) string {
	e, ok := t.entries[k]
	if !ok {
		return string(k)
	}
	return t.fill(e.Other, args)
}

// N is the sentence of the key for n things; {n} stands for the number.
func (t *Texts) N(k Key, n int, args ...any) string {
	e, ok := t.entries[k]
	if !ok {
		return string(k)
	}
	s := e.Other
	if t.one(n) && e.One != "" {
		s = e.One
	}
	return t.fill(strings.ReplaceAll(s, "{n}", t.Number(n)), args)
}

// one is the plural rule: French says "0 campus, 1 campus, 2 campus" with the
// singular up to 1, English keeps it for 1 alone.
func (t *Texts) one(n int) bool { return n == 1 || n == 0 && t.Lang == French }

// fill puts arguments in place in one pass, so that braces in an argument stay text.
func (t *Texts) fill(s string, args []any) string {
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, ok := strings.Cut(rest, "}")
		i, err := strconv.Atoi(name)
		if !ok || err != nil || i < 0 || i >= len(args) {
			b.WriteByte('{')
			s = rest
			continue
		}
		b.WriteString(t.show(args[i]))
		s = after
	}
}

// show writes an argument the way the language does.
func (t *Texts) show(arg any) string {
	switch v := arg.(type) {
	case string:
		return v
	case int:
		return t.Number(v)
	case date.Date:
		return t.Date(v)
	case date.Day:
		return t.Day(v)
	case Key:
		return t.T(v)
	case fmt.Stringer:
		return v.String()
	}
	return fmt.Sprint(arg)
}
