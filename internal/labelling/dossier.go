package labelling

import (
	"slices"
	"time"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// DossierID identifies a dossier; PersonID a person, opaque.
type (
	DossierID string
	PersonID  string
	CallID    string
)

// Dossier is one request for a label, whole.
type Dossier struct {
	ID       DossierID
	Call     CallID
	Kind     string // of the référentiel
	Category string // asked for
	Campus   string // of the register; empty for one that it does not hold yet
	// Academie of the seat and Organisation that carries a campus that the register does not
	// hold yet, as said when the dossier was begun: rights on it follow from them.
	Academie     string
	Organisation string
	State        ruleset.StateID

	Values      map[string]Version // by field
	Pieces      []Attachment
	Opinions    []Opinion
	Seal        Seal // of the joint proposal; zero before
	Signatures  []Signature
	Withdrawals []Signature // who asked for the dossier to be withdrawn
	// Reserved says that the last label of the campus was granted with reserves.
	Reserved bool
}

// Version is what a field holds, and who put it there when.
type Version struct {
	Value  Value
	Number int64 // counts the changes of the field, from 1
	By     PersonID
	At     time.Time
}

// Attachment is a file of a dossier; its content is kept elsewhere, by its hash.
type Attachment struct {
	ID     string
	Piece  string // of the référentiel
	Name   string // as its author called it
	Type   string // found in the content, such as "application/pdf"
	Size   int64  // bytes
	SHA256 string // hexadecimal
	By     PersonID
	At     time.Time
	// Flags are what a careful reader must know: "javascript", "macros", "unscanned".
	Flags []string
}

// Opinion is what a consulted body said.
type Opinion struct {
	Body     string // of the référentiel
	Academie string // for a body that gives one for each
	On       date.Date
	Stance   Stance
	Vote     string // counts, as the minutes give them
	Text     string
	By       PersonID // who recorded it
	At       time.Time
}

// Stance is the direction of an opinion. It never binds.
type Stance string

// The stances.
const (
	Favourable   Stance = "favourable"
	Reserved     Stance = "reserved"
	Unfavourable Stance = "unfavourable"
	NoOpinion    Stance = "none" // consulted, said nothing
)

// Stances lists the stances.
var Stances = []Stance{Favourable, Reserved, Unfavourable, NoOpinion}

// Text returns what a field of one text holds.
func (d *Dossier) Text(field string) string { return d.Values[field].Value.Text }

// Asks is what a dossier is called by those who may not know its title: its kind and its call.
func Asks(r *ruleset.Ruleset, kind, call string) string {
	if k := r.Kind(kind); k != nil {
		kind = k.Name
	}
	return kind + ", " + call
}

// Has reports whether a piece is attached.
func (d *Dossier) Has(piece string) bool {
	return slices.ContainsFunc(d.Pieces, func(a Attachment) bool { return a.Piece == piece })
}

// AcademieField is the field of the référentiels that lists the académies of a campus,
// each of which has a council to consult.
const AcademieField = "academies"

// Academies are those that the dossier names.
func (d *Dossier) Academies() []string { return d.Values[AcademieField].Value.List }

// Edit is a change of one field by someone who saw the field's version Base; 0 when it was empty.
type Edit struct {
	Field string
	Value Value
	Base  int64
}

// Clash is two authors on one field: what was saved meanwhile, and what was not.
type Clash struct {
	Field  string
	Theirs Version
	Mine   Value
}

// Change is one field that an edit changes.
type Change struct {
	Field  string
	Before Value
	After  Version
}

// EditFields works out what edits change. Fields are apart: two authors in two fields
// never clash. In one field, the later of two changes made from the same version is a
// Clash and is not taken, unless both wrote the same. It refuses all of them when one
// is not for that role, not in the référentiel, or of another form.
func (c *Case) EditFields(by PersonID, role ruleset.Role, edits []Edit, at time.Time) ([]Change, []Clash, *Refusal) {
	if r := c.takes(ruleset.Edit); r != nil {
		return nil, nil, r
	}
	var changes []Change
	var clashes []Clash
	for i, e := range edits {
		f := c.Rules.Field(e.Field)
		switch {
		case f == nil:
			return nil, nil, refuse(UnknownAct, e.Field, "no such field")
		case !slices.Contains(f.By, role):
			return nil, nil, refuse(WrongRole, e.Field, "filled by %v, not by %s", f.By, role)
		case slices.ContainsFunc(edits[:i], func(o Edit) bool { return o.Field == e.Field }):
			return nil, nil, refuse(Duplicate, e.Field, "edited twice at once")
		}
		value, r := Clean(f, e.Value)
		if r != nil {
			return nil, nil, r
		}
		now := c.Dossier.Values[e.Field]
		switch {
		case value.Equal(now.Value): // nothing to do, whoever wrote it first
		case e.Base != now.Number:
			clashes = append(clashes, Clash{e.Field, now, value})
		default:
			changes = append(changes, Change{e.Field, now.Value, Version{value, now.Number + 1, by, at}})
		}
	}
	return changes, clashes, nil
}

// takes refuses what the state of the dossier does not accept.
func (c *Case) takes(a ruleset.Activity) *Refusal {
	if !c.Rules.Takes(c.Dossier.State, a) {
		return refuse(WrongState, string(a), "not in state %s", c.Dossier.State)
	}
	return nil
}

// Attachable reports whether the state of the dossier takes that piece. Minutes come with the
// opinions, after the dossier is closed to its authors.
func (c *Case) Attachable(p *ruleset.Piece) bool {
	return c.takes(ruleset.Edit) == nil || (p.Block == "consultation" || p.Block == "signature") && c.takes(ruleset.Advise) == nil
}

// Attach says whether a file may be added as a piece, nil when it may.
func (c *Case) Attach(role ruleset.Role, piece string, bytes int64) *Refusal {
	p := c.Rules.Piece(piece)
	switch {
	case p == nil:
		return refuse(UnknownAct, piece, "no such piece")
	case !c.Attachable(p):
		return c.takes(ruleset.Edit)
	case !slices.Contains(p.By, role):
		return refuse(WrongRole, piece, "attached by %v, not by %s", p.By, role)
	case bytes > int64(p.MaxMB)<<20:
		return refuse(BadValue, piece, "%d bytes, at most %d MB", bytes, p.MaxMB)
	case !p.Several && c.Dossier.Has(piece):
		return refuse(Duplicate, piece, "attached already: remove it first")
	}
	return nil
}
