package formation

import (
	"continuum/internal/campus"
	"continuum/internal/document"
	"continuum/internal/training"
	"continuum/internal/web/card"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
)

// imagePath is the image of a qualification, without language prefix.
func imagePath(q *training.Qualification) string { return offer.Path(q) + "/image.png" }

// Image answers /formations/{id}/image.png: what links to the training show.
func Image(r *page.Request) (page.Answer, error) {
	m := r.Catalog.Training
	at, moved := m.Qualification(r.Value("id"))
	if at == training.None {
		return page.Answer{}, nearest(r, r.Value("id"))
	}
	q := &m.Qualifications[at]
	if moved {
		return page.Answer{Redirect: r.Link(imagePath(q)), Moved: true}, nil
	}
	return card.Answer(r, func() document.Card {
		c := document.Card{Kicker: r.T.T("card.training", offer.Level(r.T, q.Level)), Title: q.Label, Colour: document.SectorColour(campus.SectorCode(q.Sector))}
		seen := make(map[int32]bool)
		for _, o := range m.OffersOf(at) {
			e := m.Offers[o].Establishment
			if x := &m.Establishments[e]; !seen[e] {
				seen[e] = true
				c.Marks = append(c.Marks, document.CardMark{Region: x.Region, At: x.Point})
			}
		}
		c.Lines = []string{r.T.N("formation.places_total", len(seen))}
		if s := r.Catalog.Sector(q.Sector); s != nil {
			c.Lines = append(c.Lines, r.T.T("card.sector", s.Label))
		}
		return c
	})
}
