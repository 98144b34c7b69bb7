package espacecampus

import (
	"net/url"
	"slices"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/notice"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
	"continuum/internal/workspace"
)

// bookingPath is the page of requests for the equipment of a campus.
func bookingPath(cam *catalog.Campus) string { return pathOf(cam) + "/reservations" }

// equipment is what may be asked for.
type equipment struct {
	sheet string
	*workspace.Equipment
	now time.Time // by the clocks of its place
}

// desk are the requests for the equipment of a campus.
type desk struct {
	r         *page.Request
	cam       *catalog.Campus
	equipment map[string]equipment // public, by sheet
	offered   []equipment          // those that may be asked for here, by name
	names     []ui.Option          // in whose name who asks may ask
	list      []workspace.Booking
	values    url.Values
	problems  ui.Problems
}

// Bookings answers /espace/campus/{slug}/reservations.
func (p *Pages) Bookings(r *page.Request) (page.Answer, error) {
	d, err := p.openDesk(r)
	if err != nil {
		return page.Answer{}, err
	}
	return d.answer(0), nil
}

func (p *Pages) openDesk(r *page.Request) (*desk, error) {
	cam, err := campusOf(r)
	if err != nil {
		return nil, err
	}
	d := &desk{r: r, cam: cam, equipment: make(map[string]equipment), values: url.Values{}}
	sheets, err := p.store.Sheets(r.Context, cam.ID)
	if err != nil {
		return nil, err
	}
	for i := range sheets {
		if sheets[i].Kind != workspace.KindEquipment || sheets[i].State != workspace.Public {
			continue
		}
		doc, err := workspace.Parse(sheets[i].Kind, sheets[i].Body)
		if err != nil {
			return nil, err
		}
		e := doc.(*workspace.Equipment)
		clock := geo.Clock(e.Commune)
		if e.Commune == "" {
			clock = geo.Clock(cam.Commune)
		}
		d.equipment[sheets[i].Sheet] = equipment{sheets[i].Sheet, e, r.Now.In(clock)}
		if e.Bookable {
			d.offered = append(d.offered, d.equipment[sheets[i].Sheet])
		}
	}
	slices.SortFunc(d.offered, func(a, b equipment) int { return strings.Compare(a.Name, b.Name) })
	if r.May(account.CampusBook, object(r, cam)) {
		d.names = append(d.names, ui.Option{Label: cam.Name})
	}
	for i := range cam.Members {
		o := cam.Members[i].Organisation
		if d.speaksFor(o.ID) && !slices.ContainsFunc(d.names, func(x ui.Option) bool { return x.Value == string(o.ID) }) {
			d.names = append(d.names, ui.Option{Value: string(o.ID), Label: o.Name})
		}
	}
	// What ended some days ago is still of use to who looks for it.
	d.list, err = p.store.Bookings(r.Context, cam.ID, r.Now.AddDate(0, -1, 0).Format(workspace.Clock))
	return d, err
}

// speaksFor reports whether who asks may book in the name of an organisation.
func (d *desk) speaksFor(id campus.OrgID) bool {
	scope := account.Scope{Kind: account.Organisation, ID: string(id)}
	return d.r.May(account.CampusBook, account.Object{Kind: account.CampusKind, ID: string(d.cam.ID), Within: []account.Scope{scope}})
}

// answers reports whether who asks may answer a request: those who write the sheets of the
// campus, and the people of the member that owns the equipment.
func (d *desk) answers(b *workspace.Booking) bool {
	e, ok := d.equipment[b.Sheet]
	return d.r.May(account.CampusEdit, object(d.r, d.cam)) || ok && e.Owner != "" && d.speaksFor(e.Owner)
}

// mine reports whether who asks made a request.
func (d *desk) mine(b *workspace.Booking) bool { return b.Author == string(d.r.Who.Person.ID) }

// thing is what the equipment of a request is called.
func (d *desk) thing(b *workspace.Booking) string {
	if e, ok := d.equipment[b.Sheet]; ok {
		return e.Name
	}
	return d.r.T.T("booking.gone")
}

// asker is in whose name a request is made.
func (d *desk) asker(b *workspace.Booking) string {
	for i := range d.cam.Members {
		if o := d.cam.Members[i].Organisation; o.ID == b.Organisation {
			return o.Name
		}
	}
	if b.Organisation != "" {
		return string(b.Organisation)
	}
	return d.cam.Name
}

// clashes are the requests of consequence for the same equipment at the same time.
func (d *desk) clashes(b *workspace.Booking) (list []*workspace.Booking) {
	for i := range d.list {
		if o := &d.list[i]; o.ID != b.ID && o.Holds() && b.Holds() && b.Meets(o) {
			list = append(list, o)
		}
	}
	return list
}

// when says the time of a request.
func when(t *text.Texts, b *workspace.Booking) string {
	return t.T("booking.when", hourOf(t, b.Start), hourOf(t, b.End))
}

func hourOf(t *text.Texts, s string) string {
	at, err := time.Parse(workspace.Clock, s)
	if err != nil {
		return s
	}
	return t.T("booking.hour", t.Day(date.DayOf(at)), at.Format("15:04"))
}

func (d *desk) answer(status int) page.Answer {
	a := page.Answer{Status: status, Head: head(d.r, d.cam, d.r.T.T("booking.title")), Body: bookingPage(d)}
	if status != 0 {
		a.Head.Title = d.r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a
}

// Book asks for equipment, or answers a request.
func (p *Pages) Book(r *page.Request) (page.Answer, error) {
	d, err := p.openDesk(r)
	if err != nil {
		return page.Answer{}, err
	}
	back := page.Answer{Redirect: r.Link(bookingPath(d.cam))}
	var field string
	switch r.Form.Get("faire") {
	case "demander":
		field = "start"
		err = p.ask(d)
	case "accepter", "refuser", "renoncer":
		i := slices.IndexFunc(d.list, func(b workspace.Booking) bool { return b.ID == r.Form.Get("demande") })
		if i < 0 {
			return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
		}
		field = "demande-" + d.list[i].ID
		err = p.move(d, &d.list[i])
	default:
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	if k := fault.KindOf(err); err != nil && (k == fault.Conflict || k == fault.Invalid) {
		d.problems.Add(field, ui.Sentence(r, err))
	} else if err != nil {
		return page.Answer{}, err
	}
	if len(d.problems) > 0 {
		d.values = r.Form
		return d.answer(422), nil
	}
	return back, nil
}

// ask keeps a request.
func (p *Pages) ask(d *desk) error {
	form := d.r.Form
	if len(d.names) == 0 {
		return fault.New(fault.Denied, "atelier.denied")
	}
	org := form.Get("organisation")
	if !slices.ContainsFunc(d.names, func(x ui.Option) bool { return x.Value == org }) {
		d.problems.Add("organisation", d.r.T.T("booking.name"))
	}
	e, ok := d.equipment[form.Get("sheet")]
	if !ok || !e.Bookable {
		d.problems.Add("sheet", d.r.T.T("booking.choose"))
		return nil
	}
	b := workspace.Booking{
		Sheet: e.sheet, Campus: d.cam.ID, Organisation: campus.OrgID(org), Author: string(d.r.Who.Person.ID),
		Start: form.Get("start") + "T" + form.Get("start_hour"), End: form.Get("end") + "T" + form.Get("end_hour"),
		Purpose: strings.TrimSpace(strings.ReplaceAll(form.Get("purpose"), "\r\n", "\n")),
	}
	for _, wrong := range b.Check(e.now) {
		d.problems.Add(wrong.Field, ui.Sentence(d.r, wrong))
	}
	if len(d.problems) > 0 {
		return nil
	}
	cam, scopes := d.cam, object(d.r, d.cam).Within[:1]
	if e.Owner != "" {
		scopes = append(slices.Clone(scopes), account.Scope{Kind: account.Organisation, ID: string(e.Owner)})
	}
	return p.store.AskBooking(d.r.Context, b, notice.News{
		Kind: notice.BookingAsked, Key: "booking_asked/" + b.Sheet, Path: bookingPath(cam), Scopes: scopes,
		Roles: []account.Role{account.Director, account.ProjectOfficer, account.Member},
		Say:   func(t *text.Texts) string { return t.T("notice.booking_asked", e.Name, when(t, &b), cam.Name) },
	})
}

// move answers a request, or gives it up.
func (p *Pages) move(d *desk, b *workspace.Booking) error {
	to := map[string]workspace.BookingState{"accepter": workspace.Accepted, "refuser": workspace.Declined, "renoncer": workspace.GivenUp}[d.r.Form.Get("faire")]
	switch {
	case to == workspace.GivenUp && !d.mine(b), to != workspace.GivenUp && !d.answers(b):
		return fault.New(fault.Denied, "atelier.denied")
	case to == workspace.GivenUp && !b.Holds(), to != workspace.GivenUp && b.State != workspace.Asked:
		return fault.New(fault.Conflict, "booking.moved")
	}
	name, cam, reason := d.thing(b), d.cam, d.r.Form.Get("motif")
	news := notice.News{
		Kind: notice.BookingMoved, Key: "booking_moved/" + b.ID, Path: bookingPath(cam), People: []account.PersonID{account.PersonID(b.Author)},
		Say: func(t *text.Texts) string {
			switch to {
			case workspace.Accepted:
				return t.T("notice.booking_accepted", name, when(t, b), cam.Name)
			case workspace.Declined:
				return t.T("notice.booking_declined", name, when(t, b), cam.Name, reason)
			}
			return t.T("notice.booking_given_up", name, when(t, b), cam.Name)
		},
	}
	if to == workspace.GivenUp { // told to those who would have answered
		news.People, news.Scopes = nil, object(d.r, cam).Within[:1]
		news.Roles = []account.Role{account.Director, account.ProjectOfficer}
	}
	return p.store.MoveBooking(d.r.Context, *b, to, string(d.r.Who.Person.ID), reason, news)
}

// Calendar answers /espace/campus/{slug}/reservations.ics: what is granted, for who may
// see the workspace.
func (p *Pages) Calendar(r *page.Request) (page.Answer, error) {
	d, err := p.openDesk(r)
	if err != nil {
		return page.Answer{}, err
	}
	cal := ical.NewCalendarFor("Continuum")
	cal.SetMethod(ical.MethodPublish)
	cal.SetXWRCalName(r.T.T("booking.title") + " – " + d.cam.Name)
	for i := range d.list {
		b := &d.list[i]
		if b.State != workspace.Accepted {
			continue
		}
		e := d.equipment[b.Sheet]
		clock := geo.Clock(d.cam.Commune)
		if e.Equipment != nil {
			clock = e.now.Location()
		}
		start, wrong := time.ParseInLocation(workspace.Clock, b.Start, clock)
		end, bad := time.ParseInLocation(workspace.Clock, b.End, clock)
		if wrong != nil || bad != nil {
			continue // the store refuses it
		}
		v := cal.AddEvent("continuum-reservation-" + b.ID)
		v.SetDtStampTime(b.At)
		v.SetStartAt(start)
		v.SetEndAt(end)
		v.SetSummary(d.thing(b) + " – " + d.asker(b))
		if e.Equipment != nil {
			v.SetLocation(e.Place)
		}
	}
	var b strings.Builder
	err = cal.SerializeTo(&b, ical.WithNewLineWindows)
	return page.Answer{Raw: []byte(b.String()), ContentType: "text/calendar; charset=utf-8", Filename: "reservations-" + d.cam.Slug + ".ics"}, err
}

// line is an entry of the form of a request.
func (d *desk) line(name string, most int) ui.Field {
	key := text.Key("booking.entry." + name)
	return ui.Field{Name: name, Label: d.r.T.T(key), Hint: d.r.T.T(key + ".hint"), Value: d.values.Get(name), Error: d.problems.Of(name), MaxLength: most, Required: true}
}

func (d *desk) hour(name string) ui.Field {
	f := d.line(name, 0)
	f.Type = "time"
	return f
}

func (d *desk) choices() []ui.Option {
	options := []ui.Option{{Label: d.r.T.T("atelier.choose")}}
	for _, e := range d.offered {
		options = append(options, ui.Option{Value: e.sheet, Label: e.Name, Selected: d.values.Get("sheet") == e.sheet})
	}
	return options
}

func (d *desk) askers() []ui.Option {
	options := slices.Clone(d.names)
	for i := range options {
		options[i].Selected = options[i].Value == d.values.Get("organisation")
	}
	return options
}
