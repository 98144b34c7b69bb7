package espacecampus

import (
	"net/url"
	"slices"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/member"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// OrganisationsPath is the list of the organisations that one speaks for.
const OrganisationsPath = espace.OrganisationsPath

// organisationPage is what the campuses say of an organisation, for its own people.
type organisationPage struct {
	memberForm // of the correction
	org        campus.Organisation
	seats      []member.SeatState
	waiting    []member.Proposal
}

// speaks reports whether who asks speaks for an organisation.
func speaks(r *page.Request, id campus.OrgID) bool {
	scope := account.Scope{Kind: account.Organisation, ID: string(id)}
	return r.May(account.MembershipConfirm, account.Object{Kind: account.MemberKind, ID: string(id), Within: within(r, scope)})
}

// Organisations answers /espace/organisations.
func (p *Pages) Organisations(r *page.Request) (page.Answer, error) {
	if !r.Who.Could(account.MembershipConfirm) {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	all, _, err := p.store.Organisations(r.Context)
	if err != nil {
		return page.Answer{}, err
	}
	mine := slices.DeleteFunc(all, func(o campus.Organisation) bool { return !speaks(r, o.ID) })
	return page.Answer{Head: espace.Head(r, r.T.T("membre.organisations")), Body: organisationList(r, mine)}, nil
}

// Organisation answers /espace/organisations/{id}.
func (p *Pages) Organisation(r *page.Request) (page.Answer, error) {
	o, err := p.openOrganisation(r)
	if err != nil {
		return page.Answer{}, err
	}
	o.values = url.Values{}
	factValues(o.values, member.FactsOf(&o.org))
	return o.page(), nil
}

func (p *Pages) openOrganisation(r *page.Request) (*organisationPage, error) {
	id := campus.OrgID(r.Value("id"))
	if !speaks(r, id) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	o := &organisationPage{memberForm: memberForm{r: r}}
	var err error
	if o.org, o.seats, err = p.store.Seats(r.Context, id); err != nil {
		return nil, err
	}
	var asked []campus.ID
	for i := range o.seats {
		c := o.seats[i].Membership.Campus
		if slices.Contains(asked, c) {
			continue
		}
		asked = append(asked, c)
		list, err := p.store.MemberProposals(r.Context, c)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			if x.Side == member.ByMember && x.Change.Organisation == id {
				o.waiting = append(o.waiting, x)
			}
		}
	}
	return o, nil
}

func (o *organisationPage) page() page.Answer {
	h := espace.Head(o.r, o.org.Name)
	h.Crumbs = []page.Crumb{
		{Label: o.r.T.T("space.home"), Path: espace.Path},
		{Label: o.r.T.T("membre.organisations"), Path: OrganisationsPath},
		{Label: o.org.Name},
	}
	return page.Answer{Head: h, Body: organisationBody(o)}
}

// campuses are the choices of whom a correction is for.
func (o *organisationPage) campuses() (options []ui.Option) {
	for i := range o.seats {
		id := string(o.seats[i].Membership.Campus)
		if !slices.ContainsFunc(options, func(x ui.Option) bool { return x.Value == id }) {
			options = append(options, ui.Option{Value: id, Label: campusName(o.r, campus.ID(id)), Selected: o.values.Get("campus") == id})
		}
	}
	return options
}

// seat is the part that the organisation has in the campus that a form names, and the
// campus; fault.NotFound when it has none.
func (o *organisationPage) seat() (*campus.Membership, *catalog.Campus, error) {
	id := campus.ID(o.r.Form.Get("campus"))
	for i := range o.seats {
		if cam := o.r.Catalog.CampusOf(id); cam != nil && o.seats[i].Membership.Campus == id {
			return &o.seats[i].Membership, cam, nil
		}
	}
	return nil, nil, fault.New(fault.NotFound, "member.unknown")
}

// OrganisationNow confirms what a campus says, or proposes a correction of it.
func (p *Pages) OrganisationNow(r *page.Request) (page.Answer, error) {
	o, err := p.openOrganisation(r)
	if err != nil {
		return page.Answer{}, err
	}
	o.values = r.Form
	m, cam, err := o.seat()
	if err != nil {
		return page.Answer{}, err
	}
	me, back := string(r.Who.Person.ID), page.Answer{Redirect: r.Link(OrganisationsPath + "/" + string(o.org.ID))}
	switch r.Form.Get("faire") {
	case "confirmer":
		return back, p.store.ConfirmMember(r.Context, member.Seat{Campus: cam.ID, Organisation: o.org.ID}, me)
	case "corriger":
	default:
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	x := &reading{r: r}
	c := o.correction(x, m)
	x.add(c.Check())
	if len(x.problems) == 0 && c.Role == "" && c.Said == "" && *c.Facts == member.FactsOf(&o.org) {
		x.problems.Add("said", r.T.T("member.nothing"))
	}
	if o.problems = x.problems; len(o.problems) == 0 {
		err := p.store.ProposeMembers(r.Context, cam.ID, member.ByMember, me, []member.Change{*c}, memberPending(r, cam, member.ByMember, 1, o.org.Name))
		if fault.KindOf(err) != fault.Conflict {
			return back, err
		}
		o.problems.Add("said", ui.Sentence(r, err))
	}
	a := o.page()
	a.Status = 422
	a.Head.Title = r.T.T("report.refused") + " – " + a.Head.Title
	return a, nil
}

// correction is what a form would change: what is said of the body, and the day on which
// it leaves the campus.
func (o *organisationPage) correction(x *reading, m *campus.Membership) *member.Change {
	c := &member.Change{Organisation: o.org.ID, Facts: x.facts(), Said: x.text("said")}
	now := member.FactsOf(&o.org)
	if c.Facts.City == now.City && c.Facts.Commune == now.Commune {
		c.Facts.Lat, c.Facts.Lon = now.Lat, now.Lon
	}
	if until := x.date("until"); !until.IsZero() && until != m.Valid.Until {
		c.Membership, c.Role, c.From, c.Until = m.ID, m.Role, m.Valid.From, until
	}
	return c
}
