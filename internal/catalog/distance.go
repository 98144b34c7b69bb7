package catalog

import (
	"strconv"
	"strings"
	"sync"

	"continuum/internal/pathway"
)

// Distances is how far places are said to be.
type Distances struct {
	Detour  float64     // how much longer a road is than the great circle; 0: pathway.Detour
	Minutes TravelTimes // a travel-time engine, nil for none
}

// TravelTimes measures in minutes.
type TravelTimes interface {
	pathway.Distance
	// Provider names the kind of engine.
	Provider() string
}

// Measure sets how far places are said to be. It is called before the catalog is shared.
// What is made from the catalog then has another validator.
func (c *Catalog) Measure(d Distances) {
	c.minutes = d.Minutes
	if d.Minutes != nil {
		c.ETag = strings.TrimSuffix(c.ETag, `"`) + "-" + d.Minutes.Provider() + `"`
	}
	if d.Detour != 0 && d.Detour != pathway.Detour {
		c.ETag = strings.TrimSuffix(c.ETag, `"`) + "-x" + strconv.FormatFloat(d.Detour, 'f', -1, 64) + `"`
		byConvention := c.pathway
		c.pathway = sync.OnceValue(func() *pathway.Engine { return byConvention().With(pathway.GreatCircle{Factor: d.Detour}) })
	}
}

// Minutes is the travel-time engine, nil when none is configured.
func (c *Catalog) Minutes() TravelTimes { return c.minutes }
