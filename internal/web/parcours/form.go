package parcours

import (
	"slices"
	"strconv"

	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/ui"
)

// Afters are what one may have, with the qualification of the address.
func (v *view) Afters() []ui.Option {
	list := []ui.Option{{Value: end3e, Label: v.T("parcours.end3e"), Selected: v.Ask.After == end3e}}
	for _, l := range heldLevels {
		list = append(list, ui.Option{
			Value: l, Label: v.T("parcours.held_level", offer.Level(v.R.T, level(l))), Selected: v.Ask.After == l,
		})
	}
	if v.held() {
		list = append(list, ui.Option{Value: v.Ask.After, Label: v.qualification(v.Ask.After).Label, Selected: true})
	}
	return list
}

// held reports whether one starts with a qualification of one's own.
func (v *view) held() bool { return v.Ask.After != end3e && !slices.Contains(heldLevels, v.Ask.After) }

// Levels are the levels that one may want.
func (v *view) Levels() []ui.Option {
	var list []ui.Option
	for _, l := range wantedLevels {
		o := ui.Option{Value: l, Label: v.T("parcours.any_level"), Selected: v.Ask.Level == l}
		if l != "" {
			o.Label = offer.Level(v.R.T, level(l))
		}
		list = append(list, o)
	}
	return list
}

// Sectors are the sectors that one may want.
func (v *view) Sectors() []ui.Option {
	return offer.SectorOptions(v.R.Catalog, v.T("parcours.any_sector"), v.Ask.Sector)
}

// Routes are the routes that one may accept.
func (v *view) Routes() []ui.Option {
	var list []ui.Option
	for _, w := range routeWords {
		list = append(list, ui.Option{Value: w, Label: v.route(w), Selected: v.Ask.Route == w})
	}
	return list
}

func (v *view) route(word string) string {
	switch word {
	case "scolaire":
		return v.T("parcours.route.school")
	case "apprentissage":
		return v.T("parcours.route.apprenticeship")
	}
	return v.T("parcours.route.all")
}

// Km is the limit of distance as the form shows it.
func (v *view) Km() string {
	if v.Ask.Km == 0 {
		return ""
	}
	return strconv.Itoa(v.Ask.Km)
}

// kept is a wish that no entry of the form shows: a training or an occupation, what was
// refused. It can be taken away.
type kept struct {
	Name, Value string
	Label       string
	Without     string // the question without it
}

// Kept are the wishes that only the address holds.
func (v *view) Kept() []kept {
	var list []kept
	if id := v.Ask.Training; id != "" {
		a := v.Ask
		a.Training = ""
		list = append(list, kept{paramTraining, id, v.T("parcours.kept.training", v.qualification(id).Label), v.Address(a)})
	}
	if rome := v.Ask.Trade; rome != "" {
		a := v.Ask
		a.Trade = ""
		list = append(list, kept{paramTrade, rome, v.T("parcours.kept.trade", v.M.Occupations[v.M.Occupation(rome)].Label), v.Address(a)})
	}
	if slug := v.Ask.Campus; slug != "" {
		a := v.Ask
		a.Campus, a.Stay = "", false
		list = append(list, kept{paramCampus, slug, v.T("parcours.kept.campus", v.campus().Name), v.Address(a)})
	}
	for i, id := range v.Ask.Avoid {
		a := v.Ask
		a.Avoid = slices.Delete(slices.Clone(a.Avoid), i, i+1)
		list = append(list, kept{paramAvoid, id, v.T("parcours.kept.avoid", v.named(id)), v.Address(a)})
	}
	return list
}

// named is an offer or a qualification in words.
func (v *view) named(id string) string {
	at := v.M.Offer(id)
	if at == training.None {
		return v.qualification(id).Label
	}
	o := &v.M.Offers[at]
	e := &v.M.Establishments[o.Establishment]
	return v.T("parcours.named_offer", v.M.Qualifications[o.Qualification].Label, e.Name, offer.City(v.R.T, e))
}

// fact is a line of the question in words.
type fact struct{ Name, Value string }

// Asked is the question in words, for who prints the page or was given its address.
func (v *view) Asked() []fact {
	list := []fact{{v.T("parcours.asked.from"), v.Place()}}
	switch {
	case v.Ask.After == end3e:
		list = append(list, fact{v.T("parcours.asked.have"), v.T("parcours.end3e")})
	case v.held():
		list = append(list, fact{v.T("parcours.asked.have"), v.qualification(v.Ask.After).Label})
	default:
		list = append(list, fact{v.T("parcours.asked.have"), v.T("parcours.held_level", offer.Level(v.R.T, level(v.Ask.After)))})
	}
	list = append(list, fact{v.T("parcours.asked.to"), v.aims()})
	far := v.T("parcours.asked.no_limit")
	switch {
	case v.Ask.Minutes > 0 && v.Ask.Boarding:
		far = v.R.T.N("parcours.asked.boarding_minutes", v.Ask.Minutes)
	case v.Ask.Minutes > 0:
		far = v.R.T.N("parcours.minutes", v.Ask.Minutes)
	case v.Ask.Km > 0:
		far = v.R.T.N("parcours.km", v.Ask.Km)
		if v.Ask.Boarding {
			far = v.R.T.N("parcours.asked.boarding", v.Ask.Km)
		}
	}
	list = append(list, fact{v.T("parcours.asked.far"), far})
	how := v.route(v.Ask.Route)
	if v.Ask.Public {
		how += ", " + v.T("parcours.asked.public")
	}
	if v.Ask.Remote {
		how += ", " + v.T("parcours.asked.remote")
	}
	return append(list, fact{v.T("parcours.asked.how"), how})
}

// aims is all that the last step must be, in words.
func (v *view) aims() string {
	s := ""
	add := func(part string) {
		if s != "" {
			s += ", "
		}
		s += part
	}
	if v.Ask.Training != "" {
		add(v.qualification(v.Ask.Training).Label)
	}
	if v.Ask.Trade != "" {
		add(v.M.Occupations[v.M.Occupation(v.Ask.Trade)].Label)
	}
	if v.Ask.Level != "" {
		add(offer.Level(v.R.T, level(v.Ask.Level)))
	}
	if v.Ask.Sector != "" {
		add(v.R.Catalog.Sector(v.Ask.Sector).Label)
	}
	if v.Ask.Campus != "" {
		add(v.T("parcours.at_campus", v.campus().Name))
		if v.Ask.Stay {
			add(v.T("parcours.asked.stay"))
		}
	}
	return s
}
