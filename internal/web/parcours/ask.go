package parcours

import (
	"slices"
	"strconv"

	"continuum/internal/fault"
	"continuum/internal/pathway"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// The parameters of the page: all that it knows of a reader is in its address.
const (
	paramWhere    = "ou"
	paramAfter    = "apres"
	paramLevel    = "niveau"
	paramSector   = "filiere"
	paramTraining = "formation"
	paramTrade    = "metier"
	paramKm       = "km"
	paramMinutes  = "minutes"
	paramBoarding = "internat"
	paramPublic   = "public"
	paramRoute    = "voie"
	paramRemote   = "distance"
	paramAvoid    = "eviter"
	paramShown    = "nombre"
	paramCampus   = "campus"
	paramStay     = "rester"
	paramLeft     = "gauche"
	paramRight    = "droite"
)

const (
	end3e   = "3e" // value of paramAfter for the end of 3ᵉ
	yes     = "oui"
	firstKm = 50   // what the form proposes at first
	mostKm  = 2000 // a limit beyond which nobody asks for one
	shown   = 5    // itineraries shown at first
	more    = 10   // how many more at a time
	most    = 25   // at most: the page stays one that a phone can read
)

// routes are the routes accepted by the word that the address has for them; no word
// for all.
var routes = map[string][]training.Route{
	"scolaire": {training.School}, "apprentissage": {training.Apprenticeship},
}

var routeWords = []string{"", "scolaire", "apprentissage"}

// The levels that one may have, and those that one may want.
var (
	heldLevels   = []string{"3", "4", "5", "6", "7"}
	wantedLevels = []string{"", "3", "4", "5", "6", "7", "8"}
)

// ask is a question as its address tells it.
type ask struct {
	Where    string
	After    string // end3e, a level or the identifier of a qualification
	Level    string // empty for any
	Sector   string // code, empty for any
	Training string // identifier of a qualification, empty for any
	Trade    string // ROME code, empty for any
	Campus   string // slug of the campus whose trainings are wanted, empty for any
	Stay     bool   // every step is one of the campus, not the last one alone
	Km       int    // 0 for no limit
	Minutes  int    // of road, instead of Km; 0 for no limit
	Boarding bool
	Public   bool
	Route    string // a word of routes
	Remote   bool
	Avoid    []string // offers and qualifications refused
	Shown    int
	Left     int // itineraries set side by side, 0 for none
	Right    int
}

// parse reads a question. What a form can send is forgiven by the page, which says what
// to mend; what only an address can hold is an error.
func parse(r *page.Request, q *query.Reader) (ask, error) {
	m := r.Catalog.Training
	a := ask{
		Where: q.Text(paramWhere, 100), After: q.Text(paramAfter, 200),
		Level: q.Code(paramLevel, wantedLevels), Sector: q.Code(paramSector, r.Catalog.SectorCodes()),
		Training: q.Text(paramTraining, 200), Trade: q.Text(paramTrade, 10),
		Boarding: q.Code(paramBoarding, []string{yes}) != "", Public: q.Code(paramPublic, []string{yes}) != "",
		Route: q.Code(paramRoute, routeWords), Remote: q.Code(paramRemote, []string{yes}) != "",
		Stay:  q.Code(paramStay, []string{yes}) != "",
		Avoid: q.Values(paramAvoid), Shown: shown,
	}
	slug, km, n := q.Text(paramCampus, 200), q.Text(paramKm, 10), q.Text(paramShown, 3)
	left, right := q.Text(paramLeft, 3), q.Text(paramRight, 3)
	if err := q.Err(); err != nil {
		return a, err
	}
	var err error
	if a.Km, err = number(paramKm, km, mostKm); err != nil {
		return a, err
	}
	if a.Minutes, err = minutes(r, q.Text(paramMinutes, 4)); err != nil {
		return a, err
	}
	if n != "" {
		if a.Shown, err = number(paramShown, n, most); err != nil {
			return a, err
		}
	}
	if a.Left, err = number(paramLeft, left, most); err != nil {
		return a, err
	}
	if a.Right, err = number(paramRight, right, most); err != nil {
		return a, err
	}
	if slug != "" {
		cam, _ := r.Catalog.Campus(slug)
		if cam == nil {
			return a, fault.New(fault.NotFound, "campus.not_found")
		}
		a.Campus = cam.Slug
	}
	a.Stay = a.Stay && a.Campus != ""
	if a.Where == "" && len(q.Values(paramKm)) == 0 {
		a.Km = firstKm
	}
	return a, a.resolve(m, r)
}

// number reads a whole number from 1 to a bound, 0 when it is left open.
func number(name, s string, bound int) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > bound {
		return 0, fault.New(fault.Invalid, "parcours.bad_number", name, bound).In(name)
	}
	return n, nil
}

// resolve puts present identifiers in the place of former ones, and refuses those that
// lead nowhere.
func (a *ask) resolve(m *training.Model, r *page.Request) error {
	if a.After == "" {
		a.After = end3e
	}
	if a.After != end3e && !slices.Contains(heldLevels, a.After) {
		if err := present(r, m, &a.After, func(id string) ask { b := *a; b.After = id; return b }); err != nil {
			return err
		}
	}
	if a.Training != "" {
		if err := present(r, m, &a.Training, func(id string) ask { b := *a; b.Training = id; return b }); err != nil {
			return err
		}
	}
	if a.Trade != "" && m.Occupation(a.Trade) == training.None {
		e := &page.Suggest{Err: fault.New(fault.NotFound, "metier.not_found")}
		for _, o := range r.Catalog.NearestOccupations(a.Trade, 5) {
			b := *a
			b.Trade = o.ROME
			e.Hints = append(e.Hints, page.Hint{Label: o.Label, Path: b.address()})
		}
		return e
	}
	for _, id := range a.Avoid {
		if q, _ := m.Qualification(id); q == training.None && m.Offer(id) == training.None {
			return fault.New(fault.Invalid, "parcours.bad_avoid", query.Cut(id)).In(paramAvoid)
		}
	}
	return nil
}

// present puts the present identifier of a qualification in the place of one given.
func present(r *page.Request, m *training.Model, id *string, with func(string) ask) error {
	at, _ := m.Qualification(*id)
	if at != training.None {
		*id = m.Qualifications[at].ID
		return nil
	}
	e := &page.Suggest{Err: fault.New(fault.NotFound, "formation.not_found")}
	for _, q := range r.Catalog.NearestQualifications(*id, 5) {
		e.Hints = append(e.Hints, page.Hint{Label: q.Label, Path: with(q.ID).address()})
	}
	return e
}

// params are those that the question needs.
func (a ask) params() query.Params {
	var list query.Params
	flag := func(name string, on bool) {
		if on {
			list.Add(name, yes)
		}
	}
	list.Add(paramWhere, a.Where)
	if a.After != end3e {
		list.Add(paramAfter, a.After)
	}
	list.Add(paramLevel, a.Level)
	list.Add(paramSector, a.Sector)
	list.Add(paramTraining, a.Training)
	list.Add(paramTrade, a.Trade)
	list.Add(paramCampus, a.Campus)
	flag(paramStay, a.Stay)
	if a.Km > 0 {
		list.Add(paramKm, strconv.Itoa(a.Km))
	}
	if a.Minutes > 0 {
		list.Add(paramMinutes, strconv.Itoa(a.Minutes))
	}
	flag(paramBoarding, a.Boarding)
	flag(paramPublic, a.Public)
	list.Add(paramRoute, a.Route)
	flag(paramRemote, a.Remote)
	list.Add(paramAvoid, a.Avoid...)
	if a.Shown != shown {
		list.Add(paramShown, strconv.Itoa(a.Shown))
	}
	return list
}

// address is the page with this question, without language prefix. Itineraries that are
// set side by side are left out: another question has others.
func (a ask) address() string { return a.params().Address(Path) }

// aimed reports whether the question says where to.
func (a ask) aimed() bool {
	return a.Level != "" || a.Sector != "" || a.Training != "" || a.Trade != "" || a.Campus != ""
}

// request is the question as the engine takes it, but for the home.
func (a ask) request(m *training.Model) pathway.Request {
	r := pathway.Request{
		Target:   pathway.Target{Level: level(a.Level), Occupation: a.Trade, Sector: a.Sector},
		MaxKm:    float64(a.Km),
		Boarding: a.Boarding, Routes: routes[a.Route], Remote: a.Remote, K: a.Shown,
	}
	if a.Minutes > 0 {
		r.MaxKm, r.MaxMinutes = 0, float64(a.Minutes)
	}
	switch {
	case a.After == end3e:
		r.Starts = []pathway.Start{{End3e: true}}
	case slices.Contains(heldLevels, a.After):
		r.Starts = []pathway.Start{{Level: level(a.After)}}
	default:
		r.Starts = []pathway.Start{{Qualification: a.After}}
	}
	if a.Training != "" {
		r.Target.Qualifications = []string{a.Training}
	}
	if a.Public {
		r.Public = []training.Public{training.IsPublic}
	}
	for _, id := range a.Avoid {
		if m.Offer(id) != training.None {
			r.AvoidOffers = append(r.AvoidOffers, id)
		} else {
			r.AvoidQualifications = append(r.AvoidQualifications, id)
		}
	}
	return r
}

// level is a level of the lists above as a number, 0 for any.
func level(s string) int8 {
	n, err := strconv.ParseInt(s, 10, 8)
	if err != nil {
		return 0
	}
	return int8(n)
}
