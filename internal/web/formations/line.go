package formations

import (
	"slices"
	"strconv"
	"strings"

	"continuum/internal/search"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
)

// line is an item of the list in words.
type line struct {
	Q   *training.Qualification
	At  *training.Establishment
	How string // routes, who answers for the place, wishes for one place with their year
}

// far is how far an item is from home, in words; empty when that is not known.
func (v *view) far(it *search.Item) string {
	if it.Km < 0 || v.Home.Commune == nil {
		return ""
	}
	return " " + v.R.T.N("search.far", int(it.Km+0.5))
}

// line is an item in words.
func (v *view) line(it *search.Item) line {
	l := line{Q: &v.M.Qualifications[it.Qualification], At: &v.M.Establishments[it.Establishment]}
	var seen []training.Route
	chances := ""
	for _, at := range it.Offers {
		o := &v.M.Offers[at]
		if !slices.Contains(seen, o.Route) {
			if l.How != "" {
				l.How += ", "
			}
			l.How += offer.Route(v.R.T, o.Route)
			seen = append(seen, o.Route)
		}
		if ratio, ok := offer.PerPlace(o); ok && chances == "" {
			chances = v.T("search.ratio", v.T("formation.ratio."+text.Key(o.Applicants.String()), offer.Ratio(v.R.T, ratio)), strconv.Itoa(int(o.Year)))
		}
	}
	if p := offer.Public(v.R.T, l.At.Public); p != "" {
		l.How += ", " + p
	}
	if chances != "" {
		l.How += " – " + chances
	}
	return l
}

// Others are campuses, occupations and establishments that the words name.
func (v *view) Others() []other {
	var list []other
	for _, at := range v.Answer.Campus {
		c := &v.R.Catalog.Campuses[at]
		list = append(list, other{v.T("search.kind.campus"), c.Name, v.R.Link("/campus/" + c.Slug)})
	}
	for _, at := range v.Answer.Occupation {
		o := &v.M.Occupations[at]
		list = append(list, other{v.T("search.kind.occupation"), o.Label, v.R.Link(offer.OccupationPath(o))})
	}
	for _, at := range v.Answer.Establishment {
		e := &v.M.Establishments[at]
		list = append(list, other{v.T("search.kind.establishment"), e.Name + ", " + offer.City(v.R.T, e), v.R.Link(offer.EstablishmentPath(e))})
	}
	return list
}

// alsoCounts says how many of each kind the words name: "1 campus, 3 métiers".
func (v *view) alsoCounts() string {
	var list []string
	add := func(key text.Key, n int) {
		if n > 0 {
			list = append(list, v.R.T.N(key, n))
		}
	}
	add("search.also.campus", len(v.Answer.Campus))
	add("search.also.occupation", len(v.Answer.Occupation))
	add("search.also.establishment", len(v.Answer.Establishment))
	return strings.Join(list, ", ")
}

// other is what else the words name.
type other struct{ Kind, Name, Link string }
