package donnees

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// Quality answers /donnees/qualite: how clean, how complete and how old the official
// files are that the national offer is made from.
func Quality(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	ways, err := progressions(r)
	if err != nil {
		return page.Answer{}, err
	}
	title := r.T.T("quality.title")
	return page.Answer{
		Head: page.Head{
			Title: title, Description: r.T.T("quality.lead"), Path: "/donnees/qualite",
			Crumbs: []page.Crumb{{Label: r.T.T("data.title"), Path: "/donnees"}, {Label: title}},
		},
		Body: quality(r, split(r.Catalog.Training.Sources), r.Catalog.Training, ways),
	}, nil
}

// sorted is the official sources by what is at hand of them.
type sorted struct {
	Present  []*training.Provenance // oldest data first
	Optional []*training.Provenance // published, not embedded, not imported here
	Holes    []*training.Provenance // no whole file was found
}

func split(all []training.Provenance) sorted {
	var s sorted
	for i := range all {
		switch p := &all[i]; {
		case p.Present:
			s.Present = append(s.Present, p)
		case p.Unpublished == "":
			s.Optional = append(s.Optional, p)
		default:
			s.Holes = append(s.Holes, p)
		}
	}
	// A source without a date comes first too: what nobody dates may be the oldest.
	slices.SortStableFunc(s.Present, func(a, b *training.Provenance) int {
		return cmp.Compare(offer.LastYear(a.Vintage), offer.LastYear(b.Vintage))
	})
	return s
}

// total is the sum of a figure over the sources at hand.
func (s sorted) total(of func(*training.Provenance) int) int {
	n := 0
	for _, p := range s.Present {
		n += of(p)
	}
	return n
}

// old is how many sources hold data said to be old.
func (s sorted) old(r *page.Request) int {
	return s.total(func(p *training.Provenance) int {
		if offer.Age(r, offer.LastYear(p.Vintage)) != "" {
			return 1
		}
		return 0
	})
}

func rows(p *training.Provenance) int        { return p.Rows }
func quarantined(p *training.Provenance) int { return sum(p.Quarantined) }
func skipped(p *training.Provenance) int     { return sum(p.Skipped) }
func warned(p *training.Provenance) int      { return sum(p.Warned) }

func sum(m map[string]int) int {
	n := 0
	for _, k := range m {
		n += k
	}
	return n
}

// absent says what a source that is not here lacks.
func absent(t *text.Texts, p *training.Provenance) string {
	if p.Unpublished == "" {
		return t.T("quality.not_embedded")
	}
	return t.T("quality.absent")
}

// version is the version of a source in words: the one that the program brings, or the
// one imported on a day.
func version(r *page.Request, p *training.Provenance) string {
	switch {
	case p.Version == 0:
		return r.T.T("quality.version_zero")
	case p.Recorded == 0:
		return r.T.T("quality.version_undated", p.Version)
	}
	return r.T.T("quality.version", p.Version, r.T.Instant(time.Unix(p.Recorded, 0)))
}

// joinName is what a join brings together, in words; its identifier when it has none.
func joinName(t *text.Texts, j *training.Join) string {
	if k := text.Key("quality.join." + j.ID); t.Has(k) {
		return t.T(k)
	}
	return j.ID
}

// sourceOf is the source whose rows a join counts, nil when unknown.
func sourceOf(m *training.Model, j *training.Join) *training.Provenance {
	if i := slices.IndexFunc(m.Sources, func(p training.Provenance) bool { return p.ID == j.Source }); i >= 0 {
		return &m.Sources[i]
	}
	return nil
}

// perThousand is a share of rows in thousandths, for one decimal of a percentage. A
// share that is not whole is never rounded to the whole, nor one to nothing.
func perThousand(part, whole int) int {
	if whole == 0 {
		return 0
	}
	n := int(math.Round(1000 * float64(part) / float64(whole)))
	switch {
	case n == 1000 && part < whole:
		return 999
	case n == 0 && part > 0:
		return 1
	}
	return n
}

// percent writes thousandths as a percentage.
func percent(t *text.Texts, thousandths int) string {
	return t.T("quality.percent", strings.TrimSuffix(strings.TrimSuffix(offer.Ratio(t, float64(thousandths)/10), ",0"), ".0"))
}

// expected is the share that another program found, in thousandths; 0 when none did.
func expected(j *training.Join) int { return int(math.Round(1000 * j.Expected)) }

// verdict compares a join with what was expected, in words.
func verdict(t *text.Texts, j *training.Join) string {
	switch d := perThousand(j.RowsResolved, j.Rows) - expected(j); {
	case j.Expected == 0:
		return t.T("quality.not_counted")
	case j.Rows == 0:
		return t.T("quality.no_row")
	case d >= 0:
		return t.T("quality.as_good")
	default:
		return t.T("quality.less_good", offer.Ratio(t, float64(-d)/10))
	}
}

// byTitle are the official sources in the order of their titles.
func byTitle(all []training.Provenance) []*training.Provenance {
	list := make([]*training.Provenance, len(all))
	for i := range all {
		list[i] = &all[i]
	}
	slices.SortStableFunc(list, func(a, b *training.Provenance) int { return cmp.Compare(geo.Fold(a.Title), geo.Fold(b.Title)) })
	return list
}
