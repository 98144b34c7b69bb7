package web

import (
	"bytes"
	"encoding/xml"
	"net/http"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/asset"
	"continuum/internal/web/offer"
)

// icon sends browsers that ask for the old name to the icon.
func (s *server) icon(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, asset.URL("icon.svg"), http.StatusFound)
}

// robots lets every robot read everything but the form.
func (s *server) robots(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	b.WriteString("User-agent: *\nDisallow: /signaler\nDisallow: /en/signaler\n")
	if s.cfg.BaseURL != "" {
		b.WriteString("Sitemap: " + s.cfg.BaseURL + "/sitemap.xml\n")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	writeBody(w, r, http.StatusOK, b.Bytes())
}

// sitemap lists every page in both languages; it needs the public address.
func (s *server) sitemap(w http.ResponseWriter, r *http.Request) {
	cat := s.cfg.Current.Load()
	if cat == nil || s.cfg.BaseURL == "" {
		s.answer(text.French, route{path: "/", show: notFound, private: true}).ServeHTTP(w, r)
		return
	}
	paths := []string{"/", "/carte", "/campus", "/filieres", "/territoires", "/parcours", "/simulation", "/donnees", "/donnees/qualite", "/accessibilite", "/mentions-legales"}
	for i := range cat.Campuses {
		paths = append(paths, "/campus/"+cat.Campuses[i].Slug)
	}
	for i := range cat.Sectors {
		paths = append(paths, "/filieres/"+cat.Sectors[i].Slug)
	}
	if cat.Atlas != nil {
		for i := range cat.Atlas.Territories {
			paths = append(paths, "/territoires/"+cat.Atlas.Territories[i].Slug)
		}
	}
	paths = append(paths, offerPaths(cat.Training)...)
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, p := range paths {
		for _, lang := range text.Langs {
			b.WriteString("<url><loc>")
			xml.EscapeText(&b, []byte(s.cfg.BaseURL+lang.Link(p)))
			b.WriteString("</loc></url>\n")
		}
	}
	b.WriteString("</urlset>\n")
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	writeBody(w, r, http.StatusOK, b.Bytes())
}

// offerPaths are the pages of what is taught somewhere, of who teaches it, and of the
// occupations that something leads to: the others say only what they don't know. With
// two languages each they stay far below the 50,000 addresses of a sitemap.
func offerPaths(m *training.Model) []string {
	var paths []string
	for i := range m.Qualifications {
		if len(m.OffersOf(int32(i))) > 0 {
			paths = append(paths, offer.Path(&m.Qualifications[i]))
		}
	}
	for i := range m.Establishments {
		if len(m.OffersAt(int32(i))) > 0 {
			paths = append(paths, offer.EstablishmentPath(&m.Establishments[i]))
		}
	}
	for i := range m.Occupations {
		if len(m.Occupations[i].Qualifications) > 0 {
			paths = append(paths, offer.OccupationPath(&m.Occupations[i]))
		}
	}
	return paths
}
