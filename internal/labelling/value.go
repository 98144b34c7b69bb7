package labelling

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// Bounds of a value, when the field gives none.
const (
	MaxString = 300    // characters of one line
	MaxText   = 20_000 // characters of several
	MaxCodes  = 2_000
	MaxRows   = 1_000
	MaxValue  = 200_000 // bytes of the canonical form
)

// Value is what a field holds: one text, a list of codes, or rows of texts in the
// order of the field's columns. The zero value is empty.
type Value struct {
	Text  string
	List  []string
	Table [][]string
}

// IsEmpty reports whether nothing is there.
func (v Value) IsEmpty() bool { return v.Text == "" && len(v.List) == 0 && len(v.Table) == 0 }

// Equal reports whether both hold the same.
func (v Value) Equal(w Value) bool {
	return v.Text == w.Text && slices.Equal(v.List, w.List) && slices.EqualFunc(v.Table, w.Table, slices.Equal[[]string])
}

// Canonical is the one JSON form of the value: a string, a list of strings or a list
// of lists of strings. It is what is stored, compared and sealed.
func (v Value) Canonical() string {
	var x any = v.Text
	switch {
	case len(v.Table) > 0:
		x = v.Table
	case len(v.List) > 0:
		x = v.List
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(x); err != nil {
		panic(err) // strings only
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// ParseCanonical reads what Canonical writes.
func ParseCanonical(s string) (v Value, err error) {
	switch {
	case strings.HasPrefix(s, `"`):
		err = json.Unmarshal([]byte(s), &v.Text)
	case strings.HasPrefix(s, `[[`):
		err = json.Unmarshal([]byte(s), &v.Table)
	default:
		err = json.Unmarshal([]byte(s), &v.List)
	}
	if err == nil && v.Canonical() != s {
		err = fmt.Errorf("%.60q is not the canonical form of a value", s)
	}
	return v, err
}

// Clean returns the value in the form that its field asks for: spaces around removed,
// numbers and dates written in one way, empty rows dropped. It refuses a value of
// another form with BadValue and the place: the column and the row of a table.
func Clean(f *ruleset.Field, v Value) (Value, *Refusal) {
	v, r := clean(f, v)
	if r == nil {
		if n := len(v.Canonical()); n > MaxValue {
			return Value{}, refuse(BadValue, f.ID, "%d bytes, at most %d", n, MaxValue)
		}
	}
	return v, r
}

func clean(f *ruleset.Field, v Value) (Value, *Refusal) {
	bad := func(format string, args ...any) (Value, *Refusal) {
		return Value{}, refuse(BadValue, f.ID, format, args...)
	}
	switch f.Type {
	case ruleset.Rows:
		if v.Text != "" || len(v.List) > 0 {
			return bad("want rows")
		}
		return cleanRows(f, v.Table)
	case ruleset.Codes:
		if v.Text != "" || len(v.Table) > 0 {
			return bad("want a list of codes")
		}
		var list []string
		for _, s := range v.List {
			s, why := cleanText(ruleset.Code, nil, 0, s)
			switch {
			case why != "":
				return bad("%.40q: %s", s, why)
			case s != "" && !slices.Contains(list, s):
				list = append(list, s)
			}
		}
		if most := bound(f.Max, MaxCodes); len(list) > most {
			return bad("%d codes, at most %d", len(list), most)
		}
		return Value{List: list}, nil
	}
	if len(v.List) > 0 || len(v.Table) > 0 {
		return bad("want one text")
	}
	s, why := cleanText(f.Type, f.Values, f.Max, v.Text)
	if why != "" {
		return bad("%s", why)
	}
	return Value{Text: s}, nil
}

func cleanRows(f *ruleset.Field, rows [][]string) (Value, *Refusal) {
	var table [][]string
	for i, row := range rows {
		if len(row) != len(f.Columns) {
			return Value{}, refuse(BadValue, f.ID, "row %d: %d cells, want %d", i+1, len(row), len(f.Columns))
		}
		clean := make([]string, len(row))
		for j, c := range f.Columns {
			s, why := cleanText(c.Type, c.Values, 0, row[j])
			if why != "" {
				return Value{}, refuse(BadValue, f.ID, "row %d, %s: %s", i+1, c.ID, why)
			}
			clean[j] = s
		}
		if strings.Join(clean, "") != "" {
			table = append(table, clean)
		}
	}
	if most := bound(f.Max, MaxRows); len(table) > most {
		return Value{}, refuse(BadValue, f.ID, "%d rows, at most %d", len(table), most)
	}
	return Value{Table: table}, nil
}

func bound(own, usual int) int {
	if own > 0 {
		return own
	}
	return usual
}

var (
	codeForm   = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._/+-]{0,59}$`)
	numberForm = regexp.MustCompile(`^-?[0-9]{1,12}([.,][0-9]{1,6})?$`)
)

// cleanText puts one text in the form of a type; why is empty when it could.
func cleanText(t ruleset.Type, values []string, longest int, s string) (clean, why string) {
	if !utf8.ValidString(s) {
		return s, "not UTF-8"
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.TrimSpace(s)
	if strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && (r < ' ' || r >= 0x7f && r < 0xa0) }) {
		return s, "holds control characters"
	}
	if s == "" {
		return "", ""
	}
	switch t {
	case ruleset.Text:
		if n, most := utf8.RuneCountInString(s), bound(longest, MaxText); n > most {
			return s, fmt.Sprintf("%d characters, at most %d", n, most)
		}
		return s, ""
	case ruleset.String:
		// No-break spaces are part of French typography: only the others are joined.
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
		if n, most := utf8.RuneCountInString(s), bound(longest, MaxString); n > most {
			return s, fmt.Sprintf("%d characters, at most %d", n, most)
		}
		return s, ""
	case ruleset.Day:
		d, err := date.Parse(s)
		if err != nil {
			return s, "want a date: YYYY, YYYY-MM or YYYY-MM-DD"
		}
		return d.String(), ""
	case ruleset.Whole:
		// People write 1 200,5; spaces and the comma are theirs, the form kept is one.
		n := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(s)
		if !numberForm.MatchString(n) {
			return s, "want a number"
		}
		x, err := strconv.ParseFloat(strings.Replace(n, ",", ".", 1), 64)
		if err != nil {
			return s, "want a number"
		}
		return strconv.FormatFloat(x+0, 'f', -1, 64), ""
	case ruleset.YesNo:
		if s != "yes" && s != "no" {
			return s, "want yes or no"
		}
		return s, ""
	case ruleset.Enum:
		if !slices.Contains(values, s) {
			return s, "want one of " + strings.Join(values, ", ")
		}
		return s, ""
	case ruleset.Code:
		if !codeForm.MatchString(s) {
			return s, "want a code"
		}
		return s, ""
	}
	return s, "no such type"
}
