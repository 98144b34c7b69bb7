package selection

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/web/query"
)

func parse(t *testing.T, c *catalog.Catalog, query string) Selection {
	t.Helper()
	s, err := Parse(query, c)
	if err != nil {
		t.Fatalf("Parse(%s): %v", query, err)
	}
	return s
}

func TestAddressHasOneWriting(t *testing.T) {
	t.Parallel()
	c := world(t)
	for in, want := range map[string]string{
		"":                                     "/carte",
		"le=&q=&page=":                         "/carte",
		"page=1&tri=nom&le=2015-09-01":         "/carte?le=2015-09-01",
		"region=53&filiere=MOBI":               "/carte?filiere=mobilite&region=53",
		"region=53&region=44&region=53":        "/carte?region=44&region=53",
		"q=++mer++du+nord+":                    "/carte?q=mer+du+nord",
		"page=2&vers=mer&tri=-ville":           "/carte?tri=-ville&page=2&vers=mer",
		"etat=presume&categorie=excellence":    "/carte?categorie=excellence&etat=presume",
		"vague=2013&academie=14&autre=ignored": "/carte?academie=14&vague=2013",
		"region_2015=42":                       "/carte?region_2015=42",
	} {
		s := parse(t, c, in)
		got := s.Address("/carte", c)
		if got != want {
			t.Errorf("address of %q = %q, want %q", in, got, want)
		}
		_, query, _ := strings.Cut(got, "?")
		if again := parse(t, c, query); !cmp.Equal(again, s) {
			t.Errorf("%q read again differs: %s", got, cmp.Diff(s, again))
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	c := world(t)
	for _, tt := range []struct{ query, field, key, says string }{
		{"le=2015-09", "le", "query.day", "le"},
		{"le=2015-02-30", "le", "query.day", "le"},
		{"le=1789-07-14", "le", "query.day", "le"},
		{"le=2015-09-01&le=2016-01-01", "le", "query.repeated", "le"},
		{"filiere=magie", "filiere", "query.code", "mobilite, batiment"},
		{"region=42", "region", "query.code", "53"},
		{"region_2015=53", "region_2015", "query.code", "42"},
		{"categorie=unknown", "categorie", "query.code", "excellence, campus, inconnue"},
		{"vague=1999", "vague", "query.code", "2013, 2015a"},
		{"etat=mort", "etat", "query.code", "en-vigueur"},
		{"tri=taille", "tri", "query.code", "-ville"},
		{"page=0", "page", "query.page", "page"},
		{"page=-1", "page", "query.page", "page"},
		{"page=%2B2", "page", "query.page", "page"},
		{"page=99999999999999999999", "page", "query.page", "page"},
		{"q=%ff", "", "query.encoding", ""},
		{"q=%", "", "query.encoding", ""},
		{"q=" + strings.Repeat("é", 101), "q", "query.text", "100"},
		{"region=53" + strings.Repeat("&region=53", 40), "region", "query.many", "40"},
		{"filiere=" + strings.Repeat("x", 5000), "filiere", "query.code", "…"},
	} {
		_, err := Parse(tt.query, c)
		fe, ok := err.(*fault.Error)
		if !ok || fe.Kind != fault.Invalid || fe.Field != tt.field || fe.Key != tt.key || !strings.Contains(fe.Error(), tt.says) {
			t.Errorf("Parse(%.40s) = %v, want %s in %s saying %q", tt.query, err, tt.key, tt.field, tt.says)
		}
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	c := world(t)
	for _, tt := range []struct {
		query string
		want  string
	}{
		{"", "bois eco mer zinc"},
		{"tri=-nom", "zinc mer eco bois"},
		{"tri=ville", "mer bois eco zinc"},  // É sorts as E
		{"tri=-ville", "eco bois mer zinc"}, // unknown last both ways
		{"tri=filiere", "mer bois eco zinc"},
		{"tri=region", "mer bois eco zinc"},
		{"tri=etat", "mer zinc eco bois"},
		{"le=2015-09-01", "bois eco mer"},
		{"le=2015-09-01&filiere=batiment", "bois eco"},
		{"le=2013-12-31", "bois"},
		{"le=2012-12-31", ""},
		{"vague=2013&vague=2015a", "bois eco mer"},
		{"region=53&region=44", "bois eco mer"},
		{"q=epinal", "bois"},
	} {
		r, err := parse(t, c, tt.query).Run(c, today)
		if err != nil {
			t.Errorf("Run(%s): %v", tt.query, err)
			continue
		}
		if got := strings.Join(slugs(r.Rows), " "); got != tt.want {
			t.Errorf("Run(%s) = %s, want %s", tt.query, got, tt.want)
		}
		if r.Drawn()+r.Undrawn != r.Total() {
			t.Errorf("Run(%s): %d drawn + %d not ≠ %d", tt.query, r.Drawn(), r.Undrawn, r.Total())
		}
	}
	if _, err := parse(t, c, "page=2").Run(c, today); fault.KindOf(err) != fault.Invalid {
		t.Errorf("page past the last = %v, want it refused", err)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	c := world(t)
	r, err := Selection{Page: 1}.Run(c, today)
	if err != nil {
		t.Fatal(err)
	}
	if r.First != 1 || r.Last() != 4 || r.Pages != 1 {
		t.Errorf("rows %d–%d of %d pages, want 1–4 of 1", r.First, r.Last(), r.Pages)
	}
	if got := r.PageOf("zinc"); got != 1 {
		t.Errorf("PageOf(zinc) = %d, want 1", got)
	}
	if got := r.PageOf("nowhere"); got != 0 {
		t.Errorf("PageOf(nowhere) = %d, want 0", got)
	}
	long := &Result{Hits: make([]catalog.Hit, 120)}
	for i := range long.Hits {
		long.Hits[i].Campus = &catalog.Campus{Slug: strings.Repeat("x", i)}
	}
	for i, want := range map[int]int{0: 1, 49: 1, 50: 2, 119: 3} {
		if got := long.PageOf(strings.Repeat("x", i)); got != want {
			t.Errorf("PageOf(row %d) = %d, want %d", i, got, want)
		}
	}
}

func TestFacetsCountWithoutThemselves(t *testing.T) {
	t.Parallel()
	c := world(t)
	f := parse(t, c, "filiere=batiment&le=2015-09-01").Facets(c, today)
	want := []Option{{"mobilite", "Mobilité", 1, false}, {"batiment", "Bâtiment", 2, true}}
	if d := cmp.Diff(want, f.Sectors); d != "" {
		t.Errorf("sectors: %s", d)
	}
	if d := cmp.Diff([]Option{{"44", "Grand Est", 2, false}}, f.Regions); d != "" {
		t.Errorf("regions: %s", d)
	}
	// What is chosen stays on show, even when it gives nothing.
	f = parse(t, c, "region=53&filiere=batiment").Facets(c, today)
	if d := cmp.Diff([]Option{{"53", "Bretagne", 0, true}, {"44", "Grand Est", 2, false}}, f.Regions); d != "" {
		t.Errorf("chosen region: %s", d)
	}
}

// TestFacetsTellTheTruth runs each option's own selection: its total is the count shown.
func TestFacetsTellTheTruth(t *testing.T) {
	t.Parallel()
	c := world(t)
	for _, base := range []string{"", "le=2015-09-01", "region=44", "categorie=campus&region=44"} {
		f := parse(t, c, base).Facets(c, today)
		for param, options := range map[string][]Option{
			ParamSector: f.Sectors, ParamRegion: f.Regions, ParamCategory: f.Categories,
			ParamWave: f.Waves, ParamStatus: f.Statuses,
		} {
			for _, o := range options {
				v, _ := url.ParseQuery(base)
				v[param] = []string{o.Value}
				s, err := Parse(v.Encode(), c)
				if err != nil {
					t.Fatalf("%s with %s=%s: %v", base, param, o.Value, err)
				}
				if r, _ := s.Run(c, today); r.Total() != o.Count {
					t.Errorf("%s with %s=%s gives %d, option says %d", base, param, o.Value, r.Total(), o.Count)
				}
			}
		}
	}
}

func TestData(t *testing.T) {
	t.Parallel()
	c := world(t)
	s := parse(t, c, "q=eau&le=2015-09-01&filiere=mobilite&categorie=inconnue&page=1&tri=ville&etat=en-vigueur")
	want := "/api/v1/campuses.csv?as_of=2015-09-01&sector=MOBI&category=unknown&status=in_force&q=eau"
	if got := s.Data("/api/v1/campuses.csv"); got != want {
		t.Errorf("Data = %s, want %s", got, want)
	}
}

func TestByTurnsTheColumn(t *testing.T) {
	t.Parallel()
	s := Selection{Page: 3}
	if got := s.By(ByCity).Order.String(); got != "ville" {
		t.Errorf("first click: %q", got)
	}
	if got := s.By(ByCity).By(ByCity).Order.String(); got != "-ville" {
		t.Errorf("second click: %q", got)
	}
	if got := s.By(ByName).Order.String(); got != "-nom" {
		t.Errorf("by name, already sorted so: %q", got)
	}
	if s.By(ByCity).Page != 1 {
		t.Error("sorting stays on its page")
	}
}

func TestHidden(t *testing.T) {
	t.Parallel()
	c := world(t)
	s := parse(t, c, "q=mer&le=2015-09-01&region=53&tri=ville")
	want := query.Params{{Name: "q", Value: "mer"}, {Name: "tri", Value: "ville"}}
	if d := cmp.Diff(want, s.Hidden(c, ParamDay, ParamRegion)); d != "" {
		t.Error(d)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("le=2015-09-01&filiere=MOBI&region=53&page=2&tri=-ville")
	f.Add("q=%ff&page=-1&etat=presume")
	f.Fuzz(func(t *testing.T, query string) {
		c := world(t)
		s, err := Parse(query, c)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%q: %v is not a refusal", query, err)
			}
			return
		}
		u, err := url.Parse(s.Address("/carte", c))
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		again, err := Parse(u.RawQuery, c)
		if err != nil || !cmp.Equal(again, s) {
			t.Fatalf("%q read again: %v %s", query, err, cmp.Diff(s, again))
		}
	})
}
