package training

import (
	"slices"
	"strings"
	"sync"

	"continuum/internal/geo"
)

// Course is what the label of a course on Parcoursup says: a qualification, and how
// it is taught there.
type Course struct {
	Kind  string
	Level int8 // European, 0 unknown
	Years int8 // 0 unknown
	// Label is the name of the qualification, without what is of this course only.
	Label string
	// Full is the label with every word that may be of the qualification: where a
	// nomenclature knows it, it is the more exact one.
	Full string
	// Head is the label up to the first separator, for those that hold more.
	Head        string
	NSF         string // of its mention, empty when the table doesn't know it
	CFD         string // where the table gives one
	Mention     string // of tables/mentions.csv, empty when there is none
	Known       bool   // the tables name the qualification in full
	Apprentices bool
}

type courseRule struct {
	words []string
	kind  string
	level int8
	years int8
	label string
	rest  string
	as    string
}

var courseRules = sync.OnceValue(func() []courseRule {
	var rules []courseRule
	for _, l := range table("courses.csv") {
		r := courseRule{strings.Fields(l[0]), l[1], digit(l[2]), digit(l[3]), l[4], l[5], l[6]}
		if r.as == "" {
			r.as = r.kind
		}
		rules = append(rules, r)
	}
	// The longest beginning decides.
	slices.SortStableFunc(rules, func(a, b courseRule) int { return len(b.words) - len(a.words) })
	return rules
})

// mention is a line of tables/mentions.csv, or one of its other names.
type mention struct {
	words           []string
	label, nsf, cfd string
}

var mentions = sync.OnceValue(func() map[string][]mention {
	kinds := make(map[string][]mention)
	for _, l := range table("mentions.csv") {
		for _, name := range append([]string{geo.Fold(l[1])}, alternatives(l[4])...) {
			kinds[l[0]] = append(kinds[l[0]], mention{strings.Fields(name), l[1], l[2], l[3]})
		}
	}
	for _, all := range kinds {
		slices.SortStableFunc(all, func(a, b mention) int { return len(b.words) - len(a.words) })
	}
	return kinds
})

// token is a word of a label as written, its folded words, and its segment.
type token struct {
	text    string
	words   []string
	segment int
}

// asides are the words from which a label only says how, where or for whom one learns.
var asides = [][]string{
	{"entierement"},
	{"en", "apprentissage"},
	{"en", "distanciel"},
	{"parcours", "marine"},
	{"parcours", "armee"},
	{"parcours", "prepa"},
	{"en", "3", "ans"},
	{"reserve"},
	{"reservee"},
	{"internat"},
	{"seconde", "annee"},
	{"1ere", "annee", "commune"},
	{"premiere", "annee", "commune"},
	{"pour", "bac"},
	{"pour", "bacheliers"},
	{"section", "amenagee"},
	{"horaires", "amenages"},
	{"classe", "passerelle"},
}

// ReadCourse reads the label of a course through tables/courses.csv. ok is false when
// no line of the table knows how it begins. Separators are a dash, or the run of spaces
// that a copy of the file has in its place; what it says without them is as good.
func ReadCourse(label string) (c Course, ok bool) {
	tokens := tokenize(label)
	var folded []string
	for _, t := range tokens {
		folded = append(folded, t.words...)
	}
	at := slices.IndexFunc(courseRules(), func(r courseRule) bool { return begins(folded, r.words) })
	if at < 0 {
		return Course{}, false
	}
	r := &courseRules()[at]
	c = Course{Kind: r.kind, Level: r.level, Years: r.years, Label: r.label}
	c.Apprentices = strings.Contains(strings.Join(folded, " "), "en apprentissage")
	rest := kept(after(tokens, len(r.words)))
	c.Full = joined(r.label, rest)
	switch r.rest {
	case "none":
		c.Full, c.Known = r.label, true
	case "every":
		c.Label, c.Head = c.Full, joined(r.label, firstSegment(rest))
	case "all":
		c.Label = joined(r.label, firstSegment(rest))
	case "mention", "two":
		c.mention(r, rest)
	}
	return c, true
}

// mention sets the label from the mentions that the rest begins with.
func (c *Course) mention(r *courseRule, rest []token) {
	if begins(words(rest), []string{"portail"}) {
		rest = rest[1:]
	}
	m, n := longest(r.as, rest)
	if m == nil {
		// Nobody lists the portals of several disciplines: they are one thing.
		if rest = firstSegment(rest); r.rest == "mention" && len(rest) > 0 && len(words(rest)) <= 8 {
			c.Label = joined(r.label, rest)
		}
		return
	}
	c.Mention, c.NSF, c.CFD, c.Known = m.label, m.nsf, m.cfd, true
	c.Label = join(r.label, m.label)
	if r.rest == "two" {
		for _, skip := range []int{0, 1} {
			if second, _ := longest(r.as, after(rest, n+skip)); second != nil && second.label != m.label {
				// Two licences are the same two in either order.
				c.Label = join(r.label, min(m.label, second.label)) + " / " + max(m.label, second.label)
				break
			}
		}
	}
}

// longest returns the longest mention that the tokens begin with, and its words there.
func longest(kind string, tokens []token) (*mention, int) {
	folded := words(tokens)
	all := mentions()[kind]
	for i := range all {
		if begins(folded, all[i].words) {
			return &all[i], len(all[i].words)
		}
	}
	return nil, 0
}

func tokenize(label string) []token {
	var tokens []token
	for i, segment := range segments(label) {
		for _, text := range strings.Fields(segment) {
			if w := strings.Fields(geo.Fold(text)); len(w) > 0 {
				tokens = append(tokens, token{text, w, i})
			} else if len(tokens) > 0 && text == "/" {
				tokens[len(tokens)-1].text += " /"
			}
		}
	}
	return tokens
}

var separators = strings.NewReplacer(" - ", "\x00", " – ", "\x00", "   ", "\x00")

func segments(label string) []string { return strings.Split(separators.Replace(label), "\x00") }

func begins(all, with []string) bool {
	return len(all) >= len(with) && slices.Equal(all[:len(with)], with)
}

func words(tokens []token) []string {
	var all []string
	for _, t := range tokens {
		all = append(all, t.words...)
	}
	return all
}

// after drops the tokens of the first n folded words.
func after(tokens []token, n int) []token {
	for len(tokens) > 0 && n > 0 {
		n -= len(tokens[0].words)
		tokens = tokens[1:]
	}
	return tokens
}

// kept cuts the tokens at the first aside.
func kept(tokens []token) []token {
	for i := range tokens {
		rest := words(tokens[i:])
		if slices.ContainsFunc(asides, func(a []string) bool { return begins(rest, a) }) {
			return tokens[:i]
		}
	}
	return tokens
}

// firstSegment cuts the tokens at a separator, or at the word that begins what is of
// this course only.
func firstSegment(tokens []token) []token {
	for i := range tokens {
		if i > 0 && (tokens[i].segment != tokens[0].segment || tokens[i].words[0] == "parcours") {
			return tokens[:i]
		}
	}
	return tokens
}

func joined(label string, tokens []token) string {
	texts := make([]string, len(tokens))
	for i, t := range tokens {
		texts[i] = t.text
	}
	return join(label, strings.Join(texts, " "))
}

// join puts a name after the label of its kind: "Diplôme d'État d'" loses its elision
// before a consonant.
func join(label, name string) string {
	switch {
	case name == "":
		return label
	case !strings.HasSuffix(label, "d'"):
		return label + " " + name
	case strings.ContainsRune("aeiouh", rune(geo.Fold(name)[0])):
		return label + name
	}
	return strings.TrimSuffix(label, "d'") + "de " + name
}

// Slug is a label as part of an address: folded, with dashes, cut at a word within 80
// characters so that addresses stay short.
func Slug(label string) string {
	s := geo.Slug(label)
	if len(s) <= 80 {
		return s
	}
	return s[:strings.LastIndexByte(s[:81], '-')]
}
