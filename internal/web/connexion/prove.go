package connexion

import (
	"continuum/internal/access"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
	"continuum/internal/web/ui"
)

// Proving is the page where who is signed in proves it anew, to come back to a page of the space.
func Proving(r *page.Request, to string) string { return back(r, ProvePath, to) }

// proving is what that page shows.
type proving struct {
	access.Proofs
	target   string
	problems ui.Problems
}

// title is what the page asks for: a proof, a second factor, the first key of who has none.
func (p proving) title(r *page.Request) text.Key {
	switch {
	case !r.Short:
		return "prove.title"
	case p.Keys > 0 || !p.NewKeys:
		return "factor.title"
	}
	return "factor.first.title"
}

// Prove asks who is signed in to prove it.
func (d *Door) Prove(r *page.Request) (page.Answer, error) {
	q := query.New(r.Query)
	to := target(q.Text("vers", maxTarget))
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	return d.prove(r, to, nil)
}

// prove shows the page, with what must be mended when something was refused.
func (d *Door) prove(r *page.Request, to string, problems ui.Problems) (page.Answer, error) {
	p := proving{target: to, problems: problems}
	var err error
	if p.Proofs, err = d.desk.Proofs(r.Context, *r.Who, r.Short); err != nil {
		return page.Answer{}, err
	}
	if r.Short { // a password helps who must add a key and signed in long ago, no one else
		p.Password = p.Password && p.NewKeys && p.Keys == 0 && !r.Session.Fresh(r.Now)
	}
	a := page.Answer{Head: head(r, p.title(r), len(problems) > 0), Body: proofs(r, p)}
	a.Head.Scripts = []string{"passkey.js"}
	if len(problems) > 0 {
		a.Status = 422
	}
	return a, nil
}

// ProveNow takes a password as proof, which makes no second factor.
func (d *Door) ProveNow(r *page.Request) (page.Answer, error) {
	cookie, err := d.desk.Prove(r.Context, *r.Who, r.Session, r.Form.Get("password"), r.Client)
	return d.settle(r, cookie, err)
}

// ProveByKey takes a key as proof, of two factors.
func (d *Door) ProveByKey(r *page.Request) (page.Answer, error) {
	cookie, err := d.desk.ProveByKey(r.Context, *r.Who, r.Session, r.Cookies[page.KeyCookie], r.Form.Get("reponse"), r.Client)
	return d.settle(r, cookie, err)
}

// AskFirstKey asks the browser of who must have a key for one.
func (d *Door) AskFirstKey(r *page.Request) (page.Answer, error) {
	options, cookie, err := d.desk.AskNewKey(r.Context, *r.Who, r.Session)
	return page.Asking(options, cookie), err
}

// AddFirstKey keeps the key that the browser made.
func (d *Door) AddFirstKey(r *page.Request) (page.Answer, error) {
	cookie, err := d.desk.AddKey(r.Context, *r.Who, r.Session, r.Cookies[page.KeyCookie], r.Form.Get("reponse"), r.Form.Get("nom"))
	return d.settle(r, cookie, err)
}

// settle goes back to what was asked for when the proof was good, and shows the page again
// when it was not.
func (d *Door) settle(r *page.Request, cookie string, err error) (page.Answer, error) {
	to := target(r.Form.Get("vers"))
	asked := page.Cookie{Name: page.KeyCookie}
	switch kind := fault.KindOf(err); {
	case err == nil:
		return page.Answer{Redirect: r.Link(to), Cookies: []page.Cookie{SessionOf(cookie), asked}}, nil
	case kind != fault.Denied && kind != fault.Invalid:
		return page.Answer{}, err
	}
	field := "contenu"
	if fault.KindOf(err) == fault.Invalid {
		field = "password"
	}
	a, err := d.prove(r, to, ui.Problems{{Field: field, Text: ui.Sentence(r, err)}})
	a.Cookies = []page.Cookie{asked}
	return a, err
}
