package source

import (
	"slices"

	"continuum/internal/opendata"
)

// never keeps all rows of a source out of the reference dataset.
func never(opendata.Row) bool { return false }

// at is the position of a column, for hooks, which can't name the source they belong to.
func at(columns []opendata.Column, name string) int {
	i := slices.IndexFunc(columns, func(c opendata.Column) bool { return c.Name == name })
	if i < 0 {
		panic("source: no column " + name)
	}
	return i
}
