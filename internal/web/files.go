package web

import (
	"bytes"
	"net/http"

	"continuum/internal/web/asset"
	"continuum/internal/web/sitemap"
)

// icon sends browsers that ask for the old name to the icon.
func (s *server) icon(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, asset.URL("icon.svg"), http.StatusFound)
}

// robotRules keep robots to what there is one of. Addresses with parameters are
// questions: choices upon choices have no end, and what answers them is found from the
// pages of the sitemap. The pages of a list are let through (of two rules, RFC 9309
// follows the longer). Tiles are of use to a map alone, and the form to its reader.
const robotRules = `User-agent: *
Disallow: /*?
Allow: /*?page=
Disallow: /signaler
Disallow: /en/signaler
Disallow: /espace
Disallow: /en/espace
Disallow: /connexion
Disallow: /en/connexion
Disallow: /invitation
Disallow: /en/invitation
Disallow: /recuperation
Disallow: /en/recuperation
Disallow: /tiles/
`

// robots says what robots may read, and where the list of it is.
func (s *server) robots(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	b.WriteString(robotRules)
	if s.cfg.BaseURL != "" {
		b.WriteString("Sitemap: " + s.cfg.BaseURL + sitemap.IndexPath + "\n")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	writeBody(w, r, http.StatusOK, b.Bytes())
}
