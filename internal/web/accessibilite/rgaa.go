package accessibilite

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

//go:embed rgaa.csv
var table string

// State is how a criterion stands on the sample.
type State string

// The states, as the table writes them.
const (
	Conform    State = "C"
	NotConform State = "NC"
	Without    State = "NA" // the sample has nothing that the criterion bears on
)

// Criterion is one of the 106 of RGAA 4.1, told in our own words.
type Criterion struct {
	Number string // "11.2"
	Title  string
	State  State
	How    string // how that was checked
}

// Theme is a chapter of the criteria.
type Theme struct {
	Number, Name string
	Criteria     []Criterion
}

// Themes reads rgaa.csv, the one table of the pages, of docs/accessibility.md and of the
// tests. It is compiled in: a test opens it.
var Themes = sync.OnceValue(func() []Theme {
	themes, err := read(table)
	if err != nil {
		panic(err)
	}
	return themes
})

func read(table string) ([]Theme, error) {
	r := csv.NewReader(strings.NewReader(table))
	r.Comma, r.FieldsPerRecord = ';', 4
	lines, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("rgaa.csv: %w", err)
	}
	var themes []Theme
	for _, l := range lines[1:] {
		theme, _, one := strings.Cut(l[0], ".")
		switch {
		case !one:
			themes = append(themes, Theme{Number: l[0], Name: l[1]})
		case len(themes) == 0 || themes[len(themes)-1].Number != theme:
			return nil, fmt.Errorf("rgaa.csv: criterion %s is outside its theme", l[0])
		default:
			last := &themes[len(themes)-1]
			last.Criteria = append(last.Criteria, Criterion{Number: l[0], Title: l[1], State: State(l[2]), How: l[3]})
		}
	}
	return themes, nil
}

// Count is how many criteria stand in a state.
func Count(s State) (n int) {
	for _, t := range Themes() {
		for _, c := range t.Criteria {
			if c.State == s {
				n++
			}
		}
	}
	return n
}

// Sampled is a page of the sample on which the criteria were checked.
type Sampled struct {
	Path string
	Name string // in French

	// Refused is true of an address that is answered by an error page, on purpose.
	Refused bool
}

// Sample are the pages that the declaration is about: one of each kind, in a state that
// readers meet. The tests of package e2e open the same ones.
var Sample = []Sampled{
	{Path: "/", Name: "Accueil"},
	{Path: "/carte?le=2015-09-01", Name: "Carte des campus à une date"},
	{Path: "/campus?q=mer", Name: "Liste des campus, une recherche"},
	{Path: "/campus/bretagne-industries-de-la-mer", Name: "Un campus"},
	{Path: "/filieres", Name: "Les filières"},
	{Path: "/territoires/region-bretagne", Name: "Un territoire"},
	{Path: "/formations?q=soudeur&lieu=Lorient&rayon=50", Name: "Recherche de formations, des réponses"},
	{Path: "/formations?lieu=Xyzzyville", Name: "Recherche de formations, une erreur de saisie", Refused: true},
	{Path: "/formations/40025411", Name: "Une formation"},
	{Path: "/etablissements/0290101C", Name: "Un établissement"},
	{Path: "/metiers/H2913", Name: "Un métier"},
	{Path: "/parcours?ou=Lorient&niveau=7&filiere=MECA&km=50", Name: "Mon parcours, des réponses"},
	{Path: "/simulation?territoire=departement-morbihan&filiere=MECA&km=40", Name: "Simulation"},
	{Path: "/ma-liste", Name: "Ma liste"},
	{Path: "/donnees", Name: "Données ouvertes"},
	{Path: "/signaler", Name: "Signaler une erreur (contact)"},
	{Path: "/accessibilite", Name: "Accessibilité"},
	{Path: "/mentions-legales", Name: "Mentions légales"},
	{Path: "/rien-de-tel", Name: "Page introuvable", Refused: true},
}
