// Package campuses is the page /campus: the list of the campuses as a table that
// sorts, with the same filters as the map.
package campuses

import (
	"continuum/internal/text"
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
	"continuum/internal/web/selection"
	"continuum/internal/web/ui"
)

// Path is where the page is.
const Path = "/campus"

// Page answers /campus.
func Page(r *page.Request) (page.Answer, error) {
	v, err := listing.New(r, Path)
	if err != nil {
		return page.Answer{}, err
	}
	if to := v.Moved(); to != "" {
		return page.Answer{Redirect: to}, nil
	}
	return page.Answer{
		Head: page.Head{
			Title:       title(v),
			Description: title(v) + ". " + v.Total() + ". " + v.Asked(),
			Path:        v.Sel.Selection.Address(Path, r.Catalog),
			NoIndex:     v.Sel.Filtered() || v.Sel.Order != selection.Order{},
			Scripts:     []string{"enhance.js"},
			Crumbs:      []page.Crumb{{Label: r.T.T("campuses.crumb")}},
		},
		Body: body(v),
	}, nil
}

// title tells the lists of different searches, days, orders and pages apart.
func title(v *listing.View) string {
	t := v.T("campuses.title")
	if v.Sel.Q != "" {
		t = v.T("campuses.title_q", v.Sel.Q)
	}
	if w := v.Words(); w != "" {
		t += " – " + w
	}
	if !v.Sel.AsOf.IsZero() {
		t += " – " + v.R.T.Day(v.Sel.AsOf)
	}
	if v.Sel.Page > 1 {
		t += " – " + v.T("listing.page", v.Sel.Page)
	}
	return t
}

// columns are the heads of the table, each a link that sorts by it.
func columns(v *listing.View) []ui.Column {
	var list []ui.Column
	for _, by := range selection.Columns {
		c := ui.Column{
			Label: v.T("campuses.column." + text.Key(by.Word())),
			Sort:  v.Address(v.Sel.By(by)),
			Hint:  v.T("campuses.sort", v.T("campuses.column."+text.Key(by.Word()))),
		}
		if v.Sel.Order.By == by {
			c.Sorted = ui.Ascending
			if v.Sel.Order.Descending {
				c.Sorted = ui.Descending
			}
		}
		list = append(list, c)
	}
	return list
}
