package selection

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"continuum/internal/campus"
	"continuum/internal/catalog"
)

// Column is what a list can be sorted by.
type Column uint8

// The columns. ByName is the catalog's own order.
const (
	ByName Column = iota
	BySector
	ByRegion
	ByCity
	ByStatus
)

// Columns lists them as a table shows them.
var Columns = []Column{ByName, BySector, ByRegion, ByCity, ByStatus}

var columnWords = [...]string{ByName: "nom", BySector: "filiere", ByRegion: "region", ByCity: "ville", ByStatus: "etat"}

// Word is the word of addresses for the column; dictionaries know it as "column."+Word.
func (c Column) Word() string { return columnWords[c] }

// Order is a column and a direction. The zero value is by name, ascending.
type Order struct {
	By         Column
	Descending bool
}

// String is the form that addresses carry, empty for the default order.
func (o Order) String() string {
	switch {
	case o.Descending:
		return "-" + o.By.Word()
	case o.By == ByName:
		return ""
	}
	return o.By.Word()
}

func parseOrder(s string) (Order, bool) {
	if s == "" {
		return Order{}, true
	}
	for _, c := range Columns {
		switch s {
		case c.Word():
			return Order{By: c}, true
		case "-" + c.Word():
			return Order{By: c, Descending: true}, true
		}
	}
	return Order{}, false
}

func orderWords() []string {
	var words []string
	for _, c := range Columns {
		words = append(words, c.Word(), "-"+c.Word())
	}
	return words
}

// statusRank orders states from the surest recognition to its absence.
var statusRank = map[campus.Status]int{campus.InForce: 0, campus.Presumed: 1, campus.Unknown: 2, campus.Ended: 3, campus.NotYet: 4}

// sort orders hits that come in the catalog's order. What is unknown comes last,
// in either direction; equals keep the order of names.
func (o Order) sort(hits []catalog.Hit) {
	if o.By == ByName {
		if o.Descending {
			slices.Reverse(hits)
		}
		return
	}
	sign := 1
	if o.Descending {
		sign = -1
	}
	compare := o.comparison()
	slices.SortStableFunc(hits, func(a, b catalog.Hit) int {
		if d := cmp.Compare(o.missing(a), o.missing(b)); d != 0 {
			return d
		}
		return sign * compare(a, b)
	})
}

// missing is 1 when the hit has nothing in the column.
func (o Order) missing(h catalog.Hit) int {
	empty := false
	switch o.By {
	case BySector:
		empty = h.Campus.Sector == nil
	case ByRegion:
		empty = h.Campus.Region == nil
	case ByCity:
		empty = h.Campus.City == ""
	}
	if empty {
		return 1
	}
	return 0
}

// comparison compares two hits that have something in the column.
func (o Order) comparison() func(a, b catalog.Hit) int {
	switch o.By {
	case BySector:
		return func(a, b catalog.Hit) int {
			if a.Campus.Sector == nil || b.Campus.Sector == nil {
				return 0
			}
			return a.Campus.Sector.Rank - b.Campus.Sector.Rank
		}
	case ByStatus:
		// What is known of today comes before what was known years ago.
		return func(a, b catalog.Hit) int {
			return cmp.Or(cmp.Compare(b.State.On, a.State.On), statusRank[a.State.Status]-statusRank[b.State.Status])
		}
	}
	french := collate.New(language.French, collate.IgnoreCase) // it keeps buffers: never shared
	return func(a, b catalog.Hit) int { return french.CompareString(o.text(a), o.text(b)) }
}

func (o Order) text(h catalog.Hit) string {
	if o.By == ByCity {
		return h.Campus.City
	}
	if h.Campus.Region == nil {
		return ""
	}
	return h.Campus.Region.Name
}
