package listing

import (
	"slices"

	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/place"
	"continuum/internal/web/selection"
	"continuum/internal/web/ui"
)

// Groups are the filters of the form, those with something to choose.
func (v *View) Groups() []ui.Group {
	f := v.Facets
	all := []ui.Group{
		{Param: selection.ParamSector, Name: v.T("listing.filter.sector"), Ticks: ticks(f.Sectors, nil)},
		{Param: selection.ParamRegion, Name: v.T("listing.filter.region"), Ticks: ticks(f.Regions, nil)},
		{Param: selection.ParamCategory, Name: v.T("listing.filter.category"), Ticks: ticks(f.Categories, func(o string) string {
			return v.T("listing.category_word." + text.Key(o))
		})},
		{Param: selection.ParamWave, Name: v.T("listing.filter.wave"), Ticks: ticks(f.Waves, func(o string) string { return Wave(v.R.T, o) })},
		{Param: selection.ParamStatus, Name: v.T("listing.filter.state"), Ticks: ticks(f.Statuses, func(o string) string {
			return v.T("listing.state_word." + text.Key(o))
		})},
	}
	return slices.DeleteFunc(all, func(g ui.Group) bool { return len(g.Ticks) == 0 })
}

// ticks are the options of a filter; name is nil when they have names of their own.
func ticks(options []selection.Option, name func(string) string) []ui.Tick {
	list := make([]ui.Tick, len(options))
	for i, o := range options {
		list[i] = ui.Tick(o)
		if name != nil {
			list[i].Label = name(o.Value)
		}
	}
	return list
}

// Tag is a condition of the selection, with the link that drops it.
type Tag struct{ Text, Without string }

// Tags are the conditions of the selection, in words.
func (v *View) Tags() []Tag {
	var tags []Tag
	s := v.Sel.Selection.At(1)
	add := func(words string, without selection.Selection) {
		tags = append(tags, Tag{words, v.Address(without)})
	}
	if s.Q != "" {
		w := s
		w.Q = ""
		add(v.T("listing.tag.q", s.Q), w)
	}
	if !s.AsOf.IsZero() {
		add(v.T("listing.tag.day", s.AsOf), s.On(0))
	}
	if s.Near != nil {
		add(v.T("listing.tag.place", place.Name(v.R.Catalog.Atlas, s.Near)), s.Anywhere())
	}
	for i, code := range s.Sectors {
		w := s
		w.Sectors = drop(s.Sectors, i)
		add(v.R.Catalog.Sector(string(code)).Label, w)
	}
	territories := func(kind geo.Kind, codes []string, set func(*selection.Selection, []string)) {
		for i, code := range codes {
			w := s
			set(&w, drop(codes, i))
			add(TerritoryName(v.R.T, v.R.Catalog.Atlas.Territory(kind, code)), w)
		}
	}
	territories(geo.Region, s.Regions, func(s *selection.Selection, c []string) { s.Regions = c })
	territories(geo.Region2015, s.Regions2015, func(s *selection.Selection, c []string) { s.Regions2015 = c })
	territories(geo.Academie, s.Academies, func(s *selection.Selection, c []string) { s.Academies = c })
	for i, c := range s.Categories {
		w := s
		w.Categories = drop(s.Categories, i)
		add(Category(v.R.T, c), w)
	}
	for i, c := range s.Waves {
		w := s
		w.Waves = drop(s.Waves, i)
		add(v.T("listing.tag.wave", Wave(v.R.T, c)), w)
	}
	for i, c := range s.Statuses {
		w := s
		w.Statuses = drop(s.Statuses, i)
		add(v.T("status."+text.Key(c)), w)
	}
	return tags
}

// drop returns the list without its i-th value, leaving the list as it is.
func drop[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

// TerritoryName is a territory with its kind, where the name alone could mislead.
func TerritoryName(t *text.Texts, territory *geo.Territory) string {
	return t.T("listing.territory."+text.Key(territory.Kind), territory.Name)
}

// Words is the selection's subject in words, for titles: sectors and territories
// chosen, empty when neither is.
func (v *View) Words() string {
	s := ""
	add := func(w string) {
		if s != "" {
			s += ", "
		}
		s += w
	}
	for _, code := range v.Sel.Sectors {
		add(v.R.Catalog.Sector(string(code)).Label)
	}
	for _, code := range v.Sel.Regions {
		add(v.R.Catalog.Atlas.Territory(geo.Region, code).Name)
	}
	return s
}
