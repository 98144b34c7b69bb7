package web

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/web/webtest"
)

// What a wave keeps from some: a sentence of the dossier of Brittany, the names of its
// experts, what they wrote of it.
const (
	secretOfDossier = "AigueMarineDeLaRade"
	secretOfSheet   = "GouvernanceEnTrompeLOeil"
	secretOfExpert  = "Personne expertquintessence"
	secretAddress   = "expertquintessence@"
	secretOfOther   = "RienQuePourMoi"
)

// secrets is a wave under expertise, and everyone who looks at it.
type secrets struct {
	*inCall
	path, id string
	viewers  map[string]*reader
}

func withSecrets(t *testing.T) *secrets {
	t.Helper()
	d := &secrets{inCall: withCall(t)}
	d.path = d.draft(t)
	d.id = d.path[strings.LastIndexByte(d.path, '/')+1:]
	if w := d.director.post(d.path+"/identity", "v-national_theme", secretOfDossier, "b-national_theme", "0"); w.Code != 303 {
		t.Fatalf("status %d: %.400s", w.Code, w.Body)
	}
	d.toExpertise(t, d.path)
	d.viewers = map[string]*reader{
		"director": d.director, "delegate": d.delegate, "officer": d.officer, "rector": d.rector, "president": d.president, "elsewhere": d.elsewhere,
		"caen":          d.person("caen@example.org", on(account.CaenSecretary, "academie/14")),
		"crefop":        d.person("crefop@example.org", on(account.CrefopSecretary, "region/53")),
		"other region":  d.person("region@example.org", on(account.RegionPresident, "region/52"), on(account.RegionOfficer, "region/52")),
		"member":        d.person("member@example.org", on(account.Member, "organisation/ecole-navale-lanveoc")),
		"ministry":      d.person("ministry@example.org", on(account.MinistryOfficer, "national")),
		"national":      d.national,
		"auditor":       d.person("auditor@example.org", on(account.Auditor, "national")),
		"protection":    d.person("protection@example.org", on(account.ProtectionOfficer, "national")),
		"network":       d.person("network@example.org", on(account.Network, "national")),
		"funder":        d.person("funder@example.org", on(account.Funder, "national")),
		"administrator": d.person("administrator@example.org", on(account.Administrator, "national")),
		"nobody":        d.person("nobody@example.org"),
	}
	var experts []expertise.Expert
	for i, name := range []string{"preside", "expertquintessence", "lecteur", "autre"} {
		grants := []account.Grant{on(account.Expert, "national")}
		if i == 0 {
			grants = append(grants, on(account.PanelPresident, "national"))
		}
		x := d.person(name+"@example.org", grants...)
		d.viewers[name] = x
		experts = append(experts, expertise.Expert{ID: expertise.ExpertID(x.id), College: panelTerms.Colleges.Both()[i%2], Most: 5})
	}
	id := expertise.DossierID(d.id)
	if err := d.SetUpPanel(t.Context(), "operator", "2026", panelTerms, experts, experts[0].ID, []expertise.Dossier{{ID: id, Campus: "bretagne-industries-de-la-mer", Readers: 2}}); err != nil {
		t.Fatal(err)
	}
	desk := "/espace/expertise/2026/" + d.id
	for _, name := range []string{"preside", "expertquintessence", "lecteur", "autre"} {
		to(t, d.viewers[name].post(desk, "faire", "declarer", "position", "none"), desk)
	}
	readings := []expertise.Pair{{Expert: experts[1].ID, Dossier: id}, {Expert: experts[2].ID, Dossier: id}}
	slices.SortFunc(readings, func(a, b expertise.Pair) int { return strings.Compare(string(a.Expert), string(b.Expert)) })
	if err := d.AssignReadings(t.Context(), "operator", "2026", readings); err != nil {
		t.Fatal(err)
	}
	for who, comment := range map[string]string{"expertquintessence": secretOfSheet, "lecteur": secretOfOther} {
		to(t, d.viewers[who].post(desk, "faire", "remettre", "version", "0", "note-C1", "3", "preuve-C1", "page 3", "commentaire-C1", comment, "note-C2", "0",
			"avis", "favourable", "categorie", "campus", "duree", "5"), desk)
	}
	d.follow(t)
	return d
}

// entitled are the secrets that each may read: all others must appear nowhere.
var entitled = map[string][]string{
	"director": {secretOfDossier}, "delegate": {secretOfDossier}, "officer": {secretOfDossier}, "rector": {secretOfDossier}, "president": {secretOfDossier},
	"caen": {secretOfDossier}, "crefop": {secretOfDossier},
	"national":           {secretOfDossier, secretOfSheet, secretOfExpert, secretAddress, secretOfOther},
	"ministry":           {secretOfDossier, secretOfSheet, secretOfExpert, secretOfOther},
	"preside":            {secretOfDossier, secretOfSheet, secretOfExpert, secretOfOther},
	"expertquintessence": {secretOfDossier, secretOfSheet, secretOfExpert, secretAddress},
	"lecteur":            {secretOfDossier, secretOfOther},
	// Those who look after accounts see who holds which role, not who reads what.
	"administrator": {secretOfExpert, secretAddress}, "auditor": {secretOfExpert, secretAddress}, "protection": {secretOfExpert, secretAddress},
}

// TestNothingLeaks has everyone ask for everything: all that their pages lead to, all that
// others' pages lead to, what can be asked by hand, and what errors say of it. Nobody is told
// what is not theirs, in a body or in a header.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("some five thousand pages are asked for")
	}
	d := withSecrets(t)
	all := []string{secretOfDossier, secretOfSheet, secretOfExpert, secretAddress, secretOfOther}
	public := []string{
		"/", "/campus", "/campus/bretagne-industries-de-la-mer", "/formations?q=" + secretOfDossier, "/campus?q=" + secretOfDossier, "/agenda", "/flux.atom", "/sitemap.xml", "/llms.txt",
		"/appels", "/appels/2026", "/en/appels/2026", "/appels/2026/dates.ics",
	}
	asked := []string{
		"/espace", "/espace/compte", "/espace/compte/donnees.json", "/espace/personnes", "/espace/journal", "/espace/journal?flux=dossier/" + d.id, "/espace/campus",
		"/espace/appels", "/espace/appels/2026", "/espace/appels/2026/dossiers", "/espace/appels/2026/dossiers.csv", "/espace/appels/2026/dossiers.zip",
		"/espace/dossiers", d.path, d.path + "/identity", d.path + "/champ/national_theme", d.path + "/champ/members", d.path + "/proposition.json", d.path + "/proposition.pdf",
		d.path + "/signer/recteur", "/espace/decisions", "/espace/decisions/2026", "/espace/decisions/2026/dossiers/" + d.id, "/espace/decisions/2026/annexe.odt",
		"/espace/lettres/" + d.id, "/espace/lettres/" + d.id + "/lettre.pdf", "/espace/lettres/" + d.id + "/lettre.odt", "/espace/expertise", "/espace/expertise/2026", "/espace/expertise/2026/" + d.id, "/espace/expertise/2026/" + d.id + "/fiches", "/espace/campus/bretagne-industries-de-la-mer",
		"/espace/campus/bretagne-industries-de-la-mer/label", "/espace/campus/bretagne-industries-de-la-mer/membres", "/espace/organisations",
	}
	pages := map[string][]string{}
	var union []string
	for name, r := range d.viewers {
		pages[name] = d.walk(r, asked)
		union = append(union, pages[name]...)
	}
	slices.Sort(union)
	union = slices.Compact(union)
	if len(union) < len(asked)+20 {
		t.Errorf("%d pages are looked at: the walk stopped early", len(union))
	}
	seen := map[string]map[string]bool{}
	for name, r := range d.viewers {
		seen[name] = map[string]bool{}
		for _, target := range union {
			d.holds(t, name, target, r.get(target), all, seen[name])
		}
		for _, post := range [][]string{
			{d.path, "faire", "acte", "acte", "close_expertise"},
			{d.path + "/identity", "v-title", ""},
			{"/espace/expertise/2026", "faire", "partager"},
			{"/espace/expertise/2026/" + d.id, "faire", "declarer", "position", "rien"},
			{"/espace/dossiers/nouveau", "appel", "2026", "nature", "renewal", "campus", "bretagne-industries-de-la-mer"},
			{"/espace/decisions/2026/dossiers/" + d.id, "faire", "preparer"},
			{"/espace/personnes", "mail", "x@example.org", "role", "expert", "scope", "national"},
		} {
			if name != "national" && name != "preside" { // theirs would go through
				d.holds(t, name, post[0]+" (post)", r.post(post[0], post[1:]...), all, seen[name])
			}
		}
	}
	for _, target := range slices.Concat(public, union) {
		d.holds(t, "a reader", target, ask(d.site, "GET", target), all, map[string]bool{})
	}
	// The test sees: who may read a secret has read it.
	for _, x := range []struct{ who, what string }{
		{"national", secretOfSheet}, {"national", secretOfExpert}, {"director", secretOfDossier}, {"lecteur", secretOfDossier}, {"expertquintessence", secretOfSheet}, {"preside", secretOfOther}, {"ministry", secretOfSheet},
	} {
		if !seen[x.who][x.what] {
			t.Errorf("%s never saw %s: the test is blind", x.who, x.what)
		}
	}
	// Notices, and so letters, say that something happened, and where: never what, nor who reads.
	told := 0
	for name, r := range d.viewers {
		list, err := d.Notices(t.Context(), r.id, 1000)
		if err != nil {
			t.Fatal(err)
		}
		told += len(list)
		for _, n := range list {
			for _, s := range []string{secretOfDossier, secretOfSheet, secretOfExpert, secretOfOther} {
				if strings.Contains(fmt.Sprintf("%+v", n), s) {
					t.Errorf("a notice to %s holds %s", name, s)
				}
			}
		}
	}
	if told == 0 {
		t.Error("nobody was told anything: the test is blind")
	}
}

// walk lists the pages of the space that someone's pages lead to.
func (d *secrets) walk(r *reader, from []string) []string {
	queue := slices.Clone(from)
	met := map[string]bool{}
	for _, q := range queue {
		met[q] = true
	}
	for len(queue) > 0 {
		target := queue[0]
		queue = queue[1:]
		w := r.get(target)
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || !strings.HasPrefix(target, "/espace") {
			continue
		}
		doc, err := webtest.Parse(strings.NewReader(w.Body.String()))
		if err != nil {
			d.t.Fatal(err)
		}
		base, _ := url.Parse(target)
		for _, a := range webtest.Find(doc, "a[href]") {
			href, _ := webtest.Attr(a, "href")
			u, err := base.Parse(href)
			if err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/espace") || strings.HasPrefix(u.Path, "/espace/referentiels") {
				continue
			}
			u.Fragment = ""
			if s := u.String(); !met[s] && len(met) < 400 {
				met[s] = true
				queue = append(queue, s)
			}
		}
	}
	list := make([]string, 0, len(met))
	for s := range met {
		list = append(list, s)
	}
	return list
}

// holds fails when an answer tells someone what is kept from them. What was asked may be
// repeated: it is taken out first.
func (d *secrets) holds(t *testing.T, name, target string, w *httptest.ResponseRecorder, all []string, seen map[string]bool) {
	t.Helper()
	said := w.Body.String()
	for _, values := range w.Header() {
		said += strings.Join(values, "\n")
	}
	if strings.Contains(target, secretOfDossier) {
		return
	}
	for _, s := range all {
		if !strings.Contains(said, s) {
			continue
		}
		seen[s] = true
		if !slices.Contains(entitled[name], s) {
			at := strings.Index(said, s)
			t.Errorf("%s is told %q by %s (status %d): …%s…", name, s, target, w.Code, said[max(0, at-80):min(len(said), at+80)])
		}
	}
}
