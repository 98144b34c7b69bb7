package maliste

import (
	"strconv"

	"continuum/internal/document"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
	"continuum/internal/web/shortlist"
	"continuum/internal/web/ui"
)

// Problems says what of the address could not be kept: nothing is dropped in silence.
func (v *view) Problems() []string {
	var list []string
	if n := v.List.Odd; n > 0 {
		list = append(list, v.R.T.N("liste.odd", n))
	}
	if n := v.List.Over; n > 0 {
		list = append(list, v.R.T.N("liste.over", n, shortlist.Most))
	}
	gone := 0
	for i := range v.Items {
		if !v.Items[i].Known() {
			gone++
		}
	}
	if gone > 0 {
		list = append(list, v.R.T.N("liste.gone", gone))
	}
	if v.List.Home != "" && v.Home.Commune == nil && len(v.Home.Choices) == 0 {
		list = append(list, v.T("parcours.unknown_place", query.Cut(v.List.Home)))
	}
	return list
}

// WhichHome are the communes that the place of the list may be.
func (v *view) WhichHome() []ui.Choice {
	var list []ui.Choice
	for _, c := range v.Home.Choices {
		l := v.List
		l.Home = place.Written(c)
		list = append(list, ui.Choice{Label: place.Name(v.R.Catalog.Atlas, c), Link: v.To(l)})
	}
	return list
}

// withoutHome is what the form of the place carries along.
func (v *view) withoutHome() query.Params {
	l := v.List
	l.Home = ""
	return l.Params()
}

// Address is the list as it is written down or scanned: the whole address of the page.
func (v *view) Address() string { return v.R.Public(v.R.Link(v.List.Address())) }

// code is the address as a square to scan; empty when there is nothing to scan, or when
// the list is too long for one.
func (v *view) code() string {
	if v.List.Empty() {
		return ""
	}
	qr, ok := document.NewQR(v.Address())
	if !ok {
		return ""
	}
	return qr.SVG(v.T("liste.qr"))
}

// heads are the columns of the comparison.
func (v *view) heads() []ui.Column {
	list := []ui.Column{{Label: v.T("liste.compare_what")}}
	for i := range v.Items {
		list = append(list, ui.Column{Label: strconv.Itoa(i+1) + ". " + v.Name(&v.Items[i]) + " – " + v.Where(&v.Items[i])})
	}
	return list
}

// NotCompared says why fewer trainings than wanted are side by side; empty when all are.
func (v *view) NotCompared(wanted int) string {
	switch {
	case len(v.Items) < 2:
		return v.T("liste.compare_none", Compared)
	case wanted > len(v.Items):
		return v.R.T.N("liste.compare_most", wanted-len(v.Items), Compared)
	}
	return ""
}
