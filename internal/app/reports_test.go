package app

import (
	"net/http"
	"net/url"
	"testing"

	"continuum/internal/store"
)

// A report is kept with its campus when it names one, and without a page as well.
func TestReports(t *testing.T) {
	t.Parallel()
	a, _ := start(t, nil)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for page, campus := range map[string]string{
		"": "",
		"/campus/bretagne-industries-de-la-mer?le=2015-09-01": "bretagne-industries-de-la-mer",
		"/en/campus/oyonnax-plasturgie":                       "oyonnax-plasturgie",
		"/campus/rien-de-tel":                                 "",
	} {
		message := "Le nom du lycée a une faute, page « " + page + " »"
		resp, err := client.PostForm("http://"+a.Addr()+"/signaler", url.Values{"page": {page}, "message": {message}})
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusSeeOther {
			t.Errorf("report on %q: status %d, want 303", page, resp.StatusCode)
			continue
		}
		kept, err := a.store.Reports(t.Context(), store.ReportFilter{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, r := range kept {
			if r.Message == message {
				found = true
				if string(r.Campus) != campus {
					t.Errorf("report on %q: campus %q, want %q", page, r.Campus, campus)
				}
			}
		}
		if !found {
			t.Errorf("report on %q was not kept", page)
		}
	}
}
