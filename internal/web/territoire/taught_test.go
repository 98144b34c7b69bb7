package territoire

import (
	"testing"

	"continuum/internal/fault"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/offer"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

const morbihan = "departement-morbihan"

func TestEstablishments(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Establishments, "/territoires/"+morbihan+"/etablissements", morbihan,
		webtest.In("h1", webtest.HasText("Morbihan")),
		webtest.Count("#etablissements tbody tr", 4),
		webtest.In("#etablissements a[href=/etablissements/"+trainingtest.LorientPro+"]", webtest.HasText("Lycée professionnel du Scorff")),
		webtest.In("#etablissements", webtest.HasText("3, 4")),
	)
	pagetest.Check(t, Establishments, "/en/territoires/"+morbihan+"/etablissements?niveau=7", morbihan,
		webtest.Count("#etablissements tbody tr", 1), webtest.In("#etablissements", webtest.HasText("Université de Bretagne Sud")))
	pagetest.Check(t, Establishments, "/territoires/departement-cantal/etablissements", "departement-cantal",
		webtest.None("#etablissements"), webtest.In(".totals", webtest.HasText("0 établissement")))
	for _, query := range []string{"?niveau=x", "?page=9"} {
		if _, err := Establishments(pagetest.Request(t, "/territoires/x"+query, morbihan)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want it refused", query, err)
		}
	}
	if _, err := Establishments(pagetest.Request(t, "/territoires/x", "rien")); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown territory: %v", err)
	}
}

// The counts of the territory's own page are those of the catalog, and lead to lists
// where each establishment teaches at the level.
func TestCountsOfLevels(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	for _, slug := range []string{morbihan, "region-bretagne", "academie-rennes", "region-2015-bretagne"} {
		territory := c.Atlas.BySlug(slug)
		in := c.TaughtIn(territory)
		sum := 0
		for _, l := range counts(in) {
			sum += l.N
			teaching := 0
			for _, e := range in.Establishments {
				for _, level := range c.Levels(e) {
					if level == l.Level {
						teaching++
					}
				}
			}
			path := offer.List{Path: placesPath(territory), Level: string('0' + rune(l.Level))}.Address()
			pagetest.Check(t, Establishments, path, slug, webtest.Count("#etablissements tbody tr", teaching))
		}
		if sum != in.Total() || sum == 0 {
			t.Errorf("%s: %d offers by level, %d in all", slug, sum, in.Total())
		}
	}
	pagetest.Check(t, Page, "/territoires/"+morbihan, morbihan,
		webtest.In("#formations", webtest.HasText("13 offres")),
		webtest.In("#tableau-niveaux a[href=/territoires/"+morbihan+"/etablissements?niveau=3]"))
}
