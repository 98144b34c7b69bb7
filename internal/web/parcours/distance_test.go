package parcours

import (
	"context"
	"errors"
	"strings"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/pathway/pathwaytest"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

// measured is a question to a site that measures distances its own way.
func measured(t *testing.T, d catalog.Distances, target string) *page.Request {
	t.Helper()
	cat, err := catalog.Build(pagetest.Records(t), pagetest.Catalog(t).Atlas, trainingtest.Model(), 1, pagetest.Noon)
	if err != nil {
		t.Fatal(err)
	}
	cat.Measure(d)
	r := pagetest.Request(t, target, "")
	r.Catalog = cat
	return r
}

// Where an engine can tell minutes, they are asked, shown, and said to be missing when it
// fails; elsewhere the page does not speak of them.
func TestMinutes(t *testing.T) {
	t.Parallel()
	const from = "/parcours?ou=29019&apres=" + trainingtest.Boilermaker + "&formation=" + trainingtest.MetalBTS + "&voie=scolaire"
	for _, tt := range []struct {
		name, target string
		distances    catalog.Distances
		fleeting     bool
		checks       []webtest.Checker
	}{
		{"no engine", from + "&km=200", catalog.Distances{}, false, []webtest.Checker{webtest.None("#minutes"), webtest.None(".fr-alert")}},
		{"minutes", from + "&minutes=130", catalog.Distances{Minutes: pathwaytest.Drives{Kind: "valhalla"}}, true, []webtest.Checker{
			webtest.In("#minutes", webtest.HasAttr("value", "130")), webtest.None(".fr-alert"),
			webtest.In("#question", webtest.HasText("130 minutes de route")),
			webtest.In("#parcours-1 .way__step", webtest.HasText("minutes de route de chez vous")),
			webtest.In("#comment", webtest.HasText("sans bouchons")),
		}},
		{"too short", from + "&minutes=50", catalog.Distances{Minutes: pathwaytest.Drives{Kind: "valhalla"}}, true, []webtest.Checker{
			webtest.In(".way__relax", webtest.HasText("minutes de route de plus")),
		}},
		{"the engine lies", from + "&minutes=150", catalog.Distances{Minutes: pathwaytest.Drives{Kind: "valhalla", Err: pathwaytest.Broken{Err: errors.New("0 s"), Reason: "lie"}}}, true, []webtest.Checker{
			webtest.In(".fr-alert", webtest.HasText("temps impossibles"), webtest.HasText("pour 150 minutes, 150 km")),
			webtest.In("#parcours-1 .way__step", webtest.HasText("à vol d’oiseau × 1,3")),
		}},
		{"another detour", from + "&km=200", catalog.Distances{Detour: 1.4}, false, []webtest.Checker{
			webtest.In("#parcours-1 .way__step", webtest.HasText("à vol d’oiseau × 1,4")),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := Page(measured(t, tt.distances, tt.target))
			if err != nil {
				t.Fatal(err)
			}
			if a.Fleeting != tt.fleeting {
				t.Errorf("kept nowhere: %v", a.Fleeting)
			}
			var b strings.Builder
			if err := a.Body.Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
			doc, err := webtest.Parse(strings.NewReader(b.String()))
			if err != nil {
				t.Fatal(err)
			}
			for _, check := range tt.checks {
				if err := check(doc); err != nil {
					t.Error(err)
				}
			}
		})
	}
	if _, err := Page(measured(t, catalog.Distances{Minutes: pathwaytest.Drives{Kind: "valhalla"}}, "/parcours?minutes=601")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("601 minutes: %v", err)
	}
}
