package ruleset

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// MaxBytes bounds a file of rules.
const MaxBytes = 512 << 10

// Problem is something that a file of rules may not hold.
type Problem struct {
	File string
	Line int    // 0 when it is of the whole file
	Key  string // path of the value: criterion[3].axis, counted from 1
	What string // what is wrong
	Way  string // the way out
	// Format and Args are what What is made of, for who says it in another language.
	Format string
	Args   []any
}

// Error is the problem on one line.
func (p Problem) Error() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
	}
	if p.Key != "" {
		s += ": " + p.Key
	}
	s += ": " + p.What
	if p.Way != "" {
		s += " (" + p.Way + ")"
	}
	return s
}

// Problems are all that is wrong with a file, in the order of its lines.
type Problems []Problem

// Error is every problem, a line each.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Parse reads a file of rules and checks them: it returns rules that may be used, or
// Problems. Nothing that is not understood is passed over.
func Parse(file string, b []byte) (*Ruleset, error) {
	one := func(line int, what, way string) (*Ruleset, error) {
		return nil, Problems{{File: file, Line: line, What: what, Way: way}}
	}
	switch {
	case len(b) > MaxBytes:
		return one(0, fmt.Sprintf("the file has %d bytes", len(b)), fmt.Sprintf("keep it under %d", MaxBytes))
	case !utf8.Valid(b):
		return one(0, "the file is not UTF-8", "save it as UTF-8")
	}
	var tree map[string]any
	if err := toml.Unmarshal(b, &tree); err != nil {
		if p, ok := errors.AsType[toml.ParseError](err); ok {
			return one(p.Position.Line, p.Message, "see https://toml.io for the form")
		}
		return one(0, strings.TrimPrefix(err.Error(), "toml: "), "see https://toml.io for the form")
	}
	r := &Ruleset{}
	d := decoder{file: file, lines: linesOf(b)}
	d.table("", tree, r)
	if len(d.found) == 0 {
		v := validator{r: r, decoder: &d}
		v.all()
	}
	if len(d.found) > 0 {
		return nil, d.sorted()
	}
	return r, nil
}

// linesOf says on which line each key of a file stands: "criterion[3].axis" → 41, and
// the headers of tables themselves. The file is known to be TOML; what a line of a
// text in several lines looks like is passed over.
func linesOf(b []byte) map[string]int {
	at := make(map[string]int)
	counts := make(map[string]int)
	table, within := "", ""
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		s := strings.TrimSpace(line)
		if within != "" {
			if strings.Count(s, within)%2 == 1 {
				within = ""
			}
			continue
		}
		switch {
		case strings.HasPrefix(s, "#"):
			continue
		case strings.HasPrefix(s, "[["):
			name, _, _ := strings.Cut(s[2:], "]]")
			table = resolve(counts, strings.TrimSpace(name), true)
			at[table] = n
			continue
		case strings.HasPrefix(s, "["):
			name, _, _ := strings.Cut(s[1:], "]")
			table = resolve(counts, strings.TrimSpace(name), false)
			at[table] = n
			continue
		}
		key, value, ok := strings.Cut(s, "=")
		if !ok {
			continue
		}
		path := join(table, strings.Trim(strings.TrimSpace(key), `"'`))
		if at[path] == 0 {
			at[path] = n
		}
		for _, quotes := range []string{`"""`, `'''`} {
			if strings.Count(value, quotes)%2 == 1 {
				within = quotes
			}
		}
	}
	return at
}

// resolve turns the name in a header into a path: each array of tables on the way is
// at its latest element; another says that the header begins one more.
func resolve(counts map[string]int, name string, another bool) string {
	path := ""
	parts := strings.Split(name, ".")
	for i, part := range parts {
		path = join(path, strings.Trim(strings.TrimSpace(part), `"'`))
		if another && i == len(parts)-1 {
			counts[path]++
		}
		if n := counts[path]; n > 0 {
			path = fmt.Sprintf("%s[%d]", path, n)
		}
	}
	return path
}

func join(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}
