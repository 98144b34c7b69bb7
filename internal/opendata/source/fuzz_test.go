package source

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// csvLayout is a layout of a CSV file, with its source.
type csvLayout struct {
	src    *opendata.Source
	layout opendata.Layout
}

func csvLayouts() (all []csvLayout) {
	for _, s := range All {
		for _, l := range s.Layouts {
			if l.Format.Kind == format.CSV && l.Member == "" {
				all = append(all, csvLayout{s, l})
			}
		}
	}
	return all
}

// Whatever the values of a file with the right headings, its rows are canonical or in
// quarantine: nothing panics, and what is kept would be kept again.
func FuzzLayouts(f *testing.F) {
	layouts := csvLayouts()
	for i := range layouts {
		f.Add(uint(i), "0350122T", "2021-2022", "48.1, -1.6")
		f.Add(uint(i), "", "nd", "998")
	}
	f.Add(uint(0), "\x00\"\n;", "|", "-")
	f.Fuzz(func(t *testing.T, which uint, a, b, c string) {
		l := layouts[which%uint(len(layouts))]
		var headings []string
		for _, field := range l.layout.Fields {
			headings = append(headings, field.Headings[0])
		}
		values := make([]string, len(headings))
		for i := range values {
			values[i] = []string{a, b, c}[i%3]
		}
		name := filepath.Join(t.TempDir(), "fuzz_2022_2023.csv")
		file, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w := csv.NewWriter(file)
		w.Comma = ';'
		if l.layout.Format.Comma != 0 {
			w.Comma = l.layout.Format.Comma
		}
		for range max(1, l.layout.Format.Header) {
			err = errors.Join(err, w.Write(headings))
		}
		err = errors.Join(err, w.Write(values))
		w.Flush()
		if err = errors.Join(err, w.Error(), file.Close()); err != nil {
			t.Fatal(err)
		}
		src := *l.src
		src.Layouts = []opendata.Layout{l.layout}
		_, err = opendata.Read(context.Background(), &src, []string{name}, opendata.Options{}, func(row opendata.Row, _ opendata.Where) error {
			for i, v := range row {
				column := src.Columns[i]
				if v == opendata.Masked && column.Maskable {
					continue
				}
				again, err := column.Type.Canonical(v)
				if err != nil || again != v {
					t.Errorf("%s.%s: %q is kept, but its canonical form is %q, %v", src.ID, column.Name, v, again, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Logf("refused: %v", err) // a broken file: quotes that never end…
		}
	})
}
