package formations

import (
	"strings"
	"testing"
	"time"

	"continuum/internal/fault"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

// show is the page without an engine for addresses.
var show = New(nil, time.Now).Show

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, query string
		checks      []webtest.Checker
	}{
		{"nothing asked: everything, and the form", "", []webtest.Checker{
			webtest.In("form", webtest.HasAttr("method", "get"), webtest.HasAttr("role", "search")),
			webtest.In(".totals", webtest.HasText("formations trouvées")),
			webtest.In(".drawn svg"),
			webtest.In("#sources", webtest.HasText("source")),
		}},
		{"words with a mistake and a place in them", "?q=chodronnerie+lorient", []webtest.Checker{
			webtest.In("#q", webtest.HasAttr("value", "chodronnerie lorient")),
			webtest.In(".totals", webtest.HasText("les plus proches de Lorient (Morbihan), 56100 d’abord")),
			webtest.In(".campuses__line", webtest.HasText("haudronnerie"), webtest.HasText("km")),
		}},
		{"a place in its field, a radius, choices", "?q=chaudronnerie&lieu=Lorient&rayon=50&niveau=5&tri=distance", []webtest.Checker{
			webtest.In("#lieu", webtest.HasAttr("value", "Lorient (56100)")),
			webtest.In(".totals", webtest.HasText("à 50 km au plus de Lorient")),
			webtest.In(".campuses__line a[href=/formations/" + trainingtest.MetalBTS + "]"),
			webtest.Each(".campuses__line", webtest.HasText("niveau 5")),
			webtest.In(".chosen", webtest.HasText("niveau 5")),
			webtest.In(`input[id="f-niveau-5"]`, webtest.HasAttr("checked", "")),
		}},
		{"an ambiguous place asks which", "?q=chaudronnerie&lieu=saint-martin", []webtest.Checker{
			webtest.In("#lequel h2", webtest.HasText("saint-martin")),
			webtest.Each("#lequel li a", webtest.HasText("Saint-Martin")),
		}},
		{"a place that is none", "?lieu=Xyzzyville", []webtest.Checker{
			webtest.In(".fr-alert a[href=#lieu]", webtest.HasText("Xyzzyville")),
			webtest.In("#lieu", webtest.HasAttr("aria-invalid", "true")),
		}},
		{"nothing near: the radius that has some", "?q=chaudronnerie&lieu=Mende&rayon=5", []webtest.Checker{
			webtest.In(".none", webtest.HasText("Aucune formation")),
		}},
		{"a word that nothing has is said", "?q=chaudronnerie+zzzzzzzz", []webtest.Checker{
			webtest.In(".totals", webtest.HasText("Sans : zzzzzzzz")),
		}},
		{"what else the words name", "?q=industries+de+la+mer", []webtest.Checker{
			webtest.In("#aussi a[href=/campus/bretagne-industries-de-la-mer]"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, show, "/formations"+tt.query, "", tt.checks...)
			pagetest.Document(t, show, "/en/formations"+tt.query, "")
		})
	}
}

// Whatever is written in a field, the page is there with its form and says what it did.
func TestAnything(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, query string
		checks      []webtest.Checker
	}{
		{"nothing", "?q=&lieu=&rayon=", []webtest.Checker{webtest.In(".totals", webtest.HasText("formations trouvées"))}},
		{"one letter", "?q=b", []webtest.Checker{webtest.In("#q", webtest.HasAttr("value", "b"))}},
		{"long text", "?q=" + strings.Repeat("soudage+", 900), []webtest.Checker{webtest.In(".totals", webtest.HasText("seuls les 200 premiers caractères"))}},
		{"emoji", "?q=%F0%9F%9B%A5%EF%B8%8F", []webtest.Checker{webtest.In(".totals", webtest.HasText("toutes les formations sont montrées"))}},
		{"emoji beside a word", "?q=%F0%9F%9B%A5+chaudronnerie", []webtest.Checker{webtest.In(".campuses__line", webtest.HasText("haudronnerie"))}},
		{"SQL", "?q=%27%20OR%201%3D1%3B%20DROP%20TABLE%20offers%20--", []webtest.Checker{webtest.In("#q", webtest.HasAttr("value", "' OR 1=1; DROP TABLE offers --"))}},
		{"HTML", "?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E&lieu=%3Cb%3E", []webtest.Checker{webtest.In("#q", webtest.HasAttr("value", "<script>alert(1)</script>")), webtest.In("#lieu", webtest.HasAttr("value", "<b>"))}},
		{"right to left", "?q=%D9%85%D8%AF%D8%B1%D8%B3%D8%A9+%E2%80%AEchaudronnerie", []webtest.Checker{webtest.In(".campuses__line", webtest.HasText("haudronnerie"))}},
		{"NUL", "?q=chaudron%00nerie&lieu=Lorient%00", []webtest.Checker{webtest.In("#q", webtest.HasAttr("value", "chaudron nerie")), webtest.In("#lieu", webtest.HasAttr("value", "Lorient (56100)"))}},
		{"a village with a mistake", "?lieu=Lorrient&rayon=30&q=chaudronnerie", []webtest.Checker{
			webtest.In("#lequel h2", webtest.HasText("Lorrient")),
			webtest.In("#lequel a", webtest.HasText("Lorient (Morbihan)")),
			webtest.In("#lieu", webtest.HasAttr("aria-invalid", "true")),
		}},
		{"a radius below zero", "?lieu=Lorient&rayon=-5", []webtest.Checker{webtest.In(".fr-alert a[href=#rayon]", webtest.HasText("« -5 »")), webtest.In(".campuses__line")}},
		{"a radius beyond the earth", "?lieu=Lorient&rayon=1e9", []webtest.Checker{webtest.In(".fr-alert a[href=#rayon]", webtest.HasText("« 1e9 »")), webtest.In(".campuses__line")}},
		{"a radius of no place", "?q=chaudronnerie&rayon=30", []webtest.Checker{webtest.In(".totals", webtest.HasText("Sans lieu, la distance ne compte pas"))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, show, "/formations"+tt.query, "", tt.checks...)
			pagetest.Document(t, show, "/en/formations"+tt.query, "")
		})
	}
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	for query, kind := range map[string]fault.Kind{
		"?niveau=9": fault.Invalid, "?voie=bateau": fault.Invalid, "?filiere=ZZZZ": fault.Invalid,
		"?statut=autre": fault.Invalid, "?internat=peut-etre": fault.Invalid, "?tri=hasard": fault.Invalid, "?par=7": fault.Invalid, "?page=0": fault.Invalid,
		"?page=999999": fault.Invalid, "?campus=nulle-part": fault.NotFound, "?departement=999": fault.Invalid, "?q=%ff": fault.Invalid,
		"?q=a&q=b": fault.Invalid,
	} {
		if _, err := show(pagetest.Request(t, "/formations"+query, "")); err == nil || fault.KindOf(err) != kind {
			t.Errorf("%s: %v, want kind %v", query, err, kind)
		}
	}
}

// An address read again is the same question.
func TestAddress(t *testing.T) {
	t.Parallel()
	full := "/formations?q=cap+cuisine&lieu=Lorient+%2856100%29&rayon=50&niveau=3&niveau=4&voie=scolaire&statut=public&internat=oui&departement=56&tri=distance&par=50"
	if a := pagetest.Ask(t, show, full, ""); a.Head.Path != full {
		t.Errorf("%s is read as %s", full, a.Head.Path)
	}
}

// A line that was kept is the line, and what a reader carries along is in nobody else's.
func TestKeptLines(t *testing.T) {
	t.Parallel()
	p := New(nil, time.Now)
	html := func(query string) string {
		a, err := p.Show(pagetest.Request(t, "/formations"+query, ""))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := a.Body.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := html("?q=chaudronnerie&lieu=Lorient")
	carried := html("?q=chaudronnerie&lieu=Lorient&liste=1~" + trainingtest.MetalBTS + ".0290013A")
	if again := html("?q=chaudronnerie&lieu=Lorient"); again != first {
		t.Error("the second reader sees another page")
	}
	if !strings.Contains(carried, "?liste=1~"+trainingtest.MetalBTS) || strings.Contains(first, "0290013A") {
		t.Error("a reader's list is not in their links alone")
	}
	if elsewhere := html("?q=chaudronnerie&lieu=Brest"); strings.Count(elsewhere, "campuses__line--found") == 0 || elsewhere == first {
		t.Error("distances are kept with the lines")
	}
}
