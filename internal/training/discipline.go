package training

import (
	"strings"
	"sync"

	"continuum/internal/geo"
)

// Discipline is a line of tables/disciplines.csv.
type Discipline struct {
	NSF     string
	masters []string
}

var disciplines = sync.OnceValue(func() map[string]Discipline {
	all := make(map[string]Discipline)
	for _, l := range table("disciplines.csv") {
		all[geo.Fold(l[0])] = Discipline{l[1], alternatives(l[2])}
	}
	return all
})

// DisciplineOf returns the line of a main discipline of doctoral schools.
func DisciplineOf(name string) (d Discipline, ok bool) {
	d, ok = disciplines()[geo.Fold(name)]
	return d, ok
}

// Takes reports whether masters of an NSF group lead to the discipline.
func (d Discipline) Takes(nsf string) bool {
	for _, m := range d.masters {
		if nsf != "" && strings.HasPrefix(nsf, m) {
			return true
		}
	}
	return false
}
