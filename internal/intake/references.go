package intake

import (
	"slices"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
)

// maxMissing bounds the values named that were found nowhere.
const maxMissing = 5

// Reference is what becomes of the values of a column that refer to other sources.
type Reference struct {
	Column string
	In     []string // columns of the sources at hand, as in "annuaire.uai"
	// Rows with a value, and those of which it was found; the same of different values.
	Rows, Found, Values, FoundValues int
	Missing                          []string // the first values that were not found
}

// Share is the share of rows of which the value was found.
func (r *Reference) Share() float64 {
	if r.Rows == 0 {
		return 0
	}
	return float64(r.Found) / float64(r.Rows)
}

// References looks the references of a source in force up in the sources that it names.
// Columns that refer to no source at hand are left out.
func References(rows opendata.Rows, src *opendata.Source) (list []Reference, err error) {
	for _, c := range src.Columns {
		r := Reference{Column: c.Name}
		there := make(map[string]bool)
		for _, ref := range c.Refs {
			id, name, _ := strings.Cut(ref, ".")
			s := source.ByID(id)
			if s == nil {
				continue
			}
			if _, ok := rows.Version(id); !ok {
				continue
			}
			r.In = append(r.In, ref)
			err := rows.Scan(s, []string{name}, func(v []string) error {
				for item := range strings.SplitSeq(v[0], opendata.ListSeparator) {
					there[item] = true
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		if len(r.In) == 0 {
			continue
		}
		if err := r.count(rows, src, there); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// count looks at every row.
func (r *Reference) count(rows opendata.Rows, src *opendata.Source, there map[string]bool) error {
	seen := make(map[string]bool)
	err := rows.Scan(src, []string{r.Column}, func(v []string) error {
		if v[0] == "" || v[0] == opendata.Masked {
			return nil
		}
		r.Rows++
		all := true
		for item := range strings.SplitSeq(v[0], opendata.ListSeparator) {
			found := there[item]
			all = all && found
			if seen[item] {
				continue
			}
			seen[item] = true
			r.Values++
			switch {
			case found:
				r.FoundValues++
			case len(r.Missing) < maxMissing:
				r.Missing = append(r.Missing, item)
			}
		}
		if all {
			r.Found++
		}
		return nil
	})
	slices.Sort(r.Missing)
	return err
}
