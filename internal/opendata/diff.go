package opendata

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// maxSamples bounds the rows that a difference shows of each kind.
const maxSamples = 10

// Difference is what changes from one version of a source to another.
type Difference struct {
	Before, After           int // rows
	Added, Removed, Changed int
	// Columns counts the changed rows by column.
	Columns map[string]int
	// Samples show the first rows of each kind.
	AddedSample, RemovedSample []Row // keys
	ChangedSample              []Change
}

// Same reports whether nothing changes.
func (d *Difference) Same() bool { return d.Added == 0 && d.Removed == 0 && d.Changed == 0 }

// Change is a value of a row that changes.
type Change struct {
	Key    Row
	Column string
	Before string
	After  string
}

// Scanner calls fn with the values of some columns of each row, in the order of keys;
// see [Rows].
type Scanner func(columns []string, fn func(values []string) error) error

// Compare walks through two versions of a source at once. A column that one of them has
// not is empty in it.
func Compare(src *Source, before, after Scanner) (*Difference, error) {
	d := &Difference{Columns: make(map[string]int)}
	columns := src.ColumnNames()
	var keys []int
	for i, c := range src.Columns {
		if c.Key {
			keys = append(keys, i)
		}
	}
	var failed error
	next, stop := iter.Pull(rowsOf(before, columns, &failed))
	defer stop()
	old, more := next()
	err := after(columns, func(row []string) error {
		d.After++
		for more && failed == nil && compareKeys(keys, old, row) < 0 {
			d.removed(keys, old)
			old, more = next()
		}
		if !more || failed != nil || compareKeys(keys, old, row) > 0 {
			d.Added++
			if len(d.AddedSample) < maxSamples {
				d.AddedSample = append(d.AddedSample, keyOf(keys, row))
			}
			return failed
		}
		d.changed(keys, columns, old, row)
		old, more = next()
		return failed
	})
	for ; more && err == nil && failed == nil; old, more = next() {
		d.removed(keys, old)
	}
	if failed != nil {
		err = failed
	}
	if err != nil {
		return nil, fmt.Errorf("comparing versions of %s: %w", src.ID, err)
	}
	d.Before = d.After - d.Added + d.Removed
	return d, nil
}

var errStopped = errors.New("no more rows are wanted")

// rowsOf gives the rows of a scanner one by one; each is valid until the next.
func rowsOf(scan Scanner, columns []string, failed *error) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		err := scan(columns, func(row []string) error {
			if !yield(row) {
				return errStopped
			}
			return nil
		})
		if !errors.Is(err, errStopped) {
			*failed = err
		}
	}
}

func compareKeys(keys []int, a, b []string) int {
	for _, k := range keys {
		if c := strings.Compare(a[k], b[k]); c != 0 {
			return c
		}
	}
	return 0
}

func keyOf(keys []int, row []string) Row {
	out := make(Row, len(keys))
	for i, k := range keys {
		out[i] = row[k]
	}
	return out
}

func (d *Difference) removed(keys []int, row []string) {
	d.Removed++
	if len(d.RemovedSample) < maxSamples {
		d.RemovedSample = append(d.RemovedSample, keyOf(keys, row))
	}
}

func (d *Difference) changed(keys []int, columns []string, old, row []string) {
	if slices.Equal(old, row) {
		return
	}
	d.Changed++
	for i := range row {
		if old[i] == row[i] {
			continue
		}
		d.Columns[columns[i]]++
		if len(d.ChangedSample) < maxSamples {
			d.ChangedSample = append(d.ChangedSample, Change{keyOf(keys, row), columns[i], old[i], row[i]})
		}
	}
}
