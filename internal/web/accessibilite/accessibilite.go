// Package accessibilite is the declaration of accessibility: the state of each criterion
// on a sample of pages and how that is known, what was not checked, and whom to write to.
// It claims no audit but one's own.
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
