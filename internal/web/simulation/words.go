package simulation

import (
	"continuum/internal/text"
	"continuum/internal/web/ui"
)

// kind is what a patch may do, as a button says it.
func (v *view) kind(do string) string { return v.R.T.T("simul.do." + text.Key(do)) }

// explain is what it means.
func (v *view) explain(do string) string { return v.R.T.T("simul.explain." + text.Key(do)) }

// searched reports whether there is something to choose from.
func (v *view) searched(d *draft) bool {
	return d.Words+d.Place+d.To+d.Qualification+d.UAI+d.Offer+d.From+d.Onto != ""
}

// Starts are the end of 3ᵉ and the qualifications that words find.
func (v *view) Starts(d *draft) found {
	f := v.Qualifications(d.Words, d.From)
	f.Options = append([]ui.Option{{Value: end3e, Label: v.T("simul.end3e"), Selected: d.From == end3e}}, f.Options...)
	return f
}

// sectorName is the sector looked at, or all of them.
func (v *view) sectorName() string {
	if s := v.R.Catalog.Sector(v.State.Sector); v.State.Sector != "" && s != nil {
		return s.Label
	}
	return v.T("simul.any_sector")
}

// communesCaption says how many communes change, and how many are shown.
func (v *view) communesCaption(s *sectorEffect) string {
	caption := v.R.T.N("simul.communes", s.CommunesInAll)
	if n := len(s.Communes); n < s.CommunesInAll {
		caption += v.R.T.N("simul.communes_shown", n)
	}
	return caption
}
