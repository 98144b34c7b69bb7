package document

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
)

// allOf chooses every campus.
var allOf = catalog.Filter{}

func gzipped(s string) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.Len()
}

// marksIn are the links of a page's map, by address.
func marksIn(t *testing.T, svg string) map[string]*element {
	t.Helper()
	out := make(map[string]*element)
	for _, e := range elements(t, []byte(svg)) {
		if e.name == "a" {
			if out[e.attrs["href"]] != nil {
				t.Errorf("two marks link to %s", e.attrs["href"])
			}
			out[e.attrs["href"]] = e
		}
		if e.attrs["style"] != "" {
			t.Errorf("<%s style>", e.name)
		}
	}
	return out
}

func TestNationalSVG(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for _, day := range days {
		hits := cat.Select(catalog.Filter{AsOf: day}, today)
		s, err := NationalSVG(cat, hits, MapOptions{Day: day})
		if err != nil {
			t.Fatal(err)
		}
		marks := marksIn(t, s)
		drawn := 0
		for _, h := range hits {
			e := marks["/campus/"+h.Campus.Slug]
			if (e != nil) != h.Campus.Drawn() {
				t.Errorf("%v: %s has a point: %v, is drawn: %v", day, h.Campus.Slug, h.Campus.Drawn(), e != nil)
			}
			if e == nil {
				continue
			}
			drawn++
			class := " " + e.attrs["class"] + " "
			if !strings.Contains(class, " s-"+string(h.Campus.Sector.Code)+" ") || !strings.Contains(class, " is-"+string(h.State.Status)+" ") ||
				strings.Contains(class, " is-hollow ") == h.Campus.AtSeat {
				t.Errorf("%s has classes %q", h.Campus.Slug, e.attrs["class"])
			}
		}
		if len(marks) != drawn {
			t.Errorf("%v: %d marks for %d campuses with a point", day, len(marks), drawn)
		}
		if n := gzipped(s); n > 16<<10 {
			t.Errorf("%v: %d bytes compressed", day, n)
		}
	}
}

func TestNationalSVGOptions(t *testing.T) {
	t.Parallel()
	cat := smallCatalog(t, smallRegister)
	s, err := NationalSVG(cat, cat.Select(allOf, today), MapOptions{
		ID: "x-", Lang: "en", Title: "A <title>", Ground: "/carte/fond.svg",
		Link: func(c *catalog.Campus) string { return "#campus-" + c.Slug },
	})
	if err != nil {
		t.Fatal(err)
	}
	all := elements(t, []byte(s))
	if root := all[0]; root.attrs["aria-labelledby"] != "x-title" || root.attrs["lang"] != "en" {
		t.Errorf("root has %v", root.attrs)
	}
	if title := all[1]; title.name != "title" || title.attrs["id"] != "x-title" || title.text != "A <title>" {
		t.Errorf("title is %v", title)
	}
	if !strings.Contains(s, `href="/carte/fond.svg"`) || strings.Contains(s, `class="land"`) {
		t.Error("the ground is drawn, not referred to")
	}
	if marks := marksIn(t, s); marks["#campus-campus-a"] == nil || len(marks) != 7 {
		t.Errorf("%d marks, want 7 with the links asked for", len(marks))
	}
}

func TestBaseMapSVG(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for _, kind := range []geo.Kind{geo.Region, geo.Region2015} {
		s, err := BaseMapSVG(cat, kind)
		if err != nil {
			t.Fatal(err)
		}
		elements(t, []byte(s))
		if n := gzipped(s); n > 15<<10 || n < 2000 {
			t.Errorf("%s: %d bytes compressed", kind, n)
		}
		for _, name := range []string{"Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"} {
			if !strings.Contains(s, name) {
				t.Errorf("%s: no inset for %s", kind, name)
			}
		}
	}
}

func TestCampusMapSVG(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for i := range cat.Campuses {
		c := &cat.Campuses[i]
		s, err := CampusMapSVG(cat, c, "fr")
		if err != nil {
			t.Fatalf("%s: %v", c.Slug, err)
		}
		if s == "" {
			if c.Drawn() && c.Region != nil {
				t.Errorf("%s has a point in a region and no map", c.Slug)
			}
			continue
		}
		all := elements(t, []byte(s))
		if !strings.Contains(all[1].text, c.Name) {
			t.Errorf("%s: the map is named %q", c.Slug, all[1].text)
		}
		if n := gzipped(s); n > 15<<10 {
			t.Errorf("%s: %d bytes compressed", c.Slug, n)
		}
	}
}

func TestTerritoryMapSVG(t *testing.T) {
	t.Parallel()
	cat := national(t)
	hits := cat.Select(catalog.Filter{AsOf: date.NewDay(2015, 9, 1)}, today)
	for _, t9y := range []*geo.Territory{
		cat.Atlas.Territory(geo.Region, "53"), cat.Atlas.Territory(geo.Region2015, "82"),
		cat.Atlas.Territory(geo.Departement, "29"), cat.Atlas.Territory(geo.Region, "03"),
	} {
		s, err := TerritoryMapSVG(cat, t9y, hits, MapOptions{Day: date.NewDay(2015, 9, 1)})
		if err != nil {
			t.Fatal(err)
		}
		marks := marksIn(t, s)
		for _, h := range hits {
			if c := h.Campus; c.Drawn() && t9y.Box.Contains(c.Point) && marks["/campus/"+c.Slug] == nil {
				t.Errorf("%s is not on the map of %s", c.Slug, t9y.Name)
			}
		}
	}
}
