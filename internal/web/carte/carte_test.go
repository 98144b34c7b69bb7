package carte

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"continuum/internal/fault"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

func TestSeptember2015(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/carte?le=2015-09-01", "",
		webtest.In("h1", webtest.HasText("1er septembre 2015")),
		webtest.In(".remark", webtest.HasText("31"), webtest.HasText("21")),
		webtest.In("[data-part=total]", webtest.HasText("21 campus sur la carte et dans la liste")),
		webtest.Count("[data-list] li", 21),
		webtest.Count("[data-drawn] a", 21), // one mark each: every one of them has a place
		webtest.In("[data-map]",
			webtest.HasAttr("data-src", "/api/v1/campuses.geojson?as_of=2015-09-01"),
			webtest.HasAttr("data-layer", "regions_2015"),
			webtest.HasAttr("data-locate", "/carte?le=2015-09-01&vers=")),
		webtest.In("#campus-bretagne-industries-de-la-mer", webtest.HasText("Brest (Bretagne)"), webtest.HasText("En vigueur")),
		webtest.In("a.fr-tag[aria-current]", webtest.HasText("Septembre 2015")),
	)
}

// TestMapAndListAgree counts, for several choices, the marks, the lines of all the
// list's pages, and the totals printed.
func TestMapAndListAgree(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"", "le=2013-12-31", "le=2015-09-01", "le=2017-12-31", "region=53", "filiere=MOBI", "categorie=excellence",
		"vague=2015a", "etat=presume", "q=mer", "region=84&region=11", "le=2015-09-01&filiere=MOBI&region=75",
	} {
		marks, lines, undrawn := 0, 0, 0
		for n := 1; ; n++ {
			doc := pagetest.Document(t, Page, "/carte?"+query+"&page="+string(rune('0'+n)), "")
			marks = len(webtest.Find(doc, "[data-drawn] a.mark"))
			lines += len(webtest.Find(doc, "[data-list] li"))
			for _, note := range webtest.Find(doc, ".campuses__note") {
				if strings.Contains(webtest.Text(note), "absent de la carte") {
					undrawn++
				}
			}
			if len(webtest.Find(doc, "a[rel=next]")) == 0 {
				break
			}
		}
		if marks+undrawn != lines {
			t.Errorf("%s: %d marks and %d campuses said to have none, %d lines", query, marks, undrawn, lines)
		}
	}
}

func TestLocate(t *testing.T) {
	t.Parallel()
	all := pagetest.Ask(t, Page, "/carte?vers=occitanie-nautisme", "")
	if !strings.HasSuffix(all.Redirect, "#campus-occitanie-nautisme") || !strings.HasPrefix(all.Redirect, "/carte") {
		t.Fatalf("a mark leads to %q", all.Redirect)
	}
	target, id, _ := strings.Cut(all.Redirect, "#")
	pagetest.Check(t, Page, target, "", webtest.Count("#"+id, 1))
	// A campus that the choice leaves out: the page itself.
	pagetest.Check(t, Page, "/carte?le=2015-09-01&vers=occitanie-nautisme", "", webtest.Count("[data-list] li", 21))
}

func TestNothing(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/carte?le=2000-01-01", "",
		webtest.In(".none", webtest.HasText("Aucun campus"), webtest.HasText("le registre n’est pas complet")),
		webtest.Count("[data-list] li", 0),
		webtest.None("[data-drawn] a.mark"),
	)
}

func TestEnglish(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/en/carte?le=2015-09-01", "",
		webtest.In("h1", webtest.HasText("1 September 2015")),
		webtest.In("[data-part=total]", webtest.HasText("21 campuses")),
		webtest.In("[data-list] a", func(n *html.Node) error {
			if href, _ := webtest.Attr(n, "href"); !strings.HasPrefix(href, "/en/campus/") {
				return errors.New("a campus leads to " + href)
			}
			return nil
		}),
	)
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	for query, field := range map[string]string{
		"le=demain": "le", "le=2015-09": "le", "le=0001-01-01": "le", "filiere=magie": "filiere", "region=999": "region",
		"page=0": "page", "page=99": "page", "page=-1": "page", "tri=x": "tri", "q=%ff": "", "q=" + strings.Repeat("a", 5000): "q",
	} {
		for _, show := range []page.Func{Page, Poster("svg")} {
			_, err := show(pagetest.Request(t, "/carte?"+query, ""))
			e, ok := errors.AsType[*fault.Error](err)
			if query == "page=99" && err == nil {
				continue // a poster has one page
			}
			if !ok || e.Kind != fault.Invalid || e.Field != field {
				t.Errorf("%.30s: %v, want %q refused", query, err, field)
			}
		}
	}
}

func TestPosters(t *testing.T) {
	t.Parallel()
	for format, begins := range map[string]string{"svg": "<?xml", "pdf": "%PDF-"} {
		a := pagetest.Ask(t, Poster(format), "/carte."+format+"?le=2015-09-01", "")
		if !bytes.HasPrefix(a.Raw, []byte(begins)) && !bytes.HasPrefix(a.Raw, []byte("<svg")) {
			t.Errorf("%s begins with %.20q", format, a.Raw)
		}
		if want := "carte-des-campus-2015-09-01." + format; a.Filename != want {
			t.Errorf("%s is named %q, want %q", format, a.Filename, want)
		}
		if !strings.Contains(a.ContentType, format) {
			t.Errorf("%s is sent as %q", format, a.ContentType)
		}
	}
}

func TestGround(t *testing.T) {
	t.Parallel()
	sizes := map[string]int{}
	for _, file := range []string{"2015.svg", "2016.svg"} {
		r := pagetest.Request(t, "/carte/fond/"+file, "")
		r.Values["file"] = file
		a, err := Ground(r)
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(bytes.NewReader(a.Raw))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		}
		sizes[file] = len(a.Raw)
	}
	if sizes["2015.svg"] == sizes["2016.svg"] {
		t.Error("the regions of before 2016 are drawn as those of today")
	}
	r := pagetest.Request(t, "/carte/fond/1789.svg", "")
	r.Values["file"] = "1789.svg"
	if _, err := Ground(r); fault.KindOf(err) != fault.NotFound {
		t.Errorf("1789.svg: %v, want it not found", err)
	}
}

// A place puts the nearest campuses first, with how far they are, and centres the map;
// it leaves none out.
func TestNearAPlace(t *testing.T) {
	t.Parallel()
	all := len(webtest.Find(pagetest.Document(t, Page, "/carte", ""), "[data-drawn] a.mark"))
	for _, words := range []string{"Lorient", "56100", "lorient+(56121)"} {
		pagetest.Check(t, Page, "/carte?lieu="+words, "",
			webtest.In("#choose-place", webtest.HasAttr("value", "Lorient (56100)")),
			webtest.In("[data-list] li .campuses__away", webtest.HasText("de Lorient à vol d’oiseau")),
			webtest.Count("[data-drawn] a.mark", all),
			webtest.Count("[data-drawn] .sought", 1),
			webtest.Count("#which-place", 0),
		)
	}
	doc := pagetest.Document(t, Page, "/carte?lieu=Lorient", "")
	if first := webtest.Text(webtest.Find(doc, "[data-list] li")[0]); !strings.Contains(first, "Bretagne") {
		t.Errorf("the nearest to Lorient is %s", first)
	}
	if centre, _ := webtest.Attr(webtest.Find(doc, "[data-map]")[0], "data-centre"); !strings.HasPrefix(centre, "47.") {
		t.Errorf("the map is centred on %q", centre)
	}
	if centre, _ := webtest.Attr(webtest.Find(pagetest.Document(t, Page, "/carte", ""), "[data-map]")[0], "data-centre"); centre != "" {
		t.Errorf("without a place the map is centred on %q", centre)
	}
}

// Homonyms are told apart by a choice, each a link that keeps the rest; what is no
// commune is said to be none.
func TestWhichPlace(t *testing.T) {
	t.Parallel()
	doc := pagetest.Document(t, Page, "/carte?lieu=saint-martin&filiere=mobilite-aeronautique-transports", "")
	links := webtest.Find(doc, "[data-part=place] li a")
	if len(links) < 2 {
		t.Fatalf("%d communes to choose among", len(links))
	}
	href, _ := webtest.Attr(links[0], "href")
	if !strings.Contains(href, "filiere=mobilite-aeronautique-transports") || !strings.Contains(href, "lieu=Saint-Martin") {
		t.Errorf("a choice leads to %s", href)
	}
	pagetest.Check(t, Page, strings.ReplaceAll(href, "&amp;", "&"), "", webtest.Count("#which-place", 0), webtest.In(".chosen", webtest.HasText("près de Saint-Martin")))
	pagetest.Check(t, Page, "/carte?lieu=Reykjavik", "",
		webtest.In("#which-place", webtest.HasText("Aucune commune de France")), webtest.Count(".campuses__away", 0))
}
