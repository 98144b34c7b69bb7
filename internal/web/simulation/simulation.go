// Package simulation is the page /simulation: what would change, for the young people of
// a territory, if a training opened, closed or moved, if its places changed, if one could
// go on from a diploma to another, or if one could board. The address of the page is the
// whole scenario, unless the reader asks to keep it: then a short address names it.
package simulation

import (
	"context"
	"errors"
	"time"

	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
	"continuum/internal/web/ui"
)

// patience is how long one scenario may be worked on.
const patience = 10 * time.Second

// Show answers /simulation.
func (p *Pages) Show(r *page.Request) (page.Answer, error) {
	s, err := parse(r, query.New(r.Query))
	if err != nil {
		return page.Answer{}, err
	}
	if err := p.open(r.Context, &s); err != nil {
		return page.Answer{}, err
	}
	v := &view{R: r, M: r.Catalog.Training, State: s, Faulty: -1, CanKeep: p.store != nil}
	v.locate()
	if s.Draft.Add && s.Draft.Do != "" {
		if p, ok := v.finish(); ok {
			v.State.Patches, v.State.Kept = append(v.State.Patches, p), ""
			return page.Answer{Redirect: r.Link(v.State.address()) + "#scenario"}, nil
		}
	}
	if err := v.compute(); err != nil {
		return page.Answer{}, err
	}
	status := 0
	if len(v.Problems) > 0 || v.Faulty >= 0 {
		status = 400
	}
	title := v.T("simul.title")
	if name := v.AreaName(); name != "" {
		title += " – " + name
	}
	return page.Answer{
		Status: status,
		Head: page.Head{
			Title: title, Description: v.T("simul.description"), Path: v.State.address(),
			NoIndex: r.Query != "", Crumbs: []page.Crumb{{Label: v.T("simul.title")}},
		},
		Body: body(v),
	}, nil
}

// view is a scenario and what it changes.
type view struct {
	R        *page.Request
	M        *training.Model
	State    state
	Commune  place.Found // the territory, when it is a commune
	Home     place.Found // of someone whose itineraries are asked
	Problems ui.Problems
	CanKeep  bool
	Faulty   int    // the patch that makes no sense, -1 when all do
	Why      string // it makes none
	TooLong  bool   // the work was given up
	Effect   *effect
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// locate finds the communes that were written.
func (v *view) locate() {
	locate := func(words, field string) place.Found {
		if words == "" {
			return place.Found{}
		}
		p := place.Find(v.R.Catalog.Atlas, words)
		switch {
		case len(p.Choices) > 0:
			v.Problems.Add(field, v.T("simul.which_place", query.Cut(words)))
		case p.Commune == nil:
			v.Problems.Add(field, v.T("simul.unknown_place", query.Cut(words)))
		case p.Commune.Point.IsZero():
			v.Problems.Add(field, v.T("simul.no_point", p.Commune.Name))
		}
		return p
	}
	v.Commune, v.Home = locate(v.State.Commune, paramCommune), locate(v.State.Home, paramHome)
	if v.State.Commune != "" && v.State.Territory != nil {
		v.Problems.Add(paramCommune, v.T("simul.two_places"))
	}
	if v.State.Home != "" && v.State.Level == "" && v.State.Sector == "" {
		v.Problems.Add(paramLevel, v.T("simul.no_aim"))
	}
	if c := v.Commune.Commune; c != nil {
		v.State.Commune = place.Written(c)
	}
	if c := v.Home.Commune; c != nil {
		v.State.Home = place.Written(c)
	}
}

// area is what is looked at; ok is false when nothing is chosen.
func (v *view) area() (area pathway.Area, ok bool) {
	switch t := v.State.Territory; {
	case t != nil:
		return pathway.Area{Kind: string(t.Kind), Code: t.Code}, true
	case v.Commune.Commune != nil:
		return pathway.Area{Kind: "commune", Code: v.Commune.Commune.Code}, true
	}
	return pathway.Area{}, false
}

// AreaName is the territory in words, empty when none is chosen.
func (v *view) AreaName() string {
	switch t := v.State.Territory; {
	case t != nil && t.Kind == geo.Academie:
		return v.T("simul.academie", t.Name)
	case t != nil:
		return t.Name
	case v.Commune.Commune != nil:
		return v.Commune.Commune.Name
	}
	return ""
}

// compute asks the engine what the scenario changes, when it is whole.
func (v *view) compute() error {
	area, ok := v.area()
	if !ok || len(v.State.Patches) == 0 || len(v.Problems) > 0 {
		return nil
	}
	request := pathway.WhatIfRequest{
		Scenario: v.State.Patches,
		Coverage: pathway.CoverageRequest{Area: area, MaxKm: float64(v.State.Km)},
	}
	if v.State.Sector != "" {
		request.Coverage.Sectors = []string{v.State.Sector}
	}
	if v.Home.Commune != nil {
		request.Itineraries = []pathway.Request{v.itinerary()}
	}
	ctx, cancel := context.WithTimeout(v.R.Context, patience)
	defer cancel()
	err := v.R.InTurn(ctx, func() error {
		e := v.R.Catalog.Pathway()
		d, err := e.WhatIf(ctx, request)
		if err != nil {
			return err
		}
		v.Effect, err = v.effect(ctx, e, d, &request.Coverage)
		return err
	})
	invalid, refused := errors.AsType[*pathway.Invalid](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded) && v.R.Context.Err() == nil, errors.Is(err, pathway.ErrTooWide):
		v.TooLong = true
		return nil
	case refused && invalid.Field == "area":
		v.Problems.Add(paramCommune, v.T("simul.no_area"))
		return nil
	case refused && invalid.Field == "target":
		v.Problems.Add(paramLevel, v.T("simul.no_target"))
		return nil
	case refused:
		v.Faulty, v.Why = v.refused(err)
		return nil
	}
	return err
}

// itinerary is the question of the person whose itineraries are asked.
func (v *view) itinerary() pathway.Request {
	r := pathway.Request{
		Home: v.Home.Commune.Point, MaxKm: float64(v.State.Km), K: shownItineraries,
		Target: pathway.Target{Level: levelOf(v.State.Level), Sector: v.State.Sector},
	}
	if v.State.After == "" || v.State.After == end3e {
		r.Starts = []pathway.Start{{End3e: true}}
	} else {
		r.Starts = []pathway.Start{{Level: levelOf(v.State.After)}}
	}
	return r
}

func levelOf(s string) int8 {
	if len(s) != 1 {
		return 0
	}
	return int8(s[0] - '0')
}

// Choices are the communes that may be meant by what was written in a field.
func (v *view) Choices(field string) []choice {
	at, with := v.Commune, func(s *state, written string) { s.Commune = written }
	if field == paramHome {
		at, with = v.Home, func(s *state, written string) { s.Home = written }
	}
	var list []choice
	for _, c := range at.Choices {
		s := v.State
		with(&s, place.Written(c))
		list = append(list, choice{place.Name(v.R.Catalog.Atlas, c), v.R.Link(s.address())})
	}
	return list
}

// choice is a commune that may be meant, and the page with it.
type choice struct{ Label, Link string }

// Territories are those that one may choose, by kind.
func (v *view) Territories() []group {
	names := map[geo.Kind]text.Key{geo.Region: "simul.regions", geo.Academie: "simul.academies", geo.Departement: "simul.departements"}
	var list []group
	for _, kind := range kinds {
		g := group{Label: v.T(names[kind])}
		for _, t := range v.R.Catalog.Atlas.OfKind(kind) {
			name := t.Name
			if kind == geo.Departement {
				name += " (" + t.Code + ")"
			}
			g.Options = append(g.Options, ui.Option{Value: t.Slug, Label: name, Selected: v.State.Territory != nil && v.State.Territory.Slug == t.Slug})
		}
		list = append(list, g)
	}
	return list
}

// group is choices of one kind.
type group struct {
	Label   string
	Options []ui.Option
}

// Sectors are those that one may choose.
func (v *view) Sectors() []ui.Option {
	return offer.SectorOptions(v.R.Catalog, v.T("simul.any_sector"), v.State.Sector)
}

// Afters are what the person may have.
func (v *view) Afters() []ui.Option {
	var list []ui.Option
	for _, l := range heldLevels {
		o := ui.Option{Value: l, Label: v.T("simul.end3e"), Selected: v.State.After == l}
		if l != end3e {
			o.Label = v.T("simul.held", offer.Level(v.R.T, levelOf(l)))
		}
		list = append(list, o)
	}
	return list
}

// Levels are those that the person may want.
func (v *view) Levels() []ui.Option {
	list := []ui.Option{{Label: v.T("simul.any_level")}}
	for _, l := range wantedLevels {
		list = append(list, ui.Option{Value: l, Label: offer.Level(v.R.T, levelOf(l)), Selected: v.State.Level == l})
	}
	return list
}
