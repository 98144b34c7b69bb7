package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"continuum/internal/campus"
)

// The sources that are no page.
const (
	sheet13        campus.SourceID = "fiche-13-2015"
	knowledge      campus.SourceID = "connaissance-generale"
	orionList      campus.SourceID = "orion-2025-10"
	annuaire       campus.SourceID = "annuaire-education-2025"
	higher         campus.SourceID = "etablissements-superieur-2025"
	parcoursup     campus.SourceID = "parcoursup-2025"
	apprenticeship campus.SourceID = "apprentissage-2022"
	communesFile   campus.SourceID = "communes-2025"
)

// named are the sources with more to say than the site they were read on. raw is
// how the facts cite them, empty for those that only the program cites.
var named = []struct {
	raw string
	campus.Source
}{
	{"ministry sheet 13", campus.Source{ID: sheet13, Title: "Fiche 13, « Les campus des métiers et des qualifications », septembre 2015", Publisher: "Ministère chargé de l’éducation nationale", Published: day("2015-09"), Licence: "none-stated"}},
	{"knowledge", campus.Source{ID: knowledge, Title: "Connaissance générale, non vérifiée", Publisher: "Continuum", Licence: "CC0-1.0"}},
	{"tjp-pilotage", campus.Source{ID: orionList, Title: "Orion, liste des campus d’Île-de-France, octobre 2025", Publisher: "Ministère chargé de l’éducation nationale (Orion)", URL: "https://github.com/mission-apprentissage/tjp-pilotage", Published: day("2025-10"), Licence: "MIT"}},
	{"IPS", campus.Source{ID: "ips-lycees-2021", Title: "Indices de position sociale des lycées, 2021-2022", Publisher: "DEPP, ministère chargé de l’éducation nationale", URL: "https://data.education.gouv.fr", Published: day("2022"), Licence: "licence-ouverte-2.0"}},
	{"Parcoursup file", campus.Source{ID: parcoursup, Title: "Cartographie des formations Parcoursup, 2025", Publisher: "Ministère chargé de l’enseignement supérieur", URL: "https://data.enseignementsup-recherche.gouv.fr", Published: day("2025"), Licence: "licence-ouverte-2.0"}},
	{"", campus.Source{ID: annuaire, Title: "Annuaire de l’éducation, 2025", Publisher: "Ministère chargé de l’éducation nationale", URL: "https://data.education.gouv.fr", Published: day("2025-06"), Licence: "licence-ouverte-2.0"}},
	{"", campus.Source{ID: higher, Title: "Principaux établissements d’enseignement supérieur, 2025", Publisher: "Ministère chargé de l’enseignement supérieur", URL: "https://data.enseignementsup-recherche.gouv.fr", Published: day("2025"), Licence: "licence-ouverte-2.0"}},
	{"", campus.Source{ID: apprenticeship, Title: "Catalogue de l’offre de formation en apprentissage, octobre 2022", Publisher: "Mission interministérielle de l’apprentissage", Published: day("2022-10-10"), Licence: "none-stated"}},
	{"", campus.Source{ID: communesFile, Title: "Communes de France, code officiel géographique 2025-2026", Publisher: "INSEE", Published: day("2025"), Licence: "licence-ouverte-2.0"}},
	{"repo text (Projet Bateau)", campus.Source{ID: "depot:projet-bateau", Title: "Texte d’un dépôt public (Projet Bateau)", Licence: "none-stated"}},
	{"repo text on Decazeville", campus.Source{ID: "depot:decazeville", Title: "Texte d’un dépôt public sur le campus de Decazeville", Licence: "none-stated"}},
	{"repo text (find_string id 52488425578", campus.Source{ID: "depot:industrie-du-futur-sud", Title: "Texte d’un dépôt public sur le projet Industrie du futur Sud", Licence: "none-stated"}},
	{"web page of Ekomorphoz", campus.Source{ID: "web:ekomorphoz", Title: "Page de l’agence Ekomorphoz", Publisher: "Ekomorphoz", Licence: "none-stated"}},
	{"web page on the three CVL campuses", campus.Source{ID: "web:campus-centre-val-de-loire", Title: "Page sur les trois campus du Centre-Val de Loire (adresse inconnue)", Licence: "none-stated"}},
	{"web:education.gouv.fr cid74455", campus.Source{ID: "web:education.gouv.fr-cid74455", Title: "Page du ministère sur le campus de la plasturgie (cid74455)", Publisher: "Ministère chargé de l’éducation nationale", Licence: "none-stated"}},
	{"web:documentation.onisep.fr 50124", campus.Source{ID: "web:documentation.onisep.fr-50124", Title: "Notice documentaire 50124, campus d’excellence de mars 2021", Publisher: "Onisep", Published: day("2021-03-18"), Licence: "none-stated"}},
	{"web:najat-vallaud-belkacem.com 2015-01-30", campus.Source{ID: "web:najat-vallaud-belkacem.com-2015-01-30", Title: "Annonce de la ministre du 30 janvier 2015", Publisher: "najat-vallaud-belkacem.com", Published: day("2015-01-30"), Licence: "none-stated"}},
	{"web:prisme-asso.org", campus.Source{ID: "web:prisme-asso.org", Title: "Reprise d’un article de la Gazette des communes du 4 février 2015", Publisher: "prisme-asso.org", Published: day("2015-02-04"), Licence: "none-stated"}},
	{"web:ru24.net", campus.Source{ID: "web:ru24.net", Title: "Copie d’un article de La Montagne", Publisher: "ru24.net", Licence: "none-stated"}},
	{"web:cmq-bfc.org/cmq-ec", campus.Source{ID: "web:cmq-bfc.org-cmq-ec", Title: "Page du campus Énergie et construction – Green City", Publisher: "cmq-bfc.org", URL: "https://cmq-bfc.org/cmq-ec", Licence: "none-stated"}},
	{"web:cmq-bfc.org/cmq-ici", campus.Source{ID: "web:cmq-bfc.org-cmq-ici", Title: "Page du campus Industrie collaborative et innovante", Publisher: "cmq-bfc.org", URL: "https://cmq-bfc.org/cmq-ici", Licence: "none-stated"}},
	{"web:cmq3e.fr", campus.Source{ID: "web:cmq3e.fr", Title: "Site du campus 3E", Publisher: "cmq3e.fr", URL: "https://www.cmq3e.fr", Licence: "none-stated"}},
	{"web:campus-dmi.ac-clermont.fr", campus.Source{ID: "web:campus-dmi.ac-clermont.fr", Title: "Historique du campus Design, matériaux et innovation", Publisher: "campus-dmi.ac-clermont.fr", URL: "https://campus-dmi.ac-clermont.fr", Licence: "none-stated"}},
	{"web:fdocuments.fr campus TMCD", campus.Source{ID: "web:fdocuments.fr-tmcd", Title: "Brochure du campus Textile, mode, cuir et design, mai 2015", Publisher: "fdocuments.fr", Published: day("2015-05"), Licence: "none-stated"}},
	{"web:fdocuments.fr (note 13 July 2015)", campus.Source{ID: "web:fdocuments.fr-val-europe", Title: "Note du 13 juillet 2015 sur le campus de Val d’Europe", Publisher: "fdocuments.fr", Published: day("2015-07-13"), Licence: "none-stated"}},
	{"web:fdocuments.net DP rentrée lycée 2015", campus.Source{ID: "web:fdocuments.net-rentree-2015", Title: "Dossier de presse de la rentrée 2015 des lycées", Publisher: "fdocuments.net", Published: day("2015"), Licence: "none-stated"}},
	{"web:docplayer.fr 9120797", campus.Source{ID: "web:docplayer.fr-9120797", Title: "Dossier commun des académies de Créteil et de Versailles et de la Région", Publisher: "docplayer.fr", Licence: "none-stated"}},
}

// pages are the other pages, by the site they were read on: how the facts cite
// them, and the date of the page when it tells one.
var pages = []struct{ raw, id, published string }{
	{"web:ac-rouen.fr 2015-02-02", "ac-rouen.fr-2015-02-02", "2015-02-02"},
	{"web:ac-paris.fr May 2025", "ac-paris.fr-2025-05", "2025-05"},
	{"web:aefinfo 690817", "aefinfo.fr-690817", ""},
	{"web:banquedesterritoires.fr 2021", "banquedesterritoires.fr-2021", "2021"},
	{"web:banquedesterritoires.fr Oct 2016", "banquedesterritoires.fr-2016-10", "2016-10"},
	{"web:blogerslorrainsengages 2016-02-03", "blogerslorrainsengages", "2016-02-03"},
	{"web:centre-inffo.fr 2014-03", "centre-inffo.fr-2014-03", "2014-03"},
	{"web:france3-regions 2014-09-08", "france3-regions-2014-09-08", "2014-09-08"},
	{"web:france3-regions 2014-12-16", "france3-regions-2014-12-16", "2014-12-16"},
	{"web:france3-regions 2019-03", "france3-regions-2019-03", "2019-03"},
	{"web:france3-regions 2019", "france3-regions-2019-03", "2019-03"},
	{"web:hautsdefrance.fr 2017-02-08", "hautsdefrance.fr-2017-02-08", "2017-02-08"},
	{"web:hautsdefrance.fr 2023-04-12", "hautsdefrance.fr-2023-04-12", "2023-04-12"},
	{"web:histoiresduniversites.wordpress.com 2016-02-28", "histoiresduniversites", "2016-02-28"},
	{"web:iledefrance.fr 2016-09-30", "iledefrance.fr-2016-09-30", "2016-09-30"},
	{"web:lagazettefrance.fr Nucléofil", "lagazettefrance.fr-nucleofil", ""},
	{"web:lagazettefrance.fr (Nucléofil", "lagazettefrance.fr-nucleofil", ""},
	{"web:letudiant.fr 2024", "letudiant.fr-2024", "2024"},
	{"web:mee.ac-grenoble.fr", "mee.ac-grenoble.fr", "2013-11-14"},
	{"web:midilibre-legales.com 2024-03-28", "midilibre-legales.com", "2024-03-28"},
	{"web:picardie.fr 2014-10", "picardie.fr-2014-10", "2014-10"},
	{"web:pressreader 2024", "pressreader-2024", "2024"},
	{"web:toulemploi.fr", "toulemploi.fr", "2017-03-20"},
	{"web:univ-reims.fr", "univ-reims.fr", "2020-07-08"},
	{"web:vousnousils.fr 2014-04-29", "vousnousils.fr-2014-04-29", "2014-04-29"},
	{"web:vousnousils.fr 2022", "vousnousils.fr-2022", "2022"},
}

// sites are pages cited by their site alone.
var sites = strings.Fields(`ac-caen.fr ac-lille.fr ac-poitiers.fr ac-rouen.fr ac-toulouse.fr action-agricole-picarde.com
	actu.univ-fcomte.fr actus-limousin.fr aefinfo.fr aer-bfc.com aerocampus.com aeroemploiformation.com agri79.fr
	ar-nevez.org banquedesterritoires.fr bethunebruay.fr blogerslorrainsengages boatindustry btprhoneetmetropole.fr
	caissedesdepotsdesterritoires.fr cc-flandreinterieure.fr centre-inffo.fr clusterlumiere.com ctguyane.fr
	culture-nouvelle-aquitaine.fr defi-metiers.fr destimed.fr didierlegac.bzh e-mag-pennarbed.fr emploi-environnement.com
	energiesdelamer.eu enseignement-catholique.fr etab.ac-reunion.fr forestopic.com forumeco.fr gazetteoise.fr gni-hcr.fr
	gref-bretagne.com hautsdefrance.fr headway-advisory histoiresduniversites iut-brest.fr lagazettefrance.fr
	laplasturgie.fr laprovence.com laregion.fr le-tout-lyon.fr lemondeinformatique.fr lemoniteur.fr lepetitsolognot.fr
	leseynois.fr letrois.info letudiant.fr lhotellerie-restauration.fr lycee-marechal-leclerc.com mecanicvallee.com
	mediaphore.com meretmarine.com mprovence.com news.dayfr.com objectifaquitaine.latribune.fr outremers360.com
	petiterepublique.com prochorientation.fr professionnel.saint-gabriel.bzh radiosensations.fr region-aura.latribune.fr
	regions-france.org reussirleperigord.fr seine-et-marne-invest.com sii.web.ac-grenoble.fr sms-bse-bgb.ac-normandie.fr
	univ-avignon.fr univ-evry.fr univ-rennes1.fr univ-tlse2.fr villagesfm.com vousnousils.fr`)

// citations reads the sources that cells of the facts cite, and remembers which
// were cited.
type citations struct {
	known []citation // longest first, so that a page wins over its site
	used  map[campus.SourceID]campus.Source
}

type citation struct {
	raw    string
	source campus.Source
}

func newCitations() *citations {
	c := &citations{used: make(map[campus.SourceID]campus.Source)}
	for _, n := range named {
		c.known = append(c.known, citation{n.raw, n.Source})
	}
	page := func(raw, id, published string) {
		site := id
		if published != "" {
			site = strings.TrimSuffix(id, "-"+published)
		}
		c.known = append(c.known, citation{raw, campus.Source{
			ID: campus.SourceID("web:" + id), Title: "Page du site " + site, Publisher: site,
			Published: day(published), Licence: "none-stated",
		}})
	}
	for _, p := range pages {
		page(p.raw, p.id, p.published)
	}
	for _, s := range sites {
		if !slices.ContainsFunc(pages, func(p struct{ raw, id, published string }) bool { return p.id == s }) {
			page("web:"+s, s, "")
		} else {
			c.known = append(c.known, citation{"web:" + s, c.byID(campus.SourceID("web:" + s))})
		}
	}
	slices.SortStableFunc(c.known, func(a, b citation) int { return len(b.raw) - len(a.raw) })
	return c
}

func (c *citations) byID(id campus.SourceID) campus.Source {
	i := slices.IndexFunc(c.known, func(k citation) bool { return k.source.ID == id })
	if i < 0 {
		panic("no source " + string(id))
	}
	return c.known[i].source
}

// cite marks sources as cited and returns them, each once.
func (c *citations) cite(ids ...campus.SourceID) []campus.SourceID {
	var out []campus.SourceID
	for _, id := range ids {
		if !slices.Contains(out, id) {
			c.used[id] = c.byID(id)
			out = append(out, id)
		}
	}
	return out
}

// read returns the sources that a cell cites, in its order.
func (c *citations) read(cell string) ([]campus.SourceID, error) {
	type hit struct {
		at int
		id campus.SourceID
	}
	var hits []hit
	rest := cell
	for _, k := range c.known {
		if k.raw == "" {
			continue
		}
		for {
			at := strings.Index(rest, k.raw)
			if at < 0 {
				break
			}
			hits = append(hits, hit{at, k.source.ID})
			rest = rest[:at] + strings.Repeat(" ", len(k.raw)) + rest[at+len(k.raw):]
		}
	}
	if strings.Contains(rest, "web:") || len(hits) == 0 {
		return nil, fmt.Errorf("sources %q: unknown one in %q", cell, strings.TrimSpace(rest))
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(a.at, b.at) })
	ids := make([]campus.SourceID, len(hits))
	for i, h := range hits {
		ids[i] = h.id
	}
	return ids, nil
}
