package espacedecisions

import (
	"strconv"
	"strings"

	"continuum/internal/account"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// draftView is the page of a dossier.
type draftView struct {
	*item
	call     *labelling.Call
	history  []labelling.Draft // of the versions kept, last first
	flaws    []labelling.Missing
	differs  []labelling.Difference
	names    map[labelling.PersonID]string
	form     labelling.Draft // as typed
	start    string          // as typed
	problems ui.Problems
}

// Dossier shows what is prepared for a dossier, and its form to who prepares.
func (p *Pages) Dossier(r *page.Request) (page.Answer, error) {
	v, err := p.dossier(r)
	if err != nil {
		return page.Answer{}, err
	}
	return v.answer(r), nil
}

func (v *draftView) answer(r *page.Request) page.Answer {
	return refused(r, page.Answer{Head: head(r, crumb(v.call), page.Crumb{Label: v.title()}), Body: draftPage(r, v)}, v.problems)
}

func (p *Pages) dossier(r *page.Request) (*draftView, error) {
	x, err := p.near(r)
	if err != nil {
		return nil, hidden(err)
	}
	if string(x.Dossier.Call) != r.Value("call") || !x.seen(r) || !x.spoken() {
		return nil, missing()
	}
	v := &draftView{item: x, call: x.Call, form: x.draft, start: x.draft.Decision.Start.String(), flaws: x.draft.Flaws(x.Case), differs: x.draft.Differences(x.Case)}
	if v.history, err = p.store.DraftHistory(r.Context, x.Dossier.ID); err != nil {
		return nil, err
	}
	v.names = make(map[labelling.PersonID]string)
	for _, d := range v.history {
		for _, who := range append([]labelling.Mark{{Person: d.By}}, d.Marks...) {
			if v.names[who.Person] != "" {
				continue
			}
			person, err := p.store.Person(r.Context, string(who.Person))
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, err
			}
			if v.names[who.Person] = person.Name; person.Name == "" {
				v.names[who.Person] = string(who.Person)
			}
		}
	}
	return v, nil
}

// prepares reports whether who reads may write the draft.
func (v *draftView) prepares(r *page.Request) bool {
	return v.may(r, account.DecisionPrepare) && v.phase != account.Decided
}

// DossierNow keeps a version of the draft, or puts a mark on it.
func (p *Pages) DossierNow(r *page.Request) (page.Answer, error) {
	v, err := p.dossier(r)
	if err != nil {
		return page.Answer{}, err
	}
	back := page.Answer{Redirect: r.Link(v.path())}
	kind := labelling.MarkKind(r.Form.Get("faire"))
	switch {
	case markActions[kind] != "":
		if r.Form.Get("version") != strconv.FormatInt(v.draft.Number, 10) {
			err = fault.New(fault.Conflict, "decision.stale").In("version")
		} else {
			err = p.mark(r, v.item, kind)
		}
	case kind == "preparer":
		if !v.prepares(r) {
			return page.Answer{}, missing()
		}
		v.read(r)
		if len(v.problems) == 0 {
			_, err = p.store.SaveDraft(r.Context, me(r), v.Dossier.ID, v.form)
		}
	default:
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	if err != nil {
		list, is := refusal(r, err)
		if !is {
			return page.Answer{}, err
		}
		v.problems = append(v.problems, list...)
	}
	if len(v.problems) > 0 {
		return v.answer(r), nil
	}
	return back, nil
}

// read reads the form of a draft. What can't be kept is told by the store, by entry.
func (v *draftView) read(r *page.Request) {
	f := &v.form
	*f = labelling.Draft{Verdict: labelling.Verdict(r.Form.Get("sens")), Reason: clean(r.Form.Get("motif"))}
	f.Number, _ = strconv.ParseInt(r.Form.Get("version"), 10, 32)
	f.Decision = labelling.Decision{
		Title: line(r.Form.Get("titre")), Territory: line(r.Form.Get("territoire")), Sector: line(r.Form.Get("secteur")), Category: r.Form.Get("categorie"),
	}
	f.Decision.Years, _ = strconv.Atoi(r.Form.Get("duree"))
	for _, s := range strings.Split(clean(r.Form.Get("reserves")), "\n") {
		if s = line(s); s != "" {
			f.Decision.Reserves = append(f.Decision.Reserves, s)
		}
	}
	v.start = line(r.Form.Get("debut"))
	if v.start == "" {
		return
	}
	start, err := date.Parse(v.start)
	if err != nil || start.Precision() != date.FullDay {
		v.problems.Add("debut", r.T.T("decision.wrong.start"))
		return
	}
	f.Decision.Start = start
}

// clean is what was typed in lines of their own, without what browsers add.
func clean(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// line is what was typed, on one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// entryOf is the entry of the form in which a thing is typed.
func entryOf(what string) string {
	switch what {
	case "verdict":
		return "sens"
	case "title":
		return "titre"
	case "territory":
		return "territoire"
	case "sector":
		return "secteur"
	case "category":
		return "categorie"
	case "years":
		return "duree"
	case "start", "published":
		return "debut"
	case "reason":
		return "motif"
	}
	return what
}

// flawOf says what a draft lacks.
func flawOf(r *page.Request, m labelling.Missing) string {
	what := m.What
	if m.Note == "start" {
		what = "start"
	}
	return r.T.T(text.Key("decision.wrong." + what))
}
