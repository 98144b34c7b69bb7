package geo

import (
	"cmp"
	"math/bits"
	"slices"
)

// PlacesLike returns at most n communes whose name looks most like one that nobody bears,
// nearest first, then the most peopled: what a reader who made a mistake may mean. It is
// empty when none comes near: about a third of the letters may be wrong.
func (a *Atlas) PlacesLike(name string, n int) []*Commune {
	asked := abbreviated(Fold(name))
	most := (len(asked) + 2) / 3
	if len(asked) < 3 || len(asked) > longestPlace {
		return nil
	}
	l, set := a.indexCommunes(), lettersOf(asked)
	type found struct{ distance, at int }
	var near []found
	for i, other := range l.names {
		if bits.OnesCount32(set^lettersOf(other)) > 2*most {
			continue // too many letters that the other has not
		}
		if d := edits(asked, other, most); d <= most {
			near = append(near, found{d, i})
		}
	}
	slices.SortFunc(near, func(x, y found) int {
		return cmp.Or(cmp.Compare(x.distance, y.distance), cmp.Compare(a.Communes[y.at].Population, a.Communes[x.at].Population), cmp.Compare(x.at, y.at))
	})
	list := make([]*Commune, 0, n)
	for _, f := range near[:min(n, len(near))] {
		list = append(list, &a.Communes[f.at])
	}
	return list
}

// longestPlace is the length of the longest name that is looked for: France's has 45
// letters.
const longestPlace = 48

// lettersOf is the set of the small letters of a text.
func lettersOf(s string) uint32 {
	var set uint32
	for i := range len(s) {
		if c := s[i]; c >= 'a' && c <= 'z' {
			set |= 1 << (c - 'a')
		}
	}
	return set
}

// edits is how many letters are to be added, left out or changed to make one text of
// another; more than most when that is known to be too many.
func edits(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var row [longestPlace + 1]int
	for j := range len(a) + 1 {
		row[j] = j
	}
	for i := range len(b) {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j := range len(a) {
			cost := 1
			if a[j] == b[i] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
	}
	return row[len(a)]
}
