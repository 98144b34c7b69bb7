package search

import (
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// The choices, one bit each: an item that fails just one of them counts there.
const (
	failLevel = 1 << iota
	failRoute
	failSector
	failPublic
	failBoarding
	failCampus
	failKm
)

// chosen is the choices of a question, as sets.
type chosen struct {
	levels, routes, public uint16
	sectors                uint64
	members                map[int32]bool // nil for any
	home                   geo.Vector
	near                   bool
	km                     float64
}

func (ix *Index) choose(q *Query) chosen {
	var c chosen
	for _, l := range q.Levels {
		c.levels |= 1 << l
	}
	for _, r := range q.Routes {
		c.routes |= 1 << r
	}
	for _, p := range q.Public {
		c.public |= 1 << publicOf(p)
	}
	for _, s := range q.Sectors {
		if at := slices.Index(ix.sectors, s); at > 0 {
			c.sectors |= 1 << at
		} else {
			c.sectors |= 1 << 63 // a sector that nothing has
		}
	}
	if len(q.Campuses) > 0 {
		c.members = make(map[int32]bool)
		for e, list := range ix.member {
			for _, at := range list {
				if slices.Contains(q.Campuses, ix.campuses[at].Slug) {
					c.members[int32(e)] = true
				}
			}
		}
	}
	if !q.Home.IsZero() {
		c.home, c.near, c.km = onSphere(q.Home), true, q.Km
	}
	return c
}

// fails is the choices that a pair does not meet. An item whose place is not known is
// within no distance.
func (ix *Index) fails(c *chosen, q *Query, i int, km float64) uint8 {
	var f uint8
	if c.levels != 0 && c.levels>>ix.level[i]&1 == 0 {
		f |= failLevel
	}
	if c.routes != 0 && c.routes&uint16(ix.routes[i]) == 0 {
		f |= failRoute
	}
	if c.sectors != 0 && c.sectors>>ix.sector[i]&1 == 0 {
		f |= failSector
	}
	if c.public != 0 && c.public>>ix.public[i]&1 == 0 {
		f |= failPublic
	}
	if q.BoardingOnly && training.Bool3(ix.board[i]) != training.Yes {
		f |= failBoarding
	}
	if c.members != nil && !c.members[ix.e[i]] {
		f |= failCampus
	}
	if c.near && c.km > 0 && !(km >= 0 && km <= c.km) {
		f |= failKm
	}
	return f
}

// counts is how many pairs each choice has: those that meet all the others.
type counts struct {
	levels   [9]int
	routes   [4]int
	sectors  [64]int // in Index.sectors
	public   [len(publics)]int
	campuses []int
	boarding int
	within   [len(Radii)]int
}

func (c *counts) reset(campuses int) {
	kept := slices.Grow(c.campuses[:0], campuses)[:campuses]
	clear(kept)
	*c = counts{campuses: kept}
}

// add counts a pair that fails at most one choice: the others are nobody's.
func (c *counts) add(ix *Index, i int, fails uint8, km float64) {
	if fails&(fails-1) != 0 {
		return
	}
	if fails&^failLevel == 0 {
		c.levels[ix.level[i]]++
	}
	if fails&^failRoute == 0 {
		for r := training.School; r <= training.Continuing; r++ {
			if ix.routes[i]>>r&1 != 0 {
				c.routes[r]++
			}
		}
	}
	if fails&^failSector == 0 {
		c.sectors[ix.sector[i]]++
	}
	if fails&^failPublic == 0 {
		c.public[ix.public[i]]++
	}
	if fails&^failBoarding == 0 && training.Bool3(ix.board[i]) == training.Yes {
		c.boarding++
	}
	if fails&^failCampus == 0 {
		for _, at := range ix.member[ix.e[i]] {
			c.campuses[at]++
		}
	}
	if fails&^failKm == 0 && km >= 0 {
		for n := len(Radii) - 1; n >= 0 && km <= Radii[n]; n-- {
			c.within[n]++
		}
	}
}

// answer tells the counts by what pages call the choices.
func (c *counts) answer(ix *Index) *Answer {
	a := &Answer{
		Levels: c.levels, Routes: c.routes, Boarding: c.boarding, Within: c.within,
		Sectors: make(map[string]int), Public: make(map[training.Public]int), Campuses: make(map[string]int),
	}
	for i, n := range c.sectors {
		if n > 0 {
			a.Sectors[ix.sectors[i]] = n
		}
	}
	for i, n := range c.public {
		if n > 0 {
			a.Public[publics[i]] = n
		}
	}
	for i, n := range c.campuses {
		if n > 0 {
			a.Campuses[ix.campuses[i].Slug] = n
		}
	}
	return a
}
