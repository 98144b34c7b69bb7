package search

import (
	"strings"
	"sync"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/french"

	"continuum/internal/geo"
)

// elided are the short forms that French writes before a vowel: "l'eau", "d’art".
var elided = map[string]bool{
	"l": true, "d": true, "j": true, "m": true, "t": true, "s": true, "n": true, "c": true, "qu": true,
	"jusqu": true, "lorsqu": true, "puisqu": true, "quelqu": true,
}

// empty are words that say nothing of what is looked for.
var empty = setOf(`a au aux avec ce ces cet cette chez comme dans de des du elle en et eux il je la le les leur lui ma mais
me mes moi mon ne nos notre nous on ou par pas plus pour que quel quelle quels quelles qui quoi sa se ses si son sur ta
te tes toi ton tu un une vos votre vous y est etre suis sont ai as avoir faire fais fait devenir travailler travail
veux voudrais cherche trouver trouve apprendre etudier etude etudes formation formations diplome diplomes metier metiers
ecole ecoles cours apres the of apprentissage alternance apprenti apprentie`)

func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// split cuts a text in its words: folded (see [geo.Fold]), elisions apart, "M.C.O." as
// one word.
func split(text string) []string {
	words := strings.Fields(geo.Fold(text))
	out := words[:0]
	for i := 0; i < len(words); {
		n := i
		for n < len(words) && len(words[n]) == 1 {
			n++
		}
		switch {
		case n-i >= 3:
			out = append(out, strings.Join(words[i:n], ""))
			i = n
			continue
		case !elided[words[i]]:
			out = append(out, words[i])
		}
		i++
	}
	return out
}

var envs = sync.Pool{New: func() any { return snowballstem.NewEnv("") }}

// stem is the stem of a folded word: the French Snowball stemmer (M. Porter). It is made
// for accented words; documents and questions are folded alike, so that they agree.
func stem(word string) string {
	if len(word) < 4 {
		return word
	}
	env := envs.Get().(*snowballstem.Env)
	defer envs.Put(env)
	env.SetCurrent(word)
	french.Stem(env)
	return env.Current()
}

// letters is the set of letters and digits of a word, one bit each, for a quick "too
// different to be a misspelling".
func letters(word string) uint64 {
	var set uint64
	for i := range len(word) {
		switch c := word[i]; {
		case c >= 'a' && c <= 'z':
			set |= 1 << (c - 'a')
		case c >= '0' && c <= '9':
			set |= 1 << (26 + c - '0')
		}
	}
	return set
}

// mistakes is how many a word of that length may have.
func mistakes(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// within reports whether two words differ by at most most letters added, left out,
// changed or swapped with the next one, and by how many (optimal string alignment).
func within(a, b string, most int) (int, bool) {
	if len(a)-len(b) > most || len(b)-len(a) > most || len(a) > longest || len(b) > longest {
		return 0, false
	}
	var rows [3][longest + 1]uint8
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		now[0] = uint8(i)
		least := now[0]
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			v := min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				v = min(v, before[j-2]+1)
			}
			now[j] = v
			least = min(least, v)
		}
		if int(least) > most {
			return 0, false
		}
		before, last, now = last, now, before
	}
	d := int(last[len(b)])
	return d, d <= most
}

// longest is the length in bytes of the longest word that misspellings are looked for in.
const longest = 40
