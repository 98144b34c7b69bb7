package donnees

import (
	"strings"

	"continuum/internal/pathway"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
)

// listed is how many qualifications of a list are written; the command
// `continuum check progressions --json` has all.
const listed = 20

// progressions is what the progressions that itineraries follow are worth, drawn once a
// catalog: it walks the whole graph.
func progressions(r *page.Request) (string, error) {
	return r.Catalog.Once("progressions "+string(r.Lang), func() (string, error) {
		e := r.Catalog.Pathway()
		var b strings.Builder
		err := worth(r, e, e.Check()).Render(r.Context, &b)
		return b.String(), err
	})
}

// strengths are those of edges, strongest first.
var strengths = []pathway.Strength{
	pathway.Structural, pathway.Published, pathway.Conditional, pathway.Usual, pathway.Possible,
}

func strengthKey(s pathway.Strength) text.Key { return text.Key("quality.strength." + s.String()) }

// doubt is a list of qualifications that the graph treats badly.
type doubt struct {
	Key text.Key
	Of  []int32
}

func doubts(w *pathway.Report) []doubt {
	return []doubt{
		{"quality.doubt.no_way_in", w.NoWayIn}, {"quality.doubt.no_way_out", w.NoWayOut}, {"quality.doubt.alone", w.Alone},
	}
}

// inCycles counts the qualifications that lead to each other.
func inCycles(w *pathway.Report) int {
	n := 0
	for _, c := range w.Cycles {
		n += len(c)
	}
	return n
}

// share writes the offers reached among those of a level, in words.
func share(r *page.Request, reached, offers int) string {
	if offers == 0 {
		return r.T.T("quality.reach_none")
	}
	return offer.Share(r.T, training.Of(float64(reached)/float64(offers)))
}

// some are the first qualifications of a list.
func some(m *training.Model, of []int32) []*training.Qualification {
	var list []*training.Qualification
	for _, q := range of[:min(listed, len(of))] {
		list = append(list, &m.Qualifications[q])
	}
	return list
}
