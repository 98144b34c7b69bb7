package etablissement

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, query, uai string
		checks           []webtest.Checker
	}{
		{"what and where it is", "", trainingtest.LorientPro, []webtest.Checker{
			webtest.In("h1", webtest.HasText("Lycée professionnel du Scorff")),
			webtest.In(".fr-text--lead", webtest.HasText("Lycée professionnel, public, Lorient (56)")),
			webtest.In(".facts", webtest.HasText("12 rue du Bassin"), webtest.HasText("480")),
			webtest.In("a[href=/territoires/departement-morbihan]"),
			webtest.In("a[href=/territoires/academie-rennes]"),
			webtest.In("a[href=/territoires/region-bretagne]"),
			webtest.In("a[href=https://lycee.example/]"),
			webtest.In(".campus__map svg title", webtest.HasText("Lycée professionnel du Scorff")),
			webtest.None(".campus__side .remark"),
		}},
		{"offers by level, with year and ratio", "", trainingtest.LorientPro, []webtest.Checker{
			webtest.In("#niveau-3 caption", webtest.HasText("niveau 3 (CAP)")),
			webtest.In("#niveau-4", webtest.HasText("entrée en 2e année"), webtest.HasText("1,4"), webtest.HasText("2022")),
			webtest.Count("#offre .fr-tags-group a", 3),
		}},
		{"one level", "?niveau=4", trainingtest.LorientPro, []webtest.Checker{
			webtest.None("#niveau-3"), webtest.In("#offre a[aria-current=true]", webtest.HasText("niveau 4 (bac)")),
		}},
		{"a level without offers", "?niveau=8", trainingtest.LorientPro, []webtest.Checker{webtest.In("#offre .none")}},
		{"results, expected and value added", "", trainingtest.LorientPro, []webtest.Checker{
			webtest.In("#resultats tbody tr", webtest.HasText("2022-2023"), webtest.HasText("41 %"), webtest.HasText("38 %"), webtest.HasText("+3")),
			webtest.In("#apres", webtest.HasText("La valeur ajoutée est l’écart")),
		}},
		{"secret is no zero, the point is doubtful", "", trainingtest.LorientCFA, []webtest.Checker{
			webtest.In("#resultats tbody tr", webtest.HasText("secret"), webtest.HasText("−2"), webtest.HasNoText("0 %")),
			webtest.In(".campus__side .remark", webtest.HasText("plus de 20 km")),
		}},
		{"results by discipline", "", "0561718N", []webtest.Checker{
			webtest.In("#resultats-disciplines", webtest.HasText("Sciences, technologies et santé"), webtest.HasText("88 %"), webtest.HasText("En emploi à 30 mois")),
			webtest.None("#resultats"),
		}},
		{"neither place nor point", "", trainingtest.Nameless, []webtest.Checker{
			webtest.None("svg"), webtest.In(".campus__side .unknown"), webtest.In(".facts .unknown"),
		}},
		{"nothing taught that is known", "", "0290105G", []webtest.Checker{
			webtest.In("#offre .none", webtest.HasText("ne veut pas dire")), webtest.In("#campus .unknown", webtest.HasText("ne veut pas dire")),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, Page, "/etablissements/"+tt.uai+tt.query, tt.uai, tt.checks...)
		})
	}
}

// Every page is whole in both languages, and what it cites is in its list of sources.
func TestEveryEstablishment(t *testing.T) {
	t.Parallel()
	titles := map[string]string{}
	for _, e := range pagetest.Catalog(t).Training.Establishments {
		for _, lang := range []string{"", "/en"} {
			target := lang + "/etablissements/" + e.UAI
			a := pagetest.Ask(t, Page, target, e.UAI)
			if other, twice := titles[lang+a.Head.Title]; twice {
				t.Errorf("%s and %s are both titled %q", target, other, a.Head.Title)
			}
			titles[lang+a.Head.Title] = target
			doc := pagetest.Document(t, Page, target, e.UAI)
			for _, link := range webtest.Find(doc, ".figure__source a") {
				href, _ := webtest.Attr(link, "href")
				if len(webtest.Find(doc, "tr"+href)) != 1 {
					t.Errorf("%s: nothing is at %s", target, href)
				}
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"?niveau=9", "?niveau=bac", "?page=2", "?page=0", "?niveau=3&niveau=4"} {
		_, err := Page(pagetest.Request(t, "/etablissements/x"+query, trainingtest.LorientPro))
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want it refused", query, err)
		}
	}
}

func TestSmallLetters(t *testing.T) {
	t.Parallel()
	a := pagetest.Ask(t, Page, "/etablissements/0560101k?niveau=4", "0560101k")
	if want := "/etablissements/0560101K?niveau=4"; a.Redirect != want || !a.Moved {
		t.Errorf("redirected to %q, want %q", a.Redirect, want)
	}
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	_, err := Page(pagetest.Request(t, "/etablissements/x", "0560101L"))
	var s *page.Suggest
	if !errors.As(err, &s) || fault.KindOf(err) != fault.NotFound {
		t.Fatalf("%v, want a not-found error with hints", err)
	}
	if !slices.ContainsFunc(s.Hints, func(h page.Hint) bool { return h.Path == "/etablissements/"+trainingtest.LorientPro }) {
		t.Errorf("hints %v, want the near one among them", s.Hints)
	}
}

// A member's campuses are those that a source establishes, and no other.
func TestCampuses(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, "/", "")
	found := false
	for _, o := range r.Catalog.Organisations {
		if o.UAI == "" {
			continue
		}
		v := &view{R: r, M: r.Catalog.Training, E: &training.Establishment{UAI: string(o.UAI)}}
		for _, m := range v.Campuses() {
			found = true
			if string(m.Organisation.UAI) != v.E.UAI || !m.Membership.Public() {
				t.Errorf("%s is said to be in %s", o.Name, m.Campus.Name)
			}
		}
	}
	if !found {
		t.Skip("no member of the embedded register has an UAI")
	}
}

// A long list of offers is cut in pages that hold each once.
func TestPaging(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, "/", "")
	m := &training.Model{Establishments: []training.Establishment{{UAI: "0000000A"}}}
	for i := range 130 {
		id := strings.Repeat("x", i+1)
		m.Qualifications = append(m.Qualifications, training.Qualification{ID: id, Label: id, Level: int8(3 + i%6)})
		m.Offers = append(m.Offers, training.Offer{ID: id, Qualification: int32(i), Route: training.School})
	}
	m.Index()
	cat, err := catalog.Build(pagetest.Records(t), r.Catalog.Atlas, m, 1, r.Now)
	if err != nil {
		t.Fatal(err)
	}
	other := *r
	other.Catalog = cat
	v := &view{R: &other, M: m, E: &m.Establishments[0], cited: offer.Cite(m)}
	v.gather()
	v.List.Total = len(v.Lines)
	seen := map[string]int{}
	for v.List.Page = 1; v.List.Page <= v.List.Pages(); v.List.Page++ {
		last := int8(0)
		for _, g := range v.Groups() {
			if g.Level <= last {
				t.Errorf("page %d: level %d comes after %d", v.List.Page, g.Level, last)
			}
			last = g.Level
			for _, l := range g.Rows {
				seen[l.Offer.ID]++
			}
		}
	}
	if len(seen) != 130 || v.List.Pages() != 3 {
		t.Errorf("%d offers on %d pages, want 130 on 3", len(seen), v.List.Pages())
	}
	sum := 0
	for _, s := range v.Shares() {
		sum += s.N
	}
	if sum != 130 {
		t.Errorf("the shares of levels add up to %d, want 130", sum)
	}
}

// The frame of an establishment lists what it teaches, by level, and nothing of the rest.
func TestFrame(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Frame, FramePath+trainingtest.LorientPro, trainingtest.LorientPro,
		webtest.In("h1 a", webtest.HasAttr("href", "/etablissements/"+trainingtest.LorientPro)),
		webtest.Count("h2", 2), webtest.In("li a", webtest.HasText("CAP")), webtest.None("table"), webtest.In(".figure__source"),
	)
	pagetest.Check(t, Frame, FramePath+trainingtest.Nameless, trainingtest.Nameless, webtest.In("h1"))
	if a := pagetest.Ask(t, Frame, FramePath+strings.ToLower(trainingtest.LorientPro), strings.ToLower(trainingtest.LorientPro)); a.Redirect != FramePath+trainingtest.LorientPro || !a.Moved {
		t.Errorf("small letters lead to %q", a.Redirect)
	}
	if _, err := Frame(pagetest.Request(t, FramePath+"0000000A", "0000000A")); err == nil {
		t.Error("an establishment that does not exist has a frame")
	}
}
