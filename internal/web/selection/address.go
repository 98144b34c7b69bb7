package selection

import (
	"net/url"
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
)

// pair is one parameter of an address.
type pair struct{ name, value string }

// pairs writes the selection, parameters in the order of Params. c gives the
// readable slugs of sectors.
func (s Selection) pairs(c *catalog.Catalog) []pair {
	var ps []pair
	add := func(name string, values ...string) {
		for _, v := range values {
			if v != "" {
				ps = append(ps, pair{name, v})
			}
		}
	}
	add(ParamQ, s.Q)
	add(ParamDay, s.AsOf.String())
	for _, code := range s.Sectors {
		add(ParamSector, sectorSlug(c, code))
	}
	add(ParamRegion, s.Regions...)
	add(ParamRegion2015, s.Regions2015...)
	add(ParamAcademie, s.Academies...)
	for _, v := range s.Categories {
		add(ParamCategory, wordOf(categories, v))
	}
	add(ParamWave, s.Waves...)
	for _, v := range s.Statuses {
		add(ParamStatus, wordOf(statuses, v))
	}
	add(ParamPlace, s.Place)
	add(ParamSort, s.Order.String())
	if s.Page > 1 {
		add(ParamPage, strconv.Itoa(s.Page))
	}
	add(ParamLocate, s.Locate)
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
	return address(path, s.pairs(c))
}

func address(path string, ps []pair) string {
	var b strings.Builder
	b.WriteString(path)
	for i, p := range ps {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(p.name + "=" + url.QueryEscape(p.value))
	}
	return b.String()
}

// Hidden lists the parameters that a form must carry along besides the fields
// that it shows, which are left out.
func (s Selection) Hidden(c *catalog.Catalog, shown ...string) []Hidden {
	var hidden []Hidden
	s.Page, s.Locate = 1, ""
next:
	for _, p := range s.pairs(c) {
		for _, name := range shown {
			if p.name == name {
				continue next
			}
		}
		hidden = append(hidden, Hidden{p.name, p.value})
	}
	return hidden
}

// Hidden is a parameter carried along by a form.
type Hidden struct{ Name, Value string }

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
	var ps []pair
	add := func(name string, values ...string) {
		for _, v := range values {
			if v != "" {
				ps = append(ps, pair{name, v})
			}
		}
	}
	add("as_of", s.AsOf.String())
	for _, v := range s.Sectors {
		add("sector", string(v))
	}
	add("region", s.Regions...)
	add("region_2015", s.Regions2015...)
	add("academie", s.Academies...)
	for _, v := range s.Categories {
		add("category", string(v))
	}
	add("wave", s.Waves...)
	for _, v := range s.Statuses {
		add("status", string(v))
	}
	add("q", s.Q)
	return address(base, ps)
}
