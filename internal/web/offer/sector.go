package offer

import (
	"continuum/internal/catalog"
	"continuum/internal/web/ui"
)

// SectorOptions are the sectors to choose one from, after the choice of any.
func SectorOptions(cat *catalog.Catalog, any, chosen string) []ui.Option {
	list := []ui.Option{{Label: any, Selected: chosen == ""}}
	for i := range cat.Sectors {
		s := &cat.Sectors[i]
		list = append(list, ui.Option{Value: string(s.Code), Label: s.Label, Selected: chosen == string(s.Code)})
	}
	return list
}
