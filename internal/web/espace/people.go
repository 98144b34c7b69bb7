package espace

import (
	"errors"
	"slices"
	"time"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// member is a person with the rights that one may see.
type member struct {
	account.Person
	rights []right
}

// peopleForm is what the page of people shows.
type peopleForm struct {
	people           []member
	roles, scopes    []ui.Option
	name, mail, lang string
	from, until      string
	problems         ui.Problems
}

// People lists those whom one may see, and invites.
func (p *Pages) People(r *page.Request) (page.Answer, error) {
	return p.people(r, peopleForm{lang: string(r.Lang)})
}

func (p *Pages) people(r *page.Request, f peopleForm) (page.Answer, error) {
	if !seesPeople(r) {
		return missing()
	}
	people, err := p.store.People(r.Context)
	if err != nil {
		return page.Answer{}, err
	}
	grants, err := p.store.Grants(r.Context, "")
	if err != nil {
		return page.Answer{}, err
	}
	held := make(map[account.PersonID][]right)
	for _, g := range grants {
		if g.Until.IsZero() || g.Until.After(r.Now) {
			held[g.Person] = append(held[g.Person], right{Grant: g, Current: true})
		}
	}
	for _, who := range people {
		if m := (member{who, held[who.ID]}); p.sees(r, &m) {
			f.people = append(f.people, m)
		}
	}
	f.roles, f.scopes = offered(r, r.Form.Get("role"), r.Form.Get("scope"))
	a := page.Answer{Head: Head(r, r.T.T("space.people")), Body: peoplePage(r, f)}
	if len(f.problems) > 0 {
		a.Status = 422
	}
	return a, nil
}

// sees reports whether one may see that person, and keeps of the rights those that one
// may see: who sees the whole country sees people without any.
func (p *Pages) sees(r *page.Request, m *member) bool {
	all := r.May(account.PeopleRead, object(r, account.PersonKind, account.Country))
	m.rights = slices.DeleteFunc(slices.Clone(m.rights), func(x right) bool {
		return !all && !r.May(account.PeopleRead, object(r, account.PersonKind, x.Scope))
	})
	for i := range m.rights {
		g := m.rights[i].Grant
		m.rights[i].Ends = r.May(account.GrantEnd, giving(r, g.Role, g.Scope, m.ID))
	}
	return all || len(m.rights) > 0 || m.ID == r.Who.Person.ID
}

// offered are the roles and the scopes that one may choose from. Whether they go together
// is told once they are chosen.
func offered(r *page.Request, role, scope string) (roles, scopes []ui.Option) {
	var given []account.Role
	for _, g := range r.Who.Grants {
		given = append(given, g.Role.Gives()...)
	}
	for _, one := range account.Roles() {
		if slices.Contains(given, one) {
			roles = append(roles, ui.Option{Value: string(one), Label: roleLabel(r, one), Selected: string(one) == role})
		}
	}
	known := perimeter.Known(r.Catalog)
	for _, g := range r.Who.Grants {
		if !slices.Contains(known, g.Scope) {
			known = append(known, g.Scope)
		}
	}
	for _, s := range known {
		o := object(r, account.PersonKind, s)
		if r.May(account.PeopleInvite, o) {
			scopes = append(scopes, ui.Option{Value: s.String(), Label: scopeLabel(r, s), Selected: s.String() == scope})
		}
	}
	return roles, scopes
}

// wanted reads the right that a form would give, and refuses what one may not.
func (p *Pages) wanted(r *page.Request, to account.PersonID) (g account.Grant, err error) {
	g = account.Grant{Person: to, Role: account.Role(r.Form.Get("role")), GivenBy: string(r.Who.Person.ID)}
	if g.Scope, err = account.ParseScope(r.Form.Get("scope")); err != nil {
		return g, fault.New(fault.Invalid, "grant.scope").In("scope")
	}
	if g.From, err = day(r.Form.Get("debut"), r.Now); err == nil {
		g.Until, err = day(r.Form.Get("fin"), time.Time{})
	}
	if err != nil {
		return g, fault.New(fault.Invalid, "grant.dates").In("until")
	}
	if err := g.Check(); err != nil {
		return g, err
	}
	if !r.May(account.GrantGive, giving(r, g.Role, g.Scope, to)) {
		return g, fault.New(fault.Invalid, "grant.denied").In("role")
	}
	if !everywhere(r, &g) {
		return g, fault.New(fault.Invalid, "grant.elsewhere").In("scope")
	}
	return g, nil
}

// everywhere reports whether one may give a right in every campus that it reaches. Who
// speaks for an organisation speaks for it in all its campuses: the director of one of them
// does not choose who that is for the others.
func everywhere(r *page.Request, g *account.Grant) bool {
	if g.Scope.Kind != account.Organisation {
		return true
	}
	for _, s := range perimeter.Of(r.Catalog, g.Scope) {
		if s.Kind != account.CampusScope {
			continue
		}
		o := object(r, account.GrantKind, s)
		o.Role = g.Role
		if !r.May(account.GrantGive, o) {
			return false
		}
	}
	return true
}

// InviteNow makes an account with its first right.
func (p *Pages) InviteNow(r *page.Request) (page.Answer, error) {
	if !seesPeople(r) {
		return missing()
	}
	f := peopleForm{
		name: r.Form.Get("name"), mail: r.Form.Get("mail"), lang: choice(r.Form.Get("lang"), "fr", "en"),
		from: r.Form.Get("debut"), until: r.Form.Get("fin"),
	}
	g, err := p.wanted(r, "")
	if err == nil {
		var who account.Person
		// The link goes by mail alone: who invites must not open the account.
		who, _, err = p.desk.Invite(r.Context, string(r.Who.Person.ID), account.Person{Name: f.name, Mail: f.mail, Lang: f.lang})
		if err == nil {
			g.Person = who.ID
			err = p.store.GiveGrant(r.Context, &g)
		}
	}
	if err == nil {
		return page.Answer{Redirect: r.Link(PeoplePath + "/" + string(g.Person))}, nil
	}
	problem, ok := problemOf(r, err)
	if !ok {
		return page.Answer{}, err
	}
	f.problems = ui.Problems{problem}
	return p.people(r, f)
}

// Person shows one person, with what one may do about their rights.
func (p *Pages) Person(r *page.Request) (page.Answer, error) { return p.person(r, nil) }

func (p *Pages) person(r *page.Request, problems ui.Problems) (page.Answer, error) {
	m, err := p.seen(r)
	if err != nil {
		return page.Answer{}, err
	}
	roles, scopes := offered(r, r.Form.Get("role"), r.Form.Get("scope"))
	if m.ID == r.Who.Person.ID || m.State == account.Left {
		roles = nil
	}
	h := Head(r, m.Name)
	h.Crumbs = []page.Crumb{{Label: r.T.T("space.home"), Path: Path}, {Label: r.T.T("space.people"), Path: PeoplePath}, {Label: m.Name}}
	a := page.Answer{Head: h, Body: personPage(r, m, roles, scopes, problems, r.May(account.PersonDisable, p.self(r, m)))}
	if len(problems) > 0 {
		a.Status = 422
	}
	return a, nil
}

// seen is the person of the address, when one may see them.
func (p *Pages) seen(r *page.Request) (m member, err error) {
	nobody := fault.New(fault.NotFound, "person.unknown")
	if !seesPeople(r) {
		return m, nobody
	}
	// Both are asked whoever that is: someone else's account costs what there is not.
	who, err := p.store.Person(r.Context, r.Value("id"))
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return m, err
	}
	grants, err := p.store.Grants(r.Context, account.PersonID(r.Value("id")))
	if err != nil {
		return m, err
	}
	m.Person = who
	for _, g := range grants {
		m.rights = append(m.rights, right{Grant: g, Current: g.Until.IsZero() || g.Until.After(r.Now)})
	}
	m.rights = current(m.rights, who.ID)
	if who.ID == "" || string(who.ID) != r.Value("id") || !p.sees(r, &m) {
		return m, nobody
	}
	rights, err := p.rights(r, who.ID)
	m.rights = current(rights, who.ID)
	p.sees(r, &m) // with the names of who delegates
	return m, err
}

// self is a person as an object, tied to who asks when it is the same.
func (p *Pages) self(r *page.Request, m member) account.Object {
	o := object(r, account.PersonKind, account.Country)
	if m.ID == r.Who.Person.ID {
		o.Ties |= account.Self
	}
	return o
}

// PersonNow does what a form of that page asks.
func (p *Pages) PersonNow(r *page.Request) (page.Answer, error) {
	m, err := p.seen(r)
	if err != nil {
		return page.Answer{}, err
	}
	me := string(r.Who.Person.ID)
	switch choice(r.Form.Get("faire"), "donner", "retirer", "inviter", "fermer", "rouvrir", "readmettre") {
	case "donner":
		var g account.Grant
		if g, err = p.wanted(r, m.ID); err == nil {
			err = p.store.GiveGrant(r.Context, &g)
		}
	case "retirer":
		i := slices.IndexFunc(m.rights, func(x right) bool { return x.ID == r.Form.Get("droit") && x.Ends })
		if i < 0 {
			return missing()
		}
		err = p.store.EndGrant(r.Context, me, m.rights[i].ID)
	case "inviter":
		if !p.invites(r, m) {
			return missing()
		}
		_, err = p.desk.InviteAgain(r.Context, me, m.Person)
	case "fermer", "rouvrir":
		if !r.May(account.PersonDisable, p.self(r, m)) {
			return missing()
		}
		do := p.store.DisablePerson
		if r.Form.Get("faire") == "rouvrir" {
			do = p.store.EnablePerson
		}
		err = do(r.Context, me, m.ID)
	case "readmettre":
		if !r.May(account.PersonDisable, p.self(r, m)) {
			return missing()
		}
		_, err = p.desk.Readmit(r.Context, me, m.Person) // the link goes by mail alone
	default:
		err = fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	if err == nil {
		return page.Answer{Redirect: r.Link(PeoplePath + "/" + string(m.ID))}, nil
	}
	if problem, ok := problemOf(r, err); ok {
		return p.person(r, ui.Problems{problem})
	}
	return page.Answer{}, err
}

// invites reports whether one may send that person a new link: who never opened the
// account, and of whom one may see a right where one invites.
func (p *Pages) invites(r *page.Request, m member) bool {
	return m.State == account.Invited && slices.ContainsFunc(append(scopesOf(m), account.Country), func(s account.Scope) bool {
		return r.May(account.PeopleInvite, object(r, account.PersonKind, s))
	})
}

func scopesOf(m member) (list []account.Scope) {
	for _, x := range m.rights {
		list = append(list, x.Scope)
	}
	return list
}

// fields are the entries of forms by the field of an error.
var fields = map[string]string{
	"until": "fin", "person": "mail", "grant": "droit", "password": "password", "present": "present",
	"name": "name", "mail": "mail", "lang": "lang", "role": "role", "scope": "scope", "faire": "contenu",
}

// problemOf is an error of who filled the form in, false when it is another's.
func problemOf(r *page.Request, err error) (ui.Problem, bool) {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != fault.Invalid && f.Kind != fault.Conflict && f.Kind != fault.Denied {
		return ui.Problem{}, false
	}
	field := fields[f.Field]
	if field == "" {
		field = "contenu"
	}
	return ui.Problem{Field: field, Text: r.T.T(text.Key(f.Key), f.Args...)}, true
}
