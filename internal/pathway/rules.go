package pathway

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"continuum/internal/geo"
	"continuum/internal/training"
)

//go:embed rules.csv
var rulesTable string

//go:embed words.csv
var wordsTable string

// A RuleLine is one line of rules.csv: progressions that no source states, a reading of
// ours, and the years left on those that sources state. The head of the table explains
// its columns.
type RuleLine struct {
	ID        string
	From, To  []string // kinds
	NSF       []string
	Words     []string
	Tie       string
	Years     int8 // 0: the whole training
	Strength  Strength
	Condition string
	Why       string
}

const end3e = "3e" // the kind of the end of 3e in rules.csv

// Rules returns the table, read once.
var Rules = sync.OnceValue(func() []RuleLine {
	rules, err := readRules(rulesTable)
	if err != nil {
		panic("pathway: rules.csv: " + err.Error()) // a test reads it
	}
	return rules
})

var commonWords = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for line := range strings.Lines(wordsTable) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			words[line] = true
		}
	}
	return words
})

func readRules(table string) ([]RuleLine, error) {
	r := csv.NewReader(strings.NewReader(table))
	r.Comma, r.Comment, r.FieldsPerRecord = ';', '#', 10
	lines, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var rules []RuleLine
	for _, l := range lines[1:] {
		rule := RuleLine{
			ID: l[0], From: split(l[1]), NSF: split(l[2]), To: split(l[3]), Words: split(l[4]),
			Tie: l[5], Condition: l[8], Why: l[9],
		}
		switch {
		case rule.ID == "" || slices.ContainsFunc(rules, func(o RuleLine) bool { return o.ID == rule.ID }):
			return nil, fmt.Errorf("identifier %q is empty or used twice", rule.ID)
		case len(rule.From) == 0 || len(rule.To) == 0:
			return nil, fmt.Errorf("%s: a kind is missing", rule.ID)
		case !slices.Contains([]string{"any", "group", "domain", "nearest", "words", "none"}, rule.Tie):
			return nil, fmt.Errorf("%s: tie %q: want any, group, domain, nearest, words or none", rule.ID, rule.Tie)
		case slices.ContainsFunc(rule.Words, func(w string) bool { return geo.Fold(w) != w }):
			return nil, fmt.Errorf("%s: words %q are not folded", rule.ID, l[4])
		}
		if l[6] != "" {
			years, err := strconv.ParseInt(l[6], 10, 8)
			if err != nil || years < 1 || years > 9 {
				return nil, fmt.Errorf("%s: years %q: want 1 to 9, or nothing", rule.ID, l[6])
			}
			rule.Years = int8(years)
		}
		switch l[7] {
		case Usual.String():
			rule.Strength = Usual
		case Possible.String():
			rule.Strength = Possible
		default:
			return nil, fmt.Errorf("%s: strength %q: want usual or possible", rule.ID, l[7])
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// takesFrom reports whether the rule leads away from a qualification: not from a common
// year, which leads to its specialities only.
func (r *RuleLine) takesFrom(q *training.Qualification) bool {
	return slices.Contains(r.From, q.Kind) && !q.Common &&
		(r.NSF == nil || slices.ContainsFunc(r.NSF, func(n string) bool { return strings.HasPrefix(q.NSF, n) }))
}

// takesTo reports whether the rule leads to a qualification; label is folded. An entry
// in a later year can't be one into a common first year, nor into a shorter training: a
// specialised degree of one year is for those who have the degree of five.
func (r *RuleLine) takesTo(q *training.Qualification, label string) bool {
	if !slices.Contains(r.To, q.Kind) || r.Years != 0 && (q.Common || q.Years != 0 && q.Years < r.Years) {
		return false
	}
	return r.Words == nil || slices.ContainsFunc(r.Words, func(w string) bool {
		return strings.HasPrefix(label, w) || strings.Contains(label, " "+w)
	})
}

// yearsLeft returns the years that the table gives to a published progression between
// two kinds, 0 for the whole training.
func yearsLeft(rules []RuleLine, from, to string) int8 {
	for i := range rules {
		if slices.Contains(rules[i].From, from) && slices.Contains(rules[i].To, to) {
			return rules[i].Years
		}
	}
	return 0
}

// stems returns what the words of a folded label are compared by: the first seven
// letters of those of five or more that say something.
func stems(label string) []string {
	var all []string
	for w := range strings.FieldsSeq(label) {
		if len(w) < 5 || commonWords()[w] {
			continue
		}
		all = append(all, w[:min(len(w), 7)])
	}
	slices.Sort(all)
	return slices.Compact(all)
}
