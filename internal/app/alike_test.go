package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestPagesAndInterfaceCountAlike: the map page, the list page and the interface
// answer the same choice with the same total.
func TestPagesAndInterfaceCountAlike(t *testing.T) {
	t.Parallel()
	a, _ := start(t, nil)
	for _, tt := range []struct{ page, data string }{
		{"", ""},
		{"le=2013-12-31", "as_of=2013-12-31"},
		{"le=2015-09-01", "as_of=2015-09-01"},
		{"le=2000-01-01", "as_of=2000-01-01"},
		{"le=2015-09-01&filiere=MOBI", "as_of=2015-09-01&sector=MOBI"},
		{"region=53", "region=53"},
		{"region=53&region=84", "region=53&region=84"},
		{"categorie=excellence", "category=excellence"},
		{"vague=2015a", "wave=2015a"},
		{"academie=14", "academie=14"},
		{"q=mer", "q=mer"},
	} {
		status, body := get(t, a, "/api/v1/campuses?"+tt.data)
		var list struct{ Total int }
		if err := json.Unmarshal([]byte(body), &list); err != nil || status != http.StatusOK {
			t.Errorf("%s: status %d, %v: %.200s", tt.data, status, err, body)
			continue
		}
		want := fmt.Sprintf("<strong>%d campus", list.Total)
		for _, path := range []string{"/carte", "/campus"} {
			if status, body := get(t, a, path+"?"+tt.page); status != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%s?%s: status %d, without %q, which the interface says", path, tt.page, status, want)
			}
		}
	}
}

// TestSearchesCountAlike: the page of results and the interface answer the same question
// with the same total, and the same counts beside the choices.
func TestSearchesCountAlike(t *testing.T) {
	t.Parallel()
	a, _ := start(t, nil)
	spaced := strings.NewReplacer("\u202f", "", "\u00a0", "")
	for _, tt := range []struct{ page, data string }{
		{"q=chodronnerie+lorient", "q=chodronnerie+lorient"},
		{"q=menuizier&lieu=Rennes&rayon=30&niveau=3&niveau=4&voie=scolaire", "q=menuizier&from=35238&radius=30&level=3&level=4&route=school"},
		{"q=bts&statut=public&internat=oui", "q=bts&public=public&boarding=yes"},
		{"q=bts&lieu=Brest&filiere=MOBI&filiere=ALIM&tri=distance", "q=bts&from=29019&sector=MOBI&sector=ALIM&sort=distance"},
		{"q=bts&campus=perpignan-eau&campus=nimes-design-industries-creatives", "q=bts&campus=perpignan-eau&campus=nimes-design-industries-creatives"},
		{"q=soudeur+à+20+km+de+Lorient", "q=soudeur+%C3%A0+20+km+de+Lorient"},
		{"q=zzzzz", "q=zzzzz"},
	} {
		status, body := get(t, a, "/api/v1/search?limit=20&"+tt.data)
		var answer struct {
			Total  int
			Items  []struct{ Label, Href string }
			Facets map[string][]struct {
				Value string
				Count int
			}
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusOK {
			t.Errorf("%s: status %d, %v: %.200s", tt.data, status, err, body)
			continue
		}
		_, shown := get(t, a, "/formations?"+tt.page)
		shown = spaced.Replace(shown)
		want := fmt.Sprintf("<strong>%d formation", answer.Total)
		if answer.Total == 0 {
			want = "<strong>0 formation"
		}
		if !strings.Contains(shown, want) {
			t.Errorf("%s: without %q, which the interface says", tt.page, want)
		}
		if answer.Total == 0 {
			continue
		}
		for name, param := range map[string]string{"level": "niveau", "sector": "filiere", "campus": "campus"} {
			for _, f := range answer.Facets[name] {
				label := fmt.Sprintf(`for="f-%s-%s"`, param, f.Value)
				at := strings.Index(shown, label)
				if at < 0 || !strings.Contains(shown[at:min(len(shown), at+300)], fmt.Sprintf("(%d)", f.Count)) {
					t.Errorf("%s: %s %s counts %d in the interface", tt.page, name, f.Value, f.Count)
				}
			}
		}
		for _, it := range answer.Items {
			if !strings.Contains(shown, `href="`+it.Href+`"`) {
				t.Errorf("%s: the page does not show %s", tt.page, it.Href)
			}
		}
	}
}
