package document

import (
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/text"
)

// The map of a campus's page, in CSS pixels at its natural size.
const (
	campusMapW, campusMapH = 420.0, 360.0
	memberR                = 4.5
	campusR                = 11.0
)

// CampusMapSVG draws the region of a campus with the places of its established
// members (class "member", with their names) and its own mark. It is empty when the
// campus has no region, or when neither it nor any member has a point there.
func CampusMapSVG(cat *catalog.Catalog, cam *catalog.Campus, lang text.Lang) (string, error) {
	if cam.Region == nil {
		return "", nil
	}
	t := text.For(lang)
	f, d := territoryGround(cat.Atlas, cam.Region)
	page := Rect{0, 0, d.W, d.H}
	m := newMark(1, catalog.Hit{Campus: cam, State: campus.State{Status: campus.InForce}}, 0)
	drawn := false
	if cam.Drawn() {
		m.pos = f.place(cam.Point)
		if drawn = page.contains(m.pos); drawn {
			g := &Group{Title: m.name(t), Class: m.classes(), Items: m.symbol(m.pos, campusR)}
			g.add(cityName(m, page))
			d.add(g)
		}
	}
	members := 0
	for _, p := range places(cam.Members) {
		at := f.place(p.at)
		if !page.inset(memberR).contains(at) {
			continue // a member of another region: the list names it
		}
		members += len(p.names)
		d.add(&Group{
			Title: strings.Join(p.names, "\n"), Class: "member",
			Items: []Item{&Circle{C: at, R: memberR, Fill: Ink, Stroke: white, Width: 1.2, Class: "member-body"}},
		})
	}
	if !drawn && members == 0 {
		return "", nil
	}
	d.Lang = string(t.Lang)
	d.Title = t.N("poster.campus_map", members, cam.Name, cam.Region.Name)
	var b strings.Builder
	err := d.inline(&b, "campus-map-", "drawn-map drawn-map--campus")
	return b.String(), err
}

// cityName is the name of the seat's city beside the mark, on the side with room.
func cityName(m *mark, page Rect) *Text {
	const size = 13 / mmPerPt
	t := &Text{At: Pt{m.pos.X + 1.6*campusR, m.pos.Y + 4.5}, S: m.hit.Campus.City, Face: Bold, Size: size, Fill: Ink, Class: "city"}
	if t.At.X+widthOf(t.S, t.Face, size) > page.Right() {
		t.At.X, t.Anchor = m.pos.X-1.6*campusR, End
	}
	return t
}

// TerritoryMapSVG draws a territory and, of hits, the campuses that have a point in
// its surroundings, as NationalSVG draws them.
func TerritoryMapSVG(cat *catalog.Catalog, t *geo.Territory, hits []catalog.Hit, opt MapOptions) (string, error) {
	opt = opt.filled(cat)
	f, d := territoryGround(cat.Atlas, t)
	page := Rect{0, 0, d.W, d.H}
	marks := marksOf(hits, opt)
	var its []*mark
	for _, m := range marks {
		if !m.hit.Campus.Drawn() {
			continue
		}
		if m.at = f.place(m.hit.Campus.Point); page.contains(m.at) {
			m.frame = f
			its = append(its, m)
		}
	}
	place(its, pageMark, func(c Pt, reach float64) bool { return page.inset(reach).contains(c) })
	return pageDrawing(d, marks, opt)
}

// territoryFrame fits a territory, by its contours, on a page of its own.
func territoryFrame(a *geo.Atlas, t *geo.Territory) (*frame, *Drawing, []geo.Shape) {
	d := &Drawing{W: campusMapW, H: campusMapH}
	f := &frame{project: geo.Lambert93}
	if isOverseas(t.Region) {
		f.project = geo.Local(t.Centre)
	}
	its := shapesIn(a, t)
	f.fit(its, Rect{0, 0, d.W, d.H}.inset(22))
	return f, d, its
}

// territoryGround fits a territory on a page of its own, among its neighbours.
func territoryGround(a *geo.Atlas, t *geo.Territory) (*frame, *Drawing) {
	f, d, its := territoryFrame(a, t)
	page := Rect{0, 0, d.W, d.H}
	var around, within []geo.Shape
	for _, s := range a.Shapes(geo.Departement, geo.Fine) {
		switch {
		case slices.Contains(t.Departements, s.Code):
			within = append(within, s)
		case f.about(s).overlaps(page) && f.extent([]geo.Shape{s}).overlaps(page):
			around = append(around, s)
		}
	}
	d.add(
		&Path{Lines: clipped(f.contour(around, pageStep), page), Fill: Land, Stroke: FineLine, Width: pageLine, Class: "land"},
		&Path{Lines: f.contour(within, pageStep), Fill: Tint, Stroke: white, Width: pageLine, Class: "here"},
		&Path{Lines: f.contour(its, pageStep), Stroke: Border, Width: 1.4 * pageLine, Class: "here-edge"},
	)
	return f, d
}

// shapesIn is the fine contour of a territory.
func shapesIn(a *geo.Atlas, t *geo.Territory) []geo.Shape {
	for _, s := range a.Shapes(t.Kind, geo.Fine) {
		if s.Code == t.Code {
			return []geo.Shape{s}
		}
	}
	return nil
}

// overlaps reports whether two rectangles share a place.
func (r Rect) overlaps(o Rect) bool {
	return r.X <= o.Right() && o.X <= r.Right() && r.Y <= o.Bottom() && o.Y <= r.Bottom()
}

// place of members: all those at one point, for one mark.
type memberPlace struct {
	at    geo.Point
	names []string
}

// places gathers the members that have a point, in their order.
func places(members []catalog.Member) []memberPlace {
	var out []memberPlace
	at := make(map[geo.Point]int)
	for _, m := range members {
		if !m.Organisation.HasPoint() {
			continue
		}
		p := geo.Point{Lat: m.Organisation.Lat, Lon: m.Organisation.Lon}
		i, ok := at[p]
		if !ok {
			i = len(out)
			at[p] = i
			out = append(out, memberPlace{at: p})
		}
		out[i].names = append(out[i].names, m.Organisation.Name)
	}
	return out
}
