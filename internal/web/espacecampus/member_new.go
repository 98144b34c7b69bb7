package espacecampus

import (
	"net/url"
	"strings"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/member"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// found bounds what a search for a body shows.
const found = 20

// body is an organisation that may become a member.
type body struct {
	name, about string
	link        string // to the form that adds it
	member      bool   // it is one already
}

// search is the first step of adding a member: which body is it?
type search struct {
	asked string
	list  []body
	more  bool
	free  string // link to the form for a body that is in no list; empty: nothing was asked
	wrong string // what was asked looks like a SIRET and is none
}

// NewMember answers /espace/campus/{slug}/nouveau-membre: finds the body, then asks for
// its part.
func (p *Pages) NewMember(r *page.Request) (page.Answer, error) {
	f, err := p.openNew(r)
	if err != nil {
		return page.Answer{}, err
	}
	q, _ := url.ParseQuery(r.Query) // what can't be read says nothing
	switch {
	case q.Has("organisation") || q.Has("uai") || q.Has("libre"):
		facts, err := p.chosen(r, q)
		if err != nil {
			return page.Answer{}, err
		}
		factValues(f.values, facts)
		f.values.Set("role", string(campus.Member))
		f.values.Set("organisation", q.Get("organisation"))
		return f.answer(), nil
	default:
		s, err := p.search(r, f, strings.TrimSpace(q.Get("q")))
		if err != nil {
			return page.Answer{}, err
		}
		return page.Answer{Head: memberHead(r, f.cam, r.T.T("membre.add")), Body: searchPage(f, s)}, nil
	}
}

func (p *Pages) openNew(r *page.Request) (*memberForm, error) {
	cam, err := campusOf(r)
	if err != nil {
		return nil, err
	}
	if err := need(r, cam, account.CampusMembers); err != nil {
		return nil, err
	}
	return &memberForm{r: r, cam: cam, values: url.Values{}, waits: p.waits(r, cam), edits: true, kept: true}, nil
}

// chosen is what is known of the body that one chose.
func (p *Pages) chosen(r *page.Request, q url.Values) (member.Facts, error) {
	if id := q.Get("organisation"); id != "" {
		all, _, err := p.store.Organisations(r.Context)
		for i := range all {
			if string(all[i].ID) == id {
				return member.FactsOf(&all[i]), nil
			}
		}
		return member.Facts{}, firstOf(err, fault.New(fault.NotFound, "member.unknown"))
	}
	if uai := q.Get("uai"); uai != "" {
		m := r.Catalog.Training
		at := m.Establishment(uai)
		if at == training.None {
			return member.Facts{}, fault.New(fault.NotFound, "member.unknown")
		}
		e := &m.Establishments[at]
		return member.Facts{Name: e.Name, Kind: kindOf(e), UAI: campus.UAI(e.UAI), City: e.City, Commune: e.Commune}, nil
	}
	facts := member.Facts{Name: q.Get("libre")}
	if s := siretOf(facts.Name); s != "" {
		facts.Name, facts.SIRET = "", s
	}
	return facts, nil
}

func firstOf(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// kindOf is the kind of a body of the register that an establishment most likely is;
// nothing when several may be.
func kindOf(e *training.Establishment) campus.Kind {
	switch e.Kind {
	case training.LyceePro:
		return campus.LyceePro
	case training.LyceePolyvalent:
		return campus.LyceePolyvalent
	case training.LyceeGeneral:
		return campus.LyceeGT
	case training.CFA:
		return campus.CFA
	case training.University:
		return campus.University
	}
	return ""
}

// siretOf is the SIRET that was asked for, empty when it is none.
func siretOf(asked string) campus.SIRET {
	s := campus.SIRET(strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(asked))
	if s.Valid() {
		return s
	}
	return ""
}

// search finds bodies by UAI, SIRET or name: those of the register, then establishments
// of the offer.
func (p *Pages) search(r *page.Request, f *memberForm, asked string) (*search, error) {
	s := &search{asked: asked}
	if asked == "" || len(asked) > 200 {
		return s, nil
	}
	path := r.Link(pathOf(f.cam)+"/nouveau-membre") + "?"
	all, in, err := p.store.Organisations(r.Context)
	if err != nil {
		return nil, err
	}
	words, bare := campus.Words(asked), strings.ToUpper(strings.ReplaceAll(asked, " ", ""))
	siret := siretOf(asked)
	if siret == "" && len(bare) == 14 && strings.Trim(bare, "0123456789") == "" {
		s.wrong = r.T.T("member.siret")
		return s, nil
	}
	known := make(map[campus.UAI]bool)
	for i := range all {
		o := &all[i]
		if words == "" || !holds(campus.Words(o.Name+" "+o.City), words) && string(o.UAI) != bare && (siret == "" || o.SIRET != siret) {
			continue
		}
		known[o.UAI] = true
		here := false
		for _, id := range in[o.ID] {
			here = here || id == f.cam.ID
		}
		s.list = append(s.list, body{o.Name, o.City, path + url.Values{"organisation": {string(o.ID)}}.Encode(), here})
	}
	m := r.Catalog.Training
	for i := range m.Establishments {
		e := &m.Establishments[i]
		if len(s.list) > found {
			break
		}
		if known[campus.UAI(e.UAI)] || e.UAI != bare && (len(words) < 3 || !holds(campus.Words(e.Name+" "+e.City), words)) {
			continue
		}
		s.list = append(s.list, body{e.Name, e.City + ", UAI " + e.UAI, path + url.Values{"uai": {e.UAI}}.Encode(), false})
	}
	if len(s.list) > found {
		s.list, s.more = s.list[:found], true
	}
	s.free = path + url.Values{"libre": {asked}}.Encode()
	return s, nil
}

// AddMember has a body join the campus.
func (p *Pages) AddMember(r *page.Request) (page.Answer, error) {
	f, err := p.openNew(r)
	if err != nil {
		return page.Answer{}, err
	}
	f.values = r.Form
	x := &reading{r: r}
	c := member.Change{Organisation: campus.OrgID(r.Form.Get("organisation")), Role: campus.Role(x.text("role")), From: x.date("from")}
	if c.Organisation == "" {
		c.Facts = x.facts()
	}
	file := x.file()
	x.add(c.Check())
	x.add(file.Check())
	if f.problems = x.problems; len(f.problems) > 0 {
		return f.refused(fault.Invalid), nil
	}
	if !file.Empty() && !f.waits {
		c.File = file
	}
	err = p.put(r, f.cam, r.Form.Get("name"), []member.Change{c})
	if k := fault.KindOf(err); err != nil && (k == fault.Conflict || k == fault.Invalid) {
		f.problems.Add("role", ui.Sentence(r, err))
		return f.refused(k), nil
	}
	return page.Answer{Redirect: r.Link(membersPath(f.cam))}, err
}

// holds reports whether a name has all the words that were asked for, or their beginnings.
func holds(name, words string) bool {
	for word := range strings.FieldsSeq(words) {
		if !strings.Contains(" "+name, " "+word) {
			return false
		}
	}
	return true
}
