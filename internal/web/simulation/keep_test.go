package simulation

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/fault"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

// shelf keeps scenarios in memory.
type shelf map[string]string

func (s shelf) KeepScenario(_ context.Context, hash, patches string) error {
	s[hash] = patches
	return nil
}

func (s shelf) Scenario(_ context.Context, hash string) (string, error) {
	if text, ok := s[hash]; ok {
		return text, nil
	}
	return "", fault.New(fault.NotFound, "scenario.unknown")
}

// keep posts the form of the page at an address.
func keep(t *testing.T, p *Pages, target string) (page.Answer, error) {
	t.Helper()
	r := pagetest.Request(t, Path, "")
	_, query, _ := strings.Cut(target, "?")
	form, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	r.Form = form
	return p.Keep(r)
}

// What is kept is found again at a short address, with the same effects, and can be
// changed from there without changing what is kept.
func TestKept(t *testing.T) {
	t.Parallel()
	store := shelf{}
	p := New(store, func() time.Time { return pagetest.Noon })
	long := in("fermer~" + welding)
	pagetest.Check(t, p.Show, long, "", webtest.In(".simul__keep", webtest.HasAttr("method", "post")), webtest.None(".simul__kept"))

	a, err := keep(t, p, long)
	if err != nil {
		t.Fatal(err)
	}
	short := strings.TrimSuffix(a.Redirect, "#scenario")
	if len(store) != 1 || !strings.Contains(short, "garde=") || strings.Contains(short, "p=") || !strings.Contains(short, "departement-morbihan") {
		t.Fatalf("kept %v, sent to %q", store, a.Redirect)
	}
	pagetest.Check(t, p.Show, short, "",
		webtest.In(".simul__patches", webtest.HasText("Fermer CAP")),
		webtest.In(".simul__kept a", webtest.HasAttr("href", short)),
		webtest.None(".simul__keep"),
		webtest.In("#filiere-1"),
		webtest.In(".simul__patches a", webtest.HasAttr("href", Path+"?territoire=departement-morbihan&filiere=MECA")),
		webtest.In("#ou-regarder input[name=garde]"),
	)
	again, err := keep(t, p, long)
	if err != nil || again.Redirect != a.Redirect || len(store) != 1 {
		t.Errorf("kept twice: %q, %d kept, %v", again.Redirect, len(store), err)
	}
	added := pagetest.Ask(t, p.Show, short+"&faire=internat&ecole="+brest+"&ajouter=oui", "")
	if strings.Contains(added.Redirect, "garde=") || strings.Count(added.Redirect, "p=") != 2 {
		t.Errorf("a change to what is kept leads to %q", added.Redirect)
	}
}

func TestKeepRefuses(t *testing.T) {
	t.Parallel()
	store := shelf{"damaged": "[", "of-another-time": `[{"do":"close","offer":"gone"}]`}
	p := New(store, func() time.Time { return pagetest.Noon })
	for _, target := range []string{in("fermer~gone"), in(), Path + "?garde=of-another-time"} {
		a, err := keep(t, p, target)
		if err != nil || len(store) != 2 || strings.Contains(a.Redirect, "garde=") != strings.Contains(target, "garde=") {
			t.Errorf("%s: sent to %q, %v, %d kept", target, a.Redirect, err, len(store))
		}
	}
	for _, tt := range []struct {
		p     *Pages
		query string
		kind  fault.Kind
	}{
		{p, "?garde=unknown", fault.NotFound},
		{p, "?garde=damaged", fault.Internal},
		{p, "?garde=damaged&p=fermer~x", fault.Invalid},
		{New(nil, nil), "?garde=damaged", fault.NotFound},
	} {
		if _, err := tt.p.Show(pagetest.Request(t, Path+tt.query, "")); err == nil || fault.KindOf(err) != tt.kind {
			t.Errorf("%s: %v, want kind %v", tt.query, err, tt.kind)
		}
	}
	if _, err := keep(t, New(nil, nil), in("fermer~"+welding)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("without a store: %v", err)
	}
	pagetest.Check(t, p.Show, Path+"?garde=of-another-time&territoire=departement-morbihan", "", webtest.In(".simul__faulty", webtest.HasText("n’existe pas, ou plus")))
	var throttled error
	for range keptAtOnce + 1 {
		if _, err := keep(t, p, in("fermer~"+welding)); err != nil {
			throttled = errors.Join(throttled, err)
		}
	}
	if fault.KindOf(throttled) != fault.Throttled {
		t.Errorf("after %d in a row: %v", keptAtOnce+1, throttled)
	}
}
