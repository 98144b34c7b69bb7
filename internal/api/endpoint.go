package api

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
)

// endpoint declares one address: what it accepts, what it answers, and how.
type endpoint struct {
	path    string // under Prefix; a name in braces stands for the last segment
	id      string // name of the operation
	summary string
	doc     string
	params  []param
	media   string // Content-Type of the answer
	file    string // name of the file to save, without its end; empty when it is shown
	answer  schemaMaker
	of      string // what the last segment names, empty when it is fixed
	serve   func(*call) (reply, *Problem)
	// accept answers POST, where something can be kept; nil: the address is read only.
	accept func(*call, http.ResponseWriter, *http.Request) *Problem
	// sample is a query that answers, where some parameter is needed.
	sample string
	// national is true when the answer is about the national offer, whose sources are
	// not those of the register.
	national bool
}

// segment is the name of the last segment of the path, empty when it is fixed.
func (e *endpoint) segment() string {
	_, name, _ := strings.Cut(e.path, "{")
	return strings.TrimSuffix(name, "}")
}

// Media types of the answers.
const (
	mediaJSON    = "application/json"
	mediaGeoJSON = "application/geo+json"
	mediaCSV     = "text/csv; charset=utf-8; header=present"
)

// endpoints is the whole API, read top to bottom.
func endpoints() []endpoint {
	labels := []param{asOf, ofCampus, category, wave, status}
	organisations := []param{ofCampus, orgKind, bbox}
	register := []endpoint{
		{
			path: "/campuses", id: "listCampuses", summary: "Campuses, in pages", params: paged(campusList, selection()...),
			doc:   "By name. With as_of, those whose label was in force or presumed on the day, each with its status and what it rests on; without, every campus known, with its last known status.",
			media: mediaJSON, answer: typed[List[Campus]](), serve: campusPage,
		},
		{
			path: "/campuses.geojson", id: "mapCampuses", summary: "Campuses, as GeoJSON", params: selection(),
			doc:   "Those without a point have a null geometry." + whole,
			media: mediaGeoJSON, answer: features("Campus", campusColumns(), Meta{}), serve: campusGeoJSON,
		},
		{
			path: "/campuses.csv", id: "tableCampuses", summary: "Campuses, as CSV", params: selection(),
			doc:   csvDoc + whole,
			media: mediaCSV, file: "campus", answer: table(campusColumns()), serve: campusCSV,
		},
		{
			path: "/campuses/{slug}", id: "getCampus", summary: "One campus, whole", params: []param{asOf}, of: "Slug of the campus.",
			doc:   "Facts with their sources, labels with what they rest on, established members, state. A former slug redirects; an unknown one is answered by the nearest.",
			media: mediaJSON, answer: typed[CampusDetail](), serve: campusOne,
		},
		{
			path: "/labels", id: "listLabels", summary: "Labels, in pages", params: paged(labelList, labels...),
			doc:   "By campus, then by start. With as_of, those in force or presumed on the day.",
			media: mediaJSON, answer: typed[List[Label]](), serve: labelPage,
		},
		{
			path: "/labels.csv", id: "tableLabels", summary: "Labels, as CSV", params: labels,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "labels", answer: table(labelColumns()), serve: labelCSV,
		},
		{
			path: "/calls", id: "listCalls", summary: "Calls for projects", params: paged(projectCallList),
			doc:   "Invitations to ask for the label, the last one first: those opened on this site, with their rules, dates, answers and results, then those of before, as far as they are known.",
			media: mediaJSON, answer: typed[List[ProjectCall]](), serve: projectCallPage,
		},
		{
			path: "/organisations", id: "listOrganisations", summary: "Organisations, in pages", params: paged(organisationList, organisations...),
			doc:   "Those with an established membership, by name.",
			media: mediaJSON, answer: typed[List[Organisation]](), serve: organisationPage,
		},
		{
			path: "/organisations.geojson", id: "mapOrganisations", summary: "Organisations, as GeoJSON", params: organisations,
			doc:   "Those without a point have a null geometry." + whole,
			media: mediaGeoJSON, answer: features("Organisation", organisationColumns(), Meta{}), serve: organisationGeoJSON,
		},
		{
			path: "/organisations.csv", id: "tableOrganisations", summary: "Organisations, as CSV", params: organisations,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "organisations", answer: table(organisationColumns()), serve: organisationCSV,
		},
		{
			path: "/organisations/{id}", id: "getOrganisation", summary: "One organisation", of: "Identifier of the organisation.",
			doc:   "With the campuses it is an established member of, and the sources.",
			media: mediaJSON, answer: typed[OrganisationDetail](), serve: organisationOne,
		},
		{
			path: "/sectors", id: "listSectors", summary: "Sectors", params: paged(sectorList),
			doc:   "The national filières, in the official order.",
			media: mediaJSON, answer: typed[List[Sector]](), serve: sectorPage,
		},
		{
			path: "/territories", id: "listTerritories", summary: "Territories", params: paged(territoryList, territoryKind),
			doc:   "Regions of today and of before 2016, académies, départements: by kind, then code.",
			media: mediaJSON, answer: typed[List[Territory]](), serve: territoryPage,
		},
		{
			path: "/sources", id: "listSources", summary: "Sources", params: paged(sourceList, sourceOfWhat),
			doc:   "Where statements and figures come from, each with its licence and date: those of the register, then those of the national offer in the order of its registry, with the ones of which no file is at hand.",
			media: mediaJSON, answer: typed[List[Source]](), serve: sourcePage,
		},
	}
	return slices.Concat(register, nationalEndpoints(), continuumEndpoints())
}

const whole = " The whole selection is sent at once."

const csvDoc = "RFC 4180: UTF-8, commas, CRLF, a header line. An unknown value is an empty cell. A text that begins with = + - @ or a tabulation has an apostrophe before it, so that no spreadsheet runs it. The licences are in the X-Licence and Link headers."

// documentEndpoint serves the description of the others.
func documentEndpoint(body []byte) *endpoint {
	return &endpoint{path: "/openapi.json", media: mediaJSON, serve: func(*call) (reply, *Problem) {
		return reply{total: -1, write: func(w *bytes.Buffer, _ func() error) error {
			w.Write(body)
			return nil
		}}, nil
	}}
}
