package training

import "sync"

// Confidence is how sure a reading of ours is.
type Confidence uint8

// The confidences, surest first.
const (
	Sure Confidence = iota + 1
	Fair
	Weak
)

// String is the word of the tables and of the contract.
func (c Confidence) String() string { return [...]string{"", "high", "medium", "low"}[c] }

// NeedRule is a line of tables/needs.csv: a sector trains for a family of occupations.
type NeedRule struct {
	Sector, FAP string
	Confidence  Confidence
	Why         string
}

// NeedRules returns the table, read once.
var NeedRules = sync.OnceValue(func() []NeedRule {
	var rules []NeedRule
	for _, l := range table("needs.csv") {
		r := NeedRule{Sector: l[0], FAP: l[1], Why: l[3]}
		for c := Sure; c <= Weak; c++ {
			if c.String() == l[2] {
				r.Confidence = c
			}
		}
		rules = append(rules, r)
	}
	return rules
})
