package search

import (
	"slices"
	"strconv"
	"strings"

	"continuum/internal/geo"
)

// Reading is how the words of a question were understood.
type Reading struct {
	Words []string // that are looked for, folded
	// Place is the commune that the words name, Territory the wider one; nil for none.
	Place     *geo.Commune
	Territory *geo.Territory
	Km        float64 // the radius that the words give, 0 for none
}

// MaxWords is how many words of a question are looked for; the rest is left out.
const MaxWords = 12

// Read understands the words of a question: what is looked for, near where, how far.
// "soudeur à moins de 20 km de Lorient" looks for "soudeur" near Lorient, within 20 km.
func (ix *Index) Read(text string) Reading {
	var r Reading
	words := split(text)
	if len(words) > 4*MaxWords {
		words = words[:4*MaxWords]
	}
	words = r.radius(words)
	words = ix.readPlace(&r, words)
	if r.Territory != nil {
		words = ix.readPlace(&r, words) // "Saint-Denis, La Réunion"
	}
	for _, w := range words {
		if !empty[w] && len(r.Words) < MaxWords {
			r.Words = append(r.Words, w)
		}
	}
	return r
}

// radius takes "à moins de 20 km", "dans un rayon de 20 kilomètres" or "20km" out of the
// words.
func (r *Reading) radius(words []string) []string {
	for i, w := range words {
		digits, unit := w, ""
		if i+1 < len(words) {
			unit = words[i+1]
		}
		end := i + 2
		if d, ok := strings.CutSuffix(w, "km"); ok && d != "" {
			digits, unit, end = d, "km", i+1
		}
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 1000 || unit != "km" && unit != "kilometre" && unit != "kilometres" {
			continue
		}
		r.Km = float64(n)
		begin := i
		for begin > 0 && slices.Contains(around, words[begin-1]) {
			begin--
		}
		return slices.Concat(words[:begin], words[end:])
	}
	return words
}

// around are the words that lead to a radius.
var around = []string{"a", "moins", "de", "dans", "un", "rayon", "maximum", "max", "environ", "jusqu"}

// markers lead to a place: after one of them, any commune is meant; "de" alone does not,
// since trainings are full of it.
var markers = map[string]bool{"a": true, "pres": true, "vers": true, "autour": true, "proche": true, "cote": true, "sur": true, "en": true, "dans": true}

// small are words between a marker and its place: "près de la Rochelle".
var small = map[string]bool{"de": true, "du": true, "des": true, "d": true, "chez": true}

// readPlace takes a place out of the words: after a marker, at the end or at the
// beginning. A name without a marker is a place only when no training has it in its
// label, or when it is all that is asked.
func (ix *Index) readPlace(r *Reading, words []string) []string {
	for i := len(words) - 1; i >= 0; i-- {
		if !markers[words[i]] {
			continue
		}
		begin := i + 1
		for begin < len(words) && (small[words[begin]] || markers[words[begin]]) {
			begin++
		}
		for end := min(len(words), begin+longestName); end > begin; end-- {
			if ix.named(r, words[begin:end], true) {
				return slices.Concat(words[:i], words[end:])
			}
		}
	}
	for n := min(longestName, len(words)); n > 0; n-- {
		if ix.named(r, words[len(words)-n:], false) {
			return words[:len(words)-n]
		}
		if ix.named(r, words[:n], false) {
			return words[n:]
		}
	}
	return words
}

// longestName is how many words the name of a place has at most.
const longestName = 6

// named fills in the place that some words name. When they are not marked as a place,
// they must not be words of trainings.
func (ix *Index) named(r *Reading, words []string, marked bool) bool {
	if len(words) == 1 && (empty[words[0]] || small[words[0]]) {
		return false
	}
	says := 0
	if !marked && len(words) == 1 {
		if says = ix.says(words[0]); says > atMost || len(words[0]) < 4 {
			return false
		}
	}
	name := strings.Join(words, " ")
	if t := ix.territories[name]; t != nil && r.Territory == nil {
		r.Territory = t
		return true
	}
	if len(words) == 1 && len(name) == 5 && name[0] >= '0' && name[0] <= '9' {
		if list := ix.atlas.CommunesAt(strings.ToUpper(name)); len(list) > 0 {
			r.Place = largest(list)
			return true
		}
	}
	if list := ix.atlas.CommunesNamed(name); len(list) > 0 {
		// Schools of big cities bear their name: that is no reason to doubt.
		if t := r.Territory; t != nil {
			list = slices.DeleteFunc(slices.Clone(list), func(c *geo.Commune) bool { return t.Code != c.Region && t.Code != c.Departement })
		}
		if c := largest(list); c != nil && (says == 0 || c.Population >= city) {
			r.Place = c
			return true
		}
	}
	return false
}

// city is how many people make a city that everyone names; atMost is in how many labels
// of trainings its name may be.
const (
	city   = 20_000
	atMost = 40
)

// says is in how many labels of trainings a word is; one that people say for something
// else is in too many.
func (ix *Index) says(word string) int {
	if len(ix.synonyms[word]) > 0 {
		return atMost + 1
	}
	st, ok := ix.stemOf[stem(word)]
	if !ok {
		return 0
	}
	n := 0
	for _, p := range ix.postings[qualifications][st] {
		if p.weight >= inKind {
			n++
		}
	}
	return n
}

// namesOf are the départements and regions by their folded names, with and without the
// article of "La Réunion"; of the same name, the first of the atlas. Paris is a commune
// before it is anything else.
func namesOf(a *geo.Atlas) map[string]*geo.Territory {
	named := make(map[string]*geo.Territory)
	for i := range a.Territories {
		t := &a.Territories[i]
		if t.Kind != geo.Region && t.Kind != geo.Departement || t.Name == "Paris" {
			continue
		}
		name := geo.Fold(t.Name)
		for _, n := range []string{name, strings.TrimPrefix(name, "la ")} {
			if named[n] == nil {
				named[n] = t
			}
		}
	}
	return named
}

// largest is the most peopled of some communes with a point; arrondissements count as
// they are. Homonyms are told apart by the field for places, not by words.
func largest(list []*geo.Commune) *geo.Commune {
	var best *geo.Commune
	for _, c := range list {
		if !c.Point.IsZero() && (best == nil || c.Population > best.Population) {
			best = c
		}
	}
	return best
}
