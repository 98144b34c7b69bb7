package selection

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/geo"
)

// Bounds of what an address may ask.
const (
	maxQ      = 100   // letters of a search
	maxValues = 40    // repetitions of one parameter
	maxPage   = 10000 // whatever the size of the register
)

// Parse reads a selection from the parameters of an address. An empty parameter
// is one that was not given: forms send them. A value that means nothing is an
// error that names the parameter and what it accepts; parameters that are not in
// Params are left to the caller.
func Parse(v url.Values, c *catalog.Catalog) (Selection, error) {
	r := reader{v: v, cat: c}
	s := Selection{Page: 1}
	s.Q = r.query()
	s.AsOf = r.day()
	s.Sectors = many(&r, ParamSector, r.sector)
	s.Regions = r.territories(ParamRegion, geo.Region)
	s.Regions2015 = r.territories(ParamRegion2015, geo.Region2015)
	s.Academies = r.territories(ParamAcademie, geo.Academie)
	s.Categories = many(&r, ParamCategory, oneOf(categories))
	s.Waves = many(&r, ParamWave, func(w string) (string, string, bool) {
		return w, strings.Join(c.Waves, ", "), slices.Contains(c.Waves, w)
	})
	s.Statuses = many(&r, ParamStatus, oneOf(statuses))
	s.Order = r.order()
	s.Page = r.page()
	s.Locate = r.one(ParamLocate)
	return s, r.err
}

// reader keeps the first thing that it could not accept.
type reader struct {
	v   url.Values
	cat *catalog.Catalog
	err error
}

func (r *reader) refuse(param, key string, args ...any) {
	if r.err == nil {
		r.err = fault.New(fault.Invalid, key, args...).In(param)
	}
}

// one reads a parameter that may be given once.
func (r *reader) one(param string) string {
	values := r.values(param)
	switch {
	case len(values) == 0:
		return ""
	case len(values) > 1:
		r.refuse(param, "selection.once", param)
		return ""
	}
	return values[0]
}

// values reads the non-empty values of a parameter, each valid UTF-8.
func (r *reader) values(param string) []string {
	var values []string
	for _, s := range r.v[param] {
		if !utf8.ValidString(s) {
			r.refuse(param, "selection.utf8", param)
			return nil
		}
		if s = strings.TrimSpace(s); s != "" {
			values = append(values, s)
		}
	}
	if len(values) > maxValues {
		r.refuse(param, "selection.many", param, maxValues)
		return nil
	}
	return values
}

func (r *reader) query() string {
	q := strings.Join(strings.Fields(r.one(ParamQ)), " ")
	if utf8.RuneCountInString(q) > maxQ {
		r.refuse(ParamQ, "selection.long", ParamQ, maxQ)
		return ""
	}
	return q
}

func (r *reader) day() date.Day {
	s := r.one(ParamDay)
	if s == "" {
		return 0
	}
	d, err := date.ParseDay(s)
	if err != nil {
		r.refuse(ParamDay, "selection.day", cut(s), date.MinYear, date.MaxYear)
	}
	return d
}

func (r *reader) sector(s string) (campus.SectorCode, string, bool) {
	if sector := r.cat.Sector(s); sector != nil {
		return sector.Code, "", true
	}
	codes := make([]string, len(r.cat.Sectors))
	for i := range r.cat.Sectors {
		codes[i] = r.cat.Sectors[i].Slug
	}
	return "", strings.Join(codes, ", "), false
}

// territories reads official codes of a kind; slugs are accepted as well.
func (r *reader) territories(param string, kind geo.Kind) []string {
	return many(r, param, func(s string) (string, string, bool) {
		if t := r.cat.Atlas.BySlug(s); t != nil && t.Kind == kind {
			return t.Code, "", true
		}
		if r.cat.Atlas.Territory(kind, s) != nil {
			return s, "", true
		}
		var codes []string
		for _, t := range r.cat.Atlas.OfKind(kind) {
			codes = append(codes, t.Code+" ("+t.Name+")")
		}
		return "", strings.Join(codes, ", "), false
	})
}

// oneOf reads a word of a closed list.
func oneOf[T ~string](list []word[T]) func(string) (T, string, bool) {
	return func(s string) (T, string, bool) {
		accepted := make([]string, len(list))
		for i, w := range list {
			if w.word == s {
				return w.value, "", true
			}
			accepted[i] = w.word
		}
		return "", strings.Join(accepted, ", "), false
	}
}

// many reads each value of a repeated parameter, in order, without repeats; read
// returns what is accepted when it can't. Sorted, so that an address has one writing.
func many[T ~string](r *reader, param string, read func(string) (T, string, bool)) []T {
	var list []T
	for _, s := range r.values(param) {
		v, accepted, ok := read(s)
		if !ok {
			r.refuse(param, "selection.unknown", param, cut(s), accepted)
			return nil
		}
		list = append(list, v)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (r *reader) order() Order {
	s := r.one(ParamSort)
	o, ok := parseOrder(s)
	if !ok {
		r.refuse(ParamSort, "selection.unknown", ParamSort, cut(s), strings.Join(orderWords(), ", "))
	}
	return o
}

func (r *reader) page() int {
	s := r.one(ParamPage)
	if s == "" {
		return 1
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > maxPage || strings.HasPrefix(s, "+") {
		r.refuse(ParamPage, "selection.page", cut(s), maxPage)
		return 1
	}
	return n
}

func beyond(page, pages int) error {
	return fault.New(fault.Invalid, "selection.beyond", page, pages).In(ParamPage)
}

// cut keeps what is quoted back to the reader short.
func cut(s string) string {
	const longest = 40
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
