// Package mentions is the legal notice. Who publishes and hosts the site is the
// operator's to say; what was not said is shown as missing, never made up.
package mentions

import "continuum/internal/web/page"

// Show answers the legal notice.
func Show(r *page.Request) (page.Answer, error) {
	title := r.T.T("legal.title")
	return page.Answer{
		Head: page.Head{Title: title, Description: r.T.T("legal.lead"), Crumbs: []page.Crumb{{Label: title}}},
		Body: notice(r),
	}, nil
}

// said is what the operator said, or that nothing was.
func said(r *page.Request, s string) string {
	if s == "" {
		return r.T.T("legal.missing")
	}
	return s
}
