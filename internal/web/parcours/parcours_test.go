package parcours

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/pathway"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/query"
	"continuum/internal/web/webtest"
)

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, query string
		checks      []webtest.Checker
	}{
		{"nothing asked yet", "", []webtest.Checker{
			webtest.In("form", webtest.HasAttr("method", "get")),
			webtest.In("#km", webtest.HasAttr("value", "50")),
			webtest.None("#reponse"),
			webtest.None(".fr-alert"),
		}},
		{"a training in the address is kept and can be taken away", "?formation=" + trainingtest.FormerBUT, []webtest.Checker{
			webtest.In(".way__kept", webtest.HasText("BUT Génie mécanique et productique")),
			webtest.In(".way__kept input", webtest.HasAttr("value", trainingtest.BUT)), // its present identifier
			webtest.In(".way__kept a", webtest.HasAttr("href", "/parcours?km=50")),
		}},
		{"from the end of 3e to a level", "?ou=Lorient&niveau=5&km=30", []webtest.Checker{
			webtest.In("#ou", webtest.HasAttr("value", "Lorient (56100)")),
			webtest.In("#question", webtest.HasText("Lorient (Morbihan), 56100"), webtest.HasText("Je finis la 3ᵉ"), webtest.HasText("niveau 5")),
			webtest.In("#parcours-1 .way__start", webtest.HasText("à la fin de la 3ᵉ")),
			webtest.In("#parcours-1 .way__step a[href=/formations/" + trainingtest.MetalBTS + "]"),
			webtest.In("#parcours-1 .way__map svg"),
			webtest.In("#parcours-1 .way__totals", webtest.HasText("ans")),
			webtest.In("#sources", webtest.HasText("source")),
		}},
		{"each step says where, how far, how long, how hard and why", "?ou=56121&apres=" + trainingtest.Boilermaker + "&formation=" + trainingtest.MetalBTS + "&km=30&voie=scolaire", []webtest.Checker{
			webtest.Count("#parcours-1 .way__step", 1),
			webtest.In("#parcours-1 .way__step",
				webtest.HasText("à vol d’oiseau × 1,3"), webtest.HasText("2 ans"),
				webtest.HasText("6,4 vœux pour une place (demande), 2024"), webtest.HasText("L’Onisep la donne"),
				webtest.HasText("avec un très bon dossier"), webtest.HasText("voie scolaire")),
			webtest.In("#parcours-1 .way__where a[href=/etablissements/0560102L]"),
			webtest.In("#parcours-1 .way__start a[href=/formations/" + trainingtest.Boilermaker + "]"),
		}},
		{"none: what is missing, where it is, what to relax", "?ou=Brest+(29019)&apres=" + trainingtest.Boilermaker + "&formation=" + trainingtest.MetalBTS + "&km=10&voie=scolaire&public=oui", []webtest.Checker{
			webtest.In("#reponse", webtest.HasText("Aucun parcours"), webtest.HasText("L’étape qui manque"), webtest.HasText("BTS Conception")),
			webtest.In("#reponse a[href=/etablissements/0560102L]"),
			webtest.In(".way__relax", webtest.HasText("km de plus")),
			webtest.None(".way__step"),
		}},
		{"what nobody knows the place of is said so", "?ou=Lorient&apres=" + trainingtest.Licence + "&formation=" + trainingtest.Master + "&km=30", []webtest.Checker{
			webtest.In("#parcours-1"),
		}},
		{"a wish that contradicts itself", "?ou=Lorient&niveau=3&formation=" + trainingtest.BUT, []webtest.Checker{
			webtest.In("#reponse", webtest.HasText("tout cela à la fois")),
		}},
		{"no aim", "?ou=Lorient", []webtest.Checker{
			webtest.In(".fr-alert a[href=#niveau]", webtest.HasText("au moins un niveau")),
			webtest.In("#niveau", webtest.HasAttr("aria-invalid", "true")),
		}},
		{"a place that is none", "?ou=Xyzzyville&niveau=5", []webtest.Checker{
			webtest.In(".fr-alert a[href=#ou]", webtest.HasText("Xyzzyville")),
			webtest.In("#ou", webtest.HasAttr("value", "Xyzzyville")),
		}},
		{"an ambiguous name asks which, and keeps the rest", "?ou=saint+martin&niveau=5&km=30&internat=oui", []webtest.Checker{
			webtest.In("#lieu h2", webtest.HasText("saint martin")),
			webtest.Each("#lieu li a", webtest.HasText("Saint-Martin")),
			webtest.In("#lieu a[href=/parcours?ou=Saint-Martin+%2832300%29&niveau=5&km=30&internat=oui]"),
			webtest.None("#reponse"),
		}},
		{"two itineraries side by side, step by step", "?ou=Lorient&niveau=5&km=60&gauche=1&droite=2", []webtest.Checker{
			webtest.In("#tableau-cote-a-cote thead", webtest.HasText("Parcours 1"), webtest.HasText("Parcours 2")),
			webtest.In("#tableau-cote-a-cote tbody", webtest.HasText("Étape 1"), webtest.HasText("Durée en tout")),
			webtest.In(".way__beside", webtest.HasText("Mettre côte à côte")),
		}},
		{"an itinerary beside itself, or beside one that is not shown, is none", "?ou=Lorient&niveau=5&km=60&gauche=1&droite=1", []webtest.Checker{
			webtest.None("#tableau-cote-a-cote"),
			webtest.In(".way__beside", webtest.HasText("Choisissez deux parcours différents")),
		}},
		{"a step refused is not taken", "?ou=Lorient&niveau=5&km=30&eviter=" + trainingtest.MetalBTS, []webtest.Checker{
			webtest.In(".way__kept", webtest.HasText("En évitant")),
			webtest.None(".way__step a[href=/formations/" + trainingtest.MetalBTS + "]"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, Page, "/parcours"+tt.query, "", tt.checks...)
			pagetest.Document(t, Page, "/en/parcours"+tt.query, "")
		})
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]int{"": 0, "?ou=Lorient&niveau=5": 0, "?ou=saint-martin&niveau=5": 0, "?ou=Xyzzyville&niveau=5": 400, "?ou=Lorient": 400} {
		if a := pagetest.Ask(t, Page, "/parcours"+query, ""); a.Status != want {
			t.Errorf("%s: status %d, want %d", query, a.Status, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	for query, kind := range map[string]fault.Kind{
		"?km=0": fault.Invalid, "?minutes=30": fault.Invalid, "?km=-3": fault.Invalid, "?km=1e9": fault.Invalid, "?km=loin": fault.Invalid,
		"?niveau=9": fault.Invalid, "?filiere=ZZZZ": fault.Invalid, "?internat=peut-etre": fault.Invalid, "?voie=bateau": fault.Invalid,
		"?formation=personne": fault.NotFound, "?apres=9": fault.NotFound, "?metier=Z9999": fault.NotFound, "?eviter=rien": fault.Invalid,
		"?nombre=1000": fault.Invalid, "?gauche=0": fault.Invalid, "?droite=x": fault.Invalid, "?campus=nulle-part": fault.NotFound, "?ou=%ff": fault.Invalid, "?ou=a&ou=b": fault.Invalid, "?ou=" + strings.Repeat("a", 101): fault.Invalid,
	} {
		if _, err := Page(pagetest.Request(t, "/parcours"+query, "")); fault.KindOf(err) != kind || err == nil {
			t.Errorf("%s: %v, want kind %v", query, err, kind)
		}
	}
}

// An address read again is the same question.
func TestAddress(t *testing.T) {
	t.Parallel()
	for _, a := range []ask{
		{Where: "Lorient (56100)", After: end3e, Level: "7", Km: 30, Shown: shown},
		{Where: "Lorient (56100)", After: "4", Sector: "MECA", Boarding: true, Public: true, Remote: true, Route: "scolaire", Km: 1, Shown: 15},
		{Where: "é & ?", After: trainingtest.Welding, Training: trainingtest.BUT, Trade: trainingtest.Welder, Avoid: []string{trainingtest.General, trainingtest.Licence}, Shown: shown},
	} {
		_, raw, _ := strings.Cut(a.address(), "?")
		got, err := parse(pagetest.Request(t, "/parcours?"+raw, ""), query.New(raw))
		if err != nil || got.address() != a.address() {
			t.Errorf("%s reads as %s, error %v", a.address(), got.address(), err)
		}
	}
}

// Every advice of a page leads to an answer: that is what it is for.
func TestRelaxedLeadsSomewhere(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range []string{"29019", "56121", "97411", "75056"} {
		for _, to := range []string{trainingtest.MetalBTS, trainingtest.BUT, trainingtest.Doctorate, trainingtest.ITOption} {
			for _, more := range []string{"&km=3", "&km=3&public=oui", "&voie=apprentissage", "&eviter=" + trainingtest.Boilermaker} {
				target := "/parcours?ou=" + c + "&formation=" + to + more
				for _, link := range webtest.Find(pagetest.Document(t, Page, target, ""), ".way__relax a") {
					href, _ := webtest.Attr(link, "href")
					if strings.HasPrefix(href, "/etablissements/") {
						continue
					}
					seen[href] = true
					if len(webtest.Find(pagetest.Document(t, Page, href, ""), ".way__step")) == 0 {
						t.Errorf("%s advises %s, which finds nothing", target, href)
					}
				}
			}
		}
	}
	if len(seen) < 5 {
		t.Errorf("only %d pieces of advice: the test asks the wrong questions", len(seen))
	}
}

// Each condition, strength and tie of the table of rules has its words.
func TestRulesHaveWords(t *testing.T) {
	t.Parallel()
	for _, lang := range text.Langs {
		d := text.For(lang)
		for _, r := range pathway.Rules() {
			if r.Tie == "none" {
				continue
			}
			keys := []text.Key{text.Key("parcours.rule." + r.Strength.String()), text.Key("parcours.tie." + r.Tie)}
			if r.Condition != "" {
				keys = append(keys, conditionKey(r.Condition))
			}
			for _, k := range keys {
				if !d.Has(k) {
					t.Errorf("%s: rule %s has no words for %s", lang, r.ID, k)
				}
			}
		}
		for _, k := range []training.ProgressionKind{training.Family, training.Option, training.Onisep, training.Licence, training.Doctoral} {
			if key := text.Key("parcours.why." + k.String()); !d.Has(key) {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
	}
}

func TestDifficultyWords(t *testing.T) {
	t.Parallel()
	v := &view{R: &page.Request{T: text.For(text.French)}}
	for percent, want := range map[int]string{0: "peu demandée", 33: "peu demandée", 34: "moyennement", 66: "moyennement", 67: "très demandée", 100: "très demandée"} {
		if got := v.Stands(percent); !strings.HasPrefix(got, want) {
			t.Errorf("Stands(%d) = %q, want it to begin with %q", percent, got, want)
		}
	}
	if got := v.total(pathway.Measure{Value: 3, Known: true, Unknown: 2}, "parcours.at_least", func(int) string { return "x" }); !strings.Contains(got, "2") {
		t.Errorf("a lower bound is written %q, without the steps that nobody knows", got)
	}
	if got := v.total(pathway.Measure{Unknown: 2}, "parcours.besides", func(int) string { return "x" }); got != v.T("parcours.unknown") {
		t.Errorf("what nobody knows is written %q", got)
	}
}

// The campuses crossed are those of which an establishment of a step is a member.
func TestCrossed(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	v := &view{R: pagetest.Request(t, "/parcours", ""), M: c.Training}
	at := slices.IndexFunc(c.Organisations, func(o campus.Organisation) bool { return o.UAI != "" && len(c.Memberships(o.ID)) > 0 })
	if at < 0 {
		t.Skip("no organisation of the register has a UAI")
	}
	o := &c.Organisations[at]
	e := &training.Establishment{UAI: string(o.UAI)}
	got := v.crossed([]step{{N: 1}, {N: 2, At: e}, {N: 3, At: &training.Establishment{UAI: "0000000X"}}, {N: 4, At: e}})
	if len(got) == 0 || !slices.Equal(got[0].Steps, []int{2, 4}) {
		t.Errorf("crossed = %+v, want the campuses of %s by steps 2 and 4", got, o.Name)
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	for want, numbers := range map[string][]int{"": nil, "1": {1}, "1-2": {1, 2}, "1·3": {1, 3}, "1-3·5·7-8": {1, 2, 3, 5, 7, 8}} {
		if got := label(numbers); got != want {
			t.Errorf("label(%v) = %q, want %q", numbers, got, want)
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{"", "ou=Lorient&niveau=5&km=30", "ou=saint-martin&filiere=MECA", "ou=56121&apres=4&niveau=8&internat=oui", "eviter=x", "ou=%ff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		r := pagetest.Request(t, "/parcours", "")
		r.Query = raw
		a, err := Page(r)
		if err != nil {
			if k := fault.KindOf(err); k != fault.Invalid && k != fault.NotFound {
				t.Fatalf("%q: %v is a defect", raw, err)
			}
			return
		}
		if u, err := url.Parse(a.Head.Path); err != nil || u.Path != Path {
			t.Fatalf("%q: the address is %q (%v)", raw, a.Head.Path, err)
		}
	})
}

// TestCampusAim holds the last step of each itinerary to a campus against its continuum.
func TestCampusAim(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	cam, _ := c.Campus("bretagne-industries-de-la-mer")
	taught := make(map[string]bool)
	c.Continuum(cam).Offers(func(o int32) {
		taught["/formations/"+c.Training.Qualifications[c.Training.Offers[o].Qualification].ID] = true
	})
	for _, stay := range []bool{false, true} {
		target := "/parcours?ou=Lorient&niveau=5&km=100&campus=" + cam.Slug
		if stay {
			target += "&rester=oui"
		}
		doc := pagetest.Document(t, Page, target, "")
		ways := webtest.Find(doc, ".way")
		if len(ways) == 0 {
			t.Fatalf("%s: no itinerary leads to the campus", target)
		}
		for _, w := range ways {
			steps := webtest.Find(w, ".way__what a")
			if !stay {
				steps = steps[len(steps)-1:]
			}
			for _, s := range steps {
				if at, _ := webtest.Attr(s, "href"); !taught[at] {
					t.Errorf("%s: a step is %s, which is not of the campus", target, at)
				}
			}
		}
		if box := webtest.Find(doc, "#rester"); len(box) != 1 {
			t.Errorf("%s: %d boxes ask whether to stay in the campus", target, len(box))
		}
	}
	pagetest.Check(t, Page, "/parcours?ou=Lorient&niveau=5&km=100", "", webtest.None("#rester"))
	pagetest.Check(t, Page, "/parcours?ou=Lorient&niveau=8&km=100&rester=oui&campus="+cam.Slug, "", webtest.In("#question", webtest.HasText("toutes les étapes")))
}
