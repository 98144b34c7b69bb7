package document

import (
	"continuum/internal/geo"
)

// nation is the whole country in a rectangle: the metropolitan map and the insets
// of what is far or crowded.
type nation struct {
	atlas   *geo.Atlas
	regions geo.Kind
	area    Rect
	unit    float64 // what insets and their names are measured in
	main    *frame
	insets  []*frame
}

// Shares of the metropolitan map, in Lambert-93, that the sea or a neighbour takes.
const (
	eastOfAlsace = 0.13 // at the right, above Corsica
	aboveCorsica = 0.76
	biscayW      = 0.185 // lower left
	biscayH      = 0.52
	channelW     = 0.21 // upper left
	channelH     = 0.21
)

// crowdedFrom is how many marks give Île-de-France an inset.
const crowdedFrom = 3

// crowded reports whether Île-de-France needs one.
func crowded(marks []*mark) bool {
	n := 0
	for _, m := range marks {
		if c := m.hit.Campus; c.Drawn() && c.Region != nil && c.Region.Code == ileDeFrance {
			n++
		}
	}
	return n >= crowdedFrom
}

// newNation fits metropolitan France in the left part of area, wide units wide, at
// its right edge, and the insets in the room that the map leaves at its left.
func newNation(a *geo.Atlas, regions geo.Kind, area Rect, wide, unit float64, crowded bool) *nation {
	n := &nation{atlas: a, regions: regions, area: area, unit: unit, main: &frame{project: geo.Lambert93}}
	shapes := shapesOf(a, regions, "")
	n.main.fit(shapes, Rect{area.X, area.Y, wide, area.H})
	n.main.at = n.main.extent(shapes)
	shift := area.X + wide - n.main.at.Right()
	n.main.origin.X += shift
	n.main.at.X += shift
	n.addOverseas()
	if crowded {
		n.addIleDeFrance()
	}
	return n
}

// addOverseas sets the overseas regions in the Bay of Biscay.
func (n *nation) addOverseas() {
	u := n.unit
	w, h := n.main.at.X-n.area.X+biscayW*n.main.at.W, biscayH*n.main.at.H
	columns := min(max(int(w/(14*u)), 1), 3)
	rows := (len(overseas) + columns - 1) / columns
	cw := min(w/float64(columns), 26*u)
	ch := min(h/float64(rows), 1.2*cw)
	top := n.area.Bottom() - ch*float64(rows)
	for i, code := range overseas {
		t, shapes := n.atlas.Territory(n.regions, code), shapesOf(n.atlas, n.regions, code)
		if t == nil || len(shapes) == 0 {
			continue
		}
		f := &frame{code: code, name: t.Name, project: geo.Local(t.Centre)}
		f.at = Rect{n.area.X + float64(i%columns)*cw, top + float64(i/columns)*ch, cw - u, ch - u}
		f.fit(shapes, Rect{f.at.X + 1.5*u, f.at.Y + 4*u, f.at.W - 3*u, f.at.H - 5.5*u})
		n.insets = append(n.insets, f)
	}
}

// addIleDeFrance enlarges the region of Paris in the Channel.
func (n *nation) addIleDeFrance() {
	t, shapes := n.atlas.Territory(n.regions, ileDeFrance), shapesOf(n.atlas, n.regions, ileDeFrance)
	if t == nil || len(shapes) == 0 {
		return
	}
	u := n.unit
	f := &frame{code: ileDeFrance, name: t.Name, project: geo.Lambert93}
	f.at = Rect{
		n.area.X, n.area.Y,
		n.main.at.X - n.area.X + channelW*n.main.at.W, n.main.at.Y - n.area.Y + channelH*n.main.at.H,
	}
	f.fit(shapes, Rect{f.at.X + 1.5*u, f.at.Y + 3.5*u, f.at.W - 3*u, f.at.H - 5*u})
	n.insets = append(n.insets, f)
}

// ground draws the land of every frame; what an inset enlarges is tinted in both.
func (n *nation) ground(step, width float64, fine bool) []Item {
	var enlarged []string
	for _, f := range n.insets {
		if f.code == ileDeFrance {
			enlarged = append(enlarged, f.code)
		}
	}
	items := n.main.ground(n.atlas, n.regions, step, width, fine, enlarged...)
	for _, f := range n.insets {
		frame := box(f.at, white, FrameLine, width)
		frame.Class = "inset"
		items = append(items, frame)
		items = append(items, f.ground(n.atlas, n.regions, step, width, fine, enlarged...)...)
		items = append(items, &Text{
			At: Pt{f.at.X + n.unit, f.at.Y + 2.6*n.unit}, S: f.name,
			Size: insetName * n.unit, Fill: SoftInk, Class: "inset-name",
		})
	}
	return items
}

// insetName is the size of the name of an inset, in points where a unit is a millimetre.
const insetName = 6.0

// settle gives each mark its frame and its place, out of the way of keep.
func (n *nation) settle(marks []*mark, r float64, keep Rect) {
	for _, m := range marks {
		if m.frame = n.frameOf(m); m.frame != nil {
			m.at = m.frame.place(m.hit.Campus.Point)
		}
	}
	of := func(f *frame) []*mark {
		var its []*mark
		for _, m := range marks {
			if m.frame == f {
				its = append(its, m)
			}
		}
		return its
	}
	for _, f := range n.insets {
		place(of(f), r, func(c Pt, reach float64) bool {
			return f.at.inset(reach).contains(c) && c.Y-reach > f.at.Y+2.8*n.unit
		})
	}
	place(of(n.main), r, func(c Pt, reach float64) bool {
		if !n.area.inset(reach).contains(c) || near(c, keep, reach+n.unit) {
			return false
		}
		for _, f := range n.insets {
			if near(c, f.at, reach+0.5*n.unit) {
				return false
			}
		}
		return true
	})
}

// metropole is a box around metropolitan France: a point out of it has no place on
// the map.
var metropole = geo.Box{West: -5.6, South: 41.2, East: 9.8, North: 51.3}

// frameOf is the frame that a campus is drawn in, nil when it is not drawn.
func (n *nation) frameOf(m *mark) *frame {
	c := m.hit.Campus
	if !c.Drawn() {
		return nil
	}
	region := ""
	if c.Region != nil {
		region = c.Region.Code
	}
	return n.frameAt(region, c.Point)
}

// frameAt is the frame that shows a point of a region, whose code is empty when it is
// not known; nil when none does.
func (n *nation) frameAt(region string, p geo.Point) *frame {
	for _, f := range n.insets {
		if region != "" && region == f.code {
			return f
		}
	}
	if isOverseas(region) || !metropole.Contains(p) {
		return nil
	}
	return n.main
}
