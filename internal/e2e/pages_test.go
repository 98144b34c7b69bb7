package e2e

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"continuum/internal/app"
)

// site starts the program on a temporary store and returns its address.
func site(t *testing.T, theme string) string {
	t.Helper()
	base, _ := siteIn(t, theme)
	return base
}

// siteIn tells the folder of the store too.
func siteIn(t *testing.T, theme string) (base, dir string) {
	t.Helper()
	c := app.Defaults()
	c.DataDir, c.Theme = t.TempDir(), theme
	return served(t, c), c.DataDir
}

// served runs the program until the test ends, and returns the address of its site.
func served(t *testing.T, c app.Config) string {
	t.Helper()
	c.Addr, c.Version, c.Grace = "127.0.0.1:0", "test", time.Second
	a, err := app.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
	return "http://" + a.Addr()
}

// everything is asked for by make test-all: both themes, all views.
var everything = os.Getenv("CONTINUUM_E2E") == "all"

// themes are the looks to test: the default one, both when everything is asked for.
func themes() []string {
	if everything {
		return []string{"dsfr", "neutre"}
	}
	return []string{"dsfr"}
}

// pages are all kinds of pages, in the states that a reader can meet.
var pages = []struct {
	path   string
	status int64
	has    string // a text of the page, so that an empty one does not pass
}{
	{"/", 200, "campus"},
	{"/carte", 200, "campus"},
	{"/carte?le=2015-09-01", 200, "21"},
	{"/carte?le=2000-01-01", 200, "aucun"},
	{"/carte?lieu=Lorient", 200, "vol d’oiseau"},
	{"/carte?lieu=saint-denis", 200, "Laquelle"},
	{"/carte?le=hier", 400, "AAAA-MM-JJ"},
	{"/campus", 200, "Aérocampus"},
	{"/campus?q=zzzz", 200, "aucun"},
	{"/campus?q=mer", 200, "Industries de la mer"},
	{"/campus?page=-1", 400, "page"},
	{"/campus/bretagne-industries-de-la-mer", 200, "Rennes"},
	{"/campus/bretagne-industries-de-la-mer?le=2015-09-01", 200, "2015"},
	{"/integrer/campus/bretagne-industries-de-la-mer", 200, "Brest"},
	{"/campus/bretagne-industries-de-la-mers", 404, "Industries de la mer"},
	{"/campus/bretagne-industries-de-la-mer/continuum/chaudronnerie-et-soudure/5", 200, "On y arrive depuis"},
	{"/campus/bretagne-industries-de-la-mer/continuum/poterie/5", 404, "Industries de la mer"},
	{"/appels", 200, "Aucun appel n’est ouvert."},
	{"/appels/appel-1999", 404, "appel"},
	{"/filieres", 200, "mobilité"},
	{"/filieres/mobilite-aeronautique-transports", 200, "Industries de la mer"},
	{"/territoires", 200, "Bretagne"},
	{"/territoires/region-bretagne", 200, "Industries de la mer"},
	{"/filieres/systemes-innovants-mecatronique/formations?niveau=4", 200, "niveau 4 (bac)"},
	{"/territoires/region-bretagne/continuum?filiere=MECA", 200, "Finistère"},
	{"/territoires/departement-finistere/etablissements", 200, "Brest (29)"},
	{"/formations", 200, "près de chez moi"},
	{"/formations?q=bateau+lorient", 200, "Maintenance nautique"},
	{"/formations?q=soudeur&lieu=Lorient&rayon=50&niveau=4&niveau=5&voie=scolaire&tri=distance&par=200", 200, "chaudronnerie"},
	{"/formations?q=boulanjer&lieu=saint-martin", 200, "Laquelle"},
	{"/formations?q=cap+cuisine&lieu=Mende&rayon=5", 200, "Aucune formation"},
	{"/formations?lieu=Xyzzyville", 400, "Xyzzyville"},
	{"/formations?q=soudeur&lieu=Lorrient&rayon=-5", 400, "Vouliez-vous dire"},
	{"/formations?q=bts+industries&campus=perpignan-eau", 200, "Chez les membres connus"},
	{"/formations/40025411", 200, "chaudronnerie"},             // bac pro, entered after a common year
	{"/formations/40025411?region=53", 200, "Bretagne"},        // a mark for each place
	{"/formations/40025411?departement=48", 200, "Aucun lieu"}, // none there
	{"/formations/rien-de-tel", 404, "accueil"},
	{"/etablissements/0290044R", 200, "0290044R"},
	{"/metiers/H2913", 200, "ROME"},
	{"/parcours", 200, "Où habitez-vous"},
	{"/parcours?ou=Lorient&niveau=7&filiere=MECA&km=50&gauche=1&droite=2", 200, "côte à côte"},
	{"/parcours?ou=Brest&apres=40025411&formation=32025415&km=1&voie=scolaire", 200, "Ce que vous pouvez changer"},
	{"/parcours?ou=saint-martin&niveau=5", 200, "Laquelle"},
	{"/parcours?ou=Xyzzyville", 400, "Xyzzyville"},
	{"/ma-liste", 200, "Votre liste est vide"},
	{"/ma-liste?liste=1~40025411.0560026Z~32025415.0290012F~40025012.0560070X&trajet=1~3e~40020104.0560070X.s1~40025012.0560070X.s2~32020111.0560026Z.s1&question=ou%3DLorient%26niveau%3D5&depart=Lorient+%2856100%29", 200, "Emporter ma liste"},
	{"/ma-liste?liste=1~rien.0000000X~%3Cscript%3E~40025411.0560026Z&depart=saint-martin", 200, "n’est plus dans nos données"},
	{"/ma-liste/comparer?liste=1~40025411.0560026Z~32025415.0290012F", 200, "côte à côte"},
	{"/ma-liste/comparer", 200, "au moins deux"},
	{"/formations?q=chaudronnerie&lieu=Lorient&liste=1~40025411.0560026Z", 200, "Ma liste (1)"},
	{"/simulation", 200, "Où regarder"},
	{"/simulation?territoire=departement-morbihan&filiere=MECA&km=40&faire=ouvrir&mots=bts+chaudronnerie&lieu=vannes", 200, "Choisissez la formation"},
	{"/simulation?territoire=departement-morbihan&filiere=MECA&km=40&p=ouvrir~32025415~0560053D~~24&ou=Vannes&niveau=5", 200, "Places après"},
	{"/simulation?territoire=departement-morbihan&p=fermer~rien", 400, "Changement 1"},
	{"/simulation?commune=saint-martin&faire=places&ajouter=oui", 400, "Quelle commune"},
	{"/employeurs", 200, "entreprise"},
	{"/employeurs?q=soudeur&lieu=Lorient", 200, "écoles à contacter"},
	{"/employeurs?filiere=ALIM&lieu=Mende&rayon=100", 200, "Mende"},
	{"/employeurs?q=soudeur&lieu=saint-martin", 200, "Laquelle"},
	{"/employeurs?q=soudeur&lieu=Xyzzyville", 400, "Xyzzyville"},
	{"/signaler", 200, "message"},
	{"/donnees", 200, "CSV"},
	{"/donnees/qualite", 200, "quarantaine"},
	{"/lexique", 200, "brevet de technicien"},
	{"/accessibilite", 200, "axe"},
	{"/mentions-legales", 200, "licence"},
	{"/rien-de-tel", 404, "accueil"},
	{"/en/", 200, "campus"},
	{"/en/carte?le=2015-09-01", 200, "21"},
	{"/en/campus/bretagne-industries-de-la-mer", 200, "Rennes"},
	{"/en/parcours?ou=56121&niveau=8&km=60", 200, "possible pathways"},
	{"/en/simulation?territoire=region-bretagne&filiere=MECA&p=internat~0560053D", 200, "changes nothing"},
	{"/en/ma-liste?liste=1~32025415.0290012F&depart=56121", 200, "Take my list with me"},
	{"/en/signaler", 200, "message"},
	{"/en/formations/40025411", 200, "chaudronnerie"},
}

var views = []view{{360, true}, {360, false}, {1280, true}, {1280, false}}

// seen reports whether the n-th page is looked at in a view. When everything is asked
// for, the default theme is seen in all of them, and the other at both widths, once with
// scripts and once without, the next page the other way round. Otherwise each page is
// seen once, each in another view than the one before.
func seen(theme string, n int, v view) bool {
	switch {
	case !everything:
		return views[n%len(views)] == v
	case theme == "dsfr":
		return true
	}
	return (v.width == 360) == (v.scripts == (n%2 == 0))
}

// TestPages looks at every page in its views, in every theme asked for.
func TestPages(t *testing.T) {
	for _, theme := range themes() {
		base := site(t, theme)
		for _, v := range views {
			b := open(t, base, v)
			for n, p := range pages {
				if !seen(theme, n, v) {
					continue
				}
				t.Run(theme+p.path+" "+v.String(), func(t *testing.T) {
					b.use(t)
					b.scripts(v.scripts)
					b.visit(p.path)
					if b.status != p.status {
						t.Errorf("status %d, want %d", b.status, p.status)
					}
					if text := eval[string](b, `document.body.innerText`); !strings.Contains(strings.ToLower(text), strings.ToLower(p.has)) {
						t.Errorf("the page does not say %q:\n%.400s", p.has, text)
					}
					if v.scripts && v.width >= 1280 && eval[bool](b, `document.querySelector("[data-map]") !== null`) {
						b.live()
					}
					for _, f := range b.audit() {
						t.Error(f)
					}
					b.shoot(theme + p.path + " " + v.String())
				})
			}
			b.close()
		}
	}
}
