// Package card answers the images that links to pages show where they are shared.
package card

import (
	"strings"

	"continuum/internal/document"
	"continuum/internal/web/page"
)

// Answer draws a card for a page and keeps it with the catalog; make is called when it
// is not kept yet. The foot is the site's address, its name where that is not known.
func Answer(r *page.Request, make func() document.Card) (page.Answer, error) {
	drawn, err := r.Catalog.Once("card "+r.Site.BaseURL+" "+string(r.Lang)+r.Path, func() (string, error) {
		c := make()
		if _, c.Foot, _ = strings.Cut(r.Site.BaseURL, "://"); c.Foot == "" {
			c.Foot = r.T.T("site.name")
		}
		var image []byte
		// Robots ask for many at once, and each takes a processor for a while.
		err := r.InTurn(r.Context, func() (err error) {
			image, err = document.CardPNG(r.Catalog.Atlas, c)
			return err
		})
		return string(image), err
	})
	return page.Answer{Raw: []byte(drawn), ContentType: "image/png"}, err
}
