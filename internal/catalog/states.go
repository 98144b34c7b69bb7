package catalog

import (
	"sync"

	"continuum/internal/campus"
	"continuum/internal/date"
)

// mostDays bounds the days whose states are kept: some 4 kB a day with a hundred
// campuses, and few readers walk through more days than this before the next catalog.
const mostDays = 1024

// states remembers the state of every campus on the days asked for: a page asks for
// the same day once for its list and once for each of its filters.
type states struct {
	mu    sync.RWMutex
	byDay map[stateKey][]campus.State
}

type stateKey struct {
	day  date.Day
	last bool // the last known state, day being the day of the question
}

// statesOn returns the state of each campus on a day, in the catalog's order. The
// caller must not change it.
func (c *Catalog) statesOn(day date.Day) []campus.State {
	return c.known.get(c.Campuses, stateKey{day, false}, campus.StateOn)
}

// lastKnown is the same for the last known states.
func (c *Catalog) lastKnown(today date.Day) []campus.State {
	return c.known.get(c.Campuses, stateKey{today, true}, campus.LastKnown)
}

func (s *states) get(campuses []Campus, key stateKey, state func([]campus.Label, date.Day) campus.State) []campus.State {
	s.mu.RLock()
	all, ok := s.byDay[key]
	s.mu.RUnlock()
	if ok {
		return all
	}
	all = make([]campus.State, len(campuses))
	for i := range campuses {
		all[i] = state(campuses[i].Labels, key.day)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byDay == nil || len(s.byDay) >= mostDays {
		s.byDay = make(map[stateKey][]campus.State)
	}
	s.byDay[key] = all
	return all
}
