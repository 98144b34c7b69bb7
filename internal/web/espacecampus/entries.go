package espacecampus

import (
	"cmp"
	"maps"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
	"continuum/internal/workspace"
)

// line is an entry as the form shows it: with what was typed, and what is wrong with it.
func (f *form) line(name string, most int, required bool) ui.Field {
	key := text.Key("atelier.entry." + name)
	return ui.Field{
		Name: name, Label: f.r.T.T(key), Hint: f.r.T.T(key + ".hint"), Value: f.values.Get(name), Error: f.problems.Of(name),
		MaxLength: most, Required: required,
	}
}

// typed is an entry of one line that browsers know a keyboard for.
func (f *form) typed(name, kind string) ui.Field {
	e := f.line(name, 0, false)
	e.Type = kind
	return e
}

// choices are the values of a list, named by the dictionary.
func choices[T ~string](f *form, name string, prefix text.Key, list []T) (options []ui.Option) {
	for _, v := range list {
		options = append(options, ui.Option{Value: string(v), Label: f.r.T.T(prefix + text.Key(v)), Selected: f.values.Get(name) == string(v)})
	}
	return options
}

func (f *form) audiences() (options []ui.Option) {
	for _, a := range workspace.Audiences {
		options = append(options, ui.Option{Value: string(a), Label: f.r.T.T("agenda.audience." + text.Key(a)), Selected: slices.Contains(f.values["audience"], string(a))})
	}
	return options
}

// yes is a box to tick.
func (f *form) yes(name string) []ui.Option {
	return []ui.Option{{Value: "oui", Label: f.r.T.T("atelier.yes"), Selected: f.values.Get(name) != ""}}
}

// organisations are the members, after nobody.
func (f *form) organisations() []ui.Option {
	options := []ui.Option{{Label: f.r.T.T("atelier.nobody")}}
	for i := range f.cam.Members {
		o := f.cam.Members[i].Organisation
		chosen := f.values.Get("owner") == string(o.ID) || slices.Contains(f.values["partners"], string(o.ID))
		options = append(options, ui.Option{Value: string(o.ID), Label: o.Name, Selected: chosen})
	}
	// Who is named and is no member any more stays named until someone chooses another.
	for _, id := range append(slices.Clone(f.values["partners"]), f.values.Get("owner")) {
		if id != "" && !slices.ContainsFunc(options, func(x ui.Option) bool { return x.Value == id }) {
			options = append(options, ui.Option{Value: id, Label: organisationName(f.r, campus.OrgID(id)), Selected: true})
		}
	}
	return options
}

// organisationName is what an organisation is called, by the identifier of one that no
// campus has any more.
func organisationName(r *page.Request, id campus.OrgID) string {
	for i := range r.Catalog.Campuses {
		for j := range r.Catalog.Campuses[i].Members {
			if o := r.Catalog.Campuses[i].Members[j].Organisation; o.ID == id {
				return o.Name
			}
		}
	}
	return r.T.T("atelier.former", string(id))
}

// courses are the trainings that members offer, and the one that was chosen.
func (f *form) courses() []ui.Option {
	m := f.r.Catalog.Training
	named := make(map[string]string)
	for i := range f.cam.Members {
		at := m.Establishment(string(f.cam.Members[i].Organisation.UAI))
		if at == training.None {
			continue
		}
		for _, o := range m.OffersAt(at) {
			c := &workspace.Course{Qualification: m.Qualifications[m.Offers[o].Qualification].ID, UAI: f.cam.Members[i].Organisation.UAI}
			named[c.Qualification+"@"+string(c.UAI)] = courseTitle(f.r, c)
		}
	}
	chosen := f.values.Get("course")
	if chosen != "" && named[chosen] == "" {
		named[chosen] = chosen
	}
	options := []ui.Option{{Label: f.r.T.T("atelier.choose")}}
	for _, v := range slices.SortedFunc(maps.Keys(named), func(a, b string) int { return cmp.Or(cmp.Compare(named[a], named[b]), cmp.Compare(a, b)) }) {
		options = append(options, ui.Option{Value: v, Label: named[v], Selected: v == chosen})
	}
	return options
}

func (f *form) indicators() (options []ui.Option) {
	for _, id := range slices.Sorted(maps.Keys(workspace.Indicators)) {
		options = append(options, ui.Option{Value: id, Label: f.r.T.T("indicator." + text.Key(id)), Selected: f.values.Get("indicator") == id})
	}
	return options
}
