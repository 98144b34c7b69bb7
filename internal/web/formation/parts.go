package formation

import (
	"continuum/internal/text"
	"continuum/internal/training"
)

// parts are the parts of the page that its summary leads to.
var parts = []struct {
	id  string
	key text.Key
}{
	{"bref", "formation.brief"},
	{"lieux", "formation.where"},
	{"chances", "formation.chances"},
	{"apres", "formation.leavers"},
	{"suite", "formation.next"},
	{"avant", "formation.before"},
	{"metiers", "formation.occupations"},
	{"sources", "offer.sources"},
}

// chanceKey names the sentence that gives an indicator: pressure or demand.
func chanceKey(a training.Applicants) text.Key { return "formation.ratio." + text.Key(a.String()) }

// chancesOf says which places the figures of the chances are about.
func (v *view) chancesOf() string {
	if p := v.Place(); p != nil {
		return v.T("formation.chances_in", p.Name)
	}
	return v.T("formation.chances_all")
}

// placeSources are the sources of the offers listed.
func (v *view) placeSources() []int32 {
	var at []int32
	for _, l := range v.Lines[v.First()-1 : v.Last()] {
		at = append(at, l.Offer.Source)
	}
	return at
}

// occupationSources are the sources of the occupations.
func (v *view) occupationSources() []int32 {
	var at []int32
	for _, o := range v.Occupations() {
		at = append(at, o.Source)
	}
	return at
}
