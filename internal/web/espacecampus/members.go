package espacecampus

import (
	"slices"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/member"
	"continuum/internal/notice"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// soon is how long before the end of an agreement it is shown as ending.
const soon = 183

// membersPath is the page of the members of a campus.
func membersPath(cam *catalog.Campus) string { return pathOf(cam) + "/membres" }

// memberPath is the page of one of them.
func memberPath(cam *catalog.Campus, id campus.OrgID) string {
	return membersPath(cam) + "/" + string(id)
}

// line is a member as lists show it.
type line struct {
	member.Entry
	Ends  bool                  // its agreement ends soon, or has ended
	Twins []campus.Organisation // other bodies of the register that look like the same
}

// network are the members of a campus, as the workspace shows them.
type network struct {
	r         *page.Request
	cam       *catalog.Campus
	present   []line
	left      []line
	proposals []member.Proposal // those that who asks may accept or made
	problems  ui.Problems
	verdicts  map[string]verdict
	kept      bool // who asks may read agreements and contacts
	edits     bool // who asks may change members
	queried   bool // what is changed waits to be looked at
}

// networkOf reads the members of a campus.
func (p *Pages) networkOf(r *page.Request, cam *catalog.Campus) (*network, error) {
	n := &network{r: r, cam: cam, edits: r.May(account.CampusMembers, object(r, cam)), queried: p.waits(r, cam), verdicts: make(map[string]verdict)}
	n.kept = n.edits || r.May(account.CampusContacts, object(r, cam))
	list, err := p.store.Members(r.Context, cam.ID)
	if err != nil {
		return nil, err
	}
	all, in, err := p.store.Organisations(r.Context)
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		x := line{Entry: e, Ends: n.kept && ending(agreementEnd(&e), r.Today), Twins: member.Twins(all, &e.Organisation)}
		if e.Left(r.Today) {
			n.left = append(n.left, x)
		} else {
			n.present = append(n.present, x)
		}
	}
	proposals, err := p.store.MemberProposals(r.Context, cam.ID)
	for _, x := range proposals {
		n.verdicts[x.ID] = p.verdict(r, cam, &x, in)
		if n.verdicts[x.ID].refuses || n.edits || x.Author == string(r.Who.Person.ID) {
			n.proposals = append(n.proposals, x)
		}
	}
	return n, err
}

// agreementEnd is when the agreement of a member ends, or the membership where the campus
// says nothing of an agreement.
func agreementEnd(e *member.Entry) date.Date {
	if e.File.Until.IsZero() {
		return e.Current().Valid.Until
	}
	return e.File.Until
}

func ending(until date.Date, today date.Day) bool {
	return !until.IsZero() && until.Earliest() < today+soon
}

// name is what the body of a change is called.
func (n *network) name(c *member.Change) string {
	for _, list := range [][]line{n.present, n.left} {
		for i := range list {
			if list[i].Organisation.ID == c.Organisation {
				return list[i].Organisation.Name
			}
		}
	}
	if c.Facts != nil {
		return c.Facts.Name
	}
	return string(c.Organisation)
}

// says are the sentences of a change.
func says(r *page.Request, c *member.Change) (list []string) {
	if c.Role != "" {
		list = append(list, r.T.T("membre.says.role", r.T.T("role."+text.Key(c.Role))))
		if !c.From.IsZero() {
			list = append(list, r.T.T("membre.says.from", r.T.Date(c.From)))
		}
		if !c.Until.IsZero() {
			list = append(list, r.T.T("membre.says.until", r.T.Date(c.Until)))
		}
	}
	if f := c.Facts; f != nil {
		list = append(list, r.T.T("membre.says.name", f.Name), r.T.T("membre.says.kind", r.T.T("kind."+text.Key(f.Kind))))
		for _, x := range [][2]string{{"membre.says.uai", string(f.UAI)}, {"membre.says.siret", string(f.SIRET)}, {"membre.says.city", f.City}} {
			if x[1] != "" {
				list = append(list, r.T.T(text.Key(x[0]), x[1]))
			}
		}
	}
	if c.Said != "" {
		list = append(list, r.T.T("membre.says.said", c.Said))
	}
	return list
}

// Network answers /espace/campus/{slug}/membres.
func (p *Pages) Network(r *page.Request) (page.Answer, error) {
	cam, err := campusOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	n, err := p.networkOf(r, cam)
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Head: memberHead(r, cam, ""), Body: networkPage(n)}, nil
}

// memberHead has the way through the members of the campus.
func memberHead(r *page.Request, cam *catalog.Campus, last string) page.Head {
	h := head(r, cam, r.T.T("atelier.members"))
	if last != "" {
		h.Title = last + " – " + cam.Name
		h.Crumbs[len(h.Crumbs)-1].Path = membersPath(cam)
		h.Crumbs = append(h.Crumbs, page.Crumb{Label: last})
	}
	return h
}

// DecideMember accepts or refuses a change that waits.
func (p *Pages) DecideMember(r *page.Request) (page.Answer, error) {
	cam, err := campusOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	n, err := p.networkOf(r, cam)
	if err != nil {
		return page.Answer{}, err
	}
	do := r.Form.Get("faire")
	if do != "accepter" && do != "refuser" {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	i := slices.IndexFunc(n.proposals, func(x member.Proposal) bool { return x.ID == r.Form.Get("proposition") })
	if i < 0 {
		return page.Answer{}, fault.New(fault.Conflict, "member.decided")
	}
	x := n.proposals[i]
	err = p.decideMember(r, cam, &x, n.verdicts[x.ID], n.name(&x.Change), do == "accepter", r.Form.Get("motif"))
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.Conflict) {
		field := "proposition-" + x.ID
		if k == fault.Invalid {
			field = "motif-" + x.ID
		}
		n.problems.Add(field, ui.Sentence(r, err))
		return page.Answer{Status: k.Status(), Head: memberHead(r, cam, ""), Body: networkPage(n)}, nil
	}
	return page.Answer{Redirect: r.Link(membersPath(cam))}, err
}

// memberDecided is the news for who proposed a change.
func memberDecided(cam *catalog.Campus, x *member.Proposal, name string, accepted bool, reason string) notice.News {
	path := membersPath(cam)
	if x.Side == member.ByMember {
		path = OrganisationsPath + "/" + string(x.Change.Organisation)
	}
	return notice.News{
		Kind: notice.MemberDecided, Key: "member_decided/" + x.ID, Path: path, People: []account.PersonID{account.PersonID(x.Author)},
		Say: func(t *text.Texts) string {
			if accepted {
				return t.T("notice.member_accepted", name, cam.Name)
			}
			return t.T("notice.member_refused", name, cam.Name, reason)
		},
	}
}

// memberPending is the news for those who accept what a side proposes.
func memberPending(r *page.Request, cam *catalog.Campus, s member.Side, changes int, name string) notice.News {
	n := notice.News{
		Kind: notice.MemberPending, Key: "member_pending/" + string(cam.ID), Path: ModerationPath, Scopes: append(object(r, cam).Within, account.Country),
		Roles: []account.Role{account.RegionalDelegate, account.Coordinator, account.NationalOfficer},
		Say: func(t *text.Texts) string {
			if changes > 1 {
				return t.T("notice.members_pending", changes, cam.Name)
			}
			return t.T("notice.member_pending", name, cam.Name)
		},
	}
	if s == member.ByMember { // the campus answers first
		n.Roles, n.Scopes, n.Path = []account.Role{account.Director, account.Carrier}, n.Scopes[:1], membersPath(cam)
	}
	return n
}
