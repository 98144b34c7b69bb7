package campus

import (
	"fmt"
	"slices"
	"strings"

	"continuum/internal/date"
)

// Problem is a rule that the records break.
type Problem struct {
	Table string // "facts", "labels", "bases", …: the list of Records, or the bases of a label
	Index int    // place in that list; for a basis, the place of its label
	Basis int    // place of the basis in its label
	ID    string // identifier of the row
	Field string // column at fault, empty when it is the row as a whole
	Why   string // what is wrong, for an operator
	// Warning marks what deserves a look but is accepted: some real identifiers
	// break the rule that they are meant to follow.
	Warning bool
}

// String is "table id: field: why".
func (p Problem) String() string {
	s := p.Table + " " + p.ID + ": "
	if p.Field != "" {
		s += p.Field + ": "
	}
	return s + p.Why
}

// Validate checks the rules that bear on the register as a whole, in the order of
// the tables. It reads every record; rules on what is believed leave out the
// retired ones. It never changes r and accepts anything.
func Validate(r *Records) []Problem {
	v := validator{
		r:         r,
		sectors:   make(map[SectorCode]bool),
		sources:   make(map[SourceID]bool),
		acts:      make(map[ActID]bool),
		campuses:  make(map[ID]bool),
		orgs:      make(map[OrgID]bool),
		labelByID: make(map[LabelID]*Label),
	}
	v.checkSectors()
	v.checkSources()
	v.checkActs()
	v.checkCampuses()
	v.checkFacts()
	v.checkLabels()
	v.checkOrganisations()
	v.checkMemberships()
	v.checkMilestones()
	return v.found
}

type validator struct {
	r     *Records
	found []Problem
	at    Problem // the row being checked: its place goes into every problem

	sectors   map[SectorCode]bool
	sources   map[SourceID]bool
	acts      map[ActID]bool
	campuses  map[ID]bool
	orgs      map[OrgID]bool
	labelByID map[LabelID]*Label
}

func (v *validator) row(table string, i int, id string) {
	v.at = Problem{Table: table, Index: i, ID: id}
}

func (v *validator) bad(field, format string, args ...any) {
	p := v.at
	p.Field, p.Why = field, fmt.Sprintf(format, args...)
	v.found = append(v.found, p)
}

func (v *validator) warn(field, format string, args ...any) {
	v.bad(field, format, args...)
	v.found[len(v.found)-1].Warning = true
}

// unique refuses an empty or repeated identifier.
func unique[K ~string](v *validator, seen map[K]bool, field string, id K) {
	switch {
	case id == "":
		v.bad(field, "is empty")
	case seen[id]:
		v.bad(field, "%q is used twice", id)
	}
	seen[id] = true
}

// believed is unique for statements: a corrected one may keep its identifier, its
// former versions being retired.
func believed[K ~string](v *validator, versions map[K]bool, id K, p *Provenance) {
	if now := p.Retired.IsZero(); now || id == "" {
		if versions[id] || id == "" {
			unique(v, versions, "id", id)
		}
		versions[id] = true
	} else if !versions[id] {
		versions[id] = false // known, but only in the past
	}
}

// known reports whether an identifier is that of a statement, retired or not.
func known[K ~string](versions map[K]bool, id K) bool {
	_, ok := versions[id]
	return ok
}

func (v *validator) checkSectors() {
	slugs := make(map[string]bool)
	for i, s := range v.r.Sectors {
		v.row("sectors", i, string(s.Code))
		unique(v, v.sectors, "code", s.Code)
		unique(v, slugs, "slug", s.Slug)
		v.slug("slug", s.Slug)
		if s.Label == "" {
			v.bad("label", "is empty")
		}
		if s.Rank < 1 {
			v.bad("rank", "%d: ranks begin at 1", s.Rank)
		}
	}
}

func (v *validator) checkSources() {
	for i, s := range v.r.Sources {
		v.row("sources", i, string(s.ID))
		unique(v, v.sources, "id", s.ID)
		if strings.ContainsAny(string(s.ID), " \t\n") {
			v.bad("id", "%q: an identifier has no space", s.ID)
		}
		if s.Title == "" {
			v.bad("title", "is empty")
		}
		if s.Licence == "" {
			v.bad("licence", `is empty: write "none-stated" when the source states none`)
		}
		v.url("url", s.URL)
	}
}

func (v *validator) checkActs() {
	for i := range v.r.Acts {
		a := &v.r.Acts[i]
		v.row("acts", i, string(a.ID))
		believed(v, v.acts, a.ID, &a.Provenance)
		if a.Title == "" {
			v.bad("title", "is empty")
		}
		if !a.Signed.IsZero() && !a.Published.IsZero() && a.Published.Latest() < a.Signed.Earliest() {
			v.bad("published", "%s is before it was signed, %s", a.Published, a.Signed)
		}
		v.url("url", a.URL)
		v.provenance(&a.Provenance)
	}
}

func (v *validator) checkCampuses() {
	slugs := make(map[string]bool)
	named := make(map[ID]bool)
	for i := range v.r.Facts {
		if f := &v.r.Facts[i]; f.Property == Name && f.Retired.IsZero() {
			named[f.Campus] = true
		}
	}
	for i, c := range v.r.Campuses {
		v.row("campuses", i, string(c.ID))
		unique(v, v.campuses, "id", c.ID)
		unique(v, slugs, "slug", c.Slug)
		v.slug("slug", c.Slug)
		for _, a := range c.Aliases {
			unique(v, slugs, "aliases", a)
			v.slug("aliases", a)
		}
		if !named[c.ID] {
			v.bad("", "the campus has no name: a fact must give one")
		}
	}
}

func (v *validator) checkOrganisations() {
	for i := range v.r.Organisations {
		o := &v.r.Organisations[i]
		v.row("organisations", i, string(o.ID))
		believed(v, v.orgs, o.ID, &o.Provenance)
		if o.Name == "" {
			v.bad("name", "is empty")
		}
		if !slices.Contains(Kinds, o.Kind) {
			v.bad("kind", "unknown kind %q", o.Kind)
		}
		v.uai("uai", o.UAI)
		if o.SIRET != "" && !digits(string(o.SIRET), 14) {
			v.bad("siret", "%q: want fourteen digits", o.SIRET)
		}
		v.commune("commune", o.Commune)
		v.point("lat", o.Lat, o.Lon)
		v.provenance(&o.Provenance)
	}
}

func (v *validator) checkMemberships() {
	type place struct {
		campus ID
		org    OrgID
		role   Role
	}
	ids := make(map[string]bool)
	held := make(map[place][]Period)
	for i := range v.r.Memberships {
		m := &v.r.Memberships[i]
		v.row("memberships", i, m.ID)
		believed(v, ids, m.ID, &m.Provenance)
		if !v.campuses[m.Campus] {
			v.bad("campus", "unknown campus %q", m.Campus)
		}
		if !known(v.orgs, m.Organisation) {
			v.bad("organisation", "unknown organisation %q", m.Organisation)
		} else if m.Retired.IsZero() && !v.orgs[m.Organisation] {
			v.bad("organisation", "organisation %q is retired", m.Organisation)
		}
		if !slices.Contains(Roles, m.Role) {
			v.bad("role", "unknown role %q", m.Role)
		}
		if m.Standing != Named && m.Standing != Confirmed && m.Standing != Candidate {
			v.bad("standing", "unknown standing %q", m.Standing)
		}
		v.period(m.Valid)
		v.provenance(&m.Provenance)
		if !m.Retired.IsZero() {
			continue
		}
		p := place{m.Campus, m.Organisation, m.Role}
		if slices.ContainsFunc(held[p], m.Valid.Meets) {
			v.bad("", "the organisation already has that role in the campus in that period")
		}
		held[p] = append(held[p], m.Valid)
	}
}

func (v *validator) checkMilestones() {
	ids := make(map[string]bool)
	for i := range v.r.Milestones {
		m := &v.r.Milestones[i]
		v.row("milestones", i, m.ID)
		believed(v, ids, m.ID, &m.Provenance)
		if m.On.IsZero() {
			v.bad("on", "is empty: a count has a date")
		}
		if m.Count < 1 {
			v.bad("count", "%d: want a positive number", m.Count)
		}
		v.provenance(&m.Provenance)
	}
}

func (v *validator) provenance(p *Provenance) {
	if len(p.Sources) == 0 {
		v.bad("sources", "is empty: a statement has at least one source")
	}
	for i, s := range p.Sources {
		if !v.sources[s] {
			v.bad("sources", "unknown source %q", s)
		}
		if slices.Contains(p.Sources[:i], s) {
			v.bad("sources", "%q is cited twice", s)
		}
	}
	if p.Confidence != High && p.Confidence != Medium && p.Confidence != Low {
		v.bad("confidence", "unknown confidence %q: want high, medium or low", p.Confidence)
	}
	if p.Recorded.IsZero() {
		v.bad("recorded", "is empty: a statement says when it was recorded")
	}
	if !p.Retired.IsZero() && p.Retired.Before(p.Recorded) {
		v.bad("retired", "is before it was recorded")
	}
}

func (v *validator) period(p Period) {
	if !p.From.IsZero() && !p.Until.IsZero() && p.Until.Latest() <= p.From.Earliest() {
		v.bad("until", "%s is not after %s", p.Until, p.From)
	}
}

// Meets reports whether two periods have a day in common; unknown bounds extend
// for ever, imprecise ones are read narrowly.
func (p Period) Meets(q Period) bool {
	before := func(until, from date.Date) bool {
		return !until.IsZero() && !from.IsZero() && until.Earliest() <= from.Latest()
	}
	return !before(p.Until, q.From) && !before(q.Until, p.From)
}
