package api

import (
	"bytes"
	"net/http"
	"slices"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// Establishment is a place that teaches.
type Establishment struct {
	UAI         string   `json:"uai" doc:"Identifier."`
	Name        string   `json:"name" doc:"Name in French."`
	Kind        string   `json:"kind" doc:"Kind." enum:"college|lycee_general|lycee_professionnel|lycee_polyvalent|erea|cfa|universite|ecole_superieure|autre"`
	Public      *string  `json:"public" doc:"Who answers for it." enum:"public|private_contract|private"`
	Commune     *string  `json:"commune" doc:"INSEE code of the commune."`
	City        *string  `json:"city" doc:"Name of the commune, as the source gives it."`
	Postcode    *string  `json:"postcode" doc:"Postal code."`
	Address     *string  `json:"address" doc:"Number and street."`
	Departement *string  `json:"departement" doc:"Code of the département."`
	Academie    *string  `json:"academie" doc:"Official code of the académie."`
	Region      *string  `json:"region" doc:"INSEE code of the region."`
	Basin       *string  `json:"basin" doc:"Code of the employment basin."`
	Lat         *float64 `json:"lat" doc:"Latitude, WGS84 degrees."`
	Lon         *float64 `json:"lon" doc:"Longitude, WGS84 degrees."`
	PointDoubt  *string  `json:"point_doubt" doc:"What makes the point doubtful: far from the commune, the place of one course, or in no département." enum:"far|course|sea"`
	Website     *string  `json:"website" doc:"Its own site."`
	Boarding    *string  `json:"boarding" doc:"Whether it boards pupils." enum:"yes|no"`
	Pupils      Figure   `json:"pupils" doc:"Pupils of the whole establishment."`
	Offers      int      `json:"offers" doc:"Number of its offers, see /api/v1/offers?uai=."`
	Campuses    []string `json:"campuses" doc:"Slugs of the campuses that it is an established member of."`
	Source      *string  `json:"source" doc:"Identifier of the source of its name and place."`
	PointSource *string  `json:"point_source" doc:"Identifier of the source of its point."`
}

// EstablishmentDetail is an establishment with what it teaches.
type EstablishmentDetail struct {
	Establishment
	Taught   []Offer   `json:"taught" doc:"Its offers."`
	Outcomes []Outcome `json:"outcomes" doc:"What becomes of those who leave it."`
	Cited    []Source  `json:"cited" doc:"The sources cited here."`
	Origin
}

// establishmentRow is an establishment chosen.
type establishmentRow struct {
	n  *national
	at int32
}

func (r establishmentRow) item() *training.Establishment { return &r.n.Establishments[r.at] }
func (r establishmentRow) position() int                 { return int(r.at) }
func (r establishmentRow) key() string                   { return r.item().UAI }
func (r establishmentRow) point() geo.Point              { return r.item().Point }

// coordinates are those of a point, nil when there is none.
func coordinates(p geo.Point) (lat, lon *float64) {
	if p.IsZero() {
		return nil, nil
	}
	return &p.Lat, &p.Lon
}

func boardingOf(b training.Bool3) *string {
	switch b {
	case training.Yes:
		return optional("yes")
	case training.No:
		return optional("no")
	}
	return nil
}

func (r establishmentRow) view() Establishment {
	e := r.item()
	out := Establishment{
		UAI: e.UAI, Name: e.Name, Kind: string(e.Kind), Public: optional(e.Public), Commune: optional(e.Commune),
		City: optional(e.City), Postcode: optional(e.Postcode), Address: optional(e.Address),
		Departement: optional(e.Departement), Academie: optional(e.Academie), Region: optional(e.Region), Basin: optional(e.Basin),
		PointDoubt: optional(e.PointDoubt), Website: optional(e.Website), Boarding: boardingOf(e.Boarding),
		Pupils: figure(e.Pupils, r.n.vintage(e.Source), r.n.source(e.Source), "uai:"+e.UAI),
		Offers: len(r.n.OffersAt(r.at)), Campuses: r.campuses(),
		Source: optional(r.n.source(e.Source)), PointSource: optional(r.n.source(e.PointSource)),
	}
	out.Lat, out.Lon = coordinates(e.Point)
	return out
}

// campuses are the slugs of the campuses that the establishment is a member of.
func (r establishmentRow) campuses() []string { return nonNil(r.n.campusesOf()[r.item().UAI]) }

// membership lists by UAI the slugs of campuses, in the order of the catalog.
func (n *national) membership() map[string][]string {
	of := make(map[string][]string)
	for i := range n.cat.Campuses {
		cam := &n.cat.Campuses[i]
		for j := range cam.Members {
			if uai := string(cam.Members[j].Organisation.UAI); uai != "" && !slices.Contains(of[uai], cam.Slug) {
				of[uai] = append(of[uai], cam.Slug)
			}
		}
	}
	return of
}

// establishments are those that the query chooses: by what they are, and when it
// speaks of what is taught, by having one offer that meets all of it.
func (c *call) establishments() rows[establishmentRow] {
	n, q := c.view.national, c.query
	places, diplomas := n.cat.EstablishmentsIn(&q.offer), n.cat.QualificationsIn(&q.offer)
	if diplomas != nil || len(q.offer.Routes) > 0 {
		teaches := make(catalog.Mask, len(n.Establishments))
		for i := range n.Offers {
			o := &n.Offers[i]
			if o.Establishment >= 0 && diplomas.Has(o.Qualification) && q.offer.By(o.Route) {
				teaches[o.Establishment] = true
			}
		}
		places = places.And(len(teaches), teaches.Has)
	}
	if box := q.offer.Box; box != nil {
		places = places.And(len(n.Establishments), func(i int32) bool {
			p := n.Establishments[i].Point
			return !p.IsZero() && box.Contains(p)
		})
	}
	if words := q.wanted.q; len(words) > 0 {
		text := n.words().establishments
		places = places.And(len(text), func(i int32) bool { return says(text[i], words) })
	}
	return rowsOf(len(n.Establishments), places, func(at int32) establishmentRow { return establishmentRow{n, at} })
}

func establishmentPage(c *call) (reply, *Problem) {
	return pageOf(c, establishmentList, c.establishments(), func(w *bytes.Buffer, r establishmentRow) { w.Write(encode(r.view())) }), nil
}

func establishmentCSV(c *call) (reply, *Problem) {
	return csvOf(establishmentColumns(), c.establishments()), nil
}

func establishmentGeoJSON(c *call) (reply, *Problem) {
	return geoJSONOf(c, c.establishments(), members(establishmentColumns())), nil
}

// members writes the columns of a row as the properties of a feature.
func members[R row](columns []column[R]) func([]byte, R) []byte {
	return func(b []byte, r R) []byte {
		for i := range columns {
			b = columns[i].member(b, r)
		}
		return b
	}
}

func establishmentOne(c *call) (reply, *Problem) {
	n := c.view.national
	at := n.Establishment(c.segment)
	if at == training.None {
		return reply{}, missing(c, "No establishment", establishmentList, "such establishment")
	}
	r := establishmentRow{n, at}
	e := r.item()
	sources := []int32{e.Source, e.PointSource}
	d := EstablishmentDetail{Establishment: r.view(), Taught: []Offer{}, Outcomes: []Outcome{}, Origin: c.origin()}
	for _, i := range n.OffersAt(at) {
		d.Taught = append(d.Taught, offerRow{n: n, at: i}.view())
		sources = append(sources, n.Offers[i].Source)
	}
	for _, i := range n.OutcomesAt(at) {
		d.Outcomes = append(d.Outcomes, n.outcome(i))
		sources = append(sources, n.Outcomes[i].Source)
	}
	d.Cited = n.cited(sources...)
	return document(d), nil
}

// missing refuses a name that no item of a list bears.
func missing(c *call, none, list, what string) *Problem {
	return problem(http.StatusNotFound, none+" has this identifier; "+Prefix+"/"+list+" lists those that exist.",
		ParamError{In: "path", Name: c.endpoint.segment(), Value: quote(c.segment), Detail: "no " + what, Accepted: []string{}})
}

// establishmentColumns are the flat form of an establishment.
func establishmentColumns() []column[establishmentRow] {
	text := func(name, doc string, of func(e *training.Establishment) string) column[establishmentRow] {
		return column[establishmentRow]{name: name, doc: doc, kind: "string", value: func(r establishmentRow) any { return optional(of(r.item())) }}
	}
	lat, lon := pointColumns[establishmentRow]()
	columns := []column[establishmentRow]{
		text("uai", "Identifier.", func(e *training.Establishment) string { return e.UAI }),
		text("name", "Name in French.", func(e *training.Establishment) string { return e.Name }),
		text("kind", "Kind.", func(e *training.Establishment) string { return string(e.Kind) }),
		text("public", "Who answers for it.", func(e *training.Establishment) string { return string(e.Public) }),
		text("commune", "INSEE code of the commune.", func(e *training.Establishment) string { return e.Commune }),
		text("city", "Name of the commune, as the source gives it.", func(e *training.Establishment) string { return e.City }),
		text("postcode", "Postal code.", func(e *training.Establishment) string { return e.Postcode }),
		text("address", "Number and street.", func(e *training.Establishment) string { return e.Address }),
		text("departement", "Code of the département.", func(e *training.Establishment) string { return e.Departement }),
		text("academie", "Official code of the académie.", func(e *training.Establishment) string { return e.Academie }),
		text("region", "INSEE code of the region.", func(e *training.Establishment) string { return e.Region }),
		text("basin", "Code of the employment basin.", func(e *training.Establishment) string { return e.Basin }),
		lat, lon,
		text("point_doubt", "What makes the point doubtful.", func(e *training.Establishment) string { return e.PointDoubt }),
		text("website", "Its own site.", func(e *training.Establishment) string { return e.Website }),
		{name: "boarding", doc: "Whether it boards pupils: yes or no.", kind: "string", value: func(r establishmentRow) any { return boardingOf(r.item().Boarding) }},
	}
	columns = append(columns, figureColumns("pupils", "Pupils of the whole establishment.", func(r establishmentRow) training.Figure { return r.item().Pupils })...)
	return append(columns,
		column[establishmentRow]{name: "offers", doc: "Number of its offers.", kind: "integer", value: func(r establishmentRow) any { n := len(r.n.OffersAt(r.at)); return &n }},
		list("campuses", "Slugs of its campuses, separated by spaces.", establishmentRow.campuses),
		column[establishmentRow]{name: "source", doc: "Identifier of the source.", kind: "string", value: func(r establishmentRow) any { return optional(r.n.source(r.item().Source)) }},
		column[establishmentRow]{name: "point_source", doc: "Identifier of the source of the point.", kind: "string", value: func(r establishmentRow) any { return optional(r.n.source(r.item().PointSource)) }},
	)
}

// ofCampusMembers is the parameter campus, for what is taught.
var ofCampusMembers = func() param {
	p := ofCampus
	p.doc = "Slug of a campus: its established members only. What its territory teaches beside them is found by sector and region."
	return p
}()
