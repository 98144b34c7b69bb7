package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/training/trainingtest"
)

// everyPage follows next to the end.
func everyPage[T any](t *testing.T, h http.Handler, target string) []T {
	t.Helper()
	all := []T{}
	for next := &target; next != nil; {
		page := read[Pages[T]](t, get(h, *next), http.StatusOK)
		all = append(all, page.Items...)
		if next = page.Next; next == nil && len(all) != page.Total {
			t.Errorf("%s: walked %d of %d", target, len(all), page.Total)
		}
	}
	return all
}

func column0[T any](items []T, of func(T) string) []string {
	out := []string{}
	for _, it := range items {
		out = append(out, of(it))
	}
	return out
}

func TestOffers(t *testing.T) {
	t.Parallel()
	h := world(t)
	const welding, lorient = trainingtest.Welding, trainingtest.LorientPro
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"uai=" + lorient + "&level=3", []string{"50025224." + lorient + ".s1", welding + "." + lorient + ".s1"}},
		{"uai=" + lorient + "&uai=0440104H&qualification=" + welding, []string{welding + ".0440104H.s1", welding + "." + lorient + ".s1"}},
		{"cfd=" + welding + "&region=53", []string{welding + "." + lorient + ".s1", welding + "." + trainingtest.LorientCFA + ".a1"}},
		{"cfd=" + welding + "&route=apprenticeship", []string{welding + "." + trainingtest.LorientCFA + ".a1"}},
		{"route=continuing", []string{trainingtest.Licence + ".0290346U.c1"}},
		{"commune=29019&level=8", []string{trainingtest.Doctorate + ".0290346U.s1"}},
		{"departement=44&level=3", []string{welding + ".0440104H.s1"}}, // of no territory of this atlas
		{"departement=29&level=3", []string{"50025224.0290101C.s1"}},
		{"sector=ALIM&departement=29", []string{trainingtest.Fishing + ".0290101C.s1"}},
		{"campus=bretagne-mer&level=3", []string{"50025224." + lorient + ".s1", welding + "." + lorient + ".s1"}},
		{"campus=ancien-bretagne-mer&level=3", []string{"50025224." + lorient + ".s1", welding + "." + lorient + ".s1"}},
		{"campus=sans-date", []string{}}, // no member is known
		{"q=soudage+Lorient&route=school", []string{welding + "." + lorient + ".s1"}},
		{"q=soud+scorff", []string{welding + "." + lorient + ".s1"}},
		{"q=oudage", []string{}}, // words are begun, not held
		{"bbox=55,-21,56,-20", []string{trainingtest.Boilermaker + ".9740106R.s1", welding + ".9740106R.s1"}},
		{"qualification=" + trainingtest.FormerBUT, []string{trainingtest.BUT + ".0290346U.s1", trainingtest.BUT + ".0561718N.s1"}}, // by a former identifier
		{"public=private_contract&level=5", []string{trainingtest.ITCommon + ".0350103F.s1"}},
		{"boarding=no", []string{trainingtest.General + "." + trainingtest.BrestLycee + ".s1"}},
		{"kind=universite&level=7", []string{trainingtest.Master + ".0561718N.s1"}},
	} {
		got := everyPage[Offer](t, h, Prefix+"/offers?limit=2&"+tt.query)
		if diff := cmp.Diff(tt.want, column0(got, func(o Offer) string { return o.ID })); diff != "" {
			t.Errorf("offers?%s: (-want +got)\n%s", tt.query, diff)
		}
	}
}

func TestOtherNationalLists(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, tt := range []struct {
		list, query string
		want        []string
	}{
		{"establishments", "q=sainte+barbe", []string{"0350103F"}},
		{"establishments", "q=ELORN", []string{trainingtest.BrestLycee}},
		{"establishments", "commune=29019&kind=lycee_general", []string{trainingtest.BrestLycee}},
		{"establishments", "qualification=" + trainingtest.MetalBTS + "&route=apprenticeship", []string{"0560102L", trainingtest.LorientCFA}},
		{"establishments", "level=8", []string{"0290346U"}},
		{"establishments", "bbox=0,46,1,47", []string{trainingtest.CNED}},
		{"establishments", "campus=normandie-cheval", []string{trainingtest.LorientPro}},
		{"establishments", "boarding=yes", []string{trainingtest.LorientPro}},
		{"qualifications", "level=7", []string{trainingtest.Merchant, trainingtest.Master}},
		{"qualifications", "level=7&region=53", []string{trainingtest.Master}}, // nobody teaches the other
		{"qualifications", "uai=" + trainingtest.LorientCFA, []string{trainingtest.MetalBTS, trainingtest.Welding}},
		{"qualifications", "route=continuing", []string{trainingtest.Licence}},
		{"qualifications", "q=chaudronnerie+bts", []string{trainingtest.MetalBTS}},
		{"progressions", "to=" + trainingtest.Boilermaker + "&kind=family", []string{trainingtest.CommonYear + "~" + trainingtest.Boilermaker + "~family"}},
		{"progressions", "from=" + trainingtest.Boilermaker, []string{trainingtest.Boilermaker + "~" + trainingtest.MetalBTS + "~onisep"}},
		{"progressions", "qualification=" + trainingtest.OnisepMetal + "&level=5", []string{
			trainingtest.MetalBTS + "~" + trainingtest.Licence + "~onisep", trainingtest.Boilermaker + "~" + trainingtest.MetalBTS + "~onisep",
		}},
		{"occupations", "q=soudeuse+naval", []string{trainingtest.Welder}},
		{"occupations", "level=4&sector=ALIM", []string{"A1415"}},
		{"outcomes", "region=53&cfd=" + trainingtest.Welding + "&route=school", []string{trainingtest.Welding + "||53|school|2020_2021", trainingtest.Welding + "||53|school|2021_2022"}},
		{"outcomes", "region=53&route=apprenticeship&cohort=2021_2022", []string{trainingtest.MetalBTS + "||53|apprenticeship|2021_2022", trainingtest.Welding + "||53|apprenticeship|2021_2022"}},
		{"outcomes", "region=53&cohort=2022_2023", []string{"|" + trainingtest.LorientPro + "||school|2022_2023", "|" + trainingtest.LorientCFA + "||apprenticeship|2022_2023"}},
		{"outcomes", "departement=56&cohort=2017", []string{"|0561718N|||2017"}},
		{"needs", "q=soudeurs+lorient", []string{"D1X33 5315"}},
		{"needs", "basin=5301", []string{"D1X33 5301"}},
		{"needs", "fap=D1X30&fap=D1X33", []string{"D1X30 5315", "D1X33 5301", "D1X33 5315"}},
		{"places", "q=brest", []string{"29019", "56186"}}, // the very name first
		{"places", "q=56100", []string{"56121"}},
		{"places", "q=brest+morbihan", []string{"56186"}},
		{"places", "departement=56", []string{"56121", "56186"}},
	} {
		got := everyPage[map[string]any](t, h, Prefix+"/"+tt.list+"?limit=1&"+tt.query)
		slices.SortFunc(tt.want, strings.Compare)
		ids := column0(got, identityOfItem(tt.list))
		if tt.list != "places" {
			slices.Sort(ids)
		}
		if diff := cmp.Diff(tt.want, ids); diff != "" {
			t.Errorf("%s?%s: (-want +got)\n%s", tt.list, tt.query, diff)
		}
	}
}

// identityOfItem tells the items of a list apart as a reader would.
func identityOfItem(list string) func(map[string]any) string {
	parts, between := []string{"id"}, "|"
	switch list {
	case "establishments":
		parts = []string{"uai"}
	case "occupations":
		parts = []string{"rome"}
	case "places":
		parts = []string{"code"}
	case "needs":
		parts, between = []string{"fap", "basin"}, " "
	case "outcomes":
		parts = []string{"qualification", "uai", "region", "route", "cohort"}
	}
	return func(item map[string]any) string {
		texts := []string{}
		for _, p := range parts {
			text, _ := item[p].(string)
			texts = append(texts, text)
		}
		return strings.Join(texts, between)
	}
}

// nationalLists are the lists of the offer, with how a reader tells their items apart.
var nationalLists = []string{"establishments", "qualifications", "progressions", "offers", "occupations", "outcomes", "needs", "places"}

// However long the pages, each item comes once, and the flat forms hold the same.
func TestNationalForms(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, list := range nationalLists {
		base := Prefix + "/" + list
		whole := everyPage[map[string]any](t, h, base+"?limit=1000")
		if len(whole) < 3 {
			t.Errorf("%s: %d items show nothing", list, len(whole))
		}
		for _, limit := range []int{1, 2, 5} {
			if diff := cmp.Diff(whole, everyPage[map[string]any](t, h, fmt.Sprintf("%s?limit=%d", base, limit))); diff != "" {
				t.Errorf("%s by %d: (-whole +walked)\n%s", list, limit, diff)
			}
		}
		lines, err := csv.NewReader(get(h, base+".csv").Body).ReadAll()
		if err != nil || len(lines) != len(whole)+1 {
			t.Fatalf("%s.csv: %d lines for %d items: %v", list, len(lines), len(whole), err)
		}
		// What both forms name is equal.
		for i, item := range whole {
			for j, name := range lines[0] {
				text, isText := item[name].(string)
				if isText && strings.TrimPrefix(lines[i+1][j], "'") != text {
					t.Errorf("%s %d: %s is %q in the table, %q in the pages", list, i, name, lines[i+1][j], text)
				}
			}
		}
		if list != "establishments" && list != "offers" {
			continue
		}
		features := read[struct {
			Features []struct {
				ID         string
				Geometry   *struct{ Coordinates [2]float64 }
				Properties map[string]any
			}
			Total   int
			Licence []string
		}](t, get(h, base+".geojson"), http.StatusOK)
		if features.Total != len(whole) || len(features.Features) != len(whole) || len(features.Licence) != 3 {
			t.Errorf("%s.geojson: %d features of %d, licences %v", list, len(features.Features), len(whole), features.Licence)
		}
		for i, f := range features.Features {
			if f.ID != identityOfItem(list)(whole[i]) || (f.Geometry == nil) != (whole[i]["lat"] == nil) || f.Geometry != nil && f.Geometry.Coordinates != [2]float64{whole[i]["lon"].(float64), whole[i]["lat"].(float64)} {
				t.Errorf("%s: feature %+v for %v", list, f, whole[i])
			}
			if len(f.Properties) != len(lines[0]) {
				t.Errorf("%s: %d properties, %d columns", list, len(f.Properties), len(lines[0]))
			}
		}
	}
}

// Every combination of filters equals what the answers themselves say, item by item.
func TestNationalFilters(t *testing.T) {
	t.Parallel()
	h := world(t)
	offers := everyPage[Offer](t, h, Prefix+"/offers?limit=1000")
	establishments := everyPage[Establishment](t, h, Prefix+"/establishments?limit=1000")
	qualifications := everyPage[Qualification](t, h, Prefix+"/qualifications?limit=1000")
	place := make(map[string]Establishment)
	for _, e := range establishments {
		place[e.UAI] = e
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	values := map[string][]string{
		"region": {"53", "28"}, "departement": {"29", "56"}, "commune": {"29019", "56121"}, "level": levels, "route": routes(),
		"sector": {"MOBI", "ALIM"}, "uai": {trainingtest.LorientPro, "0560102L", "0290346U"}, "public": {"public", "private"},
		"qualification": {trainingtest.Welding, trainingtest.MetalBTS, trainingtest.Licence},
	}
	held := func(q url.Values, name string, value *string) bool {
		return len(q[name]) == 0 || value != nil && slices.Contains(q[name], *value)
	}
	for range 300 {
		q := url.Values{}
		for name, all := range values {
			if rnd.IntN(5) == 0 {
				q.Add(name, all[rnd.IntN(len(all))])
				q.Add(name, all[rnd.IntN(len(all))])
			}
		}
		meets := func(o Offer) bool {
			level := fmt.Sprint(*o.Level)
			return held(q, "region", o.Region) && held(q, "departement", o.Departement) && held(q, "commune", o.Commune) &&
				held(q, "level", &level) && held(q, "route", &o.Route) && held(q, "sector", o.Sector) && held(q, "uai", &o.UAI) &&
				held(q, "qualification", &o.Qualification) && held(q, "public", place[o.UAI].Public)
		}
		want, at, of := []string{}, make(map[string]bool), make(map[string]bool)
		for _, o := range offers {
			if meets(o) {
				want = append(want, o.ID)
				at[o.UAI], of[o.Qualification] = true, true
			}
		}
		got := everyPage[Offer](t, h, Prefix+"/offers?limit=7&"+q.Encode())
		if diff := cmp.Diff(want, column0(got, func(o Offer) string { return o.ID })); diff != "" {
			t.Errorf("offers?%s: (-by hand +answered)\n%s", q.Encode(), diff)
		}
		if !q.Has("level") && !q.Has("route") && !q.Has("sector") && !q.Has("qualification") {
			continue // then establishments without an offer are chosen too
		}
		taught := everyPage[Establishment](t, h, Prefix+"/establishments?"+q.Encode())
		if diff := cmp.Diff(keep(establishments, func(e Establishment) bool { return at[e.UAI] }), taught); diff != "" {
			t.Errorf("establishments?%s: (-by hand +answered)\n%s", q.Encode(), diff)
		}
		if q.Has("route") || q.Has("uai") {
			learnt := everyPage[Qualification](t, h, Prefix+"/qualifications?"+q.Encode())
			if diff := cmp.Diff(keep(qualifications, func(d Qualification) bool { return of[d.ID] }), learnt); diff != "" {
				t.Errorf("qualifications?%s: (-by hand +answered)\n%s", q.Encode(), diff)
			}
		}
	}
}

func keep[T any](all []T, of func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !of(v) })
}

// Masked, zero and missing are three things, each with what it is worth.
func TestFigures(t *testing.T) {
	t.Parallel()
	h := world(t)
	text := func(s string) *string { return &s }
	zero, points := 0.0, -2.0
	asked := read[OfferDetail](t, get(h, "/api/v1/offers/"+trainingtest.Welding+".9740106R.s1"), http.StatusOK)
	if diff := cmp.Diff(Figure{&zero, "known", text("2022"), text("voie_pro"), text("offer")}, asked.Applicants); diff != "" {
		t.Errorf("nobody asked: (-want +got)\n%s", diff)
	}
	if got := *asked.ApplicantsKind; got != "first_wishes" || len(asked.Cited) != 1 || asked.Cited[0].ID != "voie_pro" {
		t.Errorf("%s, cited %+v", got, asked.Cited)
	}
	unlimited := read[OfferDetail](t, get(h, "/api/v1/offers/"+trainingtest.Welding+"."+trainingtest.LorientCFA+".a1"), http.StatusOK)
	if unlimited.Capacity.Status != "missing" || unlimited.Capacity.Value != nil || *unlimited.CapacityNote != "unlimited" || unlimited.ApplicantsKind != nil {
		t.Errorf("unlimited: %+v", unlimited)
	}
	cfa := read[EstablishmentDetail](t, get(h, "/api/v1/establishments/"+trainingtest.LorientCFA), http.StatusOK)
	if len(cfa.Outcomes) != 1 || len(cfa.Taught) != 2 || *cfa.PointDoubt != "far" {
		t.Fatalf("%+v", cfa)
	}
	o := cfa.Outcomes[0]
	secret := Figure{nil, "secret", text("2022_2023"), text("inserjeunes"), text("uai:" + trainingtest.LorientCFA)}
	if diff := cmp.Diff([]Figure{secret, {&points, "known", secret.Year, secret.Source, secret.Perimeter}}, []Figure{o.Employed6, o.ValueAdded}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// The digits are those of the file.
	if body := get(h, "/api/v1/outcomes?region=53").Body.String(); !strings.Contains(body, `"value":0.36,`) {
		t.Errorf("0.36 is not written so in %s", body)
	}
}

func TestNationalOnes(t *testing.T) {
	t.Parallel()
	h := world(t)
	d := read[QualificationDetail](t, get(h, "/api/v1/qualifications/"+trainingtest.Boilermaker), http.StatusOK)
	if len(d.Before) != 3 || len(d.After) != 1 || d.Former[0] != trainingtest.OldBoiler || *d.After[0].Condition == "" || len(d.Cited) != 2 {
		t.Errorf("%+v", d)
	}
	w := get(h, "/api/v1/qualifications/"+trainingtest.FormerBUT)
	if got := w.Header().Get("Location"); w.Code != http.StatusPermanentRedirect || got != "/api/v1/qualifications/"+trainingtest.BUT {
		t.Errorf("a former identifier: %d to %q", w.Code, got)
	}
	for _, path := range []string{"/qualifications/personne", "/establishments/0000000A", "/offers/x.y.s1", "/occupations/Z9999"} {
		p := read[Problem](t, get(h, Prefix+path), http.StatusNotFound)
		if len(p.Errors) != 1 || p.Errors[0].In != "path" {
			t.Errorf("%s: %+v", path, p)
		}
	}
	if d.NSFLabel == nil || *d.NSFLabel != "Structures métalliques" {
		t.Errorf("speciality %v", d.NSFLabel)
	}
	if e := read[EstablishmentDetail](t, get(h, "/api/v1/establishments/"+trainingtest.LorientPro), http.StatusOK); e.Pupils.Year == nil || *e.Pupils.Year != "2025-06" {
		t.Errorf("pupils %+v, want the date of their source", e.Pupils)
	}
	welder := read[OccupationDetail](t, get(h, "/api/v1/occupations/"+trainingtest.Welder), http.StatusOK)
	if diff := cmp.Diff([]string{trainingtest.Boilermaker, trainingtest.Welding}, welder.Qualifications); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Each item names a source that tells its licence and date, and says so in the headers.
func TestNationalSources(t *testing.T) {
	t.Parallel()
	h := world(t)
	known := make(map[string]Source)
	list := read[List[Source]](t, get(h, "/api/v1/sources?of=offer&limit=1000"), http.StatusOK)
	for _, s := range list.Items {
		known[s.ID] = s
	}
	if s := known["ideo_structures"]; s.Present || s.Published != nil || s.Note == nil {
		t.Errorf("a source of which no file is at hand: %+v", s)
	}
	if s := known["bmo"]; *s.Version != 0 || s.Recorded != nil {
		t.Errorf("a source of the embedded dataset: %+v", s)
	}
	for _, name := range nationalLists[:7] {
		for _, item := range everyPage[map[string]any](t, h, Prefix+"/"+name) {
			id, _ := item["source"].(string)
			if s, ok := known[id]; !ok || !s.Present || s.Licence == "" || s.Published == nil {
				t.Errorf("%s: %v names the source %q, %+v", name, item, id, s)
			}
		}
	}
	w := get(h, "/api/v1/offers.csv?level=3")
	if got := w.Header().Get("X-Licence"); got != "ODbL-1.0, licence-ouverte-2.0, none-stated" {
		t.Errorf("X-Licence %q", got)
	}
	if got := w.Header().Get("X-Total-Count"); got != "6" {
		t.Errorf("X-Total-Count %q", got)
	}
	etag := w.Header().Get("ETag")
	if w := do(h, http.MethodGet, "/api/v1/offers.csv?level=3", map[string]string{"If-None-Match": etag}); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("304 wanted, got %d and %d bytes", w.Code, w.Body.Len())
	}
}

// The lists of the offer are in the order of their cursors: the walk goes on even when
// the item last seen is no more.
func TestCursorOfAnOfferGone(t *testing.T) {
	t.Parallel()
	h := world(t)
	all := column0(everyPage[Offer](t, h, "/api/v1/offers"), func(o Offer) string { return o.ID })
	gone := all[4] + "zzz"
	page := read[Pages[Offer]](t, get(h, "/api/v1/offers?cursor="+encodeCursor(offerList, gone)), http.StatusOK)
	if diff := cmp.Diff(all[5:], column0(page.Items, func(o Offer) string { return o.ID })); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if w := get(h, "/api/v1/places?cursor="+encodeCursor(placeList, "99999")); w.Code != http.StatusGone {
		t.Errorf("a commune that is no more: %d, want 410", w.Code)
	}
	page2 := read[Pages[Place]](t, get(h, "/api/v1/places?q=brest&cursor="+encodeCursor(placeList, "56121")), http.StatusOK)
	if len(page2.Items) != 0 || page2.Total != 2 || page2.Next != nil {
		t.Errorf("after a commune that the words don't mean: %+v", page2)
	}
}

func TestNationalRefusals(t *testing.T) {
	t.Parallel()
	h := world(t)
	for target, want := range map[string]string{
		"/offers?level=2":                  "no such level",
		"/offers?route=scolaire":           "no such route",
		"/offers?uai=0000000A":             "no such establishment",
		"/offers?cfd=99999999":             "no such diploma",
		"/offers?qualification=x":          "no such qualification",
		"/offers?commune=29200":            "INSEE codes are not postal codes",
		"/offers?campus=x":                 "no such campus",
		"/offers?departement=99":           "no such departement",
		"/offers?boarding=perhaps":         "no such value",
		"/offers?boarding=yes&boarding=no": "more than once",
		"/offers.csv?limit=3":              "whole selection",
		"/progressions?kind=rule":          "no such value",
		"/outcomes?cohort=21-22":           "not of the form",
		"/needs?fap=soudeur":               "not of the form",
		"/establishments?q=--":             "no letter",
		"/sources?of=x":                    "no such value",
	} {
		p := read[Problem](t, get(h, Prefix+target), http.StatusBadRequest)
		if len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Detail, want) {
			t.Errorf("%s: %+v, want %s", target, p, want)
		}
	}
}

// An offer that is empty answers empty lists, not failures.
func TestEmptyOffer(t *testing.T) {
	t.Parallel()
	h := withoutOffer(t)
	for _, list := range nationalLists[:7] {
		page := read[Pages[json.RawMessage]](t, get(h, Prefix+"/"+list), http.StatusOK)
		if page.Total != 0 || page.Items == nil || page.Licence == nil {
			t.Errorf("%s: %+v", list, page)
		}
	}
}
