package catalog

import (
	"strings"
	"sync"

	"continuum/internal/search"
)

// Search returns the index of the offer and of the campuses. It is made at the first
// question.
func (c *Catalog) Search() *search.Index { return c.search() }

// indexOf makes the index of a catalog when it is asked for.
func indexOf(c *Catalog) func() *search.Index {
	return sync.OnceValue(func() *search.Index {
		all := make([]search.Campus, len(c.Campuses))
		for i := range c.Campuses {
			cam := &c.Campuses[i]
			words := append([]string{}, cam.TrainingFields...)
			words = append(words, cam.ProfessionalSectors...)
			if cam.Sector != nil {
				words = append(words, cam.Sector.Label)
			}
			if cam.Region != nil {
				words = append(words, cam.Region.Name)
			}
			all[i] = search.Campus{Slug: cam.Slug, Name: cam.Name, City: cam.City, Words: strings.Join(words, " ")}
			for _, m := range cam.Members {
				if m.Organisation.UAI != "" {
					all[i].Members = append(all[i].Members, string(m.Organisation.UAI))
				}
			}
		}
		return search.New(c.Training, c.Atlas, all)
	})
}
