package employeurs

import (
	"strconv"

	"continuum/internal/catalog"
	"continuum/internal/search"
	"continuum/internal/web/formations"
	"continuum/internal/web/query"
	"continuum/internal/web/ui"
)

// The parameters of the page, those of /formations.
const (
	paramWords  = "q"
	paramSector = "filiere"
	paramWhere  = "lieu"
	paramKm     = "rayon"
)

// usualKm is the radius that the form begins with: what most employees travel.
const usualKm = 30

// choice is what the address asks.
type choice struct {
	Words, Where string
	Sector       string // code, empty for all
	Km           int
}

func parse(cat *catalog.Catalog, q *query.Reader) choice {
	radii := make([]string, len(search.Radii))
	for i, km := range search.Radii {
		radii[i] = strconv.Itoa(int(km))
	}
	c := choice{Words: q.Text(paramWords, 200), Where: q.Text(paramWhere, 100), Sector: q.Code(paramSector, cat.SectorCodes()), Km: usualKm}
	if km := q.Code(paramKm, radii); km != "" {
		c.Km, _ = strconv.Atoi(km) // one of the radii
	}
	return c
}

func (c *choice) params() query.Params {
	var list query.Params
	list.Add(paramWords, c.Words)
	list.Add(paramSector, c.Sector)
	list.Add(paramWhere, c.Where)
	return list
}

// address is the page with a question, without language prefix.
func (c *choice) address() string {
	list := c.params()
	if c.Km != usualKm {
		list.Add(paramKm, strconv.Itoa(c.Km))
	}
	return list.Address(Path)
}

// trainings is the question on the page of trainings, without language prefix.
func (c *choice) trainings() string {
	list := c.params()
	list.Add(paramKm, strconv.Itoa(c.Km))
	return list.Address(formations.Path)
}

// Radii are the distances to choose from.
func (v *view) Radii() []ui.Option {
	var list []ui.Option
	for _, km := range search.Radii {
		list = append(list, ui.Option{Value: strconv.Itoa(int(km)), Label: v.T("search.km", int(km)), Selected: v.Choice.Km == int(km)})
	}
	return list
}

// Sectors are the sectors to choose from, after none.
func (v *view) Sectors() []ui.Option {
	list := []ui.Option{{Label: v.T("employer.any_sector"), Selected: v.Choice.Sector == ""}}
	for i := range v.R.Catalog.Sectors {
		s := &v.R.Catalog.Sectors[i]
		list = append(list, ui.Option{Value: string(s.Code), Label: s.Label, Selected: v.Choice.Sector == string(s.Code)})
	}
	return list
}
