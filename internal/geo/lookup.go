package geo

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is what two spellings of the same French name have in common: no accents,
// small letters, ligatures opened, and one space for whatever else, so that
// "Saint-Étienne" and "SAINT ETIENNE" are one.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		switch r {
		case 'œ':
			b.WriteString("oe")
		case 'æ':
			b.WriteString("ae")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// BeginsWord reports whether w begins a word of text; both are folded.
func BeginsWord(text, w string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], w)
		if i < 0 {
			return false
		}
		if i += from; i == 0 || text[i-1] == ' ' {
			return true
		}
		from = i + 1
	}
}

// Slug is the folded name with hyphens: its form in a URL.
func Slug(s string) string { return strings.ReplaceAll(Fold(s), " ", "-") }

// lookup finds communes by what people write. It is made at the first question:
// most runs of the program ask none.
type lookup struct {
	once         sync.Once
	names        []string          // folded and abbreviated, by position
	departements map[string]string // names, as those of communes, by code
	byName       map[string][]int32
	byPostcode   map[string][]int32
}

func (a *Atlas) indexCommunes() *lookup {
	l := &a.lookup
	l.once.Do(func() {
		l.byName = make(map[string][]int32, len(a.Communes))
		l.byPostcode = make(map[string][]int32, len(a.Communes)/4)
		l.names = make([]string, len(a.Communes))
		l.departements = make(map[string]string)
		for i := range a.Territories {
			if t := &a.Territories[i]; t.Kind == Departement {
				l.departements[t.Code] = abbreviated(Fold(t.Name))
			}
		}
		for i := range a.Communes {
			name := abbreviated(Fold(a.Communes[i].Name))
			l.names[i] = name
			l.byName[name] = append(l.byName[name], int32(i))
			for _, p := range a.Communes[i].Postcodes {
				l.byPostcode[p] = append(l.byPostcode[p], int32(i))
			}
		}
	})
	return l
}

// abbreviated turns the words of a folded name that people shorten into their short
// form: a commune is written "St Malo" as often as "Saint-Malo".
func abbreviated(folded string) string {
	words := strings.Split(folded, " ")
	for i, w := range words {
		switch w {
		case "saint":
			words[i] = "st"
		case "sainte":
			words[i] = "ste"
		}
	}
	return strings.Join(words, " ")
}

// CommunesNamed returns the communes of that name, by code, whatever its accents,
// case and hyphens; several when the name is ambiguous, none when nobody bears it.
func (a *Atlas) CommunesNamed(name string) []*Commune {
	return a.pick(a.indexCommunes().byName[abbreviated(Fold(name))])
}

// CommunesAt returns the communes that a postal code serves, by code.
func (a *Atlas) CommunesAt(postcode string) []*Commune {
	return a.pick(a.indexCommunes().byPostcode[strings.TrimSpace(postcode)])
}

func (a *Atlas) pick(at []int32) []*Commune {
	found := make([]*Commune, len(at))
	for i, n := range at {
		found[i] = &a.Communes[n]
	}
	return found
}

// CityOf is the code of the city of a municipal arrondissement (Paris, Lyon,
// Marseille), and for any other commune its own.
func CityOf(code string) string {
	switch {
	case code >= "75101" && code <= "75120":
		return "75056"
	case code >= "69381" && code <= "69389":
		return "69123"
	case code >= "13201" && code <= "13216":
		return "13055"
	}
	return code
}

// Holding returns the first of some territories whose box holds all of some points, nil
// when none does. Points that are not known, and territories that are none, don't count.
func Holding(points []Point, territories ...*Territory) *Territory {
	for _, t := range territories {
		if t != nil && !slices.ContainsFunc(points, func(p Point) bool { return !p.IsZero() && !t.Box.Contains(p) }) {
			return t
		}
	}
	return nil
}
