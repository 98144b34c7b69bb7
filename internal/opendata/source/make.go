package source

import (
	"fmt"
	"strconv"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// A step changes a row that a layout has filled in.
type step func(in *format.Record, row opendata.Row) error

// steps is a hook of a layout that makes one row of each record, in some steps.
func steps(all ...step) func(*format.Record, opendata.Row, func(opendata.Row)) error {
	return func(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
		for _, s := range all {
			if err := s(in, row); err != nil {
				return err
			}
		}
		emit(row)
		return nil
	}
}

// set gives a column the same value in all rows.
func set(columns []opendata.Column, name, value string) step {
	i := at(columns, name)
	return func(_ *format.Record, row opendata.Row) error {
		row[i] = value
		return nil
	}
}

// yearOfFile fills a column with the year that the name of the file holds, the last
// where there are several: the file itself doesn't say it.
func yearOfFile(columns []opendata.Column, name string) step {
	return fromName(columns, name, "year", "attractivite_capacite_2022.csv", func(run string, _ string) (string, bool) {
		return run, len(run) == 4 && (run[0] == '1' && run[1] == '9' || run[0] == '2' && run[1] == '0')
	})
}

// cohortOfFile fills a column with the two years of a cohort that the name of the file
// holds: "2021_2022".
func cohortOfFile(columns []opendata.Column, name string) step {
	return fromName(columns, name, "cohort", "depp-2022-etablissements-2021_2022-pro.csv", func(run, after string) (string, bool) {
		if len(run) != 4 || len(after) < 5 || after[0] != '_' && after[0] != '-' {
			return "", false
		}
		first, err := strconv.Atoi(run)
		second, err2 := strconv.Atoi(after[1:5])
		return run + "_" + after[1:5], err == nil && err2 == nil && second == first+1
	})
}

// fromName fills a column with the last run of digits of the file's name that accept
// takes, given what follows it.
func fromName(columns []opendata.Column, name, what, example string, accept func(run, after string) (string, bool)) step {
	i := at(columns, name)
	return func(in *format.Record, row opendata.Row) error {
		found := ""
		for s := in.File; s != ""; {
			start := strings.IndexAny(s, "0123456789")
			if start < 0 {
				break
			}
			end := start
			for end < len(s) && '0' <= s[end] && s[end] <= '9' {
				end++
			}
			if v, ok := accept(s[start:end], s[end:]); ok {
				found = v
			}
			s = s[end:]
		}
		if found == "" {
			return fmt.Errorf("the name of the file holds no %s: name it as it was published, for example %s", what, example)
		}
		row[i] = found
		return nil
	}
}

// recode replaces the values of a column by those of a table, and leaves others for the
// contract to judge.
func recode(columns []opendata.Column, name string, table map[string]string) step {
	i := at(columns, name)
	return func(_ *format.Record, row opendata.Row) error {
		if v, ok := table[row[i]]; ok {
			row[i] = v
		}
		return nil
	}
}

// words replaces what producers write for a figure that they hide ("ns", "nd") by
// opendata.Masked, and what they write for none by nothing, in all maskable columns.
func words(columns []opendata.Column, hidden, none []string) step {
	table := make(map[string]string)
	for _, w := range hidden {
		table[w] = opendata.Masked
	}
	for _, w := range none {
		table[w] = ""
	}
	var maskable []int
	for i, c := range columns {
		if c.Maskable {
			maskable = append(maskable, i)
		}
	}
	return func(_ *format.Record, row opendata.Row) error {
		for _, i := range maskable {
			if v, ok := table[row[i]]; ok {
				row[i] = v
			}
		}
		return nil
	}
}

// point splits "48.11, -1.67", which its field put in the latitude, in two.
func point(columns []opendata.Column) step {
	lat, lon := at(columns, "latitude"), at(columns, "longitude")
	return func(_ *format.Record, row opendata.Row) error {
		if y, x, ok := strings.Cut(row[lat], ","); ok {
			row[lat], row[lon] = strings.TrimSpace(y), strings.TrimSpace(x)
		}
		return nil
	}
}

// pad puts back the zeros before a code that a spreadsheet took for a number.
func pad(columns []opendata.Column, name string, width int) step {
	i := at(columns, name)
	return func(_ *format.Record, row opendata.Row) error {
		if n := len(row[i]); n > 0 && n < width {
			row[i] = strings.Repeat("0", width-n) + row[i]
		}
		return nil
	}
}

// split makes lists of columns whose items are separated by another sign than ours. A
// comma with a space after it belongs to an item: "Langues, littératures".
func split(columns []opendata.Column, sign string, names ...string) step {
	positions := make([]int, len(names))
	for i, n := range names {
		positions[i] = at(columns, n)
	}
	return func(_ *format.Record, row opendata.Row) error {
		for _, i := range positions {
			v := row[i]
			if sign == "," {
				v = strings.ReplaceAll(v, ", ", "\x00")
			}
			v = strings.ReplaceAll(v, sign, opendata.ListSeparator)
			row[i] = strings.ReplaceAll(v, "\x00", ", ")
		}
		return nil
	}
}

// fill gives each column that is empty in the first row the value of the second.
func fill(first, second opendata.Row) opendata.Row {
	for i, v := range second {
		if first[i] == "" {
			first[i] = v
		}
	}
	return first
}

// sumEntries makes one row of two entries of one training at one place: numbers are
// added, the rest is that of the first. The names are those of the columns to add; the
// places are apart, because they can be said to be unknown.
func sumEntries(columns []opendata.Column, capacity string, numbers ...string) func(first, next opendata.Row) opendata.Row {
	at0 := at(columns, capacity)
	var others []int
	for _, n := range numbers {
		others = append(others, at(columns, n))
	}
	return func(first, next opendata.Row) opendata.Row {
		places := sumPlaces(first[at0], next[at0])
		for _, i := range others {
			first[i] = sum(first[i], next[i])
		}
		first[at0] = "" // fill must not take the one for both
		first = fill(first, next)
		first[at0] = places
		return first
	}
}

// sumPlaces adds the places of two entries. 998 and 999 stand for unlimited or unknown
// and nothing for not said: with one of them the sum is not known either. 0 (closed or
// unknown) adds nothing.
func sumPlaces(a, b string) string {
	switch {
	case a == "" || b == "":
		return ""
	case a == "998" || a == "999":
		return a
	case b == "998" || b == "999":
		return b
	}
	return sum(a, b)
}

// sum adds two whole numbers; a missing one leaves the other.
func sum(a, b string) string {
	x, err := strconv.Atoi(a)
	if err != nil {
		return b
	}
	y, err := strconv.Atoi(b)
	if err != nil {
		return a
	}
	return strconv.Itoa(x + y)
}
