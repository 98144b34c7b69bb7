package ui

import (
	"context"
	"strings"

	"continuum/internal/text"
	"continuum/internal/web/page"
)

// WordsPath is the page of all words.
const WordsPath = "/lexique"

// WordGroup is some words that are explained together. A word is named by the end of its
// key in the dictionaries, which is also its anchor on the page of words.
type WordGroup struct {
	Name  text.Key
	Words []string
}

// Words are all that is explained, in the order of the page.
var Words = []WordGroup{
	{"lexique.group.level", []string{"niveau", "niveau-3", "niveau-4", "niveau-5", "niveau-6", "niveau-7", "niveau-8"}},
	{"lexique.group.diploma", []string{"cap", "seconde-commune", "bac-pro", "mc", "bp", "bts", "but", "cpge", "licence", "master", "titre"}},
	{"lexique.group.place", []string{"scolaire", "apprentissage", "continue", "cfa", "greta", "iut", "cio", "internat", "affelnet", "parcoursup"}},
	{"lexique.group.figure", []string{"places", "pression", "demande", "emploi", "valeur-ajoutee", "secret"}},
	{"lexique.group.network", []string{"campus", "label", "filiere", "continuum", "academie", "bassin", "bmo"}},
	{"lexique.group.code", []string{"uai", "rncp", "nsf", "rome", "cfd", "onisep"}},
}

// Word is a word and what it means. In the dictionaries its three parts are one entry,
// "CAP | certificat d’aptitude professionnelle | Il se prépare en…", so that the whole
// table is read in one file.
type Word struct{ Term, Long, Means string }

// wordLine is the HTML of explainedWords, made once.
func wordLine(r *page.Request, words []string) (string, error) {
	return r.Catalog.Once("words "+string(r.Lang)+" "+strings.Join(words, " "), func() (string, error) {
		var b strings.Builder
		err := explainedWords(r, words).Render(context.Background(), &b)
		return b.String(), err
	})
}

// Explained is a word of the dictionaries.
func Explained(t *text.Texts, word string) Word {
	parts := strings.SplitN(t.T(text.Key("lexique.word."+word)), " | ", 3)
	if len(parts) < 3 {
		return Word{Term: word} // a test keeps the dictionaries from it
	}
	return Word{parts[0], parts[1], parts[2]}
}
