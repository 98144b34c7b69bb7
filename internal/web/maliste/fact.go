package maliste

import (
	"cmp"
	"slices"
	"strconv"

	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
)

// said is one thing that is said of a training: a figure, or why there is none.
type said struct {
	Text   string
	Note   string // of whom and of when it is
	Link   string // page of the thing, empty for none
	None   bool   // it says why there is no figure
	Source int32  // in the model's sources, None without one
}

// question is one thing to know of a training: a row of the comparison, a line of the
// list, of the sheet. Answers are never empty.
type question struct {
	Name text.Key
	Of   func(v *view, k *kept) []said
}

// questions are asked of every training, in this order.
var questions = []question{
	{"liste.fact.level", (*view).level},
	{"formation.years", (*view).years},
	{"formation.col.way", (*view).ways},
	{"liste.fact.where", (*view).place},
	{"liste.fact.public", (*view).public},
	{"etablissement.boarding", (*view).boarding},
	{"formation.col.places", (*view).places},
	{"formation.col.ratio", (*view).chances},
	{"liste.fact.work", (*view).work},
	{"liste.fact.study", (*view).study},
	{"etablissement.result.added", (*view).added},
	{"formation.next", (*view).next},
	{"liste.fact.campus", (*view).campuses},
	{"liste.fact.days", (*view).days},
	{"liste.fact.contact", (*view).contact},
}

// none says why there is nothing to say.
func (v *view) none(k text.Key) []said {
	return []said{{Text: v.T(k), None: true, Source: training.None}}
}

func (v *view) level(k *kept) []said {
	return []said{{Text: offer.Level(v.R.T, k.Q.Level), Source: k.Q.Source}}
}

func (v *view) years(k *kept) []said {
	if k.Q.Years == 0 {
		return v.none("formation.unknown")
	}
	return []said{{Text: v.R.T.N("formation.years_n", int(k.Q.Years)), Source: k.Q.Source}}
}

func (v *view) ways(k *kept) []said {
	var list []said
	for _, o := range k.Offers {
		s := said{Text: offer.Way(v.R.T, o), Source: o.Source}
		if o.Inferred {
			s.Note = v.T("offer.inferred")
		}
		list = append(list, s)
	}
	return list
}

func (v *view) place(k *kept) []said {
	s := said{Text: v.Where(k), Note: v.far(k.Offers...), Link: v.R.Link(offer.EstablishmentPath(k.At)), Source: k.At.Source}
	return []said{s}
}

func (v *view) public(k *kept) []said {
	p := offer.Public(v.R.T, k.At.Public)
	if p == "" {
		return v.none("formation.unknown")
	}
	return []said{{Text: p, Source: k.At.Source}}
}

func (v *view) boarding(k *kept) []said {
	if k.At.Boarding == training.Unknown {
		return v.none(yesNo[training.Unknown])
	}
	return []said{{Text: v.T(yesNo[k.At.Boarding]), Source: k.At.Source}}
}

// of is what a figure of an offer is about: its route when the training has several, its
// year, and how old that is.
func (v *view) of(k *kept, o *training.Offer) string {
	s := strconv.Itoa(int(o.Year))
	if age := offer.Age(v.R, int(o.Year)); age != "" {
		s += ", " + age
	}
	if len(k.Offers) > 1 {
		s = offer.Way(v.R.T, o) + ", " + s
	}
	return s
}

func (v *view) places(k *kept) []said {
	var list []said
	for _, o := range k.Offers {
		list = append(list, said{Text: offer.Places(v.R.T, o), Note: v.of(k, o), None: o.Capacity.Status != training.Known, Source: o.Source})
	}
	return list
}

func (v *view) chances(k *kept) []said {
	var list []said
	for _, o := range k.Offers {
		s := said{Note: v.of(k, o), Source: o.Source}
		ratio, of := o.Ratio()
		switch {
		case ratio.Status == training.Known:
			s.Text = v.T("formation.ratio."+text.Key(of.String()), offer.Ratio(v.R.T, float64(ratio.Value)))
		case o.EntryYear > 1:
			s.Text, s.None = v.T("parcours.hard.common"), true
		default:
			s.Text, s.None = offer.Figure(v.R.T, ratio), true
		}
		list = append(list, s)
	}
	return list
}

// most is how many lines of one kind a training has: a common year leads to many
// specialities, each with its figures.
const most = 4

// rates says one figure of those who leave, for each route and speciality.
func (v *view) rates(k *kept, figure func(*training.Outcome) training.Figure) []said {
	var list []said
	seen := make(map[training.Rate]bool)
	for _, at := range k.at {
		for _, r := range v.M.RatesOf(at) {
			if seen[r] {
				continue // two entry years of one route
			}
			seen[r] = true
			o := &v.M.Outcomes[r.Outcome]
			f := figure(o)
			s := said{Text: offer.Share(v.R.T, f), Note: v.leavers(k, &r), None: f.Status != training.Known, Source: o.Source}
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return v.none("offer.figure.missing")
	}
	return v.cut(list)
}

// cut keeps the first lines, and says how many others there are.
func (v *view) cut(list []said) []said {
	if len(list) <= most {
		return list
	}
	rest := len(list) - most
	return append(list[:most:most], said{Text: v.R.T.N("liste.others", rest), None: true, Source: training.None})
}

// leavers says whose figures an outcome gives: never the school's alone, and sometimes
// those of another training.
func (v *view) leavers(k *kept, r *training.Rate) string {
	o := &v.M.Outcomes[r.Outcome]
	region := v.T("formation.france")
	if t := v.R.Catalog.Atlas.Territory(geo.Region, o.Region); t != nil {
		region = t.Name
	}
	s := offer.Route(v.R.T, o.Route) + ", " + region + ", " + v.T("liste.cohort", offer.Cohort(o.Cohort))
	switch {
	case r.Of != r.For:
		s += ", " + v.T("liste.former", v.M.Qualifications[r.Of].Label)
	case r.Of != k.q:
		s += ", " + v.M.Qualifications[r.Of].Label
	}
	if age := offer.Age(v.R, offer.LastYear(o.Cohort)); age != "" {
		s += ", " + age
	}
	return s
}

func (v *view) work(k *kept) []said {
	return v.rates(k, func(o *training.Outcome) training.Figure { return o.Employed[0] })
}

func (v *view) study(k *kept) []said {
	return v.rates(k, func(o *training.Outcome) training.Figure { return o.Continue })
}

// added is the added value of the establishment by the routes of the training, of the
// latest cohort that says something of it.
func (v *view) added(k *kept) []said {
	latest := make(map[training.Route]*training.Outcome)
	for _, at := range v.M.OutcomesAt(k.e) {
		o := &v.M.Outcomes[at]
		taught := slices.ContainsFunc(k.Offers, func(f *training.Offer) bool { return f.Route == o.Route })
		if old := latest[o.Route]; taught && o.Field == "" && o.ValueAdded.Status != training.Missing && (old == nil || old.Cohort < o.Cohort) {
			latest[o.Route] = o
		}
	}
	if len(latest) == 0 {
		return v.none("offer.figure.missing")
	}
	var list []said
	for r, o := range latest {
		note := v.T("liste.whole", offer.Route(v.R.T, r), v.T("liste.cohort", offer.Cohort(o.Cohort)))
		list = append(list, said{Text: offer.Points(v.R.T, o.ValueAdded), Note: note, None: o.ValueAdded.Status != training.Known, Source: o.Source})
	}
	slices.SortFunc(list, func(a, b said) int { return cmp.Compare(a.Note, b.Note) })
	return list
}

// next are trainings that may follow, as sources publish them.
func (v *view) next(k *kept) []said {
	var list []said
	for _, p := range v.M.From(k.q) {
		q := &v.M.Qualifications[v.M.Progressions[p].To]
		if s := (said{Text: q.Label, Link: v.R.Link(offer.Path(q)), Source: v.M.Progressions[p].Source}); !slices.ContainsFunc(list, func(x said) bool { return x.Link == s.Link }) {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return v.none("formation.next_none")
	}
	return v.cut(list)
}

// campuses are those that the establishment is an established member or the seat of.
func (v *view) campuses(k *kept) []said {
	var list []said
	for i := range v.R.Catalog.Campuses {
		c := &v.R.Catalog.Campuses[i]
		member := string(c.HostUAI) == k.At.UAI
		for _, m := range c.Members {
			member = member || string(m.Organisation.UAI) == k.At.UAI
		}
		if member {
			list = append(list, said{Text: c.Name, Link: v.R.Link("/campus/" + c.Slug), Source: training.None})
		}
	}
	if len(list) == 0 {
		return v.none("etablissement.campuses_none")
	}
	return list
}

// days says that no date of an open day is known: no source that we have gives one to
// come.
func (v *view) days(*kept) []said { return v.none("liste.days_none") }

// contact is how the public reaches the establishment: its address, its site.
func (v *view) contact(k *kept) []said {
	var list []said
	if k.At.Address != "" {
		list = append(list, said{Text: k.At.Address + ", " + k.At.Postcode + " " + k.At.City, Source: k.At.Source})
	}
	if u := offer.Website(k.At); u != "" {
		list = append(list, said{Text: u, Link: u, Source: k.At.Source})
	}
	if len(list) == 0 {
		return v.none("formation.unknown")
	}
	return list
}
