package formation

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/text"
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
		name, query, id string
		checks          []webtest.Checker
	}{
		{"what it is, in plain words", "", trainingtest.Welding, []webtest.Checker{
			webtest.In("h1", webtest.HasText("soudage")),
			webtest.In(".fr-text--lead", webtest.HasText("certificat d’aptitude professionnelle, de niveau 3 (CAP). Il se prépare en 2 ans")),
			webtest.In("#bref", webtest.HasText("Structures métalliques (groupe 254)"), webtest.HasText("RNCP37239")),
			webtest.In("#bref a[href=/filieres/systemes-innovants-mecatronique]"),
		}},
		{"where, on a map and in a list of the same total", "", trainingtest.Welding, []webtest.Checker{
			webtest.In(".totals", webtest.HasText("4 établissements")),
			webtest.Count("#lieux tbody tr", 4),
			webtest.Count("#lieux a.spot", 3), // one mark a département: two places in Morbihan
			webtest.In("#lieux-53 tbody th", webtest.HasText("CFA des métiers de la mer")),
			webtest.In("#lieu-0560101K", webtest.HasText("15"), webtest.HasText("22 premiers vœux"), webtest.HasText("1,5"), webtest.HasText("2022")),
			webtest.In("#lieu-0561901W", webtest.HasText("apprentissage"), webtest.HasText("sans limite, ou non connu"), webtest.HasText("non publié")),
			webtest.In("#lieu-9740106R", webtest.HasText("0 premier vœu"), webtest.HasText("0,0")), // zero is no absence
			webtest.In("#lieux .figure__source", webtest.HasText("2022 (données anciennes : il y a 4 ans)")),
		}},
		{"a territory has a mark for each place", "?region=53", trainingtest.Welding, []webtest.Checker{
			webtest.In(".totals", webtest.HasText("2 établissements")),
			webtest.Count("#lieux a.spot", 2),
			webtest.In("#lieux a.spot", webtest.HasAttr("href", "/formations/50025438?region=53#lieu-0561901W")),
		}},
		{"a choice of route", "?voie=apprentissage", trainingtest.MetalBTS, []webtest.Checker{
			webtest.Count("#lieux tbody tr", 2),
			webtest.Each("#lieux tbody tr", webtest.HasText("apprentissage")),
			webtest.In("#chances", webtest.HasText("104 vœux, tous rangs"), webtest.HasText("4,7 vœux pour une place (demande)")),
		}},
		{"nothing chosen is said", "?departement=75", trainingtest.Welding, []webtest.Checker{
			webtest.In("#lieux .none", webtest.HasText("Aucun lieu")), webtest.None("#lieux table"), webtest.None("#lieux svg"),
		}},
		{"pressure is explained, demand is not named", "", trainingtest.Welding, []webtest.Checker{
			webtest.In("#chances", webtest.HasText("31 premiers vœux"), webtest.HasText("0,6 premier vœu pour une place (pression)"), webtest.HasNoText("demande)")),
			webtest.In("#chances .left-out li", webtest.HasText("1 offre n’est pas comptée")),
		}},
		{"second-year entries open no places", "?departement=56", trainingtest.Boilermaker, []webtest.Checker{
			webtest.In("#lieu-0560101K", webtest.HasText("entrée en 2e année après une année commune")),
			webtest.In("#chances", webtest.HasText("1 entrée en 2e année"), webtest.HasText("On n’entre pas ici")),
			webtest.In("#chances a[href=/formations/40020103]"),
			webtest.None("#tableau-chances"),
		}},
		{"distance is a line of its own", "", trainingtest.ITCommon, []webtest.Checker{
			webtest.Count("#tableau-chances tbody tr", 3),
			webtest.In("#lieux .totals", webtest.HasText("2 ne sont pas sur la carte")),
			webtest.In("#lieu-0861288H", webtest.HasText("voie scolaire, à distance")),
		}},
		{"latest cohort of each region", "", trainingtest.Welding, []webtest.Checker{
			webtest.Count("#tableau-sortie-1 tbody tr", 3),
			webtest.In("#tableau-sortie-1 tbody tr", webtest.HasText("2021-2022"), webtest.HasText("36 %")),
			webtest.In("#apres", webtest.HasText("secret statistique, pas un zéro")),
		}},
		{"every cohort of a region", "?departement=29", trainingtest.Welding, []webtest.Checker{
			webtest.Count("#tableau-sortie-1 tbody tr", 3),
			webtest.In("#tableau-sortie-1", webtest.HasText("2020-2021"), webtest.HasNoText("Pays de la Loire")),
		}},
		{"the rate of the diploma replaced is said to be so", "", trainingtest.Boilermaker, []webtest.Checker{
			webtest.In("#apres h3", webtest.HasText("Taux du diplôme que celui-ci remplace")),
			webtest.In("#apres a[href=/formations/40025409]"),
			webtest.In("#tableau-sortie-1 tbody", webtest.HasText("50 %")),
		}},
		{"no rate at all", "", trainingtest.Fishing, []webtest.Checker{webtest.In("#apres .unknown"), webtest.None("#apres table")}},
		{"a common year leads to its specialities", "", trainingtest.CommonYear, []webtest.Checker{
			webtest.In(".campus__head .remark", webtest.HasText("année commune")),
			webtest.In("#suite h3", webtest.HasText("Les spécialités de cette famille")),
			webtest.In("#suite a[href=/formations/40025411]"),
			webtest.In("#apres", webtest.HasText("Une année commune n’a pas de sortants")),
		}},
		{"what leads to it and its occupations", "", trainingtest.Boilermaker, []webtest.Checker{
			webtest.Count("#avant h3", 3),
			webtest.In("#suite", webtest.HasText("avec un très bon dossier"), webtest.HasText("Idéo-Fiches formations")),
			webtest.Count("#metiers li a", 2),
			webtest.In("#metiers a[href=/metiers/H2913]"),
		}},
		{"taught nowhere that is known", "", trainingtest.Merchant, []webtest.Checker{
			webtest.In("#lieux .none", webtest.HasText("ne veut pas dire qu’elle n’existe pas")), webtest.None("form"),
		}},
		{"inferred offers say so", "", trainingtest.General, []webtest.Checker{webtest.Each("#lieux tbody tr", webtest.HasText("déduit"))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, Page, "/formations/"+tt.id+tt.query, tt.id, tt.checks...)
		})
	}
}

// Every page of the offer is whole in both languages, has a title of its own and cites
// in its list all that it names as a source.
func TestEveryQualification(t *testing.T) {
	t.Parallel()
	titles := map[string]string{}
	for _, q := range pagetest.Catalog(t).Training.Qualifications {
		for _, lang := range []string{"", "/en"} {
			target := lang + "/formations/" + q.ID
			a := pagetest.Ask(t, Page, target, q.ID)
			if other, twice := titles[lang+a.Head.Title]; twice {
				t.Errorf("%s and %s are both titled %q", target, other, a.Head.Title)
			}
			titles[lang+a.Head.Title] = target
			doc := pagetest.Document(t, Page, target, q.ID)
			for _, link := range webtest.Find(doc, ".figure__source a") {
				href, _ := webtest.Attr(link, "href")
				if len(webtest.Find(doc, "tr"+href)) != 1 {
					t.Errorf("%s: nothing is at %s", target, href)
				}
			}
		}
	}
}

func TestMoved(t *testing.T) {
	t.Parallel()
	a := pagetest.Ask(t, Page, "/en/formations/"+trainingtest.FormerBUT+"?region=53&utm=x", trainingtest.FormerBUT)
	if want := "/en/formations/" + trainingtest.BUT + "?region=53"; a.Redirect != want || !a.Moved {
		t.Errorf("redirected to %q (moved: %v), want %q", a.Redirect, a.Moved, want)
	}
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	for query, kind := range map[string]fault.Kind{
		"?region=99": fault.Invalid, "?departement=2C": fault.Invalid, "?voie=bateau": fault.Invalid,
		"?page=2": fault.Invalid, "?page=x": fault.Invalid, "?region=53&region=52": fault.Invalid, "?region=%ff": fault.Invalid,
	} {
		_, err := Page(pagetest.Request(t, "/formations/"+trainingtest.Welding+query, trainingtest.Welding))
		if fault.KindOf(err) != kind {
			t.Errorf("%s: %v, want kind %v", query, err, kind)
		}
	}
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{
		"40025412":                   "/formations/40025411",
		"licence-mecanique":          "/formations/" + trainingtest.Licence,
		"master-genie-mecaniques":    "/formations/" + trainingtest.Master,
		strings.Repeat("x", 1000):    "",
		"BTS-chaudronnerie-<script>": "/formations/" + trainingtest.MetalBTS,
	} {
		_, err := Page(pagetest.Request(t, "/formations/x", asked))
		var s *page.Suggest
		if !errors.As(err, &s) || fault.KindOf(err) != fault.NotFound {
			t.Fatalf("%.40s: %v, want a not-found error with hints", asked, err)
		}
		if want != "" && !slices.ContainsFunc(s.Hints, func(h page.Hint) bool { return h.Path == want }) {
			t.Errorf("%.40s: hints %v, want %s among them", asked, s.Hints, want)
		}
	}
}

// A long list is cut in pages that hold every line once, in the order of regions and
// cities, and every mark of the map leads to the page of its line.
func TestPaging(t *testing.T) {
	t.Parallel()
	v := crowd(t, 180)
	seen := map[string]bool{}
	lastRegion := ""
	for n := 1; n <= v.Pages(); n++ {
		v.Choice.Page = n
		rows := 0
		for _, g := range v.Groups() {
			if geo.Fold(g.Name) < geo.Fold(lastRegion) {
				t.Errorf("page %d: %s comes after %s", n, g.Name, lastRegion)
			}
			lastRegion = g.Name
			for _, r := range g.Rows {
				rows++
				if seen[r.Offer.ID] {
					t.Errorf("%s is listed twice", r.Offer.ID)
				}
				seen[r.Offer.ID] = true
			}
		}
		if rows > perPage {
			t.Errorf("page %d has %d lines", n, rows)
		}
	}
	if len(seen) != 180 {
		t.Errorf("%d lines on all pages, want 180", len(seen))
	}
	sum := 0
	for _, s := range v.counts() {
		sum += s.N
	}
	if want := v.Establishments(v.Lines) - v.undrawn(); sum != want {
		t.Errorf("the marks stand for %d establishments, want %d", sum, want)
	}
	v.Choice.Region, v.Choice.Page = "53", 1
	v.Lines = slices.DeleteFunc(v.Lines, func(l line) bool { return !v.Choice.keeps(l) })
	for i, s := range v.spots() {
		_, id, _ := strings.Cut(s.Link, "#")
		at := slices.IndexFunc(v.Lines, func(l line) bool { return anchor(l.At) == id })
		page := at/perPage + 1
		if at < 0 || page > 1 != strings.Contains(s.Link, "page="+strconv.Itoa(page)) {
			t.Errorf("mark %d leads to %s, its line is number %d", i, s.Link, at+1)
		}
	}
}

// crowd is the view of a qualification taught at n places drawn at random, all over
// three regions, some without a point.
func crowd(t *testing.T, n int) *view {
	t.Helper()
	r := pagetest.Request(t, "/formations/x", "x")
	m := &training.Model{Qualifications: []training.Qualification{{ID: "x", Label: "Essai", Level: 4}}, Sources: []training.Provenance{{ID: "s"}}}
	rnd := rand.New(rand.NewPCG(3, 5))
	deps := []string{"29", "56", "35", "22", "44", "75", "974"}
	for i := range n {
		d := r.Catalog.Atlas.Territory(geo.Departement, deps[rnd.IntN(len(deps))])
		e := training.Establishment{
			UAI: "00" + strconv.Itoa(10000+i) + "A", Name: "Lycée " + strconv.Itoa(rnd.IntN(50)), City: string(rune('A' + rnd.IntN(26))),
			Departement: d.Code, Region: d.Region,
		}
		if rnd.IntN(10) > 0 {
			e.Point = d.Centre
		}
		m.Establishments = append(m.Establishments, e)
		m.Offers = append(m.Offers, training.Offer{ID: "x." + e.UAI, Establishment: int32(i), Route: training.School, Mode: training.OnSite, EntryYear: 1, Year: 2024})
	}
	m.Index()
	cat, err := catalog.Build(pagetest.Records(t), r.Catalog.Atlas, m, 1, r.Now)
	if err != nil {
		t.Fatal(err)
	}
	other := *r
	other.Catalog = cat
	r = &other
	v := &view{R: r, M: m, Q: &m.Qualifications[0], Choice: choice{Page: 1}, cited: offer.Cite(m)}
	v.gather()
	return v
}

// The sums are those of a plain walk over the offers.
func TestChancesAddUp(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, "/", "")
	m := r.Catalog.Training
	for i := range m.Qualifications {
		v := &view{R: r, M: m, Q: &m.Qualifications[i], At: int32(i), Choice: choice{Page: 1}, cited: offer.Cite(m)}
		v.gather()
		places, offers := 0, 0
		for _, o := range m.Offers {
			if o.Qualification == int32(i) && o.EntryYear == 1 && o.Capacity.Status == training.Known && o.Capacity.Value > 0 {
				places += int(o.Capacity.Value)
				offers++
			}
		}
		for _, c := range v.Chances() {
			places -= c.Places
			offers -= c.Offers
			if c.Places <= 0 {
				t.Errorf("%s: a line of %d places", v.Q.ID, c.Places)
			}
		}
		if left := v.Left(); places != 0 || offers != 0 || left.NoFigure+left.SecondYear+len(v.counted()) != len(v.Lines) {
			t.Errorf("%s: %d places and %d offers are lost", v.Q.ID, places, offers)
		}
	}
}

// counted are the lines that the sums hold.
func (v *view) counted() []line {
	return slices.DeleteFunc(slices.Clone(v.Lines), func(l line) bool { return !offer.Counted(l.Offer) })
}

func TestKindsAreWords(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"CAP", "BAC PRO", "BTS", "BUT", "LICENCE", "MASTER", "DOCTORAT"} {
		if offer.Kind(text.For(text.French), kind) == "" {
			t.Errorf("%s is not explained", kind)
		}
	}
}
