package api

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
)

// orgRow is an organisation chosen, with the campuses it is a member of.
type orgRow struct {
	org     *campus.Organisation
	members []catalog.Member
	at      int
}

func (r orgRow) position() int { return r.at }
func (r orgRow) key() string   { return string(r.org.ID) }
func (r orgRow) point() geo.Point {
	return geo.Point{Lat: r.org.Lat, Lon: r.org.Lon}
}

// OrganisationBrief is who an organisation is.
type OrganisationBrief struct {
	ID      string   `json:"id" doc:"Identifier."`
	Name    string   `json:"name" doc:"Name in French."`
	Kind    string   `json:"kind" doc:"Kind." enum:"@kinds"`
	UAI     *string  `json:"uai" doc:"Identifier of an establishment."`
	SIRET   *string  `json:"siret" doc:"Identifier of an establishment of a company."`
	City    *string  `json:"city" doc:"City, as the source gives it."`
	Commune *string  `json:"commune" doc:"INSEE code of the commune."`
	Lat     *float64 `json:"lat" doc:"Latitude, WGS84 degrees."`
	Lon     *float64 `json:"lon" doc:"Longitude, WGS84 degrees."`
}

// Organisation is an organisation with its campuses.
type Organisation struct {
	OrganisationBrief
	Campuses   []OrganisationCampus `json:"campuses" doc:"The campuses it is an established member of, by name."`
	Sources    []string             `json:"sources" doc:"Identifiers of the sources that describe it."`
	Confidence string               `json:"confidence" doc:"How sure the description is." enum:"high|medium|low"`
	Note       *string              `json:"note" doc:"What a careful reader must know, in French."`
}

// OrganisationCampus is the part of an organisation in a campus.
type OrganisationCampus struct {
	Campus     string  `json:"campus" doc:"Slug of the campus."`
	Name       string  `json:"name" doc:"Name of the campus."`
	Role       string  `json:"role" doc:"Its part." enum:"porteur|tete_de_reseau|etablissement_support|membre|partenaire"`
	Standing   string  `json:"standing" doc:"Named by a source, or confirmed by an operator." enum:"named_in_source|confirmed"`
	Convention *string `json:"convention" doc:"Reference of the agreement signed."`
	Statement
}

// OrganisationDetail is an organisation by itself.
type OrganisationDetail struct {
	Organisation
	Cited []Source `json:"cited" doc:"The sources cited here."`
	Meta
}

func orgBriefOf(o *campus.Organisation) OrganisationBrief {
	b := OrganisationBrief{
		ID: string(o.ID), Name: o.Name, Kind: string(o.Kind), UAI: optional(o.UAI), SIRET: optional(o.SIRET),
		City: optional(o.City), Commune: optional(o.Commune),
	}
	if o.HasPoint() {
		b.Lat, b.Lon = &o.Lat, &o.Lon
	}
	return b
}

func organisationOf(r orgRow) Organisation {
	o := Organisation{
		OrganisationBrief: orgBriefOf(r.org), Campuses: make([]OrganisationCampus, 0, len(r.members)),
		Sources: texts(r.org.Sources), Confidence: string(r.org.Confidence), Note: optional(r.org.Note),
	}
	for _, m := range r.members {
		o.Campuses = append(o.Campuses, OrganisationCampus{
			Campus: m.Campus.Slug, Name: m.Campus.Name, Role: string(m.Membership.Role), Standing: string(m.Membership.Standing),
			Convention: optional(m.Membership.Convention), Statement: statementOf(m.Membership.Valid, m.Membership.Provenance),
		})
	}
	return o
}

// organisations are those that the query chooses.
func (c *call) organisations() []orgRow {
	cat, q := c.view.cat, c.query
	rows := make([]orgRow, 0, len(cat.Organisations))
	for i := range cat.Organisations {
		r := orgRow{org: &cat.Organisations[i], at: i}
		if len(q.orgKinds) > 0 && !slices.Contains(q.orgKinds, r.org.Kind) ||
			q.filter.Box != nil && (!r.org.HasPoint() || !q.filter.Box.Contains(r.point())) {
			continue
		}
		r.members = cat.Memberships(r.org.ID)
		if len(q.offer.Campuses) > 0 && !slices.ContainsFunc(r.members, func(m catalog.Member) bool {
			return slices.Contains(q.offer.Campuses, m.Campus.ID)
		}) {
			continue
		}
		rows = append(rows, r)
	}
	return rows
}

func organisationPage(c *call) (reply, *Problem) {
	return pageOf(c, organisationList, listed(c.organisations()), func(w *bytes.Buffer, r orgRow) {
		w.Write(encode(organisationOf(r)))
	}), nil
}

func organisationCSV(c *call) (reply, *Problem) {
	return csvOf(organisationColumns(), listed(c.organisations())), nil
}

func organisationGeoJSON(c *call) (reply, *Problem) {
	columns := organisationColumns()
	return geoJSONOf(c, listed(c.organisations()), func(b []byte, r orgRow) []byte {
		for i := range columns {
			b = columns[i].member(b, r)
		}
		return b
	}), nil
}

func organisationOne(c *call) (reply, *Problem) {
	at, ok := c.view.positions[organisationList][c.segment]
	if !ok {
		return reply{}, problem(http.StatusNotFound, "No organisation has this identifier; "+Prefix+"/organisations lists those that exist.",
			ParamError{In: "path", Name: "id", Value: quote(c.segment), Detail: "no such organisation", Accepted: []string{}})
	}
	cat := c.view.cat
	r := orgRow{org: &cat.Organisations[at], members: cat.Memberships(campus.OrgID(c.segment)), at: at}
	cited := make(map[campus.SourceID]bool)
	for _, id := range r.org.Sources {
		cited[id] = true
	}
	for _, m := range r.members {
		for _, id := range m.Membership.Sources {
			cited[id] = true
		}
	}
	return document(OrganisationDetail{organisationOf(r), usedSources(cat, cited), c.meta()}), nil
}

// organisationColumns are the flat form of an organisation.
func organisationColumns() []column[orgRow] {
	of := func(read func(OrganisationBrief) any) func(orgRow) any {
		return func(r orgRow) any { return read(orgBriefOf(r.org)) }
	}
	return []column[orgRow]{
		{"id", "Identifier.", "string", false, of(func(o OrganisationBrief) any { return o.ID })},
		{"name", "Name in French.", "string", false, of(func(o OrganisationBrief) any { return o.Name })},
		{"kind", "Kind.", "string", false, of(func(o OrganisationBrief) any { return o.Kind })},
		{"uai", "Identifier of an establishment.", "string", false, of(func(o OrganisationBrief) any { return o.UAI })},
		{"siret", "Identifier of an establishment of a company.", "string", false, of(func(o OrganisationBrief) any { return o.SIRET })},
		{"city", "City, as the source gives it.", "string", false, of(func(o OrganisationBrief) any { return o.City })},
		{"commune", "INSEE code of the commune.", "string", false, of(func(o OrganisationBrief) any { return o.Commune })},
		{"lat", "Latitude, WGS84 degrees.", "number", false, of(func(o OrganisationBrief) any { return o.Lat })},
		{"lon", "Longitude, WGS84 degrees.", "number", false, of(func(o OrganisationBrief) any { return o.Lon })},
		{"campuses", "Slugs of its campuses, separated by spaces.", "string", false, func(r orgRow) any { return membersText(r, func(m catalog.Member) string { return m.Campus.Slug }) }},
		{"roles", "Its part in each, in the same order.", "string", false, func(r orgRow) any {
			return membersText(r, func(m catalog.Member) string { return string(m.Membership.Role) })
		}},
		{"confidence", "How sure the description is.", "string", false, func(r orgRow) any { return string(r.org.Confidence) }},
	}
}

func membersText(r orgRow, of func(catalog.Member) string) string {
	parts := make([]string, 0, len(r.members))
	for _, m := range r.members {
		parts = append(parts, of(m))
	}
	return strings.Join(parts, " ")
}
