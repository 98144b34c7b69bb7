// Package tile draws the catalog as Mapbox vector tiles, version 2: the campuses, the
// establishments and their offers as points, the territories as polygons. A tile is a function of a catalog, of a day
// and of its place; nothing is read from the store.
package tile

import (
	"math"
	"slices"
	"sync"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/geo"
)

const (
	// MaxZoom is the deepest zoom served; maps go further on the same tiles.
	MaxZoom = 14
	// Extent is the number of steps on the side of a tile.
	Extent = 4096
	// Buffer is how far, in steps, polygons go on around a tile, so that the line
	// where they are cut lies outside what is seen.
	Buffer = 64
	// fineFrom is the first zoom drawn from the fine contours: half a kilometre is
	// a pixel there, and the coarse ones begin to show their corners.
	fineFrom = 7
)

// Layers are the names of the layers, in the order of their documentation.
var Layers = []string{"campuses", "establishments", "offers", "regions", "departements", "academies", "regions_2015"}

// Set is what the tiles of one catalog are made from. It is immutable, and used
// through its pointer.
type Set struct {
	cat   *catalog.Catalog
	today date.Day
	areas map[string]*areas // by layer
	dots  []dot             // with the last known statuses
	offer *national

	idle  sync.Pool // of *scratch
	marks sync.Pool // of *marks
}

// areas are the territories of a layer at both details.
type areas struct {
	name string
	by   [2][]area // by geo.Detail
}

// New projects the territories of cat once. today is the day on which last known
// statuses depend.
func New(cat *catalog.Catalog, today date.Day) *Set {
	s := &Set{cat: cat, today: today, areas: make(map[string]*areas)}
	for layer, kind := range map[string]geo.Kind{
		"regions": geo.Region, "departements": geo.Departement, "academies": geo.Academie, "regions_2015": geo.Region2015,
	} {
		a := &areas{name: layer}
		for _, detail := range []geo.Detail{geo.Coarse, geo.Fine} {
			a.by[detail] = project(cat.Atlas, kind, detail)
		}
		s.areas[layer] = a
	}
	s.dots = s.dotsOn(0)
	s.offer = newNational(cat.Training)
	s.marks.New = func() any { return s.offer.marks() }
	return s
}

// Tile returns the tile of a layer at zoom z, column x from the west and row y from
// the north; no bytes when nothing is there. Establishments and offers are drawn each
// on its own from zoom 6 on; before, a mark that stands for several has their count. asOf is the day shown by the layer
// campuses: only those in force or presumed on it; the zero day shows every campus
// with its last known status. An unknown layer is fault.NotFound, a place out of
// range fault.Invalid.
func (s *Set) Tile(layer string, asOf date.Day, z, x, y int) ([]byte, error) {
	if !slices.Contains(Layers, layer) {
		return nil, fault.New(fault.NotFound, "tile.layer", layer).In("layer")
	}
	if z < 0 || z > MaxZoom {
		return nil, fault.New(fault.Invalid, "tile.zoom", z, MaxZoom).In("z")
	}
	if last := 1<<z - 1; x < 0 || x > last {
		return nil, fault.New(fault.Invalid, "tile.column", x, last).In("x")
	} else if y < 0 || y > last {
		return nil, fault.New(fault.Invalid, "tile.row", y, last).In("y")
	}
	f := frameOf(z, x, y)
	switch layer {
	case "campuses":
		return s.campuses(asOf, f), nil
	case "establishments", "offers":
		m := s.marks.Get().(*marks)
		defer s.marks.Put(m)
		if layer == "offers" {
			return s.offer.drawOffers(m, z, x, y), nil
		}
		return s.offer.drawEstablishments(m, z, x, y), nil
	}
	a := s.areas[layer]
	detail := geo.Coarse
	if z >= fineFrom {
		detail = geo.Fine
	}
	w, ok := s.idle.Get().(*scratch)
	if !ok {
		w = new(scratch)
	}
	defer s.idle.Put(w)
	return w.encodeAreas(a.name, a.by[detail], f), nil
}

// frame places a tile on the square of the world, whose side is 1.
type frame struct {
	scale float64 // steps on the side of the world
	x, y  float64 // of the tile's north-west corner, in steps
}

func frameOf(z, x, y int) frame {
	return frame{scale: Extent * math.Exp2(float64(z)), x: Extent * float64(x), y: Extent * float64(y)}
}

// steps turns a place on the square of the world into steps from the corner.
func (f frame) steps(p spot) spot { return spot{p.x*f.scale - f.x, p.y*f.scale - f.y} }
