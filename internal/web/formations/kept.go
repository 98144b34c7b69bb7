package formations

import (
	"context"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"continuum/internal/catalog"
	"continuum/internal/search"
	"continuum/internal/text"
)

// maxKept bounds the lines that are kept, a few hundred bytes each: of the fifty thousand
// trainings at their places, in two languages, most readers see the same ones.
const maxKept = 20_000

// kept are lines of the list as HTML, but for the distance, which is the reader's own. To
// write them anew was a tenth of what a page costs.
type kept struct {
	mu    sync.RWMutex
	of    *catalog.Catalog
	lines map[keptKey]keptLine
}

type keptKey struct {
	lang                         text.Lang
	qualification, establishment int32
}

type keptLine struct{ what, where, how, keep string }

// get returns a line that was kept under this catalog.
func (k *kept) get(c *catalog.Catalog, key keptKey) (keptLine, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.of != c {
		return keptLine{}, false
	}
	l, ok := k.lines[key]
	return l, ok
}

// put keeps a line; those of another catalog are forgotten, and all of them when they are
// too many.
func (k *kept) put(c *catalog.Catalog, key keptKey, l keptLine) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of != c || len(k.lines) >= maxKept {
		k.of, k.lines = c, make(map[keptKey]keptLine)
	}
	k.lines[key] = l
}

// written is a line of the list but for its distance. It is kept when the list that the
// reader carries along is empty: nothing in it is then the reader's.
func (v *view) written(it *search.Item) (k keptLine, err error) {
	key := keptKey{v.R.Lang, it.Qualification, it.Establishment}
	if v.List.Empty() {
		if k, ok := v.kept.get(v.R.Catalog, key); ok {
			return k, nil
		}
	}
	l := v.line(it)
	for _, part := range []struct {
		into *string
		of   templ.Component
	}{{&k.what, what(v, &l)}, {&k.where, where(v, &l)}, {&k.how, how(&l)}, {&k.keep, keep(v, &l)}} {
		var b strings.Builder
		if err := part.of.Render(context.Background(), &b); err != nil {
			return keptLine{}, err
		}
		*part.into = b.String()
	}
	if v.List.Empty() {
		v.kept.put(v.R.Catalog, key, k)
	}
	return k, nil
}
