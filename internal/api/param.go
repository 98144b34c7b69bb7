package api

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/geo"
)

// Sizes of a page and bounds of a search.
const (
	defaultLimit = 100
	maxLimit     = 1000
	maxWords     = 200 // characters of q
)

// param is one parameter of a query: how it is described and how it is read.
type param struct {
	name     string
	many     bool // several values mean OR
	required bool
	doc      string
	example  string
	schema   schema
	// read adds the value to q, or says why it can't be accepted.
	read func(q *query, v *view, value string) *refusal
}

// nothingHappened stands for 1 January 1970, whose number is the zero that means no
// day. The register knows nothing within half a century of it, so that the day
// before gives the same answer.
const nothingHappened date.Day = -1

var asOf = param{
	name: "as_of", example: "2015-09-01", schema: schema{"type": "string", "format": "date"},
	doc: "The day asked for: only what is in force or presumed on it. Without it, everything known, with its last known status.",
	read: func(q *query, _ *view, value string) *refusal {
		day, err := date.ParseDay(value)
		if err != nil {
			detail := "not a day of the calendar between 1900 and 2200"
			if d, err := date.Parse(value); err == nil && d.Precision() < date.FullDay {
				detail = "a full day is needed"
			}
			return &refusal{detail: detail, accepted: []string{"YYYY-MM-DD"}}
		}
		if q.asOf, q.filter.AsOf = value, day; day.IsZero() {
			q.filter.AsOf = nothingHappened
		}
		return nil
	},
}

var sector = param{
	name: "sector", many: true, example: "MOBI", schema: schema{"type": "string", "pattern": "^[A-Z]{4}$"},
	doc: "Code of a sector, see /api/v1/sectors.",
	read: func(q *query, v *view, value string) *refusal {
		if s := v.cat.Sector(value); s == nil || string(s.Code) != value {
			return &refusal{detail: "no such sector", accepted: v.sectors}
		}
		q.filter.Sectors = append(q.filter.Sectors, campus.SectorCode(value))
		return nil
	},
}

// territory is a parameter that chooses by the code of a territory.
func territory(name string, kind geo.Kind, doc, example string, into func(*query) *[]string) param {
	return param{
		name: name, many: true, example: example, schema: schema{"type": "string", "pattern": "^[0-9A-Z]{1,3}$"},
		doc: doc + ", see /api/v1/territories?kind=" + string(kind) + ".",
		read: func(q *query, v *view, value string) *refusal {
			if v.cat.Atlas.Territory(kind, value) == nil {
				return &refusal{detail: "no such " + strings.ReplaceAll(string(kind), "_", " "), accepted: v.codes[kind]}
			}
			codes := into(q)
			*codes = append(*codes, value)
			return nil
		},
	}
}

// oneOf is a parameter whose values are known to the program.
func oneOf[T ~string](name, doc string, values []T, into func(*query) *[]T) param {
	accepted := texts(values)
	return param{
		name: name, many: true, example: accepted[0], schema: schema{"type": "string", "enum": accepted}, doc: doc,
		read: func(q *query, _ *view, value string) *refusal {
			if !slices.Contains(values, T(value)) {
				return &refusal{detail: "no such value", accepted: accepted}
			}
			to := into(q)
			*to = append(*to, T(value))
			return nil
		},
	}
}

// The values of the register's words, as the contract spells them.
var (
	categories = []campus.Category{campus.CategoryCampus, campus.CategoryExcellence, campus.CategoryUnknown}
	statuses   = []campus.Status{campus.InForce, campus.Presumed, campus.Unknown, campus.NotYet, campus.Ended}
	geoKinds   = []geo.Kind{geo.Region, geo.Region2015, geo.RegionAcademic, geo.Academie, geo.Departement}
)

var (
	region = territory("region", geo.Region, "INSEE code of a region of today", "53",
		func(q *query) *[]string { return &q.filter.Regions })
	region2015 = territory("region_2015", geo.Region2015, "INSEE code of a region of before 2016", "53",
		func(q *query) *[]string { return &q.filter.Regions2015 })
	academie = territory("academie", geo.Academie, "Official code of an académie", "14",
		func(q *query) *[]string { return &q.filter.Academies })
	category = oneOf("category", "Category of the label; unknown chooses those whose category is null.", categories,
		func(q *query) *[]campus.Category { return &q.filter.Categories })
	status = oneOf("status", "Status of the label on the day asked for, or last known.", statuses,
		func(q *query) *[]campus.Status { return &q.filter.Statuses })
	orgKind = oneOf("kind", "Kind of organisation.", campus.Kinds,
		func(q *query) *[]campus.Kind { return &q.orgKinds })
	territoryKind = oneOf("kind", "Kind of territory.", geoKinds,
		func(q *query) *[]geo.Kind { return &q.territories })
)

var wave = param{
	name: "wave", many: true, example: "2013", schema: schema{"type": "string"},
	doc: "Code of a wave of labelling, as in the answers.",
	read: func(q *query, v *view, value string) *refusal {
		if !slices.Contains(v.cat.Waves, value) {
			return &refusal{detail: "no such wave", accepted: nonNil(v.cat.Waves)}
		}
		q.filter.Waves = append(q.filter.Waves, value)
		return nil
	},
}

var bbox = param{
	name: "bbox", example: "-5.2,47.2,-1,49", schema: schema{"type": "string"},
	doc: "Rectangle west,south,east,north in WGS84 degrees, bounds included. What has no point is in none.",
	read: func(q *query, _ *view, value string) *refusal {
		box, detail := parseBox(value)
		if detail != "" {
			return &refusal{detail: detail, accepted: []string{"west,south,east,north"}}
		}
		q.filter.Box = &box
		return nil
	},
}

func parseBox(s string) (geo.Box, string) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return geo.Box{}, "four numbers are needed"
	}
	var n [4]float64
	for i, p := range parts {
		f, err := strconv.ParseFloat(p, 64)
		// NaN compares false with everything, so a bound must be shown to hold.
		if limit := float64(180 - i%2*90); err != nil || !(math.Abs(f) <= limit) {
			return geo.Box{}, fmt.Sprintf("number %d is not in degrees between -%g and %g", i+1, limit, limit)
		}
		n[i] = f
	}
	switch {
	case n[1] > n[3]:
		return geo.Box{}, "south is north of north"
	case n[0] > n[2]:
		return geo.Box{}, "west is east of east: ask for the two sides of the antimeridian apart"
	}
	return geo.Box{West: n[0], South: n[1], East: n[2], North: n[3]}, ""
}

var words = param{
	name: "q", example: "mer brest", schema: schema{"type": "string", "minLength": 1, "maxLength": maxWords},
	doc: "Words, each of which must begin a word of the name, city, host, sector or territory; case and accents do not count.",
	read: func(q *query, _ *view, value string) *refusal {
		switch {
		case len([]rune(value)) > maxWords:
			return &refusal{detail: fmt.Sprintf("longer than %d characters", maxWords)}
		case !strings.ContainsFunc(value, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
			return &refusal{detail: "holds no letter and no digit"}
		}
		q.filter.Q = value
		return nil
	},
}

// ofCampus chooses by campus; a former slug is as good as the present one.
var ofCampus = param{
	name: "campus", many: true, example: "bretagne-mer", schema: schema{"type": "string", "maxLength": 200},
	doc: "Slug of a campus.",
	read: func(q *query, v *view, value string) *refusal {
		cam, _ := v.cat.Campus(value)
		if cam == nil {
			near := make([]string, 0, nearest)
			for _, c := range v.cat.Nearest(value, nearest) {
				near = append(near, c.Slug)
			}
			return &refusal{detail: "no such campus", accepted: near}
		}
		q.offer.Campuses = append(q.offer.Campuses, cam.ID)
		return nil
	},
}

var limit = param{
	name: "limit", example: "50", schema: schema{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit},
	doc: "Most items of a page.",
	read: func(q *query, _ *view, value string) *refusal {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > maxLimit {
			return &refusal{detail: "not a whole number within bounds", accepted: []string{fmt.Sprintf("1 to %d", maxLimit)}}
		}
		q.limit = n
		return nil
	},
}

// cursor continues a list after an item; list names it.
func cursor(list string) param {
	return param{
		name: "cursor", schema: schema{"type": "string", "maxLength": maxCursor},
		doc: "Where the page before ended. Follow next rather than making one.",
		read: func(q *query, v *view, value string) *refusal {
			key, ok := decodeCursor(list, value)
			if !ok {
				return &refusal{detail: "not a cursor of this list", accepted: []string{"the one in next"}}
			}
			at, ok := v.seek(list, key)
			if !ok {
				return &refusal{detail: "the register changed and no longer holds the last item seen: start again without cursor", gone: true}
			}
			q.after = at
			return nil
		},
	}
}

func texts[T ~string](values []T) []string {
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}

func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// selection is what every form of the campuses accepts.
func selection() []param {
	return []param{asOf, sector, region, region2015, academie, category, wave, status, bbox, words}
}

// paged adds what only pages accept.
func paged(list string, ps ...param) []param {
	return append(slices.Clone(ps), limit, cursor(list))
}
