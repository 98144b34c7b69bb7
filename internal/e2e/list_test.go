package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestListIsWhole goes through the list, page after page, and meets the campuses that
// the open interface answers for the same selection, each once.
func TestListIsWhole(t *testing.T) {
	base := site(t, "dsfr")
	b := open(t, base, view{1280, false})
	for _, tt := range []struct{ query, data string }{
		{"", ""},
		{"?le=2015-09-01", "?as_of=2015-09-01"},
		{"?le=2000-01-01", "?as_of=2000-01-01"},
		{"?le=2015-09-01&filiere=mobilite-aeronautique-transports", "?as_of=2015-09-01&sector=MOBI"},
		{"?region=53", "?region=53"},
	} {
		want := slugsOf(t, base+"/api/v1/campuses"+tt.data)
		if got := b.walk("/carte" + tt.query); !slices.Equal(got, want) {
			t.Errorf("/carte%s lists %d campuses: %v\nwant %d: %v", tt.query, len(got), got, len(want), want)
		}
	}
}

// slugsOf lists the campuses that the open interface answers, sorted.
func slugsOf(t *testing.T, address string) (slugs []string) {
	t.Helper()
	for next := address; next != ""; {
		resp, err := http.Get(next)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		var page struct {
			Items []struct{ Slug string }
			Next  *string
		}
		if err != nil || json.Unmarshal(body, &page) != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %.200s", next, resp.StatusCode, body)
		}
		for _, i := range page.Items {
			slugs = append(slugs, i.Slug)
		}
		if next = ""; page.Next != nil {
			u, _ := url.Parse(address)
			ref, err := u.Parse(*page.Next)
			if err != nil {
				t.Fatal(err)
			}
			next = ref.String()
		}
	}
	slices.Sort(slugs)
	return slugs
}

// walk goes through the pages of a list and returns the campuses it meets, sorted.
func (b *tab) walk(path string) (slugs []string) {
	b.t.Helper()
	for path != "" {
		b.visit(path)
		slugs = append(slugs, eval[[]string](b, `[...document.querySelectorAll("[data-list] li[data-slug]")].map(e => e.dataset.slug)`)...)
		path = eval[string](b, `(a => a ? a.getAttribute("href") : "")(document.querySelector("a[rel~=next]"))`)
	}
	slices.Sort(slugs)
	return slugs
}

// TestPlainTime goes to another day without scripts: by the form.
func TestPlainTime(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{360, false})
	b.visit("/carte")
	eval[chromedp.Void](b, `void (document.querySelector("input[name=le]").value = "2015-09-01")`)
	b.leads(chromedp.Click(chromedp.CSS("form[data-filter] button[type=submit]")))
	if got := eval[string](b, `document.querySelector("[data-part=total] strong").innerText`); !strings.HasPrefix(got, "21") {
		t.Errorf("the form gives %q, want 21", got)
	}
}

// TestReportMended reports a mistake from the page of a campus: too short a message is
// refused with what to mend, a better one is kept; the page it speaks of is not lost.
func TestReportMended(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{360, false})
	b.visit("/campus/bretagne-industries-de-la-mer")
	b.visit(eval[string](b, `document.querySelector("main a[href^='/signaler']").getAttribute("href")`))
	const page = `document.querySelector("main input[name=page]").value`
	if got := eval[string](b, page); got != "/campus/bretagne-industries-de-la-mer" {
		t.Errorf("the form is about %q", got)
	}
	send := chromedp.Click(chromedp.CSS("main form button[type=submit]"))
	b.leads(chromedp.SendKeys(chromedp.CSS("textarea"), "Court"), send)
	if b.status != http.StatusUnprocessableEntity || eval[string](b, page) != "/campus/bretagne-industries-de-la-mer" {
		t.Errorf("too short a message: status %d, about %q", b.status, eval[string](b, page))
	}
	for _, f := range b.audit() {
		t.Error(f)
	}
	b.scripts(false)
	b.leads(chromedp.SendKeys(chromedp.CSS("textarea"), " : la ville du siège est Lorient."), send)
	if got := eval[string](b, `document.querySelector("main").innerText`); b.status != http.StatusOK || !strings.Contains(strings.ToLower(got), "merci") {
		t.Errorf("the mended message: status %d: %.300s", b.status, got)
	}
}
