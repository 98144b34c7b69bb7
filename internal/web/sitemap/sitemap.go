// Package sitemap tells search engines every public page, by the protocol of
// sitemaps.org: an index, /sitemap.xml, and a file for each kind of page, cut where it
// would pass what the protocol allows. All of it follows from a catalog and is made once
// for each.
package sitemap

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// IndexPath is where the index is.
const IndexPath = "/sitemap.xml"

// Most is how many addresses a file may hold, by the protocol.
const Most = 50_000

const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// File answers /sitemap.xml and /sitemap-{kind}-{n}.xml. They stand at the root, because
// a file may only speak of the addresses below its own folder. Without the site's public
// address there are none: the protocol wants whole addresses.
func File(r *page.Request) (page.Answer, error) {
	missing := fault.New(fault.NotFound, "error.notfound")
	name, isXML := strings.CutSuffix(r.Path, ".xml")
	if !isXML || r.Site.BaseURL == "" {
		return page.Answer{}, missing
	}
	write := func() string { return index(r) }
	if r.Path != IndexPath {
		rest, _ := strings.CutPrefix(name, "/sitemap-")
		kindName, number, _ := strings.Cut(rest, "-")
		k, n := kindNamed(kindName), 0
		if k != nil {
			n, _ = strconv.Atoi(number)
		}
		if n < 1 || r.Path != partPath(kindName, n) || n > parts(k.pages(r.Catalog)) {
			return page.Answer{}, missing
		}
		write = func() string { return part(r, k.pages(r.Catalog), n) }
	}
	doc, err := r.Catalog.Once(r.Site.BaseURL+r.Path, func() (string, error) { return write(), nil })
	return page.Answer{Raw: []byte(doc), ContentType: "application/xml; charset=utf-8"}, err
}

func partPath(kind string, n int) string { return "/sitemap-" + kind + "-" + strconv.Itoa(n) + ".xml" }

// perFile is how many pages a file holds: each has an address in every language.
var perFile = Most / len(text.Langs)

func parts(pages []address) int { return (len(pages) + perFile - 1) / perFile }

// slice is the n-th part of the pages, from 1.
func slice(pages []address, n int) []address {
	return pages[(n-1)*perFile : min(n*perFile, len(pages))]
}

// index names every file. One that says of all its pages when they changed has their
// latest change as its own; of the others nothing is said.
func index(r *page.Request) string {
	var b strings.Builder
	b.WriteString(xml.Header + `<sitemapindex xmlns="` + namespace + `">` + "\n")
	for i := range kinds {
		k := &kinds[i]
		pages := k.pages(r.Catalog)
		for n := 1; n <= parts(pages); n++ {
			entry(&b, "sitemap", r.Site.BaseURL+partPath(k.name, n), latest(slice(pages, n)))
		}
	}
	b.WriteString("</sitemapindex>\n")
	return b.String()
}

// latest is the last change of pages, zero when one of them does not tell its own.
func latest(pages []address) time.Time {
	var last time.Time
	for _, p := range pages {
		if p.changed.IsZero() {
			return time.Time{}
		}
		if p.changed.After(last) {
			last = p.changed
		}
	}
	return last
}

// part is a file of pages, in every language.
func part(r *page.Request, pages []address, n int) string {
	var b strings.Builder
	b.WriteString(xml.Header + `<urlset xmlns="` + namespace + `">` + "\n")
	for _, p := range slice(pages, n) {
		for _, lang := range text.Langs {
			entry(&b, "url", r.Site.BaseURL+lang.Link(p.path), p.changed)
		}
	}
	b.WriteString("</urlset>\n")
	return b.String()
}

func entry(b *strings.Builder, element, loc string, changed time.Time) {
	b.WriteString("<" + element + "><loc>")
	xml.EscapeText(b, []byte(loc))
	b.WriteString("</loc>")
	if !changed.IsZero() {
		b.WriteString("<lastmod>" + changed.UTC().Format(time.RFC3339) + "</lastmod>")
	}
	b.WriteString("</" + element + ">\n")
}
