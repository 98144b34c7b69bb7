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
	area, cam := r.area()
	q := pathway.CoverageRequest{
		Area: area, Sectors: r.sectorsOf(r.values["sector"]), MaxKm: r.number("max_km", LeastReach, MostReach, DefaultReach),
	}
	if cam != nil && len(r.values["sector"]) == 0 && cam.Sector != nil {
		q.Sectors = r.sectorsOf([]string{string(cam.Sector.Code)})
	}
	return q
}

// Gaps reads a question about the openings that would mend the ladder of a territory.
func Gaps(cat *catalog.Catalog, values url.Values) (pathway.GapsRequest, []Fault) {
	r := &reader{cat: cat, values: values}
	q := pathway.GapsRequest{
		CoverageRequest: r.coverage(), Level: r.level("level"), Limit: r.count("limit", 1, pathway.MaxGaps, DefaultGaps), Rank: r.one("rank"),
	}
	if q.Rank != "" && q.Rank != pathway.ByYoung && q.Rank != pathway.ByNeeds {
		r.refuse("rank", q.Rank, "no such order", pathway.ByYoung, pathway.ByNeeds)
	}
	return q, r.faults
}

// area reads the territory asked about, and the campus when it is that of one.
func (r *reader) area() (area pathway.Area, cam *catalog.Campus) {
	area = pathway.Area{Kind: "country"}
	given := ""
	for _, kind := range []string{"region", "academie", "departement", "commune", "zone_emploi", "campus"} {
		code := r.one(kind)
		if code == "" {
			continue
		}
		if given != "" {
			r.refuse(kind, code, "only one territory can be asked about: "+given+" is given too")
			continue
		}
		switch {
		case kind == "campus":
			if cam = r.campus(kind); cam == nil {
				continue
			}
			if cam.Region == nil {
				r.refuse(kind, code, "the territory of this campus is not known: ask about a region or a département")
				continue
			}
			area = pathway.Area{Kind: "region", Code: cam.Region.Code, As: "campus:" + cam.Slug}
		case !r.exists(kind, code):
			r.refuse(kind, code, "no such "+kind)
			continue
		default:
			area = pathway.Area{Kind: kind, Code: code}
		}
		given = kind
	}
	return area, cam
}

// exists reports whether the atlas has a territory of a kind.
func (r *reader) exists(kind, code string) bool {
	switch kind {
	case "commune":
		return r.cat.Atlas.Commune(code) != nil
	case "zone_emploi":
		return r.cat.Atlas.Zone(code) != nil
	}
	return r.cat.Atlas.Territory(geo.Kind(kind), code) != nil
}
