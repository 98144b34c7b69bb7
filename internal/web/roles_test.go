package web

import (
	"fmt"
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/attachment"
	"continuum/internal/campus"
	"continuum/internal/web/webtest"
	"continuum/internal/workspace"
)

// placeOf is where the pages of an action begin, by what its name begins with.
var placeOf = []struct{ action, path string }{
	{"register.moderate", "/espace/a-relire"},
	{"register.", "/espace/campus"},
	{"label.edit", "/espace/arretes"},
	{"campus.funding", "/espace/projets"},
	{"campus.book", "/espace/campus"},
	{"campus.", "/espace/campus"},
	{"followup.", "/espace/campus"},
	{"membership.confirm", "/espace/organisations"},
	{"call.", "/espace/appels"},
	{"panel.manage", "/espace/expertise"},
	{"dossier.", "/espace/dossiers"},
	{"ministry.advise", "/espace/dossiers"},
	{"opinion.read", "/espace/dossiers"},
	{"readers.", "/espace/expertise"},
	{"conflict.", "/espace/expertise"},
	{"sheet.", "/espace/expertise"},
	{"sheets.", "/espace/expertise"},
	{"synthesis.", "/espace/expertise"},
	{"plenary.", "/espace/expertise"},
	{"minutes.", "/espace/expertise"},
	{"decision.", "/espace/decisions"},
	{"journal.", "/espace/journal"},
	{"people.", "/espace/personnes"},
	{"person.", "/espace/personnes"},
	{"grant.", "/espace/personnes"},
}

// pageless are the actions that have no page, for a role or for all, and why.
var pageless = map[string]string{
	"network.read":                  "what peers share of a campus is not written yet: what there is of the network is public",
	"ministry_officer readers.read": "readers are named beside their sheets, see below",
	"ministry_officer sheets.read":  "the page of a decision leads to the sheets, once the panel has given its opinion: see TestNothingLeaks, and the wave of e2e for the link",
}

// Whoever signs in is led from /espace to each page that the role may use.
func TestSpaceLeadsToWhatARoleMayDo(t *testing.T) {
	t.Parallel()
	p := atWorkWith(t, func(c *Config) {
		c.Moderated, c.Files = true, &attachment.Desk{Keeper: attachment.Folder{Dir: t.TempDir()}}
	})
	where := map[account.ScopeKind]string{
		account.National: "national", account.AcademicRegion: "academic_region/53", account.Academie: "academie/14", account.Region: "region/53",
		account.CampusScope: mer, account.Organisation: "organisation/" + cefcm,
	}
	used := make(map[string]bool)
	for _, role := range account.Roles() {
		var r *reader
		for _, k := range []account.ScopeKind{account.National, account.AcademicRegion, account.Academie, account.Region, account.CampusScope, account.Organisation} {
			g := on(role, where[k])
			g.Person, g.From, g.GivenBy = "x", p.now, "operator"
			if g.Check() == nil {
				r = p.person(strings.ReplaceAll(string(role), "_", "-")+"@example.org", on(role, where[k]))
				break
			}
		}
		if r == nil {
			t.Errorf("%s is granted nowhere", role)
			continue
		}
		doc, err := webtest.Parse(r.get("/espace").Body)
		if err != nil {
			t.Fatal(err)
		}
		led := make(map[string]bool)
		for _, a := range webtest.Find(doc, "#espace a") {
			path, _ := webtest.Attr(a, "href")
			if !strings.HasPrefix(path, "/espace") || led[path] {
				continue
			}
			led[path] = true
			if w := r.get(path); w.Code != 200 {
				t.Errorf("%s is led to %s, which answers %d", role, path, w.Code)
			}
		}
		who := account.Subject{Person: account.Person{State: account.Active}, Grants: []account.Grant{on(role, "national")}}
		for _, action := range account.Actions() {
			if !who.Could(action) {
				continue
			}
			place := ""
			for _, x := range placeOf {
				if strings.HasPrefix(string(action), x.action) {
					place = x.path
					break
				}
			}
			for _, key := range []string{string(action), fmt.Sprintf("%s %s", role, action)} {
				if pageless[key] != "" && !led[place] {
					used[key], place = true, ""
				}
			}
			if place != "" && !led[place] {
				t.Errorf("%s may %s, and is led to %s nowhere: %v", role, action, place, led)
			} else if place == "" && pageless[string(action)] == "" && pageless[fmt.Sprintf("%s %s", role, action)] == "" {
				t.Errorf("%s: which page is that of %s?", role, action)
			}
		}
	}
	for key := range pageless {
		if !used[key] {
			t.Errorf("%s has a page now, or is no right", key)
		}
	}
}

// Who funds projects finds those that are public, with steps and amounts, says what funds
// them, and sees nothing else of a campus.
func TestFundersFollowProjects(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	bank := p.person("banque@example.org", on(account.Funder, "national"))
	region := p.person("region@example.org", on(account.RegionOfficer, "region/53"))
	director := p.person("dir@example.org", on(account.Director, mer))
	expert := p.person("expert@example.org", on(account.Expert, "national"))
	keep := func(campus string, state workspace.State, body string) string {
		t.Helper()
		v, err := p.SaveSheet(t.Context(), workspace.Version{Campus: otherOr(t, p, campus), Kind: workspace.KindProject, State: state, Author: "operator", Body: []byte(body)})
		if err != nil {
			t.Fatal(err)
		}
		return v.Sheet
	}
	hull := keep("", workspace.Public, `{"name":"Coque <b>verte</b>","text":"","from":"2026-01-01","milestones":[{"name":"Étude","due":"2026-06-30","done":true},{"name":"Essai","due":"2026-09-01","done":false},{"name":"Mise à l’eau","due":"2027-09-01","done":false}],"funding":[{"funder":"Région","euros":120000,"year":2026},{"funder":"État","euros":30000,"year":2027}]}`)
	secret := keep("", workspace.Draft, `{"name":"Projet secret","text":""}`)
	keep("elsewhere", workspace.Public, `{"name":"Aile","text":""}`)
	const projects = "/espace/projets"
	check(t, bank.get("/espace"), 200, webtest.In(`a[href="`+projects+`"]`, webtest.HasText("Projets et financements")))
	check(t, bank.get(projects), 200, webtest.In("#projet-"+hull, webtest.HasText("Coque <b>verte</b>"), webtest.HasText("faite"), webtest.HasText("en retard"), webtest.HasText("prévue le 1er septembre 2027"), webtest.HasText("150")),
		webtest.None("#projet-"+hull+" b"), webtest.In("main", webtest.HasText("Aile"), webtest.HasNoText("secret")))
	check(t, region.get(projects), 200, webtest.In("main", webtest.HasText("Coque"), webtest.HasNoText("Aile")))
	check(t, expert.get(projects), 404)
	check(t, bank.get(atelier), 404)
	check(t, bank.get(membres), 404)
	check(t, bank.get(newEvent), 404)
	check(t, bank.get(atelier+"/fiches/project/nouvelle"), 403)
	check(t, bank.get(atelier+"/fiches/project/"+secret), 404)
	sheet := atelier + "/fiches/project/" + hull
	check(t, bank.get(sheet), 200, webtest.None("#name"), webtest.In("#funding", webtest.HasText("120000")), webtest.In(`nav a[href="`+projects+`"]`, webtest.HasText("Projets")))
	to(t, bank.post(sheet, "version", "1", "faire", "envoyer", "name", "Volé", "funding", "Banque ; 50000 ; 2027"), projects)
	check(t, bank.get(projects), 200, webtest.In("#projet-"+hull, webtest.HasText("Banque"), webtest.HasText("Coque"), webtest.HasNoText("Volé")))
	// What the director has begun is neither shown nor made public.
	to(t, director.post(sheet, "version", "2", "faire", "garder", "name", "Brouillon secret", "funding", "Personne ; 1 ; 2027"), atelier)
	check(t, bank.get(sheet), 200, webtest.In("#funding", webtest.HasText("50000")))
	check(t, bank.post(sheet, "version", "3", "faire", "envoyer", "funding", "Banque ; 1 ; 2027"), 409, webtest.In("#funding-erreur", webtest.HasText("en train de changer")))
	check(t, ask(p.site, "GET", projects), 303)
}

// otherOr is the campus of the sea, or one of another Region when a name is given.
func otherOr(t *testing.T, p *peopled, name string) campus.ID {
	t.Helper()
	if name == "" {
		return seaID
	}
	return otherRegion(t, p)
}
