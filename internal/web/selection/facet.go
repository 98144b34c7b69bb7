package selection

import (
	"slices"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
)

// Option is one value of a filter, with the number of campuses that it would give
// under the other filters.
type Option struct {
	Value string // as addresses write it
	Label string // its own name; empty when dictionaries give it
	Count int
	On    bool
}

// Facets are the options of the filters that forms show. Those that would give
// nothing are left out, unless they are chosen.
type Facets struct {
	Sectors, Regions, Categories, Waves, Statuses []Option
}

// Facets counts the options. Each filter is counted without itself: choosing a
// second value of it widens the selection.
func (s Selection) Facets(c *catalog.Catalog, today date.Day) Facets {
	without := func(clear func(*catalog.Filter)) []catalog.Hit {
		f := s.Filter
		clear(&f)
		return c.Select(f, today)
	}
	var f Facets
	hits := without(func(f *catalog.Filter) { f.Sectors = nil })
	for _, sector := range c.Sectors {
		f.Sectors = option(f.Sectors, sector.Slug, sector.Label, slices.Contains(s.Sectors, sector.Code),
			count(hits, func(h catalog.Hit) bool { return h.Campus.Sector != nil && h.Campus.Sector.Code == sector.Code }))
	}
	f.Regions = s.regions(c, without(func(f *catalog.Filter) { f.Regions = nil }))
	hits = without(func(f *catalog.Filter) { f.Categories = nil })
	for _, w := range categories {
		f.Categories = option(f.Categories, w.word, "", slices.Contains(s.Categories, w.value),
			count(hits, func(h catalog.Hit) bool { return h.Category() == w.value }))
	}
	hits = without(func(f *catalog.Filter) { f.Waves = nil })
	for _, wave := range c.Waves {
		f.Waves = option(f.Waves, wave, "", slices.Contains(s.Waves, wave),
			count(hits, func(h catalog.Hit) bool { return inWave(h.Campus, wave) }))
	}
	hits = without(func(f *catalog.Filter) { f.Statuses = nil })
	for _, w := range statuses {
		f.Statuses = option(f.Statuses, w.word, "", slices.Contains(s.Statuses, w.value),
			count(hits, func(h catalog.Hit) bool { return h.State.Status == w.value }))
	}
	return f
}

// regions counts the regions of today, by name.
func (s Selection) regions(c *catalog.Catalog, hits []catalog.Hit) []Option {
	var list []Option
	for _, t := range c.Regions {
		list = option(list, t.Code, t.Name, slices.Contains(s.Regions, t.Code),
			count(hits, func(h catalog.Hit) bool { return h.Campus.Region != nil && h.Campus.Region.Code == t.Code }))
	}
	return list
}

func inWave(cam *catalog.Campus, wave string) bool {
	return slices.ContainsFunc(cam.Labels, func(l campus.Label) bool { return l.Wave == wave })
}

func option(list []Option, value, label string, on bool, n int) []Option {
	if n == 0 && !on {
		return list
	}
	return append(list, Option{value, label, n, on})
}

func count(hits []catalog.Hit, is func(catalog.Hit) bool) int {
	n := 0
	for _, h := range hits {
		if is(h) {
			n++
		}
	}
	return n
}
