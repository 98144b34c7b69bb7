package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"continuum/internal/campus"
)

// members turns the rows of members.csv into organisations, each once, and their
// memberships.
type members struct {
	*converter
	regions map[string]string // region of each campus
	order   []*body
	bodies  map[string]*body // by what tells one from another
	joins   []join
	failed  error
}

// body is an organisation being gathered from several rows.
type body struct {
	id, name, kind, city, uai string
	place                     place
	named, candidate          []campus.SourceID // sources, by standing of the rows that cite them
	conf                      campus.Confidence
}

type join struct {
	campus, role, standing string
	body                   *body
	prov                   campus.Provenance
}

func newMembers(c *converter, regions map[string]string) *members {
	return &members{converter: c, regions: regions, bodies: make(map[string]*body)}
}

func (m *members) read(r map[string]string) {
	ids, err := m.cites.read(r["source"])
	if err != nil {
		m.fail(r, err)
		return
	}
	region, ok := m.regions[r["campus_slug"]]
	if !ok {
		m.fail(r, fmt.Errorf("unknown campus %q", r["campus_slug"]))
		return
	}
	conf := campus.Confidence(r["confidence"])
	b := m.body(r, region)
	// What gives only an identifier says nothing of the membership.
	says := slices.DeleteFunc(slices.Clone(ids), func(id campus.SourceID) bool { return id == "ips-lycees-2021" || id == parcoursup })
	if len(says) == 0 {
		says = ids
	}
	own := says
	if r["uai"] != "" {
		own = ids
	}
	if r["status"] == string(campus.Named) {
		b.named = append(b.named, own...)
		b.conf = conf
	} else {
		b.candidate = append(b.candidate, own...)
		b.conf = cmp.Or(b.conf, conf)
	}
	m.joins = append(m.joins, join{r["campus_slug"], r["role"], r["status"], b, campus.Provenance{Sources: m.cites.cite(says...), Confidence: conf}})
}

func (m *members) fail(r map[string]string, err error) {
	if m.failed == nil {
		m.failed = fmt.Errorf("%s: %w", r["member_name"], err)
	}
}

// body returns the organisation of a row: the one with its UAI, else the one of its
// name and commune.
func (m *members) body(r map[string]string, region string) *body {
	city := cmp.Or(r["commune"], sameBody[r["member_name"]])
	key := cmp.Or(r["uai"], fold(r["member_name"])+" "+fold(city))
	if b := m.bodies[key]; b != nil {
		return b
	}
	b := &body{name: r["member_name"], kind: r["kind"], city: city, uai: r["uai"]}
	b.id = fold(b.name)
	if where := fold(city); where != "" && !strings.Contains("-"+b.id+"-", "-"+where+"-") {
		b.id += "-" + where
	}
	if strings.Contains(b.name, "(rectorat)") {
		b.kind = string(campus.StateBody)
	}
	if p, ok := m.gazetteer.byUAI[b.uai]; ok && b.uai != "" {
		b.place = p
	} else if p, ok := m.gazetteer.commune(region, city); ok && city != "" {
		b.place = p
	}
	m.bodies[key] = b
	m.order = append(m.order, b)
	return b
}

func (m *members) finish() error {
	if m.failed != nil {
		return m.failed
	}
	slices.SortStableFunc(m.order, func(a, b *body) int { return strings.Compare(a.id, b.id) })
	for _, b := range m.order {
		// The sources of candidates stay out of what the public may read.
		ids := b.named
		if len(ids) == 0 {
			ids = b.candidate
		}
		note := ""
		if b.place.source != "" && b.place.lat != "" {
			ids = append(slices.Clone(ids), b.place.source)
			if note = "Point de l’établissement."; b.place.source == communesFile {
				note = "Point : centre de la commune."
			}
		}
		m.organisations.state(campus.Provenance{Sources: m.cites.cite(ids...), Confidence: b.conf, Note: note},
			b.id, b.name, b.kind, b.uai, "", b.city, b.place.commune, b.place.lat, b.place.lon)
	}
	for _, j := range m.joins {
		m.memberships.state(j.prov, j.campus, j.body.id, j.role, j.standing, "", "", "")
	}
	return nil
}
