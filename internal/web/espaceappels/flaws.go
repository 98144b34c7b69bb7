package espaceappels

import (
	"fmt"
	"regexp"
	"strings"

	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// What package ruleset says of a flaw is for a terminal, in English. Dictionaries have each
// of its sentences under a key that is made of it.

var (
	verb     = regexp.MustCompile(`%[.\d]*[a-z]`)
	notPlain = regexp.MustCompile(`[^a-z0-9]+`)
)

func slug(s string) string {
	s = strings.Trim(notPlain.ReplaceAllString(strings.ToLower(verb.ReplaceAllString(s, "")), "-"), "-")
	if s == "" {
		return "value"
	}
	return s
}

// whatKey is the entry of what is wrong.
func whatKey(format string) text.Key {
	key := "flaw.what." + slug(format)
	switch format {
	case "":
		key = "flaw.what.toml"
	case "%q":
		key += "-quoted"
	case "%.60q":
		key += "-twice"
	}
	return text.Key(key)
}

// what says what is wrong with a value.
func what(r *page.Request, f ruleset.Problem) string {
	args := make([]any, len(f.Args))
	for i, a := range f.Args {
		args[i] = fmt.Sprint(a)
	}
	if f.Format == "" {
		args = []any{f.What}
	}
	return r.T.T(whatKey(f.Format), args...)
}

// begun are the ways out that end with what is known where they are said.
var begun = []string{"one of ", "keys known here: ", "write a ", "write true", "add a [[", "1 to max_years, ", "keep it under "}

// wayKey is the entry of a way out, and what it ends with.
func wayKey(way string) (text.Key, string) {
	for _, start := range begun {
		if strings.HasPrefix(way, start) {
			cut := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(start, "[["), "a "), "true")
			if start == "add a [[" {
				cut = "add a "
			}
			return text.Key("flaw.way." + slug(cut)), way[len(cut):]
		}
	}
	return text.Key("flaw.way." + slug(way)), ""
}

// wayOut says what to do about it.
func wayOut(r *page.Request, f ruleset.Problem) string {
	key, rest := wayKey(f.Way)
	return r.T.T(key, rest)
}
