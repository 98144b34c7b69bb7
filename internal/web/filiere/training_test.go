package filiere

import (
	"testing"

	"continuum/internal/fault"
	"continuum/internal/web/offer"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

const meca = "systemes-innovants-mecatronique"

func TestTrainings(t *testing.T) {
	t.Parallel()
	n := len(pagetest.Catalog(t).QualificationsOf("MECA"))
	pagetest.Check(t, Trainings, "/filieres/"+meca+"/formations", meca,
		webtest.Count("tbody tr th a", n),
		webtest.In("#niveau-3 a[href=/formations/50025438]", webtest.HasText("soudage")),
		webtest.Each("#niveau-3 tbody .number", webtest.HasText("4")),
		webtest.In(".fr-tags-group", webtest.HasText("niveau 7 (bac + 5)"), webtest.HasNoText("niveau non connu")),
	)
	pagetest.Check(t, Trainings, "/en/filieres/"+meca+"/formations?niveau=5", meca,
		webtest.None("#niveau-3"), webtest.In("#niveau-5"), webtest.In("a[aria-current=true]", webtest.HasText("level 5")))
	pagetest.Check(t, Trainings, "/filieres/"+meca+"/formations?niveau=2", meca, webtest.None("table#niveau-2"), webtest.In(".totals", webtest.HasText("0 formation")))
	if a := pagetest.Ask(t, Trainings, "/filieres/MECA/formations?niveau=5", "MECA"); a.Redirect != "/filieres/"+meca+"/formations?niveau=5" {
		t.Errorf("redirected to %q", a.Redirect)
	}
	for _, query := range []string{"?niveau=x", "?page=9"} {
		if _, err := Trainings(pagetest.Request(t, "/filieres/x"+query, meca)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want it refused", query, err)
		}
	}
	if _, err := Trainings(pagetest.Request(t, "/filieres/x", "rien")); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown sector: %v", err)
	}
}

// The counts of the sector's own page lead to lists that have as many lines.
func TestCountsOfLevels(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	for i := range c.Sectors {
		s := &c.Sectors[i]
		for _, l := range levels(c, s) {
			path := offer.List{Path: trainingsPath(s), Level: string('0' + rune(l.Level))}.Address()
			pagetest.Check(t, Trainings, path, s.Slug, webtest.Count("tbody tr th a", l.N))
		}
	}
	pagetest.Check(t, Page, "/filieres/"+meca, meca, webtest.In("#formations a[href=/filieres/"+meca+"/formations?niveau=3]", webtest.HasText("(1)")))
}
