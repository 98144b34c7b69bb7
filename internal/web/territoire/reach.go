package territoire

import (
	"cmp"
	"errors"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/document"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/question"
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// The parameters of the page of a territory's ladder, and the choices that it gives.
const (
	paramSector = "filiere"
	paramKm     = "km"
	paramRank   = "ordre"

	rankNeeds = "besoins"

	reachGaps     = 10 // openings shown
	reachCommunes = 15 // communes told
)

var reachKm = []string{"20", "30", "50", "80", "120"}

// reachPath is the ladder of a territory, without language prefix.
func reachPath(t *geo.Territory) string { return "/territoires/" + t.Slug + "/continuum" }

// reach is how far the ladder of levels holds in a territory.
type reach struct {
	R         *page.Request
	Territory *geo.Territory
	Sector    *campus.Sector // nil for all
	Km        int
	ByNeeds   bool

	Coverage []pathway.Coverage
	Needs    []pathway.Needs
	Gaps     []gapGroup
	Map      string
	parts    []part
}

// gapGroup is openings of one level at one place that would serve the same young
// people: one is enough.
type gapGroup struct {
	pathway.Gap
	Others int
}

// part is a département or a commune and what is within reach of its young people.
type part struct {
	Name         string
	Departement  string // code, where the part is one
	Point        geo.Point
	Young, Whole float64 // young people, and those of them whose whole ladder holds
	held, asked  float64 // rungs, by young people and sector
}

// Share is the part of the rungs asked that are within reach.
func (p *part) Share() float64 {
	if p.asked == 0 {
		return 0
	}
	return p.held / p.asked
}

// areaOf is the area of a territory that exists today, and ok false for another.
func areaOf(t *geo.Territory) (area pathway.Area, ok bool) {
	switch {
	case t.Until != 0:
	case t.Kind == geo.Region, t.Kind == geo.RegionAcademic:
		return pathway.Area{Kind: "region", Code: t.Code}, true
	case t.Kind == geo.Academie, t.Kind == geo.Departement:
		return pathway.Area{Kind: string(t.Kind), Code: t.Code}, true
	}
	return area, false
}

// HasReach reports whether a territory has a page of what can be reached in it.
func HasReach(t *geo.Territory) bool {
	_, ok := areaOf(t)
	return ok
}

// Reach answers /territoires/{slug}/continuum.
func Reach(r *page.Request) (page.Answer, error) {
	t := r.Catalog.Atlas.BySlug(r.Value("slug"))
	if t == nil {
		return page.Answer{}, nearest(r, r.Value("slug"))
	}
	if !HasReach(t) {
		return page.Answer{}, fault.New(fault.NotFound, "territoire.reach_none")
	}
	v := whole(r, t)
	asked := query.New(r.Query)
	var codes []string
	for _, s := range r.Catalog.Pathway().Sectors() {
		if sector := r.Catalog.Sector(s); sector != nil {
			codes = append(codes, s)
		}
	}
	if code := asked.Code(paramSector, codes); code != "" {
		v.Sector = r.Catalog.Sector(code)
	}
	if km, err := strconv.Atoi(asked.Code(paramKm, reachKm)); err == nil {
		v.Km = km
	}
	v.ByNeeds = asked.Code(paramRank, []string{rankNeeds}) != ""
	if err := asked.Err(); err != nil {
		return page.Answer{}, err
	}
	drawn, err := v.drawn()
	if err != nil {
		return page.Answer{}, err
	}
	name := listing.TerritoryName(r.T, t)
	title := r.T.T("territoire.reach_title", name)
	return page.Answer{
		Head: page.Head{
			Title:       title,
			Description: title + ". " + r.T.T("territoire.reach_lead", name),
			Path:        v.Address(),
			NoIndex:     v.Address() != reachPath(t),
			Crumbs: []page.Crumb{
				{Label: r.T.T("territoire.all"), Path: "/territoires"}, {Label: name, Path: "/territoires/" + t.Slug}, {Label: r.T.T("territoire.reach")},
			},
		},
		Body: reachPage(v, drawn),
	}, nil
}

// Address is the page of the same question.
func (v *reach) Address() string {
	var q query.Params
	if v.Sector != nil {
		q.Add(paramSector, string(v.Sector.Code))
	}
	if v.Km != question.DefaultReach {
		q.Add(paramKm, strconv.Itoa(v.Km))
	}
	if v.ByNeeds {
		q.Add(paramRank, rankNeeds)
	}
	return q.Address(reachPath(v.Territory))
}

// ladder is the ladder of a territory in all sectors, for its own page; empty where no
// young people are known.
func ladder(r *page.Request, t *geo.Territory) (string, error) {
	if !HasReach(t) {
		return "", nil
	}
	return whole(r, t).drawn()
}

// whole is the ladder of a territory in all sectors, as the form proposes at first.
func whole(r *page.Request, t *geo.Territory) *reach {
	return &reach{R: r, Territory: t, Km: question.DefaultReach}
}

// drawn is the answer as it is shown, made once a catalog and question.
func (v *reach) drawn() (string, error) {
	return v.R.Catalog.Once("reach "+string(v.R.Lang)+" "+v.Address(), func() (string, error) {
		if err := v.look(); err != nil || len(v.parts) == 0 {
			return "", err
		}
		var b strings.Builder
		err := reachBody(v).Render(v.R.Context, &b)
		return b.String(), err
	})
}

// look asks the engine. A territory whose communes have no known place has no answer.
func (v *reach) look() error {
	e := v.R.Catalog.Pathway()
	area, _ := areaOf(v.Territory)
	q := pathway.CoverageRequest{Area: area, MaxKm: float64(v.Km), Detail: true}
	if v.Sector != nil {
		q.Sectors = []string{string(v.Sector.Code)}
	}
	g := pathway.GapsRequest{CoverageRequest: q, Limit: pathway.MaxGaps}
	if v.ByNeeds {
		g.Rank = pathway.ByNeeds
	}
	var gaps []pathway.Gap
	var err error
	if v.Coverage, gaps, err = e.CoverageAndGaps(v.R.Context, g); err != nil {
		if invalid, ok := errors.AsType[*pathway.Invalid](err); ok && invalid.Field == "area" {
			return nil
		}
		return err
	}
	if v.Needs, err = e.Needs(pathway.NeedsRequest{Area: area, Sectors: q.Sectors}); err != nil {
		return err
	}
	v.group(gaps)
	v.split(e)
	return v.draw()
}

// group keeps one opening of those of a level at a place for the same people.
func (v *reach) group(gaps []pathway.Gap) {
	type key struct {
		sector        string
		level         int8
		establishment int32
		young         float64
	}
	at := make(map[key]int)
	for _, g := range gaps {
		k := key{g.Sector, g.Level, g.Establishment, g.Young}
		if i, ok := at[k]; ok {
			v.Gaps[i].Others++
			continue
		}
		at[k] = len(v.Gaps)
		v.Gaps = append(v.Gaps, gapGroup{Gap: g})
	}
	v.Gaps = v.Gaps[:min(len(v.Gaps), reachGaps)]
}

// split gathers the communes of the answer by département, or leaves them in a
// département.
func (v *reach) split(e *pathway.Engine) {
	c, young, index := v.R.Catalog, e.Young(), make(map[string]int)
	for s := range v.Coverage {
		cov := &v.Coverage[s]
		rungs := float64(bits.OnesCount16(cov.Asked))
		for i := range cov.Communes {
			row := &cov.Communes[i]
			commune := &e.Communes()[row.Commune]
			w := young[row.Commune]
			key := commune.Departement
			if v.Territory.Kind == geo.Departement {
				key = commune.Code
			}
			at, ok := index[key]
			if !ok {
				at = len(v.parts)
				index[key] = at
				v.parts = append(v.parts, v.part(c, commune))
			}
			p := &v.parts[at]
			if s == 0 {
				p.Young += w
			}
			p.held += w * float64(bits.OnesCount16(row.Ground&cov.Asked))
			p.asked += w * rungs
			if row.State == pathway.Covered {
				p.Whole += w
			}
		}
	}
	slices.SortFunc(v.parts, func(a, b part) int { return cmp.Or(cmp.Compare(b.Young, a.Young), cmp.Compare(a.Name, b.Name)) })
}

func (v *reach) part(c *catalog.Catalog, commune *pathway.Commune) part {
	if v.Territory.Kind == geo.Departement {
		p := part{Name: commune.Code, Point: commune.Point}
		if known := c.Atlas.Commune(commune.Code); known != nil {
			p.Name = known.Name
		}
		return p
	}
	p := part{Name: commune.Departement, Departement: commune.Departement}
	if d := c.Atlas.Territory(geo.Departement, commune.Departement); d != nil {
		p.Name = d.Name
	}
	return p
}

func (v *reach) draw() (err error) {
	shades := make([]document.Shade, 0, len(v.parts))
	for i := range v.parts {
		p := &v.parts[i]
		if p.Young > 0 {
			shades = append(shades, document.Shade{
				Departement: p.Departement, Point: p.Point, Weight: p.Young, Share: p.Share(), Name: v.T("territoire.reach_part", p.Name, percent(p.Share())),
			})
		}
	}
	v.Map, err = document.ShareMapSVG(v.R.Catalog.Atlas, v.Territory, shades, v.T("territoire.reach_map", listing.TerritoryName(v.R.T, v.Territory)), v.R.Lang)
	return err
}
