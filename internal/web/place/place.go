// Package place reads the places that people write in forms, and writes them so that
// homonyms are told apart and that what is written is read back.
package place

import (
	"regexp"
	"slices"
	"strings"

	"continuum/internal/geo"
)

// choices is how many communes a reader chooses among at most.
const choices = 30

// alike is how many communes are offered instead of a name that nobody bears.
const alike = 5

// Found is the commune that some words mean, or those that may be meant. None has neither.
type Found struct {
	Commune *geo.Commune
	Choices []*geo.Commune // when several may be meant
	More    int            // how many others there are
	Near    []*geo.Commune // when nobody bears the name, those that look like it
}

// coded is a place as the page writes it, its postal code at the end: "Lorient (56100)";
// or, as older links have it, its INSEE code.
var coded = regexp.MustCompile(`\(([0-9][0-9AB][0-9]{3})\)$`)

// postcode is five digits, which may be an INSEE code as well.
var postcode = regexp.MustCompile(`^[0-9][0-9ABab][0-9]{3}$`)

// Find returns the commune that some words mean: a place as the page writes it, an
// INSEE or a postal code, a name; the beginning of a name when it is that of none.
// One commune alone is the answer, several are for the reader to choose among.
func Find(a *geo.Atlas, words string) Found {
	if m := coded.FindStringSubmatch(words); m != nil {
		return Found{Commune: byCode(a, strings.TrimSpace(strings.TrimSuffix(words, m[0])), m[1])}
	}
	var list []*geo.Commune
	if code := strings.ToUpper(words); postcode.MatchString(code) {
		list = withoutWhole(a.CommunesAt(code))
		if c := a.Commune(code); c != nil && len(list) == 0 {
			list = []*geo.Commune{c}
		}
	} else if list = a.CommunesNamed(words); len(list) == 0 {
		list = a.Places(words)
	}
	switch len(list) {
	case 0:
		return Found{Near: a.PlacesLike(words, alike)}
	case 1:
		return Found{Commune: list[0]}
	}
	n := min(len(list), choices)
	return Found{Choices: list[:n], More: len(list) - n}
}

// withoutWhole leaves out a city of which a municipal arrondissement is in the list: the
// arrondissement says more.
func withoutWhole(list []*geo.Commune) []*geo.Commune {
	return slices.DeleteFunc(slices.Clone(list), func(c *geo.Commune) bool {
		return slices.ContainsFunc(list, func(o *geo.Commune) bool { return o != c && geo.CityOf(o.Code) == c.Code })
	})
}

// byCode is the commune of a name at a postal code, else that of an INSEE code.
func byCode(a *geo.Atlas, name, code string) *geo.Commune {
	for _, c := range a.CommunesAt(code) {
		if geo.Fold(c.Name) == geo.Fold(name) {
			return c
		}
	}
	return a.Commune(code)
}

// Written is a commune as the page writes it and reads it back, with the code that people
// know: an INSEE code looks like a postal code that is not theirs.
func Written(c *geo.Commune) string {
	code := c.Code
	if len(c.Postcodes) > 0 {
		code = c.Postcodes[0]
	}
	return c.Name + " (" + code + ")"
}

// Name is a commune in words, with its département and postal code so that
// homonyms are told apart.
func Name(a *geo.Atlas, c *geo.Commune) string {
	s := c.Name
	if d := a.Territory(geo.Departement, c.Departement); d != nil && d.Name != c.Name {
		s += " (" + d.Name + ")"
	}
	if len(c.Postcodes) > 0 {
		s += ", " + c.Postcodes[0]
	}
	return s
}
