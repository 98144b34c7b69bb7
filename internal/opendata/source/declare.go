package source

import (
	"slices"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// never keeps all rows of a source out of the reference dataset.
func never(opendata.Row) bool { return false }

// at is the position of a column, for hooks, which can't name the source they belong to.
func at(columns []opendata.Column, name string) int {
	i := slices.IndexFunc(columns, func(c opendata.Column) bool { return c.Name == name })
	if i < 0 {
		panic("source: no column " + name)
	}
	return i
}

// hook finishes the rows of a record: see [opendata.Layout].
type hook = func(in *format.Record, row opendata.Row, emit func(opendata.Row)) error

// change is the hook that rewrites single values: each column by its own rule.
func change(columns []opendata.Column, rules map[string]func(string) string) hook {
	type rule struct {
		at int
		of func(string) string
	}
	var all []rule
	for _, c := range columns { // in their order, not that of the map
		if of := rules[c.Name]; of != nil {
			all = append(all, rule{at(columns, c.Name), of})
		}
	}
	if len(all) != len(rules) {
		panic("source: a rule for no column")
	}
	return func(_ *format.Record, row opendata.Row, emit func(opendata.Row)) error {
		for _, r := range all {
			row[r.at] = r.of(row[r.at])
		}
		emit(row)
		return nil
	}
}

// union is the rule for rows of one key that differ by lists: the first row, with the
// items that others add to the lists of some columns.
func union(columns []opendata.Column, names ...string) func(first, next opendata.Row) opendata.Row {
	var lists []int
	for _, n := range names {
		lists = append(lists, at(columns, n))
	}
	return func(first, next opendata.Row) opendata.Row {
		for _, i := range lists {
			first[i] = list(append(items(first[i]), items(next[i])...)...)
		}
		return first
	}
}

// first is the rule for rows of one key that say the same in other words.
func first(row, _ opendata.Row) opendata.Row { return row }

func items(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, opendata.ListSeparator)
}

// list joins items, each once, in their order.
func list(items ...string) string {
	var kept []string
	for _, item := range items {
		item = strings.TrimSpace(strings.ReplaceAll(item, opendata.ListSeparator, ","))
		if item != "" && !slices.Contains(kept, item) {
			kept = append(kept, item)
		}
	}
	return strings.Join(kept, opendata.ListSeparator)
}

// lines is a list of which each item is a line.
func lines(s string) string { return list(strings.Split(s, "\n")...) }
