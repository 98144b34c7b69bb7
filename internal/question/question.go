// Package question reads what people ask of the continuum, in the words of the API's
// parameters, and makes the requests of package pathway of it. Pages, API and command
// line ask alike: what one refuses the others do too, naming the same parameter.
package question

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/catalog"
)

// Fault says why a parameter can't be accepted.
type Fault struct {
	Name, Value string
	Detail      string   // in English, without a full stop
	Accepted    []string // what would be; empty when it can't be listed
}

// reader reads the parameters of a question and gathers what is wrong with them.
type reader struct {
	cat    *catalog.Catalog
	values url.Values
	faults []Fault
}

func (r *reader) refuse(name, value, detail string, accepted ...string) {
	r.faults = append(r.faults, Fault{name, value, detail, accepted})
}

// one is the value of a parameter that is given once; empty when it is not given.
func (r *reader) one(name string) string {
	all := r.values[name]
	if len(all) > 1 {
		r.refuse(name, all[1], "given more than once")
	}
	if len(all) == 0 {
		return ""
	}
	return strings.TrimSpace(all[0])
}

// yes reads a parameter that is yes or no.
func (r *reader) yes(name string) bool {
	v := r.one(name)
	if v != "" && v != "yes" && v != "no" {
		r.refuse(name, v, "no such value", "yes", "no")
	}
	return v == "yes"
}

// number reads a number within bounds, or takes another when it is not given.
func (r *reader) number(name string, least, most, otherwise float64) float64 {
	v := r.one(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || !(n >= least && n <= most) { // NaN is within no bounds
		r.refuse(name, v, "not a number within bounds", plain(least)+" to "+plain(most))
		return otherwise
	}
	return n
}

// count reads a whole number within bounds, or takes another when it is not given.
func (r *reader) count(name string, least, most, otherwise int) int {
	n := r.number(name, float64(least), float64(most), float64(otherwise))
	if n != float64(int(n)) {
		r.refuse(name, r.one(name), "not a whole number", strconv.Itoa(least)+" to "+strconv.Itoa(most))
	}
	return int(n)
}

func plain(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// level reads a European level, 0 when it is not given.
func (r *reader) level(name string) int8 {
	v := r.one(name)
	switch {
	case v == "":
		return 0
	case !slices.Contains(levels, v):
		r.refuse(name, v, "no such level", levels...)
		return 0
	}
	return int8(v[0] - '0')
}

var levels = []string{"3", "4", "5", "6", "7", "8"}

// sector checks the code of a sector.
func (r *reader) sector(name, code string) bool {
	s := r.cat.Sector(code)
	if s != nil && string(s.Code) == code {
		return true
	}
	r.refuse(name, code, "no such sector", r.cat.SectorCodes()...)
	return false
}

// campus finds a campus by its slug, nil when there is none or none was asked for.
func (r *reader) campus(name string) *catalog.Campus {
	slug := r.one(name)
	if slug == "" {
		return nil
	}
	return r.campusOf(name, slug)
}

// campusOf is the campus of a slug, present or former, nil when there is none.
func (r *reader) campusOf(name, slug string) *catalog.Campus {
	cam, _ := r.cat.Campus(slug)
	if cam == nil {
		var near []string
		for _, c := range r.cat.Nearest(slug, 5) {
			near = append(near, c.Slug)
		}
		r.refuse(name, slug, "no such campus", near...)
	}
	return cam
}
