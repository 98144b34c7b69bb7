package ruleset

import (
	"embed"
	"slices"
	"sync"
)

//go:embed rulesets/*.toml
var files embed.FS

// Embedded are the files of rules that come with the program, by name.
var Embedded = sync.OnceValue(func() []File {
	entries, err := files.ReadDir("rulesets")
	if err != nil {
		panic(err)
	}
	var list []File
	for _, e := range entries {
		b, err := files.ReadFile("rulesets/" + e.Name())
		if err != nil {
			panic(err)
		}
		r, err := Parse(e.Name(), b)
		if err != nil {
			panic(err) // a test reads them
		}
		list = append(list, File{Name: e.Name(), Text: string(b), Rules: r})
	}
	return list
})

// File is a file of rules that was read.
type File struct {
	Name  string
	Text  string
	Rules *Ruleset
}

// Named returns the embedded rules of that identifier, nil when there are none.
func Named(id string) *File {
	list := Embedded()
	for i := range list {
		if list[i].Rules.ID == id {
			return &list[i]
		}
	}
	return nil
}

// State returns the state of that identifier, nil when there is none.
func (r *Ruleset) State(id StateID) *State {
	return find(r.States, id, func(s *State) StateID { return s.ID })
}

// Initial is the state in which a dossier begins.
func (r *Ruleset) Initial() StateID {
	i := slices.IndexFunc(r.States, func(s State) bool { return s.Initial })
	return r.States[i].ID
}

// Transition returns the transition of that identifier, nil when there is none.
func (r *Ruleset) Transition(id string) *Transition {
	return find(r.Transitions, id, func(t *Transition) string { return t.ID })
}

// Field returns the field of that identifier, nil when there is none.
func (r *Ruleset) Field(id string) *Field {
	return find(r.Fields, id, func(f *Field) string { return f.ID })
}

// Piece returns the piece of that identifier, nil when there is none.
func (r *Ruleset) Piece(id string) *Piece {
	return find(r.Pieces, id, func(p *Piece) string { return p.ID })
}

// Consultation returns the consultation of that identifier, nil when there is none.
func (r *Ruleset) Consultation(id string) *Consultation {
	return find(r.Consultations, id, func(c *Consultation) string { return c.ID })
}

// Signatory returns the signatory of that identifier, nil when there is none.
func (r *Ruleset) Signatory(id string) *Signatory {
	return find(r.Signatories, id, func(s *Signatory) string { return s.ID })
}

// Step returns the step of the calendar of that identifier, nil when there is none.
func (r *Ruleset) Step(id string) *Step {
	return find(r.Calendar, id, func(s *Step) string { return s.ID })
}

// Kind returns the kind of dossier of that identifier, nil when there is none.
func (r *Ruleset) Kind(id string) *Kind {
	return find(r.Kinds, id, func(k *Kind) string { return k.ID })
}

// Category returns the category of that identifier, nil when there is none.
func (r *Ruleset) Category(id string) *Category {
	return find(r.Categories, id, func(c *Category) string { return c.ID })
}

func find[T any, S comparable](list []T, id S, of func(*T) S) *T {
	for i := range list {
		if of(&list[i]) == id {
			return &list[i]
		}
	}
	return nil
}

// Takes reports whether a dossier in that state accepts an activity.
func (r *Ruleset) Takes(s StateID, a Activity) bool {
	st := r.State(s)
	return st != nil && slices.Contains(st.Takes, a)
}

// Applies reports whether a requirement bears on a dossier of that kind and category.
func (o Only) Applies(kind, category string) bool {
	return (len(o.Kinds) == 0 || slices.Contains(o.Kinds, kind)) &&
		(len(o.Categories) == 0 || slices.Contains(o.Categories, category))
}

// Example reports whether rules are word for word an example that came with the program.
func Example(r *Ruleset) bool {
	f := Named(r.ID)
	return f != nil && f.Rules.Hash() == r.Hash()
}
