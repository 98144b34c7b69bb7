// Package member holds what a campus keeps of its members: their part in the network,
// which is public; the agreement and the person to write to, which never are; bodies that
// the register knows twice; and lists of members that come and go as files.
//
// The package knows no clock, no SQL and no page.
package member

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
)

// Seat is an organisation in a campus, whatever its role.
type Seat struct {
	Campus       campus.ID
	Organisation campus.OrgID
}

// Entry is an organisation among the members of a campus.
type Entry struct {
	Organisation campus.Organisation
	Memberships  []campus.Membership // believed and established, those that go on first, then the last to end
	File         File
	Confirmed    time.Time // when the organisation last said that this is right; zero: never
}

// Current is the membership that the entry is about: the first.
func (e *Entry) Current() *campus.Membership { return &e.Memberships[0] }

// Left reports whether the organisation is a member no more on a day.
func (e *Entry) Left(today date.Day) bool {
	return !slices.ContainsFunc(e.Memberships, func(m campus.Membership) bool { return m.Valid.Contains(today) })
}

// SeatState is a membership as the organisation sees it.
type SeatState struct {
	Membership campus.Membership
	Confirmed  time.Time // when the organisation last said that it is right; zero: never
}

// File is what a campus keeps of a member for itself. It is never public.
type File struct {
	Version   int       // moves with each change; 0: nothing was ever kept
	Signed    date.Date // when the agreement was signed
	Until     date.Date // last day of the agreement
	Reference string    // of the agreement
	Link      string    // where the agreement can be read, by who may
	Contact   Contact
}

// Contact is the person at the member whom the campus writes to.
type Contact struct{ Name, Function, Mail string }

// Empty reports whether nothing is said.
func (f *File) Empty() bool { return f.said() == File{} }

// Same reports whether both say the same, whatever their versions.
func (f *File) Same(g *File) bool { return f.said() == g.said() }

func (f *File) said() File {
	said := *f
	said.Version = 0
	return said
}

// part is something that a file says as a whole.
type part struct {
	name  string
	said  func(f *File) any
	empty any
	copy  func(to, from *File)
}

// parts are what a file says, part by part.
var parts = []part{
	{"signed", func(f *File) any { return f.Signed }, date.Date{}, func(to, from *File) { to.Signed = from.Signed }},
	{"until", func(f *File) any { return f.Until }, date.Date{}, func(to, from *File) { to.Until = from.Until }},
	{"reference", func(f *File) any { return f.Reference }, "", func(to, from *File) { to.Reference = from.Reference }},
	{"link", func(f *File) any { return f.Link }, "", func(to, from *File) { to.Link = from.Link }},
	{"contact", func(f *File) any { return f.Contact }, Contact{}, func(to, from *File) { to.Contact = from.Contact }},
}

// Fill completes what f does not say with what g does, and names the parts that it took.
func (f *File) Fill(g *File) (taken []string) {
	for _, p := range parts {
		if p.said(f) == p.empty && p.said(g) != p.empty {
			p.copy(f, g)
			taken = append(taken, p.name)
		}
	}
	return taken
}

// Return empties the parts that f took from g and still says as g does. What was written
// since stays.
func (f *File) Return(g *File, taken []string) {
	for _, p := range parts {
		if slices.Contains(taken, p.name) && p.said(f) == p.said(g) {
			p.copy(f, new(File))
		}
	}
}

// Facts are what is said of an organisation.
type Facts struct {
	Name    string       `json:"name"`
	Kind    campus.Kind  `json:"kind"`
	UAI     campus.UAI   `json:"uai,omitempty"`
	SIRET   campus.SIRET `json:"siret,omitempty"`
	City    string       `json:"city,omitempty"`
	Commune string       `json:"commune,omitempty"`
	Lat     float64      `json:"lat,omitempty"`
	Lon     float64      `json:"lon,omitempty"` // both 0: unknown, or where the body already was
}

// FactsOf is what the register says of an organisation.
func FactsOf(o *campus.Organisation) Facts {
	return Facts{o.Name, o.Kind, o.UAI, o.SIRET, o.City, o.Commune, o.Lat, o.Lon}
}

// Over is an organisation with these facts in place of its own.
func (f *Facts) Over(o campus.Organisation) campus.Organisation {
	if f.Lat == 0 && f.Lon == 0 && f.City == o.City && f.Commune == o.Commune {
		f = &Facts{f.Name, f.Kind, f.UAI, f.SIRET, f.City, f.Commune, o.Lat, o.Lon}
	}
	o.Name, o.Kind, o.UAI, o.SIRET, o.City, o.Commune, o.Lat, o.Lon = f.Name, f.Kind, f.UAI, f.SIRET, f.City, f.Commune, f.Lat, f.Lon
	return o
}

// Change is a change of what is public of a member: a body joins, its part or its dates
// change, it leaves, or what is said of the body itself is corrected. A change of nothing
// but the body has no role.
type Change struct {
	Organisation campus.OrgID `json:"organisation,omitempty"` // empty: the body that the facts describe, which may be new
	Facts        *Facts       `json:"facts,omitempty"`        // nil: nothing new is said of the body
	Membership   string       `json:"membership,omitempty"`   // the one that its author saw and that this replaces; empty: one more
	Role         campus.Role  `json:"role,omitempty"`
	From         date.Date    `json:"from"`
	Until        date.Date    `json:"until"` // first day that it is a member no more; zero: it stays
	// Said is what the author adds for who decides.
	Said string `json:"said,omitempty"`
	// File goes with a change that is made at once. It waits nowhere: it names a person.
	File *File `json:"-"`
}

// Period is when the member is one.
func (c *Change) Period() campus.Period { return campus.Period{From: c.From, Until: c.Until} }

// Side is who proposes a change.
type Side string

// The sides. What a campus proposes is looked at by the region, what a member proposes by
// the campus.
const (
	ByCampus Side = "campus"
	ByMember Side = "member"
)

// Proposal is a change that waits for someone to accept it.
type Proposal struct {
	ID     string
	Campus campus.ID
	Side   Side
	Change Change
	Author string
	At     time.Time
	// Endorsed is when the campus accepted what its member proposes, where someone else has
	// to look at it still; zero: it has not, or need not.
	Endorsed time.Time
}

// Lengths that the schema has too.
const (
	maxName  = 300
	maxShort = 200
	maxLink  = 500
	maxSaid  = 1000
)

// Check returns all that is wrong with a change, field by field.
func (c *Change) Check() []*fault.Error {
	p := new(problems)
	if c.Organisation == "" && c.Facts == nil { // nobody is said
		p.add("name", "member.who")
	}
	if c.Facts != nil {
		p.facts(c.Facts)
	}
	if c.Role != "" || c.Facts == nil && c.File == nil || c.Organisation == "" {
		if !slices.Contains(campus.Roles, c.Role) {
			p.add("role", "member.role")
		}
	}
	p.order("until", c.From, c.Until)
	p.text("said", c.Said, maxSaid, true)
	if c.File != nil {
		p.list = append(p.list, c.File.Check()...)
	}
	return p.list
}

// Check returns all that is wrong with a file, field by field.
func (f *File) Check() []*fault.Error {
	p := new(problems)
	p.whole("signed", f.Signed)
	p.whole("agreement_until", f.Until)
	p.order("agreement_until", f.Signed, f.Until)
	p.text("reference", f.Reference, maxShort, false)
	p.text("contact_name", f.Contact.Name, maxShort, false)
	p.text("contact_function", f.Contact.Function, maxShort, false)
	p.text("contact_mail", f.Contact.Mail, maxShort, false)
	if m := f.Contact.Mail; m != "" && !mailForm(m) {
		p.add("contact_mail", "member.mail")
	}
	if !webAddress(f.Link) {
		p.add("link", "member.link")
	}
	return p.list
}

type problems struct{ list []*fault.Error }

func (p *problems) add(field, key string, args ...any) {
	p.list = append(p.list, fault.New(fault.Invalid, key, args...).In(field))
}

func (p *problems) facts(f *Facts) {
	if campus.Words(f.Name) == "" {
		p.add("name", "member.name")
	}
	p.text("name", f.Name, maxName, false)
	if !slices.Contains(campus.Kinds, f.Kind) {
		p.add("kind", "member.kind")
	}
	if f.UAI != "" && !f.UAI.Valid() { // a few bear, officially, a letter that is not the one of their digits
		p.add("uai", "member.uai")
	}
	if f.SIRET != "" && !f.SIRET.Valid() {
		p.add("siret", "member.siret")
	}
	p.text("city", f.City, maxShort, false)
	if f.Commune != "" && !communeForm(f.Commune) {
		p.add("commune", "space.commune")
	}
}

// text wants at most so many characters that can be read.
func (p *problems) text(field, s string, most int, lines bool) {
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && !(lines && (r == '\n' || r == '\r' || r == '\t'))
	}):
		p.add(field, "space.text.unreadable")
	case utf8.RuneCountInString(s) > most:
		p.add(field, "space.text.long", most)
	}
}

// whole wants a whole day, or nothing.
func (p *problems) whole(field string, d date.Date) {
	if !d.IsZero() && d.DayOfMonth() == 0 {
		p.add(field, "space.day")
	}
}

// order wants an end after its start.
func (p *problems) order(field string, from, until date.Date) {
	if !from.IsZero() && !until.IsZero() && until.Latest() <= from.Earliest() {
		p.add(field, "space.order")
	}
}

// communeForm reports whether s has the form of an INSEE code of a commune.
func communeForm(s string) bool {
	return len(s) == 5 && strings.Trim(s[2:], "0123456789") == "" && strings.Trim(s[:2], "0123456789AB") == ""
}
