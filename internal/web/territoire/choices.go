package territoire

import (
	"strconv"

	"continuum/internal/document"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/listing"
	"continuum/internal/web/ui"
)

// Sectors are the choices of sectors.
func (v *reach) Sectors() []ui.Option {
	list := []ui.Option{{Label: v.T("territoire.reach_all_sectors"), Selected: v.Sector == nil}}
	for _, code := range v.R.Catalog.Pathway().Sectors() {
		if s := v.R.Catalog.Sector(code); s != nil {
			list = append(list, ui.Option{Value: code, Label: s.Label, Selected: v.Sector == s})
		}
	}
	return list
}

// Kms are the choices of distances.
func (v *reach) Kms() []ui.Option {
	var list []ui.Option
	for _, km := range reachKm {
		list = append(list, ui.Option{Value: km, Label: v.T("territoire.reach_km_value", km), Selected: km == strconv.Itoa(v.Km)})
	}
	return list
}

// Ranks are the choices of order.
func (v *reach) Ranks() []ui.Option {
	return []ui.Option{
		{Label: v.T("territoire.reach_by_young"), Selected: !v.ByNeeds},
		{Value: rankNeeds, Label: v.T("territoire.reach_by_needs"), Selected: v.ByNeeds},
	}
}

// Columns are those of the table of sectors.
func (v *reach) Columns() []ui.Column {
	list := []ui.Column{{Label: v.T("territoire.reach_sector")}, {Label: v.T("territoire.reach_whole"), Number: true}}
	for level := 3; level <= 8; level++ {
		list = append(list, ui.Column{Label: v.T("territoire.reach_level." + text.Key(strconv.Itoa(level))), Number: true})
	}
	return append(list, ui.Column{Label: v.T("territoire.reach_breaks")}, ui.Column{Label: v.T("territoire.needs_projects"), Number: true})
}

// Step says which shares a tint of the map stands for.
func (v *reach) Step(step int) string {
	to := 1.0
	if step+1 < len(document.ShareSteps) {
		to = document.ShareSteps[step+1]
	}
	return v.T("territoire.reach_step", percent(document.ShareSteps[step]), percent(to))
}

// Parts are the parts told in the table: all départements, the communes with most young
// people.
func (v *reach) Parts() []part {
	if v.Territory.Kind == geo.Departement {
		return v.parts[:min(len(v.parts), reachCommunes)]
	}
	return v.parts
}

// PartLabel names a part.
func (v *reach) PartLabel() string {
	if v.Territory.Kind == geo.Departement {
		return v.T("territoire.reach_commune")
	}
	return v.T("territoire.reach_departement")
}

// PartsCaption says what the table of parts holds, and how many are left out.
func (v *reach) PartsCaption() string {
	name := listing.TerritoryName(v.R.T, v.Territory)
	if left := len(v.parts) - len(v.Parts()); left > 0 {
		return v.R.T.N("territoire.reach_parts_first", left, name, len(v.Parts()))
	}
	return v.T("territoire.reach_parts", name)
}

// PartWhole is the share of the young people of a part, over the sectors looked at, whose
// whole ladder holds.
func (v *reach) PartWhole(p *part) string {
	return percent(p.Whole / max(p.Young*float64(len(v.Coverage)), 1e-9))
}
