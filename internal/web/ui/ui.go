// Package ui holds the typed components that pages are made of: the layout, and the
// pieces of the design system in use. There is one markup for both themes; class
// names are those of the State's design system, which the neutral style sheet
// dresses in its own way. Components take words already translated, or the texts.
package ui

import (
	"html"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/text"
	"continuum/internal/web/asset"
	"continuum/internal/web/page"
)

// section is an entry of the main navigation.
type section struct {
	path string
	key  text.Key
}

var sections = []section{
	{"/", "nav.home"},
	{"/carte", "nav.map"},
	{"/campus", "nav.campuses"},
	{"/formations", "nav.trainings"},
	{"/parcours", "parcours.crumb"},
	{"/ma-liste", "liste.crumb"},
	{"/filieres", "nav.sectors"},
	{"/territoires", "nav.territories"},
	{"/donnees", "nav.data"},
}

// current is the aria-current value of a section: "page" on it, "true" below it.
func (s section) current(path string) string {
	switch {
	case path == s.path:
		return "page"
	case s.path != "/" && strings.HasPrefix(path, s.path+"/"):
		return "true"
	}
	return ""
}

// title is the content of <title>: the page then the service, so that tabs tell
// pages apart.
func title(r *page.Request, h page.Head) string {
	if h.Title == "" {
		return r.T.T("site.name") + " – " + r.T.T("site.tagline")
	}
	return h.Title + " – " + r.T.T("site.name")
}

// canonical is the address search engines should keep, in lang.
func canonical(r *page.Request, h page.Head, lang text.Lang) string {
	path := h.Path
	if path == "" {
		path = r.Path
	}
	link := lang.Link(path)
	return r.Absolute(link)
}

// SharedPath is the image of pages that have none of their own.
const SharedPath = "/image.png"

// shared is the image that links to a page show.
func shared(r *page.Request, h page.Head) page.Image {
	if h.Image.Path != "" {
		return h.Image
	}
	return page.Image{Path: SharedPath, Alt: r.T.T("card.alt_site")}
}

func themeStyle(r *page.Request) string { return asset.URL(string(r.Site.Theme) + ".css") }

// Sign is the glyph that goes with a status: colour alone says nothing.
func Sign(s campus.Status) string {
	switch s {
	case campus.InForce:
		return "✓"
	case campus.Presumed:
		return "≈"
	case campus.Ended:
		return "×"
	case campus.NotYet:
		return "…"
	}
	return "?"
}

// sureness is the glyph of a confidence: one to three marks.
func sureness(c campus.Confidence) string {
	switch c {
	case campus.High:
		return "●●●"
	case campus.Medium:
		return "●●○"
	}
	return "●○○"
}

// SourceAnchor is the id of a source's line on the page of open data.
func SourceAnchor(id campus.SourceID) string {
	return "source-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, string(id))
}

// FrameLine is the line of HTML that shows a page in a frame; empty while the site does
// not know its own address.
func FrameLine(r *page.Request, path, title string) string {
	at := r.Absolute(r.Link(path))
	if at == "" {
		return ""
	}
	return `<iframe src="` + html.EscapeString(at) + `" title="` + html.EscapeString(title) +
		`" width="100%" height="640" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" style="border:0"></iframe>`
}
