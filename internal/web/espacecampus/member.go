package espacecampus

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

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

// memberForm is the page of one member, or of one that is to be added.
type memberForm struct {
	r        *page.Request
	cam      *catalog.Campus
	entry    *member.Entry // nil for a new one
	at       int           // which of its memberships is shown
	twins    []campus.Organisation
	merges   []member.Merged
	values   url.Values
	problems ui.Problems
	waits    bool // what is changed is looked at before it is public
	kept     bool // who asks may read the agreement and the contact
	edits    bool // who asks may change them
	whole    bool // who asks may correct what is said of the body, in every campus
}

// Member answers /espace/campus/{slug}/membres/{id}.
func (p *Pages) Member(r *page.Request) (page.Answer, error) {
	f, err := p.openMember(r)
	if err != nil {
		return page.Answer{}, err
	}
	f.values = memberValues(f.entry, f.at)
	return f.answer(), nil
}

// openMember finds the member that a request names.
func (p *Pages) openMember(r *page.Request) (*memberForm, error) {
	cam, err := campusOf(r)
	if err != nil {
		return nil, err
	}
	f := &memberForm{r: r, cam: cam, waits: p.waits(r, cam), edits: r.May(account.CampusMembers, object(r, cam))}
	if f.kept = f.edits || r.May(account.CampusContacts, object(r, cam)); !f.kept {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	list, err := p.store.Members(r.Context, cam.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(e member.Entry) bool { return string(e.Organisation.ID) == r.Value("id") })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "member.unknown")
	}
	f.entry = &list[i]
	if n, err := strconv.Atoi(formOrQuery(r, "numero")); err == nil && n >= 0 && n < len(f.entry.Memberships) {
		f.at = n
	}
	all, in, err := p.store.Organisations(r.Context)
	if err != nil {
		return nil, err
	}
	f.twins = member.Twins(all, &f.entry.Organisation)
	f.whole = f.edits && mayEverywhere(r, p.moderated, in[f.entry.Organisation.ID])
	f.merges, err = p.store.Merges(r.Context, f.entry.Organisation.ID)
	return f, err
}

// formOrQuery is a value of the form, or of the address when the page is only shown.
func formOrQuery(r *page.Request, name string) string {
	if r.Form != nil {
		return r.Form.Get(name)
	}
	q, _ := url.ParseQuery(r.Query) // what can't be read says nothing
	return q.Get(name)
}

// mayEverywhere reports whether who asks keeps the members of all of these campuses: what
// is said of a body is said in each. Where changes are looked at, those who look may.
func mayEverywhere(r *page.Request, moderated bool, campuses []campus.ID) bool {
	for _, id := range campuses {
		scope := account.Scope{Kind: account.CampusScope, ID: string(id)}
		o := account.Object{Kind: account.CampusKind, ID: string(id), Within: within(r, scope)}
		if !r.May(account.RegisterModerate, o) && (moderated || !r.May(account.CampusMembers, o)) {
			return false
		}
	}
	return true
}

// memberValues is what the forms show of a member.
func memberValues(e *member.Entry, at int) url.Values {
	v := url.Values{}
	m := &e.Memberships[at]
	v.Set("role", string(m.Role))
	v.Set("from", m.Valid.From.String())
	v.Set("until", m.Valid.Until.String())
	factValues(v, member.FactsOf(&e.Organisation))
	f := &e.File
	v.Set("signed", f.Signed.String())
	v.Set("agreement_until", f.Until.String())
	v.Set("reference", f.Reference)
	v.Set("link", f.Link)
	v.Set("contact_name", f.Contact.Name)
	v.Set("contact_function", f.Contact.Function)
	v.Set("contact_mail", f.Contact.Mail)
	return v
}

func factValues(v url.Values, f member.Facts) {
	v.Set("name", f.Name)
	v.Set("kind", string(f.Kind))
	v.Set("uai", string(f.UAI))
	v.Set("siret", string(f.SIRET))
	v.Set("city", f.City)
	v.Set("commune", f.Commune)
}

// reading reads a posted form of members: what can't be read is a problem of its entry.
type reading struct {
	r        *page.Request
	problems ui.Problems
}

func (x *reading) text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(x.r.Form.Get(name), "\r\n", "\n"))
}

func (x *reading) date(name string) date.Date {
	d, err := date.Parse(x.text(name))
	if err != nil {
		x.problems.Add(name, x.r.T.T("member.date"))
	}
	return d
}

// identifier is a value without the spaces and dots that people group its signs by.
func (x *reading) identifier(name string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "").Replace(x.text(name)))
}

func (x *reading) file() *member.File {
	return &member.File{
		Signed: x.date("signed"), Until: x.date("agreement_until"), Reference: x.text("reference"), Link: x.text("link"),
		Contact: member.Contact{Name: x.text("contact_name"), Function: x.text("contact_function"), Mail: x.text("contact_mail")},
	}
}

func (x *reading) facts() *member.Facts {
	f := &member.Facts{
		Name: x.text("name"), Kind: campus.Kind(x.text("kind")), UAI: campus.UAI(x.identifier("uai")), SIRET: campus.SIRET(x.identifier("siret")),
		City: x.text("city"), Commune: x.identifier("commune"),
	}
	for _, wrong := range complete(x.r, f) {
		if wrong.Field == "code_commune" {
			wrong.Field = "commune"
		}
		x.problems.Add(wrong.Field, ui.Sentence(x.r, wrong))
	}
	return f
}

// add adds what the domain finds wrong.
func (x *reading) add(list []*fault.Error) {
	for _, wrong := range list {
		if x.problems.Of(wrong.Field) == "" {
			x.problems.Add(wrong.Field, ui.Sentence(x.r, wrong))
		}
	}
}

// MemberNow does what a form of the page of a member asks.
func (p *Pages) MemberNow(r *page.Request) (page.Answer, error) {
	f, err := p.openMember(r)
	if err != nil {
		return page.Answer{}, err
	}
	if !f.edits {
		return page.Answer{}, fault.New(fault.Denied, "atelier.denied")
	}
	f.values = memberValues(f.entry, f.at)
	for name, typed := range r.Form {
		f.values[name] = typed
	}
	x := &reading{r: r}
	org := f.entry.Organisation.ID
	switch r.Form.Get("faire") {
	case "role":
		c := member.Change{Organisation: org, Membership: r.Form.Get("membership"), Role: campus.Role(x.text("role")), From: x.date("from"), Until: x.date("until")}
		x.add(c.Check())
		if len(x.problems) == 0 {
			err = p.put(r, f.cam, f.entry.Organisation.Name, []member.Change{c})
		}
	case "organisme":
		if !f.whole {
			return page.Answer{}, fault.New(fault.Denied, "atelier.denied")
		}
		c := member.Change{Organisation: org, Facts: x.facts()}
		x.add(c.Check())
		if len(x.problems) == 0 {
			err = p.put(r, f.cam, f.entry.Organisation.Name, []member.Change{c})
		}
	case "fiche":
		file := x.file()
		x.add(file.Check())
		if file.Version, err = strconv.Atoi(cmp.Or(r.Form.Get("version"), "0")); err != nil {
			return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("version")
		}
		if len(x.problems) == 0 {
			err = p.store.SaveMemberFile(r.Context, member.Seat{Campus: f.cam.ID, Organisation: org}, *file, string(r.Who.Person.ID))
		}
	case "separer":
		return p.part(r, f)
	default:
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	if f.problems = x.problems; len(f.problems) > 0 {
		return f.refused(fault.Invalid), nil
	}
	if k := fault.KindOf(err); err != nil && (k == fault.Conflict || k == fault.Invalid) {
		f.problems.Add(conflictField(r), ui.Sentence(r, err))
		return f.refused(k), nil
	}
	return page.Answer{Redirect: r.Link(memberPath(f.cam, org))}, err
}

// conflictField is where a form says that someone else came first.
func conflictField(r *page.Request) string {
	switch r.Form.Get("faire") {
	case "fiche":
		return "signed"
	case "organisme":
		return "name"
	}
	return "role"
}

// part parts two bodies that were made one.
func (p *Pages) part(r *page.Request, f *memberForm) (page.Answer, error) {
	if !f.whole {
		return page.Answer{}, fault.New(fault.Denied, "atelier.denied")
	}
	org := f.entry.Organisation.ID
	err := p.store.PartMembers(r.Context, string(r.Who.Person.ID), org, r.Form.Get("fusion"))
	if fault.KindOf(err) == fault.Conflict {
		f.problems.Add("fusions", ui.Sentence(r, err))
		return f.refused(fault.Conflict), nil
	}
	return page.Answer{Redirect: r.Link(membersPath(f.cam))}, err
}

// put makes changes at once, or has them wait where they are looked at.
func (p *Pages) put(r *page.Request, cam *catalog.Campus, name string, changes []member.Change) error {
	me := string(r.Who.Person.ID)
	if !p.waits(r, cam) {
		return p.store.ChangeMembers(r.Context, cam.ID, me, changes)
	}
	var news []notice.News
	public := 0
	for i := range changes {
		if changes[i].Role != "" || changes[i].Facts != nil {
			public++
		}
	}
	if public > 0 {
		news = append(news, memberPending(r, cam, member.ByCampus, public, name))
	}
	return p.store.ProposeMembers(r.Context, cam.ID, member.ByCampus, me, changes, news...)
}

func (f *memberForm) answer() page.Answer {
	if f.entry == nil {
		return page.Answer{Head: memberHead(f.r, f.cam, f.r.T.T("membre.add")), Body: newMemberPage(f)}
	}
	return page.Answer{Head: memberHead(f.r, f.cam, f.entry.Organisation.Name), Body: memberPage(f)}
}

func (f *memberForm) refused(k fault.Kind) page.Answer {
	a := f.answer()
	a.Status = 422
	if k == fault.Conflict {
		a.Status = 409
	}
	a.Head.Title = f.r.T.T("report.refused") + " – " + a.Head.Title
	return a
}

// entryOf is an entry of the form with what was typed and what is wrong with it.
func (f *memberForm) line(name string, most int, required bool) ui.Field {
	key := text.Key("membre.entry." + name)
	return ui.Field{
		Name: name, Label: f.r.T.T(key), Hint: f.r.T.T(key + ".hint"), Value: f.values.Get(name), Error: f.problems.Of(name),
		MaxLength: most, Required: required,
	}
}

func (f *memberForm) typed(name, kind string) ui.Field {
	e := f.line(name, 0, false)
	e.Type = kind
	return e
}

// roles and kinds are the choices of the register.
func (f *memberForm) roles() []ui.Option { return memberChoices(f, "role", "role.", campus.Roles) }

func (f *memberForm) kinds() []ui.Option { return memberChoices(f, "kind", "kind.", campus.Kinds) }

func memberChoices[T ~string](f *memberForm, name string, prefix text.Key, list []T) []ui.Option {
	options := []ui.Option{{Label: f.r.T.T("atelier.choose"), Selected: f.values.Get(name) == ""}}
	for _, v := range list {
		options = append(options, ui.Option{Value: string(v), Label: f.r.T.T(prefix + text.Key(v)), Selected: f.values.Get(name) == string(v)})
	}
	return options
}
