package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/campus"
)

// recorded is the day on which the facts entered the register.
const recorded = "2026-11-24"

// converter turns the gathered facts into the tables of the dataset.
type converter struct {
	*dataset
	cites     *citations
	gazetteer *gazetteer
}

// facts converts the CSV files of from into the tables of to.
func facts(from, data, to string) error {
	g, err := openGazetteer(data)
	if err != nil {
		return err
	}
	c := &converter{dataset: newDataset(), cites: newCitations(), gazetteer: g}
	for i, s := range sectors {
		c.sectors.add(string(s.Code), s.Slug, strconv.Itoa(i+1), s.Label)
	}
	c.act()
	regions := make(map[string]string)
	var failed error
	err = each(filepath.Join(from, "campuses.csv"), ',', func(r map[string]string) {
		regions[r["slug"]] = r["region_code"]
		if err := c.campus(r); err != nil && failed == nil {
			failed = fmt.Errorf("campuses.csv: %s: %w", r["slug"], err)
		}
	})
	if err := cmp.Or(err, failed); err != nil {
		return err
	}
	m := newMembers(c, regions)
	if err := each(filepath.Join(from, "members.csv"), ',', m.read); err != nil {
		return err
	}
	if err := m.finish(); err != nil {
		return fmt.Errorf("members.csv: %w", err)
	}
	for _, s := range milestones {
		c.milestones.state(campus.Provenance{Sources: c.cites.cite(s.sources...), Confidence: s.confidence, Note: s.note},
			s.id, s.on, strconv.Itoa(s.count), s.text)
	}
	c.listSources()
	return c.write(to)
}

// act is the one order that a campus of the register is known to rest on.
func (c *converter) act() {
	c.acts.state(campus.Provenance{
		Sources:    c.cites.cite("web:centre-inffo.fr", "web:lemondeinformatique.fr"),
		Confidence: campus.High,
		Note:       "L’arrêté lui-même n’a pas pu être lu : il est connu par des comptes rendus.",
	}, "arrete-2022-04-15", "", "Arrêté du 15 avril 2022 fixant la liste des campus des métiers et des qualifications", "2022-04-15", "2022-04-23", "")
}

func (c *converter) listSources() {
	var ids []campus.SourceID
	for id := range c.cites.used {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		s := c.cites.used[id]
		c.sources.add(string(s.ID), typeset(s.Title), s.Publisher, s.URL, s.Published.String(), s.Licence)
	}
}

// weaker returns the least sure of two degrees; an empty one does not count.
func weaker(a, b campus.Confidence) campus.Confidence {
	order := []campus.Confidence{campus.High, campus.Medium, campus.Low}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// campus writes the facts and the labels of one row of campuses.csv.
func (c *converter) campus(r map[string]string) error {
	ids, err := c.cites.read(r["source"])
	if err != nil {
		return err
	}
	slug, sp := r["slug"], specials[r["slug"]]
	if len(ids) > 1 {
		// Recall completes a row; what it completes is named in the special cases.
		ids = slices.DeleteFunc(ids, func(id campus.SourceID) bool { return id == knowledge })
	}
	whole := campus.Provenance{Sources: c.cites.cite(ids...), Confidence: campus.Confidence(r["confidence"])}
	own := campus.Provenance{Sources: whole.Sources, Confidence: cmp.Or(sp.conf, whole.Confidence)}
	c.campuses.add(slug, slug, "")
	fact := func(p campus.Property, value string, prov campus.Provenance) {
		if value != "" {
			c.facts.state(prov, slug, string(p), "", value, "", "")
		}
	}
	with := func(conf campus.Confidence, note string) campus.Provenance {
		return campus.Provenance{Sources: own.Sources, Confidence: weaker(own.Confidence, conf), Note: note}
	}
	status := r["name_status"]
	if sp.approx {
		status = "approximate"
	}
	note := sp.nameNote
	if sp.unlabelled != "" {
		note = strings.TrimSpace(sp.unlabelled + " " + note)
	}
	if status == "approximate" && note == "" {
		note = "Intitulé abrégé ou reconstitué."
	}
	fact(campus.Name, typeset(cmp.Or(sp.name, r["name"])), with(own.Confidence, note))
	fact(campus.NameStatus, status, own)
	sectorConf := campus.Medium
	if sp.sectorLow {
		sectorConf = campus.Low
	}
	fact(campus.SectorProp, r["sector_code"], with(sectorConf, "Filière déduite de l’intitulé du campus."))
	if err := c.territories(r, fact, own); err != nil {
		return err
	}
	c.seat(r, sp, fact, own)
	fact(campus.HostName, hostName(r["host_establishment"]), with(sp.hostConf, sp.hostNote))
	fact(campus.HostUAI, r["host_uai_if_known"], campus.Provenance{
		Sources: c.cites.cite(append(slices.Clone(own.Sources), "ips-lycees-2021")...), Confidence: weaker(own.Confidence, sp.hostConf), Note: sp.hostNote,
	})
	fact(campus.Website, r["website"], own)
	if slug == brittany {
		for _, l := range brittanyLists {
			for i, v := range l.values {
				c.facts.state(campus.Provenance{Sources: c.cites.cite(sheet13), Confidence: campus.High}, slug, string(l.property), strconv.Itoa(i+1), v, "", "")
			}
		}
	}
	return c.campusLabels(r, whole)
}

// hostName is the host without the remarks that the row puts in brackets.
func hostName(s string) string {
	for _, remark := range []string{" (lycée Flora-Tristan annexe: knowledge)", " (as of 2020)", " (shared training platform)", " (carrier)"} {
		s = strings.TrimSuffix(s, remark)
	}
	return s
}

func (c *converter) territories(r map[string]string, fact func(campus.Property, string, campus.Provenance), own campus.Provenance) error {
	fact(campus.RegionProp, r["region_code"], own)
	if name := r["region_2015"]; name != "" {
		code := ""
		for _, r := range regions2015 {
			if r.name == name {
				code = r.code
			}
		}
		if code == "" {
			return fmt.Errorf("unknown region of before 2016 %q", name)
		}
		fact(campus.Region2015Prop, code, own)
	}
	name := r["academie"]
	if name == "" {
		return nil
	}
	code := c.gazetteer.academies[name]
	if code == "" {
		return fmt.Errorf("unknown académie %q", name)
	}
	if !slices.ContainsFunc(merged, func(a struct{ code, name, departements string }) bool { return a.code == code }) {
		fact(campus.AcademieProp, code, own)
		return nil
	}
	c.facts.state(own, r["slug"], string(campus.AcademieProp), "", code, "", "2020-01-01")
	c.facts.state(campus.Provenance{Sources: own.Sources, Confidence: own.Confidence, Note: "L’académie de " + name + " a été réunie à celle de Normandie le 1er janvier 2020."},
		r["slug"], string(campus.AcademieProp), "", "70", "2020-01-01", "")
	return nil
}

// seat writes where the campus is, and how that is known.
func (c *converter) seat(r map[string]string, sp special, fact func(campus.Property, string, campus.Provenance), own campus.Provenance) {
	city := campus.Provenance{Sources: own.Sources, Confidence: weaker(own.Confidence, sp.cityConf)}
	if sp.cityConf != "" {
		city.Note = "Commune du siège incertaine, rappelée de mémoire ou déduite."
	}
	fact(campus.City, r["host_city"], city)
	if code := r["insee_code_if_known"]; code != "" {
		if c.gazetteer.communes[code] == fold(r["host_city"]) {
			city.Sources = c.cites.cite(append(slices.Clone(own.Sources), communesFile)...)
		}
		fact(campus.Commune, code, city)
	}
	if r["lat"] == "" {
		return
	}
	point := campus.Provenance{Sources: c.cites.cite(knowledge), Confidence: weaker(campus.Medium, sp.cityConf), Note: "Centre de la commune du siège."}
	if r["coord_basis"] == "academie_seat" {
		point.Note = "Siège inconnu : point placé au chef-lieu de l’académie."
	}
	fact(campus.PointProp, r["lat"]+","+r["lon"], point)
	fact(campus.PointBasis, r["coord_basis"], point)
}
