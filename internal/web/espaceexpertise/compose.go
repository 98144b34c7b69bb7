package espaceexpertise

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/expertise"
	"continuum/internal/expertise/tie"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// ComposePath is where a panel is begun, for the call that the parameter appel names.
const ComposePath = Path + "/nouveau"

// composeForm is a panel that forms: what it may read and who may sit, with what the site
// knows of both.
type composeForm struct {
	call      *labelling.Call
	rules     *ruleset.Ruleset
	terms     expertise.PanelRules
	id        string
	version   int64 // 0 for a panel to be made
	dossiers  []offered
	seats     []seat
	president string
	names     map[string]string // of people
	problems  ui.Problems
}

// offered is a dossier that the panel may read.
type offered struct {
	expertise.Dossier
	given bool
}

// seat is someone who may sit.
type seat struct {
	store.Candidate
	sits bool
	most string // as typed
}

// Compose shows the form of a panel to be made.
func (p *Pages) Compose(r *page.Request) (page.Answer, error) {
	return p.composing(r, nil, p.showComposed)
}

// ComposeNow does what the form of a panel to be made asks.
func (p *Pages) ComposeNow(r *page.Request) (page.Answer, error) {
	return p.composing(r, nil, p.compose)
}

// composing reads what a panel may be composed of, for who may compose it; panel is nil for
// one to be made.
func (p *Pages) composing(r *page.Request, panel *store.Panel, then func(*page.Request, *composeForm) (page.Answer, error)) (page.Answer, error) {
	f := &composeForm{names: make(map[string]string)}
	q, _ := url.ParseQuery(r.Query)
	id := labelling.CallID(q.Get("appel"))
	if panel != nil {
		id, f.id, f.version = labelling.CallID(panel.Call), panel.ID, panel.Version
	}
	if !r.May(account.PanelManage, account.Object{Kind: account.CallKind, ID: string(id)}) {
		return missing()
	}
	var err error
	if f.call, f.rules, err = p.store.Call(r.Context, id); fault.KindOf(err) == fault.NotFound {
		return missing()
	} else if err != nil {
		return page.Answer{}, err
	}
	if f.terms, err = expertise.RulesOf(f.rules); err != nil {
		return page.Answer{}, err
	}
	if err := p.offer(r, f); err != nil {
		return page.Answer{}, err
	}
	if err := p.candidates(r, f, panel); err != nil {
		return page.Answer{}, err
	}
	if panel == nil {
		f.id = string(id)
	}
	return then(r, f)
}

// offer reads the dossiers of the call that are to be read, that no other panel has and to
// which one may give readers.
func (p *Pages) offer(r *page.Request, f *composeForm) error {
	return p.store.ToRead(r.Context, f.call.ID, func(c *labelling.Case, h store.Hands) {
		d := tie.Dossier(r.Catalog, c, h.Authors, h.Instructors)
		d.Phase = string(c.Rules.State(c.Dossier.State).Phase)
		if h.Panel != "" && (f.version == 0 || h.Panel != f.id) || !r.May(account.AssignReaders, object(r, &d, account.Sealed, 0)) {
			return
		}
		f.dossiers = append(f.dossiers, offered{d, h.Panel != ""})
	})
}

// candidates reads who may sit, and who sits in the panel.
func (p *Pages) candidates(r *page.Request, f *composeForm, panel *store.Panel) error {
	list, err := p.store.Candidates(r.Context)
	if err != nil {
		return err
	}
	for _, c := range list {
		s := seat{Candidate: c}
		if s.Profile.Most == 0 {
			s.Profile.Most = expertise.UsualMost
		}
		if panel != nil {
			for _, m := range panel.Members {
				if m.Expert == s.expert() {
					s.sits, s.Profile.College = true, m.College
					if m.President {
						f.president = string(m.Expert)
					}
				}
			}
		}
		s.most = strconv.Itoa(s.Profile.Most)
		f.names[string(c.Person.ID)] = cmp.Or(c.Person.Name, string(c.Person.ID))
		f.seats = append(f.seats, s)
	}
	for i := range f.dossiers {
		of := &f.dossiers[i].Parties
		for _, id := range slices.Concat(of.Authors, of.Signatories, of.Instructors) {
			if _, known := f.names[id]; known {
				continue
			}
			who, err := p.store.Person(r.Context, id)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			f.names[id] = who.Name // nobody's once erased: not shown
		}
	}
	return nil
}

func (s *seat) expert() expertise.ExpertID { return expertise.ExpertID(s.Person.ID) }

// in names an entry of the seat in the form.
func (s *seat) in(name string) string { return name + "-" + string(s.Person.ID) }

// panelID is what a panel may be called: it is in addresses.
var panelID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// employer is a UAI, SIRET or SIREN; identifiers of the register are looked up.
var employer = regexp.MustCompile(`^(\d{7}[A-Za-z]|\d{9}|\d{14})$`)

// compose reads the form, then counts, keeps or starts the panel.
func (p *Pages) compose(r *page.Request, f *composeForm) (page.Answer, error) {
	fresh := f.version == 0
	if fresh {
		f.id = strings.TrimSpace(r.Form.Get("nom"))
		if !panelID.MatchString(f.id) || f.id == "nouveau" {
			f.problems.Add("nom", r.T.T("expertise.compose.name.bad"))
		} else if _, err := p.store.PanelOf(r.Context, f.id); fault.KindOf(err) != fault.NotFound {
			if err != nil {
				return page.Answer{}, err
			}
			f.problems.Add("nom", r.T.T("expertise.compose.name.taken"))
		}
	}
	version, _ := strconv.ParseInt(r.Form.Get("version"), 10, 64)
	for i := range f.dossiers {
		f.dossiers[i].given = slices.Contains(r.Form["dossier"], string(f.dossiers[i].ID))
	}
	f.president = r.Form.Get("preside")
	for i := range f.seats {
		f.seats[i].read(r, f)
	}
	what := r.Form.Get("faire")
	if what == "compter" || len(f.problems) > 0 {
		return p.showComposed(r, f)
	}
	if what != "garder" && what != "composer" {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	err := p.store.Compose(r.Context, string(r.Who.Person.ID), f.id, f.call.ID, version, f.composition(r), what == "composer")
	if fe, is := refusal(r, err); is {
		f.problems = ui.Problems{{Field: "experts", Text: fe[0].Text}}
		return p.showComposed(r, f)
	}
	return page.Answer{Redirect: r.Link(Path + "/" + f.id)}, err
}

// read takes what is typed of a seat.
func (s *seat) read(r *page.Request, f *composeForm) {
	s.sits = r.Form.Get(s.in("siege")) == "oui"
	s.most = strings.TrimSpace(r.Form.Get(s.in("plus")))
	s.Profile = expertise.Profile{
		College: expertise.College(r.Form.Get(s.in("college"))), Employer: strings.Join(strings.Fields(r.Form.Get(s.in("employeur"))), ""),
		Region: r.Form.Get(s.in("region")), Most: number(s.most),
	}
	for _, code := range r.Form[s.in("secteur")] {
		if r.Catalog.Sector(code) != nil {
			s.Profile.Sectors = append(s.Profile.Sectors, campus.SectorCode(code))
		}
	}
	if !s.sits {
		return
	}
	name := f.names[string(s.Person.ID)]
	if f.terms.Colleges.Of(s.Profile.College) < 0 {
		f.problems.Add(s.in("college"), r.T.T("expertise.compose.college.choose", name))
	}
	if e := s.Profile.Employer; e != "" && !employer.MatchString(e) && tie.Organisation(r.Catalog, e) == nil {
		f.problems.Add(s.in("employeur"), r.T.T("expertise.compose.employer.bad", name))
	}
	if !s.Profile.Valid() {
		f.problems.Add(s.in("plus"), r.T.T("expertise.compose.most.bad", name))
	}
}

// composition is what the form says, with the ties that the site knows.
func (f *composeForm) composition(r *page.Request) *expertise.Composition {
	c := &expertise.Composition{Rules: f.terms, Profiles: make(map[expertise.ExpertID]expertise.Profile)}
	for i := range f.seats {
		s := &f.seats[i]
		if !s.sits {
			continue
		}
		c.Experts = append(c.Experts, tie.Expert(r.Catalog, s.Subject, &s.Profile, s.Past))
		c.Profiles[s.expert()] = s.Profile
		if f.president == string(s.Person.ID) && s.Presides() {
			c.President = s.expert()
		}
	}
	for _, d := range f.dossiers {
		if d.given {
			c.Dossiers = append(c.Dossiers, d.Dossier)
		}
	}
	return c
}

func (p *Pages) showComposed(r *page.Request, f *composeForm) (page.Answer, error) {
	a := page.Answer{Head: espace.Head(r, r.T.T("expertise.compose")), Body: composePage(r, f, f.composition(r))}
	if len(f.problems) > 0 {
		a.Status = 422
		a.Head.Title = r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a, nil
}
