package employeurs

import (
	"strings"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/offer"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, query string
		checks      []webtest.Checker
	}{
		{"nothing asked: the form alone", "", []webtest.Checker{
			webtest.In("form", webtest.HasAttr("method", "get"), webtest.HasAttr("role", "search")),
			webtest.None("#ecoles"),
		}},
		{"an occupation and a place", "?q=chaudronnier&lieu=Lorient", []webtest.Checker{
			webtest.In("h1", webtest.HasText("chaudronnier : qui forme près de Lorient")),
			webtest.In("#lieu", webtest.HasAttr("value", "Lorient (56100)")),
			webtest.In(".employers__school a[href=/etablissements/" + trainingtest.LorientPro + "]"),
			webtest.In(".employers__school a[href=/formations/" + trainingtest.Boilermaker + "]"),
			webtest.Each(".employers__contact", webtest.HasText("km")),
			webtest.In("#besoins", webtest.HasText("La plupart de ces formations")),
			webtest.In("#sources", webtest.HasText("source")),
			webtest.In(`a[href="/formations?q=chaudronnier&lieu=Lorient+%2856100%29&rayon=30"]`),
		}},
		{"the place in the words", "?q=chaudronnier+lorient", []webtest.Checker{
			webtest.In("#lieu", webtest.HasAttr("value", "Lorient (56100)")), webtest.In(".employers__school"),
		}},
		{"a sector alone, its campuses and masked needs", "?filiere=MECA&lieu=Brest&rayon=50", []webtest.Checker{
			webtest.In(".employers__school"), webtest.In("#besoins", webtest.HasText("Bassin d’emploi : Brest")),
			webtest.In("#metiers", webtest.HasText("Soudeurs"), webtest.HasText("masqué")),
		}},
		{"a campus near, by its seat", "?filiere=MOBI&lieu=Brest&rayon=100", []webtest.Checker{webtest.In("#campus", webtest.HasText("campus"))}},
		{"no school so near", "?q=chaudronnier&lieu=Mende&rayon=5", []webtest.Checker{
			webtest.In("#ecoles .none", webtest.HasText("pas d’école")), webtest.None(".employers__school"),
		}},
		{"a place without a question asks for one", "?lieu=Lorient", []webtest.Checker{webtest.None("#ecoles"), webtest.In(".remark", webtest.HasText("métier"))}},
		{"an ambiguous place asks which", "?q=soudeur&lieu=saint-martin", []webtest.Checker{webtest.Each("#lequel li a", webtest.HasText("Saint-Martin"))}},
		{"a place that is none", "?q=soudeur&lieu=Xyzzyville", []webtest.Checker{
			webtest.In(".fr-alert a[href=#lieu]", webtest.HasText("Xyzzyville")), webtest.In("#lieu", webtest.HasAttr("aria-invalid", "true")),
		}},
		{"words that are no words", "?q=%F0%9F%8C%8A&lieu=Lorient", []webtest.Checker{webtest.None("#ecoles")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, Page, Path+tt.query, "", tt.checks...)
			pagetest.Document(t, Page, "/en"+Path+tt.query, "")
		})
	}
	for _, query := range []string{"?filiere=XXXX", "?rayon=7", "?rayon=-5", "?rayon=1000000000"} {
		if _, err := Page(pagetest.Request(t, Path+query, "")); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want it refused", query, err)
		}
	}
}

// Schools come nearest first, each once, and no more than a sheet holds.
func TestSchoolsAreInOrder(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, Path+"?filiere=MECA&lieu=Lorient&rayon=100", "")
	a, err := Page(r)
	if err != nil {
		t.Fatal(err)
	}
	if !a.Head.NoIndex || !strings.HasPrefix(a.Head.Path, Path+"?") {
		t.Errorf("a question is for search engines: %+v", a.Head)
	}
	v := &view{R: r, M: r.Catalog.Training, Choice: choice{Sector: "MECA", Where: "Lorient", Km: 100}}
	v.cited = offer.Cite(v.M)
	if err := v.find(); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	last := 0.0
	for _, s := range v.Schools {
		if seen[s.E.UAI] || s.Km < last || len(s.Taught) == 0 {
			t.Errorf("%s at %.1f km after %.1f, %d trainings", s.E.UAI, s.Km, last, len(s.Taught))
		}
		seen[s.E.UAI], last = true, s.Km
	}
	if len(v.Schools) < 2 || len(v.Schools) > mostSchools {
		t.Errorf("%d schools", len(v.Schools))
	}
}
