package campuspage

import (
	"continuum/internal/campus"
	"continuum/internal/catalog"
)

// kindGroup is the members of one kind.
type kindGroup struct {
	Kind    campus.Kind
	Members []catalog.Member
}

// Members are the established members on the day asked for.
func (v *view) Members() []catalog.Member {
	if v.AsOf.IsZero() {
		return v.Cam.Members
	}
	var list []catalog.Member
	for _, m := range v.Cam.Members {
		if m.Membership.Valid.Contains(v.AsOf) {
			list = append(list, m)
		}
	}
	return list
}

// Groups are the members by kind, in the order in which pages show kinds.
func (v *view) Groups() []kindGroup {
	var groups []kindGroup
	for _, kind := range campus.Kinds {
		g := kindGroup{Kind: kind}
		for _, m := range v.Members() {
			if m.Organisation.Kind == kind {
				g.Members = append(g.Members, m)
			}
		}
		if len(g.Members) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// Having are the members with that role, by name.
func (v *view) Having(role campus.Role) []string {
	var names []string
	for _, m := range v.Members() {
		if m.Membership.Role == role {
			names = append(names, m.Organisation.Name)
		}
	}
	return names
}

// Missing says what the register does not know of the campus and a reader may look for.
func (v *view) Missing() []string {
	var list []string
	add := func(missing bool, sentence string) {
		if missing {
			list = append(list, sentence)
		}
	}
	cam := v.Cam
	add(!cam.NameExact, v.T("campus.missing.name"))
	add(cam.Sector == nil, v.T("campus.missing.sector"))
	add(len(v.Having(campus.Carrier)) == 0, v.T("campus.missing.carrier"))
	add(cam.City == "", v.T("campus.missing.city"))
	add(cam.Host == "" && len(v.Having(campus.HeadNetwork))+len(v.Having(campus.Support)) == 0, v.T("campus.missing.host"))
	add(cam.Website == "", v.T("campus.missing.website"))
	add(!v.restsOnAct(), v.T("campus.missing.act"))
	add(len(v.Cam.Members) == 0, v.T("campus.missing.members"))
	add(len(v.Cam.ProfessionalSectors)+len(v.Cam.TrainingFields) == 0, v.T("campus.missing.fields"))
	return list
}

func (v *view) restsOnAct() bool {
	for _, l := range v.Cam.Labels {
		for _, b := range l.Bases {
			if b.Kind == campus.ByAct {
				return true
			}
		}
	}
	return false
}
