package catalog

import "sync"

// memo keeps texts made from a catalog. It dies with it, so that nothing in it can
// be out of date.
type memo struct {
	mu    sync.RWMutex
	kept  map[string]string
	bytes int
}

// memoBytes bounds what a catalog keeps. A text that does not fit empties the memo:
// what is asked for often comes back at once.
const memoBytes = 32 << 20

// Once returns the text that make gave for the key, making it when it is not kept.
// It is for what is dear to make and asked for again and again, such as drawings;
// make must depend on the catalog and on the key alone. Two callers may make the
// same text at once. An error is returned and not kept.
func (c *Catalog) Once(key string, make func() (string, error)) (string, error) {
	m := &c.memo
	m.mu.RLock()
	s, ok := m.kept[key]
	m.mu.RUnlock()
	if ok {
		return s, nil
	}
	s, err := make()
	if err != nil {
		return "", err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if size := len(key) + len(s); m.bytes+size > memoBytes || m.kept == nil {
		m.kept, m.bytes = map[string]string{}, 0
		if size > memoBytes {
			return s, nil
		}
	}
	if _, ok := m.kept[key]; !ok {
		m.kept[key] = s
		m.bytes += len(key) + len(s)
	}
	return s, nil
}
