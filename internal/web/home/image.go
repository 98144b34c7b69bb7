package home

import (
	"continuum/internal/document"
	"continuum/internal/web/card"
	"continuum/internal/web/page"
)

// Image answers the image of the pages that have none of their own: the whole network.
func Image(r *page.Request) (page.Answer, error) {
	return card.Answer(r, func() document.Card {
		c := document.Card{Kicker: r.T.T("site.name"), Title: r.T.T("site.tagline"), Colour: document.SectorColour("MECA")}
		for i := range r.Catalog.Campuses {
			m := document.CardMark{At: r.Catalog.Campuses[i].Point}
			if t := r.Catalog.Campuses[i].Region; t != nil {
				m.Region = t.Code
			}
			c.Marks = append(c.Marks, m)
		}
		c.Lines = []string{r.T.N("card.campuses", len(r.Catalog.Campuses))}
		return c
	})
}
