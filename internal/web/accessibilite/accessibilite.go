// Package accessibilite is the declaration of accessibility: what was done, what
// was not, and whom to write to. It claims no audit.
package accessibilite

import "continuum/internal/web/page"

// Show answers the declaration.
func Show(r *page.Request) (page.Answer, error) {
	title := r.T.T("a11y.title")
	return page.Answer{
		Head: page.Head{Title: title, Description: r.T.T("a11y.lead"), Crumbs: []page.Crumb{{Label: title}}},
		Body: declaration(r),
	}, nil
}
