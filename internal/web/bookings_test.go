package web

import (
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/web/webtest"
)

// Someone of a member asks for equipment; its owner or the campus answers; others see that
// it is taken, and no more.
func TestEquipmentIsAskedFor(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	mate := p.person("membre@example.org", on(account.Member, "organisation/"+cefcm))
	owner := p.person("navale@example.org", on(account.Member, "organisation/ecole-navale-lanveoc"))
	inspector := p.person("igesr@example.org", on(account.Inspector, "national"))
	elsewhere := p.person("ailleurs@example.org", on(account.Director, "campus/lannion-numerique-photonique"))
	path := atelier + "/reservations"
	check(t, director.get(path), 200, webtest.In("#espace", webtest.HasText("Aucun équipement du campus")))
	for _, name := range []string{"Halle navale", "Tour sans demande"} {
		fields := []string{"version", "0", "faire", "envoyer", "name", name, "place", "Lanvéoc", "sharing", "Sur demande", "owner", "ecole-navale-lanveoc"}
		if name == "Halle navale" {
			fields = append(fields, "bookable", "oui")
		}
		to(t, director.post(atelier+"/fiches/equipment/nouvelle", fields...), atelier)
	}
	hall, lathe := idOf(t, director, "Halle navale"), idOf(t, director, "Tour sans demande")
	ask := func(r *reader, sheet, org, hour, purpose string) []string {
		return []string{"faire", "demander", "sheet", sheet, "organisation", org, "start", "2026-12-01", "start_hour", hour, "end", "2026-12-01", "end_hour", "17:00", "purpose", purpose}
	}
	for _, r := range []*reader{elsewhere} {
		check(t, r.get(path), 404)
		check(t, r.get(path+".ics"), 404)
		check(t, r.post(path, ask(r, hall, "", "09:00", "Rien")...), 404)
	}
	check(t, inspector.get(path), 200, webtest.None("#demande"))
	check(t, inspector.post(path, ask(inspector, hall, "", "09:00", "Rien")...), 403)
	check(t, mate.post(path, ask(mate, lathe, cefcm, "09:00", "TP")...), 422, webtest.In("#sheet-erreur", webtest.HasText("Choisissez")))
	check(t, mate.post(path, ask(mate, hall, "ecole-navale-lanveoc", "09:00", "TP de soudage")...), 422, webtest.In("#organisation-erreur", webtest.HasText("au nom de qui")))
	check(t, mate.post(path, ask(mate, hall, cefcm, "18:00", "")...), 422, webtest.In("#end-erreur", webtest.HasText("avant le début")), webtest.In("#purpose-erreur", webtest.HasText("obligatoire")))
	to(t, mate.post(path, ask(mate, hall, cefcm, "09:00", "TP <b>de soudage</b>")...), path)
	to(t, director.post(path, ask(director, hall, "", "14:00", "Visite")...), path)
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("« Halle navale » est demandé")))
	check(t, owner.get("/espace"), 200, webtest.In("main", webtest.HasText("« Halle navale » est demandé")))
	list, err := p.Bookings(t.Context(), "bretagne-industries-de-la-mer", "")
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	first, second := list[0].ID, list[1].ID
	check(t, owner.get(path), 200, webtest.In("#demande-"+first, webtest.HasText("TP <b>de soudage</b>"), webtest.HasText("Même moment")), webtest.None("#demandes b"))
	check(t, inspector.get(path), 200, webtest.In("#demande-"+first, webtest.HasText("attend une réponse"), webtest.HasNoText("soudage")), webtest.None(`#demandes button`))
	check(t, mate.post(path, "faire", "accepter", "demande", first), 403)
	check(t, mate.post(path, "faire", "renoncer", "demande", second), 403)
	check(t, owner.post(path, "faire", "accepter", "demande", "x"), 404)
	to(t, owner.post(path, "faire", "accepter", "demande", first), path)
	check(t, director.post(path, "faire", "accepter", "demande", second), 422, webtest.In(".fr-alert", webtest.HasText("déjà accordé")))
	check(t, director.post(path, "faire", "refuser", "demande", second, "motif", ""), 422, webtest.In(".fr-alert", webtest.HasText("obligatoire")))
	to(t, director.post(path, "faire", "refuser", "demande", second, "motif", "Déjà pris."), path)
	check(t, mate.get("/espace"), 200, webtest.In("main", webtest.HasText("est acceptée")))
	ics := mate.get(path + ".ics").Body.String()
	if strings.Count(ics, "BEGIN:VEVENT") != 1 || !strings.Contains(ics, "SUMMARY:Halle navale") || !strings.Contains(ics, "DTSTART:20261201T080000Z") {
		t.Errorf("the calendar is %s", ics)
	}
	to(t, mate.post(path, "faire", "renoncer", "demande", first), path)
	check(t, mate.post(path, "faire", "renoncer", "demande", first), 422, webtest.In(".fr-alert", webtest.HasText("abandonnée")))
	if strings.Contains(mate.get(path+".ics").Body.String(), "VEVENT") {
		t.Error("what was given up is in the calendar")
	}
}
