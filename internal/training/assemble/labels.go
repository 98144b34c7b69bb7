package assemble

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// upperFirst begins a name with a capital.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// speller knows how people write the words that the BCN has in capitals without
// accents, from labels that have them.
type speller struct {
	seen  map[string]map[string]int
	words map[string]string
}

// learn takes the words of a label in.
func (s *speller) learn(label string) {
	if s.seen == nil {
		s.seen = make(map[string]map[string]int)
	}
	for _, w := range split(label) {
		folded := geo.Fold(w)
		if len(folded) < 2 || strings.Contains(folded, " ") {
			continue
		}
		// A capital may only begin a sentence; a word all in capitals is an acronym.
		if strings.ToUpper(w) != w {
			w = strings.ToLower(w)
		}
		forms := s.seen[folded]
		if forms == nil {
			forms = make(map[string]int, 1)
			s.seen[folded] = forms
		}
		forms[w]++
	}
}

// settle keeps the form most seen of each word, the first in order among equals.
func (s *speller) settle() {
	s.words = make(map[string]string, len(s.seen))
	for folded, forms := range s.seen {
		best := ""
		for _, form := range sortedKeys(forms) {
			if best == "" || forms[form] > forms[best] {
				best = form
			}
		}
		s.words[folded] = best
	}
	s.seen = nil
}

// spell writes a label in capitals as people do; without a word's form it is in small
// letters. A lone letter after "option" keeps its capital, any other A has an accent.
func (s *speller) spell(capitals string) string {
	var out strings.Builder
	before := ""
	for _, w := range split(capitals) {
		folded := geo.Fold(w)
		switch {
		case folded == "":
			out.WriteString(w)
			continue
		case len(folded) == 1 && (before == "option" || before == "specialite" || before == "dominante"):
			out.WriteString(strings.ToUpper(w))
		case folded == "a":
			out.WriteString("à")
		case len(folded) == 1:
			out.WriteString(strings.ToLower(w))
		default:
			if form, ok := s.words[folded]; ok {
				out.WriteString(form)
			} else {
				out.WriteString(strings.ToLower(w))
			}
		}
		before = folded
	}
	return out.String()
}

// accents gives their accents back to the words of a label that lost them, and leaves
// the others as they are.
func (s *speller) accents(label string) string {
	var out strings.Builder
	for _, w := range split(label) {
		form, ok := s.words[geo.Fold(w)]
		switch {
		case !ok || w != plain(w) || form == plain(form):
			out.WriteString(w)
		case w == strings.ToUpper(w):
			out.WriteString(strings.ToUpper(form))
		case w != strings.ToLower(w):
			out.WriteString(upperFirst(form))
		default:
			out.WriteString(form)
		}
	}
	return out.String()
}

// plain reports a word as it is without accents, for words that have none.
func plain(w string) string {
	for _, r := range w {
		if r > unicode.MaxASCII {
			return ""
		}
	}
	return w
}

// split cuts a label into words and what is between them, in turn or not.
func split(label string) []string {
	var all []string
	start, letters := 0, false
	for i, r := range label {
		if is := unicode.IsLetter(r) || unicode.IsDigit(r); is != letters || i == 0 {
			if i > start {
				all = append(all, label[start:i])
			}
			start, letters = i, is
		}
	}
	if start < len(label) {
		all = append(all, label[start:])
	}
	return all
}

// spell gives a draft its label. Which source wins: the label of the Onisep fiche that
// is of this very diploma, unless it is a common year; else that of the families and
// options tables; else the BCN's, its words spelled as the labels of Onisep and Certif Info spell them.
func (b *builder) spell(d *draft) {
	if d.title {
		return
	}
	if d.CFD != d.ID {
		if kind, name, ok := strings.Cut(d.Label, " "); ok && strings.ToUpper(name) == name && len(name) > 12 {
			d.Label = kind + " " + upperFirst(b.speller.spell(name)) // shouted by who wrote it
			return
		}
		d.Label = b.speller.accents(d.Label)
		return
	}
	kind := training.KindOf(d.CFD[:min(3, len(d.CFD))], d.Short)
	name := strings.TrimSpace(withoutBrackets(d.capitals))
	after := ""
	if base, ok := commonName(d.capitals); ok {
		if name = base; d.Kind == "BAC PRO" {
			kind.Prefix = "2nde commune"
		} else {
			after = " (1re année commune)"
		}
	}
	if strings.HasPrefix(name, "CLASSE PREPARATOIRE") {
		kind.Prefix = ""
	}
	d.Label = strings.TrimSpace(kind.Prefix+" "+upperFirst(b.speller.spell(name))) + after
}

// withoutBrackets drops the last brackets of a BCN label, which hold the kind, unless
// they are all there is.
func withoutBrackets(label string) string {
	if i := strings.LastIndexByte(label, '('); i > 0 && strings.HasSuffix(label, ")") {
		return label[:i]
	}
	return label
}

// key is the draft that a label leads to, and how good a draft it is for it.
type key struct {
	id   string
	rank int // lower is better
}

// The ranks of what a label leads to.
const (
	openDiploma = iota
	onisepOnly
	closedDiploma
)

// smallWords don't tell labels apart, nor do the letters of feminine forms.
var smallWords = map[string]bool{
	"a": true, "au": true, "aux": true, "d": true, "de": true, "des": true, "du": true, "e": true, "en": true,
	"et": true, "futur": true, "l": true, "la": true, "le": true, "les": true, "mention": true, "ne": true,
	"opt": true, "option": true, "ou": true, "parcours": true, "spe": true, "specialite": true, "un": true, "une": true,
}

// labelKey is what of a label tells it apart from others, however written: its words
// without the small ones and the marks of the plural, without the spaces that some
// sources forget.
func labelKey(label string) string {
	var k strings.Builder
	for _, w := range strings.Fields(geo.Fold(label)) {
		if w == "techn" {
			w = "technicien"
		}
		if !smallWords[w] {
			k.WriteString(strings.TrimRight(w, "sx"))
		}
	}
	return k.String()
}

// addKey makes a label lead to a draft, unless a better one has it; among equals the
// later opened has the higher code.
func (b *builder) addKey(label, id string, rank int) {
	k := labelKey(label)
	if k == "" {
		return
	}
	if old, ok := b.keys[k]; ok && cmp.Or(cmp.Compare(old.rank, rank), -strings.Compare(old.id, id)) <= 0 {
		return
	}
	b.keys[k] = key{id, rank}
}

// named returns the draft that a label leads to, nil when none does.
func (b *builder) named(label string) *draft {
	if k, ok := b.keys[labelKey(label)]; ok {
		return b.drafts[k.id]
	}
	return nil
}

// indexLabels makes the labels of the BCN lead to its diplomas.
func (b *builder) indexLabels() {
	for _, id := range sortedKeys(b.drafts) {
		d := b.drafts[id]
		if d.CFD != d.ID || d.Level == 0 {
			continue
		}
		rank := closedDiploma
		if d.open {
			rank = openDiploma
		}
		kind := training.KindOf(d.CFD[:min(3, len(d.CFD))], d.Short)
		b.addKey(kind.Prefix+" "+withoutBrackets(d.capitals), id, rank)
		if d.title {
			b.addKey(d.Label, id, rank)
		}
	}
}

// sortLinks puts links in an order, and drops those said twice.
func sortLinks(all []link) []link {
	slices.SortStableFunc(all, func(a, b link) int {
		return cmp.Or(strings.Compare(a.from, b.from), strings.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
	})
	return slices.CompactFunc(all, func(a, b link) bool { return a.from == b.from && a.to == b.to && a.kind == b.kind })
}
