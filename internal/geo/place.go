package geo

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Places returns the communes that people may mean by a few words, likeliest first:
// those of that very name, then those whose name begins so, then those that hold all
// the words; the most peopled first among equals. A word may begin a word of the name
// of the commune or, after the first one, of its département ("saint denis reunion");
// a number may begin a postal code or be the code of a département or of the commune.
// Words that hold no letter and no digit mean nothing.
func (a *Atlas) Places(words string) []*Commune {
	q := placeQuery{text: abbreviated(Fold(words))}
	if q.text == "" {
		return nil
	}
	q.words = strings.Fields(q.text)
	l := a.indexCommunes()
	type found struct{ rank, at int }
	var all []found
	for i := range a.Communes {
		if rank := q.rank(a, l, i); rank >= 0 {
			all = append(all, found{rank, i})
		}
	}
	slices.SortFunc(all, func(x, y found) int {
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(a.Communes[y.at].Population, a.Communes[x.at].Population), cmp.Compare(x.at, y.at))
	})
	communes := make([]*Commune, len(all))
	for i, f := range all {
		communes[i] = &a.Communes[f.at]
	}
	return communes
}

// placeQuery is what is asked, folded.
type placeQuery struct {
	text  string
	words []string
}

// rank is how likely a commune is meant, 0 first; negative when it is not.
func (q *placeQuery) rank(a *Atlas, l *lookup, i int) int {
	name := l.names[i]
	switch {
	case name == q.text:
		return 0
	case strings.HasPrefix(name, q.text):
		return 1
	}
	for n, w := range q.words {
		if !BeginsWord(name, w) && !q.elsewhere(a, l, &a.Communes[i], n) {
			return -1
		}
	}
	return 2
}

// elsewhere reports whether the n-th word tells the place otherwise than by its name.
func (q *placeQuery) elsewhere(a *Atlas, l *lookup, c *Commune, n int) bool {
	w := q.words[n]
	if !unicode.IsDigit(rune(w[0])) {
		return n > 0 && BeginsWord(l.departements[c.Departement], w)
	}
	if strings.EqualFold(w, c.Code) || n > 0 && strings.EqualFold(w, c.Departement) {
		return true
	}
	return len(w) >= 2 && slices.ContainsFunc(c.Postcodes, func(p string) bool { return strings.HasPrefix(p, w) })
}

// PlaceLabel is the name of a commune as a list shows it, its département beside it so
// that homonyms are told apart: "Saint-Denis (La Réunion)", "Paris".
func (a *Atlas) PlaceLabel(c *Commune) string {
	d := a.Territory(Departement, c.Departement)
	if d == nil || strings.HasPrefix(c.Name, d.Name) {
		return c.Name
	}
	return c.Name + " (" + d.Name + ")"
}

// Address is where an address is, as an engine told it.
type Address struct {
	Label   string // as the engine writes it, one line
	Commune string // INSEE code
	Point   Point
}
