package search

import (
	"cmp"
	"slices"
	"strings"
)

// sound is how a folded French word sounds, one letter a sound: what people who write as
// they speak have in common with the dictionary. It is no transcription. Sounds that
// folding has made one (é and e) or that pens mix up (s and z) are alike; what
// ends a word and is not heard is not there. docs/search.md has the rules in words.
func sound(word string) string {
	word = unheard(word)
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); {
		n, heard := at(word, i)
		for _, c := range []byte(heard) {
			if len(out) == 0 || out[len(out)-1] != c { // doubled letters are one
				out = append(out, c)
			}
		}
		i += n
	}
	// é and a mute e are both written e here.
	return strings.TrimRight(string(out), "e")
}

// unheard cuts off the letters that end a word and are not heard: "soudeurs", "batiment",
// "plombier", "cuisinent" as it is written most.
func unheard(word string) string {
	short := strings.TrimRight(word, "sxztdp")
	if len(short) < 2 {
		return word
	}
	if len(short) > 4 && strings.HasSuffix(short, "er") {
		short = short[:len(short)-1]
	}
	return short
}

// spelling is some letters and what they sound.
type spelling struct {
	letters, heard string
	before         string // one of these letters must follow, when not empty
}

// spellings are tried in their order at each place of a word.
var spellings = []spelling{
	{"eau", "o", ""},
	{"au", "o", ""},
	{"oeu", "E", ""},
	{"eu", "E", ""},
	{"ou", "U", ""},
	{"oi", "wa", ""},
	{"oy", "wa", ""},
	{"sch", "C", ""},
	{"ch", "C", ""},
	{"sh", "C", ""},
	{"ph", "f", ""},
	{"th", "t", ""},
	{"rh", "r", ""},
	{"gn", "n", ""},
	{"tion", "sion", "aeiouyn"},
	{"tion", "siO", ""},
	{"tiel", "siel", ""},
	{"sc", "s", "eiy"},
	{"ck", "k", ""},
	{"qu", "k", "aeiouy"},
	{"q", "k", ""},
	{"c", "s", "eiy"},
	{"c", "k", ""},
	{"ge", "j", "aou"},
	{"gu", "g", "eiy"},
	{"g", "j", "eiy"},
	{"z", "s", ""},
	{"x", "ks", ""},
	{"y", "i", ""},
	{"w", "v", ""},
	{"h", "", ""},
	{"ai", "e", ""},
	{"ei", "e", ""},
}

// nasals are vowels before an n or an m that is not itself before a vowel.
var nasals = []spelling{
	{"ain", "I", ""},
	{"aim", "I", ""},
	{"ein", "I", ""},
	{"in", "I", ""},
	{"im", "I", ""},
	{"yn", "I", ""},
	{"ym", "I", ""},
	{"un", "I", ""},
	{"um", "I", ""},
	{"an", "A", ""},
	{"am", "A", ""},
	{"en", "A", ""},
	{"em", "A", ""},
	{"on", "O", ""},
	{"om", "O", ""},
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// at is how many letters at a place of a word make a sound, and which.
func at(word string, i int) (n int, heard string) {
	rest := word[i:]
	for _, s := range nasals {
		if strings.HasPrefix(rest, s.letters) {
			if n := len(s.letters); len(rest) == n || !vowel(rest[n]) && rest[n] != 'n' && rest[n] != 'm' && rest[n] != 'h' {
				return n, s.heard
			}
		}
	}
	for _, s := range spellings {
		if n := len(s.letters); strings.HasPrefix(rest, s.letters) && (s.before == "" || len(rest) > n && strings.IndexByte(s.before, rest[n]) >= 0) {
			return n, s.heard
		}
	}
	return 1, rest[:1]
}

// sounds are the words of the dictionary in the order of how they sound.
type sounds struct {
	heard []string
	of    []int32 // surfaces
	// said are the ways of saying of one word, by how that word sounds.
	said map[string][]string
}

// shortest is how many sounds a word has at least, to be known by them: what is shorter
// sounds like too much else.
const shortest = 3

func (ix *Index) makeSounds() {
	type heard struct {
		sound   string
		surface int32
	}
	all := make([]heard, 0, len(ix.surfaces))
	for i, w := range ix.surfaces {
		if s := sound(w); len(s) >= shortest {
			all = append(all, heard{s, int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b heard) int { return cmp.Or(cmp.Compare(a.sound, b.sound), cmp.Compare(a.surface, b.surface)) })
	h := &ix.sounds
	h.heard, h.of, h.said = make([]string, len(all)), make([]int32, len(all)), make(map[string][]string)
	for i, a := range all {
		h.heard[i], h.of[i] = a.sound, a.surface
	}
	for said, ways := range ix.synonyms {
		if slices.ContainsFunc(ways, func(s synonym) bool { return len(s.said) == 1 }) {
			if s := sound(said); len(s) >= shortest {
				h.said[s] = append(h.said[s], said)
			}
		}
	}
	for _, list := range h.said {
		slices.Sort(list)
	}
}

// alike are the words of the dictionary that sound like one.
func (h *sounds) alike(heard string) []int32 {
	from, ok := slices.BinarySearch(h.heard, heard)
	if !ok {
		return nil
	}
	to := from
	for to < len(h.heard) && h.heard[to] == heard {
		to++
	}
	return h.of[from:to]
}

// sounded counts the words and the ways of saying that sound like one that the dictionary
// does not hold, and reports whether they are likely enough to look no further.
func (f *finder) sounded(c *column, word string) bool {
	ix, heard := f.ix, sound(word)
	if len(heard) < shortest {
		return false
	}
	documents := 0
	for _, at := range f.likeliest(ix.sounds.alike(heard)) {
		c.add(ix, ix.stems[at], sameSound)
		documents += ix.documents(ix.stems[at])
	}
	for _, said := range ix.sounds.said[heard] {
		f.ways(c, said, sameSound)
		documents += likely
	}
	return documents >= likely
}
