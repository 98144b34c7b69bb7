package simulation

import (
	"net/url"
	"strings"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/pathway"
	"continuum/internal/throttle"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

// in is the page about Morbihan, with patches.
func in(patches ...string) string {
	q := url.Values{paramTerritory: {"departement-morbihan"}, paramSector: {"MECA"}, paramPatch: patches}
	return Path + "?" + q.Encode()
}

// shown is the page of a site that keeps no scenario.
var shown = New(nil, nil).Show

const (
	lorient = trainingtest.LorientPro
	brest   = trainingtest.BrestLycee
)

var welding = trainingtest.Welding + "." + lorient + ".s1"

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, target string
		checks       []webtest.Checker
	}{
		{"nothing yet", Path, []webtest.Checker{
			webtest.In("form", webtest.HasAttr("method", "get")),
			webtest.Count(".simul__kinds a", 7),
			webtest.In("#effets", webtest.HasText("Ajoutez un changement")),
			webtest.None(".fr-alert"),
		}},
		{"a patch, and nowhere to look", Path + "?p=fermer~" + welding, []webtest.Checker{
			webtest.In("#effets", webtest.HasText("Choisissez un territoire")),
			webtest.In(".simul__patches a", webtest.HasAttr("href", Path)),
		}},
		{"closing takes places and young people away", in("fermer~" + welding), []webtest.Checker{
			webtest.In(".simul__patches", webtest.HasText("Fermer CAP"), webtest.HasText("Lorient")),
			webtest.In("#filiere-1 h3", webtest.HasText("mécatronique")),
			webtest.In("#niveaux-1", webtest.HasText("niveau 3"), webtest.HasText("Places avant")),
			webtest.In(".simul__share a", webtest.HasText("JSON")),
		}},
		{"words find what to open, and where", in() + "&faire=ouvrir&mots=soudage&lieu=brest", []webtest.Checker{
			webtest.In("#formation-choix", webtest.HasText("CAP")),
			webtest.In("#ecole-choix input", webtest.HasAttr("name", "ecole")),
			webtest.In("#ajouter", webtest.HasText("Ajouter ce changement")),
		}},
		{"words that find nothing", in() + "&faire=ouvrir&mots=xyzzy&lieu=xyzzy", []webtest.Checker{
			webtest.In("#formation-choix", webtest.HasText("Rien ne correspond")),
		}},
		{"added without a choice", in() + "&faire=ouvrir&mots=soudage&ajouter=oui", []webtest.Checker{
			webtest.In(".fr-alert a[href=#mots]"),
			webtest.In(".fr-alert a[href=#lieu]"),
			webtest.In("#lieu", webtest.HasAttr("aria-invalid", "true")),
		}},
		{"places that are none", in() + "&faire=places&offre=" + welding + "&places=0&ajouter=oui", []webtest.Checker{
			webtest.In(".fr-alert a[href=#places]"),
		}},
		{"a patch of an offer that is no more is named", in("fermer~"+welding, "fermer~gone"), []webtest.Checker{
			webtest.In(".simul__faulty", webtest.HasText("Fermer gone"), webtest.HasText("n’existe pas, ou plus")),
			webtest.In("#effets", webtest.HasText("Changement 2")),
		}},
		{"a territory that the scenario leaves alone", Path + "?territoire=departement-gers&p=fermer~" + welding, []webtest.Checker{
			webtest.In("#effets", webtest.HasText("ne change rien")),
		}},
		{"a commune with homonyms asks which", Path + "?commune=saint+martin&p=fermer~" + welding, []webtest.Checker{
			webtest.Each("#choix-commune li a", webtest.HasText("Saint-Martin")),
		}},
		{"someone's pathways, before and after", in("ouvrir~"+trainingtest.MetalBTS+"~"+brest+"~~12") + "&ou=Brest+(29019)&niveau=5&km=20", []webtest.Checker{
			webtest.In("#personne", webtest.HasText("Brest")),
			webtest.In(".simul__two", webtest.HasText("Avant"), webtest.HasText("Après")),
		}},
		{"someone who does not say where to", Path + "?territoire=departement-morbihan&ou=Brest&p=fermer~" + welding, []webtest.Checker{
			webtest.In(".fr-alert a[href=#niveau]"),
			webtest.None("#personne"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, shown, tt.target, "", tt.checks...)
			pagetest.Document(t, shown, "/en"+tt.target, "")
		})
	}
}

// Adding leads to an address that holds the new patch and nothing of the draft.
func TestAdding(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ draft, patch string }{
		{"faire=ouvrir&formation=" + trainingtest.Welding + "&ecole=" + brest + "&voie=school&places=24", "ouvrir~" + trainingtest.Welding + "~" + brest + "~~24"},
		{"faire=ouvrir&formation=" + trainingtest.Welding + "&ecole=" + brest + "&voie=apprenticeship", "ouvrir~" + trainingtest.Welding + "~" + brest + "~apprenticeship~"},
		{"faire=fermer&offre=" + welding, "fermer~" + welding},
		{"faire=places&offre=" + welding + "&places=30", "places~" + welding + "~30"},
		{"faire=deplacer&offre=" + welding + "&ecole=" + brest, "deplacer~" + welding + "~" + brest},
		{"faire=delier&de=3e&a=" + trainingtest.Welding, "delier~3e~" + trainingtest.Welding},
	} {
		a := pagetest.Ask(t, shown, in()+"&mots=x&ajouter=oui&"+tt.draft, "")
		want := Path + "?territoire=departement-morbihan&filiere=MECA&p=" + url.QueryEscape(tt.patch) + "#scenario"
		if a.Redirect != want {
			t.Errorf("%s: redirected to %q, want %q", tt.draft, a.Redirect, want)
		}
		text, ok := parsePatch(tt.patch)
		if !ok || patchText(text) != tt.patch {
			t.Errorf("%s is read as %+v", tt.patch, text)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for query, kind := range map[string]fault.Kind{
		"?p=ouvrir": fault.Invalid, "?p=bruler~x": fault.Invalid, "?p=places~x~-1": fault.Invalid, "?p=places~x~99999": fault.Invalid,
		"?km=0": fault.Invalid, "?km=x": fault.Invalid, "?territoire=nulle-part": fault.NotFound, "?faire=bruler": fault.Invalid,
		"?filiere=XXXX": fault.Invalid, "?" + strings.Repeat("p=fermer~x&", 41): fault.Invalid, "?niveau=9": fault.Invalid,
	} {
		if _, err := shown(pagetest.Request(t, Path+query, "")); fault.KindOf(err) != kind {
			t.Errorf("%s: %v, want kind %v", query, err, kind)
		}
	}
}

// A page that takes long waits for its turn, and says when there is none.
func TestBusy(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, in("fermer~"+welding), "")
	r.Dear = throttle.NewQueue(0, 0)
	if _, err := shown(r); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("%v, want Unavailable", err)
	}
}

func TestOpeningPath(t *testing.T) {
	t.Parallel()
	got := OpeningPath("departement-finistere", "MECA", 30, trainingtest.Welding, brest)
	pagetest.Check(t, shown, got, "", webtest.In(".simul__patches", webtest.HasText("Ouvrir CAP")), webtest.In("#filiere-1"))
	if got := OpeningPath("", "", 0, trainingtest.Welding, ""); got != Path+"?faire=ouvrir&formation="+trainingtest.Welding+"#changement" {
		t.Error(got)
	}
}

func FuzzPatch(f *testing.F) {
	f.Add("ouvrir~a~b~school~12")
	f.Add("places~a~")
	f.Add("~~~")
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := parsePatch(s)
		if !ok {
			return
		}
		if again, ok := parsePatch(patchText(p)); !ok || again != p {
			t.Errorf("%q is %+v, then %+v", s, p, again)
		}
		_ = pathway.Scenario{p}.Hash()
	})
}
