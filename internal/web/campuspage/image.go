package campuspage

import (
	"continuum/internal/catalog"
	"continuum/internal/document"
	"continuum/internal/geo"
	"continuum/internal/web/card"
	"continuum/internal/web/page"
)

// imagePath is the image of a campus, without language prefix.
func imagePath(cam *catalog.Campus) string { return "/campus/" + cam.Slug + "/image.png" }

// Image answers /campus/{slug}/image.png: what links to the campus show.
func Image(r *page.Request) (page.Answer, error) {
	cam, moved := r.Catalog.Campus(r.Value("slug"))
	switch {
	case cam == nil:
		return page.Answer{}, nearest(r, r.Value("slug"))
	case moved:
		return page.Answer{Redirect: r.Link(imagePath(cam)), Moved: true}, nil
	}
	return card.Answer(r, func() document.Card {
		c := document.Card{Kicker: r.T.T("card.campus"), Title: cam.Name, Colour: document.NoSector}
		if cam.Sector != nil {
			c.Colour = document.SectorColour(cam.Sector.Code)
			c.Lines = append(c.Lines, r.T.T("card.sector", cam.Sector.Label))
		}
		region := "" // organisations don't tell theirs
		if cam.Region != nil {
			region = cam.Region.Code
			where := cam.Region.Name
			if cam.City != "" {
				where = cam.City + ", " + where
			}
			c.Lines = append([]string{where}, c.Lines...)
		}
		c.Marks = append(c.Marks, document.CardMark{Region: region, At: cam.Point, Main: true})
		for _, m := range cam.Members {
			if o := m.Organisation; o.HasPoint() {
				c.Marks = append(c.Marks, document.CardMark{Region: region, At: geo.Point{Lat: o.Lat, Lon: o.Lon}})
			}
		}
		return c
	})
}
