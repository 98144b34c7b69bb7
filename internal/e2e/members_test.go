package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// spaceMembers adds a member, keeps its agreement, corrects it as its own people would, and
// asks for equipment.
func spaceMembers(b *tab, look func(string)) {
	b.t.Helper()
	const campus = "/espace/campus/bretagne-industries-de-la-mer"
	b.visit(campus + "/membres")
	look("membres")
	b.visit(campus + "/nouveau-membre")
	look("membre cherché")
	b.leads(chromedp.SetValue("#q", "Station marine de Concarneau"), chromedp.Click("#espace form[role=search] button[type=submit]"))
	look("membre trouvé")
	b.leads(chromedp.Click("#libre"))
	b.leads(chromedp.Click("#membre button[type=submit]"))
	b.says("Choisissez la nature de l’organisme")
	look("membre refusé")
	b.leads(chromedp.SetValue("#kind", "laboratoire"), chromedp.SetValue("#commune", "29039"), chromedp.SetValue("#from", "2026-09-01"),
		chromedp.SetValue("#agreement_until", "2099-08-31"), chromedp.SetValue("#contact_name", "Yann Le Goff"), chromedp.Click("#membre button[type=submit]"))
	b.says("Station marine de Concarneau", "jamais confirmé")
	b.visit(campus + "/membres/station-marine-de-concarneau")
	b.says("Convention et contact")
	look("membre")
	b.visit(campus + "/import-membres")
	look("import")
	b.leads(chromedp.SetUploadFiles("#fichier", []string{membersFile(b.t)}), chromedp.Click("#envoi button[type=submit]"))
	b.says("Membres ajoutés", "Lignes refusées")
	look("import vu")
	b.leads(chromedp.Click("#ecrire button[type=submit]"))
	b.says("Piriou")
	b.visit("/espace/organisations")
	look("organismes")
	b.visit("/espace/organisations/ecole-navale-lanveoc")
	look("organisme")
	b.leads(chromedp.Click("#espace .atelier__sheet button[type=submit]"))
	b.says("confirmé le")
	b.visit(campus + "/fiches/equipment/nouvelle")
	b.leads(chromedp.SetValue("#name", "Halle navale"), chromedp.SetValue("#place", "Lanvéoc"), chromedp.SetValue("#sharing", "Les membres, sur demande"),
		chromedp.Click("#bookable-0"), chromedp.Click(`main button[value="envoyer"]`))
	b.visit(campus + "/reservations")
	eval[int](b, `document.querySelector("#sheet").selectedIndex = 1`)
	b.leads(chromedp.SetValue("#start", "2099-03-01"), chromedp.SetValue("#start_hour", "09:00"),
		chromedp.SetValue("#end", "2099-03-01"), chromedp.SetValue("#end_hour", "12:00"), chromedp.SetValue("#purpose", "Travaux pratiques de soudage"), chromedp.Click("#demande button[type=submit]"))
	b.says("attend une réponse")
	look("demandes")
}

// membersFile is a list of members as an office would send it.
func membersFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "membres.csv")
	if err := os.WriteFile(path, []byte("nom;nature;role;code_commune\nPiriou;Entreprise;Partenaire;29039\nRoi;royaume;membre;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
