package campuspage

import (
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

// asks asks for a cell, as the router does.
func asks(field, level string) page.Func {
	return func(r *page.Request) (page.Answer, error) {
		q := *r
		q.Values = map[string]string{"slug": r.Value("slug"), "field": field, "level": level}
		return Cell(&q)
	}
}

// TestCells renders each cell that a campus page links to, and holds it against the
// continuum: every training of the cell is a line, and no other.
func TestCells(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	seen := 0
	for i := range c.Campuses {
		cam := &c.Campuses[i]
		for _, f := range c.Continuum(cam).Fields {
			for level := int8(catalog.LowestLevel); level <= catalog.HighestLevel; level++ {
				members, around := count(c, f.Members.At(level)), count(c, f.Around.At(level))
				if members+around == 0 {
					continue
				}
				seen++
				show := asks(geo.Slug(f.Name), string('0'+rune(level)))
				pagetest.Document(t, show, "/en/campus/"+cam.Slug, cam.Slug)
				pagetest.Check(t, show, "/campus/"+cam.Slug, cam.Slug,
					webtest.Count("h1", 1),
					webtest.In("h1", webtest.HasText(f.Name)),
					webtest.Count("#continuum-membres tbody tr", members),
					webtest.Count("#continuum-region tbody tr", around),
					webtest.In(`form input[name="campus"]`, webtest.HasAttr("value", cam.Slug)),
				)
			}
		}
	}
	if seen == 0 {
		t.Error("no cell holds anything")
	}
}

func count(c *catalog.Catalog, offers []int32) int {
	distinct := make(map[int32]bool)
	for _, o := range offers {
		distinct[c.Training.Offers[o].Qualification] = true
	}
	return len(distinct)
}

func TestCellRefuses(t *testing.T) {
	t.Parallel()
	for _, x := range [][2]string{{"rien", "5"}, {"autres", "9"}, {"autres", "2"}, {"autres", "55"}, {"", "3"}, {"autres", ""}} {
		if _, err := asks(x[0], x[1])(pagetest.Request(t, "/campus/"+brittany, brittany)); fault.KindOf(err) != fault.NotFound || err == nil {
			t.Errorf("%v: %v, want not found", x, err)
		}
	}
}

// TestWays holds the ways of a cell against the graph: those written and those counted
// are all that can be walked.
func TestWays(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	g, m := c.Pathway().Graph(), c.Training
	r := pagetest.Request(t, "/campus/"+brittany, brittany)
	b := &cellView{view: newView(r, &c.Campuses[0], r.Today), here: make([]bool, len(m.Qualifications))}
	for q := range m.Qualifications {
		in, out, end := 0, 0, false
		exists := func(o int32) bool { return m.Qualifications[o].Active || len(m.OffersOf(o)) > 0 }
		for _, i := range g.Into(int32(q)) {
			switch e := &g.Edges[i]; {
			case e.From == pathway.End3e:
				end = true
			case g.Walked(e) && exists(e.From):
				in++
			}
		}
		for i := range g.From(int32(q)) {
			if e := &g.From(int32(q))[i]; g.Walked(e) && exists(e.To) {
				out++
			}
		}
		before, after := b.progressionsOf(int32(q), true), b.progressionsOf(int32(q), false)
		if len(before.Steps)+before.More != in || before.End3e != end || len(after.Steps)+after.More != out {
			t.Errorf("%s: ways %+v and %+v, want %d (3e: %v) in and %d out", m.Qualifications[q].ID, before, after, in, end, out)
		}
	}
}
