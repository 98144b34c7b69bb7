// Package carte is the page /carte: the national map of the campuses at a date, and
// the list equivalent to it.
package carte

import (
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
)

// Path is where the page is.
const Path = listing.Placed

// Page answers /carte.
func Page(r *page.Request) (page.Answer, error) {
	v, err := listing.New(r, Path)
	if err != nil {
		return page.Answer{}, err
	}
	if to := v.Moved(); to != "" {
		return page.Answer{Redirect: to}, nil
	}
	drawn, err := v.Drawing()
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{
		Head: page.Head{
			Title:       title(v),
			Description: description(v),
			Path:        v.Sel.Selection.Address(Path, r.Catalog),
			NoIndex:     v.Sel.Filtered() || v.Sel.Place != "",
			Scripts:     []string{"enhance.js"},
			Crumbs:      []page.Crumb{{Label: r.T.T("carte.crumb")}},
			Wide:        true,
		},
		Body: body(v, drawn),
	}, nil
}

// title tells the pages of different days and filters apart.
func title(v *listing.View) string {
	t := v.T("carte.title")
	if day := v.Sel.AsOf; !day.IsZero() {
		t = v.T("carte.title_on", day)
	}
	if w := v.Words(); w != "" {
		t += " – " + w
	}
	if c := v.Sel.Near; c != nil {
		t += " – " + v.T("listing.tag.place", c.Name)
	}
	if v.Sel.Page > 1 {
		t += " – " + v.T("listing.page", v.Sel.Page)
	}
	return t
}

func description(v *listing.View) string {
	return v.Total() + ". " + v.Asked()
}
