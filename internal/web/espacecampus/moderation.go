package espacecampus

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/member"
	"continuum/internal/text"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
	"continuum/internal/workspace"
)

// ModerationPath is what waits to be looked at before it is public.
const ModerationPath = espace.ModerationPath

// waits reports whether what who asks changes of a campus is looked at before it is public.
// Every act that changes a public fact asks this, and nothing else.
func (p *Pages) waits(r *page.Request, cam *catalog.Campus) bool {
	return p.moderated && !r.May(account.RegisterModerate, object(r, cam))
}

// verdict is what who asks may answer to a change of members.
type verdict struct {
	accepts  bool // makes it public
	endorses bool // accepts it for the campus: it then waits to be looked at
	refuses  bool
	wide     bool // someone who looks at every campus of the body has to accept it
}

// verdict says it for a proposal. What a member proposes waits for its campus first; where
// changes are looked at, it then waits for who looks. A correction of a body is public in
// each of its campuses, in: who makes it so looks at all of them.
func (p *Pages) verdict(r *page.Request, cam *catalog.Campus, x *member.Proposal, in map[campus.OrgID][]campus.ID) (v verdict) {
	looks := r.May(account.RegisterModerate, object(r, cam))
	first := x.Side == member.ByMember && x.Endorsed.IsZero()
	if first {
		v.refuses = r.May(account.CampusMembers, object(r, cam))
	} else {
		v.refuses = looks
	}
	if !v.refuses {
		return v
	}
	v.wide = p.moderated && x.Change.Facts != nil && !mayEverywhere(r, true, in[x.Change.Organisation])
	v.accepts = !v.wide && (looks || !p.moderated)
	v.endorses = first && !v.accepts
	v.wide = v.wide && !v.endorses
	return v
}

// difference is one thing that a change changes.
type difference struct{ label, before, after string }

// queued is something that waits, as the queue shows it.
type queued struct {
	id       string // of its place on the page
	cam      *catalog.Campus
	kind     string
	name     string
	at       time.Time
	side     member.Side // of a change of members
	endorsed time.Time
	said     string
	changes  []difference
	verdict  verdict
	sheet    *workspace.Version // nil for a change of members
	proposal *member.Proposal   // nil for a sheet
}

// queue is what waits for who asks.
type queue struct {
	r        *page.Request
	list     []queued
	problems ui.Problems
}

// Queue answers /espace/a-relire: all that waits to be looked at, with what it changes.
func (p *Pages) Queue(r *page.Request) (page.Answer, error) {
	q, err := p.openQueue(r)
	if err != nil {
		return page.Answer{}, err
	}
	return q.answer(0), nil
}

func (p *Pages) openQueue(r *page.Request) (*queue, error) {
	if !r.Who.Could(account.RegisterModerate) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	q := &queue{r: r}
	looked := func(id campus.ID) *catalog.Campus {
		cam := r.Catalog.CampusOf(id)
		if cam == nil || !r.May(account.RegisterModerate, object(r, cam)) {
			return nil
		}
		return cam
	}
	sheets, err := p.store.PendingSheets(r.Context)
	if err != nil {
		return nil, err
	}
	for i := range sheets {
		cam := looked(sheets[i].Campus)
		if cam == nil {
			continue
		}
		x := queued{
			id: "fiche-" + sheets[i].Sheet, cam: cam, kind: r.T.T("atelier.kind." + text.Key(sheets[i].Kind)), name: title(r, &sheets[i]), at: sheets[i].At,
			sheet: &sheets[i], verdict: verdict{accepts: true, refuses: true},
		}
		if x.changes, err = p.sheetChanges(r, &sheets[i]); err != nil {
			return nil, err
		}
		q.list = append(q.list, x)
	}
	proposals, err := p.store.PendingMembers(r.Context)
	if err != nil {
		return nil, err
	}
	proposals = slices.DeleteFunc(proposals, func(x member.Proposal) bool {
		return looked(x.Campus) == nil || x.Side == member.ByMember && x.Endorsed.IsZero()
	})
	if len(proposals) > 0 {
		if err := p.queueMembers(q, proposals); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(q.list, func(a, b queued) int { return a.at.Compare(b.at) })
	return q, nil
}

// queueMembers adds changes of members.
func (p *Pages) queueMembers(q *queue, proposals []member.Proposal) error {
	all, in, err := p.store.Organisations(q.r.Context)
	if err != nil {
		return err
	}
	members := make(map[campus.ID][]member.Entry)
	for i := range proposals {
		x := &proposals[i]
		if members[x.Campus] == nil {
			if members[x.Campus], err = p.store.Members(q.r.Context, x.Campus); err != nil {
				return err
			}
		}
		c := &x.Change
		var body campus.Organisation
		if at := slices.IndexFunc(all, func(o campus.Organisation) bool { return o.ID == c.Organisation }); at >= 0 {
			body = all[at]
		}
		name := cmp.Or(body.Name, string(c.Organisation))
		if body.ID == "" && c.Facts != nil {
			name = c.Facts.Name
		}
		cam := q.r.Catalog.CampusOf(x.Campus)
		q.list = append(q.list, queued{
			id: "proposition-" + x.ID, cam: cam, kind: q.r.T.T("relecture.member"), name: name, at: x.At, side: x.Side, endorsed: x.Endorsed, said: c.Said,
			changes: memberChanges(q.r, c, &body, members[x.Campus]), verdict: p.verdict(q.r, cam, x, in), proposal: x,
		})
	}
	return nil
}

// memberChanges are what a change of members changes of a body and of its part.
func memberChanges(r *page.Request, c *member.Change, body *campus.Organisation, members []member.Entry) (list []difference) {
	if c.Role != "" {
		var was campus.Membership
		for i := range members {
			for _, m := range members[i].Memberships {
				if m.ID == c.Membership {
					was = m
				}
			}
		}
		before := ""
		if was.Role != "" {
			before = r.T.T("role." + text.Key(was.Role))
		}
		list = append(list,
			difference{r.T.T("membre.entry.role"), before, r.T.T("role." + text.Key(c.Role))},
			difference{r.T.T("membre.entry.from"), dayOf(r, was.Valid.From), dayOf(r, c.From)},
			difference{r.T.T("membre.entry.until"), dayOf(r, was.Valid.Until), dayOf(r, c.Until)})
	}
	if c.Facts != nil {
		after := c.Facts.Over(*body)
		for _, field := range member.ChosenFields {
			before := ""
			if body.ID != "" {
				before = valueOf(r, body, field)
			}
			list = append(list, difference{r.T.T("membre.merge.field." + text.Key(field)), before, valueOf(r, &after, field)})
		}
	}
	return slices.DeleteFunc(list, func(d difference) bool { return d.before == d.after })
}

// sheetEntries are the entries of the forms of sheets, in their order.
var sheetEntries = strings.Fields(`name text lang short long website contact date heure date_fin heure_fin place commune url audience owner sharing capacity
	bookable from until partners milestones funding course adds local coloured indicator year status value source`)

// sheetChanges are what a version of a sheet changes of the one that is public.
func (p *Pages) sheetChanges(r *page.Request, v *workspace.Version) (list []difference, err error) {
	history, err := p.store.SheetHistory(r.Context, v.Sheet)
	if err != nil {
		return nil, err
	}
	values := make([]map[string]string, 2)
	for i, body := range [][]byte{publicOf(history), v.Body} {
		values[i] = make(map[string]string)
		if body == nil {
			continue
		}
		d, err := workspace.Parse(v.Kind, body)
		if err != nil {
			return nil, err
		}
		shown := valuesOf(d)
		for _, entry := range sheetEntries {
			for _, s := range shown[entry] {
				values[i][entry] = strings.TrimSpace(values[i][entry] + "\n" + sheetValue(r, d, entry, s))
			}
		}
	}
	for _, entry := range sheetEntries {
		if values[0][entry] != values[1][entry] {
			list = append(list, difference{r.T.T("atelier.entry." + text.Key(entry)), values[0][entry], values[1][entry]})
		}
	}
	return list, nil
}

// publicOf is what is public of a sheet, nil when nothing is.
func publicOf(history []workspace.Version) []byte {
	for i := range history {
		if history[i].State == workspace.Public {
			return history[i].Body
		}
	}
	return nil
}

// sheetValue is a value of an entry in words.
func sheetValue(r *page.Request, d workspace.Document, entry, s string) string {
	switch {
	case s == "":
		return ""
	case entry == "owner" || entry == "partners":
		return organisationName(r, campus.OrgID(s))
	case entry == "audience":
		return r.T.T("agenda.audience." + text.Key(s))
	case entry == "status":
		return r.T.T("atelier.status." + text.Key(s))
	case entry == "indicator":
		return r.T.T("indicator." + text.Key(s))
	case entry == "bookable" || entry == "local" || entry == "coloured":
		return r.T.T("atelier.yes")
	case entry == "course":
		return courseTitle(r, d.(*workspace.Course))
	case entry == "date" || entry == "date_fin":
		if d, err := date.Parse(s); err == nil {
			return dayOf(r, d)
		}
	}
	return s
}

// dayOf is a date in words, nothing when it is not known.
func dayOf(r *page.Request, d date.Date) string {
	if d.IsZero() {
		return ""
	}
	return r.T.Date(d)
}

// QueueNow accepts or refuses something that waits.
func (p *Pages) QueueNow(r *page.Request) (page.Answer, error) {
	q, err := p.openQueue(r)
	if err != nil {
		return page.Answer{}, err
	}
	do := r.Form.Get("faire")
	if do != "accepter" && do != "refuser" {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	i := slices.IndexFunc(q.list, func(x queued) bool { return x.id == r.Form.Get("element") })
	if i < 0 {
		q.problems.Add("espace", r.T.T("member.decided"))
		return q.answer(409), nil
	}
	x := &q.list[i]
	accepted, reason := do == "accepter", r.Form.Get("motif")
	if x.sheet != nil {
		err = p.decideSheet(r, x.cam, x.sheet, accepted, reason)
	} else {
		err = p.decideMember(r, x.cam, x.proposal, x.verdict, x.name, accepted, reason)
	}
	switch k := fault.KindOf(err); {
	case err == nil:
		return page.Answer{Redirect: r.Link(ModerationPath)}, nil
	case k == fault.Invalid:
		q.problems.Add("motif-"+x.id, ui.Sentence(r, err))
	case k == fault.Conflict:
		q.problems.Add(x.id, ui.Sentence(r, err))
	default:
		return page.Answer{}, err
	}
	return q.answer(fault.KindOf(err).Status()), nil
}

// decideSheet makes a version public, or refuses it. It must be the one that was shown.
func (p *Pages) decideSheet(r *page.Request, cam *catalog.Campus, v *workspace.Version, accepted bool, reason string) error {
	if seen := r.Form.Get("version"); seen != strconv.Itoa(v.Number) {
		return fault.New(fault.Conflict, "space.moved")
	}
	return p.store.DecideSheet(r.Context, *v, string(r.Who.Person.ID), accepted, reason, decided(r, cam, v, accepted, reason))
}

// decideMember makes a change of members public, passes it on to who looks, or refuses it.
func (p *Pages) decideMember(r *page.Request, cam *catalog.Campus, x *member.Proposal, v verdict, name string, accepted bool, reason string) error {
	me := string(r.Who.Person.ID)
	switch {
	case accepted && v.accepts, !accepted && v.refuses:
		return p.store.DecideMember(r.Context, cam.ID, x.ID, me, accepted, reason, memberDecided(cam, x, name, accepted, reason))
	case accepted && v.endorses:
		return p.store.EndorseMember(r.Context, cam.ID, x.ID, me, memberPending(r, cam, member.ByCampus, 1, name))
	}
	return fault.New(fault.Denied, "atelier.denied")
}

func (q *queue) answer(status int) page.Answer {
	a := page.Answer{Status: status, Head: espace.Head(q.r, q.r.T.T("relecture.title")), Body: queuePage(q)}
	if status != 0 {
		a.Head.Title = q.r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a
}
