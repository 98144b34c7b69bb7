package selection

import (
	"slices"
	"strconv"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/web/query"
)

// params writes the selection, parameters in the order of Params. c gives the
// readable slugs of sectors.
func (s Selection) params(c *catalog.Catalog) query.Params {
	var ps query.Params
	ps.Add(ParamQ, s.Q)
	ps.Add(ParamDay, s.AsOf.String())
	for _, code := range s.Sectors {
		ps.Add(ParamSector, sectorSlug(c, code))
	}
	ps.Add(ParamRegion, s.Regions...)
	ps.Add(ParamRegion2015, s.Regions2015...)
	ps.Add(ParamAcademie, s.Academies...)
	for _, v := range s.Categories {
		ps.Add(ParamCategory, wordOf(categories, v))
	}
	ps.Add(ParamWave, s.Waves...)
	for _, v := range s.Statuses {
		ps.Add(ParamStatus, wordOf(statuses, v))
	}
	ps.Add(ParamPlace, s.Place)
	ps.Add(ParamSort, s.Order.String())
	if s.Page > 1 {
		ps.Add(ParamPage, strconv.Itoa(s.Page))
	}
	ps.Add(ParamLocate, s.Locate)
	return ps
}

func sectorSlug(c *catalog.Catalog, code campus.SectorCode) string {
	if sector := c.Sector(string(code)); sector != nil {
		return sector.Slug
	}
	return string(code)
}

// Address is path with the selection as its parameters; Parse reads them back.
func (s Selection) Address(path string, c *catalog.Catalog) string {
	return s.params(c).Address(path)
}

// Hidden lists the parameters that a form must carry along besides the fields
// that it shows, which are left out.
func (s Selection) Hidden(c *catalog.Catalog, shown ...string) query.Params {
	var hidden query.Params
	s.Page, s.Locate = 1, ""
	for _, p := range s.params(c) {
		if !slices.Contains(shown, p.Name) {
			hidden = append(hidden, p)
		}
	}
	return hidden
}

// On is the same selection at another day, from its first page; zero for the
// last known state.
func (s Selection) On(day date.Day) Selection {
	s.AsOf, s.Page, s.Locate = day, 1, ""
	return s
}

// At is the same selection at another page.
func (s Selection) At(page int) Selection {
	s.Page, s.Locate = page, ""
	return s
}

// By is the same selection sorted by a column, from its first page; asked for the
// column that sorts already, it turns the direction.
func (s Selection) By(col Column) Selection {
	s.Order = Order{By: col, Descending: s.Order.By == col && !s.Order.Descending}
	return s.At(1)
}

// Anywhere is the same selection without a place to be near to.
func (s Selection) Anywhere() Selection {
	s.Place, s.Near = "", nil
	return s.At(1)
}

// Whole is the selection without its order nor its page: what a map or a file shows.
func (s Selection) Whole() Selection {
	s.Order = Order{}
	return s.At(1)
}

// Data is the address of the same selection in the open interface: base is
// "/api/v1/campuses" with its form (".csv", ".geojson" or none). The interface
// knows codes where pages know words.
func (s Selection) Data(base string) string {
	var ps query.Params
	ps.Add("as_of", s.AsOf.String())
	for _, v := range s.Sectors {
		ps.Add("sector", string(v))
	}
	ps.Add("region", s.Regions...)
	ps.Add("region_2015", s.Regions2015...)
	ps.Add("academie", s.Academies...)
	for _, v := range s.Categories {
		ps.Add("category", string(v))
	}
	ps.Add("wave", s.Waves...)
	for _, v := range s.Statuses {
		ps.Add("status", string(v))
	}
	ps.Add("q", s.Q)
	return ps.Address(base)
}
