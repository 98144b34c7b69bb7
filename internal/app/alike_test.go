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
