package shortlist

import (
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// Script is the script of the pages that add to the list.
const Script = "liste.js"

// The words of what adds to the list.
const (
	addItem text.Key = "liste.add"
	addWay  text.Key = "liste.add_way"
	inList  text.Key = "liste.in"
)

// control is what adds to the list: the address that does it, and the parameter and its
// value for the script that does it in place.
type control struct {
	Href             string
	Word             text.Key
	Name, Value, Ask string
}

func (l *List) keepItem(r *page.Request, it Item) control {
	c := control{Word: addItem, Name: Param, Value: it.String()}
	n := *l
	if l.Has(it) {
		c.Word = inList
	} else {
		n = l.With(it)
	}
	c.Href = r.Link(n.Address())
	return c
}

func (l *List) keepWay(r *page.Request, w *Way) control {
	c := control{Word: addWay, Name: ParamWay, Value: w.String(), Ask: w.Ask}
	n := l.WithWay(w)
	if l.HasWay(w) {
		c.Word, n = inList, *l
	}
	c.Href = r.Link(n.Address())
	return c
}

// size is how many things are kept.
func (l *List) size() int {
	n := len(l.Items)
	if l.Way != nil {
		n++
	}
	return n
}
