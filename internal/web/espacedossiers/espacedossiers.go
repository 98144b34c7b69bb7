// Package espacedossiers is where dossiers are begun, written, instructed, proposed and
// signed: /espace/dossiers. What each may see and do is asked of package capacity, dossier
// by dossier and at each post; what one may not see is as if it did not exist.
package espacedossiers

import (
	"context"
	"slices"

	"continuum/internal/account"
	"continuum/internal/attachment"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/throttle"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
)

// Path is that of the list; a dossier, then a part of it, follow.
const Path = espace.DossiersPath

// Store is what these pages need of the store; see package store for what each fails with.
type Store interface {
	Calls(ctx context.Context) ([]labelling.Call, error)
	Call(ctx context.Context, id labelling.CallID) (*labelling.Call, *ruleset.Ruleset, error)
	Dossiers(ctx context.Context, call labelling.CallID, after labelling.DossierID, limit int) ([]store.DossierLine, error)
	Dossier(ctx context.Context, id labelling.DossierID) (*labelling.Case, error)
	DossierHead(ctx context.Context, id labelling.DossierID) (*labelling.Case, error)
	// DossierPlace reads of a dossier where it lies, in one statement.
	DossierPlace(ctx context.Context, id labelling.DossierID) (*labelling.Dossier, error)
	LastGranted(ctx context.Context, id campus.ID) (*labelling.Case, []string, error)
	BeginDossier(ctx context.Context, by labelling.PersonID, d labelling.Dossier) error
	SaveFields(ctx context.Context, by labelling.PersonID, role ruleset.Role, id labelling.DossierID, edits []labelling.Edit) ([]labelling.Change, []labelling.Clash, error)
	History(ctx context.Context, id labelling.DossierID, field string) ([]labelling.Version, error)
	AttachPiece(ctx context.Context, by labelling.PersonID, role ruleset.Role, id labelling.DossierID, p labelling.Attachment, replaced string) error
	RemovePiece(ctx context.Context, by labelling.PersonID, role ruleset.Role, id labelling.DossierID, piece string) error
	RecordOpinion(ctx context.Context, by labelling.PersonID, role ruleset.Role, id labelling.DossierID, o labelling.Opinion) error
	SignDossier(ctx context.Context, id labelling.DossierID, s labelling.Signature) error
	AskWithdrawal(ctx context.Context, id labelling.DossierID, s labelling.Signature) error
	MoveDossier(ctx context.Context, id labelling.DossierID, act labelling.Act) (ruleset.StateID, error)
	Moves(ctx context.Context, id labelling.DossierID) ([]store.MoveDone, error)
	Desk(ctx context.Context, e expertise.ExpertID) ([]expertise.DeskLine, error)
	PanelOf(ctx context.Context, id string) (store.Panel, error)
	Person(ctx context.Context, id string) (account.Person, error)
}

// uploadsAtOnce is how many files are taken in at once: each is held in memory while it is
// looked at. uploadsWaiting is how many wait.
const (
	uploadsAtOnce  = 4
	uploadsWaiting = 60
)

// Pages are those of dossiers.
type Pages struct {
	store Store
	files *attachment.Desk
	turn  *throttle.Queue
}

// New returns the pages over a store and a desk where files are taken in.
func New(s Store, files *attachment.Desk) *Pages {
	return &Pages{s, files, throttle.NewQueue(uploadsAtOnce, uploadsWaiting)}
}

// view is a dossier before who asks.
type view struct {
	*capacity.Standing
	r     *page.Request
	p     *Pages
	names map[labelling.PersonID]string
	line  *expertise.DeskLine // what a panel asks of who asks about it, nil for nothing
}

// me is who is signed in, as dossiers know them.
func me(r *page.Request) labelling.PersonID { return labelling.PersonID(r.Who.Person.ID) }

func missing() error { return fault.New(fault.NotFound, "error.notfound") }

// open finds the dossier of the request, whole, when there is something of it for who asks.
func (p *Pages) open(r *page.Request) (*view, error) {
	return p.find(r, p.store.Dossier)
}

func (p *Pages) find(r *page.Request, read func(context.Context, labelling.DossierID) (*labelling.Case, error)) (*view, error) {
	d, err := p.desk(r)
	if err != nil {
		return nil, err
	}
	id := labelling.DossierID(r.Value("id"))
	where, err := p.store.DossierPlace(r.Context, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && !capacity.Reaches(*r.Who, capacity.PlaceOf(r.Catalog, where), d.of(id) != nil) {
		return nil, missing()
	} else if err != nil {
		return nil, err
	}
	c, err := read(r.Context, id)
	if err != nil {
		return nil, err
	}
	v := &view{Standing: d.standing(r, c), r: r, p: p, names: make(map[labelling.PersonID]string), line: d.of(id)}
	if !v.Sees() {
		return nil, missing()
	}
	return v, nil
}

// desk is what panels of experts ask of who asks: read once a page, for experts alone.
type desk struct {
	lines    []expertise.DeskLine
	presides map[string]bool // panels
}

func (p *Pages) desk(r *page.Request) (*desk, error) {
	d := &desk{presides: make(map[string]bool)}
	if !r.Who.Has(account.Expert, account.PanelPresident) {
		return d, nil
	}
	var err error
	if d.lines, err = p.store.Desk(r.Context, expertise.ExpertID(r.Who.Person.ID)); err != nil {
		return nil, err
	}
	for i := range d.lines {
		id := d.lines[i].Panel
		if _, known := d.presides[id]; known {
			continue
		}
		panel, err := p.store.PanelOf(r.Context, id)
		if err != nil {
			return nil, err
		}
		d.presides[id] = slices.ContainsFunc(panel.Members, func(m expertise.Member) bool {
			return m.President && string(m.Expert) == string(r.Who.Person.ID)
		})
	}
	return d, nil
}

// of is what a panel asks of who asks about a dossier, nil for nothing.
func (d *desk) of(id labelling.DossierID) *expertise.DeskLine {
	i := slices.IndexFunc(d.lines, func(l expertise.DeskLine) bool { return string(l.Dossier.ID) == string(id) })
	if i < 0 {
		return nil
	}
	return &d.lines[i]
}

// standing is who asks before a dossier.
func (d *desk) standing(r *page.Request, c *labelling.Case) *capacity.Standing {
	s := &capacity.Standing{Who: *r.Who, Case: c, Place: capacity.PlaceOf(r.Catalog, c.Dossier)}
	for i := range d.lines {
		if l := &d.lines[i]; string(l.Dossier.ID) == string(c.Dossier.ID) {
			s.Ties |= capacity.TiesOfMember(d.lines, l)
			s.Presides = s.Presides || d.presides[l.Panel]
		}
	}
	s.Ties = capacity.TiesOf(c.Dossier, r.Who.Person.ID, s.Ties)
	return s
}

// path is that of the dossier, and of parts of it.
func (v *view) path(parts ...string) string {
	s := Path + "/" + string(v.Case.Dossier.ID)
	for _, part := range parts {
		s += "/" + part
	}
	return s
}

func (v *view) link(parts ...string) string { return v.r.Link(v.path(parts...)) }

// title is what a dossier is called.
func (v *view) title() string {
	d := v.Case.Dossier
	if s := d.Text("title"); s != "" {
		return s
	}
	return v.r.T.T("dossier.untitled", string(d.ID))
}

// head is that of a page of the dossier, with the way to it.
func (v *view) head(last string) page.Head {
	h := espace.Head(v.r, v.title())
	h.Crumbs = []page.Crumb{{Label: v.r.T.T("space.home"), Path: espace.Path}, {Label: v.r.T.T("dossier.list"), Path: Path}, {Label: v.title(), Path: v.path()}}
	if last == "" {
		h.Crumbs[2].Path = ""
		return h
	}
	h.Title = last + " – " + v.title()
	h.Crumbs = append(h.Crumbs, page.Crumb{Label: last})
	return h
}

// name is what an author is called: a person, or the tool of the site that wrote.
func (p *Pages) name(v *view, id labelling.PersonID) string {
	if n, ok := v.names[id]; ok {
		return n
	}
	n := string(id)
	switch who, err := p.store.Person(v.r.Context, string(id)); {
	case id == "operator" || id == "system":
		n = v.r.T.T("dossier.by.site")
	case err == nil && who.Name != "":
		n = who.Name
	case err == nil || fault.KindOf(err) == fault.NotFound:
		n = v.r.T.T("dossier.by.gone")
	}
	v.names[id] = n
	return n
}

// campusOf is the campus of a dossier, nil when the register does not hold it.
func campusOf(r *page.Request, id string) *catalog.Campus {
	if id == "" {
		return nil
	}
	return r.Catalog.CampusOf(campus.ID(id))
}
