package e2e

import (
	"github.com/chromedp/chromedp"
)

// calls has the national team read a référentiel, begin another, prepare a call, open it,
// move one of its dates and follow its dossiers.
func (b *tab) calls(look func(what string)) {
	b.t.Helper()
	for what, path := range map[string]string{
		"référentiels": "/espace/referentiels", "référentiel": "/espace/referentiels/cmq-2018", "référentiel à écrire": "/espace/referentiels/nouveau?depuis=cmq-2018",
	} {
		b.visit(path)
		look(what)
	}
	b.visit("/espace/referentiels/nouveau")
	b.leads(chromedp.SetValue("#texte", `id = "x"`), chromedp.Click(`main button[value="verifier"]`))
	b.says("défauts", "from")
	look("référentiel refusé")
	b.visit("/espace/referentiels/nouveau?depuis=cmq-2018")
	b.leads(chromedp.Click(`main button[value="verifier"]`))
	b.says("Ce texte est complet.")
	look("référentiel vérifié")
	b.visit("/espace/appels/nouveau?referentiel=cmq-2018")
	look("appel à préparer")
	b.leads(chromedp.SetValue("#id", "appel-2027"), chromedp.SetValue("#titre", "Appel national de 2027"), chromedp.SetValue("#ouverture", "2026-01-05"),
		chromedp.SetValue("#fin-national_closing", "2099-06-30"), chromedp.Click(`main button[value="garder"]`))
	look("appel refusé")
	b.leads(chromedp.SetValue("#fin-national_closing", ""), chromedp.Click(`main button[value="garder"]`))
	b.says("Ce que tout le monde lira", "Appel national de 2027")
	look("appel en préparation")
	b.leads(chromedp.Click(`#certain-0`), chromedp.Click(`main button[value="ouvrir"]`))
	b.says("Appel national de 2027", "Questions et réponses")
	look("appel")
	b.visit("/espace/appels")
	look("appels")
	b.visit("/espace/appels/appel-2027/dossiers")
	look("dossiers de l’appel")
}
