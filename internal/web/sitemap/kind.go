package sitemap

import (
	"time"

	"continuum/internal/catalog"
	"continuum/internal/web/appels"
	"continuum/internal/web/campuspage"
	"continuum/internal/web/offer"
	"continuum/internal/web/territoire"
)

// address is a page, with the instant of its last change where that is recorded. Pages
// of the offer tell none: the date at which a file was read is not that at which one of
// its rows changed.
type address struct {
	path    string // without language prefix
	changed time.Time
}

// kind is a sort of page, which has files of its own.
type kind struct {
	name  string
	pages func(*catalog.Catalog) []address
}

var kinds = []kind{
	{"pages", single},
	{"campus", campuses},
	{"appels", calls},
	{"continuums", cells},
	{"filieres", sectors},
	{"territoires", territories},
	{"formations", trainings},
	{"etablissements", establishments},
	{"metiers", occupations},
}

func kindNamed(name string) *kind {
	for i := range kinds {
		if kinds[i].name == name {
			return &kinds[i]
		}
	}
	return nil
}

// singles are the pages of which there is one.
var singles = []string{
	"/", "/carte", "/campus", "/filieres", "/territoires", "/formations", "/parcours", "/simulation",
	"/ma-liste", "/employeurs", "/agenda", "/appels", "/donnees", "/donnees/qualite", "/lexique", "/accessibilite", "/mentions-legales",
}

func single(*catalog.Catalog) []address {
	list := make([]address, 0, len(singles))
	for _, p := range singles {
		list = append(list, address{path: p})
	}
	return list
}

func campuses(c *catalog.Catalog) []address {
	list := make([]address, 0, len(c.Campuses))
	for i := range c.Campuses {
		list = append(list, address{"/campus/" + c.Campuses[i].Slug, c.Campuses[i].Changed()})
	}
	return list
}

// calls are those that were opened. Orders that answer them change their campuses too.
func calls(c *catalog.Catalog) []address {
	list := make([]address, 0, len(c.Calls))
	for i := range c.Calls {
		a := &c.Calls[i]
		last := a.Changed()
		for _, o := range c.OrdersOf(a) {
			if o.Recorded.After(last) {
				last = o.Recorded
			}
		}
		list = append(list, address{appels.PathOf(a.ID), last})
	}
	return list
}

// cells are what campuses teach in a field at a level, where it is something.
func cells(c *catalog.Catalog) []address {
	var list []address
	for i := range c.Campuses {
		for _, p := range campuspage.CellPaths(c, &c.Campuses[i]) {
			list = append(list, address{path: p})
		}
	}
	return list
}

func sectors(c *catalog.Catalog) []address {
	var list []address
	for i := range c.Sectors {
		p := "/filieres/" + c.Sectors[i].Slug
		list = append(list, address{path: p}, address{path: p + "/formations"})
	}
	return list
}

func territories(c *catalog.Catalog) []address {
	var list []address
	if c.Atlas != nil {
		for i := range c.Atlas.Territories {
			t := &c.Atlas.Territories[i]
			p := "/territoires/" + t.Slug
			list = append(list, address{path: p}, address{path: p + "/etablissements"})
			if territoire.HasReach(t) {
				list = append(list, address{path: p + "/continuum"})
			}
		}
	}
	return list
}

// trainings are those taught somewhere, establishments those that teach and occupations
// those that something leads to: the pages of the others say only what they don't know.
func trainings(c *catalog.Catalog) []address {
	var list []address
	for i := range c.Training.Qualifications {
		if len(c.Training.OffersOf(int32(i))) > 0 {
			list = append(list, address{path: offer.Path(&c.Training.Qualifications[i])})
		}
	}
	return list
}

func establishments(c *catalog.Catalog) []address {
	var list []address
	for i := range c.Training.Establishments {
		if len(c.Training.OffersAt(int32(i))) > 0 {
			list = append(list, address{path: offer.EstablishmentPath(&c.Training.Establishments[i])})
		}
	}
	return list
}

func occupations(c *catalog.Catalog) []address {
	var list []address
	for i := range c.Training.Occupations {
		if len(c.Training.Occupations[i].Qualifications) > 0 {
			list = append(list, address{path: offer.OccupationPath(&c.Training.Occupations[i])})
		}
	}
	return list
}
