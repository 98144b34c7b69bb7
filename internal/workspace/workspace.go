// Package workspace holds what the people of a campus keep of it: its agenda, equipment
// that is shared, projects, the trainings that are part of it, how it presents itself and
// the figures that it declares. Each is a Sheet: a document of one kind, written by
// versions. A version is a draft, waits to be looked at where the operator wants that,
// and is then public until another replaces it.
//
// The package knows no clock, no SQL and no page.
package workspace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

// Kind is what a sheet is about.
type Kind string

// The kinds of sheets.
const (
	KindEvent     Kind = "event"
	KindEquipment Kind = "equipment"
	KindProject   Kind = "project"
	KindCourse    Kind = "course"
	KindStory     Kind = "story"
	KindFigure    Kind = "figure"
)

// Kinds lists the kinds in the order of the workspace.
var Kinds = []Kind{KindStory, KindCourse, KindEvent, KindEquipment, KindProject, KindFigure}

// State is what has become of a version of a sheet.
type State string

// The states of a version. At most one version of a sheet is public, and one pending.
const (
	Draft     State = "draft"     // its authors see it
	Pending   State = "pending"   // waits for who looks at it before it is public
	Public    State = "public"    // everyone sees it
	Refused   State = "refused"   // looked at, and not made public
	Replaced  State = "replaced"  // was one of the above; a later version took its place
	Withdrawn State = "withdrawn" // was public, and no longer is
)

// MaxBody bounds a document, in bytes; the schema has it too.
const MaxBody = 64 << 10

// Version is one version of a sheet.
type Version struct {
	Sheet   string
	Campus  campus.ID
	Kind    Kind
	Number  int // from 1
	State   State
	Body    []byte // the document as JSON, see [Parse]
	Author  string // opaque identifier of a person, or "operator"
	At      time.Time
	Decided string // who looked at it; empty when nobody had to
	Reason  string // why it was refused or withdrawn
}

// Document is what a sheet says: *Event, *Equipment, *Project, *Course, *Story or *Figure.
type Document interface {
	// Kind is the kind of sheet that the document makes.
	Kind() Kind
	// Title names it in lists.
	Title() string
	check(*checker)
}

// Parse reads a document of that kind and checks it. An unknown key, a wrong type or a
// value out of bounds is fault.Invalid with its field.
func Parse(kind Kind, body []byte) (Document, error) {
	var d Document
	switch kind {
	case KindEvent:
		d = new(Event)
	case KindEquipment:
		d = new(Equipment)
	case KindProject:
		d = new(Project)
	case KindCourse:
		d = new(Course)
	case KindStory:
		d = new(Story)
	case KindFigure:
		d = new(Figure)
	default:
		return nil, fault.New(fault.Invalid, "space.kind", short(string(kind))).In("kind")
	}
	if len(body) > MaxBody {
		return nil, fault.New(fault.Invalid, "space.long", MaxBody>>10)
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(d); err != nil {
		e := fault.New(fault.Invalid, "space.unreadable").Because(err)
		if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			e = e.In(t.Field)
		}
		return nil, e
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "space.unreadable").Because(errors.New("something follows the document"))
	}
	if problems := Check(d); len(problems) > 0 {
		return nil, problems[0]
	}
	return d, nil
}

// Body writes a document that passed [Check] as Parse reads it.
func Body(d Document) ([]byte, error) {
	if problems := Check(d); len(problems) > 0 {
		return nil, problems[0]
	}
	b, err := json.Marshal(d)
	if err == nil && len(b) > MaxBody {
		return nil, fault.New(fault.Invalid, "space.long", MaxBody>>10)
	}
	return b, err
}

// Renamed is a document that names organisations by those that they became. What can't be
// read stays as it is.
func Renamed(kind Kind, body []byte, became map[campus.OrgID]campus.OrgID) ([]byte, error) {
	if kind != KindEquipment && kind != KindProject {
		return body, nil
	}
	d, err := Parse(kind, body)
	if err != nil {
		return body, nil // the check of the store names it
	}
	now := func(id campus.OrgID) campus.OrgID {
		if next, ok := became[id]; ok {
			return next
		}
		return id
	}
	switch d := d.(type) {
	case *Equipment:
		if now(d.Owner) == d.Owner {
			return body, nil
		}
		d.Owner = now(d.Owner)
	case *Project:
		var list []campus.OrgID
		for _, id := range d.Partners {
			if id = now(id); !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
		if slices.Equal(list, d.Partners) {
			return body, nil
		}
		d.Partners = list
	}
	return Body(d)
}

// Check returns all that is wrong with a document, field by field, for a form to show.
func Check(d Document) []*fault.Error {
	c := new(checker)
	d.check(c)
	return c.problems
}

// short keeps what a message may repeat of a stranger's text.
func short(s string) string { return fmt.Sprintf("%.60s", s) }
