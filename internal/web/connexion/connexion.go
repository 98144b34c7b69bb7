// Package connexion is the door as pages: signing in and out, opening an account with
// what was sent by mail, asking for a new password.
package connexion

import (
	"net/url"
	"strings"
	"time"

	"continuum/internal/access"
	"continuum/internal/access/oidc"
	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
	"continuum/internal/web/ui"
)

// Paths of the door, without language prefix.
const (
	Path        = "/connexion"
	LeavePath   = "/deconnexion"
	RecoverPath = "/recuperation"
	OpenPath    = "/invitation"
	KeyPath     = "/connexion/cle"
	DepartPath  = "/connexion/fournisseur" // to the identity provider
	ReturnPath  = "/connexion/retour"      // and back: the address agreed on with it

	ProvePath    = "/connexion/confirmer" // that one is who is signed in
	ProveKeyPath = "/connexion/confirmer/cle"
	FirstKeyPath = "/connexion/confirmer/nouvelle" // for who is asked for a second factor and has none
)

// home is where one is after signing in.
const home = "/espace"

// maxTarget bounds the page that one goes to after signing in.
const maxTarget = 500

// Door is the pages.
type Door struct {
	desk *access.Desk
}

// New returns the pages over a door.
func New(desk *access.Desk) *Door { return &Door{desk} }

// Towards is the page where one signs in to come back to the page asked for.
func Towards(r *page.Request) string { return back(r, Path, Asked(r)) }

// Asked is the page that was asked for. What was sent to it is lost: one begins again from
// the page.
func Asked(r *page.Request) string {
	if r.Form != nil || r.Query == "" {
		return r.Path
	}
	return r.Path + "?" + r.Query
}

// back is a page of the door that leads back to a page of the space.
func back(r *page.Request, path, to string) string {
	return r.Link(path) + "?" + url.Values{"vers": {to}}.Encode()
}

// target is a page of those who are signed in, whatever was asked for: never another site.
func target(asked string) string {
	u, err := url.Parse(asked)
	if err != nil || len(asked) > maxTarget || u.Host != "" || u.Scheme != "" || u.Opaque != "" || u.User != nil ||
		u.Path != home && !strings.HasPrefix(u.Path, home+"/") || strings.Contains(asked, "\\") {
		return home
	}
	return u.RequestURI()
}

// entry is what was typed.
type entry struct {
	mail, target string
	keys         bool   // people may have keys here
	provider     string // what the identity provider is called, empty when there is none
	problems     ui.Problems
}

func head(r *page.Request, key text.Key, refused bool) page.Head {
	title := r.T.T(key)
	h := page.Head{Title: title, NoIndex: true, Crumbs: []page.Crumb{{Label: title}}}
	if refused {
		h.Title = r.T.T("report.refused") + " – " + title
	}
	return h
}

// Show asks who one is.
func (d *Door) Show(r *page.Request) (page.Answer, error) {
	q := query.New(r.Query)
	to := target(q.Text("vers", maxTarget))
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	if r.Who != nil {
		return page.Answer{Redirect: r.Link(to)}, nil
	}
	return page.Answer{Head: signInHead(r, false), Body: signIn(r, d.entry("", to))}, nil
}

// signInHead is the head of the page where one signs in.
func signInHead(r *page.Request, refused bool) page.Head {
	h := head(r, "signin.title", refused)
	h.Scripts = []string{"passkey.js"}
	return h
}

func (d *Door) entry(mail, target string) entry {
	return entry{mail: mail, target: target, provider: d.desk.ProviderName(), keys: d.desk.Passkeys()}
}

// Submit signs in, always with a new cookie: what the browser had before is worth nothing.
func (d *Door) Submit(r *page.Request) (page.Answer, error) {
	e := d.entry(strings.TrimSpace(r.Form.Get("mail")), target(r.Form.Get("vers")))
	cookie, err := d.desk.SignIn(r.Context, e.mail, r.Form.Get("password"), r.Client, r.Device)
	switch kind := fault.KindOf(err); {
	case kind == fault.Denied:
		e.problems.Add("mail", r.T.T("signin.refused"))
		return page.Answer{Status: 422, Head: signInHead(r, true), Body: signIn(r, e)}, nil
	case err != nil:
		return page.Answer{}, err
	}
	d.forget(r)
	return page.Answer{Redirect: r.Link(e.target), Cookies: []page.Cookie{SessionOf(cookie)}}, nil
}

// forget ends the session that a browser had when another begins in its place.
func (d *Door) forget(r *page.Request) {
	if r.Who != nil {
		_ = d.desk.SignOut(r.Context, r.Session) // it ends by itself otherwise
	}
}

// SessionOf is the cookie of a session, which lasts no longer.
func SessionOf(cookie string) page.Cookie {
	return page.Cookie{Name: page.SessionCookie, Value: cookie, MaxAge: account.SessionLife}
}

// Leave asks whether one wants to sign out: a link alone must not do it.
func (d *Door) Leave(r *page.Request) (page.Answer, error) {
	if r.Who == nil {
		return page.Answer{Redirect: r.Link("/")}, nil
	}
	return page.Answer{Head: head(r, "signout.title", false), Body: signOut(r)}, nil
}

// LeaveNow signs out.
func (d *Door) LeaveNow(r *page.Request) (page.Answer, error) {
	if r.Who != nil {
		if err := d.desk.SignOut(r.Context, r.Session); err != nil && fault.KindOf(err) != fault.NotFound {
			return page.Answer{}, err
		}
	}
	a := page.Answer{Redirect: r.Link("/"), Cookies: []page.Cookie{{Name: page.SessionCookie}}}
	if r.Who != nil {
		if away := d.desk.Farewell(r.Context, r.Session); away != "" {
			a.Redirect = away
		}
	}
	return a, nil
}

// Depart sends one to the identity provider, for two factors when one was not enough.
func (d *Door) Depart(r *page.Request) (page.Answer, error) {
	q := query.New(r.Query)
	to := target(q.Text("vers", maxTarget))
	again := q.Code("pour", []string{"confirmer"}) != ""
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	address, kept, err := d.desk.Depart(r.Context, r.Link(to), r.Client, oidc.Wish{Anew: again, Strong: r.Short})
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Redirect: address, Cookies: []page.Cookie{{Name: page.FlowCookie, Value: kept, MaxAge: 10 * time.Minute}}}, nil
}

// Return signs in who comes back from there. What the browser kept serves once.
func (d *Door) Return(r *page.Request) (page.Answer, error) {
	answer, err := url.ParseQuery(r.Query)
	if err != nil {
		return page.Answer{}, fault.New(fault.Invalid, "oidc.refused").Because(err)
	}
	cookie, to, err := d.desk.Return(r.Context, r.Cookies[page.FlowCookie], answer, r.Client, r.Device)
	flow := page.Cookie{Name: page.FlowCookie}
	if fault.KindOf(err) == fault.Denied {
		e := d.entry("", home)
		e.problems.Add("contenu", ui.Sentence(r, err))
		return page.Answer{Status: 403, Head: signInHead(r, true), Body: signIn(r, e), Cookies: []page.Cookie{flow}}, nil
	}
	if err != nil {
		return page.Answer{}, err
	}
	d.forget(r)
	lang := text.French
	if rest, english := strings.CutPrefix(to, "/en/"); english {
		lang, to = text.English, "/"+rest
	}
	return page.Answer{Redirect: lang.Link(target(to)), Cookies: []page.Cookie{SessionOf(cookie), flow}}, nil
}

// AskKey asks the browser for a key.
func (d *Door) AskKey(r *page.Request) (page.Answer, error) {
	options, cookie, err := d.desk.AskKey(r.Context, r.Client)
	return page.Asking(options, cookie), err
}

// ByKey signs in with the key that answered.
func (d *Door) ByKey(r *page.Request) (page.Answer, error) {
	to := target(r.Form.Get("vers"))
	cookie, err := d.desk.SignInByKey(r.Context, r.Cookies[page.KeyCookie], r.Form.Get("reponse"), r.Client, r.Device)
	asked := page.Cookie{Name: page.KeyCookie}
	if fault.KindOf(err) == fault.Denied {
		e := d.entry("", to)
		e.problems.Add("contenu", ui.Sentence(r, err))
		return page.Answer{Status: 403, Head: signInHead(r, true), Body: signIn(r, e), Cookies: []page.Cookie{asked}}, nil
	}
	if err != nil {
		return page.Answer{}, err
	}
	d.forget(r)
	return page.Answer{Redirect: r.Link(to), Cookies: []page.Cookie{SessionOf(cookie), asked}}, nil
}

// Recover asks for the address of who forgot a password.
func (d *Door) Recover(r *page.Request) (page.Answer, error) {
	q := query.New(r.Query)
	sent := q.Code("envoye", []string{"oui"}) != ""
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Head: head(r, "recover.title", false), Body: recovery(r, sent, r.T.Life(d.desk.RecoveryLife()))}, nil
}

// RecoverNow takes note, and says the same to everyone.
func (d *Door) RecoverNow(r *page.Request) (page.Answer, error) {
	if err := d.desk.Recover(r.Form.Get("mail"), r.Client); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Redirect: r.Link(RecoverPath) + "?envoye=oui"}, nil
}

// Take puts the token of a link in a cookie, so that no page, link or log bears it.
func (d *Door) Take(r *page.Request) (page.Answer, error) {
	cookie := page.Cookie{Name: page.PassCookie, Value: r.Value("token"), MaxAge: time.Hour}
	if len(cookie.Value) > 100 {
		return page.Answer{}, fault.New(fault.NotFound, "pass.unknown")
	}
	return page.Answer{Redirect: r.Link(OpenPath), Cookies: []page.Cookie{cookie}}, nil
}

// Open asks who holds a token for a password.
func (d *Door) Open(r *page.Request) (page.Answer, error) {
	return d.open(r, "")
}

func (d *Door) open(r *page.Request, refused string) (page.Answer, error) {
	p, purpose, err := d.desk.Holder(r.Context, r.Cookies[page.PassCookie])
	if err != nil {
		return page.Answer{}, err
	}
	a := page.Answer{Head: head(r, "open.title", refused != ""), Body: choosePassword(r, p, purpose, refused)}
	if refused != "" {
		a.Status = 422
	}
	return a, nil
}

// OpenNow sets the password and signs in.
func (d *Door) OpenNow(r *page.Request) (page.Answer, error) {
	cookie, err := d.desk.Open(r.Context, r.Cookies[page.PassCookie], r.Form.Get("password"), r.Client, r.Device)
	if fault.KindOf(err) == fault.Invalid {
		return d.open(r, ui.Sentence(r, err))
	}
	if err != nil {
		return page.Answer{}, err
	}
	d.forget(r)
	return page.Answer{Redirect: r.Link(home), Cookies: []page.Cookie{SessionOf(cookie), {Name: page.PassCookie}}}, nil
}
