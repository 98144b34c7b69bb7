// Package lexique is the page /lexique: the levels, diplomas, acronyms, figures and codes
// of the site, each in a sentence or two. The words are entries of the dictionaries.
package lexique

import (
	"strings"

	"continuum/internal/web/page"
	"continuum/internal/web/query"
	"continuum/internal/web/ui"
)

// Page answers /lexique.
func Page(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	title := r.T.T("lexique.title")
	return page.Answer{
		Head: page.Head{Title: title, Description: r.T.T("lexique.description"), Path: ui.WordsPath, Crumbs: []page.Crumb{{Label: title}}},
		Body: body(r),
	}, nil
}

// anchor is the place of a group on the page.
func anchor(g *ui.WordGroup) string {
	return "mots-" + string(g.Name[strings.LastIndexByte(string(g.Name), '.')+1:])
}
