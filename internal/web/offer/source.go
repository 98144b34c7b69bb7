package offer

import (
	"slices"
	"strconv"
	"strings"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/page"
)

// Old is the age in years from which a figure is said to be old.
const Old = 3

// LastYear is the last year that the period of some data names, 0 when it names none:
// "2019_2020–2022_2023" ends in 2023.
func LastYear(vintage string) int {
	last := 0
	for i := 0; i+4 <= len(vintage); {
		n := 0
		for i+n < len(vintage) && vintage[i+n] >= '0' && vintage[i+n] <= '9' {
			n++
		}
		if n >= 4 {
			if y, err := strconv.Atoi(vintage[i : i+4]); err == nil && y >= 1900 && y < 2200 {
				last = max(last, y)
			}
		}
		i += n + 1
	}
	return last
}

// Age says how old a year is when that matters: empty for a recent one.
func Age(r *page.Request, year int) string {
	if years := r.Today.Time().Year() - year; year > 0 && years >= Old {
		return r.T.N("offer.old", years)
	}
	return ""
}

// Freshness says how old the data of a source is, whatever its age.
func Freshness(r *page.Request, vintage string) string {
	year := LastYear(vintage)
	if year == 0 {
		return r.T.T("offer.fresh.unknown")
	}
	switch years := r.Today.Time().Year() - year; {
	case years <= 0:
		return r.T.T("offer.fresh.now")
	case years < Old:
		return r.T.N("offer.fresh.recent", years)
	default:
		return r.T.N("offer.fresh.old", years)
	}
}

// Vintage is the period of some data as people write it: "2019-2020 à 2022-2023".
func Vintage(t *text.Texts, s string) string {
	if s == "" {
		return t.T("offer.fresh.unknown")
	}
	from, to, period := strings.Cut(s, "–")
	if period {
		return t.T("offer.period", Cohort(from), Cohort(to))
	}
	return Cohort(s)
}

// Licence is the name of a licence; a code without a name shows as it is.
func Licence(t *text.Texts, code string) string {
	if k := text.Key("licence." + code); t.Has(k) {
		return t.T(k)
	}
	return code
}

// Anchor is the id of a source's line in the list at the foot of a page.
func Anchor(p *training.Provenance) string {
	return "source-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(p.ID))
}

// Cited is the sources that a page rests on, each once.
type Cited struct {
	m    *training.Model
	list []int32
}

// Cite starts the list of a page about m.
func Cite(m *training.Model) *Cited { return &Cited{m: m} }

// Add cites a source; the position of nothing is left out.
func (c *Cited) Add(source int32) {
	if source >= 0 && int(source) < len(c.m.Sources) && !slices.Contains(c.list, source) {
		c.list = append(c.list, source)
	}
}

// Of cites sources and returns them, each once, in the order given.
func (c *Cited) Of(at ...int32) []*training.Provenance {
	var list []*training.Provenance
	for i, s := range at {
		if s >= 0 && int(s) < len(c.m.Sources) && !slices.Contains(at[:i], s) {
			c.Add(s)
			list = append(list, &c.m.Sources[s])
		}
	}
	return list
}

// List is the sources cited, in the order of the registry.
func (c *Cited) List() []*training.Provenance {
	at := slices.Sorted(slices.Values(c.list))
	list := make([]*training.Provenance, len(at))
	for i, s := range at {
		list[i] = &c.m.Sources[s]
	}
	return list
}
