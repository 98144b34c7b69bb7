// Package selection is what a reader asked of the register's pages: the filter
// carried by the address, its order and its page; what it chooses, counted once
// for the map and for the list; and the same choice written back as an address.
//
// An address has one reading and one writing: parameters come out in a fixed
// order, without those that change nothing, so that a page has one canonical link.
package selection

import (
	"slices"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
)

// The parameters of the register's pages, in the order in which they are written.
const (
	ParamQ          = "q"
	ParamDay        = "le"
	ParamSector     = "filiere"
	ParamRegion     = "region"
	ParamRegion2015 = "region_2015"
	ParamAcademie   = "academie"
	ParamCategory   = "categorie"
	ParamWave       = "vague"
	ParamStatus     = "etat"
	ParamPlace      = "lieu" // a commune, in words: the order is by distance from it
	ParamSort       = "tri"
	ParamPage       = "page"
	ParamLocate     = "vers" // slug of the campus whose line is wanted: a link from a mark on the map
)

// Params lists the parameters that Parse reads.
var Params = []string{
	ParamQ, ParamDay, ParamSector, ParamRegion, ParamRegion2015, ParamAcademie,
	ParamCategory, ParamWave, ParamStatus, ParamPlace, ParamSort, ParamPage, ParamLocate,
}

// PageSize is how many campuses a page of a list shows.
const PageSize = 50

// Selection is a choice of campuses, in an order, at a page.
type Selection struct {
	catalog.Filter
	Place  string       // as it was written, or as the page writes the commune found
	Near   *geo.Commune // the commune that Place means, nil when none or several may be meant
	Order  Order
	Page   int    // from 1
	Locate string // slug whose line is wanted, empty for none
}

// Result is what a selection gives. List and map are made from the same hits, so
// that they can't count differently.
type Result struct {
	Selection
	Hits    []catalog.Hit // every match, in order
	Rows    []catalog.Hit // those of the page
	First   int           // rank of the first row, from 1; 0 when there is none
	Pages   int           // at least 1
	Undrawn int           // matches without a point: listed, not drawn
	Holding int           // matches in force or presumed on Day
	Today   date.Day      // day of the question
}

// Day is the day that the answer is about: the one asked for, else today.
func (r *Result) Day() date.Day {
	if r.AsOf.IsZero() {
		return r.Today
	}
	return r.AsOf
}

// Total is how many campuses match.
func (r *Result) Total() int { return len(r.Hits) }

// Drawn is how many matches have a mark on the map.
func (r *Result) Drawn() int { return len(r.Hits) - r.Undrawn }

// Last is the rank of the last row of the page, 0 when there is none.
func (r *Result) Last() int {
	if len(r.Rows) == 0 {
		return 0
	}
	return r.First + len(r.Rows) - 1
}

// Run applies the selection. today is the day of the question. A page past the
// last one is refused (fault.Invalid on "page").
func (s Selection) Run(c *catalog.Catalog, today date.Day) (*Result, error) {
	return s.RunWhere(c, today, nil)
}

// RunWhere is Run among the campuses that keep holds for, nil keeping all.
func (s Selection) RunWhere(c *catalog.Catalog, today date.Day, keep func(catalog.Hit) bool) (*Result, error) {
	r := &Result{Selection: s, Hits: c.Select(s.Filter, today), Today: today}
	if keep != nil {
		r.Hits = slices.DeleteFunc(r.Hits, func(h catalog.Hit) bool { return !keep(h) })
	}
	s.sort(r.Hits)
	for _, h := range r.Hits {
		if !h.Campus.Drawn() {
			r.Undrawn++
		}
		if h.State.Status.Holds() && h.State.On == r.Day() {
			r.Holding++
		}
	}
	r.Pages = max(1, (len(r.Hits)+PageSize-1)/PageSize)
	if s.Page > r.Pages {
		return nil, beyond(r.Pages)
	}
	from := (s.Page - 1) * PageSize
	r.Rows = r.Hits[from:min(from+PageSize, len(r.Hits))]
	if len(r.Rows) > 0 {
		r.First = from + 1
	}
	return r, nil
}

// PageOf is the page on which the campus of that slug is listed, 0 when the
// selection does not choose it.
func (r *Result) PageOf(slug string) int {
	i := slices.IndexFunc(r.Hits, func(h catalog.Hit) bool { return h.Campus.Slug == slug })
	return i/PageSize + min(1, i+1)
}

// Filtered reports whether anything but the date narrows the register.
func (s Selection) Filtered() bool {
	return s.Q != "" || len(s.Sectors)+len(s.Regions)+len(s.Regions2015)+len(s.Academies)+
		len(s.Categories)+len(s.Waves)+len(s.Statuses) > 0
}

// words pairs the codes of a closed list with the French words of addresses.
type word[T ~string] struct {
	value T
	word  string
}

var categories = []word[campus.Category]{
	{campus.CategoryExcellence, "excellence"},
	{campus.CategoryCampus, "campus"},
	{campus.CategoryUnknown, "inconnue"},
}

var statuses = []word[campus.Status]{
	{campus.InForce, "en-vigueur"},
	{campus.Presumed, "presume"},
	{campus.Unknown, "inconnu"},
	{campus.Ended, "termine"},
	{campus.NotYet, "a-venir"},
}

// wordOf is the word of addresses for v.
func wordOf[T ~string](list []word[T], v T) string {
	for _, w := range list {
		if w.value == v {
			return w.word
		}
	}
	return string(v)
}
