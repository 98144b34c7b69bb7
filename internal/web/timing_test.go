package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/labelling"
)

// heard asks for a page and tells what the store was asked for it, and how long it took.
func (r *reader) heard(target string) (w *httptest.ResponseRecorder, list []string, took time.Duration) {
	l := &listener{}
	q := httptest.NewRequest(http.MethodGet, target, nil)
	q.Header.Set("Cookie", r.cookie)
	q = q.WithContext(l.within(q.Context()))
	w = httptest.NewRecorder()
	start := time.Now()
	r.site.ServeHTTP(w, q)
	return w, l.heard, time.Since(start)
}

// TestOthersCostNothing names things of others in every way that a page knows, and things that
// there are not, as the same person: one answer, and the same questions to the store, so that
// no clock tells which is which. The time itself is compared too, loosely: on a busy machine
// it says little.
func TestOthersCostNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after the other: the race detector has nothing to find, and takes a minute")
	}
	t.Parallel()
	d := withSecrets(t)
	c, err := d.Dossier(t.Context(), labelling.DossierID(d.id))
	if err != nil || len(c.Dossier.Pieces) == 0 {
		t.Fatalf("a dossier without files: %v", err)
	}
	piece := c.Dossier.Pieces[0].ID
	draft := labelling.CallDraft{Call: labelling.Call{ID: "appel-2027", Title: "Appel de 2027", Rules: d.rules.ID, Opens: d.now.Add(24 * time.Hour)}}
	if _, err := d.SaveCallDraft(t.Context(), "operator", draft); err != nil {
		t.Fatal(err)
	}
	dossier, none := d.path, "/espace/dossiers/d-aaaaaaaaaaaaaaaaaaaaaaaaaa"
	noID := none[strings.LastIndexByte(none, '/')+1:]
	const campus, noCampus = "/espace/campus/bretagne-industries-de-la-mer", "/espace/campus/bretagne-industries-de-la-lune"
	pairs := [][2]string{
		{dossier, none},
		{dossier + "/identity", none + "/identity"},
		{dossier + "/champ/national_theme", none + "/champ/national_theme"},
		{dossier + "/fichiers/" + piece, none + "/fichiers/" + piece},
		{dossier + "/proposition.pdf", none + "/proposition.pdf"},
		{dossier + "/proposition.json", none + "/proposition.json"},
		{dossier + "/signer/recteur", none + "/signer/recteur"},
		{dossier + "/signer/recteur/document", none + "/signer/recteur/document"},
		{"/espace/decisions/2026/dossiers/" + d.id, "/espace/decisions/2026/dossiers/" + noID},
		{"/espace/lettres/" + d.id, "/espace/lettres/" + noID},
		{"/espace/lettres/" + d.id + "/lettre.pdf", "/espace/lettres/" + noID + "/lettre.pdf"},
		{"/espace/lettres/" + d.id + "/lettre.odt", "/espace/lettres/" + noID + "/lettre.odt"},
		{"/espace/expertise/2026", "/espace/expertise/2099"},
		{"/espace/expertise/2026/" + d.id, "/espace/expertise/2026/" + noID},
		{"/espace/expertise/2026/" + d.id + "/fiches", "/espace/expertise/2026/" + noID + "/fiches"},
		{"/espace/expertise/2026/" + d.id + "/fiches", "/espace/expertise/2099/" + noID + "/fiches"},
		{"/espace/appels/appel-2027", "/espace/appels/appel-2098"}, // being prepared
		{campus, noCampus},
		{campus + "/membres", noCampus + "/membres"},
		{campus + "/membres.csv", noCampus + "/membres.csv"},
		{campus + "/reservations", noCampus + "/reservations"},
		{campus + "/label", noCampus + "/label"},
		{campus + "/fiches/event/e1", noCampus + "/fiches/event/e1"},
		{"/espace/organisations/ecole-navale-lanveoc", "/espace/organisations/ecole-navale-nulle-part"},
		{"/espace/personnes/" + string(d.director.id), "/espace/personnes/aaaaaaaaaaaaaaaaaaaaaaaaaa"},
		{"/espace/personnes/" + string(d.viewers["lecteur"].id), "/espace/personnes/aaaaaaaaaaaaaaaaaaaaaaaaaa"},
	}
	outsiders := map[string]*reader{
		"of another region": d.elsewhere, "nobody": d.viewers["nobody"], "a funder": d.viewers["funder"], "the network": d.viewers["network"],
		"of another academie":   d.person("caen14@example.org", on(account.CaenSecretary, "academie/03"), on(account.Director, "campus/normandie-propulsions")),
		"an expert of no panel": d.person("expert@example.org", on(account.Expert, "national"), on(account.PanelPresident, "national")),
		"of another member":     d.person("autre-membre@example.org", on(account.Member, "organisation/lycee-nulle-part")),
	}
	compared := 0
	for name, r := range outsiders {
		for _, p := range pairs {
			a, there, _ := r.heard(p[0])
			b, not, _ := r.heard(p[1])
			if a.Code != http.StatusNotFound || b.Code != http.StatusNotFound {
				t.Errorf("%s: %s is %d, %s is %d: want 404 twice", name, p[0], a.Code, p[1], b.Code)
				continue
			}
			compared++
			if !slices.Equal(there, not) {
				t.Errorf("%s: %s asks the store\n\t%s\nand %s\n\t%s", name, p[0], strings.Join(there, "\n\t"), p[1], strings.Join(not, "\n\t"))
			}
		}
	}
	if compared < len(pairs)*len(outsiders)*9/10 {
		t.Errorf("only %d pairs were compared", compared)
	}
	// The test hears: who may read a dossier has more asked than who may not.
	if w, list, _ := d.director.heard(dossier); w.Code != 200 || len(list) < 8 {
		t.Errorf("who may read: status %d, %d questions", w.Code, len(list))
	}

	// Medians of rounds that alternate, so that what else the machine does falls on both.
	if testing.Short() {
		return
	}
	const rounds = 100
	for _, p := range pairs {
		var there, not []time.Duration
		for range rounds {
			_, _, took := d.elsewhere.heard(p[0])
			there = append(there, took)
			_, _, took = d.elsewhere.heard(p[1])
			not = append(not, took)
		}
		slices.Sort(there)
		slices.Sort(not)
		if a, b := there[rounds/2], not[rounds/2]; a > 2*b+time.Millisecond || b > 2*a+time.Millisecond {
			t.Errorf("%s takes %v, %s %v", p[0], a, p[1], b)
		}
	}
}
