package api

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCSV(t *testing.T) {
	t.Parallel()
	w := get(world(t), "/api/v1/campuses.csv?as_of=2015-09-01&region=53")
	want := "id,slug,name,name_exact,sector,sector_label,region,region_name,region_2015,region_2015_name,academie,academie_name,city,commune,lat,lon,at_seat,wave,url,status,status_on,category,basis,basis_on,basis_text\r\n" +
		"cmq-bretagne-mer,bretagne-mer,Industries de la mer,true,MOBI,Mobilité,53,Bretagne,53,Bretagne,14,Rennes,Brest,,48.39,-4.486,true,2015a,/campus/bretagne-mer,in_force,2015-09-01,campus,attestation,2015-09,nommé sur la carte\r\n"
	if diff := cmp.Diff(want, w.Body.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	h := w.Header()
	for name, want := range map[string]string{
		"Content-Type":        "text/csv; charset=utf-8; header=present",
		"Content-Disposition": `attachment; filename="campus-2015-09-01.csv"`,
		"X-Licence":           "licence-ouverte-2.0, none-stated",
		"X-Total-Count":       "1",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(strings.Join(h.Values("Link"), ","), `rel="license"`) {
		t.Errorf("Link %q", h.Values("Link"))
	}
}

// No text of ours may run in a spreadsheet; numbers below zero stay numbers.
func TestCells(t *testing.T) {
	t.Parallel()
	minus := -4.486
	for _, tt := range []struct {
		in   any
		want string
	}{
		{"=1+1", "'=1+1"},
		{"+33", "'+33"},
		{"-x", "'-x"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\tx", "'\tx"},
		{"\rx", "'\rx"},
		{"a=b", "a=b"},
		{"", ""},
		{"é", "é"},
		{&minus, "-4.486"},
		{(*float64)(nil), ""},
		{(*string)(nil), ""},
		{(*int)(nil), ""},
		{(*bool)(nil), ""},
	} {
		if got := cell(tt.in); got != tt.want {
			t.Errorf("cell(%#v) = %q, want %q", tt.in, got, tt.want)
		}
	}
	body := get(world(t), "/api/v1/campuses.csv").Body.String()
	if !strings.Contains(body, `"'=HYPERLINK(""http://x"",""y"")"`) {
		t.Errorf("a formula is not neutralised in %s", body)
	}
}

func TestEveryCSVReads(t *testing.T) {
	t.Parallel()
	h := world(t)
	for path, lines := range map[string]int{"/campuses.csv": 4, "/labels.csv": 4, "/organisations.csv": 2} {
		rows, err := csv.NewReader(get(h, Prefix+path).Body).ReadAll()
		if err != nil || len(rows) != lines+1 {
			t.Errorf("%s: %d lines, want %d and a header (%v)", path, len(rows), lines, err)
		}
	}
}

func TestGeoJSON(t *testing.T) {
	t.Parallel()
	type collection struct {
		Type     string
		Features []struct {
			Type, ID   string
			Geometry   *struct{ Coordinates [2]float64 }
			Properties map[string]any
		}
		Total       int
		Licence     []string
		Attribution string
		AsOf        *string `json:"as_of"`
	}
	w := get(world(t), "/api/v1/campuses.geojson")
	got := read[collection](t, w, http.StatusOK)
	if got.Type != "FeatureCollection" || got.Total != 4 || len(got.Features) != 4 || len(got.Licence) != 2 || got.Attribution == "" || w.Header().Get("Content-Type") != mediaGeoJSON {
		t.Fatalf("%+v %v", got, w.Header())
	}
	last := got.Features[3]
	if last.ID != "cmq-bretagne-mer" || last.Geometry == nil || last.Geometry.Coordinates != [2]float64{-4.486, 48.39} || last.Properties["city"] != "Brest" || last.Properties["category"] != "excellence" {
		t.Errorf("feature %+v", last)
	}
	if got.Features[0].Geometry != nil || got.Features[0].Properties["city"] != nil {
		t.Errorf("feature %+v, want nothing in place of what is unknown", got.Features[0])
	}
	if len(last.Properties) != len(campusColumns()) {
		t.Errorf("%d properties, %d columns", len(last.Properties), len(campusColumns()))
	}
	orgs := read[collection](t, get(world(t), "/api/v1/organisations.geojson"), http.StatusOK)
	if orgs.Total != 2 || orgs.Features[1].Geometry != nil {
		t.Errorf("organisations %+v", orgs)
	}
	if !json.Valid(get(world(t), "/api/v1/campuses.geojson?as_of=1999-01-01").Body.Bytes()) {
		t.Error("an empty collection is not JSON")
	}
}

func TestAppendText(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "MOBI", "é", `a"b`, `a\b`, "a\nb", "\x7f", "<&>", "\u2028"} {
		var back string
		if err := json.Unmarshal(appendText(nil, s), &back); err != nil || back != s {
			t.Errorf("%q is written %s (%v)", s, appendText(nil, s), err)
		}
	}
}
