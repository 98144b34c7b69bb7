package offer

import (
	"slices"

	"continuum/internal/training"
)

// months are those after which employment is counted, in the order of Outcome.Employed.
var months = [...]int{6, 12, 18, 24, 30}

// Months adds to list, which is in order, the months of which an outcome tells something,
// were it that the figure is secret: the columns of a table.
func Months(list []int, o *training.Outcome) []int {
	for i, n := range months {
		if at, found := slices.BinarySearch(list, n); !found && o.Employed[i].Status != training.Missing {
			list = slices.Insert(list, at, n)
		}
	}
	return list
}

// After is the share in employment after some months, one of those that Months gives.
func After(o *training.Outcome, n int) training.Figure {
	return o.Employed[slices.Index(months[:], n)]
}
