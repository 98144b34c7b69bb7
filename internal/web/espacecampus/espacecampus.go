// Package espacecampus is the workspace of a campus, /espace/campus/{slug}: what its
// people keep of it, what waits to be looked at, what readers report, its members and
// their agreements. The router lets in only who is signed in; what each may see and do is
// asked of account.Decide, and what one may not see is as if it did not exist.
package espacecampus

import (
	"context"
	"slices"
	"time"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/member"
	"continuum/internal/notice"
	"continuum/internal/text"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/workspace"
)

// Path is the list of the campuses that one works for.
const Path = espace.CampusesPath

// Store is what these pages need of the store; see package store.
type Store interface {
	// Sheets returns the last version of each sheet of a campus, and its public one.
	Sheets(ctx context.Context, id campus.ID) ([]workspace.Version, error)
	// SheetHistory returns the versions of a sheet, newest first.
	SheetHistory(ctx context.Context, id string) ([]workspace.Version, error)
	// SaveSheet keeps a new version; fault.Conflict when another came since.
	SaveSheet(ctx context.Context, v workspace.Version, news ...notice.News) (workspace.Version, error)
	// DecideSheet makes a pending version public, or refuses it.
	DecideSheet(ctx context.Context, v workspace.Version, by string, accepted bool, reason string, news ...notice.News) error
	// WithdrawSheet takes a public version off the pages.
	WithdrawSheet(ctx context.Context, v workspace.Version, by, reason string, news ...notice.News) error
	// PublicSheets returns the public version of each sheet of every campus.
	PublicSheets(ctx context.Context) ([]workspace.Version, error)
	// PendingSheets returns what waits to be looked at in every campus, oldest first.
	PendingSheets(ctx context.Context) ([]workspace.Version, error)
	// OpenReports returns what readers report of a campus and nobody has dealt with.
	OpenReports(ctx context.Context, id campus.ID) ([]campus.Report, error)
	// CloseReport marks a report as dealt with.
	CloseReport(ctx context.Context, id string) error

	// Members returns the established members of a campus, those who left included.
	Members(ctx context.Context, id campus.ID) ([]member.Entry, error)
	// Organisations returns those that are established somewhere, with their campuses.
	Organisations(ctx context.Context) ([]campus.Organisation, map[campus.OrgID][]campus.ID, error)
	// Seats returns an organisation with its part in each campus.
	Seats(ctx context.Context, id campus.OrgID) (campus.Organisation, []member.SeatState, error)
	// ChangeMembers makes changes, all or none; fault.Conflict when someone came first.
	ChangeMembers(ctx context.Context, id campus.ID, by string, changes []member.Change) error
	// ProposeMembers keeps changes that wait for someone to accept them.
	ProposeMembers(ctx context.Context, id campus.ID, side member.Side, by string, changes []member.Change, news ...notice.News) error
	// MemberProposals returns the changes that wait.
	MemberProposals(ctx context.Context, id campus.ID) ([]member.Proposal, error)
	// PendingMembers returns those that wait in every campus, oldest first.
	PendingMembers(ctx context.Context) ([]member.Proposal, error)
	// EndorseMember keeps that a campus accepts what its member proposes.
	EndorseMember(ctx context.Context, id campus.ID, proposal, by string, news ...notice.News) error
	// DecideMember makes a change that waits, or refuses it.
	DecideMember(ctx context.Context, id campus.ID, proposal, by string, accepted bool, reason string, news ...notice.News) error
	// SaveMemberFile keeps the agreement and the contact of a member.
	SaveMemberFile(ctx context.Context, seat member.Seat, f member.File, by string) error
	// ConfirmMember keeps that a member said that what a campus says of it is right.
	ConfirmMember(ctx context.Context, seat member.Seat, by string) error
	// MergeMembers makes two bodies one; PartMembers undoes it.
	MergeMembers(ctx context.Context, by string, into campus.Organisation, twin campus.OrgID, seen []campus.ID) error
	PartMembers(ctx context.Context, by string, survivor campus.OrgID, merge string) error
	// ApproveFigure keeps that the governance approves a public figure.
	ApproveFigure(ctx context.Context, v workspace.Version, by string) error
	// Approvals returns when the public figures of a campus were approved, by sheet.
	Approvals(ctx context.Context, id campus.ID) (map[string]time.Time, error)
	// Bookings returns the requests for equipment that end after an instant, by their start.
	Bookings(ctx context.Context, id campus.ID, after string) ([]workspace.Booking, error)
	// AskBooking keeps a request.
	AskBooking(ctx context.Context, b workspace.Booking, news ...notice.News) error
	// MoveBooking accepts, declines or gives up a request; fault.Conflict when another came first.
	MoveBooking(ctx context.Context, b workspace.Booking, to workspace.BookingState, by, reason string, news ...notice.News) error
	// Merges returns the bodies that were made one with another.
	Merges(ctx context.Context, survivor campus.OrgID) ([]member.Merged, error)
}

// Pages is the workspace.
type Pages struct {
	store     Store
	moderated bool // what is written is looked at before it is public
}

// New returns the pages over a store. Where moderated, what people write of their campus
// waits to be looked at, unless they are those who look.
func New(s Store, moderated bool) *Pages { return &Pages{s, moderated} }

// object is what rights on a campus are asked about.
func object(r *page.Request, cam *catalog.Campus) account.Object {
	scope := account.Scope{Kind: account.CampusScope, ID: string(cam.ID)}
	return account.Object{Kind: account.CampusKind, ID: string(cam.ID), Within: within(r, scope)}
}

// within lists the scopes that one lies in.
func within(r *page.Request, s account.Scope) []account.Scope { return perimeter.Of(r.Catalog, s) }

// reads reports whether who asks may see the workspace of a campus: those who hold a right
// on it, and those of its members.
func reads(r *page.Request, cam *catalog.Campus) bool {
	o := object(r, cam)
	for i := range cam.Members {
		o.Within = append(o.Within, account.Scope{Kind: account.Organisation, ID: string(cam.Members[i].Organisation.ID)})
	}
	return r.May(account.CampusRead, o)
}

// pathOf is the workspace of a campus.
func pathOf(cam *catalog.Campus) string { return Path + "/" + cam.Slug }

// campusOf is the campus of the request, when who asks may read its workspace.
func campusOf(r *page.Request) (*catalog.Campus, error) {
	cam, _ := r.Catalog.Campus(r.Value("slug"))
	if cam == nil || !reads(r, cam) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	return cam, nil
}

// need fails with fault.Denied when who asks may not do that on a campus that they see.
func need(r *page.Request, cam *catalog.Campus, a account.Action) error {
	if !r.May(a, object(r, cam)) {
		return fault.New(fault.Denied, "atelier.denied")
	}
	return nil
}

// mayWrite reports whether who asks may open a sheet of that kind: to write it, or to say
// who funds a project.
func mayWrite(r *page.Request, cam *catalog.Campus, k workspace.Kind) bool {
	o := object(r, cam)
	return r.May(actionOf(k), o) || k == workspace.KindProject && r.May(account.CampusFunding, o)
}

// actionOf is what writing a sheet of that kind asks for.
func actionOf(k workspace.Kind) account.Action {
	if k == workspace.KindFigure {
		return account.CampusFigures
	}
	return account.CampusEdit
}

// Index answers /espace/campus.
func (p *Pages) Index(r *page.Request) (page.Answer, error) {
	var mine []*catalog.Campus
	for i := range r.Catalog.Campuses {
		if cam := &r.Catalog.Campuses[i]; reads(r, cam) {
			mine = append(mine, cam)
		}
	}
	return page.Answer{Head: espace.Head(r, r.T.T("atelier.campuses")), Body: index(r, mine)}, nil
}

// view is the workspace of a campus.
type view struct {
	r        *page.Request
	cam      *catalog.Campus
	sheets   []workspace.Version
	reports  []campus.Report
	network  *network
	approved map[string]time.Time // public figures, by sheet
	todo     []workspace.Todo     // for who writes the sheets of the campus
}

// Show answers /espace/campus/{slug}.
func (p *Pages) Show(r *page.Request) (page.Answer, error) {
	cam, err := campusOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	v := &view{r: r, cam: cam}
	if v.network, err = p.networkOf(r, cam); err != nil {
		return page.Answer{}, err
	}
	if v.sheets, err = p.store.Sheets(r.Context, cam.ID); err != nil {
		return page.Answer{}, err
	}
	if v.approved, err = p.store.Approvals(r.Context, cam.ID); err != nil {
		return page.Answer{}, err
	}
	if v.may(account.RegisterEdit) {
		if v.reports, err = p.store.OpenReports(r.Context, cam.ID); err != nil {
			return page.Answer{}, err
		}
	}
	if v.may(account.CampusEdit) {
		if v.todo, err = p.todos(v); err != nil {
			return page.Answer{}, err
		}
	}
	return page.Answer{Head: head(r, cam, ""), Body: workshop(v)}, nil
}

func (v *view) may(a account.Action) bool { return v.r.May(a, object(v.r, v.cam)) }

// begins reports whether who asks may begin a dossier about the campus.
func (v *view) begins() bool {
	return capacity.Begins(*v.r.Who, capacity.PlaceOf(v.r.Catalog, &labelling.Dossier{Campus: string(v.cam.ID)}))
}

// of are the sheets of a kind that who asks may see.
func (v *view) of(k workspace.Kind) (list []workspace.Version) {
	for _, s := range v.sheets {
		if s.Kind == k {
			list = append(list, s)
		}
	}
	return list
}

// title is what a version is called.
func title(r *page.Request, v *workspace.Version) string {
	d, err := workspace.Parse(v.Kind, v.Body)
	switch d := d.(type) {
	case nil:
		_ = err
		return v.Sheet
	case *workspace.Course:
		return courseTitle(r, d)
	case *workspace.Figure:
		return r.T.T("indicator."+text.Key(d.Indicator)) + " – " + r.T.T("atelier.year", d.Year)
	default:
		return d.Title()
	}
}

// head has the way from the home of the space.
func head(r *page.Request, cam *catalog.Campus, last string) page.Head {
	h := espace.Head(r, cam.Name)
	h.Crumbs = []page.Crumb{{Label: r.T.T("space.home"), Path: espace.Path}, {Label: r.T.T("atelier.campuses"), Path: Path}, {Label: cam.Name, Path: pathOf(cam)}}
	if last != "" {
		h.Title = last + " – " + cam.Name
		h.Crumbs = append(h.Crumbs, page.Crumb{Label: last})
	} else {
		h.Crumbs[2].Path = ""
	}
	return h
}

// Act does what a button of the workspace asks.
func (p *Pages) Act(r *page.Request) (page.Answer, error) {
	cam, err := campusOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	back := page.Answer{Redirect: r.Link(pathOf(cam))}
	me := string(r.Who.Person.ID)
	switch r.Form.Get("faire") {
	case "accepter", "refuser":
		v, err := p.asked(r, cam, workspace.Pending, account.RegisterModerate)
		if err != nil {
			return page.Answer{}, err
		}
		return back, p.decideSheet(r, cam, &v, r.Form.Get("faire") == "accepter", r.Form.Get("motif"))
	case "valider":
		v, err := p.asked(r, cam, workspace.Public, account.CampusValidate)
		if err != nil {
			return page.Answer{}, err
		}
		return back, p.store.ApproveFigure(r.Context, v, me)
	case "retirer":
		v, err := p.asked(r, cam, workspace.Public, "")
		if err != nil {
			return page.Answer{}, err
		}
		var news []notice.News
		if p.waits(r, cam) { // it is off the pages at once; who looks is told
			news = append(news, takenOff(r, cam, title(r, &v)))
		}
		return back, p.store.WithdrawSheet(r.Context, v, me, r.Form.Get("motif"), news...)
	case "clore":
		if err := need(r, cam, account.RegisterEdit); err != nil {
			return page.Answer{}, err
		}
		list, err := p.store.OpenReports(r.Context, cam.ID)
		if err != nil {
			return page.Answer{}, err
		}
		if !slices.ContainsFunc(list, func(x campus.Report) bool { return x.ID == r.Form.Get("signalement") }) {
			return page.Answer{}, fault.New(fault.NotFound, "error.notfound") // of another campus, or none
		}
		return back, p.store.CloseReport(r.Context, r.Form.Get("signalement"))
	}
	return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
}

// asked is the version that a form speaks of, in that state, of this campus; who asks may
// do that to it, or write such sheets when no action is said.
func (p *Pages) asked(r *page.Request, cam *catalog.Campus, state workspace.State, a account.Action) (workspace.Version, error) {
	list, err := p.store.Sheets(r.Context, cam.ID)
	if err != nil {
		return workspace.Version{}, err
	}
	for _, v := range list {
		if v.Sheet == r.Form.Get("fiche") && v.State == state {
			if a == "" {
				a = actionOf(v.Kind)
			}
			return v, need(r, cam, a)
		}
	}
	return workspace.Version{}, fault.New(fault.Conflict, "space.moved")
}

// decided is the news for who wrote a version.
func decided(r *page.Request, cam *catalog.Campus, v *workspace.Version, accepted bool, reason string) notice.News {
	name := title(r, v)
	return notice.News{
		Kind: notice.SheetDecided, Key: "sheet_decided", Path: pathOf(cam), People: []account.PersonID{account.PersonID(v.Author)},
		Say: func(t *text.Texts) string {
			if accepted {
				return t.T("notice.sheet_accepted", name, cam.Name)
			}
			return t.T("notice.sheet_refused", name, cam.Name, reason)
		},
	}
}

// handedIn is the news for those who look at what is written before it is public.
func handedIn(r *page.Request, cam *catalog.Campus, name string) notice.News {
	n := forLookers(r, cam)
	n.Path, n.Say = ModerationPath, func(t *text.Texts) string { return t.T("notice.sheet_pending", name, cam.Name) }
	return n
}

// takenOff is the news for the same people that something is public no more.
func takenOff(r *page.Request, cam *catalog.Campus, name string) notice.News {
	n := forLookers(r, cam)
	n.Path, n.Say = pathOf(cam), func(t *text.Texts) string { return t.T("notice.sheet_withdrawn", name, cam.Name) }
	return n
}

func forLookers(r *page.Request, cam *catalog.Campus) notice.News {
	return notice.News{
		Kind: notice.SheetPending, Key: "sheet_pending", Scopes: append(object(r, cam).Within, account.Country),
		Roles: []account.Role{account.RegionalDelegate, account.Coordinator, account.NationalOfficer},
	}
}
