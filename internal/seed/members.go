package seed

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	"continuum/internal/campus"
)

// membersTable is the layout of a file of members that an operator brings. A source
// is the identifier of one that the register has, or a citation: a title or an
// http(s) address, which becomes a source.
var membersTable = table{
	"members",
	[]string{"campus_slug", "member_name", "kind", "role", "source", "confidence"},
	[]string{"commune", "uai", "from", "until", "convention"},
}

// Members is what a file of members adds to a register.
type Members struct {
	Sources       []campus.Source
	Organisations []campus.Organisation
	Memberships   []campus.Membership
	// Superseded are the identifiers of the candidate memberships that the file
	// establishes: they are to be retired before the others are recorded.
	Superseded []string
	Known      int // lines that say what the register already says
}

// ReadMembers reads a file of confirmed members, separated by commas or semicolons,
// against the register that it completes: an organisation that the register has, by
// its UAI or by its name and commune, is not recorded again. When any problem is not
// a warning nothing must be recorded.
func ReadMembers(in io.Reader, r *campus.Records, now time.Time) (*Members, []Problem) {
	var problems []Problem
	report := func(p Problem) {
		if len(problems) < maxReports {
			problems = append(problems, p)
		}
	}
	text := bufio.NewReader(in)
	if bom, _ := text.Peek(3); string(bom) == "\ufeff" {
		_, _ = text.Discard(3)
	}
	m := newMembers(r, now.UTC().Truncate(time.Microsecond))
	for _, line := range membersTable.parse(text, separator(text), report) {
		m.add(line)
	}
	m.check(report)
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
	return &m.Members, problems
}

// separator is the semicolon when the header has one: what spreadsheets write in French.
func separator(text *bufio.Reader) rune {
	head, _ := text.Peek(1024)
	if head, _, _ = bytes.Cut(head, []byte("\n")); bytes.ContainsRune(head, ';') {
		return ';'
	}
	return ','
}

// members gathers what the lines say.
type members struct {
	Members
	register *campus.Records
	now      time.Time
	campuses map[string]campus.ID // by slug, former ones included
	byUAI    map[campus.UAI]campus.OrgID
	byName   map[string]campus.Organisation // by folded name and commune
	ids      map[campus.OrgID]bool
	said     map[string]bool   // believed memberships
	waiting  map[seat][]string // candidate memberships
	sources  map[campus.SourceID]bool
	rows     []*row // of each membership
	orgRows  []*row // of each organisation
}

// seat is an organisation in a campus, whatever its role.
type seat struct {
	campus campus.ID
	org    campus.OrgID
}

func newMembers(r *campus.Records, now time.Time) *members {
	m := &members{
		register: r, now: now, campuses: make(map[string]campus.ID), byUAI: make(map[campus.UAI]campus.OrgID),
		byName: make(map[string]campus.Organisation), ids: make(map[campus.OrgID]bool), sources: make(map[campus.SourceID]bool),
		said: make(map[string]bool), waiting: make(map[seat][]string),
	}
	for _, c := range r.Campuses {
		for _, a := range c.Aliases {
			m.campuses[a] = c.ID
		}
	}
	for _, c := range r.Campuses {
		m.campuses[c.Slug] = c.ID
	}
	for i := range r.Organisations {
		if o := &r.Organisations[i]; o.Retired.IsZero() {
			m.know(o)
		}
		m.ids[r.Organisations[i].ID] = true
	}
	for _, s := range r.Sources {
		m.sources[s.ID] = true
	}
	for i := range r.Memberships {
		o := &r.Memberships[i]
		if !o.Retired.IsZero() {
			continue
		}
		m.said[o.ID] = true
		if o.Standing == campus.Candidate {
			at := seat{o.Campus, o.Organisation}
			m.waiting[at] = append(m.waiting[at], o.ID)
		}
	}
	return m
}

func (m *members) know(o *campus.Organisation) {
	m.ids[o.ID] = true
	if o.UAI != "" {
		m.byUAI[o.UAI] = o.ID
	}
	m.byName[campus.Words(o.Name)+" "+campus.Words(o.City)] = *o
}

// add reads one line.
func (m *members) add(r *row) {
	id, ok := m.campuses[r.text("campus_slug")]
	if !ok {
		r.bad("campus_slug", "unknown campus %.80q", r.text("campus_slug"))
		return
	}
	p := campus.Provenance{Confidence: campus.Confidence(r.text("confidence")), Recorded: m.now}
	if p.Sources = m.source(r); p.Sources == nil {
		return
	}
	ms := campus.Membership{
		Campus: id, Organisation: m.organisation(r, p), Role: campus.Role(r.text("role")), Standing: campus.Confirmed,
		Convention: r.text("convention"), Valid: r.period(), Provenance: p,
	}
	if ms.Organisation == "" {
		return
	}
	ms.ID = campus.MembershipID(&ms)
	if m.holds(&ms) {
		m.Known++
		return
	}
	m.Memberships = append(m.Memberships, ms)
	m.rows = append(m.rows, r)
}

// holds reports whether the register, or a line before, already says that; what is
// a candidate there, in whatever role, gives way to it.
func (m *members) holds(ms *campus.Membership) bool {
	if m.said[ms.ID] {
		return true
	}
	m.said[ms.ID] = true
	at := seat{ms.Campus, ms.Organisation}
	m.Superseded = append(m.Superseded, m.waiting[at]...)
	delete(m.waiting, at)
	return false
}

// source returns the source of a line, which it adds when it is new; nil when the
// line has none.
func (m *members) source(r *row) []campus.SourceID {
	cited := r.text("source")
	if cited == "" {
		r.bad("source", "is empty: a member is confirmed by a source")
		return nil
	}
	if m.sources[campus.SourceID(cited)] {
		return []campus.SourceID{campus.SourceID(cited)}
	}
	sum := sha256.Sum256([]byte(cited))
	s := campus.Source{ID: campus.SourceID("operateur:" + hex.EncodeToString(sum[:8])), Title: cited, Licence: "none-stated"}
	if strings.HasPrefix(cited, "https://") || strings.HasPrefix(cited, "http://") {
		s.URL = cited
	}
	if !m.sources[s.ID] {
		m.sources[s.ID] = true
		m.Sources = append(m.Sources, s)
	}
	return []campus.SourceID{s.ID}
}

// organisation returns the organisation of a line, which it adds when it is new.
func (m *members) organisation(r *row, p campus.Provenance) campus.OrgID {
	o := campus.Organisation{
		Name: r.text("member_name"), Kind: campus.Kind(r.text("kind")), UAI: campus.UAI(r.text("uai")), City: r.text("commune"), Provenance: p,
	}
	if campus.Words(o.Name) == "" {
		r.bad("member_name", "is empty")
		return ""
	}
	if id := m.byUAI[o.UAI]; id != "" && o.UAI != "" {
		return id
	}
	// The same name in the same commune is the same body, unless its UAI differs.
	if same, ok := m.byName[campus.Words(o.Name)+" "+campus.Words(o.City)]; ok && (o.UAI == "" || same.UAI == "") {
		if o.UAI != "" {
			r.warn("uai", "%q: the register has %s without UAI, which this file does not change", o.UAI, same.ID)
		}
		return same.ID
	}
	name := strings.ReplaceAll(campus.Words(o.Name), " ", "-")
	if city := strings.ReplaceAll(campus.Words(o.City), " ", "-"); city != "" && !strings.Contains("-"+name+"-", "-"+city+"-") {
		name += "-" + city
	}
	name = strings.Trim(name[:min(len(name), 120)], "-")
	o.ID = campus.OrgID(name)
	if m.ids[o.ID] {
		sum := sha256.Sum256([]byte(o.Name + "\x1f" + o.City + "\x1f" + string(o.UAI)))
		o.ID = campus.OrgID(name + "-" + cmp.Or(strings.ToLower(string(o.UAI)), hex.EncodeToString(sum[:4])))
	}
	m.know(&o)
	m.Organisations = append(m.Organisations, o)
	m.orgRows = append(m.orgRows, r)
	return o.ID
}

// check applies the rules of the register to what it would become.
func (m *members) check(report func(Problem)) {
	after := *m.register
	after.Sources = slices.Concat(m.register.Sources, m.Sources)
	after.Organisations = slices.Concat(m.register.Organisations, m.Organisations)
	gone := make(map[string]bool)
	for _, id := range m.Superseded {
		gone[id] = true
	}
	kept := slices.DeleteFunc(slices.Clone(m.register.Memberships), func(o campus.Membership) bool { return gone[o.ID] })
	after.Memberships = slices.Concat(kept, m.Memberships)
	columns := map[string]string{"name": "member_name", "city": "commune", "sources": "source", "id": "member_name"}
	added := make(map[*row]bool)
	for _, r := range m.orgRows {
		added[r] = true
	}
	for _, p := range campus.Validate(&after) {
		var r *row
		switch i := p.Index; {
		case p.Table == "organisations" && i >= len(m.register.Organisations):
			r = m.orgRows[i-len(m.register.Organisations)]
		case p.Table == "memberships" && i >= len(kept):
			r = m.rows[i-len(kept)]
		default:
			continue // what the register already held is not this file's fault
		}
		// Both carry the provenance of the line: one report is enough.
		if p.Table == "memberships" && p.Field == "confidence" && added[r] {
			continue
		}
		report(Problem{File: r.file, Line: r.line, Column: cmp.Or(columns[p.Field], p.Field), Reason: p.Why, Warning: p.Warning})
	}
}
