package signaler

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/webtest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 123456789, time.UTC)

type keeper struct {
	kept []campus.Report
	err  error
}

func (k *keeper) AddReport(_ context.Context, r campus.Report) error {
	if k.err == nil {
		k.kept = append(k.kept, r)
	}
	return k.err
}

// sent is a request that carries a form.
func sent(form url.Values) *page.Request {
	return &page.Request{
		Context: context.Background(), Site: &page.Site{}, T: text.For(text.French), Lang: text.French, Path: "/signaler", Form: form, Client: "192.0.2.1",
	}
}

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

func TestSubmitKeeps(t *testing.T) {
	t.Parallel()
	var k keeper
	a, err := New(&k, at(noon)).Submit(sent(url.Values{
		"page": {" /campus/mer "}, "message": {"Le lycée a changé\r\nde nom."}, "mail": {"nom@exemple.fr"},
	}))
	if err != nil || a.Redirect != "/signaler?envoye=oui" {
		t.Fatalf("Submit = %+v, %v", a, err)
	}
	want := []campus.Report{{
		At: noon.Truncate(time.Microsecond), Page: "/campus/mer", Message: "Le lycée a changé\nde nom.", Mail: "nom@exemple.fr", Lang: "fr",
	}}
	if diff := cmp.Diff(want, k.kept); diff != "" {
		t.Error(diff)
	}
}

// What is refused is said beside its field and in a summary, and what was written stays.
func TestSubmitRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		form  url.Values
		field string // the field at fault
		says  string
	}{
		{"nothing", url.Values{}, "message", "au moins 10 caractères"},
		{"short", url.Values{"message": {"trop co"}}, "message", "au moins 10 caractères"},
		{"long", url.Values{"message": {strings.Repeat("é", 4001)}}, "message", "dépasser 4 000 caractères"},
		{"not UTF-8", url.Values{"message": {"abcdefghijk\xff"}}, "message", "illisibles"},
		{"control characters", url.Values{"message": {"abcdefghijk\x00"}}, "message", "illisibles"},
		{"bad mail", url.Values{"message": {"assez long, ceci"}, "mail": {"nom"}}, "mail", "nom@exemple.fr"},
		{"mail with a name", url.Values{"message": {"assez long, ceci"}, "mail": {"Nom <nom@exemple.fr>"}}, "mail", "nom@exemple.fr"},
		{"two mails", url.Values{"message": {"assez long, ceci"}, "mail": {"a@b.fr,c@d.fr"}}, "mail", "nom@exemple.fr"},
		{"mail header", url.Values{"message": {"assez long, ceci"}, "mail": {"a@b.fr\nBcc: c@d.fr"}}, "mail", "nom@exemple.fr"},
		{"long page", url.Values{"message": {"assez long, ceci"}, "page": {strings.Repeat("x", 301)}}, "page", "300 caractères"},
		{"page on two lines", url.Values{"message": {"assez long, ceci"}, "page": {"a\nb"}}, "page", "une ligne"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var k keeper
			a, err := New(&k, at(noon)).Submit(sent(tt.form))
			if err != nil || a.Status != 422 || len(k.kept) != 0 {
				t.Fatalf("Submit = %+v, %v, kept %v", a, err, k.kept)
			}
			var b strings.Builder
			if err := a.Body.Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
			doc, err := webtest.Parse(strings.NewReader(b.String()))
			if err != nil {
				t.Fatal(err)
			}
			if err := webtest.All(
				webtest.In(".fr-alert--error", webtest.HasAttr("role", "alert")),
				webtest.In(".fr-alert--error a", webtest.HasAttr("href", "#"+tt.field), webtest.HasText(tt.says)),
				webtest.In("#"+tt.field, webtest.HasAttr("aria-invalid", "true")),
				webtest.In("#"+tt.field+"-erreur", webtest.HasText(tt.says)),
			)(doc); err != nil {
				t.Error(err)
			}
			if m := tt.form.Get("message"); len(m) > 9 && len(m) < 100 && tt.field != "message" && !strings.Contains(b.String(), m) {
				t.Error("what was written is lost")
			}
		})
	}
}

func TestThrottle(t *testing.T) {
	t.Parallel()
	now := noon
	f := New(&keeper{}, func() time.Time { return now })
	send := func(client string) error {
		r := sent(url.Values{"message": {"Le lycée a changé de nom."}})
		r.Client = client
		_, err := f.Submit(r)
		return err
	}
	for range burst {
		if err := send("a"); err != nil {
			t.Fatal(err)
		}
	}
	if err := send("a"); fault.KindOf(err) != fault.Throttled {
		t.Fatalf("one more: %v, want Throttled", err)
	}
	if err := send("b"); err != nil {
		t.Errorf("another client: %v", err)
	}
	now = now.Add(every)
	if err := send("a"); err != nil {
		t.Errorf("after a while: %v", err)
	}
	// Memory has a bound, whoever comes.
}

func TestStoreFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk full")
	_, err := New(&keeper{err: broken}, at(noon)).Submit(sent(url.Values{"message": {"Le lycée a changé de nom."}}))
	if !errors.Is(err, broken) {
		t.Errorf("Submit = %v, want the store's error", err)
	}
	if _, err := New(nil, at(noon)).Submit(sent(nil)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("without a store: %v, want Unavailable", err)
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		form  *Form
		query string
		check webtest.Checker
	}{
		{"prefilled", New(&keeper{}, at(noon)), "page=/campus/mer", webtest.In("#page", webtest.HasAttr("value", "/campus/mer"))},
		{"thanks", New(&keeper{}, at(noon)), "envoye=oui", webtest.In(".fr-alert--success", webtest.HasText("Merci"))},
		{"closed", New(nil, at(noon)), "", webtest.All(webtest.None("form"), webtest.In(".fr-alert--warning"))},
	} {
		r := sent(nil)
		r.Query = tt.query
		a, err := tt.form.Show(r)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		var b strings.Builder
		if err := a.Body.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		doc, err := webtest.Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		if err := tt.check(doc); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
