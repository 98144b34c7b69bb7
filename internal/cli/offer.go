package cli

import (
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// chosenOffers are the flags that choose in the national offer, named after the
// parameters of the API. A repeated flag means or, several flags and.
type chosenOffers struct {
	Region        []string `help:"INSEE code of a region." env:"-" placeholder:"CODE"`
	Academie      []string `help:"Code of an académie." env:"-" placeholder:"CODE"`
	Departement   []string `help:"Code of a département." env:"-" placeholder:"CODE"`
	Commune       []string `help:"INSEE code of a commune; a city holds its arrondissements." env:"-" placeholder:"CODE"`
	UAI           []string `name:"uai" help:"Identifier of an establishment." env:"-" placeholder:"UAI"`
	Campus        []string `help:"Slug of a campus: its established members only." env:"-" placeholder:"SLUG"`
	Qualification []string `help:"Identifier of a qualification." env:"-" placeholder:"ID"`
	Level         []int8   `help:"Level of the qualification, 3 to 8." env:"-" placeholder:"N"`
	Sector        []string `help:"Code of a sector." env:"-" placeholder:"CODE"`
	Route         []string `help:"school, apprenticeship or continuing." env:"-" placeholder:"ROUTE"`
}

// filter reads the flags by a catalog. What it does not know is a misuse: silence would
// be read as an empty offer.
func (f *chosenOffers) filter(cat *catalog.Catalog) (*catalog.OfferFilter, error) {
	out := &catalog.OfferFilter{Regions: f.Region, Academies: f.Academie, Departements: f.Departement, Communes: f.Commune, Levels: f.Level}
	for _, of := range []struct {
		flag  string
		kind  geo.Kind
		codes []string
	}{{"region", geo.Region, f.Region}, {"academie", geo.Academie, f.Academie}} {
		for _, code := range of.codes {
			if cat.Atlas.Territory(of.kind, code) == nil {
				return nil, misuseOf("--%s %q: no %s has this code", of.flag, code, of.kind)
			}
		}
	}
	for _, code := range f.Departement {
		if !cat.Departement(code) {
			return nil, misuseOf("--departement %q: no département has this code", code)
		}
	}
	for _, code := range f.Commune {
		if cat.Atlas.Commune(code) == nil {
			return nil, misuseOf("--commune %q: no commune has this INSEE code (a postal code is another thing)", code)
		}
	}
	for _, uai := range f.UAI {
		at := cat.Training.Establishment(uai)
		if at == training.None {
			return nil, misuseOf("--uai %q: the offer knows no such establishment", uai)
		}
		out.Establishments = append(out.Establishments, at)
	}
	for _, id := range f.Qualification {
		at, _ := cat.Training.Qualification(id)
		if at == training.None {
			return nil, misuseOf("--qualification %q: the offer knows no such qualification", id)
		}
		out.Qualifications = append(out.Qualifications, at)
	}
	return out, f.words(cat, out)
}

// words reads the flags whose values are words of the register and of the offer.
func (f *chosenOffers) words(cat *catalog.Catalog, out *catalog.OfferFilter) error {
	for _, slug := range f.Campus {
		cam, _ := cat.Campus(slug)
		if cam == nil {
			var near []string
			for _, c := range cat.Nearest(slug, 3) {
				near = append(near, c.Slug)
			}
			return misuseOf("--campus %q: no such campus (near: %s)", slug, strings.Join(near, ", "))
		}
		out.Campuses = append(out.Campuses, cam.ID)
	}
	for _, level := range f.Level {
		if level < 3 || level > 8 {
			return misuseOf("--level %d: want 3 to 8", level)
		}
	}
	for _, code := range f.Sector {
		if !slices.ContainsFunc(cat.Sectors, func(s campus.Sector) bool { return string(s.Code) == code }) {
			return misuseOf("--sector %q: no sector has this code", code)
		}
		out.Sectors = append(out.Sectors, campus.SectorCode(code))
	}
	for _, word := range f.Route {
		r, ok := training.ParseRoute(word)
		if !ok {
			return misuseOf("--route %q: want school, apprenticeship or continuing", word)
		}
		out.Routes = append(out.Routes, r)
	}
	return nil
}
