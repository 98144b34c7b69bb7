package espacedossiers

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strings"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/labelling/prefill"
	"continuum/internal/ruleset"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// BeginPath is where a dossier is begun.
const BeginPath = Path + "/nouveau"

// beginning is the form by which a dossier is begun.
type beginning struct {
	r        *page.Request
	calls    []labelling.Call // open, that who asks may answer
	rules    map[labelling.CallID]*ruleset.Ruleset
	campuses []*catalog.Campus
	seats    []geo.Territory // académies of a campus that the register does not hold
	orgs     []account.Scope // organisations for which who asks carries dossiers
	values   url.Values
	problems ui.Problems
}

// openCalls are the calls that may still be answered: begun, and with an act of some author
// that is not yet too late.
func (p *Pages) openCalls(r *page.Request) (open []labelling.Call, rules map[labelling.CallID]*ruleset.Ruleset, err error) {
	calls, err := p.store.Calls(r.Context)
	if err != nil {
		return nil, nil, err
	}
	rules = make(map[labelling.CallID]*ruleset.Ruleset)
	for _, c := range calls {
		if r.Now.Before(c.Opens) {
			continue
		}
		_, rs, err := p.store.Call(r.Context, c.ID)
		if err != nil {
			return nil, nil, err
		}
		if stillTaken(rs, &c, r) {
			open, rules[c.ID] = append(open, c), rs
		}
	}
	return open, rules, nil
}

// stillTaken reports whether a dossier begun now could be handed in.
func stillTaken(rs *ruleset.Ruleset, c *labelling.Call, r *page.Request) bool {
	for _, t := range rs.Transitions {
		if t.Before == "" || !slices.ContainsFunc(t.From, func(s ruleset.StateID) bool { return rs.Takes(s, ruleset.Edit) }) {
			continue
		}
		end, ok := c.Deadlines[t.Before]
		return !ok || r.Now.Before(end) // the first act is the one that a new dossier has before it
	}
	return true
}

// beginning gathers what who asks may begin; it is not there for who may begin nothing.
func (p *Pages) beginning(r *page.Request) (*beginning, error) {
	f := &beginning{r: r, values: url.Values{}}
	for i := range r.Catalog.Campuses {
		cam := &r.Catalog.Campuses[i]
		if capacity.Begins(*r.Who, capacity.PlaceOf(r.Catalog, &labelling.Dossier{Campus: string(cam.ID)})) {
			f.campuses = append(f.campuses, cam)
		}
	}
	for _, g := range r.Who.Grants {
		if g.Scope.Kind == account.Organisation && capacity.Begins(*r.Who, capacity.Place{Home: []account.Scope{g.Scope}}) && !slices.Contains(f.orgs, g.Scope) {
			f.orgs = append(f.orgs, g.Scope)
		}
	}
	for _, t := range r.Catalog.Atlas.OfKind(geo.Academie) {
		if len(f.orgs) > 0 || capacity.Begins(*r.Who, capacity.PlaceOf(r.Catalog, &labelling.Dossier{Academie: t.Code})) {
			f.seats = append(f.seats, t)
		}
	}
	if len(f.campuses)+len(f.seats) == 0 {
		return nil, missing()
	}
	var err error
	f.calls, f.rules, err = p.openCalls(r)
	return f, err
}

// Begin answers /espace/dossiers/nouveau.
func (p *Pages) Begin(r *page.Request) (page.Answer, error) {
	f, err := p.beginning(r)
	if err != nil {
		return page.Answer{}, err
	}
	if q, err := url.ParseQuery(r.Query); err == nil {
		f.values = q
	}
	return f.answer(), nil
}

func (f *beginning) answer() page.Answer {
	h := espace.Head(f.r, f.r.T.T("dossier.begin"))
	h.Crumbs = []page.Crumb{{Label: f.r.T.T("space.home"), Path: espace.Path}, {Label: f.r.T.T("dossier.list"), Path: Path}, {Label: f.r.T.T("dossier.begin")}}
	a := page.Answer{Head: h, Body: begin(f)}
	if len(f.problems) > 0 {
		a.Status = 422
		a.Head.Title = f.r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a
}

// maxTitle bounds the title of a new campus, in characters.
const maxTitle = 200

// BeginNow begins a dossier with what the site knows.
func (p *Pages) BeginNow(r *page.Request) (page.Answer, error) {
	f, err := p.beginning(r)
	if err != nil {
		return page.Answer{}, err
	}
	f.values = r.Form
	rules := f.rules[labelling.CallID(r.Form.Get("appel"))]
	d := labelling.Dossier{
		ID: labelling.DossierID("d-" + strings.ToLower(rand.Text()[:16])), Call: labelling.CallID(r.Form.Get("appel")),
		Kind: r.Form.Get("nature"), Category: r.Form.Get("categorie"),
	}
	if rules == nil {
		f.problems.Add("appel", r.T.T("dossier.begin.call"))
		return f.answer(), nil
	}
	switch kind := rules.Kind(d.Kind); {
	case kind == nil:
		f.problems.Add("nature", r.T.T("dossier.begin.kind"))
	case kind.Campus == "known":
		err = p.ofKnown(f, rules, &d)
	default:
		f.ofNew(rules, &d)
	}
	if rules.Category(d.Category) == nil {
		f.problems.Add("categorie", r.T.T("dossier.begin.category"))
	}
	if err != nil || len(f.problems) > 0 {
		return f.answer(), err
	}
	err = p.store.BeginDossier(r.Context, me(r), d)
	switch fault.KindOf(err) {
	case fault.Conflict:
		f.problems.Add("campus", r.T.T("dossier.begin.twice"))
		return f.answer(), nil
	case fault.Invalid:
		f.problems.Add("nature", ui.Sentence(r, err))
		if err != nil {
			return f.answer(), nil
		}
	}
	return page.Answer{Redirect: r.Link(Path + "/" + string(d.ID))}, err
}

// ofKnown fills a dossier about a campus of the register.
func (p *Pages) ofKnown(f *beginning, rules *ruleset.Ruleset, d *labelling.Dossier) error {
	i := slices.IndexFunc(f.campuses, func(c *catalog.Campus) bool { return c.Slug == f.values.Get("campus") })
	if i < 0 {
		f.problems.Add("campus", f.r.T.T("dossier.begin.campus"))
		return nil
	}
	cam := f.campuses[i]
	d.Campus = string(cam.ID)
	var last *prefill.Last
	switch c, reserves, err := p.store.LastGranted(f.r.Context, cam.ID); {
	case err == nil:
		last = &prefill.Last{Dossier: c.Dossier, Reserves: reserves}
	case fault.KindOf(err) != fault.NotFound:
		return err
	}
	d.Values = prefill.Values(rules, f.r.Catalog, cam, last)
	return nil
}

// ofNew fills a dossier about a campus that the register does not hold: where it lies is what
// rights on it follow from, so that it is one of the places for which who asks may begin.
func (f *beginning) ofNew(rules *ruleset.Ruleset, d *labelling.Dossier) {
	i := slices.IndexFunc(f.seats, func(t geo.Territory) bool { return t.Code == f.values.Get("academie") })
	if i < 0 {
		f.problems.Add("academie", f.r.T.T("dossier.begin.seat"))
	} else {
		d.Academie = f.seats[i].Code
	}
	if len(f.orgs) > 0 {
		d.Organisation = f.orgs[0].ID
		if j := slices.IndexFunc(f.orgs, func(s account.Scope) bool { return s.ID == f.values.Get("organisation") }); j >= 0 {
			d.Organisation = f.orgs[j].ID
		}
	}
	title := strings.TrimSpace(f.values.Get("titre"))
	if n := len([]rune(title)); n == 0 || n > maxTitle {
		f.problems.Add("titre", f.r.T.T("dossier.begin.title", maxTitle))
	}
	d.Values = make(map[string]labelling.Version)
	put := func(field string, v labelling.Value) {
		if x := rules.Field(field); x != nil {
			if clean, refused := labelling.Clean(x, v); refused == nil {
				d.Values[field] = labelling.Version{Value: clean}
			}
		}
	}
	put("title", labelling.Value{Text: title})
	if i >= 0 {
		put(labelling.AcademieField, labelling.Value{List: []string{d.Academie}})
		put("regions", labelling.Value{List: []string{f.seats[i].Region}})
	}
}

func (f *beginning) options(list []ui.Option, name string) []ui.Option {
	for i := range list {
		list[i].Selected = list[i].Value == f.values.Get(name)
	}
	return list
}

func (f *beginning) callOptions() (list []ui.Option) {
	for _, c := range f.calls {
		list = append(list, ui.Option{Value: string(c.ID), Label: c.Title})
	}
	return f.options(list, "appel")
}

// kindOptions and categoryOptions are those of the calls that are open, each once.
func (f *beginning) kindOptions() (list []ui.Option) {
	for _, c := range f.calls {
		for _, k := range f.rules[c.ID].Kinds {
			asked := len(c.Kinds) == 0 || slices.Contains(c.Kinds, k.ID)
			possible := k.Campus == "known" && len(f.campuses) > 0 || k.Campus != "known" && len(f.seats) > 0
			if asked && possible && !slices.ContainsFunc(list, func(o ui.Option) bool { return o.Value == k.ID }) {
				list = append(list, ui.Option{Value: k.ID, Label: k.Name})
			}
		}
	}
	return f.options(list, "nature")
}

func (f *beginning) categoryOptions() (list []ui.Option) {
	for _, c := range f.calls {
		for _, k := range f.rules[c.ID].Categories {
			if (len(c.Categories) == 0 || slices.Contains(c.Categories, k.ID)) && !slices.ContainsFunc(list, func(o ui.Option) bool { return o.Value == k.ID }) {
				list = append(list, ui.Option{Value: k.ID, Label: k.Name})
			}
		}
	}
	return f.options(list, "categorie")
}

func (f *beginning) campusOptions() []ui.Option {
	list := []ui.Option{{Label: f.r.T.T("dossier.begin.none")}}
	for _, c := range f.campuses {
		list = append(list, ui.Option{Value: c.Slug, Label: c.Name})
	}
	return f.options(list, "campus")
}

func (f *beginning) seatOptions() []ui.Option {
	list := []ui.Option{{Label: f.r.T.T("dossier.begin.none")}}
	for _, t := range f.seats {
		list = append(list, ui.Option{Value: t.Code, Label: t.Name})
	}
	return f.options(list, "academie")
}

func (f *beginning) orgOptions() (list []ui.Option) {
	for _, s := range f.orgs {
		list = append(list, ui.Option{Value: s.ID, Label: perimeter.Name(f.r.Catalog, s)})
	}
	return f.options(list, "organisation")
}

func (f *beginning) entry(name string) ui.Field {
	return ui.Field{Name: name, Label: f.r.T.T(labelOf(name)), Error: f.problems.Of(name)}
}
