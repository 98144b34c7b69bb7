package territoire

import (
	"math"
	"strconv"

	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/text"
	"continuum/internal/web/offer"
	"continuum/internal/web/simulation"
)

// T is a sentence of the page.
func (v *reach) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// SectorName is the name of a sector by its code.
func (v *reach) SectorName(code string) string {
	if s := v.R.Catalog.Sector(code); s != nil {
		return s.Label
	}
	return code
}

// Asked names what is looked at.
func (v *reach) Asked() string {
	if v.Sector != nil {
		return v.Sector.Label
	}
	return v.T("territoire.reach_all_sectors")
}

// SectorLink is the ladder of one sector, at the same distance.
func (v *reach) SectorLink(code string) string {
	other := *v
	other.Sector = v.R.Catalog.Sector(code)
	return v.R.Link(other.Address())
}

// Level is the share of young people who have a level, "–" where the sector has none.
func (v *reach) Level(c *pathway.Coverage, level int) string {
	if c.Asked&(1<<level) == 0 {
		return "–"
	}
	return percent(c.Levels[level].Ground / max(c.Young, 1e-9))
}

// Whole is the share of young people whose whole ladder holds.
func (v *reach) Whole(c *pathway.Coverage) string { return percent(c.Covered / max(c.Young, 1e-9)) }

// Break says where the ladder stops for most.
func (v *reach) Break(c *pathway.Coverage) string {
	if len(c.Breaks) == 0 {
		return v.T("territoire.reach_unbroken")
	}
	var young [9]float64
	worst := int8(0)
	for _, b := range c.Breaks {
		if young[b.Level] += b.Young; young[b.Level] > young[worst] {
			worst = b.Level
		}
	}
	return v.T("territoire.reach_break", offer.Level(v.R.T, worst), people(v.R.T, young[worst]))
}

// Opening is the sentence of an opening.
func (v *reach) Opening(g *gapGroup) string {
	m := v.R.Catalog.Training
	e := &m.Establishments[g.Establishment]
	return v.T("territoire.gap", m.Qualifications[g.Qualification].Label, e.Name, offer.City(v.R.T, e), people(v.R.T, g.Young))
}

// Try is the page that tells what an opening would change here, empty for a territory
// where no scenario can be looked at.
func (v *reach) Try(g *gapGroup) string {
	if v.Territory.Kind == geo.RegionAcademic {
		return ""
	}
	m := v.R.Catalog.Training
	return v.R.Link(simulation.OpeningPath(v.Territory.Slug, g.Sector, v.Km, m.Qualifications[g.Qualification].ID, m.Establishments[g.Establishment].UAI))
}

func percent(share float64) string {
	return strconv.Itoa(int(math.Round(100*share))) + "\u202f%"
}

// people is an estimate of young people, in two figures: more would promise too much.
func people(t *text.Texts, young float64) string {
	n := math.Round(young)
	if n >= 100 {
		unit := math.Pow(10, math.Floor(math.Log10(n))-1)
		n = math.Round(n/unit) * unit
	}
	return t.Number(int(n))
}
