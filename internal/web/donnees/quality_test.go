package donnees

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

func TestQuality(t *testing.T) {
	t.Parallel()
	m := pagetest.Catalog(t).Training
	present := 0
	for _, p := range m.Sources {
		if p.Present {
			present++
		}
	}
	pagetest.Check(t, Quality, "/donnees/qualite", "",
		webtest.In("h1", webtest.HasText("Qualité des données")),
		webtest.Count("#tableau-rapprochements tbody tr", len(m.Joins)),
		webtest.Count("#tableau-fichiers tbody tr", present),
		webtest.In("#tableau-rapprochements", webtest.HasText("99,4 %"), webtest.HasText("moins bien, de"), webtest.HasText("au moins aussi bien"), webtest.HasText("Titre professionnel soudeur")),
		webtest.In("#source-voie-pro", webtest.HasText("ancien : il y a 4 ans"), webtest.HasText("n° 1")),
		webtest.In("#source-bmo", webtest.HasText("livrée avec le programme")),
		webtest.In("details summary", webtest.HasText("clé")),
		webtest.In(".reasons li", webtest.HasText("2 lignes : uai : ce n’est pas un code UAI")),
		webtest.In("#source-ideo-structures", webtest.HasText("Fichier trop gros")),
		webtest.Each(".figures .figure__value", webtest.HasNoText("-")),
	)
	pagetest.Check(t, Quality, "/en/donnees/qualite", "", webtest.In("h1", webtest.HasText("Quality")))
}

// The first source shown is the one whose data are oldest, whatever the registry's order.
func TestOldestFirst(t *testing.T) {
	t.Parallel()
	s := split([]training.Provenance{
		{ID: "new", Present: true, Vintage: "2025"},
		{ID: "hole", Unpublished: "Aucun fichier."},
		{ID: "optional"},
		{ID: "old", Present: true, Vintage: "2014–2017"},
		{ID: "undated", Present: true},
		{ID: "mid", Present: true, Vintage: "2019_2020"},
	})
	var got []string
	for _, p := range s.Present {
		got = append(got, p.ID)
	}
	if want := []string{"undated", "old", "mid", "new"}; !slices.Equal(got, want) || len(s.Holes) != 1 || len(s.Optional) != 1 {
		t.Errorf("split = %v and %d holes, want %v and one", got, len(s.Holes), want)
	}
}

// A share is never said whole when a row is lost, nor nil when one is found.
func TestShares(t *testing.T) {
	t.Parallel()
	fr := text.For(text.French)
	for _, tt := range []struct {
		part, whole int
		want        string
	}{
		{0, 0, "0"}, {0, 10, "0"}, {10, 10, "100"}, {99_999, 100_000, "99,9"}, {1, 100_000, "0,1"}, {2, 3, "66,7"}, {1, 2, "50"},
	} {
		if got := strings.TrimSuffix(percent(fr, perThousand(tt.part, tt.whole)), "\u00a0%"); got != tt.want {
			t.Errorf("%d of %d is %s %%, want %s", tt.part, tt.whole, got, tt.want)
		}
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	fr := text.For(text.French)
	for _, tt := range []struct {
		j    training.Join
		want string
	}{
		{training.Join{Rows: 100, RowsResolved: 100}, "pas de part attendue"},
		{training.Join{Rows: 1000, RowsResolved: 994, Expected: 0.994}, "au moins aussi bien"},
		{training.Join{Rows: 1000, RowsResolved: 999, Expected: 0.994}, "au moins aussi bien"},
		{training.Join{Rows: 1000, RowsResolved: 982, Expected: 0.994}, "moins bien, de 1,2 point"},
		{training.Join{Expected: 0.5}, "aucune ligne ici"},
	} {
		if got := verdict(fr, &tt.j); got != tt.want {
			t.Errorf("verdict(%+v) = %q, want %q", tt.j, got, tt.want)
		}
	}
}

// A store without official files has a page that says so.
func TestNoSource(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, "/donnees/qualite", "")
	empty := *r
	cat := asked(t).Catalog // built without an offer
	empty.Catalog = cat
	a, err := Quality(&empty)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := a.Body.Render(r.Context, &b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "Aucun fichier officiel") {
		t.Errorf("the page says %.300s", b.String())
	}
}

// The page of open data lists every official source, and leads to its line here.
func TestOfficialSources(t *testing.T) {
	t.Parallel()
	m := pagetest.Catalog(t).Training
	doc := pagetest.Document(t, Quality, "/donnees/qualite", "")
	list := pagetest.Document(t, new(Page).Show, "/donnees", "")
	if err := webtest.Count("#tableau-officiels tbody tr", len(m.Sources))(list); err != nil {
		t.Error(err)
	}
	for _, a := range webtest.Find(list, "#tableau-officiels a") {
		href, _ := webtest.Attr(a, "href")
		_, id, _ := strings.Cut(href, "#")
		if len(webtest.Find(doc, "#"+id)) != 1 {
			t.Errorf("%s leads nowhere", href)
		}
	}
}

// TestProgressions holds what the page says of the progressions against the report.
func TestProgressions(t *testing.T) {
	t.Parallel()
	w := pagetest.Catalog(t).Pathway().Check()
	sum := 0
	for _, s := range strengths {
		sum += w.ByStrength[s]
	}
	if sum != w.Edges || sum == 0 {
		t.Errorf("%d progressions by strength, %d in all", sum, w.Edges)
	}
	pagetest.Check(t, Quality, "/donnees/qualite", "",
		webtest.Count("#tableau-suites tbody tr", len(strengths)),
		webtest.Count("#tableau-acces tbody tr", 6),
		webtest.HasText(strconv.Itoa(w.Qualifications)+" formations ouvertes ou proposées"),
	)
}
