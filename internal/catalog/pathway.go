package catalog

import (
	"sync"

	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/training"
)

// Pathway returns the engine of the continuum over the national offer and the communes
// of the atlas. It is made at the first question, for it takes as long as building the
// catalog, and handed on by [Current.Store] from one catalog to the next.
func (c *Catalog) Pathway() *pathway.Engine { return c.pathway() }

// engineOf makes the engine of an offer when it is asked for.
func engineOf(offer *training.Model, atlas *geo.Atlas) func() *pathway.Engine {
	return sync.OnceValue(func() *pathway.Engine {
		communes := make([]pathway.Commune, len(atlas.Communes))
		for i := range atlas.Communes {
			c := &atlas.Communes[i]
			communes[i] = pathway.Commune{
				Code: c.Code, Departement: c.Departement, Academie: c.Academie, Region: c.Region, Zone: c.Zone, Basin: c.Basin,
				Point: c.Point, Population: c.Population,
			}
		}
		return pathway.New(offer, communes)
	})
}
