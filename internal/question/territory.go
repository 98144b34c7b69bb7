package question

import (
	"net/url"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/pathway"
)

// Bounds and defaults of questions about territories, in kilometres and openings.
const (
	LeastReach, MostReach = 1, 500
	DefaultReach          = 50
	DefaultGaps           = 20
)

// Coverage reads a question about the coverage of a territory: the country when no
// other is named.
func Coverage(cat *catalog.Catalog, values url.Values) (pathway.CoverageRequest, []Fault) {
	r := &reader{cat: cat, values: values}
	q := r.coverage()
	if q.Detail = r.yes("detail"); q.Detail && q.Area.Kind == "country" && len(q.Sectors) != 1 {
		r.refuse("detail", "yes", "all communes in all sectors is too much at once: ask about one sector or one territory", "no")
	}
	return q, r.faults
}

func (r *reader) coverage() pathway.CoverageRequest {
	return pathway.CoverageRequest{
		Area: r.area(), Sectors: r.sectorsOf(),
		MaxKm: r.number("max_km", LeastReach, MostReach, DefaultReach),
	}
}

// Gaps reads a question about the openings that would mend the ladder of a territory.
func Gaps(cat *catalog.Catalog, values url.Values) (pathway.GapsRequest, []Fault) {
	r := &reader{cat: cat, values: values}
	return pathway.GapsRequest{
		CoverageRequest: r.coverage(), Level: r.level("level"), Limit: r.count("limit", 1, pathway.MaxGaps, DefaultGaps),
	}, r.faults
}

// area reads the territory asked about.
func (r *reader) area() pathway.Area {
	area := pathway.Area{Kind: "country"}
	for _, kind := range []string{"region", "academie", "departement", "commune"} {
		code := r.one(kind)
		if code == "" {
			continue
		}
		if kind == "commune" && r.cat.Atlas.Commune(code) == nil || kind != "commune" && r.cat.Atlas.Territory(geo.Kind(kind), code) == nil {
			r.refuse(kind, code, "no such "+kind)
			continue
		}
		if area.Kind != "country" {
			r.refuse(kind, code, "only one territory can be asked about: "+area.Kind+" is given too")
			continue
		}
		area = pathway.Area{Kind: kind, Code: code}
	}
	return area
}
