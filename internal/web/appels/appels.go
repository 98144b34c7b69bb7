// Package appels shows everyone the calls for the label: those that were opened here, with
// what they ask for, their dates and the answers to questions, and those of before this site
// as far as they are known. Nothing of a dossier is in a catalog, nor so on these pages.
package appels

import (
	"strings"

	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// Path is the list of calls; a call follows.
const Path = "/appels"

// CalendarPath ends the address of the dates of a call.
const CalendarPath = "/dates.ics"

// PathOf is the page of a call.
func PathOf(id labelling.CallID) string { return Path + "/" + string(id) }

// Index answers /appels.
func Index(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{
		Head: page.Head{
			Title: r.T.T("calls.title"), Description: r.T.T("calls.description"), Path: Path,
			Crumbs: []page.Crumb{{Label: r.T.T("calls.title")}},
		},
		Body: index(r),
	}, nil
}

// view is a call as its page shows it.
type view struct {
	r *page.Request
	*labelling.Announced
}

// Show answers /appels/{id}.
func Show(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	a := r.Catalog.Call(r.Value("id"))
	if a == nil {
		return page.Answer{}, fault.New(fault.NotFound, "calls.unknown")
	}
	v := &view{r, a}
	return page.Answer{
		Head: page.Head{
			Title: a.Title, Description: v.description(), Path: PathOf(a.ID),
			Crumbs: []page.Crumb{{Label: r.T.T("calls.title"), Path: Path}, {Label: a.Title}},
		},
		Body: show(v),
	}, nil
}

// described is how much of a title a description holds, in characters.
const described = 60

func (v *view) description() string {
	title := []rune(v.Title)
	if len(title) > described {
		title = append(title[:described-1], '…')
	}
	return v.r.T.T("calls.about", string(title))
}

// Of lists the calls of the catalog that have got that far, the last opened first.
func Of(r *page.Request, stage labelling.Stage) (list []*labelling.Announced) {
	for i := range r.Catalog.Calls {
		if a := &r.Catalog.Calls[i]; a.StageAt(a.Ruleset, r.Now) == stage {
			list = append(list, a)
		}
	}
	return list
}

// recorded reports whether the register knows labels of that wave.
func recorded(r *page.Request, wave string) bool {
	for _, w := range r.Catalog.Waves {
		if w == wave && w != "" {
			return true
		}
	}
	return false
}

// cited are sources side by side.
func cited(list []string) string { return strings.Join(list, " ; ") }
