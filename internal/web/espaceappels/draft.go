package espaceappels

import (
	"slices"
	"strconv"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// draftForm is a call being prepared.
type draftForm struct {
	r *page.Request
	labelling.CallDraft
	rules         *ruleset.Ruleset
	opens, hour   string            // as typed
	days          map[string]string // last days as typed, by step
	problems      ui.Problems
	kept          bool // it is in the store
	mayEdit, runs bool
	example       bool // the référentiel is one of the program, without legal value
}

// newCall answers /espace/appels/nouveau: which référentiel, then the form.
func (p *Pages) newCall(r *page.Request) (page.Answer, error) {
	if !edits(r) {
		return missing()
	}
	id := query(r, "referentiel")
	if id == "" {
		all, err := p.known(r)
		if err != nil {
			return page.Answer{}, err
		}
		return page.Answer{Head: crumbs(r, r.T.T("appels.new"), r.T.T("appels.title"), Path), Body: chooseRules(r, all)}, nil
	}
	f, err := p.under(r, id)
	if err != nil {
		return page.Answer{}, err
	}
	return f.answer(), nil
}

// under is the form of a call that nothing is known of but its référentiel.
func (p *Pages) under(r *page.Request, rules string) (*draftForm, error) {
	f := &draftForm{r: r, hour: "00:00", days: make(map[string]string), mayEdit: edits(r)}
	f.Rules = rules
	var err error
	if _, f.rules, err = p.store.RulesetNamed(r.Context, rules); err == nil {
		f.example = ruleset.Example(f.rules)
	}
	return f, err
}

// draft reads the call being prepared that a request names, for who may see it.
func (p *Pages) draft(r *page.Request) (*draftForm, error) {
	if !prepares(r) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	d, err := p.store.CallDraft(r.Context, labelling.CallID(r.Value("id")))
	if fault.KindOf(err) == fault.NotFound {
		return nil, fault.New(fault.NotFound, "error.notfound")
	} else if err != nil {
		return nil, err
	}
	f, err := p.under(r, d.Rules)
	if err != nil {
		return nil, err
	}
	f.CallDraft, f.kept, f.runs = *d, true, may(r, account.CallRun, account.CallDraft)
	at := d.Opens.In(labelling.Paris())
	f.opens, f.hour = at.Format(time.DateOnly), at.Format("15:04")
	for step, end := range d.Deadlines {
		f.days[step] = lastDay(end)
	}
	return f, nil
}

// lastDay is the last day, in Paris, of a delay that ends at an instant.
func lastDay(end time.Time) string {
	return end.In(labelling.Paris()).Add(-time.Nanosecond).Format(time.DateOnly)
}

func (p *Pages) showDraft(r *page.Request) (page.Answer, error) {
	f, err := p.draft(r)
	if err != nil {
		return page.Answer{}, err
	}
	if f.mayEdit && query(r, "abandonner") == "oui" {
		return page.Answer{Head: crumbs(r, r.T.T("appels.drop"), r.T.T("appels.title"), Path), Body: dropPage(f)}, nil
	}
	return f.answer(), nil
}

// newCallNow keeps a new call, or shows its form with the calendar reckoned.
func (p *Pages) newCallNow(r *page.Request) (page.Answer, error) {
	if !edits(r) {
		return missing()
	}
	f, err := p.under(r, r.Form.Get("referentiel"))
	if fault.KindOf(err) == fault.NotFound {
		return missing()
	} else if err != nil {
		return page.Answer{}, err
	}
	f.ID = labelling.CallID(typed(r, "id"))
	return p.keep(f)
}

// draftAct changes, opens or gives up a call being prepared.
func (p *Pages) draftAct(r *page.Request) (page.Answer, error) {
	f, err := p.draft(r)
	if err != nil {
		return page.Answer{}, err
	}
	version, err := strconv.ParseInt(r.Form.Get("version"), 10, 64)
	if err != nil {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("version")
	}
	target := r.Link(Path + "/" + string(f.ID))
	switch do := r.Form.Get("faire"); {
	case do == "ouvrir" && f.runs:
		if r.Form.Get("certain") == "" {
			f.problems.Add("certain-groupe", r.T.T("appels.certain.missing"))
			return refused(r, f.answer()), nil
		}
		err = p.store.OpenDraft(r.Context, me(r), f.ID, version)
	case do == "abandonner" && f.mayEdit && r.Form.Get("certain") != "oui":
		target += "?abandonner=oui" // it is asked again first
	case do == "abandonner" && f.mayEdit:
		err = p.store.DropDraft(r.Context, me(r), f.ID, version)
		target = r.Link(Path)
	case (do == "garder" || do == "calculer") && f.mayEdit:
		f.Version = version
		return p.keep(f)
	default:
		return missing()
	}
	if err == nil {
		return page.Answer{Redirect: target}, nil
	}
	if !wrong(r, &f.problems, err, "titre") {
		return page.Answer{}, err
	}
	return refused(r, f.answer()), nil
}

// keep reads the form and keeps the call; asked only to reckon the calendar, it shows it.
func (p *Pages) keep(f *draftForm) (page.Answer, error) {
	f.read()
	if len(f.problems) > 0 {
		return refused(f.r, f.answer()), nil
	}
	if f.r.Form.Get("faire") == "calculer" {
		for step, end := range labelling.Deadlines(f.rules, f.Opens, labelling.Paris()) {
			f.Deadlines[step], f.days[step] = end, lastDay(end)
		}
		return f.answer(), nil
	}
	_, err := p.store.SaveCallDraft(f.r.Context, me(f.r), f.CallDraft)
	if err == nil {
		return page.Answer{Redirect: f.r.Link(Path + "/" + string(f.ID))}, nil
	}
	if s := stepOf(f.rules, err); s != nil {
		f.problems.Add("fin-"+s.ID, f.r.T.T("appels.order", s.Name))
	} else if !wrong(f.r, &f.problems, err, f.entry(err)) {
		return page.Answer{}, err
	}
	return refused(f.r, f.answer()), nil
}

// entry is the entry of the form that an error is about.
func (f *draftForm) entry(err error) string {
	for field, entry := range map[string]string{"id": "id", "nor": "nor", "title": "titre", "opens": "ouverture"} {
		if isIn(err, field) {
			if entry == "id" && f.kept {
				return "titre"
			}
			return entry
		}
	}
	return "titre"
}

// read takes what was typed.
func (f *draftForm) read() {
	r := f.r
	f.Title, f.NOR = typed(r, "titre"), typed(r, "nor")
	f.Kinds, f.Categories = r.Form["genre"], r.Form["categorie"]
	f.opens, f.hour = typed(r, "ouverture"), typed(r, "heure")
	if f.Title == "" {
		f.problems.Add("titre", r.T.T("space.text.missing"))
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", f.opens+" "+f.hour, labelling.Paris())
	if err != nil {
		f.problems.Add("ouverture", r.T.T("appels.opens.wrong"))
		return
	}
	f.Opens = at
	usual := labelling.Deadlines(f.rules, at, labelling.Paris())
	f.Deadlines = make(map[string]time.Time, len(usual))
	for i, s := range f.rules.Calendar {
		f.Deadlines[s.ID] = usual[s.ID]
		if i == 0 {
			continue
		}
		f.days[s.ID] = typed(r, "fin-"+s.ID)
		if f.days[s.ID] == "" {
			f.days[s.ID] = lastDay(usual[s.ID])
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, f.days[s.ID], labelling.Paris())
		if err != nil {
			f.problems.Add("fin-"+s.ID, r.T.T("appels.day"))
			continue
		}
		f.Deadlines[s.ID] = day.AddDate(0, 0, 1)
	}
}

func (f *draftForm) answer() page.Answer {
	title := f.r.T.T("appels.new")
	if f.kept {
		title = f.r.T.T("appels.draft", f.Title)
	}
	return page.Answer{Head: crumbs(f.r, title, f.r.T.T("appels.title"), Path), Body: draftPage(f, title)}
}

// heading is that of the form.
func (f *draftForm) heading() string {
	if f.kept {
		return f.r.T.T("appels.form")
	}
	return f.r.T.T("appels.form.new")
}

// usual says when a step ends where the référentiel decides.
func (f *draftForm) usual(s *ruleset.Step) string {
	after := f.rules.Step(s.After)
	if after == nil {
		return ""
	}
	return f.r.T.T("appels.usual", f.r.T.N("rules.after", s.Days, after.Name))
}

// path is where the form is sent.
func (f *draftForm) path() string {
	if f.kept {
		return f.r.Link(Path + "/" + string(f.ID))
	}
	return f.r.Link(Path + "/nouveau")
}

func (f *draftForm) kinds() (list []ui.Option) {
	for _, k := range f.rules.Kinds {
		list = append(list, ui.Option{Value: k.ID, Label: k.Name, Selected: slices.Contains(f.Kinds, k.ID)})
	}
	return list
}

func (f *draftForm) categories() (list []ui.Option) {
	for _, c := range f.rules.Categories {
		list = append(list, ui.Option{Value: c.ID, Label: c.Name, Selected: slices.Contains(f.Categories, c.ID)})
	}
	return list
}
