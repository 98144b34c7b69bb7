// Package source declares the official sources, one file each. To add one: write its
// file and its line here.
package source

import "continuum/internal/opendata"

// All is every source, in an order in which each comes after those it refers to.
var All = []*opendata.Source{}

// ByID returns a source, nil when there is none.
func ByID(id string) *opendata.Source {
	for _, s := range All {
		if s.ID == id {
			return s
		}
	}
	return nil
}
