package campuspage

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

const brittany = "bretagne-industries-de-la-mer"

func TestBrittany(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/campus/"+brittany, brittany,
		webtest.In("h1", webtest.HasText("Industries de la mer")),
		webtest.In(".facts", webtest.HasText("Conseil régional de Bretagne"), webtest.HasText("Académie de Rennes"), webtest.HasText("Brest")),
		webtest.HasText("9 secteurs professionnels"), webtest.HasText("4 domaines de formation"),
		webtest.HasText("chaudronnerie et soudure"), webtest.HasText("propreté"),
		webtest.HasText("Écoles d’ingénieurs"), // a kind of partner that the sheet names
		webtest.Count(".timeline__moment", 2),
		webtest.In(".campus__map svg", webtest.HasAttr("role", "img")),
		webtest.In(`a[href="/signaler?page=/campus/`+brittany+`"]`, webtest.HasText("Signaler")),
		webtest.In("#faits", webtest.HasText("Fiche 13"), webtest.HasText("Sûr"), webtest.HasText("Probable")),
		webtest.In(".campus__missing", webtest.HasText("site du campus")),
	)
}

func TestBrittanyIn2015(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/campus/"+brittany+"?le=2015-09-01", brittany,
		webtest.In(".campus__head", webtest.HasText("Le 1er septembre 2015, le label est en vigueur."), webtest.HasText("carte de septembre 2015")),
		webtest.In(".campus__state", webtest.HasText("En vigueur")),
	)
	pagetest.Check(t, Page, "/campus/"+brittany+"?le=2012-01-01", brittany,
		webtest.In(".campus__head", webtest.HasText("n’a pas encore le label")),
	)
}

// TestEveryCampus renders each campus in both languages and holds its table of
// sources against the register: every fact and membership has its line and sources.
func TestEveryCampus(t *testing.T) {
	t.Parallel()
	for i := range pagetest.Catalog(t).Campuses {
		cam := &pagetest.Catalog(t).Campuses[i]
		for _, lang := range text.Langs {
			target := lang.Link("/campus/" + cam.Slug)
			pagetest.Check(t, Page, target, cam.Slug,
				webtest.Count("h1", 1),
				webtest.In("h1", webtest.HasText(cam.Name)),
				webtest.Each("#faits tbody tr", sourced),
				webtest.Count(".timeline__moment", len(cam.Labels)),
			)
		}
		v := newView(pagetest.Request(t, "/campus/"+cam.Slug, cam.Slug), cam, 0)
		told := ""
		for _, s := range v.Statements() {
			told += s.Value + "\n"
		}
		for _, f := range cam.Facts {
			if !strings.Contains(told, v.value(f)) {
				t.Errorf("%s: the table leaves out %s = %q", cam.Slug, f.Property, f.Value)
			}
		}
		for _, m := range cam.Members {
			if !strings.Contains(told, m.Organisation.Name) {
				t.Errorf("%s: the table leaves out %s", cam.Slug, m.Organisation.Name)
			}
		}
	}
}

// sourced checks that a line of the table names a source and a certainty.
func sourced(n *html.Node) error {
	if len(webtest.Find(n, ".sources li")) == 0 || len(webtest.Find(n, ".sure")) != 1 {
		return errors.New("no source or no certainty: " + webtest.Text(n))
	}
	return nil
}

// TestNoCandidate looks for the names of candidate members on their campus's page.
func TestNoCandidate(t *testing.T) {
	t.Parallel()
	r := pagetest.Records(t)
	names := map[campus.OrgID]string{}
	for _, o := range r.Organisations {
		names[o.ID] = o.Name
	}
	public := map[string]bool{}
	for _, m := range r.Memberships {
		if m.Public() {
			public[string(m.Campus)+names[m.Organisation]] = true
		}
	}
	n := 0
	pages := map[campus.ID]string{}
	for _, m := range r.Memberships {
		if m.Public() || public[string(m.Campus)+names[m.Organisation]] {
			continue
		}
		if pages[m.Campus] == "" {
			slug := string(m.Campus)
			for _, c := range r.Campuses {
				if c.ID == m.Campus {
					slug = c.Slug
				}
			}
			pages[m.Campus] = webtest.Text(pagetest.Document(t, Page, "/campus/"+slug, slug))
		}
		n++
		if strings.Contains(pages[m.Campus], names[m.Organisation]) {
			t.Errorf("%s: %s is a candidate and is shown", m.Campus, names[m.Organisation])
		}
	}
	if n == 0 {
		t.Error("the dataset has no candidate: this test shows nothing")
	}
}

func TestWrongSlug(t *testing.T) {
	t.Parallel()
	_, err := Page(pagetest.Request(t, "/campus/bretagne-industrie-mer", "bretagne-industrie-mer"))
	s, ok := errors.AsType[*page.Suggest](err)
	if !ok || fault.KindOf(err) != fault.NotFound || len(s.Hints) == 0 || s.Hints[0].Path != "/campus/"+brittany {
		t.Errorf("error %v, want the Brittany campus suggested", err)
	}
	if _, err := Page(pagetest.Request(t, "/campus/"+brittany+"?le=hier", brittany)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("le=hier: %v, want it refused", err)
	}
}

func TestJSONLD(t *testing.T) {
	t.Parallel()
	a := pagetest.Ask(t, Page, "/campus/"+brittany, brittany)
	var doc struct {
		Name    string `json:"name"`
		Address struct {
			Locality string `json:"addressLocality"`
		} `json:"address"`
	}
	if err := json.Unmarshal([]byte(a.Head.JSONLD), &doc); err != nil || doc.Address.Locality != "Brest" || doc.Name == "" {
		t.Errorf("%s: %v", a.Head.JSONLD, err)
	}
}

// TestTitles: no two campuses share a title.
func TestTitles(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, cam := range pagetest.Catalog(t).Campuses {
		a := pagetest.Ask(t, Page, "/campus/"+cam.Slug, cam.Slug)
		if other, twice := seen[a.Head.Title]; twice {
			t.Errorf("%s and %s are both titled %q", cam.Slug, other, a.Head.Title)
		}
		seen[a.Head.Title] = cam.Slug
		if a.Head.Description == "" || len(a.Head.Crumbs) != 2 {
			t.Errorf("%s: description %q, %s crumbs", cam.Slug, a.Head.Description, strconv.Itoa(len(a.Head.Crumbs)))
		}
	}
}
