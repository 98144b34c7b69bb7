package text

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Reading is what the ease of reading of a French text is reckoned from.
type Reading struct{ Sentences, Words, Syllables int }

// Ease is the score of Flesch in its French form, that tools know as Kandel and Moles
// (1958): 207 − 1.015 × words a sentence − 73.6 × syllables a word. More is easier; 60 to
// 70 is for readers of 13 to 15 years. docs/reading.md tells what it does not see.
func (r Reading) Ease() float64 {
	if r.Sentences == 0 || r.Words == 0 {
		return 0
	}
	return 207 - 1.015*float64(r.Words)/float64(r.Sentences) - 73.6*float64(r.Syllables)/float64(r.Words)
}

func (r *Reading) add(o Reading) {
	r.Sentences += o.Sentences
	r.Words += o.Words
	r.Syllables += o.Syllables
}

// ends are where a unit of thought ends, as Flesch counts them.
var ends = regexp.MustCompile(`[.:;?!…]+(?:[\s»)]|$)`)

// Read counts the sentences, the words and the syllables of a text. Words are what stands
// between spaces and holds a letter or a digit; a number counts one syllable.
func Read(s string) Reading {
	var r Reading
	for _, sentence := range ends.Split(s, -1) {
		words := 0
		for _, w := range strings.Fields(sentence) {
			if strings.IndexFunc(w, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) >= 0 {
				words++
				r.Syllables += syllables(w)
			}
		}
		if words > 0 {
			r.Sentences++
			r.Words += words
		}
	}
	return r
}

const vowels = "aeiouyàâäéèêëîïôöùûüÿœæ"

// syllables counts the groups of vowels of a word. After é and è, and before a diaeresis,
// another begins ("création", "maïs"); y between two vowels is no vowel ("moyen"); the u
// of qu and gu is not heard; an e that ends the word, or es, is mute when there is another
// syllable. An acronym without a vowel is spelled. The endings in -ent of verbs are
// counted, as those of nouns are: the letters don't tell them apart.
func syllables(word string) int {
	n := 0
	for _, w := range strings.FieldsFunc(word, func(c rune) bool { return !unicode.IsLetter(c) }) {
		small := strings.ToLower(w)
		if w == strings.ToUpper(w) && !strings.ContainsAny(small, vowels) {
			n += len(w)
			continue
		}
		n += groups([]rune(small))
	}
	return max(1, n)
}

func groups(w []rune) int {
	vowel := func(i int) bool { return i >= 0 && i < len(w) && strings.ContainsRune(vowels, w[i]) }
	n, inside, last := 0, false, -1 // last is where the last group begins
	for i, c := range w {
		mute := c == 'u' && i > 0 && (w[i-1] == 'q' || w[i-1] == 'g' && vowel(i+1))
		glide := c == 'y' && vowel(i-1) && vowel(i+1)
		if !vowel(i) || mute || glide {
			inside = false
			continue
		}
		hiatus := inside && (strings.ContainsRune("éèê", w[i-1]) || strings.ContainsRune("ëïüÿ", c))
		if !inside || hiatus {
			n++
			last = i
		}
		inside = true
	}
	if end := strings.TrimRight(string(w[max(last, 0):]), "s"); n > 1 && end == "e" {
		n--
	}
	return n
}

// RoomReading is how the sentences of a room of the French dictionary read.
type RoomReading struct {
	Room      string // the beginning of its keys
	Reading   Reading
	Sentences []SentenceReading // the hardest first
}

// SentenceReading is how an entry reads.
type SentenceReading struct {
	Key     Key
	Text    string
	Reading Reading
}

// place is where an argument of a sentence goes: a name or a number, read as a word.
var place = regexp.MustCompile(`\{[a-z0-9]+\}`)

// leastWords makes an entry a sentence: labels have no ease.
const leastWords = 5

// Readings are those of the rooms of the French dictionary, the hardest first.
func Readings() []RoomReading {
	rooms := map[string]*RoomReading{}
	for key, e := range For(French).entries {
		s := place.ReplaceAllString(e.Other, "nom")
		if _, means, ok := strings.Cut(s, " | "); ok { // a word of the lexicon: its meaning is the sentence
			_, s, _ = strings.Cut(means, " | ")
		}
		r := Read(s)
		if r.Words < leastWords || !strings.ContainsAny(s[len(s)-1:], ".?!") {
			continue
		}
		name, _, _ := strings.Cut(string(key), ".")
		if rooms[name] == nil {
			rooms[name] = &RoomReading{Room: name}
		}
		rooms[name].Reading.add(r)
		rooms[name].Sentences = append(rooms[name].Sentences, SentenceReading{key, e.Other, r})
	}
	list := make([]RoomReading, 0, len(rooms))
	for _, r := range rooms {
		r.Sentences = Hardest(r.Sentences, len(r.Sentences))
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b RoomReading) int {
		return cmp.Or(cmp.Compare(a.Reading.Ease(), b.Reading.Ease()), cmp.Compare(a.Room, b.Room))
	})
	return list
}

// Hardest are the n hardest of some sentences, the hardest first.
func Hardest(list []SentenceReading, n int) []SentenceReading {
	list = slices.SortedFunc(slices.Values(list), func(a, b SentenceReading) int {
		return cmp.Or(cmp.Compare(a.Reading.Ease(), b.Reading.Ease()), cmp.Compare(a.Key, b.Key))
	})
	return list[:max(0, min(n, len(list)))]
}
