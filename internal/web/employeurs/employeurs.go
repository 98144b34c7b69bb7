// Package employeurs is the page /employeurs: an employer names an occupation or a sector
// and a place, and finds the schools to write to, the campuses near and what the basin
// recruits; on paper it is a sheet. It answers by the same index as /formations, gathered
// by school: who recruits writes to a school, not to a training. No person is named.
package employeurs

import (
	"continuum/internal/campus"
	"continuum/internal/search"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
	"continuum/internal/web/ui"
)

// Path is where the page is.
const Path = "/employeurs"

// Page answers /employeurs.
func Page(r *page.Request) (page.Answer, error) {
	asked := query.New(r.Query)
	v := &view{R: r, M: r.Catalog.Training, Choice: parse(r.Catalog, asked), cited: offer.Cite(r.Catalog.Training)}
	if err := asked.Err(); err != nil {
		return page.Answer{}, err
	}
	if err := v.find(); err != nil {
		return page.Answer{}, err
	}
	status := 0
	if v.Unknown {
		status = 400
	}
	return page.Answer{
		Status: status,
		Head: page.Head{
			Title: v.title(), Description: v.T("employer.description"), Path: v.Choice.address(), NoIndex: r.Query != "",
			Crumbs: []page.Crumb{{Label: v.T("employer.crumb")}},
		},
		Body: body(v),
	}, nil
}

// view is a question and its answer.
type view struct {
	R        *page.Request
	M        *training.Model
	Choice   choice
	Home     place.Found // of the field, or of the words
	Unknown  bool        // the field names no place
	Answered bool        // something is asked, and where
	Total    int         // trainings at their places
	Schools  []school    // nearest first
	More     int         // schools that are not shown
	Sector   *campus.Sector
	Guessed  bool // the sector is that of most of the trainings, not one chosen
	Campuses []near
	Needs    *needs // nil when no sector is known
	cited    *offer.Cited
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// mostItems bounds the trainings that are gathered by school.
const mostItems = 1000

// find reads the words and the place, asks the index, and looks around.
func (v *view) find() error {
	ix := v.R.Catalog.Search()
	read := ix.Read(v.Choice.Words)
	switch {
	case v.Choice.Where != "":
		v.Home = place.Find(v.R.Catalog.Atlas, v.Choice.Where)
		v.Unknown = v.Home.Commune == nil && len(v.Home.Choices) == 0
		if v.Home.Commune != nil {
			v.Choice.Where = place.Written(v.Home.Commune)
		}
	case read.Place != nil:
		v.Home.Commune = read.Place
		v.Choice.Where = place.Written(read.Place)
	}
	v.Sector = v.R.Catalog.Sector(v.Choice.Sector)
	if v.Home.Commune == nil || len(read.Words) == 0 && v.Sector == nil {
		return nil
	}
	v.Answered = true
	q := search.Query{Words: read.Words, Home: v.Home.Commune.Point, Km: float64(v.Choice.Km), Sort: search.Nearest, Limit: mostItems}
	if v.Sector != nil {
		q.Sectors = []string{string(v.Sector.Code)}
	}
	a := ix.Find(&q)
	v.Total = a.Total
	v.gather(a.Items)
	v.guess(a.Sectors)
	v.around(a.Places)
	return v.ask()
}

// guess takes the sector of most of the trainings when none is chosen, the first in the
// official order of those that have as many.
func (v *view) guess(counts map[string]int) {
	if v.Sector != nil {
		return
	}
	best := 0
	for _, code := range v.R.Catalog.SectorCodes() {
		if n := counts[code]; n > best {
			best, v.Sector, v.Guessed = n, v.R.Catalog.Sector(code), true
		}
	}
}

// Here is the place asked for, in words.
func (v *view) Here() string { return place.Name(v.R.Catalog.Atlas, v.Home.Commune) }

// WhichPlace are the communes that the field may mean, each with the question for it.
func (v *view) WhichPlace() []ui.Choice {
	var list []ui.Choice
	for _, c := range v.Home.Choices {
		other := v.Choice
		other.Where = place.Written(c)
		list = append(list, ui.Choice{Label: place.Name(v.R.Catalog.Atlas, c), Link: v.R.Link(other.address())})
	}
	return list
}

// Trainings is the same question on the page of trainings, which has them all.
func (v *view) Trainings() string { return v.R.Link(v.Choice.trainings()) }

func (v *view) title() string {
	switch {
	case !v.Answered:
		return v.T("employer.title")
	case v.Choice.Words != "":
		return v.T("employer.title_for", v.Choice.Words, v.Home.Commune.Name)
	}
	return v.T("employer.title_for", v.Sector.Label, v.Home.Commune.Name)
}

// whereError is what is wrong with the place, empty when nothing is.
func (v *view) whereError() string {
	if v.Unknown {
		return v.T("parcours.unknown_place", v.Choice.Where)
	}
	return ""
}
