package tile

import (
	"container/list"
	"sync"
)

// cacheBytes bounds what one epoch keeps: the whole country down to zoom 8 in every
// layer is about a quarter of it.
const cacheBytes = 16 << 20

// cache keeps the tiles last asked for, within a number of bytes.
type cache struct {
	most int

	mu    sync.Mutex // guards what is below
	held  int
	order *list.List // of kept, last used first
	by    map[key]*list.Element
}

type kept struct {
	key  key
	tile encoded
}

func newCache(most int) *cache {
	return &cache{most: most, order: list.New(), by: make(map[key]*list.Element)}
}

// weight counts a tile with what its entry costs, so that empty tiles are bounded too.
func (k *kept) weight() int { return len(k.tile.plain) + len(k.tile.gzipped) + 256 }

func (c *cache) find(k key) (encoded, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.by[k]
	if !ok {
		return encoded{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept).tile, true
}

func (c *cache) keep(k key, t encoded) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.by[k]; ok {
		return // another request was faster
	}
	entry := &kept{k, t}
	c.by[k] = c.order.PushFront(entry)
	c.held += entry.weight()
	for c.held > c.most && c.order.Len() > 0 {
		last := c.order.Remove(c.order.Back()).(*kept)
		delete(c.by, last.key)
		c.held -= last.weight()
	}
}
