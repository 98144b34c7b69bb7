package campuspage

import (
	"strings"

	"continuum/internal/campus"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/listing"
)

// statement is one line of the table of sources.
type statement struct {
	What    string
	Value   string
	Sources []*campus.Source
	Sure    campus.Confidence
	Note    string
}

// order is the order of properties in the table; those it does not name follow.
var order = []campus.Property{
	campus.Name, campus.NameStatus, campus.SectorProp, campus.RegionProp, campus.Region2015Prop,
	campus.AcademieProp, campus.City, campus.Commune, campus.PointProp, campus.PointBasis,
	campus.HostName, campus.HostUAI, campus.Website, campus.ProfessionalSector,
	campus.TrainingField, campus.PartnerKind, campus.Aim,
}

// Statements are all that the page states, with where each comes from: facts, then
// labels, then memberships. Values of one property that share their sources make
// one line.
func (v *view) Statements() []statement {
	var list []statement
	for _, p := range order {
		for _, f := range v.Cam.Facts {
			if f.Property == p {
				list = v.add(list, v.statement(f))
			}
		}
	}
	for i := range v.Cam.Labels {
		l := &v.Cam.Labels[i]
		value := v.T("campus.label." + text.Key(l.Category))
		if !l.Start.IsZero() {
			value += ", " + listing.Since(v.R.T, l.Start)
		}
		list = append(list, statement{v.T("campus.fact.label"), value, v.sources(l.Sources), l.Confidence, l.Note})
	}
	for _, m := range v.Members() {
		value := v.T("campus.fact.member_value", m.Organisation.Name, v.T("role."+text.Key(m.Membership.Role)))
		list = append(list, statement{v.T("campus.fact.member"), value, v.sources(m.Membership.Sources), m.Membership.Confidence, m.Membership.Note})
	}
	return list
}

// add joins a statement to the line before it when only their values differ.
func (v *view) add(list []statement, s statement) []statement {
	if n := len(list); n > 0 {
		last := &list[n-1]
		if last.What == s.What && last.Sure == s.Sure && last.Note == s.Note && sameSources(last.Sources, s.Sources) {
			last.Value += v.T("campus.fact.and") + s.Value
			return list
		}
	}
	return append(list, s)
}

func sameSources(a, b []*campus.Source) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (v *view) statement(f campus.Fact) statement {
	return statement{
		What:  v.T("campus.fact." + text.Key(f.Property)),
		Value: v.value(f), Sources: v.sources(f.Sources), Sure: f.Confidence, Note: f.Note,
	}
}

// value is what a fact states, in words.
func (v *view) value(f campus.Fact) string {
	territory := func(kind geo.Kind) string {
		if t := v.R.Catalog.Atlas.Territory(kind, f.Value); t != nil {
			return listing.TerritoryName(v.R.T, t)
		}
		return f.Value
	}
	switch f.Property {
	case campus.SectorProp:
		if s := v.R.Catalog.Sector(f.Value); s != nil {
			return s.Label
		}
	case campus.RegionProp:
		return territory(geo.Region)
	case campus.Region2015Prop:
		return territory(geo.Region2015)
	case campus.AcademieProp:
		return territory(geo.Academie)
	case campus.PointProp:
		return strings.ReplaceAll(f.Value, ",", " ; ")
	case campus.NameStatus:
		return v.T("campus.name_status." + text.Key(f.Value))
	case campus.PointBasis:
		return v.T("campus.point_basis." + text.Key(f.Value))
	case campus.PartnerKind:
		return v.T("kind." + text.Key(f.Value))
	}
	return f.Value
}
