package espace

import (
	"errors"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/notice"
	"continuum/internal/web/connexion"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// accountForm is what the page of one's account shows.
type accountForm struct {
	sessions  []account.Session
	mine      []right // held now or to come
	lent      []right // exercised by others for one
	delegable []right
	keys      []account.Passkey
	allowed   bool // people may have keys here
	fresh     bool // who reads proved a moment ago to be themselves
	password  bool // there is one
	problems  ui.Problems
	mail      string // typed for a delegation
	from, to  string
	ways      map[notice.Kind]notice.Way
}

// Account shows one's sessions, rights and delegations.
func (p *Pages) Account(r *page.Request) (page.Answer, error) {
	return p.account(r, accountForm{})
}

func (p *Pages) account(r *page.Request, f accountForm) (page.Answer, error) {
	me := r.Who.Person.ID
	var err error
	if f.sessions, err = p.store.Sessions(r.Context, me); err != nil {
		return page.Answer{}, err
	}
	if f.ways, err = p.store.NoticeWays(r.Context, me); err != nil {
		return page.Answer{}, err
	}
	if f.allowed = p.desk.Passkeys(); f.allowed {
		if f.keys, err = p.store.Passkeys(r.Context, me); err != nil {
			return page.Answer{}, err
		}
	}
	f.fresh = r.Session.Fresh(r.Now)
	proofs, err := p.desk.Proofs(r.Context, *r.Who, false)
	if err != nil {
		return page.Answer{}, err
	}
	f.password = proofs.Password
	all, err := p.rights(r, me)
	if err != nil {
		return page.Answer{}, err
	}
	f.mine = current(all, me)
	for _, x := range all {
		if x.Current && x.Person != me {
			f.lent = append(f.lent, x)
		}
	}
	for _, x := range f.mine {
		if x.Role.Delegable() && x.DelegatedFrom == "" && x.InForce(r.Now) {
			f.delegable = append(f.delegable, x)
		}
	}
	a := page.Answer{Head: Head(r, r.T.T("space.account")), Body: accountPage(r, f)}
	a.Head.Scripts = []string{"passkey.js"}
	if len(f.problems) > 0 {
		a.Status = 422
		a.Head.Title = r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a, nil
}

// AccountNow does what a form of that page asks.
func (p *Pages) AccountNow(r *page.Request) (page.Answer, error) {
	back := page.Answer{Redirect: r.Link(AccountPath)}
	switch choice(r.Form.Get("faire"), "terminer", "motdepasse", "deleguer", "reprendre", "oublier", "avis", "quitter") {
	case "terminer":
		return p.changed(r, back, p.store.EndSession(r.Context, r.Session, r.Form.Get("session")))
	case "motdepasse":
		return p.changed(r, back, p.desk.ChangePassword(r.Context, *r.Who, r.Session, r.Form.Get("present"), r.Form.Get("password")))
	case "deleguer":
		return p.delegate(r, back)
	case "reprendre":
		return p.takeBack(r, back)
	case "avis":
		return back, p.chooseWays(r)
	case "oublier":
		return p.changed(r, back, p.store.RemovePasskey(r.Context, r.Session, r.Form.Get("cle")))
	case "quitter":
		if r.Form.Get("certain") != "oui" {
			return p.account(r, accountForm{problems: ui.Problems{{Field: "certain-0", Text: r.T.T("leave.sure")}}})
		}
		if err := p.store.Leave(r.Context, string(r.Who.Person.ID), r.Who.Person.ID); err != nil {
			return page.Answer{}, err
		}
		return page.Answer{Redirect: r.Link("/"), Cookies: []page.Cookie{{Name: page.SessionCookie}}}, nil
	}
	return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
}

// AskKey asks the browser for another key.
func (p *Pages) AskKey(r *page.Request) (page.Answer, error) {
	options, cookie, err := p.desk.AskNewKey(r.Context, *r.Who, r.Session)
	if stale(err) {
		return page.Answer{Redirect: connexion.Proving(r, AccountPath)}, nil
	}
	return page.Asking(options, cookie), err
}

// AddKey keeps the key that the browser made.
func (p *Pages) AddKey(r *page.Request) (page.Answer, error) {
	cookie, err := p.desk.AddKey(r.Context, *r.Who, r.Session, r.Cookies[page.KeyCookie], r.Form.Get("reponse"), r.Form.Get("nom"))
	back := page.Answer{Redirect: r.Link(AccountPath), Cookies: []page.Cookie{connexion.SessionOf(cookie), {Name: page.KeyCookie}}}
	return p.changed(r, back, err)
}

// changed settles what changes who may enter: with an old proof one goes and proves it anew.
func (p *Pages) changed(r *page.Request, back page.Answer, err error) (page.Answer, error) {
	if stale(err) {
		return page.Answer{Redirect: connexion.Proving(r, AccountPath)}, nil
	}
	return p.settle(r, back, accountForm{}, err)
}

// stale reports whether an act was refused because the proof is old.
func stale(err error) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Key == "session.stale"
}

// settle goes back to the page when all went well, and shows what must be mended when
// the form was at fault.
func (p *Pages) settle(r *page.Request, back page.Answer, f accountForm, err error) (page.Answer, error) {
	problem, ok := problemOf(r, err)
	switch {
	case err == nil:
		return back, nil
	case !ok:
		return page.Answer{}, err
	}
	f.problems = ui.Problems{problem}
	return p.account(r, f)
}

// delegate has another exercise a right of one's own.
func (p *Pages) delegate(r *page.Request, back page.Answer) (page.Answer, error) {
	f := accountForm{mail: r.Form.Get("mail"), from: r.Form.Get("debut"), to: r.Form.Get("fin")}
	err := func() error {
		from, err := day(f.from, r.Now)
		if err != nil {
			return fault.New(fault.Invalid, "delegation.dates").In("until")
		}
		until, err := day(f.to, time.Time{})
		if err != nil {
			return fault.New(fault.Invalid, "delegation.dates").In("until")
		}
		to, err := p.store.Person(r.Context, f.mail)
		if err != nil || to.State != account.Active || to.ID == account.PersonID(f.mail) {
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			return fault.New(fault.Invalid, "delegation.nobody").In("person")
		}
		for _, g := range r.Who.Grants {
			if g.ID == r.Form.Get("droit") {
				d, err := g.Delegate(to.ID, from, until)
				if err != nil {
					return err
				}
				return p.store.GiveGrant(r.Context, &d)
			}
		}
		return fault.New(fault.Invalid, "grant.unknown").In("grant")
	}()
	return p.settle(r, back, f, err)
}

// takeBack ends a delegation that one gave or received.
func (p *Pages) takeBack(r *page.Request, back page.Answer) (page.Answer, error) {
	all, err := p.store.Grants(r.Context, r.Who.Person.ID)
	if err != nil {
		return page.Answer{}, err
	}
	for _, g := range all {
		if g.ID == r.Form.Get("droit") && g.DelegatedFrom != "" {
			return p.settle(r, back, accountForm{}, p.store.EndGrant(r.Context, string(r.Who.Person.ID), g.ID))
		}
	}
	return missing()
}

// day reads a day as browsers send it: its first instant. Today is now, so that a right
// begins at once.
func day(s string, now time.Time) (time.Time, error) {
	if s == "" || !now.IsZero() && s == now.Format(time.DateOnly) {
		return now, nil
	}
	return time.ParseInLocation(time.DateOnly, s, time.UTC)
}
