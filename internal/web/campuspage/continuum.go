package campuspage

import (
	"slices"
	"strconv"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/ui"
)

// cell is what is taught in a field at a level, in one of the two layers.
type cell struct {
	Level     int8
	Link      string // to what it holds
	Trainings int
	Places    int // establishments, each counted once
	Lines     []taught
}

// taught is a qualification of a cell.
type taught struct {
	Label  string
	Link   string
	Places int
}

// line is a field of a layer, level by level.
type line struct {
	Name  string
	Cells []cell
}

// Any reports whether something is taught in the field.
func (l *line) Any() bool {
	return slices.ContainsFunc(l.Cells, func(c cell) bool { return c.Trainings > 0 })
}

// Continuum is the campus's continuum.
func (v *view) Continuum() *catalog.Continuum { return v.R.Catalog.Continuum(v.Cam) }

// Inside are the lines of the members' layer, what they teach besides its fields last.
func (v *view) Inside() []line {
	k := v.Continuum()
	var lines []line
	for i := range k.Fields {
		lines = append(lines, v.line(k.Fields[i].Name, geo.Slug(k.Fields[i].Name), &k.Fields[i].Members, ""))
	}
	if others := v.line(v.T("campus.continuum.others"), othersSlug, &k.Others, ""); others.Any() {
		lines = append(lines, others)
	}
	return lines
}

// Around are the lines of the region's layer.
func (v *view) Around() []line {
	k := v.Continuum()
	where := ""
	if v.Cam.Region != nil {
		where = "?region=" + v.Cam.Region.Code
	}
	var lines []line
	for i := range k.Fields {
		lines = append(lines, v.line(k.Fields[i].Name, geo.Slug(k.Fields[i].Name), &k.Fields[i].Around, where))
	}
	return lines
}

func (v *view) line(name, slug string, cells *catalog.Cells, where string) line {
	l := line{Name: name}
	for level := int8(catalog.LowestLevel); level <= catalog.HighestLevel; level++ {
		c := v.cell(level, cells.At(level), where)
		c.Link = v.R.Link(cellPath(v.Cam, slug, level))
		l.Cells = append(l.Cells, c)
	}
	return l
}

// cell counts the trainings and the establishments of some offers.
func (v *view) cell(level int8, offers []int32, where string) cell {
	m := v.R.Catalog.Training
	c := cell{Level: level}
	type pair struct{ qualification, establishment int32 }
	pairs := make([]pair, len(offers))
	for i, o := range offers {
		pairs[i] = pair{m.Offers[o].Qualification, m.Offers[o].Establishment}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if a.qualification != b.qualification {
			return int(a.qualification - b.qualification)
		}
		return int(a.establishment - b.establishment)
	})
	pairs = slices.Compact(pairs) // routes and entry years of one training at one place are one
	places := make(map[int32]bool, len(pairs))
	for i, p := range pairs {
		places[p.establishment] = true
		if i == 0 || pairs[i-1].qualification != p.qualification {
			q := &m.Qualifications[p.qualification]
			c.Lines = append(c.Lines, taught{Label: q.Label, Link: v.R.Link("/formations/" + q.ID + where)})
		}
		c.Lines[len(c.Lines)-1].Places++
	}
	c.Trainings, c.Places = len(c.Lines), len(places)
	slices.SortFunc(c.Lines, func(a, b taught) int {
		if a.Places != b.Places {
			return b.Places - a.Places
		}
		return strings.Compare(a.Label, b.Label)
	})
	return c
}

// levelColumns head the tables: the field, then each level.
func (v *view) levelColumns() []ui.Column {
	columns := []ui.Column{{Label: v.T("campus.continuum.field")}}
	for level := int8(catalog.LowestLevel); level <= catalog.HighestLevel; level++ {
		columns = append(columns, ui.Column{Label: v.T(levelKey(level))})
	}
	return columns
}

// levelKey is the dictionary's word for a level.
func levelKey(level int8) text.Key { return text.Key("campus.level." + strconv.Itoa(int(level))) }

// offerYears says of which years the offers of the tables are, "2022–2025", empty when
// there are none.
func (v *view) offerYears() string {
	m := v.R.Catalog.Training
	first, last := int16(0), int16(0)
	v.Continuum().Offers(func(o int32) {
		y := m.Offers[o].Year
		if y != 0 && (first == 0 || y < first) {
			first = y
		}
		last = max(last, y)
	})
	switch {
	case first == 0:
		return ""
	case first == last:
		return strconv.Itoa(int(first))
	}
	return strconv.Itoa(int(first)) + "–" + strconv.Itoa(int(last))
}

// offerSources are the sources of the offers of the tables, in the registry's order.
func (v *view) offerSources() []training.Provenance {
	m := v.R.Catalog.Training
	used := make([]bool, len(m.Sources))
	v.Continuum().Offers(func(o int32) {
		if s := m.Offers[o].Source; s >= 0 {
			used[s] = true
		}
	})
	var list []training.Provenance
	for i, u := range used {
		if u {
			list = append(list, m.Sources[i])
		}
	}
	return list
}

// sourceLine names a source, who makes it and of when its data is.
func sourceLine(s training.Provenance) string {
	line := s.Title + ", " + s.Publisher
	if s.Vintage != "" {
		line += ", " + s.Vintage
	}
	return line
}
