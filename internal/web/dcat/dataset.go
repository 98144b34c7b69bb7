package dcat

import (
	"slices"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/training"
)

// own is a dataset that the site gives.
type own struct {
	list        string // of the API
	title       string
	description string
	keywords    []string
	located     bool            // a GeoJSON form exists
	flat        bool            // a CSV form exists
	sources     map[string]bool // official ones it comes from, by identifier; nil: those of the register
	licences    []string
}

// register are the datasets of the register of campuses.
func register(c *catalog.Catalog) []own {
	var codes []string
	for i := range c.Sources {
		codes = append(codes, c.Sources[i].Licence)
	}
	codes = sorted(codes)
	return []own{
		{list: "campuses", title: "Campus des métiers et des qualifications", description: "Les campus, leur filière, leur siège, et l’état de leur label à une date, avec ce sur quoi il repose.", keywords: []string{"campus des métiers et des qualifications", "formation professionnelle"}, located: true, flat: true, licences: codes},
		{list: "labels", title: "Labels des campus", description: "Les labels des campus : dates, durée, actes et attestations.", keywords: []string{"label", "campus des métiers et des qualifications"}, flat: true, licences: codes},
		{list: "organisations", title: "Membres des campus", description: "Les organisations dont une source établit qu’elles sont membres d’un campus.", keywords: []string{"campus des métiers et des qualifications", "partenaires"}, located: true, flat: true, licences: codes},
	}
}

// national are the datasets of the national offer.
func national(m *training.Model) []own {
	all := []own{
		{list: "establishments", title: "Établissements de formation", description: "Les établissements qui forment, du collège à l’université, avec leur point et ce qui le rend douteux.", keywords: []string{"établissements", "lycées", "apprentissage", "enseignement supérieur"}, located: true, flat: true},
		{list: "qualifications", title: "Diplômes, titres et mentions", description: "Les qualifications du CAP au doctorat : niveau, spécialité, filière, codes des répertoires.", keywords: []string{"diplômes", "certifications", "RNCP"}, flat: true},
		{list: "progressions", title: "Poursuites d’études", description: "Ce qui mène d’une qualification à une autre, et sur quoi cela repose.", keywords: []string{"orientation", "poursuite d’études"}, flat: true},
		{list: "offers", title: "Offre de formation", description: "Chaque qualification là où elle est donnée, par voie : places, candidats, effectifs, avec leur année.", keywords: []string{"offre de formation", "voie professionnelle", "BTS", "apprentissage"}, located: true, flat: true},
		{list: "occupations", title: "Métiers", description: "Les codes ROME, les noms que l’on emploie et les qualifications qui y mènent.", keywords: []string{"métiers", "ROME"}, flat: true},
		{list: "outcomes", title: "Devenir des sortants", description: "Poursuite d’études et emploi de ceux qui quittent une formation, par cohorte et périmètre.", keywords: []string{"insertion professionnelle"}, flat: true},
		{list: "needs", title: "Besoins de main-d’œuvre", description: "Les recrutements que les employeurs d’un bassin annoncent.", keywords: []string{"emploi", "recrutement"}, flat: true},
		{list: "places", title: "Communes", description: "Les communes et arrondissements, leurs codes postaux, leur point et leur population.", keywords: []string{"communes", "géographie"}, flat: true},
	}
	used := usedBy(m)
	for i := range all {
		all[i].sources = make(map[string]bool)
		for _, at := range used[all[i].list] {
			s := &m.Sources[at]
			all[i].sources[s.ID] = true
			all[i].licences = append(all[i].licences, s.Licence)
		}
		all[i].licences = sorted(all[i].licences)
	}
	return all
}

// usedBy lists the sources that the items of each list name.
func usedBy(m *training.Model) map[string][]int32 {
	seen := make(map[string][]bool)
	use := func(list string, at int32) {
		if seen[list] == nil {
			seen[list] = make([]bool, len(m.Sources))
		}
		if at >= 0 && int(at) < len(m.Sources) {
			seen[list][at] = true
		}
	}
	for i := range m.Establishments {
		use("establishments", m.Establishments[i].Source)
		use("establishments", m.Establishments[i].PointSource)
	}
	for i := range m.Qualifications {
		use("qualifications", m.Qualifications[i].Source)
	}
	for i := range m.Progressions {
		use("progressions", m.Progressions[i].Source)
	}
	for i := range m.Offers {
		use("offers", m.Offers[i].Source)
	}
	for i := range m.Occupations {
		use("occupations", m.Occupations[i].Source)
	}
	for i := range m.Outcomes {
		use("outcomes", m.Outcomes[i].Source)
	}
	for i := range m.Needs {
		use("needs", m.Needs[i].Source)
	}
	used := make(map[string][]int32)
	for list, flags := range seen {
		for at, yes := range flags {
			if yes {
				used[list] = append(used[list], int32(at))
			}
		}
	}
	return used
}

func sorted(codes []string) []string {
	slices.Sort(codes)
	return slices.Compact(codes)
}

// form is a way in which lists are given.
type form struct {
	end, media, format, name string
}

// Forms, by the entries of IANA's registry and of the Union's table of file types.
var (
	jsonForm = form{"", "application/json", "JSON", "JSON, par pages"}
	csvForm  = form{".csv", "text/csv", "CSV", "CSV"}
	mapForm  = form{".geojson", "application/geo+json", "GEOJSON", "GeoJSON"}
)

func (o *own) dataset(base, publisher string, c *catalog.Catalog) dataset {
	address := base + "/api/v1/" + o.list
	modified := instant(c.Built)
	d := dataset{
		ID: base + Path + "#" + o.list, Type: "dcat:Dataset", Identifier: o.list, Title: fr(o.title), Description: fr(o.description),
		Publisher: named(publisher), Theme: &ref{education}, Modified: &modified, LandingPage: &ref{base + "/donnees"}, Spatial: &ref{france},
	}
	for _, k := range o.keywords {
		d.Keywords = append(d.Keywords, fr(k))
	}
	for i := range c.Training.Sources {
		if id := c.Training.Sources[i].ID; o.sources[id] {
			d.Sources = append(d.Sources, ref{officialID(id)})
		}
	}
	forms := []form{jsonForm}
	if o.flat {
		forms = append(forms, csvForm)
	}
	if o.located {
		forms = append(forms, mapForm)
	}
	for _, f := range forms {
		x := distribution{
			ID: d.ID + strings.ReplaceAll(f.end, ".", "-"), Type: "dcat:Distribution", Title: fr(o.title + " (" + f.name + ")"), AccessURL: ref{address + f.end},
			MediaType: ref{"https://www.iana.org/assignments/media-types/" + f.media}, Format: ref{authority + "file-type/" + f.format},
			Rights: rights{"dct:RightsStatement", fr(o.rights())},
		}
		if f.end != "" {
			x.DownloadURL = &ref{address + f.end} // the list in pages is not whole
		}
		d.Distributions = append(d.Distributions, x)
	}
	return d
}

// rights says under which licences a dataset of several sources may be used.
func (o *own) rights() string {
	s := "Chaque élément nomme sa source, dont la licence est donnée par /api/v1/sources."
	if len(o.licences) > 0 {
		s += " Licences présentes : " + strings.Join(o.licences, ", ") + "."
	}
	return s
}
