package web

import (
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/text"
	"continuum/internal/web/webtest"
)

// Each is told at the top of the dossier where it stands, whose turn it is and until when; in
// other words when the turn is one's own. Nobody who may not see it is told anything.
func TestDossierTurn(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	carrier := d.person("carrier@example.org", on(account.Carrier, mer))
	minister := d.person("minister@example.org", on(account.Minister, "national"))
	path := d.begin(t)
	id := d.caseOf(t, path).Dossier.ID
	people := map[string]*reader{
		"director": d.director, "carrier": carrier, "delegate": d.delegate, "officer": d.officer,
		"rector": d.rector, "president": d.president, "national": d.national, "minister": minister,
	}
	// tells looks at the page of each: those of mine read the first, the others the second;
	// those of none find nothing.
	tells := func(state, until, yours, theirs string, mine, others, none string) {
		t.Helper()
		for _, name := range strings.Fields(mine) {
			check(t, people[name].get(path), 200, webtest.In("#tour", webtest.HasText(state)), webtest.In("#tour strong", webtest.HasText("Vous avez à "+yours)), webtest.In("#tour", webtest.HasText(until)))
		}
		for _, name := range strings.Fields(others) {
			check(t, people[name].get(path), 200, webtest.In("#tour", webtest.HasText(state)), webtest.In("#tour", webtest.HasText(theirs)), webtest.In("#tour", webtest.HasText(until)), webtest.None("#tour strong"))
		}
		for _, name := range strings.Fields(none) {
			check(t, people[name].get(path), 404)
		}
	}
	tells("Intention", "Prochaine date de l’appel", "ouvrir le dossier", "C’est le tour de : Délégué régional académique à la formation professionnelle (DRAFPIC) ou Service de la Région",
		"delegate officer", "director carrier", "rector president national minister")
	d.move(t, id, "accept_intention", "regional_delegate")
	tells("Brouillon", "Jusqu’au "+d.last("regional_closing"), "compléter le dossier", "compléter le dossier",
		"director carrier delegate", "", "rector president national minister")
	check(t, d.director.get(path), 200, webtest.In("#tour", webtest.HasText("Ensuite, vous aurez à déposer auprès de la région académique")))
	check(t, d.delegate.get(path), 200, webtest.In("#tour", webtest.HasText("Ensuite : déposer auprès de la région académique (Établissement porteur ou Directeur opérationnel)")))
	d.fill(t, path)
	tells("Brouillon", "Jusqu’au "+d.last("regional_closing"), "déposer auprès de la région académique", "Prochaine étape : déposer auprès de la région académique.",
		"director carrier", "delegate officer", "rector president national minister")
	d.move(t, id, "submit_region", "director")
	tells("Déposé en région", "Les règles ne donnent pas de date limite", "demander des compléments ou déclarer complet", "Prochaine étape : demander des compléments ou déclarer complet.",
		"delegate officer", "director carrier rector president", "national minister")
	d.move(t, id, "find_complete", "regional_delegate")
	d.move(t, id, "open_consultations", "regional_delegate")
	tells("Consultations", "Jusqu’au "+d.last("national_closing"), "enregistrer l’avis de cette instance : ", "Ensuite : soumettre à la signature des deux autorités",
		"delegate officer", "director carrier rector president", "national minister")
	for _, o := range []labelling.Opinion{{Body: "caen", Academie: "14"}, {Body: "crefop"}} {
		o.On, o.Stance = date.Of(date.DayOf(d.now)), labelling.Favourable
		if err := d.RecordOpinion(t.Context(), "x", "regional_delegate", id, o); err != nil {
			t.Fatal(err)
		}
	}
	d.move(t, id, "open_signature", "regional_delegate")
	tells("Proposition conjointe", "Jusqu’au "+d.last("national_closing"), "signer la proposition conjointe", "C’est le tour de : Recteur de région académique",
		"rector president", "director carrier delegate officer", "national minister")
	to(t, d.rector.post(path+"/signer/recteur", "empreinte", d.caseOf(t, path).Dossier.Seal.Hash, "certain", "oui"), path+"?fait=oui")
	tells("Proposition conjointe", "Jusqu’au "+d.last("national_closing"), "signer la proposition conjointe", "C’est le tour de : Président du conseil régional",
		"president", "director carrier delegate officer rector", "national minister")
	to(t, d.president.post(path+"/signer/president", "empreinte", d.caseOf(t, path).Dossier.Seal.Hash, "certain", "oui"), path+"?fait=oui")
	d.move(t, id, "submit_national", "regional_delegate")
	tells("Déposé au ministère", "Prochaine date de l’appel", "déclarer recevable ou déclarer irrecevable", "C’est le tour de : Équipe nationale (DGESCO).",
		"national", "director carrier delegate officer rector president", "")
	d.move(t, id, "admit", "national_officer")
	tells("Expertise", "Prochaine date de l’appel", "désigner les lecteurs", "Prochaine étape : désigner les lecteurs.",
		"national", "director carrier delegate officer rector president", "")
}

// last is the last day of a step of the call, as pages write it.
func (d *inCall) last(step string) string {
	call, _, err := d.Call(d.t.Context(), "2026")
	if err != nil {
		d.t.Fatal(err)
	}
	return text.For(text.French).Last(call.Deadlines[step])
}

// Beside « Déclarer recevable » stands what is found of each rule, and how sure the rule is;
// it is shown to nobody else.
func TestAdmissibilityIsShown(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	id := d.toSignature(t, path)
	for _, who := range []*reader{d.rector, d.president} {
		name := map[*reader]string{d.rector: "recteur", d.president: "president"}[who]
		to(t, who.post(path+"/signer/"+name, "empreinte", d.caseOf(t, path).Dossier.Seal.Hash, "certain", "oui"), path+"?fait=oui")
	}
	d.move(t, id, "submit_national", "regional_delegate")
	check(t, d.national.get(path), 200,
		webtest.In("#acte-admit", webtest.HasText("la décision vous revient")),
		webtest.Count("#acte-admit tbody tr", len(d.caseOf(t, path).Judge())),
		webtest.In("#acte-admit #regle-title", webtest.HasText("oui")),
		webtest.In("#acte-admit #regle-agreement", webtest.HasText("à juger")),
		webtest.In("#acte-admit #regle-school", webtest.HasText("à vérifier")),
		webtest.None("#acte-reject table"))
	check(t, d.delegate.get(path), 200, webtest.None("#recevabilite"))
}
