package selection

import (
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
)

// Bounds of what an address may ask.
const (
	maxQ    = 100   // letters of a search
	maxPage = 10000 // whatever the size of the register
)

// Parse reads a selection from the raw query of an address. An empty parameter is
// one that was not given: forms send them. A value that means nothing is an error
// that names the parameter and what it accepts; parameters that are not in Params
// are left alone.
func Parse(raw string, c *catalog.Catalog) (Selection, error) {
	q := query.New(raw)
	s := Selection{Page: 1}
	s.Q = strings.Join(strings.Fields(q.Text(ParamQ, maxQ)), " ")
	s.AsOf = q.Day(ParamDay)
	s.Sectors = sectors(q, c)
	s.Regions = sorted(q.Codes(ParamRegion, codes(c, geo.Region)))
	s.Regions2015 = sorted(q.Codes(ParamRegion2015, codes(c, geo.Region2015)))
	s.Academies = sorted(q.Codes(ParamAcademie, codes(c, geo.Academie)))
	s.Categories = wordsIn(q, ParamCategory, categories)
	s.Waves = sorted(q.Codes(ParamWave, c.Waves))
	s.Statuses = wordsIn(q, ParamStatus, statuses)
	s.Place = strings.Join(strings.Fields(q.Text(ParamPlace, maxQ)), " ")
	if found := place.Find(c.Atlas, s.Place).Commune; found != nil && !found.Point.IsZero() {
		s.Place, s.Near = place.Written(found), found
	}
	s.Order, _ = parseOrder(q.Code(ParamSort, orderWords()))
	s.Page = q.Page(ParamPage, maxPage)
	s.Locate = q.Text(ParamLocate, maxQ)
	return s, q.Err()
}

// sectors reads slugs, which addresses are written with, and codes.
func sectors(q *query.Reader, c *catalog.Catalog) []campus.SectorCode {
	var accepted []string
	for _, s := range c.Sectors {
		accepted = append(accepted, s.Slug)
	}
	for _, s := range c.Sectors {
		accepted = append(accepted, string(s.Code))
	}
	var list []campus.SectorCode
	for _, s := range q.Codes(ParamSector, accepted) {
		list = append(list, c.Sector(s).Code)
	}
	return sorted(list)
}

func codes(c *catalog.Catalog, kind geo.Kind) []string {
	var list []string
	for _, t := range c.Atlas.OfKind(kind) {
		list = append(list, t.Code)
	}
	return list
}

// wordsIn reads words of a closed list.
func wordsIn[T ~string](q *query.Reader, param string, list []word[T]) []T {
	accepted := make([]string, len(list))
	for i, w := range list {
		accepted[i] = w.word
	}
	var values []T
	for _, s := range q.Codes(param, accepted) {
		values = append(values, list[slices.Index(accepted, s)].value)
	}
	return sorted(values)
}

// sorted puts values in order, each once, so that an address has one writing.
func sorted[T ~string](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

// beyond refuses a page past the last one, in the words of package query.
func beyond(pages int) error {
	return fault.New(fault.Invalid, "query.page", ParamPage, pages).In(ParamPage)
}
