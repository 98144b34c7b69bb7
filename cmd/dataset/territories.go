package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"continuum/internal/geo"
)

// regions2015 are the regions of before the law of 16 January 2015, which merged
// some of them on 1 January 2016: code of then, name, départements.
var regions2015 = []struct{ code, name, departements string }{
	{"01", "Guadeloupe", "971"},
	{"02", "Martinique", "972"},
	{"03", "Guyane", "973"},
	{"04", "La Réunion", "974"},
	{"06", "Mayotte", "976"},
	{"11", "Île-de-France", "75 77 78 91 92 93 94 95"},
	{"21", "Champagne-Ardenne", "08 10 51 52"},
	{"22", "Picardie", "02 60 80"},
	{"23", "Haute-Normandie", "27 76"},
	{"24", "Centre", "18 28 36 37 41 45"},
	{"25", "Basse-Normandie", "14 50 61"},
	{"26", "Bourgogne", "21 58 71 89"},
	{"31", "Nord-Pas-de-Calais", "59 62"},
	{"41", "Lorraine", "54 55 57 88"},
	{"42", "Alsace", "67 68"},
	{"43", "Franche-Comté", "25 39 70 90"},
	{"52", "Pays de la Loire", "44 49 53 72 85"},
	{"53", "Bretagne", "22 29 35 56"},
	{"54", "Poitou-Charentes", "16 17 79 86"},
	{"72", "Aquitaine", "24 33 40 47 64"},
	{"73", "Midi-Pyrénées", "09 12 31 32 46 65 81 82"},
	{"74", "Limousin", "19 23 87"},
	{"82", "Rhône-Alpes", "01 07 26 38 42 69 73 74"},
	{"83", "Auvergne", "03 15 43 63"},
	{"91", "Languedoc-Roussillon", "11 30 34 48 66"},
	{"93", "Provence-Alpes-Côte d'Azur", "04 05 06 13 83 84"},
	{"94", "Corse", "2A 2B"},
}

// merged are the académies that one of Normandie replaced on 1 January 2020.
var merged = []struct{ code, name, departements string }{
	{"05", "Caen", "14 50 61"},
	{"21", "Rouen", "27 76"},
}

// territoriesOf lists the territories of every kind, without box nor centre.
func territoriesOf(contours []contour, links map[string]link) ([]geo.Territory, error) {
	var list []geo.Territory
	regions, academies := make(map[string]*geo.Territory), make(map[string]*geo.Territory)
	for _, c := range contours {
		l, ok := links[c.code]
		if !ok {
			return nil, fmt.Errorf("département %s (%s): in no académie", c.code, c.name)
		}
		list = append(list, geo.Territory{
			Kind: geo.Departement, Code: c.code, Slug: "departement-" + geo.Slug(c.name), Name: c.name,
			Region: l.region, Academie: l.academie, Departements: []string{c.code},
		})
		group(regions, geo.Territory{Kind: geo.Region, Code: l.region, Slug: "region-" + geo.Slug(l.regionName), Name: l.regionName, Region: l.region, Academie: l.academie}, c.code)
		group(academies, geo.Territory{Kind: geo.Academie, Code: l.academie, Slug: "academie-" + geo.Slug(l.academieName), Name: l.academieName, Region: l.region, Academie: l.academie}, c.code)
	}
	for _, t := range regions {
		list = append(list, *t)
		t.Kind, t.Slug = geo.RegionAcademic, "region-academique-"+geo.Slug(t.Name)
		list = append(list, *t)
	}
	for _, t := range academies {
		list = append(list, *t)
	}
	for _, r := range regions2015 {
		t := geo.Territory{Kind: geo.Region2015, Code: r.code, Slug: "region-2015-" + geo.Slug(r.name), Name: r.name, Departements: strings.Fields(r.departements)}
		if err := situate(&t, links); err != nil {
			return nil, err
		}
		if len(regions[t.Region].Departements) > len(t.Departements) {
			t.Until = 2016
		}
		list = append(list, t)
	}
	for _, a := range merged {
		t := geo.Territory{Kind: geo.Academie, Code: a.code, Slug: "academie-" + geo.Slug(a.name), Name: a.name, Until: 2020, Departements: strings.Fields(a.departements)}
		if err := situate(&t, links); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, unique(list)
}

// group adds a département to its territory; one of several académies has none.
func group(of map[string]*geo.Territory, t geo.Territory, departement string) {
	known := of[t.Code]
	if known == nil {
		known = &t
		of[t.Code] = known
	}
	if known.Academie != t.Academie {
		known.Academie = ""
	}
	known.Departements = append(known.Departements, departement)
}

// situate finds the region and the académie of today of a territory of before.
func situate(t *geo.Territory, links map[string]link) error {
	regions, academies := make(map[string]bool), make(map[string]bool)
	for _, d := range t.Departements {
		regions[links[d].region], academies[links[d].academie] = true, true
	}
	if len(regions) != 1 || regions[""] {
		return fmt.Errorf("%s: its départements are in the regions %v of today", t.Slug, slices.Sorted(maps.Keys(regions)))
	}
	for t.Region = range regions {
	}
	if len(academies) == 1 {
		for t.Academie = range academies {
		}
	}
	return nil
}

func unique(list []geo.Territory) error {
	seen := make(map[string]bool)
	for _, t := range list {
		if seen[t.Slug] {
			return fmt.Errorf("two territories would have the slug %q", t.Slug)
		}
		seen[t.Slug] = true
	}
	return nil
}
