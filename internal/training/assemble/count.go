package assemble

import (
	"slices"

	"continuum/internal/opendata"
	"continuum/internal/training"
)

// count is a join being counted.
type count struct {
	join training.Join
	keys map[string]bool // whether the key was resolved
}

// most is how many unresolved keys a join lists.
const most = 50

// count begins a join of a source. expected is the share of rows that another program
// found once on the official files at hand, 0 when nobody counted.
func (b *builder) count(id string, src *opendata.Source, expected float64) *count {
	c := &count{
		join: training.Join{ID: id, Source: src.ID, Expected: expected},
		keys: make(map[string]bool),
	}
	b.counts = append(b.counts, c)
	return c
}

// row counts n records of a key, resolved or not.
func (c *count) row(key string, n int, resolved bool) {
	c.join.Rows += n
	if resolved {
		c.join.RowsResolved += n
	}
	c.keys[key] = c.keys[key] || resolved
}

// finish returns the join, with nothing of it left out when it joined nothing.
func (c *count) finish() training.Join {
	j := c.join
	j.Keys = len(c.keys)
	for key, resolved := range c.keys {
		if resolved {
			j.KeysResolved++
		} else {
			j.Unresolved = append(j.Unresolved, key)
		}
	}
	slices.Sort(j.Unresolved)
	if len(j.Unresolved) > most {
		j.Unresolved = slices.Clone(j.Unresolved[:most])
	}
	return j
}
