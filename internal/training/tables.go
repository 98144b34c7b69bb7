package training

import (
	"embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"

	"continuum/internal/geo"
)

//go:embed tables/sectors.csv tables/kinds.csv tables/courses.csv tables/mentions.csv tables/disciplines.csv tables/types.csv tables/needs.csv
var tables embed.FS

// table returns the lines of a table without its headings. Tables are part of the
// program: a broken one panics, and a test reads each.
func table(name string) [][]string {
	text, err := tables.ReadFile("tables/" + name)
	if err != nil {
		panic("training: " + err.Error())
	}
	r := csv.NewReader(strings.NewReader(string(text)))
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		panic("training: tables/" + name + ": " + err.Error())
	}
	return lines[1:]
}

// digit reads a level or a number of years, 0 for none.
func digit(s string) int8 {
	n, err := strconv.ParseInt(s, 10, 8)
	if err != nil {
		return 0
	}
	return int8(n)
}

// alternatives splits "a|b", nil for none.
func alternatives(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// sectorRule is a line of tables/sectors.csv.
type sectorRule struct {
	nsf    string
	words  []string // each after a space: the beginning of a word
	sector string
	name   string
}

var sectorRules = sync.OnceValue(func() []sectorRule {
	var rules []sectorRule
	for _, l := range table("sectors.csv") {
		r := sectorRule{nsf: l[0], sector: l[2], name: strings.TrimSpace(l[0] + " " + l[1])}
		for _, w := range alternatives(l[1]) {
			r.words = append(r.words, " "+w)
		}
		rules = append(rules, r)
	}
	return rules
})

// Sector returns the sector of a qualification among the twelve, by its NSF group and
// the words of its label, and the line of tables/sectors.csv that says so. Both are
// empty when no line does; a line may say that there is none.
func Sector(nsf, label string) (sector, rule string) {
	label = " " + geo.Fold(label)
	for i := range sectorRules() {
		r := &sectorRules()[i]
		if !strings.HasPrefix(nsf, r.nsf) {
			continue
		}
		if len(r.words) == 0 || holds(label, r.words) {
			return r.sector, r.name
		}
	}
	return "", ""
}

func holds(label string, words []string) bool {
	for _, w := range words {
		if strings.Contains(label, w) {
			return true
		}
	}
	return false
}

// Kind is what a diploma is.
type Kind struct {
	Name   string // "BAC PRO"; those of a same name are one thing to people
	Level  int8   // European, 0 for what the BCN says
	Years  int8   // of the whole training when no MEF says; 0 unknown
	Prefix string // "Bac pro"
}

type kindRule struct {
	bcn, short string
	Kind
}

var kindRules = sync.OnceValue(func() []kindRule {
	var rules []kindRule
	for _, l := range table("kinds.csv") {
		rules = append(rules, kindRule{l[0], l[1], Kind{l[2], digit(l[3]), digit(l[4]), l[5]}})
	}
	return rules
})

// KindOf returns what a diploma is, by its BCN level (the first three signs of its
// CFD) and its short label, through tables/kinds.csv.
func KindOf(bcn, short string) Kind {
	for i := range kindRules() {
		r := &kindRules()[i]
		if strings.HasPrefix(bcn, r.bcn) && strings.HasPrefix(short, r.short) {
			return r.Kind
		}
	}
	return Kind{Name: "AUTRE"}
}

// Level returns the European level of a diploma: the one that the BCN gives to it, else
// to its BCN level, else that of its kind. 0 is unknown, or below 3.
func Level(ofDiploma, ofLevel string, kind Kind) int8 {
	for _, s := range []string{ofDiploma, ofLevel} {
		if n := digit(s); n >= 3 && n <= 8 && len(s) == 2 {
			return n
		}
	}
	return kind.Level
}

var typeRules = sync.OnceValue(func() [][]string { return table("types.csv") })

// KindOfType returns the kind of a training of Onisep, by its type and through
// tables/types.csv.
func KindOfType(words string) string {
	words = geo.Fold(words)
	for _, l := range typeRules() {
		if strings.HasPrefix(words, l[0]) {
			return l[1]
		}
	}
	return ""
}
