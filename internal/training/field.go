package training

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"continuum/internal/geo"
)

//go:embed tables/fields.csv
var fieldsTable string

// A FieldRule is one line of tables/fields.csv: which qualifications belong to a
// training field of a campus, and why. The table is a reading of ours, not a source.
type FieldRule struct {
	Field    string // folded
	From, To int8   // European levels, both included
	By       string // "nsf", "words" or "id"
	Value    string // an NSF group, folded words, or an identifier
	Without  []string
	Why      string
}

// FieldRules returns the table, read once.
var FieldRules = sync.OnceValue(func() []FieldRule {
	rules, err := readFieldRules(fieldsTable)
	if err != nil {
		panic("training: tables/fields.csv: " + err.Error()) // a test reads it
	}
	return rules
})

func readFieldRules(table string) ([]FieldRule, error) {
	r := csv.NewReader(strings.NewReader(table))
	r.Comma, r.Comment, r.FieldsPerRecord = ';', '#', 6
	lines, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var rules []FieldRule
	for _, line := range lines[1:] {
		rule := FieldRule{Field: geo.Fold(line[0]), By: line[2], Value: line[3], Why: line[5]}
		from, to, ok := strings.Cut(line[1], "-")
		lo, errLo := strconv.ParseInt(from, 10, 8)
		hi, errHi := strconv.ParseInt(to, 10, 8)
		if !ok || errLo != nil || errHi != nil || lo < 3 || hi > 8 || lo > hi {
			return nil, fmt.Errorf("%s: levels %q: want two of 3 to 8, as in 3-5", line[0], line[1])
		}
		rule.From, rule.To = int8(lo), int8(hi)
		if !slices.Contains([]string{"nsf", "words", "id"}, rule.By) || rule.Value == "" {
			return nil, fmt.Errorf("%s: %q by %q: want nsf, words or id, and a value", line[0], rule.Value, rule.By)
		}
		if rule.By == "words" && geo.Fold(rule.Value) != rule.Value {
			return nil, fmt.Errorf("%s: words %q are not folded", line[0], rule.Value)
		}
		if line[4] != "" {
			rule.Without = strings.Split(line[4], "|")
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// HasField reports whether the table knows a training field.
func HasField(field string) bool {
	field = geo.Fold(field)
	return slices.ContainsFunc(FieldRules(), func(r FieldRule) bool { return r.Field == field })
}

// InField returns the positions of the qualifications of a training field, in the
// model's order. It looks at every qualification: ask once and keep the answer.
func (m *Model) InField(field string) []int32 {
	field = geo.Fold(field)
	var rules []*FieldRule
	for i := range FieldRules() {
		if r := &FieldRules()[i]; r.Field == field {
			rules = append(rules, r)
		}
	}
	if len(rules) == 0 {
		return nil
	}
	var in []int32
	for i := range m.Qualifications {
		q := &m.Qualifications[i]
		label := " " + geo.Fold(q.Label) + " "
		if slices.ContainsFunc(rules, func(r *FieldRule) bool { return r.match(q, label) }) {
			in = append(in, int32(i))
		}
	}
	return in
}

// match reports whether the rule takes a qualification; label is folded, between spaces.
func (r *FieldRule) match(q *Qualification, label string) bool {
	if q.Level < r.From || q.Level > r.To {
		return false
	}
	switch r.By {
	case "nsf":
		if !strings.HasPrefix(q.NSF, r.Value) {
			return false
		}
	case "words":
		if !strings.Contains(label, " "+r.Value+" ") {
			return false
		}
	case "id":
		if q.ID != r.Value && !slices.Contains(q.Aliases, r.Value) {
			return false
		}
	}
	return !slices.ContainsFunc(r.Without, func(w string) bool { return strings.Contains(label, " "+w+" ") })
}
