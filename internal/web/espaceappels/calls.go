package espaceappels

import (
	"crypto/rand"
	"errors"
	"net/url"
	"strings"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// opened is a call that was opened, in the list.
type opened struct {
	labelling.Call
	rules *ruleset.Ruleset
}

// Index lists the calls: those opened for all who may ask about them, those being prepared
// for the national team.
func (p *Pages) Index(r *page.Request) (page.Answer, error) {
	if !espace.SeesCalls(r) {
		return missing()
	}
	calls, err := p.store.Calls(r.Context)
	if err != nil {
		return page.Answer{}, err
	}
	list := make([]opened, len(calls))
	for i, c := range calls {
		_, rules, err := p.store.Call(r.Context, c.ID)
		if err != nil {
			return page.Answer{}, err
		}
		list[i] = opened{c, rules}
	}
	var drafts []labelling.CallDraft
	if prepares(r) {
		if drafts, err = p.store.CallDrafts(r.Context); err != nil {
			return page.Answer{}, err
		}
	}
	return page.Answer{Head: espace.Head(r, r.T.T("appels.title")), Body: callsList(r, list, drafts)}, nil
}

// callView is a call that was opened, as its page shows it.
type callView struct {
	r *page.Request
	*labelling.Call
	rules     *ruleset.Ruleset
	phase     account.Phase
	moved     []labelling.Moved
	questions []store.Question // that who reads may see
	problems  ui.Problems
}

// Show answers /espace/appels/{id}: a call that was opened, or one being prepared.
func (p *Pages) Show(r *page.Request) (page.Answer, error) {
	if r.Value("id") == blank {
		return p.newCall(r)
	}
	v, err := p.call(r)
	if fault.KindOf(err) == fault.NotFound {
		return p.showDraft(r)
	}
	if err != nil {
		return page.Answer{}, err
	}
	return v.answer(), nil
}

// call reads the call that a request names, when who asks may see calls.
func (p *Pages) call(r *page.Request) (*callView, error) {
	if !espace.SeesCalls(r) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	c, rules, err := p.store.Call(r.Context, labelling.CallID(r.Value("id")))
	if fault.KindOf(err) == fault.NotFound {
		return nil, fault.New(fault.NotFound, "error.notfound")
	} else if err != nil {
		return nil, err
	}
	v := &callView{r: r, Call: c, rules: rules, phase: phaseOf(r, c, rules)}
	if v.moved, err = p.store.DeadlinesMoved(r.Context, c.ID); err != nil {
		return nil, err
	}
	all, err := p.store.Questions(r.Context, c.ID)
	for _, q := range all {
		if q.Answer != "" || q.By == me(r) || prepares(r) {
			v.questions = append(v.questions, q)
		}
	}
	return v, err
}

func (v *callView) answer() page.Answer {
	return page.Answer{Head: crumbs(v.r, v.Title, v.r.T.T("appels.title"), Path), Body: callPage(v)}
}

// Act does what the page of a call offers.
func (p *Pages) Act(r *page.Request) (page.Answer, error) {
	if r.Value("id") == blank {
		return p.newCallNow(r)
	}
	v, err := p.call(r)
	if fault.KindOf(err) == fault.NotFound {
		return p.draftAct(r)
	}
	if err != nil {
		return page.Answer{}, err
	}
	var entry string
	switch r.Form.Get("faire") {
	case "demander":
		entry = "question"
		if !may(r, account.CallAsk, v.phase) {
			return missing()
		}
		err = p.store.AskQuestion(r.Context, me(r), v.ID, strings.ToLower(rand.Text()), typed(r, "question"))
	case "repondre":
		entry = "reponse-" + r.Form.Get("id")
		if !may(r, account.CallAnswer, v.phase) {
			return missing()
		}
		err = p.store.AnswerQuestion(r.Context, me(r), v.ID, r.Form.Get("id"), typed(r, entry))
	case "reporter":
		entry = "jour"
		if !may(r, account.CallRun, v.phase) {
			return missing()
		}
		err = p.move(r, v)
	default:
		err = fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	if err == nil {
		return page.Answer{Redirect: r.Link(Path + "/" + string(v.ID))}, nil
	}
	if isIn(err, "reason") {
		entry = "motif"
	}
	if entry == "" || !v.wrong(err, entry) {
		return page.Answer{}, err
	}
	return refused(r, v.answer()), nil
}

// wrong says what is wrong beside an entry, with the name of the step when it is about one.
func (v *callView) wrong(err error, entry string) bool {
	if s := stepOf(v.rules, err); s != nil && fault.KindOf(err) == fault.Invalid {
		v.problems.Add(entry, v.r.T.T("appels.order", s.Name))
		return true
	}
	return wrong(v.r, &v.problems, err, entry)
}

// stepOf is the step that a refusal is about, nil when it is about something else.
func stepOf(rules *ruleset.Ruleset, err error) *ruleset.Step {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return rules.Step(f.Field)
	}
	return nil
}

// move gives a step another last day.
func (p *Pages) move(r *page.Request, v *callView) error {
	step := v.rules.Step(r.Form.Get("etape"))
	day, err := time.ParseInLocation(time.DateOnly, typed(r, "jour"), labelling.Paris())
	if step == nil || err != nil {
		return fault.New(fault.Invalid, "appels.day").In("jour")
	}
	return p.store.MoveDeadline(r.Context, me(r), v.ID, step.ID, day.AddDate(0, 0, 1), typed(r, "motif"))
}

// typed is what was typed in an entry, without spaces around.
func typed(r *page.Request, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(r.Form.Get(name), "\r\n", "\n"))
}

// query is a parameter of the address.
func query(r *page.Request, name string) string {
	values, err := url.ParseQuery(r.Query)
	if err != nil {
		return ""
	}
	return values.Get(name)
}

// asks reports whether who reads may ask a question now.
func (v *callView) asks() bool {
	end, ok := v.Deadlines["questions"]
	return may(v.r, account.CallAsk, v.phase) && (!ok || v.r.Now.Before(end))
}

// begins reports whether who reads might begin a dossier now; the page of dossiers decides.
func (v *callView) begins() bool {
	return v.phase == account.CallOpen && !v.r.Now.Before(v.Opens) && v.r.Who.Could(account.DossierCreate)
}

// stepOptions are the steps whose end may move.
func (v *callView) stepOptions() (list []ui.Option) {
	for _, s := range v.rules.Calendar[1:] {
		list = append(list, ui.Option{Value: s.ID, Label: s.Name, Selected: v.r.Form.Get("etape") == s.ID})
	}
	return list
}
