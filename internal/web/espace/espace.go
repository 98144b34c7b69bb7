// Package espace is the site of who has an account: what waits for them, their account,
// the people they may invite, and the journal for those who audit. The router lets in
// only who is signed in; what each may see and do is asked of account.Decide.
package espace

import (
	"context"
	"strings"
	"time"

	"continuum/internal/access"
	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/notice"
	"continuum/internal/text"
	"continuum/internal/web/appels"
	"continuum/internal/web/page"
)

// Paths of the pages, without language prefix.
const (
	Path        = "/espace"
	AccountPath = "/espace/compte"
	DataPath    = "/espace/compte/donnees.json"
	PeoplePath  = "/espace/personnes"
	JournalPath = "/espace/journal"
	KeyPath     = "/espace/compte/cle"
	// CampusesPath is the list of the campuses that one works for; see package espacecampus.
	CampusesPath = "/espace/campus"
	// ModerationPath is what waits to be looked at before it is public; see package espacecampus.
	ModerationPath = "/espace/a-relire"
	// ProjectsPath is what those who fund projects follow; see package espacecampus.
	ProjectsPath = "/espace/projets"
	// OrganisationsPath is what campuses say of the organisations that one speaks for.
	OrganisationsPath = "/espace/organisations"
	// DossiersPath is where dossiers are written and proposed; see package espacedossiers.
	DossiersPath = "/espace/dossiers"
	// PanelsPath is where panels read and sit; see package espaceexpertise.
	PanelsPath = "/espace/expertise"
	// CallsPath and RulesPath are those of calls and référentiels; see package espaceappels.
	CallsPath = "/espace/appels"
	RulesPath = "/espace/referentiels"
	// DecisionsPath is where decisions are prepared and made known, LettersPath where those
	// who applied read them; see package espacedecisions.
	DecisionsPath = "/espace/decisions"
	LettersPath   = "/espace/lettres"
	// OrdersPath is where orders that amend earlier ones are recorded.
	OrdersPath = "/espace/arretes"
)

// Store is what these pages need of the store; see package store.
type Store interface {
	// Person returns a person by id or mail address; fault.NotFound when there is none.
	Person(ctx context.Context, idOrMail string) (account.Person, error)
	// People returns those who have not left, by mail address.
	People(ctx context.Context) ([]account.Person, error)
	// Grants returns the rights of a person, past ones too, and those exercised for them;
	// everybody's when the person is empty.
	Grants(ctx context.Context, id account.PersonID) ([]account.Grant, error)
	// GiveGrant gives a right; fault.Conflict when it is held already.
	GiveGrant(ctx context.Context, g *account.Grant) error
	// EndGrant ends a right now, with its delegations; fault.NotFound when there is none.
	EndGrant(ctx context.Context, actor, id string) error
	// DisablePerson and EnablePerson close and open an account.
	DisablePerson(ctx context.Context, actor string, id account.PersonID) error
	EnablePerson(ctx context.Context, actor string, id account.PersonID) error
	// Leave ends an account for good.
	Leave(ctx context.Context, actor string, id account.PersonID) error
	// Sessions returns the sessions of a person that hold, last used first.
	Sessions(ctx context.Context, id account.PersonID) ([]account.Session, error)
	// Passkeys returns the keys of a person, oldest first.
	Passkeys(ctx context.Context, id account.PersonID) ([]account.Passkey, error)
	// RemovePasskey forgets a key of who is signed in, and EndSession ends one of their
	// sessions; fault.NotFound when there is none, fault.Denied ("session.stale") when the
	// session that asks was proven too long ago.
	RemovePasskey(ctx context.Context, by account.Session, key string) error
	EndSession(ctx context.Context, by account.Session, session string) error
	// Notices returns what a person was told, newest first.
	Notices(ctx context.Context, id account.PersonID, limit int) ([]notice.Notice, error)
	// SeeNotices says that a person has seen all that was told until an instant.
	SeeNotices(ctx context.Context, id account.PersonID, until time.Time) error
	// NoticeWays returns how a person chose to be sent notices.
	NoticeWays(ctx context.Context, id account.PersonID) (map[notice.Kind]notice.Way, error)
	// ChooseWay keeps how a person wishes to be sent the notices of a kind.
	ChooseWay(ctx context.Context, id account.PersonID, k notice.Kind, w notice.Way) error
	// HeldOf returns all that is held of who has a mail address, as JSON.
	HeldOf(ctx context.Context, address string) ([]byte, error)
	// JournalPage returns entries newest first; see store.JournalFilter.
	JournalPage(ctx context.Context, q JournalQuery) ([]journal.Entry, error)
}

// JournalQuery is which entries an auditor asks for.
type JournalQuery struct {
	Stream, Actor string    // empty: any
	Before        time.Time // zero: up to the last
	After         *journal.Entry
}

// Pages is the site of who has an account.
type Pages struct {
	desk  *access.Desk
	store Store
}

// New returns the pages over a door and a store.
func New(desk *access.Desk, store Store) *Pages { return &Pages{desk, store} }

// right is a right as pages show it.
type right struct {
	account.Grant
	Who     string // name of the person who holds it
	Of      string // name of the person for whom it is exercised
	Ends    bool   // may be ended by who reads
	Current bool
}

// scopeLabel is what a scope is called.
func scopeLabel(r *page.Request, s account.Scope) string {
	kind := r.T.T(text.Key("people.scope." + string(s.Kind)))
	if s.Kind == account.National {
		return kind
	}
	return kind + " – " + perimeter.Name(r.Catalog, s)
}

func roleLabel(r *page.Request, role account.Role) string {
	return r.T.T(text.Key("people.role." + string(role)))
}

// span says from when until when.
func span(r *page.Request, g account.Grant) string {
	from := r.T.Instant(g.From)
	if g.Until.IsZero() {
		return r.T.T("right.since", from)
	}
	return r.T.T("right.between", from, r.T.Instant(g.Until))
}

// object is what rights on a person or a grant are asked about, on a scope.
func object(r *page.Request, kind account.Kind, s account.Scope) account.Object {
	return account.Object{Kind: kind, Within: perimeter.Of(r.Catalog, s)}
}

// giving is the object of a right to give or to end.
func giving(r *page.Request, role account.Role, s account.Scope, to account.PersonID) account.Object {
	o := object(r, account.GrantKind, s)
	o.Role = role
	if r.Who.Person.ID == to {
		o.Ties |= account.Self
	}
	return o
}

// missing is the answer to what one may not see: as if it did not exist.
func missing() (page.Answer, error) {
	return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
}

// Head is that of a page of the space: kept out of search engines, with the way from its home.
func Head(r *page.Request, title string) page.Head {
	h := page.Head{Title: title, NoIndex: true, Crumbs: []page.Crumb{{Label: r.T.T("space.home"), Path: Path}, {Label: title}}}
	if r.Path == Path {
		h.Crumbs = h.Crumbs[1:]
	}
	return h
}

// Home shows what one holds, and what there is to do.
func (p *Pages) Home(r *page.Request) (page.Answer, error) {
	rights, err := p.rights(r, r.Who.Person.ID)
	if err != nil {
		return page.Answer{}, err
	}
	told, err := p.news(r)
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Head: Head(r, r.T.T("space.home")), Body: home(r, told, links(r), current(rights, r.Who.Person.ID))}, nil
}

// link is a place that one may go to.
type link struct{ path, label, about string }

// links are the places of who is signed in.
func links(r *page.Request) []link {
	list := []link{{AccountPath, r.T.T("space.account"), r.T.T("space.account.about")}}
	if r.Who.Could(account.CampusRead) {
		list = append(list, link{CampusesPath, r.T.T("atelier.campuses"), r.T.T("atelier.campuses.about")})
	}
	if r.Who.Could(account.RegisterModerate) {
		list = append(list, link{ModerationPath, r.T.T("relecture.title"), r.T.T("relecture.link")})
	}
	if r.Who.Could(account.CampusFunding) {
		list = append(list, link{ProjectsPath, r.T.T("projets.title"), r.T.T("projets.link")})
	}
	if r.Who.Could(account.MembershipConfirm) {
		list = append(list, link{OrganisationsPath, r.T.T("membre.organisations"), r.T.T("membre.organisations.about")})
	}
	if r.Who.Could(account.DossierRead) || r.Who.Could(account.DossierCommit) {
		about := r.T.T("dossier.list.about")
		if !r.Who.Could(account.DossierCreate) && !r.Who.Could(account.DossierInstruct) && !r.Who.Could(account.DossierSign) {
			about = r.T.T("dossier.list.read")
		}
		list = append(list, link{DossiersPath, r.T.T("dossier.list"), about})
	}
	if r.Who.Has(account.Administrator) || seesPeople(r) {
		list = append(list, link{PeoplePath, r.T.T("space.people"), r.T.T("space.people.about")})
	}
	if SeesCalls(r) {
		list = append(list, link{CallsPath, r.T.T("appels.title"), r.T.T("appels.about")}, link{RulesPath, r.T.T("rules.title"), r.T.T("rules.about")})
	}
	if readsDossiers(r) {
		list = append(list, link{PanelsPath, r.T.T("expertise.title"), r.T.T("expertise.about")})
	}
	if r.Who.Could(account.DecisionRead) {
		list = append(list, link{DecisionsPath, r.T.T("decision.title"), r.T.T("decision.about")})
	}
	if r.May(account.LabelEdit, account.Object{Kind: account.CampusKind}) {
		list = append(list, link{OrdersPath, r.T.T("order.amend"), r.T.T("order.amend.about")})
	}
	if r.May(account.JournalRead, account.Object{Kind: account.JournalKind}) {
		list = append(list, link{JournalPath, r.T.T("space.journal"), r.T.T("space.journal.about")})
	}
	return list
}

// SeesCalls reports whether calls and their référentiels are for who is signed in: those who
// may ask about a call, and those who prepare and follow them.
func SeesCalls(r *page.Request) bool {
	return r.Who.Could(account.CallAsk) || r.Who.Could(account.CallRead)
}

// openCalls are the calls that may be answered now, for those who see calls.
func openCalls(r *page.Request) []*labelling.Announced {
	if !SeesCalls(r) {
		return nil
	}
	return appels.Of(r, labelling.Running)
}

// readsDossiers reports whether one sits in panels or runs them.
func readsDossiers(r *page.Request) bool {
	return r.Who.Has(account.Expert) || r.Who.Has(account.PanelPresident) || r.May(account.PanelManage, account.Object{Kind: account.CallKind})
}

// seesPeople reports whether one may see people somewhere.
func seesPeople(r *page.Request) bool {
	for _, g := range r.Who.Grants {
		if r.May(account.PeopleRead, object(r, account.PersonKind, g.Scope)) {
			return true
		}
	}
	return false
}

// rights are those of a person, and those that others exercise for them.
func (p *Pages) rights(r *page.Request, id account.PersonID) ([]right, error) {
	grants, err := p.store.Grants(r.Context, id)
	if err != nil {
		return nil, err
	}
	list := make([]right, 0, len(grants))
	for _, g := range grants {
		x := right{Grant: g, Current: g.Until.IsZero() || g.Until.After(r.Now)}
		if g.Person != id || g.DelegatedFrom != "" {
			if x.Who, err = p.name(r.Context, g.Person); err != nil {
				return nil, err
			}
			if x.Of, err = p.name(r.Context, account.PersonID(g.GivenBy)); err != nil {
				return nil, err
			}
		}
		list = append(list, x)
	}
	return list, nil
}

// current are the rights in force or to come that a person holds.
func current(list []right, id account.PersonID) (own []right) {
	for _, x := range list {
		if x.Current && x.Person == id {
			own = append(own, x)
		}
	}
	return own
}

// name is what someone is called, the id of who was erased or is no person.
func (p *Pages) name(ctx context.Context, id account.PersonID) (string, error) {
	who, err := p.store.Person(ctx, string(id))
	if fault.KindOf(err) == fault.NotFound || err == nil && who.Name == "" {
		return string(id), nil
	}
	return who.Name, err
}

// choice is a value of a form among those known; empty when it is another.
func choice(value string, known ...string) string {
	for _, k := range known {
		if strings.TrimSpace(value) == k {
			return k
		}
	}
	return ""
}
