package api

import (
	"bytes"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Offer is a qualification at a place, by a route.
type Offer struct {
	ID             string   `json:"id" doc:"Identifier: qualification, establishment, route, mode, entry year."`
	Qualification  string   `json:"qualification" doc:"Identifier of the qualification."`
	Label          string   `json:"label" doc:"Name of the qualification, in French."`
	Level          *int     `json:"level" doc:"Its level, 3 to 8."`
	Sector         *string  `json:"sector" doc:"Code of its sector."`
	UAI            string   `json:"uai" doc:"Identifier of the establishment."`
	Establishment  string   `json:"establishment" doc:"Name of the establishment."`
	Commune        *string  `json:"commune" doc:"INSEE code of its commune."`
	Departement    *string  `json:"departement" doc:"Code of its département."`
	Academie       *string  `json:"academie" doc:"Official code of its académie."`
	Region         *string  `json:"region" doc:"INSEE code of its region."`
	Route          string   `json:"route" doc:"How one learns." enum:"school|apprenticeship|continuing"`
	Mode           string   `json:"mode" doc:"Where one learns." enum:"on_site|distance"`
	EntryYear      int      `json:"entry_year" doc:"1, or 2 when it follows a common first year: then it opens no new places."`
	MEF            *string  `json:"mef" doc:"MEF STAT 11 of the entry."`
	Capacity       Figure   `json:"capacity" doc:"Places a year."`
	CapacityNote   *string  `json:"capacity_note" doc:"Why there is no capacity: the file says 998 or 999 (without limit, or unknown), or 0 (closed, or unknown)." enum:"unlimited|closed"`
	Applicants     Figure   `json:"applicants" doc:"Applicants, of the kind that applicants_kind says."`
	ApplicantsKind *string  `json:"applicants_kind" doc:"First wishes, whose ratio to places is the pressure, or all confirmed wishes, whose ratio is the demand: never compared." enum:"first_wishes|all_wishes"`
	Enrolled       Figure   `json:"enrolled" doc:"Pupils of all its years of study."`
	Inferred       bool     `json:"inferred" doc:"True when it is deduced from what the establishment publishes, not read in a file of offers."`
	Lat            *float64 `json:"lat" doc:"Latitude, WGS84 degrees."`
	Lon            *float64 `json:"lon" doc:"Longitude, WGS84 degrees."`
	Source         *string  `json:"source" doc:"Identifier of its source."`
	Year           *int     `json:"year" doc:"Rentrée or session that it speaks of."`
}

// OfferDetail is an offer by itself.
type OfferDetail struct {
	Offer
	Cited []Source `json:"cited" doc:"The sources cited here."`
	Origin
}

// offerRow is an offer chosen.
type offerRow struct {
	n      *national
	at     int32
	opened *training.Offer // by a scenario; nil for an offer of the model
}

func (r offerRow) item() *training.Offer {
	if r.opened != nil {
		return r.opened
	}
	return &r.n.Offers[r.at]
}

func (r offerRow) position() int    { return int(r.at) }
func (r offerRow) key() string      { return r.item().ID }
func (r offerRow) point() geo.Point { return r.item().Point }

// diploma is the qualification of the offer, empty when it has none.
func (r offerRow) diploma() *training.Qualification {
	if at := r.item().Qualification; at >= 0 {
		return &r.n.Qualifications[at]
	}
	return &training.Qualification{}
}

// place is the establishment of the offer, empty when it has none.
func (r offerRow) place() *training.Establishment {
	if at := r.item().Establishment; at >= 0 {
		return &r.n.Establishments[at]
	}
	return &training.Establishment{}
}

func (r offerRow) view() Offer {
	o, q, e := r.item(), r.diploma(), r.place()
	source, year := r.n.source(o.Source), yearText(o.Year)
	out := Offer{
		ID: o.ID, Qualification: q.ID, Label: q.Label, Level: numbered(q.Level), Sector: optional(q.Sector),
		UAI: e.UAI, Establishment: e.Name, Commune: optional(e.Commune), Departement: optional(e.Departement),
		Academie: optional(e.Academie), Region: optional(e.Region),
		Route: o.Route.String(), Mode: o.Mode.String(), EntryYear: int(o.EntryYear), MEF: optional(o.MEF),
		Capacity: figure(o.Capacity, year, source, "offer"), CapacityNote: optional(o.CapacityNote),
		Applicants: figure(o.Applied, year, source, "offer"), ApplicantsKind: optional(o.Applicants.String()),
		Enrolled: figure(o.Enrolled, yearText(o.EnrolledYear), source, "offer"),
		Inferred: o.Inferred, Source: optional(source), Year: numbered(o.Year),
	}
	out.Lat, out.Lon = coordinates(o.Point)
	return out
}

func offerPage(c *call) (reply, *Problem) {
	return pageOf(c, offerList, c.offers(), func(w *bytes.Buffer, r offerRow) { w.Write(encode(r.view())) }), nil
}

func offerCSV(c *call) (reply, *Problem) { return csvOf(offerColumns(), c.offers()), nil }

func offerGeoJSON(c *call) (reply, *Problem) {
	return geoJSONOf(c, c.offers(), members(offerColumns())), nil
}

func offerOne(c *call) (reply, *Problem) {
	n := c.view.national
	at := n.Offer(c.segment)
	if at == training.None {
		return reply{}, missing(c, "No offer", offerList, "such offer")
	}
	return document(OfferDetail{offerRow{n: n, at: at}.view(), n.cited(n.Offers[at].Source), c.origin()}), nil
}

// pointColumns are the two of a place on a map.
func pointColumns[R located]() (lat, lon column[R]) {
	lat = column[R]{name: "lat", doc: "Latitude, WGS84 degrees.", kind: "number", value: func(r R) any { lat, _ := coordinates(r.point()); return lat }}
	lon = column[R]{name: "lon", doc: "Longitude, WGS84 degrees.", kind: "number", value: func(r R) any { _, lon := coordinates(r.point()); return lon }}
	return lat, lon
}

// offerColumns are the flat form of an offer.
func offerColumns() []column[offerRow] {
	text := func(name, doc string, of func(offerRow) string) column[offerRow] {
		return column[offerRow]{name: name, doc: doc, kind: "string", value: func(r offerRow) any { return optional(of(r)) }}
	}
	number := func(name, doc string, of func(offerRow) int) column[offerRow] {
		return column[offerRow]{name: name, doc: doc, kind: "integer", value: func(r offerRow) any { return positive(of(r)) }}
	}
	columns := []column[offerRow]{
		text("id", "Identifier.", offerRow.key),
		text("qualification", "Identifier of the qualification.", func(r offerRow) string { return r.diploma().ID }),
		text("label", "Name of the qualification.", func(r offerRow) string { return r.diploma().Label }),
		number("level", "Its level, 3 to 8.", func(r offerRow) int { return int(r.diploma().Level) }),
		text("sector", "Code of its sector.", func(r offerRow) string { return r.diploma().Sector }),
		text("uai", "Identifier of the establishment.", func(r offerRow) string { return r.place().UAI }),
		text("establishment", "Name of the establishment.", func(r offerRow) string { return r.place().Name }),
		text("commune", "INSEE code of its commune.", func(r offerRow) string { return r.place().Commune }),
		text("departement", "Code of its département.", func(r offerRow) string { return r.place().Departement }),
		text("academie", "Official code of its académie.", func(r offerRow) string { return r.place().Academie }),
		text("region", "INSEE code of its region.", func(r offerRow) string { return r.place().Region }),
		text("route", "How one learns.", func(r offerRow) string { return r.item().Route.String() }),
		text("mode", "Where one learns.", func(r offerRow) string { return r.item().Mode.String() }),
		number("entry_year", "1, or 2 after a common first year.", func(r offerRow) int { return int(r.item().EntryYear) }),
		text("mef", "MEF STAT 11 of the entry.", func(r offerRow) string { return r.item().MEF }),
	}
	columns = append(columns, figureColumns("capacity", "Places a year.", func(r offerRow) training.Figure { return r.item().Capacity })...)
	columns = append(columns, text("capacity_note", "Why there is no capacity: unlimited or closed.", func(r offerRow) string { return r.item().CapacityNote }))
	columns = append(columns, figureColumns("applicants", "Applicants, of the kind that applicants_kind says.", func(r offerRow) training.Figure { return r.item().Applied })...)
	columns = append(columns, text("applicants_kind", "first_wishes or all_wishes: never compared.", func(r offerRow) string { return r.item().Applicants.String() }))
	columns = append(columns, figureColumns("enrolled", "Pupils of all its years of study.", func(r offerRow) training.Figure { return r.item().Enrolled })...)
	lat, lon := pointColumns[offerRow]()
	return append(columns,
		number("enrolled_year", "Year of enrolled.", func(r offerRow) int { return int(r.item().EnrolledYear) }),
		column[offerRow]{name: "inferred", doc: "True when it is deduced from what the establishment publishes.", kind: "boolean", value: func(r offerRow) any { return r.item().Inferred }},
		lat, lon,
		text("source", "Identifier of its source.", func(r offerRow) string { return r.n.source(r.item().Source) }),
		number("year", "Rentrée or session that it speaks of.", func(r offerRow) int { return int(r.item().Year) }),
	)
}
