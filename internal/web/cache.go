package web

import "sync"

// cache keeps rendered pages of one catalog generation, at most size of them. It
// forgets everything when the generation changes or when it is full: pages are
// cheap to make again, and a smarter order would cost more than it saves.
type cache struct {
	size int

	mu         sync.RWMutex
	generation int64
	pages      map[string]packed
}

func newCache(size int) *cache { return &cache{size: size, pages: map[string]packed{}} }

func (c *cache) get(generation int64, tag string) (packed, bool) {
	if c.size == 0 {
		return packed{}, false
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.generation != generation {
		return packed{}, false
	}
	p, ok := c.pages[tag]
	return p, ok
}

func (c *cache) put(generation int64, tag string, p packed) {
	if c.size == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation || len(c.pages) >= c.size {
		clear(c.pages)
		c.generation = generation
	}
	c.pages[tag] = p
}
