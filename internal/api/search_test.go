package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"continuum/internal/training/trainingtest"
)

// everyResult follows next to the end.
func everyResult(t *testing.T, h http.Handler, query string) []Result {
	t.Helper()
	all, address := []Result{}, Prefix+"/search?"+query
	for {
		page := read[Results](t, get(h, address), http.StatusOK)
		all = append(all, page.Items...)
		if page.Next == nil {
			if len(all) != page.Total {
				t.Errorf("%s: walked %d of %d", query, len(all), page.Total)
			}
			return all
		}
		address = *page.Next
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, tt := range []struct {
		query, first string // qualification and establishment of the first result
	}{
		{"q=chodronnerie&level=5", trainingtest.MetalBTS},
		{"q=soudage&from=56121", trainingtest.Welding + " " + trainingtest.LorientPro},
		{"q=soudage&from=47.75,-3.37&radius=5", trainingtest.Welding + " " + trainingtest.LorientPro},
		{"q=soudage+lorient&route=apprenticeship", trainingtest.Welding + " " + trainingtest.LorientCFA},
		{"q=soudage&campus=ancien-bretagne-mer", trainingtest.Welding + " " + trainingtest.LorientPro},
	} {
		found := everyResult(t, h, tt.query+"&limit=1")
		if len(found) == 0 || found[0].Kind != "training" || !strings.HasPrefix(found[0].ID+" "+*found[0].UAI, tt.first) {
			t.Errorf("%s: %+v, want %s first", tt.query, found, tt.first)
			continue
		}
		whole := read[Results](t, get(h, Prefix+"/search?"+tt.query), http.StatusOK)
		if !slices.EqualFunc(whole.Items, found, func(a, b Result) bool { return a.ID == b.ID && *a.UAI == *b.UAI }) {
			t.Errorf("%s: pages of one are not the page of all", tt.query)
		}
	}
}

// What the words mean is told, and what is no training beside.
func TestSearchTells(t *testing.T) {
	t.Parallel()
	h := world(t)
	r := read[Results](t, get(h, Prefix+"/search?q="+url.QueryEscape("soudage zzzzz à moins de 20 km de Lorient")), http.StatusOK)
	if u := r.Understood; !slices.Equal(u.Words, []string{"soudage", "zzzzz"}) || u.Place == nil || *u.Place.Commune != "56121" || u.Radius == nil || *u.Radius != 20 {
		t.Errorf("understood %+v", u)
	}
	if !slices.Equal(r.Missing, []string{"zzzzz"}) || len(r.Facets.Radius) == 0 || r.Items[0].Km == nil || len(r.Items[0].Offers) == 0 || len(r.Items[0].Routes) == 0 {
		t.Errorf("%+v", r)
	}
	r = read[Results](t, get(h, Prefix+"/search?q=industries+de+la+mer"), http.StatusOK)
	if len(r.Also) == 0 || r.Also[0].Kind != "campus" || r.Also[0].ID != "bretagne-mer" {
		t.Errorf("beside: %+v", r.Also)
	}
}

// Each count is the total of the question with that choice.
func TestSearchFacets(t *testing.T) {
	t.Parallel()
	h := world(t)
	const asked = "q=bts+soudage&from=56121&level=3&level=5"
	total := func(query string) int { return read[Results](t, get(h, Prefix+"/search?"+query), http.StatusOK).Total }
	f := read[Results](t, get(h, Prefix+"/search?"+asked), http.StatusOK).Facets
	for name, list := range map[string][]Facet{"route": f.Route, "sector": f.Sector, "public": f.Public, "boarding": f.Boarding, "campus": f.Campus, "radius": f.Radius} {
		if len(list) == 0 && name != "sector" { // these trainings have none
			t.Errorf("%s: nothing to choose", name)
		}
		for _, c := range list {
			if n := total(asked + "&" + name + "=" + c.Value); n != c.Count {
				t.Errorf("%s %s: told %d, %d found", name, c.Value, c.Count, n)
			}
		}
	}
	for _, c := range f.Level {
		if n := total("q=bts+soudage&from=56121&level=" + c.Value); n != c.Count {
			t.Errorf("level %s: told %d, %d found", c.Value, c.Count, n)
		}
	}
}

// Whatever is in q, the answer is one; whatever is wrong beside it is named.
func TestSearchOfAnything(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, q := range []string{"a", "🙂🙂", "' OR 1=1; DROP TABLE offers --", "<script>alert(1)</script>", "مدرسة قريبة", "\u202esoudage", "a\x00b", strings.Repeat("soudage ", 25)} {
		read[Results](t, get(h, Prefix+"/search?q="+url.QueryEscape(q)), http.StatusOK)
	}
	for _, tt := range []struct{ query, name, accepted string }{
		{"q=", "q", ""},
		{"q=soudage&from=Lorrient", "from", "56121 Lorient (Morbihan)"}, // the nearest names are offered
		{"q=soudage&from=Xyzzyville", "from", ""},
		{"q=soudage&from=56121&radius=-5", "radius", "1 to 20000"},
		{"q=soudage&from=56121&radius=1e9", "radius", "1 to 20000"},
		{"q=soudage&from=56121&radius=NaN", "radius", "1 to 20000"},
		{"q=soudage&radius=10", "radius", ""}, // of no place
		{"q=soudage&sort=distance", "sort", ""},
		{"q=soudage&sort=hasard", "sort", "relevance"},
		{"level=2", "level", "3"},
		{"route=ecole", "route", "school"},
		{"sector=XXXX", "sector", "MOBI"},
		{"public=etat", "public", "public"},
		{"boarding=no", "boarding", "yes"},
		{"campus=bretagne-me", "campus", "bretagne-mer"},
		{"region=99", "region", "28"},
		{"departement=99", "departement", "29"},
		{"region=53&departement=29", "departement", ""},
		{"cursor=x", "cursor", "the one in next"},
	} {
		p := read[Problem](t, get(h, Prefix+"/search?"+tt.query), http.StatusBadRequest)
		first := ""
		if len(p.Errors) > 0 && len(p.Errors[0].Accepted) > 0 {
			first = p.Errors[0].Accepted[0]
		}
		if len(p.Errors) != 1 || p.Errors[0].Name != tt.name || first != tt.accepted {
			t.Errorf("%s: %+v, want a fault of %s that accepts %q", tt.query, p, tt.name, tt.accepted)
		}
	}
	if w := get(h, Prefix+"/search?q="+strings.Repeat("a", 10_000)); w.Code != http.StatusRequestURITooLong {
		t.Errorf("10 kB: status %d", w.Code)
	}
	// An item that the question does not have any more, and one that nobody has.
	for _, key := range []string{trainingtest.Welding + unit + trainingtest.LorientPro, "disparu" + unit + trainingtest.LorientPro} {
		if w := get(h, Prefix+"/search?level=5&cursor="+encodeCursor(searchList, key)); w.Code != http.StatusGone {
			t.Errorf("cursor %q: status %d", key, w.Code)
		}
	}
}
