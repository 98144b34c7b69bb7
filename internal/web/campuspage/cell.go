package campuspage

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/parcours"
	"continuum/internal/web/query"
)

// othersSlug names, in addresses, what members teach outside the fields.
const othersSlug = "autres"

// shown is how many ways in, ways out and places are written in a line; the page of the
// training has all.
const shown = 5

// Cell answers /campus/{slug}/continuum/{field}/{level}: what a cell of the continuum
// holds, how one gets there and where one goes on.
func Cell(r *page.Request) (page.Answer, error) {
	cam, moved := r.Catalog.Campus(r.Value("slug"))
	if cam == nil {
		return page.Answer{}, nearest(r, r.Value("slug"))
	}
	b := &cellView{view: newView(r, cam, r.Today), cited: offer.Cite(r.Catalog.Training)}
	if !b.find(r.Value("field"), r.Value("level")) {
		return page.Answer{}, &page.Suggest{
			Err:   fault.New(fault.NotFound, "campus.cell.not_found"),
			Hints: []page.Hint{{Label: cam.Name, Path: "/campus/" + cam.Slug}},
		}
	}
	path := cellPath(cam, b.slug, b.Level)
	if moved {
		return page.Answer{Redirect: r.Link(path), Moved: true}, nil
	}
	body, err := r.Catalog.Once(path+" "+string(r.Lang), func() (string, error) {
		var s strings.Builder
		b.gather()
		err := cellBody(b).Render(r.Context, &s)
		return s.String(), err
	})
	if err != nil {
		return page.Answer{}, err
	}
	title := b.T("campus.cell.title", b.Name, b.T(levelKey(b.Level)), cam.Name)
	return page.Answer{
		Head: page.Head{
			Title: title, Description: title + ". " + b.T("campus.cell.lead"), Path: path,
			Crumbs: []page.Crumb{
				{Label: b.T("campuses.crumb"), Path: "/campus"},
				{Label: cam.Name, Path: "/campus/" + cam.Slug},
				{Label: b.T("campus.cell.h1", b.Name, b.T(levelKey(b.Level)))},
			},
		},
		Body: rendered(body),
	}, nil
}

// cellPath is the page of a cell, without language prefix.
func cellPath(cam *catalog.Campus, field string, level int8) string {
	return "/campus/" + cam.Slug + "/continuum/" + field + "/" + strconv.Itoa(int(level))
}

// CellPaths are the pages of the cells of a campus that hold something.
func CellPaths(c *catalog.Catalog, cam *catalog.Campus) []string {
	k := c.Continuum(cam)
	var paths []string
	for level := int8(catalog.LowestLevel); level <= catalog.HighestLevel; level++ {
		for i := range k.Fields {
			if f := &k.Fields[i]; len(f.Members.At(level))+len(f.Around.At(level)) > 0 {
				paths = append(paths, cellPath(cam, geo.Slug(f.Name), level))
			}
		}
		if len(k.Others.At(level)) > 0 {
			paths = append(paths, cellPath(cam, othersSlug, level))
		}
	}
	return paths
}

// cellView is a cell of the continuum of a campus, both layers.
type cellView struct {
	*view
	Name    string
	Level   int8
	Members []cellTraining // at members
	Region  []cellTraining // around
	slug    string
	both    [2]*catalog.Cells // members, around; nil for none
	here    []bool            // qualifications offered by members or in the region
	cited   *offer.Cited
}

// find reads which cell is meant.
func (b *cellView) find(field, level string) bool {
	if len(level) != 1 || level[0] < '0'+catalog.LowestLevel || level[0] > '0'+catalog.HighestLevel {
		return false
	}
	b.Level, b.slug = int8(level[0]-'0'), field
	k := b.Continuum()
	if field == othersSlug {
		b.Name, b.both[0] = b.T("campus.continuum.others"), &k.Others
		return true
	}
	for i := range k.Fields {
		if f := &k.Fields[i]; geo.Slug(f.Name) == field {
			b.Name, b.both = f.Name, [2]*catalog.Cells{&f.Members, &f.Around}
			return true
		}
	}
	return false
}

// cellTraining is a training of a cell: where it is taught, what leads there and where it
// leads.
type cellTraining struct {
	Q      *training.Qualification
	at     int32 // its position in the model
	Places []*training.Establishment
	In     progressions
	Out    progressions
}

// progressions are those of one side, those taught here first.
type progressions struct {
	Steps []progression
	More  int // not shown
	End3e bool
}

// progression leads from a training, or to one.
type progression struct {
	Q    *training.Qualification
	Here bool // taught by members or in the region
	Rule bool // a rule of ours says so, no source
	Hole bool // our data has no place for it anywhere
}

func (b *cellView) gather() {
	b.here = make([]bool, len(b.R.Catalog.Training.Qualifications))
	m := b.R.Catalog.Training
	for i := range m.Offers {
		o := &m.Offers[i]
		if b.Cam.Region != nil && o.Establishment >= 0 && m.Establishments[o.Establishment].Region == b.Cam.Region.Code {
			b.here[o.Qualification] = true
		}
	}
	b.Continuum().Offers(func(o int32) { b.here[m.Offers[o].Qualification] = true })
	for i, list := range []*[]cellTraining{&b.Members, &b.Region} {
		if b.both[i] != nil {
			*list = b.trainings(b.both[i].At(b.Level))
		}
	}
}

// trainings are the trainings of some offers, those taught in most places first.
func (b *cellView) trainings(offers []int32) []cellTraining {
	m := b.R.Catalog.Training
	at := make(map[int32][]int32)
	for _, o := range offers {
		f := &m.Offers[o]
		b.cited.Add(f.Source)
		at[f.Qualification] = append(at[f.Qualification], f.Establishment)
	}
	var list []cellTraining
	for q, places := range at {
		slices.Sort(places)
		t := cellTraining{Q: &m.Qualifications[q], at: q, In: b.progressionsOf(q, true), Out: b.progressionsOf(q, false)}
		for _, e := range slices.Compact(places) {
			t.Places = append(t.Places, &m.Establishments[e])
		}
		slices.SortFunc(t.Places, func(x, y *training.Establishment) int {
			return cmp.Or(first(x.City != "", y.City != ""), cmp.Compare(x.City, y.City), cmp.Compare(x.UAI, y.UAI))
		})
		list = append(list, t)
	}
	slices.SortFunc(list, func(x, y cellTraining) int {
		return cmp.Or(cmp.Compare(len(y.Places), len(x.Places)), cmp.Compare(b.R.Catalog.LabelOrder(x.at), b.R.Catalog.LabelOrder(y.at)))
	})
	return list
}

// progressionsOf are those into a qualification, or out of it: of what is taught here first, then
// of what is taught elsewhere, then of what our data has no place for.
func (b *cellView) progressionsOf(q int32, in bool) progressions {
	g, m := b.R.Catalog.Pathway().Graph(), b.R.Catalog.Training
	var edges []*pathway.Edge
	if in {
		for _, i := range g.Into(q) {
			edges = append(edges, &g.Edges[i])
		}
	} else {
		for i := range g.From(q) {
			edges = append(edges, &g.From(q)[i])
		}
	}
	var w progressions
	type ranked struct {
		progression
		at   int32 // of the qualification in the model
		edge *pathway.Edge
	}
	var all []ranked
	for _, e := range edges {
		other := e.To
		if in {
			other = e.From
		}
		if other == pathway.End3e {
			w.End3e = true
			continue
		}
		if offered := len(m.OffersOf(other)) > 0; g.Walked(e) && (offered || m.Qualifications[other].Active) {
			all = append(all, ranked{progression{&m.Qualifications[other], b.here[other], e.Published == training.None, !offered}, other, e})
		}
	}
	slices.SortFunc(all, func(x, y ranked) int {
		return cmp.Or(first(x.Here, y.Here), first(!x.Hole, !y.Hole), cmp.Compare(x.edge.Strength, y.edge.Strength),
			cmp.Compare(b.R.Catalog.LabelOrder(x.at), b.R.Catalog.LabelOrder(y.at)))
	})
	for _, x := range all[:min(shown, len(all))] {
		w.Steps = append(w.Steps, x.progression)
	}
	w.More = len(all) - len(w.Steps)
	return w
}

// first orders what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// Neighbour is the link to the cell a level above or below, empty when it is empty.
func (b *cellView) Neighbour(by int8) (label, link string) {
	level := b.Level + by
	if level < catalog.LowestLevel || level > catalog.HighestLevel || !b.any(level) {
		return "", ""
	}
	return b.T(levelKey(level)), b.R.Link(cellPath(b.Cam, b.slug, level))
}

// any reports whether the field has an offer at a level.
func (b *cellView) any(level int8) bool {
	return slices.ContainsFunc(b.both[:], func(c *catalog.Cells) bool { return c != nil && len(c.At(level)) > 0 })
}

// Reach is the link to the itineraries that lead to a training of this campus.
func (b *cellView) Reach(q *training.Qualification) string {
	return b.R.Link(query.Params{{Name: "formation", Value: q.ID}, {Name: "campus", Value: b.Cam.Slug}}.Address(parcours.Path))
}
