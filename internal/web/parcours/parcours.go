// Package parcours is the page /parcours: a person says where they live, what they
// have and where they want to go, and reads by which steps one gets there, where each
// is taught, how far, for how long and how hard it is to enter. The address of the
// page is the whole question; nothing else is kept.
package parcours

import (
	"context"
	"errors"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/question"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
	"continuum/internal/web/shortlist"
	"continuum/internal/web/ui"
)

// Path is where the page is.
const Path = "/parcours"

// patience is how long one question may be worked on: a hundred times what most take.
const patience = 5 * time.Second

// Page answers /parcours.
func Page(r *page.Request) (page.Answer, error) {
	a, err := parse(r, query.New(r.Query))
	if err != nil {
		return page.Answer{}, err
	}
	v := &view{R: r, M: r.Catalog.Training, Ask: a, List: shortlist.Read(r.Query), cited: offer.Cite(r.Catalog.Training)}
	if err := v.answer(); err != nil {
		return page.Answer{}, err
	}
	status := 0
	if len(v.Problems) > 0 {
		status = 400
	}
	path := a.address()
	if r.Query == "" {
		path = Path // what the form begins with is no question yet
	}
	return page.Answer{
		Status: status, Fleeting: v.Ask.Minutes > 0,
		Head: page.Head{
			Title: v.title(), Description: v.T("parcours.description"), Path: path,
			NoIndex: r.Query != "", Crumbs: []page.Crumb{{Label: v.T("parcours.crumb")}},
			Scripts: []string{shortlist.Script},
		},
		Body: body(v),
	}, nil
}

// view is a question and its answer.
type view struct {
	R        *page.Request
	M        *training.Model
	Ask      ask
	List     shortlist.List // handed on
	Home     place.Found
	Problems ui.Problems // what to mend in the form
	Answered bool
	TooWide  bool // the question needs more work than one reader may ask for
	NoTarget bool // nothing in the data is all that the question wants
	Ways     []way
	Front    int // itineraries that no other is better than
	None     *pathway.None
	cited    *offer.Cited
	graph    *pathway.Graph
	engine   *pathway.Engine
	measured question.Measured
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// Address is the link to the page with another question.
func (v *view) Address(a ask) string { return v.R.Link(v.List.On(a.address())) }

// answer asks the engine when the question is whole.
func (v *view) answer() error {
	if v.Ask.Where == "" {
		return nil // the form is open, nothing was asked yet
	}
	v.Home = place.Find(v.R.Catalog.Atlas, v.Ask.Where)
	switch c := v.Home.Commune; {
	case len(v.Home.Choices) > 0:
	case c == nil:
		v.Problems.Add(paramWhere, v.T("parcours.unknown_place", query.Cut(v.Ask.Where)))
	case c.Point.IsZero():
		v.Problems.Add(paramWhere, v.T("parcours.no_point", c.Name))
	default:
		v.Ask.Where = place.Written(c)
		v.List = v.List.From(v.Ask.Where)
	}
	if !v.Ask.aimed() {
		v.Problems.Add(paramLevel, v.T("parcours.no_aim"))
	}
	if len(v.Problems) > 0 || v.Home.Commune == nil {
		return nil
	}
	return v.run()
}

func (v *view) run() error {
	ctx, cancel := context.WithTimeout(v.R.Context, patience)
	defer cancel()
	v.engine = v.R.Catalog.Pathway()
	v.graph = v.engine.Graph()
	req := v.Ask.request(v.M)
	req.Home = v.Home.Commune.Point
	if v.Ask.Campus != "" {
		var offers []int32
		v.R.Catalog.Continuum(v.campus()).Offers(func(o int32) { offers = append(offers, o) })
		if len(offers) == 0 {
			v.Answered, v.NoTarget = true, true
			return nil
		}
		req.Target.Offers = pathway.NewSet(v.M, offers)
		if v.Ask.Stay {
			req.Within = req.Target.Offers
		}
	}
	var a *pathway.Answer
	err := v.R.InTurn(ctx, func() (err error) {
		a, v.measured, err = question.Find(ctx, v.R.Catalog, v.engine, req)
		return err
	})
	if invalid, ok := errors.AsType[*pathway.Invalid](err); ok && invalid.Code == "contradiction" {
		v.Answered, v.NoTarget = true, true
		return nil
	}
	// The reader who left needs no answer; the others are told to ask for less.
	if errors.Is(err, pathway.ErrTooWide) || errors.Is(err, context.DeadlineExceeded) && v.R.Context.Err() == nil {
		v.Answered, v.TooWide = true, true
		return nil
	}
	if err != nil {
		return err
	}
	v.Answered, v.Front, v.None = true, a.Front, a.None
	for i := range a.Items {
		w, err := v.way(i, &a.Items[i])
		if err != nil {
			return err
		}
		v.Ways = append(v.Ways, w)
	}
	return nil
}

func (v *view) title() string {
	t := v.T("parcours.title")
	if v.Ask.aimed() {
		t = v.T("parcours.title_to", v.aim())
	}
	if c := v.Home.Commune; c != nil {
		t += " – " + v.T("parcours.title_from", c.Name)
	}
	return t
}

// aim is where to, in words: the narrowest of what is wanted.
func (v *view) aim() string {
	switch {
	case v.Ask.Training != "":
		return v.qualification(v.Ask.Training).Label
	case v.Ask.Trade != "":
		return v.M.Occupations[v.M.Occupation(v.Ask.Trade)].Label
	case v.Ask.Sector != "" && v.Ask.Level != "":
		return v.T("parcours.aim_both", offer.Level(v.R.T, level(v.Ask.Level)), v.R.Catalog.Sector(v.Ask.Sector).Label)
	case v.Ask.Sector != "":
		return v.R.Catalog.Sector(v.Ask.Sector).Label
	case v.Ask.Campus != "":
		return v.campus().Name
	}
	return offer.Level(v.R.T, level(v.Ask.Level))
}

// qualification is that of an identifier, which the question was checked to hold.
func (v *view) qualification(id string) *training.Qualification {
	at, _ := v.M.Qualification(id)
	return &v.M.Qualifications[at]
}

// campus is the one whose trainings are wanted.
func (v *view) campus() *catalog.Campus {
	cam, _ := v.R.Catalog.Campus(v.Ask.Campus)
	return cam
}

// Place is the home in words.
func (v *view) Place() string { return place.Name(v.R.Catalog.Atlas, v.Home.Commune) }

// Choice is a commune that may be meant, and the question with it.
func (v *view) Choice(c *geo.Commune) (label, link string) {
	a := v.Ask
	a.Where = place.Written(c)
	return place.Name(v.R.Catalog.Atlas, c), v.Address(a)
}
