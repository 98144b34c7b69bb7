package labelling

import (
	"regexp"
	"slices"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// Decision is what ministers decide of a dossier, as the order states it.
type Decision struct {
	NOR       string
	Signed    date.Date
	Published date.Date // in the Journal officiel
	URL       string
	Title     string // of the campus
	Territory string
	Sector    string // the words that the title holds
	Category  string
	Years     int
	Start     date.Date // first day of the label; the day of publication when zero
	Reserves  []string
}

// norForm is how the ministries write a NOR: four letters, two digits of the year, five
// of the number, a letter.
var norForm = regexp.MustCompile(`^[A-Z]{4}[0-9]{7}[A-Z]$`)

// has reports whether the decision gives something.
func (d *Decision) has(n ruleset.Need) bool {
	if d == nil {
		return false
	}
	switch n {
	case ruleset.NOR:
		return d.NOR != ""
	case ruleset.Published:
		return !d.Published.IsZero()
	case ruleset.Title:
		return d.Title != ""
	case ruleset.Territory:
		return d.Territory != ""
	case ruleset.Sector:
		return d.Sector != ""
	case ruleset.Degree:
		return d.Category != ""
	case ruleset.Duration:
		return d.Years != 0
	}
	return false
}

// Flaws lists what an order may not state under the rules of the dossier.
func (d *Decision) Flaws(c *Case) (missing []Missing) {
	if d == nil {
		return []Missing{{What: "decision", Kind: LackNeed}}
	}
	flaw := func(n ruleset.Need, note string) {
		missing = append(missing, Missing{What: string(n), Kind: LackNeed, Note: note})
	}
	if !norForm.MatchString(d.NOR) {
		flaw(ruleset.NOR, "form")
	}
	if d.Published.Precision() != date.FullDay || d.Signed.Precision() != date.FullDay {
		flaw(ruleset.Published, "day")
	} else if d.Published.Earliest() < d.Signed.Earliest() {
		flaw(ruleset.Published, "before_signature")
	}
	if !names(d.Title, d.Sector) {
		flaw(ruleset.Title, "sector")
	}
	if d.Territory == "" {
		flaw(ruleset.Territory, "")
	}
	if c.Rules.Category(d.Category) == nil || len(c.Call.Categories) > 0 && !slices.Contains(c.Call.Categories, d.Category) {
		flaw(ruleset.Degree, "unknown")
	}
	if d.Years < 1 || d.Years > c.Rules.MaxYears.Value {
		flaw(ruleset.Duration, "max")
	}
	if !d.Start.IsZero() && d.Start.Precision() != date.FullDay {
		flaw(ruleset.Published, "start")
	}
	return missing
}

// From is the first day of the label.
func (d *Decision) From() date.Date {
	if d.Start.IsZero() {
		return d.Published
	}
	return d.Start
}

// Until is the first day no longer in force.
func (d *Decision) Until() date.Date { return d.From().AddYears(d.Years) }

// IsNOR reports whether a text is written as a NOR.
func IsNOR(s string) bool { return norForm.MatchString(s) }
