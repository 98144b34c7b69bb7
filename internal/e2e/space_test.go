package e2e

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"continuum/internal/access"
	"continuum/internal/account"
	"continuum/internal/store"
	"continuum/internal/workspace"
)

const passphrase = "trois mouettes sur un quai"

// invited makes an account with rights on the store of a site, and returns the path of the
// letter that opens it.
func invited(t *testing.T, dir, mail string, rights ...string) string {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	desk := access.New(db, access.Config{Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	p, link, err := desk.Invite(t.Context(), "operator", account.Person{Name: "Anne Martin", Mail: mail, Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rights {
		role, scope, _ := strings.Cut(r, " ")
		s, err := account.ParseScope(scope)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.GiveGrant(t.Context(), &account.Grant{Person: p.ID, Role: account.Role(role), Scope: s, From: time.Now().Add(-time.Minute), GivenBy: "operator"}); err != nil {
			t.Fatal(err)
		}
	}
	return link
}

// written keeps a sheet that waits to be looked at, and a project that is public.
func written(t *testing.T, dir string) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, v := range []workspace.Version{
		{Kind: workspace.KindEvent, State: workspace.Pending, Body: []byte(`{"name":"Forum des métiers de la mer","text":"Entrée libre.\n\nVenez avec vos questions.","start":"2099-03-14T09:00","end":"","place":"Le Quartz, Brest","url":"https://forum.example.fr/` + strings.Repeat("metiers-de-la-mer-", 6) + `"}`)},
		{Kind: workspace.KindProject, State: workspace.Public, Body: []byte(`{"name":"Coque verte","text":"Des coques qui se réparent.","from":"2026-01-01","milestones":[{"name":"Étude","due":"2026-06-30","done":true},{"name":"Essai","due":"2099-09-01","done":false}],"funding":[{"funder":"Région Bretagne","euros":120000,"year":2026}]}`)},
	} {
		v.Campus, v.Author = "bretagne-industries-de-la-mer", "operator"
		if _, err := db.SaveSheet(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
}

// enterSpace opens an account by its letter and comes to the space.
func (b *tab) enterSpace(link string) {
	b.t.Helper()
	b.visit(link)
	b.audited("the letter")
	b.leads(chromedp.SetValue("#password", passphrase), chromedp.Click("main form button[type=submit]"))
	if got := eval[string](b, `location.pathname`); got != "/espace" {
		b.t.Fatalf("opening the account leads to %s:\n%.600s", got, b.main())
	}
}

// TestSpace has a director of a campus open an account, write an open day and see it on
// the public pages; then someone who administers the site look at people and the journal.
// Every page is whole without scripts, at both widths.
func TestSpace(t *testing.T) {
	for i, v := range []view{{360, false}, {1280, true}} {
		t.Run(v.String(), func(t *testing.T) {
			theme := "dsfr"
			if everything && i == 1 {
				theme = "neutre"
			}
			base, dir := siteIn(t, theme)
			b := open(t, base, v)
			written(t, dir)
			b.enterSpace(invited(t, dir, "anne@example.fr", "director campus/bretagne-industries-de-la-mer", "member organisation/ecole-navale-lanveoc", "administrator national", "auditor national", "national_officer national", "expert national"))
			b.says("Bonjour Anne Martin", "Directeur opérationnel")
			look := func(what string) {
				t.Helper()
				b.audited(what)
				b.shoot("espace " + what + " " + v.String())
			}
			look("accueil")
			for _, path := range []string{"/espace/compte", "/espace/personnes", "/espace/journal", "/espace/campus", "/espace/expertise", "/espace/decisions", "/espace/arretes", "/espace/campus/bretagne-industries-de-la-mer/label"} {
				b.visit(path)
				look(path)
			}
			for path, has := range map[string]string{"/espace/a-relire": "Forum des métiers de la mer", "/espace/projets": "Coque verte", "/connexion/confirmer?vers=%2Fespace%2Fcompte": "vaut pendant dix minutes"} {
				b.visit(path)
				b.says(has)
				look(path)
			}
			b.calls(look)
			b.visit("/espace/expertise/nouveau?appel=appel-2027")
			look("composition d’un groupe")
			b.visit("/espace/campus/bretagne-industries-de-la-mer")
			look("atelier")
			for _, kind := range []string{"equipment", "project", "course", "story", "figure"} {
				b.visit("/espace/campus/bretagne-industries-de-la-mer/fiches/" + kind + "/nouvelle")
				look(kind)
			}
			spaceMembers(b, look)
			b.visit("/espace/campus/bretagne-industries-de-la-mer/fiches/event/nouvelle")
			b.leads(chromedp.Click(`main button[value="envoyer"]`))
			b.says("Ce texte est obligatoire.")
			look("refused")
			b.leads(chromedp.SetValue("#name", "Portes ouvertes de la halle"), chromedp.SetValue("#date", "2099-01-30"), chromedp.SetValue("#heure", "09:00"),
				chromedp.SetValue("#place", "Lycée Vauban, Brest"), chromedp.Focus("#place"), chromedp.KeyEvent(kb.Enter))
			b.says("Portes ouvertes de la halle", "public")
			look("published")
			// The pages follow within the time that the store is asked.
			for path, has := range map[string]string{"/agenda": "Portes ouvertes de la halle", "/campus/bretagne-industries-de-la-mer": "30 janvier 2099", "/appels": "Appel national de 2027", "/appels/appel-2027": "Qui peut proposer"} {
				for deadline := time.Now().Add(time.Minute); ; {
					if b.visit(path); strings.Contains(strings.ReplaceAll(b.main(), "\u00a0", " "), has) {
						break
					}
					if time.Now().After(deadline) {
						t.Fatalf("%s never says %q", path, has)
					}
				}
				look(path)
			}
			b.visit("/deconnexion")
			look("sortie")
			b.leads(chromedp.Click("main form button[type=submit]"))
			b.visit("/espace")
			if got := eval[string](b, `location.pathname`); got != "/connexion" {
				t.Errorf("after leaving, /espace is %s", got)
			}
			look("connexion")
		})
	}
}
