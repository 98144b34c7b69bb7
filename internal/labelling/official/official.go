// Package official makes the figures that the State publishes of a campus for a year: the
// members of the register, and the national offer at those that teach, in the campus's fields.
// They stand beside what the campus declares and are never mixed with it, nor those of two
// sources or two years with each other.
package official

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/training"
)

// What is what a figure counts.
type What string

// The figures, in the order of pages.
const (
	Members     What = "members"      // members of the campus
	Agreements  What = "agreements"   // those whose agreement the register knows
	Trainings   What = "trainings"    // offers of a level
	Capacity    What = "capacity"     // places in the first year
	FirstWishes What = "first_wishes" // applicants whose first wish it is
	AllWishes   What = "all_wishes"   // applicants, all wishes
	Enrolled    What = "enrolled"     // pupils of all years
	Employed    What = "employed"     // share of leavers employed at six months
	Continue    What = "continue"     // share that goes on studying
)

// Whats lists them.
var Whats = []What{Members, Agreements, Trainings, Capacity, FirstWishes, AllWishes, Enrolled, Employed, Continue}

// Figure is one official figure, or why there is none.
type Figure struct {
	What   What
	Level  int8           // European level, of trainings; 0 otherwise
	Route  training.Route // of shares; 0 otherwise
	Value  float64        // a number, or a share from 0 to 1; 0 unless the status is known
	Status training.Status
	Year   string // of the data, as its source says it: it may not be the year asked for
	Source string // title of the source; empty for the register
	// Of is how many trainings the figure is made of, Secret and Missing how many have none.
	Of, Secret, Missing int
}

// Share reports whether the value is a share.
func (f *Figure) Share() bool { return f.What == Employed || f.What == Continue }

// Of are the figures of a campus for a year. Where a source has none of that year, they are
// those of its last year before, else of its first one, and say so. What no source knows is
// missing, never zero.
func Of(cat *catalog.Catalog, cam *catalog.Campus, year int, today date.Day) []Figure {
	list := members(cam, year, today)
	g := gathering{cat.Training, year, make(map[group]*sum)}
	offers := cat.OwnOffers(cam)
	for _, o := range offers {
		g.offer(o, cat)
	}
	g.outcomes(offers)
	list = append(list, g.figures()...)
	for _, w := range Whats {
		if !slices.ContainsFunc(list, func(f Figure) bool { return f.What == w }) {
			list = append(list, Figure{What: w})
		}
	}
	slices.SortStableFunc(list, func(a, b Figure) int {
		return cmp.Or(slices.Index(Whats, a.What)-slices.Index(Whats, b.What), cmp.Compare(a.Level, b.Level), cmp.Compare(a.Route, b.Route), cmp.Compare(a.Source, b.Source))
	})
	return list
}

// members counts those of the last day of the year, or of today when it is not over.
func members(cam *catalog.Campus, year int, today date.Day) []Figure {
	day := min(date.NewDay(year, 12, 31), today)
	all, signed := Figure{What: Members, Year: date.Of(day).String()}, Figure{What: Agreements, Year: date.Of(day).String()}
	for i := range cam.Members {
		m := cam.Members[i].Membership
		if !m.Valid.Contains(day) {
			continue
		}
		all.Value++
		if m.Convention != "" {
			signed.Value++
		} else {
			signed.Missing++
		}
	}
	if all.Value > 0 {
		all.Status = training.Known
	}
	if signed.Value > 0 { // the register knows of few agreements: none known is not none signed
		signed.Status = training.Known
	}
	return []Figure{all, signed}
}

// group is what may be added up: one figure of one source.
type group struct {
	what   What
	level  int8
	route  training.Route
	source int32
}

// sum is what is known of a group, by year.
type sum map[string]*total

type total struct {
	value, weight       float64
	of, secret, missing int
}

type gathering struct {
	m    *training.Model
	year int
	all  map[group]*sum
}

// add adds a figure of a year; of weight 0, it is a number.
func (g *gathering) add(k group, year string, f training.Figure, weight float64) {
	if g.all[k] == nil {
		g.all[k] = &sum{}
	}
	t := (*g.all[k])[year]
	if t == nil {
		t = new(total)
		(*g.all[k])[year] = t
	}
	t.of++
	switch f.Status {
	case training.Known:
		t.value += float64(f.Value) * cmp.Or(weight, 1)
		t.weight += cmp.Or(weight, 1)
	case training.Secret:
		t.secret++
	default:
		t.missing++
	}
}

func yearOf(y int16) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(int(y))
}

func (g *gathering) offer(at int32, cat *catalog.Catalog) {
	o := &g.m.Offers[at]
	year := yearOf(o.Year)
	g.add(group{Trainings, g.m.Qualifications[o.Qualification].Level, 0, o.Source}, year, training.Of(1), 0)
	if o.EntryYear <= 1 { // those who come after a common first year have no places of their own
		g.add(group{Capacity, 0, 0, o.Source}, year, o.Capacity, 0)
	}
	switch o.Applicants {
	case training.FirstWishes:
		g.add(group{FirstWishes, 0, 0, o.Source}, year, o.Applied, 0)
	case training.AllWishes:
		g.add(group{AllWishes, 0, 0, o.Source}, year, o.Applied, 0)
	}
	if o.EnrolledYear != 0 {
		g.add(group{Enrolled, 0, 0, o.Source}, yearOf(o.EnrolledYear), o.Enrolled, 0)
	}
}

// outcomes adds what became of the leavers of these trainings at these places, each leaver
// counting once. A share whose number of leavers is not known can't be added to others.
func (g *gathering) outcomes(offers []int32) {
	type taught struct{ establishment, qualification int32 }
	ours := make(map[taught]bool)
	var qualifications []int32
	for _, at := range offers {
		o := &g.m.Offers[at]
		ours[taught{o.Establishment, o.Qualification}] = true
		if !slices.Contains(qualifications, o.Qualification) {
			qualifications = append(qualifications, o.Qualification)
		}
	}
	for _, q := range qualifications {
		for _, at := range g.m.OutcomesOf(q) {
			o := &g.m.Outcomes[at]
			if o.Establishment == training.None || !ours[taught{o.Establishment, q}] {
				continue
			}
			for what, f := range map[What]training.Figure{Employed: o.Employed[0], Continue: o.Continue} {
				if f.Status == training.Known && (o.Leavers.Status != training.Known || o.Leavers.Value <= 0) {
					f = training.Figure{Status: o.Leavers.Status}
					if f.Status == training.Known {
						f.Status = training.Missing
					}
				}
				g.add(group{what, 0, o.Route, o.Source}, o.Cohort, f, float64(o.Leavers.Value))
			}
		}
	}
}

// figures are those of each group, of one year.
func (g *gathering) figures() (list []Figure) {
	for k, years := range g.all {
		year := pick(slices.Collect(maps.Keys(*years)), g.year)
		t := (*years)[year]
		f := Figure{What: k.what, Level: k.level, Route: k.route, Year: strings.ReplaceAll(year, "_", "-"), Source: g.m.Sources[k.source].Title, Of: t.of, Secret: t.secret, Missing: t.missing}
		switch {
		case t.weight > 0:
			f.Status, f.Value = training.Known, t.value
			if f.Share() {
				f.Value = t.value / t.weight
			}
		case t.secret > 0:
			f.Status = training.Secret
		}
		list = append(list, f)
	}
	return list
}

// pick is the year asked for among those of a source ("2025", "2021_2022" by its last year),
// else the last before it, else the first.
func pick(years []string, asked int) string {
	end := func(s string) int {
		n, _ := strconv.Atoi(s[max(0, len(s)-4):])
		return n
	}
	slices.SortFunc(years, func(a, b string) int { return cmp.Or(end(a)-end(b), strings.Compare(a, b)) })
	best := years[0]
	for _, y := range years {
		if end(y) <= asked {
			best = y
		}
	}
	return best
}
