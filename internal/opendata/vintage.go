package opendata

import (
	"maps"
	"regexp"
	"slices"
)

// vintage is the date or period of the data: the first and the last partition; else the
// latest date of its rows; else what the layouts say; else what the names of the files
// say.
func vintage(src *Source, r *Report, partitions map[string]bool, latest string) string {
	if src.Partition != "" {
		return period(slices.Collect(maps.Keys(partitions)))
	}
	if latest != "" {
		return latest
	}
	var all []string
	for _, l := range src.Layouts {
		if l.Vintage != "" && slices.Contains(r.Layouts, l.Name) {
			all = append(all, l.Vintage)
		}
	}
	if len(all) == 0 {
		for _, name := range r.Names {
			if d := dateInName(name); d != "" {
				all = append(all, d)
			}
		}
	}
	return period(all)
}

// period is the first and the last of some dates, or the only one.
func period(all []string) string {
	slices.Sort(all)
	all = slices.Compact(all)
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0]
	}
	return all[0] + "–" + all[len(all)-1]
}

// named are the dates that names of official files hold: 2025-01-31, 20250131, 31012025,
// 2025-01, 2025.
var named = []struct {
	form             *regexp.Regexp
	year, month, day int // group of each, 0 for none
}{
	{regexp.MustCompile(`(?:^|[^0-9A-Za-z])(20[0-9]{2})[-_]?([01][0-9])[-_]?([0-3][0-9])(?:[^0-9A-Za-z]|$)`), 1, 2, 3},
	{regexp.MustCompile(`(?:^|[^0-9A-Za-z])([0-3][0-9])[-_]?([01][0-9])[-_]?(20[0-9]{2})(?:[^0-9A-Za-z]|$)`), 3, 2, 1},
	{regexp.MustCompile(`(?:^|[^0-9A-Za-z])(20[0-9]{2})[-_]([01][0-9])(?:[^0-9A-Za-z]|$)`), 1, 2, 0},
	{regexp.MustCompile(`(?:^|[^0-9A-Za-z])(20[0-9]{2})(?:[^0-9A-Za-z]|$)`), 1, 0, 0},
}

// dateInName is the date in the name of a file, empty when there is none.
func dateInName(name string) string {
	for _, n := range named {
		m := n.form.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		d := m[n.year]
		if n.month > 0 {
			d += "-" + m[n.month]
		}
		if n.day > 0 {
			d += "-" + m[n.day]
		}
		if d, err := canonicalDate(d); err == nil {
			return d
		}
	}
	return ""
}
