// Package perimeter says what lies within what: in which scopes a campus, an académie or
// an organisation is, as far as the catalog knows. It is how an [account.Object] gets its
// Within.
package perimeter

import (
	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
)

// Of lists the scopes that s lies in, itself first. The code of a région académique is
// that of the Region of today whose territory it has. What the catalog does not know lies
// in itself alone.
func Of(c *catalog.Catalog, s account.Scope) []account.Scope {
	list := []account.Scope{s}
	switch s.Kind {
	case account.CampusScope:
		if cam := c.CampusOf(campus.ID(s.ID)); cam != nil {
			list = append(list, around(cam.Academie, cam.Region)...)
		}
	case account.Organisation:
		for _, m := range c.Memberships(campus.OrgID(s.ID)) {
			for _, in := range Of(c, account.Scope{Kind: account.CampusScope, ID: string(m.Campus.ID)}) {
				if !contains(list, in) {
					list = append(list, in)
				}
			}
		}
	case account.Academie:
		if t := c.Atlas.Territory(geo.Academie, s.ID); t != nil {
			list = append(list, account.Scope{Kind: account.AcademicRegion, ID: t.Region}, account.Scope{Kind: account.Region, ID: t.Region})
		}
	}
	return list
}

func around(academie, region *geo.Territory) (list []account.Scope) {
	if academie != nil {
		list = append(list, account.Scope{Kind: account.Academie, ID: academie.Code})
	}
	if region != nil {
		list = append(list, account.Scope{Kind: account.AcademicRegion, ID: region.Code}, account.Scope{Kind: account.Region, ID: region.Code})
	}
	return list
}

func contains(list []account.Scope, s account.Scope) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Known lists the scopes that have a name in the catalog, widest first, then by name:
// the country, régions académiques, académies, Regions, campuses, organisations.
func Known(c *catalog.Catalog) []account.Scope {
	list := []account.Scope{account.Country}
	for _, k := range territories {
		for _, t := range c.Atlas.OfKind(k.of) {
			list = append(list, account.Scope{Kind: k.scope, ID: t.Code})
		}
	}
	for _, cam := range c.Campuses {
		list = append(list, account.Scope{Kind: account.CampusScope, ID: string(cam.ID)})
	}
	for i := range c.Organisations {
		list = append(list, account.Scope{Kind: account.Organisation, ID: string(c.Organisations[i].ID)})
	}
	return list
}

// territories are the scopes that are territories.
var territories = []struct {
	scope account.ScopeKind
	of    geo.Kind
}{{account.AcademicRegion, geo.RegionAcademic}, {account.Academie, geo.Academie}, {account.Region, geo.Region}}

// Name is what a scope is called, its code when the catalog does not know; empty for the
// country.
func Name(c *catalog.Catalog, s account.Scope) string {
	switch s.Kind {
	case account.CampusScope:
		if cam := c.CampusOf(campus.ID(s.ID)); cam != nil {
			return cam.Name
		}
	case account.Organisation:
		for _, m := range c.Memberships(campus.OrgID(s.ID)) {
			return m.Organisation.Name
		}
	default:
		for _, k := range territories {
			if k.scope == s.Kind {
				if t := c.Atlas.Territory(k.of, s.ID); t != nil {
					return t.Name
				}
			}
		}
	}
	return s.ID
}
