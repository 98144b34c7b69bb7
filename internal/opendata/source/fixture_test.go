package source

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"continuum/internal/opendata"
	"continuum/internal/opendata/opendatatest"
)

var update = flag.Bool("update", false, "rewrite what the fixtures of testdata want, to be read in review")

// Each fixture is an archive named after its source: SOURCE.txtar or SOURCE.CASE.txtar.
// "want" is the rows and the report; all the other files are read together:
//
//	name.csv                    as it stands
//	windows-1252/name.csv       in that encoding
//	name.zip/member             in a zip archive
//	name.xlsx/Sheet             a sheet, written as CSV
func TestFixtures(t *testing.T) {
	t.Parallel()
	fixtures, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range fixtures {
		id, _, _ := strings.Cut(filepath.Base(name), ".")
		seen[id] = true
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			src := ByID(id)
			if src == nil {
				t.Fatal("no such source")
			}
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			var inputs []txtar.File
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
				} else {
					inputs = append(inputs, f)
				}
			}
			paths := lay(t, inputs)
			for _, p := range paths {
				if !src.Matches(p) {
					t.Errorf("%s is not a file of the source", filepath.Base(p))
				}
			}
			rows, report, err := opendatatest.ReadAll(src, paths...)
			if err != nil {
				t.Fatal(err)
			}
			got := show(src, rows, report)
			if *update {
				archive.Files = append(inputs, txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("rows differ (-want +got):\n%s", diff)
			}
		})
	}
	for _, s := range All {
		if !seen[s.ID] {
			t.Errorf("source %s has no fixture", s.ID)
		}
	}
}

// show writes rows by the names of their columns, without those that are empty, then
// what the report counts.
func show(src *opendata.Source, rows []opendata.Row, report *opendata.Report) string {
	var b strings.Builder
	for _, row := range rows {
		var values []string
		for i, v := range row {
			if v != "" {
				values = append(values, src.Columns[i].Name+"="+v)
			}
		}
		fmt.Fprintln(&b, strings.Join(values, "; "))
	}
	fmt.Fprintf(&b, "\nlayout %s: %d read, %d rows\n", report.Layout(), report.Read, report.Rows)
	if report.Merged > 0 {
		fmt.Fprintf(&b, "%d merged\n", report.Merged)
	}
	for _, reason := range opendata.Reasons(report.Skipped) {
		fmt.Fprintf(&b, "%d skipped: %s\n", report.Skipped[reason], reason)
	}
	for _, q := range report.Quarantine {
		fmt.Fprintf(&b, "quarantine: %s\n", q)
	}
	return b.String()
}

// lay writes the files of a fixture and returns their paths.
func lay(t *testing.T, files []txtar.File) (paths []string) {
	t.Helper()
	folder := t.TempDir()
	packed := map[string][]txtar.File{} // by archive
	for _, f := range files {
		dir, base := path.Split(f.Name)
		dir = strings.TrimSuffix(dir, "/")
		data := f.Data
		switch {
		case dir == "windows-1252":
			var err error
			if data, err = charmap.Windows1252.NewEncoder().Bytes(f.Data); err != nil {
				t.Fatal(err)
			}
		case dir != "":
			if packed[dir] == nil {
				paths = append(paths, filepath.Join(folder, dir))
			}
			packed[dir] = append(packed[dir], txtar.File{Name: base, Data: f.Data})
			continue
		}
		paths = append(paths, filepath.Join(folder, base))
		if err := os.WriteFile(paths[len(paths)-1], data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, members := range packed {
		var b bytes.Buffer
		var err error
		if path.Ext(name) == ".xlsx" {
			err = writeSheets(&b, members)
		} else {
			err = writeZip(&b, members)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), b.Bytes(), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

func writeZip(w io.Writer, members []txtar.File) error {
	z := zip.NewWriter(w)
	for _, m := range members {
		f, err := z.Create(m.Name)
		if err != nil {
			return err
		}
		if _, err := f.Write(m.Data); err != nil {
			return err
		}
	}
	return z.Close()
}

func writeSheets(w io.Writer, sheets []txtar.File) error {
	book := excelize.NewFile()
	defer book.Close()
	for _, s := range sheets {
		if _, err := book.NewSheet(s.Name); err != nil {
			return err
		}
		r := csv.NewReader(bytes.NewReader(s.Data))
		r.Comma, r.FieldsPerRecord = ';', -1
		for line := 1; ; line++ {
			cells, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			if err := book.SetSheetRow(s.Name, fmt.Sprintf("A%d", line), &cells); err != nil {
				return err
			}
		}
	}
	return book.Write(w)
}
