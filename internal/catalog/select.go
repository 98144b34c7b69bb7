package catalog

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/geo"
)

// Filter chooses campuses. Empty fields choose all; several values of a field mean
// OR, several fields AND.
type Filter struct {
	// AsOf is the day asked for: only the campuses whose label is in force or
	// presumed on it. Zero: every campus known, with its last known status.
	AsOf        date.Day
	Sectors     []campus.SectorCode
	Regions     []string // INSEE codes of today
	Regions2015 []string // INSEE codes of before 2016
	Academies   []string // official codes
	// Categories are those of the label that decides the state.
	Categories []campus.Category
	Waves      []string // waves of any of its labels that had begun
	Statuses   []campus.Status
	Box        *geo.Box // a campus without a point is in no box
	Q          string   // every word must begin a word of the name, city, host, sector or territory
}

// Hit is a campus chosen, with its state on the day asked for.
type Hit struct {
	Campus *Campus
	State  campus.State
}

// Category is the category of the label that decides the state.
func (h Hit) Category() campus.Category {
	if h.State.Label == nil {
		return campus.CategoryUnknown
	}
	return h.State.Label.Category
}

// Select returns the campuses that the filter chooses, in the catalog's order.
// today is the day of the question, on which last known states depend.
func (c *Catalog) Select(f Filter, today date.Day) []Hit {
	hits := make([]Hit, 0, len(c.Campuses))
	words := strings.Fields(fold(f.Q))
	var all []campus.State
	if f.AsOf.IsZero() {
		all = c.lastKnown(today)
	} else {
		all = c.statesOn(f.AsOf)
	}
	for i := range c.Campuses {
		cam := &c.Campuses[i]
		if !f.about(cam, words) {
			continue
		}
		h := Hit{Campus: cam, State: all[i]}
		if !f.AsOf.IsZero() && !h.State.Status.Holds() {
			continue
		}
		if len(f.Categories) > 0 && !slices.Contains(f.Categories, h.Category()) ||
			len(f.Statuses) > 0 && !slices.Contains(f.Statuses, h.State.Status) {
			continue
		}
		hits = append(hits, h)
	}
	return hits
}

// about reports whether the filter's timeless conditions choose the campus.
func (f *Filter) about(cam *Campus, words []string) bool {
	if len(f.Sectors) > 0 && (cam.Sector == nil || !slices.Contains(f.Sectors, cam.Sector.Code)) ||
		len(f.Regions) > 0 && !isOneOf(cam.Region, f.Regions) ||
		len(f.Regions2015) > 0 && !isOneOf(cam.Region2015, f.Regions2015) ||
		len(f.Academies) > 0 && !isOneOf(cam.Academie, f.Academies) ||
		f.Box != nil && (!cam.Drawn() || !f.Box.Contains(cam.Point)) {
		return false
	}
	if len(f.Waves) > 0 && !slices.ContainsFunc(cam.Labels, func(l campus.Label) bool { return slices.Contains(f.Waves, l.Wave) }) {
		return false
	}
	for _, w := range words {
		if !geo.BeginsWord(cam.folded, w) {
			return false
		}
	}
	return true
}

func isOneOf(t *geo.Territory, codes []string) bool {
	return t != nil && slices.Contains(codes, t.Code)
}

// fold strips accents and case and turns whatever is neither letter nor digit into
// spaces: what two spellings of the same French words have in common.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Documented tells how much of the network the register documents around a day:
// the official count nearest before it (nil when none is that old) and the number
// of campuses that the register shows in force or presumed on the day.
func (c *Catalog) Documented(day date.Day) (official *campus.Milestone, here int) {
	for i := range c.Milestones {
		if m := &c.Milestones[i]; m.On.Earliest() <= day {
			official = m
		}
	}
	for _, s := range c.statesOn(day) {
		if s.Status.Holds() {
			here++
		}
	}
	return official, here
}
