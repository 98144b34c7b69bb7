package member

import (
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
)

// Effect is what a line of a file would do.
type Effect string

// The effects.
const (
	Added   Effect = "added"
	Changed Effect = "changed"
	Ended   Effect = "ended"
	Same    Effect = "same"
	Refused Effect = "refused"
)

// Effects lists the effects in the order of previews.
var Effects = []Effect{Refused, Added, Changed, Ended, Same}

// Step is what one line of a file would do.
type Step struct {
	Line     int
	Name     string
	Effect   Effect
	Change   Change // nothing when the effect is Same or Refused
	Problems []*fault.Error
}

// World is what a file is read against.
type World struct {
	Members []Entry               // of the campus
	All     []campus.Organisation // that the register knows
	Names   []Naming              // what kinds and roles are called, in each language
	// Complete fills in what is known of a body besides what a line says, and says what is
	// wrong with it.
	Complete func(f *Facts) []*fault.Error
}

// planner makes the plan of a file.
type planner struct {
	w     *World
	taken map[string]bool            // memberships that a line speaks of
	files map[campus.OrgID]File      // as the lines before leave them
	fresh []campus.Organisation      // bodies that lines before add
	parts map[string][]campus.Period // by body and role, that lines before add
}

// Plan says what each line of a file would do. A body that is no member joins; one that is
// one keeps what the line does not say. Members that the file does not name stay as they are.
func Plan(s *Sheet, w *World) []Step {
	p := &planner{w: w, taken: make(map[string]bool), files: make(map[campus.OrgID]File), parts: make(map[string][]campus.Period)}
	steps := make([]Step, len(s.Rows))
	entries := make([]*Entry, len(s.Rows))
	// Lines that name a part that is held speak of it; others may then change what is left.
	for i := range s.Rows {
		steps[i], entries[i] = p.read(&s.Rows[i])
		if e := entries[i]; e != nil && steps[i].Effect != Refused {
			if m := p.same(e, &steps[i].Change); m != nil {
				p.take(&steps[i], m)
			}
		}
	}
	for i := range steps {
		if steps[i].Effect != Refused {
			p.settle(&steps[i], entries[i])
		}
	}
	return steps
}

// Changes are those of a plan.
func Changes(steps []Step) (list []Change) {
	for i := range steps {
		if e := steps[i].Effect; e == Added || e == Changed || e == Ended {
			list = append(list, steps[i].Change)
		}
	}
	return list
}

// read is the change that a line asks for, as far as it can be read, and the member that
// it speaks of; nil when the body is none.
func (p *planner) read(r *Row) (Step, *Entry) {
	s := Step{Line: r.Line, Name: shortened(r.cells["nom"])}
	wrong := func(column, key string, args ...any) {
		s.Problems = append(s.Problems, fault.New(fault.Invalid, key, args...).In(column))
	}
	day := func(column string) date.Date {
		d, err := r.day(column)
		if err != nil {
			wrong(column, "member.date")
		}
		return d
	}
	bare := func(column string) string {
		return strings.ToUpper(strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "").Replace(r.cells[column]))
	}
	f := &Facts{Name: r.cells["nom"], UAI: campus.UAI(bare("uai")), SIRET: campus.SIRET(bare("siret")), City: r.cells["ville"], Commune: bare("code_commune")}
	s.Change = Change{
		Facts: f, From: day("debut"), Until: day("fin"),
		File: &File{
			Reference: r.cells["convention_reference"], Signed: day("convention_signature"), Until: day("convention_fin"), Link: r.cells["convention_lien"],
			Contact: Contact{r.cells["contact_nom"], r.cells["contact_fonction"], r.cells["contact_courriel"]},
		},
	}
	var kinds, roles []func(string) string
	for _, n := range p.w.Names {
		kinds, roles = append(kinds, n.Kind), append(roles, n.Role)
	}
	ok := false
	if s.Change.Role, ok = known(r.cells["role"], campus.Roles, roles); !ok {
		wrong("role", "member.role")
	}
	if cell := r.cells["nature"]; cell != "" {
		if f.Kind, ok = known(cell, campus.Kinds, kinds); !ok {
			wrong("nature", "member.kind")
		}
	}
	e := p.member(f)
	if e == nil {
		if o := Find(p.w.All, f); o != nil {
			s.Change.Organisation, s.Change.Facts = o.ID, nil
		} else {
			s.Problems = append(s.Problems, p.w.Complete(f)...)
		}
	} else {
		s.Change.Organisation, s.Change.Facts = e.Organisation.ID, nil
	}
	for _, wrong := range s.Change.Check() {
		column := columnOf[wrong.Field]
		if !slices.ContainsFunc(s.Problems, func(x *fault.Error) bool { return x.Field == column }) {
			s.Problems = append(s.Problems, wrong.In(column))
		}
	}
	if len(s.Problems) > 0 {
		s.Effect, s.Change = Refused, Change{}
	}
	return s, e
}

// columnOf are the columns of the fields of a change.
var columnOf = map[string]string{
	"name": "nom", "kind": "nature", "role": "role", "uai": "uai", "siret": "siret", "city": "ville", "commune": "code_commune", "until": "fin",
	"reference": "convention_reference", "signed": "convention_signature", "agreement_until": "convention_fin", "link": "convention_lien",
	"contact_name": "contact_nom", "contact_function": "contact_fonction", "contact_mail": "contact_courriel",
}

// member is the member that facts describe.
func (p *planner) member(f *Facts) *Entry {
	orgs := make([]campus.Organisation, len(p.w.Members))
	for i := range p.w.Members {
		orgs[i] = p.w.Members[i].Organisation
	}
	o := Find(orgs, f)
	if o == nil {
		return nil
	}
	return &p.w.Members[slices.IndexFunc(orgs, func(x campus.Organisation) bool { return x.ID == o.ID })]
}

// same is the membership of that role that a line speaks of: with its start, or else the
// first that no line speaks of.
func (p *planner) same(e *Entry, c *Change) (found *campus.Membership) {
	for i := range e.Memberships {
		m := &e.Memberships[i]
		if m.Role != c.Role || p.taken[m.ID] {
			continue
		}
		if m.Valid.From == c.From {
			return m
		}
		if found == nil && (m.Valid.Until.IsZero() || m.Valid.Until == c.Until) {
			found = m
		}
	}
	return found
}

// take has a line speak of a membership.
func (p *planner) take(s *Step, m *campus.Membership) {
	p.taken[m.ID] = true
	s.Change.Membership = m.ID
	if s.Change.From.IsZero() {
		s.Change.From = m.Valid.From
	}
	if s.Change.Until.IsZero() {
		s.Change.Until = m.Valid.Until
	}
}

// settle says what a line does, once it is known which memberships others speak of.
func (p *planner) settle(s *Step, e *Entry) {
	c := &s.Change
	if e != nil && c.Membership == "" {
		for i := range e.Memberships {
			if m := &e.Memberships[i]; !p.taken[m.ID] && m.Valid.Until.IsZero() {
				p.take(s, m)
				break
			}
		}
	}
	file := *c.File
	c.File = nil
	if c.Organisation != "" {
		c.File = p.file(c.Organisation, e, file)
	} else if !file.Empty() && Find(p.fresh, c.Facts) == nil {
		c.File = &file
	}
	var old campus.Membership
	if e != nil {
		if i := slices.IndexFunc(e.Memberships, func(m campus.Membership) bool { return m.ID == c.Membership }); i >= 0 {
			old = e.Memberships[i]
		}
	}
	switch {
	case old.ID == "":
		s.Effect = Added
		if p.twice(c, e) {
			s.refuse(fault.New(fault.Invalid, "member.file.twice").In("nom"))
		}
	case old.Role == c.Role && old.Valid == c.Period():
		s.Effect = Same
		if c.File != nil { // what is public stays
			s.Effect = Changed
			s.Change = Change{Organisation: c.Organisation, File: c.File}
		} else {
			s.Change = Change{}
		}
	case p.twice(c, e):
		s.refuse(fault.New(fault.Invalid, "member.file.twice").In("nom"))
	case problemOfOrder(c):
		s.refuse(fault.New(fault.Invalid, "space.order").In("fin"))
	case old.Valid.Until.IsZero() && !c.Until.IsZero():
		s.Effect = Ended
	default:
		s.Effect = Changed
	}
}

func problemOfOrder(c *Change) bool {
	return !c.From.IsZero() && !c.Until.IsZero() && c.Until.Latest() <= c.From.Earliest()
}

func (s *Step) refuse(why *fault.Error) {
	s.Effect, s.Change, s.Problems = Refused, Change{}, append(s.Problems, why)
}

// file is what a line changes of what the campus keeps of a body, nil when nothing.
func (p *planner) file(id campus.OrgID, e *Entry, said File) *File {
	kept, ok := p.files[id]
	if !ok && e != nil {
		kept = e.File
	}
	next := said
	next.Fill(&kept)
	if said.Contact != (Contact{}) { // cell by cell: an empty one says nothing
		next.Contact = kept.Contact
		for _, x := range []struct {
			into *string
			said string
		}{{&next.Contact.Name, said.Contact.Name}, {&next.Contact.Function, said.Contact.Function}, {&next.Contact.Mail, said.Contact.Mail}} {
			if x.said != "" {
				*x.into = x.said
			}
		}
	}
	if next.Same(&kept) || len(next.Check()) > 0 {
		return nil
	}
	next.Version = kept.Version
	left := next
	left.Version++
	p.files[id] = left
	return &next
}

// twice reports whether the part that a line gives is there already, or that of a line
// before, and remembers it.
func (p *planner) twice(c *Change, e *Entry) bool {
	key := string(c.Organisation)
	if key == "" {
		if o := Find(p.fresh, c.Facts); o != nil {
			key = string(o.ID)
		} else {
			key = "?" + campus.Words(c.Facts.Name) + "/" + campus.Words(c.Facts.City) + "/" + string(c.Facts.UAI+"/") + string(c.Facts.SIRET)
			p.fresh = append(p.fresh, c.Facts.Over(campus.Organisation{ID: campus.OrgID(key)}))
		}
	}
	key += "/" + string(c.Role)
	if e != nil {
		for i := range e.Memberships {
			if m := &e.Memberships[i]; m.ID != c.Membership && m.Role == c.Role && !p.taken[m.ID] && m.Valid.Meets(c.Period()) {
				return true
			}
		}
	}
	if slices.ContainsFunc(p.parts[key], c.Period().Meets) {
		return true
	}
	p.parts[key] = append(p.parts[key], c.Period())
	return false
}

// known is a kind or a role by its code, or by what a dictionary calls it.
func known[T ~string](cell string, codes []T, names []func(string) string) (T, bool) {
	asked := campus.Words(cell)
	for _, code := range codes {
		if cell == string(code) || asked == campus.Words(string(code)) {
			return code, true
		}
		for _, name := range names {
			if asked == campus.Words(name(string(code))) {
				return code, true
			}
		}
	}
	return "", false
}
