// Package shortlist is the list of trainings, and the pathway, that a reader keeps. It has
// no account and no store: it is parameters of addresses, which pages hand on to one
// another, so that it works without scripts; a script may keep the same words in the
// browser. Whoever has the address has the list.
package shortlist

import (
	"net/url"
	"slices"
	"strings"

	"continuum/internal/training"
	"continuum/internal/web/query"
)

// Path is the page that shows the list, ComparePath some of it side by side, SheetPath the
// list as a document to print.
const (
	Path        = "/ma-liste"
	ComparePath = Path + "/comparer"
	SheetPath   = Path + "/fiche.pdf"
)

// The parameters of a list. No page has others of these names, so that a list can be
// handed on with what the page itself is asked.
const (
	Param     = "liste"    // "1~40025411.0560101K~…": the trainings
	ParamWay  = "trajet"   // "1~3e~40020103.0560101K.s1~…": where the pathway starts, and its steps
	ParamAsk  = "question" // the address of /parcours that gave the pathway, without its path
	ParamHome = "depart"   // the commune that distances are from, as it is written
)

// Most is how many trainings a list holds: as many as Parcoursup lets wish for, in school
// and in apprenticeship together. MostSteps is the longest pathway of the engine.
const (
	Most      = 20
	MostSteps = 8
)

// End3e is the start of a pathway at the end of 3ᵉ.
const End3e = "3e"

const (
	version   = "1"
	separator = "~"
	longestID = 200 // of an identifier, in bytes
	longest   = 400 // of a question or of a place, in bytes
)

// Item is a training at its place: a qualification at an establishment, whatever the
// routes. It is the beginning of the identifiers of its offers.
type Item struct{ Qualification, UAI string }

// ItemOf is the training of an offer at its place.
func ItemOf(m *training.Model, o *training.Offer) Item {
	return Item{m.Qualifications[o.Qualification].ID, m.Establishments[o.Establishment].UAI}
}

// String writes an item as addresses have it.
func (it Item) String() string { return it.Qualification + "." + it.UAI }

// ReadItem reads an item; ok is false for what can't be one. It may be unknown all the
// same: what has closed since is for the page to tell.
func ReadItem(s string) (it Item, ok bool) {
	dot := strings.LastIndexByte(s, '.')
	if dot <= 0 || dot == len(s)-1 || !identifier(s) {
		return Item{}, false
	}
	return Item{s[:dot], s[dot+1:]}, true
}

// identifier reports whether s may be one of ours.
func identifier(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= longestID
}

// Way is a pathway as it was chosen: its steps, not their number in an answer, which moves
// with the data.
type Way struct {
	Start string   // End3e, or the qualification held
	Steps []string // offers; qualifications where nobody knows the place
	Ask   string   // the question that it answers, a query of /parcours; empty when not known
}

// String writes a pathway as addresses have it, without its question.
func (w *Way) String() string {
	return version + separator + w.Start + separator + strings.Join(w.Steps, separator)
}

// List is what a reader keeps.
type List struct {
	Items []Item
	Way   *Way   // nil for none
	Home  string // as written; empty for none
	// Odd is how many parts of the address could not be read, Over how many trainings were
	// left out because there were Most already.
	Odd, Over int
}

// Read reads the list of a query. It never fails: what can't be read is counted, for an
// address that was cut or bent on its way still has the rest.
func Read(raw string) List {
	var l List
	if !strings.Contains(raw, "=") {
		return l
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		l.Odd++
	}
	for _, s := range values[Param] {
		l.read(s)
	}
	l.Way = l.readWay(values.Get(ParamWay))
	if ask := values.Get(ParamAsk); l.Way != nil && ask != "" {
		if _, err := url.ParseQuery(ask); err == nil && plain(ask) {
			l.Way.Ask = ask
		} else {
			l.Odd++
		}
	}
	if home := strings.TrimSpace(values.Get(ParamHome)); plain(home) {
		l.Home = home
	} else {
		l.Odd++
	}
	return l
}

// plain reports whether a text is short and has no control character.
func plain(s string) bool {
	return len(s) <= longest && strings.ToValidUTF8(s, "") == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// read adds the trainings of a parameter; one that is there twice is there once.
func (l *List) read(s string) {
	parts, ok := parts(s)
	if !ok {
		l.Odd++
	}
	for _, p := range parts {
		it, ok := ReadItem(p)
		switch {
		case !ok:
			l.Odd++
		case l.Has(it):
		case len(l.Items) == Most:
			l.Over++
		default:
			l.Items = append(l.Items, it)
		}
	}
}

// parts are the parts of a parameter of the version that we write; ok is false for one of
// another version.
func parts(s string) (list []string, ok bool) {
	head, rest, more := strings.Cut(s, separator)
	if head != version {
		return nil, s == ""
	}
	if !more || rest == "" {
		return nil, true
	}
	return strings.Split(rest, separator), true
}

// readWay reads a pathway; one of which a part can't be read is none, for a pathway
// without one of its steps is another one.
func (l *List) readWay(s string) *Way {
	list, ok := parts(s)
	if len(list) == 0 && ok {
		return nil
	}
	if len(list) < 2 || len(list) > MostSteps+1 || slices.ContainsFunc(list, func(p string) bool { return !identifier(p) }) {
		l.Odd++
		return nil
	}
	return &Way{Start: list[0], Steps: list[1:]}
}

// Empty reports whether nothing is kept; a place alone is nothing.
func (l *List) Empty() bool { return len(l.Items) == 0 && l.Way == nil }

// Has reports whether an item is in the list.
func (l *List) Has(it Item) bool { return slices.Contains(l.Items, it) }

// HasWay reports whether the pathway of the list is the one of these steps.
func (l *List) HasWay(w *Way) bool {
	return l.Way != nil && l.Way.Start == w.Start && slices.Equal(l.Way.Steps, w.Steps)
}

// With is the list with one more item, at its end. A full list then says that it is.
func (l *List) With(it Item) List {
	n := *l
	n.Items = append(slices.Clip(n.Items), it)
	return n
}

// Without is the list without an item.
func (l *List) Without(it Item) List {
	n := *l
	n.Items = slices.DeleteFunc(slices.Clone(n.Items), func(x Item) bool { return x == it })
	return n
}

// WithWay is the list with a pathway in the place of the one it has, if any; nil for none.
func (l *List) WithWay(w *Way) List {
	n := *l
	n.Way = w
	return n
}

// From is the list with distances from a place, unless it has one already.
func (l *List) From(home string) List {
	n := *l
	if n.Home == "" {
		n.Home = home
	}
	return n
}

// Params are the parameters of the list, in one order; none for an empty one.
func (l *List) Params() query.Params {
	var p query.Params
	if l.Empty() {
		return nil
	}
	if len(l.Items) > 0 {
		var b strings.Builder
		b.WriteString(version)
		for _, it := range l.Items {
			b.WriteString(separator + it.Qualification + "." + it.UAI)
		}
		p.Add(Param, b.String())
	}
	if w := l.Way; w != nil {
		p.Add(ParamWay, w.String())
		p.Add(ParamAsk, w.Ask)
	}
	p.Add(ParamHome, l.Home)
	return p
}

// Address is the page of the list, without language prefix.
func (l *List) Address() string { return l.Params().Address(Path) }

// On is another page of the site with the list handed on; a list that is empty adds
// nothing.
func (l *List) On(address string) string {
	if l.Empty() {
		return address
	}
	path, fragment, marked := strings.Cut(address, "#")
	tail := l.Params().Address("")[1:]
	if strings.Contains(path, "?") {
		path += "&" + tail
	} else {
		path += "?" + tail
	}
	if marked {
		path += "#" + fragment
	}
	return path
}
