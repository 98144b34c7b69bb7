package formations

import (
	"strconv"
	"strings"

	"continuum/internal/search"
	"continuum/internal/web/ui"
)

// problems are the entries that could not be taken; the answer does without them.
func (v *view) problems() ui.Problems {
	var list ui.Problems
	if v.Unknown {
		list.Add(paramWhere, v.T("parcours.unknown_place", v.Choice.Where))
	}
	if v.From.problem != "" {
		list.Add(paramAddress, v.From.problem)
	}
	if v.Choice.oddKm != "" {
		radii := make([]string, len(search.Radii))
		for i, km := range search.Radii {
			radii[i] = strconv.Itoa(int(km))
		}
		list.Add(paramKm, v.T("search.odd_km", v.Choice.oddKm, strings.Join(radii, ", ")))
	}
	return list
}

// doubts are sentences on what of the question counts for nothing, and why.
func (v *view) doubts() []string {
	var list []string
	if v.From.failed != "" {
		list = append(list, v.From.failed)
	}
	if v.Here() {
		list = append(list, v.T("search.address.from", v.From.At.Label))
	}
	if v.Choice.cut {
		list = append(list, v.T("search.cut", mostWords))
	}
	if len(v.Answer.Missing) > 0 && v.Answer.Total > 0 {
		list = append(list, v.T("search.missing", strings.Join(v.Answer.Missing, ", ")))
	}
	if v.Choice.Words != "" && len(v.ask.Words) == 0 && v.Read.Place == nil && v.Read.Territory == nil {
		list = append(list, v.T("search.wordless"))
	}
	if v.Home.Commune == nil && (v.ask.Km > 0 || v.ask.Sort == search.Nearest) {
		list = append(list, v.T("search.placeless"))
	}
	return list
}
