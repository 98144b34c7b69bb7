package travel

import (
	"container/list"
	"sync"
	"time"

	"continuum/internal/geo"
)

// kept is the times that were told, by home and place. The homes not asked about for the
// longest time leave first.
type kept struct {
	most int

	mu    sync.Mutex
	homes map[geo.Point]*list.Element
	order *list.List // of *keptHome, last used first
	pairs int
}

type keptHome struct {
	home    geo.Point
	minutes map[geo.Point]float32
}

func newKept(most int) *kept {
	return &kept{most: most, homes: make(map[geo.Point]*list.Element), order: list.New()}
}

// fill gives out what is known, and returns the places that are not, nil when all are.
func (k *kept) fill(home geo.Point, places []geo.Point, out []float32) map[geo.Point]float32 {
	k.mu.Lock()
	defer k.mu.Unlock()
	var known map[geo.Point]float32
	if at, ok := k.homes[home]; ok {
		k.order.MoveToFront(at)
		known = at.Value.(*keptHome).minutes
	}
	var missing map[geo.Point]float32
	for i, p := range places {
		m, ok := known[p]
		if out[i] = m; ok {
			continue
		}
		if missing == nil {
			missing = make(map[geo.Point]float32)
		}
		missing[p] = 0
	}
	return missing
}

// keep adds times.
func (k *kept) keep(home geo.Point, places []geo.Point, minutes []float32) {
	k.mu.Lock()
	defer k.mu.Unlock()
	at, ok := k.homes[home]
	if !ok {
		at = k.order.PushFront(&keptHome{home, make(map[geo.Point]float32, len(places))})
		k.homes[home] = at
	}
	h := at.Value.(*keptHome)
	before := len(h.minutes)
	for i, p := range places {
		h.minutes[p] = minutes[i]
	}
	k.pairs += len(h.minutes) - before
	for k.pairs > k.most {
		last := k.order.Back()
		gone := k.order.Remove(last).(*keptHome)
		delete(k.homes, gone.home)
		k.pairs -= len(gone.minutes)
	}
}

// breaker leaves an engine alone for a while when it fails several times in a row, so
// that nobody waits for it; then one question tries it.
type breaker struct {
	mu     sync.Mutex
	inARow int
	until  time.Time
}

const (
	patience = 3
	rest     = 30 * time.Second
)

// may reports whether the engine may be asked.
func (b *breaker) may(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.inARow < patience {
		return true
	}
	if now.Before(b.until) {
		return false
	}
	b.until = now.Add(rest) // this one tries, the others wait for what becomes of it
	return true
}

func (b *breaker) worked() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.inARow = 0
}

// failed counts a failure and reports whether the engine is now left alone.
func (b *breaker) failed(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.inARow++
	if b.inARow < patience {
		return false
	}
	b.until = now.Add(rest)
	return true
}
