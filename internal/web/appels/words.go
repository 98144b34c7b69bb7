package appels

import (
	"slices"
	"strings"
	"time"

	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// Status says how far a call that was opened has got.
func Status(r *page.Request, c *labelling.Call, rules *ruleset.Ruleset) string {
	return r.T.T("calls.stage." + text.Key(c.StageAt(rules, r.Now)))
}

// Ends says when a step ends, as people read it.
func Ends(r *page.Request, c *labelling.Call, step string) string {
	end, ok := c.Deadlines[step]
	switch {
	case !ok:
		return r.T.T("appels.noend")
	case end.Equal(c.Opens):
		return r.T.Moment(end)
	}
	return r.T.Last(end)
}

// weekday names the last day of a step, so that a Sunday is seen; empty without an end.
func weekday(r *page.Request, c *labelling.Call, step string) string {
	end, ok := c.Deadlines[step]
	switch {
	case !ok:
		return ""
	case end.Equal(c.Opens):
		return r.T.Weekday(end)
	}
	return r.T.Weekday(end.Add(-time.Nanosecond)) // an end at midnight ends the day before
}

// Next names the next end of a step, empty when none is to come.
func Next(r *page.Request, c *labelling.Call, rules *ruleset.Ruleset) string {
	s := c.Next(rules, r.Now)
	if s == nil {
		return ""
	}
	return r.T.T("appels.next.line", s.Name, Ends(r, c, s.ID))
}

// MovedLine says what became of a deadline that was moved, and why.
func MovedLine(r *page.Request, rules *ruleset.Ruleset, m *labelling.Moved) string {
	name, was := m.Step, r.T.T("appels.noend")
	if s := rules.Step(m.Step); s != nil {
		name = s.Name
	}
	if !m.Was.IsZero() {
		was = r.T.Last(m.Was)
	}
	return r.T.T("appels.moved.line", r.T.Moment(m.At), name, was, r.T.Last(m.Now), m.Reason)
}

// asked are those of a list that a call may be asked for: all when it says nothing.
func asked[T any](some []string, all []T, id func(*T) string) (list []*T) {
	for i := range all {
		if len(some) == 0 || slices.Contains(some, id(&all[i])) {
			list = append(list, &all[i])
		}
	}
	return list
}

func kinds(c *labelling.Call, rules *ruleset.Ruleset) []*ruleset.Kind {
	return asked(c.Kinds, rules.Kinds, func(k *ruleset.Kind) string { return k.ID })
}

func categories(c *labelling.Call, rules *ruleset.Ruleset) []*ruleset.Category {
	return asked(c.Categories, rules.Categories, func(k *ruleset.Category) string { return k.ID })
}

// Kinds names what a call may be asked for.
func Kinds(c *labelling.Call, rules *ruleset.Ruleset) string {
	var names []string
	for _, k := range kinds(c, rules) {
		names = append(names, k.Name)
	}
	return strings.Join(names, ", ")
}

// Categories names the degrees that a call may be asked for.
func Categories(c *labelling.Call, rules *ruleset.Ruleset) string {
	var names []string
	for _, k := range categories(c, rules) {
		names = append(names, k.Name)
	}
	return strings.Join(names, ", ")
}

// Certain says how far a value may be trusted.
func Certain(r *page.Request, c ruleset.Certainty) string {
	return r.T.T("rules.certain." + text.Key(c))
}

// source is the number of a source in the list of the page, 0 for none.
func (v *view) source(id string) int {
	return 1 + slices.IndexFunc(v.Ruleset.Sources, func(s ruleset.Source) bool { return s.ID == id })
}

// only says which dossiers a rule bears on; empty for all.
func (v *view) only(o ruleset.Only) string {
	var names []string
	for _, id := range o.Kinds {
		if k := v.Ruleset.Kind(id); k != nil {
			names = append(names, k.Name)
		}
	}
	for _, id := range o.Categories {
		if c := v.Ruleset.Category(id); c != nil {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, ", ")
}

// category names a degree that an order granted.
func (v *view) category(id string) string {
	if c := v.Ruleset.Category(id); c != nil {
		return c.Name
	}
	return id
}

// asks reports whether a dossier of this call may owe what is restricted so.
func (v *view) asks(o ruleset.Only) bool {
	touches := func(some []string, mine []string) bool {
		return len(some) == 0 || len(mine) == 0 || slices.ContainsFunc(some, func(id string) bool { return slices.Contains(mine, id) })
	}
	return touches(o.Kinds, v.Kinds) && touches(o.Categories, v.Categories)
}

// owed are the names of what a block of the dossier asks for: owed first, then useful.
func (v *view) owed(block string) (owed, useful []string) {
	add := func(name string, q ruleset.Requirement, o ruleset.Only) {
		switch {
		case !v.asks(o):
		case q.Blocks():
			owed = append(owed, name)
		default:
			useful = append(useful, name)
		}
	}
	for i := range v.Ruleset.Fields {
		if f := &v.Ruleset.Fields[i]; f.Block == block {
			add(f.Name, f.Require, f.Only)
		}
	}
	return owed, useful
}
