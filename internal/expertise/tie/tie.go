// Package tie fills what panels know of dossiers and experts from the register and from
// what the site keeps: who stands behind a dossier, what an expert has to do with campuses,
// organisations and regions. Nothing in it is typed but an expert's employer, and that is
// looked up in the register.
package tie

import (
	"maps"
	"slices"
	"strings"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/expertise"
	"continuum/internal/geo"
	"continuum/internal/labelling"
)

// Dossier is a dossier as a panel reads it. Authors and instructors are those that its
// moves show, besides those who wrote in it, signed it or recorded an opinion on it.
func Dossier(c *catalog.Catalog, of *labelling.Case, authors, instructors []string) expertise.Dossier {
	d := of.Dossier
	x := expertise.Dossier{ID: expertise.DossierID(d.ID), Campus: campus.ID(d.Campus), Readers: of.Rules.Panel.Readers.Value}
	x.Asks = labelling.Asks(of.Rules, d.Kind, of.Call.Title)
	orgs, writers, signers, hands := set{}, set{}, set{}, set{}
	if cam := c.CampusOf(x.Campus); cam != nil {
		if cam.Sector != nil {
			x.Sector = cam.Sector.Code
		}
		if cam.Region != nil {
			x.Region = cam.Region.Code
		}
		for i := range cam.Members {
			orgs.add(codes(cam.Members[i].Organisation)...)
		}
		orgs.add(string(cam.HostUAI))
	}
	if x.Sector == "" { // a campus that the register does not hold yet says it itself
		x.Sector = campus.SectorCode(d.Text("sector"))
	}
	if t := c.Atlas.Territory(geo.Academie, d.Academie); x.Region == "" && t != nil {
		x.Region = t.Region
	}
	if d.Organisation != "" {
		orgs.add(Codes(c, d.Organisation)...)
	}
	for _, v := range d.Values {
		writers.add(string(v.By))
	}
	for i := range d.Pieces {
		writers.add(string(d.Pieces[i].By))
	}
	for _, s := range slices.Concat(d.Signatures, d.Withdrawals) {
		signers.add(string(s.Person))
	}
	writers.add(authors...)
	hands.add(instructors...)
	x.Parties = expertise.Parties{Organisations: orgs.list(), Authors: writers.list(), Signatories: signers.list(), Instructors: hands.list()}
	return x
}

// Expert is someone as a panel seats them: what they said of themselves, and what their
// rights and the dossiers that they had a hand in show.
func Expert(c *catalog.Catalog, who account.Subject, p *expertise.Profile, past map[expertise.DossierID]campus.ID) expertise.Expert {
	e := expertise.Expert{
		ID: expertise.ExpertID(who.Person.ID), College: p.College, Sectors: p.Sectors, Region: p.Region, Most: p.Most,
		Ties: expertise.Ties{Person: string(who.Person.ID), Past: past},
	}
	orgs, campuses, regions := set{}, set{}, set{}
	if p.Employer != "" {
		orgs.add(Codes(c, p.Employer)...)
	}
	for _, g := range who.Grants {
		switch g.Scope.Kind {
		case account.Organisation:
			orgs.add(Codes(c, g.Scope.ID)...)
		case account.CampusScope:
			campuses.add(g.Scope.ID)
		case account.DossierScope:
			e.Ties.Dossiers = append(e.Ties.Dossiers, expertise.DossierID(g.Scope.ID))
		case account.Region, account.AcademicRegion, account.Academie:
			if g.Role == account.Inspector {
				continue // gives an opinion for the State, proposes nothing
			}
			for _, s := range perimeter.Of(c, g.Scope) {
				if s.Kind == account.Region || s.Kind == account.AcademicRegion {
					regions.add(s.ID)
				}
			}
		}
	}
	e.Ties.Organisations, e.Ties.Instructs = orgs.list(), regions.list()
	for _, id := range campuses.list() {
		e.Ties.Campuses = append(e.Ties.Campuses, campus.ID(id))
	}
	return e
}

// Organisation finds an organisation of the register by its identifier, UAI or SIRET, nil
// when the register has none.
func Organisation(c *catalog.Catalog, code string) *campus.Organisation {
	code = plain(code)
	for i := range c.Organisations {
		if slices.ContainsFunc(codes(&c.Organisations[i]), func(x string) bool { return plain(x) == code }) {
			return &c.Organisations[i]
		}
	}
	return nil
}

// Codes are all those of an organisation of the register that has one of them, or the code
// itself.
func Codes(c *catalog.Catalog, code string) []string {
	if o := Organisation(c, code); o != nil {
		return codes(o)
	}
	return []string{code}
}

func codes(o *campus.Organisation) (list []string) {
	for _, x := range []string{string(o.ID), string(o.UAI), string(o.SIRET)} {
		if x != "" {
			list = append(list, x)
		}
	}
	return list
}

// plain is a code without the spaces and capitals that people write differently.
func plain(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// set holds texts once each.
type set map[string]bool

func (s set) add(list ...string) {
	for _, x := range list {
		if x != "" {
			s[x] = true
		}
	}
}

func (s set) list() []string { return slices.Sorted(maps.Keys(s)) }
