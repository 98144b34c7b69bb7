// Package flux holds the Atom feeds of what the register learns (RFC 4287): of the whole
// network, /flux.atom, and of one campus, /campus/{slug}/flux.atom. An entry is dated by
// the instant at which the register recorded it, which is not the day of what it tells;
// its identifier is that of the record, so that a reader sees each once.
package flux

import (
	"cmp"
	"encoding/xml"
	"slices"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/web/page"
)

// Path is the feed of the whole network.
const Path = "/flux.atom"

// CampusPath is the feed of a campus.
func CampusPath(cam *catalog.Campus) string { return "/campus/" + cam.Slug + Path }

// most is how many entries a feed holds: readers ask often, and keep what they read.
const most = 100

// National answers /flux.atom: labels, acts, calls and new versions of official data.
func National(r *page.Request) (page.Answer, error) {
	return answer(r, feed{
		ID: "urn:continuum:feed", Title: r.T.T("feed.title"), Subtitle: r.T.T("feed.lead"), Updated: stamp(r.Catalog.Built),
		Links: links(r, "/"), Entries: national(r),
	})
}

// Campus answers /campus/{slug}/flux.atom: its labels, its members and what is known of it.
func Campus(r *page.Request) (page.Answer, error) {
	cam, moved := r.Catalog.Campus(r.Value("slug"))
	switch {
	case cam == nil:
		return page.Answer{}, fault.New(fault.NotFound, "campus.not_found")
	case moved:
		return page.Answer{Redirect: r.Link(CampusPath(cam)), Moved: true}, nil
	}
	return answer(r, feed{
		ID: "urn:continuum:campus:" + string(cam.ID), Title: r.T.T("feed.campus_title", cam.Name), Subtitle: r.T.T("feed.campus_lead"),
		Updated: stamp(r.Catalog.Built), Links: links(r, "/campus/"+cam.Slug), Entries: ofCampus(r, cam),
	})
}

// feed and entry are written as they are read; addresses hang on the base.
type (
	feed struct {
		XMLName  xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string   `xml:"xml:lang,attr"`
		Base     string   `xml:"xml:base,attr,omitempty"`
		ID       string   `xml:"id"`
		Title    string   `xml:"title"`
		Subtitle string   `xml:"subtitle"`
		Updated  string   `xml:"updated"`
		Author   string   `xml:"author>name"`
		Links    []link   `xml:"link"`
		Entries  []entry  `xml:"entry"`
	}
	entry struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Link    link   `xml:"link"`
		Summary string `xml:"summary,omitempty"`

		at  time.Time // Updated
		day int       // of what is told, for those recorded at once
	}
	link struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
)

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

func links(r *page.Request, of string) []link {
	return []link{{Rel: "self", Type: "application/atom+xml", Href: r.Self(r.Lang)}, {Rel: "alternate", Type: "text/html", Href: r.Link(of)}}
}

// answer writes a feed, latest entries first. It is as old as the latest of them; one
// without any, as the catalog.
func answer(r *page.Request, f feed) (page.Answer, error) {
	slices.SortFunc(f.Entries, func(a, b entry) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.day, a.day), cmp.Compare(a.ID, b.ID))
	})
	f.Entries = f.Entries[:min(len(f.Entries), most)]
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	if f.Author = r.Site.Operator.Name; f.Author == "" {
		f.Author = r.T.T("site.name")
	}
	f.Lang, f.Base = string(r.Lang), r.Site.BaseURL
	b, err := xml.MarshalIndent(f, "", " ")
	return page.Answer{Raw: append([]byte(xml.Header), append(b, '\n')...), ContentType: "application/atom+xml; charset=utf-8"}, err
}
