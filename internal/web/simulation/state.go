package simulation

import (
	"slices"
	"strconv"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// Path is where the page is.
const Path = "/simulation"

// The parameters of the page: the whole scenario is in its address.
const (
	paramTerritory = "territoire" // slug of a region, an académie or a département
	paramCommune   = "commune"
	paramSector    = "filiere"
	paramKm        = "km"
	paramPatch     = "p"     // a patch, as patchText writes it; repeated, in order
	paramKept      = "garde" // the hash of a scenario that is kept, instead of its patches
	paramHome      = "ou"
	paramAfter     = "apres"
	paramLevel     = "niveau"
	// What is being added.
	paramDo            = "faire"
	paramWords         = "mots"
	paramPlace         = "lieu"
	paramTo            = "vers"
	paramQualification = "formation"
	paramEstablishment = "ecole"
	paramOffer         = "offre"
	paramFrom          = "de"
	paramOnto          = "a"
	paramRoute         = "voie"
	paramPlaces        = "places"
	paramAdd           = "ajouter"
)

const (
	yes        = "oui"
	end3e      = "3e"
	firstKm    = 50
	mostKm     = 500
	mostPlaces = 10_000
	mostShown  = 40 // patches: as many as a parameter may be repeated
)

// doWords are what a patch may do, in the words of the address and in the order of the
// page.
var doWords = []struct{ word, do string }{
	{"ouvrir", "open"},
	{"fermer", "close"},
	{"places", "resize"},
	{"deplacer", "move"},
	{"lier", "link"},
	{"delier", "unlink"},
	{"internat", "board"},
}

var (
	heldLevels   = []string{end3e, "3", "4", "5", "6", "7"}
	wantedLevels = []string{"3", "4", "5", "6", "7", "8"}
)

// state is a scenario, where it is looked at, and what is being added to it.
type state struct {
	Territory *geo.Territory // nil: none, or a commune
	Commune   string         // as written
	Sector    string
	Km        int
	Patches   pathway.Scenario
	Kept      string // hash under which exactly these patches are kept; empty: they are in the address
	Home      string
	After     string
	Level     string
	Draft     draft
}

// draft is a patch that is not whole yet, and the words that look for its parts.
type draft struct {
	Do                 string // as pathway names it; empty: nothing is being added
	Words, Place, To   string
	Qualification, UAI string
	Offer              string
	From, Onto         string
	Route              string
	Places             string
	Add                bool
}

// parse reads the address. What a form can send is forgiven by the page, which says what
// to mend; what only an address can hold is an error.
func parse(r *page.Request, q *query.Reader) (state, error) {
	var do []string
	for _, d := range doWords {
		do = append(do, d.word)
	}
	s := state{
		Commune: q.Text(paramCommune, 100), Sector: q.Code(paramSector, r.Catalog.SectorCodes()), Km: firstKm,
		Home: q.Text(paramHome, 100), After: q.Code(paramAfter, heldLevels), Level: q.Code(paramLevel, wantedLevels),
		Draft: draft{
			Do: doOf(q.Code(paramDo, do)), Words: q.Text(paramWords, 100), Place: q.Text(paramPlace, 100), To: q.Text(paramTo, 100),
			Qualification: q.Text(paramQualification, 200), UAI: q.Text(paramEstablishment, 20), Offer: q.Text(paramOffer, 300),
			From: q.Text(paramFrom, 200), Onto: q.Text(paramOnto, 200), Places: q.Text(paramPlaces, 6), Add: q.Code(paramAdd, []string{yes}) != "",
			Route: q.Code(paramRoute, []string{training.School.String(), training.Apprenticeship.String()}),
		},
	}
	slug, km, patches := q.Text(paramTerritory, 100), q.Text(paramKm, 5), q.Values(paramPatch)
	s.Kept = q.Text(paramKept, 64)
	if err := q.Err(); err != nil {
		return s, err
	}
	if s.Kept != "" && len(patches) > 0 {
		return s, fault.New(fault.Invalid, "simul.kept_and_more").In(paramKept)
	}
	if slug != "" {
		if s.Territory = r.Catalog.Atlas.BySlug(slug); s.Territory == nil || !slices.Contains(kinds, s.Territory.Kind) {
			return s, fault.New(fault.NotFound, "simul.bad_territory", query.Cut(slug)).In(paramTerritory)
		}
	}
	if km != "" {
		n, err := strconv.Atoi(km)
		if err != nil || n < 1 || n > mostKm {
			return s, fault.New(fault.Invalid, "simul.bad_km", mostKm).In(paramKm)
		}
		s.Km = n
	}
	for i, text := range patches {
		p, ok := parsePatch(text)
		if !ok {
			return s, fault.New(fault.Invalid, "simul.bad_patch", i+1, query.Cut(text)).In(paramPatch)
		}
		s.Patches = append(s.Patches, p)
	}
	return s, nil
}

// kinds are those of the territories that one may choose.
var kinds = []geo.Kind{geo.Region, geo.Academie, geo.Departement}

func doOf(word string) string {
	for _, d := range doWords {
		if d.word == word {
			return d.do
		}
	}
	return ""
}

func wordOf(do string) string {
	for _, d := range doWords {
		if d.do == do {
			return d.word
		}
	}
	return ""
}

// patchText writes a patch for the address: its word and its fields. No identifier holds
// a tilde.
func patchText(p pathway.Patch) string {
	parts := []string{wordOf(p.Do)}
	switch p.Do {
	case "open":
		parts = append(parts, p.Qualification, p.Establishment, p.Route, places(p.Capacity))
	case "close":
		parts = append(parts, p.Offer)
	case "resize":
		parts = append(parts, p.Offer, places(p.Capacity))
	case "move":
		parts = append(parts, p.Offer, p.Establishment)
	case "link", "unlink":
		parts = append(parts, p.From, p.To)
	case "board":
		parts = append(parts, p.Establishment)
	}
	return strings.Join(parts, "~")
}

func places(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// parsePatch reads what patchText writes.
func parsePatch(s string) (p pathway.Patch, ok bool) {
	parts := strings.Split(s, "~")
	p.Do = doOf(parts[0])
	fields := map[string][]*string{
		"open":  {&p.Qualification, &p.Establishment, &p.Route, nil},
		"close": {&p.Offer}, "resize": {&p.Offer, nil}, "move": {&p.Offer, &p.Establishment},
		"link": {&p.From, &p.To}, "unlink": {&p.From, &p.To}, "board": {&p.Establishment},
	}[p.Do]
	if len(fields) == 0 || len(parts) != 1+len(fields) {
		return p, false
	}
	for i, f := range fields {
		if f != nil {
			*f = parts[1+i]
			continue
		}
		if parts[1+i] == "" {
			continue
		}
		n, err := strconv.Atoi(parts[1+i])
		if err != nil || n < 0 || n > mostPlaces {
			return p, false
		}
		p.Capacity = n
	}
	return p, true
}

// params are those of a state, without what is being added.
func (s state) params() query.Params {
	list := append(s.where(), s.scenario()...)
	list.Add(paramHome, s.Home)
	list.Add(paramAfter, s.After)
	list.Add(paramLevel, s.Level)
	return list
}

// scenario are the parameters of the patches: the hash of those that are kept.
func (s state) scenario() query.Params {
	var list query.Params
	if list.Add(paramKept, s.Kept); s.Kept != "" {
		return list
	}
	for _, p := range s.Patches {
		list.Add(paramPatch, patchText(p))
	}
	return list
}

// where are the parameters of what is looked at.
func (s state) where() query.Params {
	var list query.Params
	if s.Territory != nil {
		list.Add(paramTerritory, s.Territory.Slug)
	}
	list.Add(paramCommune, s.Commune)
	list.Add(paramSector, s.Sector)
	if s.Km != firstKm {
		list.Add(paramKm, strconv.Itoa(s.Km))
	}
	return list
}

// address is the page with this state, without language prefix.
func (s state) address() string { return s.params().Address(Path) }

// adding is the page with a patch of some sort being added.
func (s state) adding(do string) string {
	list := s.params()
	list.Add(paramDo, wordOf(do))
	return list.Address(Path) + "#changement"
}

// OpeningPath is the page with the opening of a qualification at an establishment,
// without language prefix: what it changes in a territory, named by its slug, within
// reach of so many kilometres. Without an establishment, the page asks for one.
func OpeningPath(territory, sector string, km int, qualification, uai string) string {
	var list query.Params
	list.Add(paramTerritory, territory)
	list.Add(paramSector, sector)
	if km > 0 && km != firstKm {
		list.Add(paramKm, strconv.Itoa(km))
	}
	if uai == "" {
		list.Add(paramDo, wordOf("open"))
		list.Add(paramQualification, qualification)
		return list.Address(Path) + "#changement"
	}
	list.Add(paramPatch, patchText(pathway.Patch{Do: "open", Qualification: qualification, Establishment: uai}))
	return list.Address(Path)
}
