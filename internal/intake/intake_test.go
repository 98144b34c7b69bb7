package intake_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"continuum/internal/intake"
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
	"continuum/internal/opendata/opendatatest"
	"continuum/internal/opendata/source"
	"continuum/internal/store"
	"continuum/internal/store/sqlitetest"
)

// canteens is a source made up for the tests; it refers to a real one.
func canteens() *opendata.Source {
	return &opendata.Source{
		ID: "cantines", Title: "Cantines", Licence: opendata.LicenceOuverte,
		Columns: []opendata.Column{
			{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"etablissements-geo.uai"}},
			{Name: "places", Type: opendata.Int},
			{Name: "communes", Type: opendata.List, Refs: []string{"etablissements-geo.commune", "nowhere.x"}},
		},
		Layouts: []opendata.Layout{{
			Name: "essai", Files: []string{"cantines*.csv"}, Format: format.Format{Kind: format.CSV, Comma: ';'},
			Fields: []opendata.Field{
				{Column: "uai", Headings: []string{"uai"}},
				{Column: "places", Headings: []string{"places"}},
				{Column: "communes", Headings: []string{"communes"}, Optional: true},
			},
		}},
	}
}

func open(t *testing.T) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{Dir: sqlitetest.Dir(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// write writes a file of the canteens in a folder.
func write(t *testing.T, dir, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("uai;places;communes\n"+strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// inForce is the version in force, and its rows.
func inForce(t *testing.T, db *store.DB, src *opendata.Source) (v opendata.Version, rows []string) {
	t.Helper()
	err := db.ReadSources(t.Context(), func(s *store.Sources, _ int64) error {
		v, _ = s.Version(src.ID)
		return s.Scan(src, src.ColumnNames(), func(row []string) error {
			rows = append(rows, strings.Join(row, ";"))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return v, rows
}

func TestImport(t *testing.T) {
	t.Parallel()
	db, src := open(t), canteens()
	in := &intake.Intake{Store: db, Program: "p"}
	dir := t.TempDir()
	first := write(t, dir, "cantines_1.csv", "0350029S;1;", "0350030T;2;")
	second := write(t, dir, "cantines_2.csv", "0350029S;1;", "0350030T;3;")
	do := func(q intake.Request) *intake.Outcome {
		t.Helper()
		q.Source, q.Actor = src, "tester"
		out, err := in.Import(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if out := do(intake.Request{Files: []string{first}, Try: true}); !out.Changed || out.Version.Rows != 2 || out.Before.Number != opendata.NoVersion {
		t.Errorf("a try: %+v", out)
	}
	if v, _ := inForce(t, db, src); v.Rows != 0 {
		t.Error("a try was recorded")
	}
	if out := do(intake.Request{Files: []string{first}}); !out.Changed || out.Version.Number != 1 {
		t.Errorf("the first import: %+v", out)
	}
	if out := do(intake.Request{Files: []string{first}, Compare: true}); out.Changed || out.Report != nil || !out.Difference.Same() {
		t.Errorf("the same files: %+v, want nothing read", out)
	}
	in.Program = "q" // of another program the files are read again
	if out := do(intake.Request{Files: []string{first}}); out.Changed || out.Report == nil || out.Version.Number != 1 {
		t.Errorf("the same files by another program: %+v, want them read and the same version", out)
	}
	if out := do(intake.Request{Files: []string{first}}); out.Report != nil {
		t.Errorf("once more: %+v, want nothing read", out)
	}
	if out := do(intake.Request{Files: []string{first}, Force: true}); out.Report == nil || out.Changed {
		t.Errorf("by force: %+v, want them read", out)
	}
	out := do(intake.Request{Files: []string{second}, Compare: true})
	if !out.Changed || out.Version.Number != 2 || out.Difference.Changed != 1 || out.Difference.Columns["places"] != 1 {
		t.Errorf("the second import: %+v", out)
	}
	before, after, d, err := in.Last(t.Context(), src)
	if err != nil || before.Number != 1 || after.Number != 2 || d.Changed != 1 {
		t.Errorf("Last = %d, %d, %+v, %v", before.Number, after.Number, d, err)
	}
	if _, to, err := in.Rollback(t.Context(), src.ID, "tester"); err != nil || to.Number != 1 {
		t.Errorf("Rollback = %d, %v, want 1", to.Number, err)
	}
	if _, rows := inForce(t, db, src); len(rows) != 2 || rows[1] != "0350030T;2;" {
		t.Errorf("rows after the rollback: %v", rows)
	}
	changes, err := db.Changes(t.Context(), 0)
	if err != nil || changes[0].Actor != "tester" || !strings.Contains(changes[0].What, "rollback of cantines") {
		t.Errorf("journal = %+v, %v", changes, err)
	}
	_, err = in.Import(t.Context(), intake.Request{Source: src, Files: []string{write(t, dir, "cantines.csv", "0350029S;1;")}})
	if _, ok := errors.AsType[*opendata.Refusal](err); !ok {
		t.Errorf("error %v, want a refusal", err)
	}
	if v, _ := inForce(t, db, src); v.Number != 1 {
		t.Errorf("a refusal left version %d in force", v.Number)
	}
}

// A wrong check letter is a doubt, unless no source of establishments knows it.
func TestImportKnowsEstablishments(t *testing.T) {
	t.Parallel()
	db, src := open(t), canteens()
	in := &intake.Intake{Store: db}
	path := write(t, t.TempDir(), "cantines.csv", "0350029S;1;", "0350029A;1;", "0350029B;1;")
	tryIt := func() *opendata.Report {
		t.Helper()
		out, err := in.Import(t.Context(), intake.Request{Source: src, Files: []string{path}, Try: true})
		if err != nil {
			t.Fatal(err)
		}
		return out.Report
	}
	if r := tryIt(); r.Rows != 3 || len(r.Warnings) != 2 {
		t.Errorf("without establishments: %d rows, %v, want all three", r.Rows, r.Warnings)
	}
	establishments(t, db, "0350029A;Rennes", "0350031U;Brest")
	if r := tryIt(); r.Rows != 2 || len(r.Warnings) != 1 || len(r.Quarantine) != 1 || r.Quarantine[0].Value != "0350029B" {
		t.Errorf("with establishments: %d rows, doubts %v, quarantine %v", r.Rows, r.Warnings, r.Quarantine)
	}
}

// establishments puts rows of UAI and commune in force as etablissements-geo.
func establishments(t *testing.T, db *store.DB, lines ...string) {
	t.Helper()
	b, err := opendata.NewBuilder([]string{"uai", "commune"}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if err := b.Add(strings.Split(l, ";")); err != nil {
			t.Fatal(err)
		}
	}
	c, err := b.Finish()
	if err != nil {
		t.Fatal(err)
	}
	d := &opendata.Draft{Content: c, Base: opendata.NoVersion, Version: opendata.Version{
		Source: source.EtablissementsGeo.ID, Rows: c.Rows, Checksum: c.Checksum, Columns: c.Columns, Licence: opendata.LicenceOuverte,
	}}
	if _, _, err := db.PutSource(t.Context(), d, "tester"); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	db, src := open(t), canteens()
	establishments(t, db, "0350029S;Rennes", "0350031U;Brest")
	in := &intake.Intake{Store: db}
	path := write(t, t.TempDir(), "cantines.csv", "0350029S;1;Rennes|Brest", "0350030T;1;Rennes|Nantes", "0350031U;1;")
	if _, err := in.Import(t.Context(), intake.Request{Source: src, Files: []string{path}, Actor: "tester"}); err != nil {
		t.Fatal(err)
	}
	err := db.ReadSources(t.Context(), func(rows *store.Sources, _ int64) error {
		list, err := intake.References(rows, src)
		if err != nil {
			return err
		}
		got := fmt.Sprintf("%+v", list)
		want := "[{Column:uai In:[etablissements-geo.uai] Rows:3 Found:2 Values:3 FoundValues:2 Missing:[0350030T]}" +
			" {Column:communes In:[etablissements-geo.commune] Rows:2 Found:1 Values:3 FoundValues:2 Missing:[Nantes]}]"
		if got != want {
			t.Errorf("References = %s, want %s", got, want)
		}
		if s := list[1].Share(); s != 0.5 {
			t.Errorf("share = %v, want 0.5", s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "a/b/cantines_2.csv")
	write(t, dir, "cantines_1.csv.gz")
	write(t, dir, "a/other.csv")
	write(t, dir, ".hidden/cantines_3.csv")
	write(t, dir, "a/.cantines_4.csv")
	src := canteens()
	found, err := intake.Find(dir, []*opendata.Source{src})
	if err != nil || len(found) != 1 || len(found[src.ID]) != 2 || filepath.Base(found[src.ID][0]) != "cantines_2.csv" {
		t.Errorf("Find = %v, %v", found, err)
	}
	if _, err := intake.Find(filepath.Join(dir, "nowhere"), nil); err == nil {
		t.Error("a folder that is not there was searched")
	}
}

func TestDownload(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/cantines_5.csv" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, "uai;places\n0350029S;1\n")
	}))
	t.Cleanup(server.Close)
	told := false
	in := &intake.Intake{Store: open(t), Client: server.Client(), Progress: func(p opendata.Progress) { told = told || p.Source == "cantines" }}
	in.Fetch.Tries = 1
	address := server.URL + "/cantines_5.csv"
	path, err := in.Download(t.Context(), canteens(), address, t.TempDir())
	if err != nil || !told || !intake.IsAddress(address) || intake.IsAddress("/srv") {
		t.Fatalf("Download = %q, %v, told %v", path, err, told)
	}
	out, err := in.Import(t.Context(), intake.Request{
		Source: canteens(), Files: []string{path}, Actor: "tester", URLs: map[string]string{filepath.Base(path): address},
	})
	if err != nil || out.Version.Files[0].URL != address {
		t.Errorf("version = %+v, %v, want the address of its file", out.Version, err)
	}
	dir := t.TempDir()
	_, err = in.Download(t.Context(), canteens(), server.URL+"/absent", dir)
	if _, ok := errors.AsType[*opendata.Refusal](err); !ok {
		t.Errorf("error %v, want a refusal", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestImportStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	db, src := open(t), canteens()
	in := &intake.Intake{Store: db, Progress: func(opendata.Progress) { cancel() }}
	path := write(t, t.TempDir(), "cantines.csv", "0350029S;1;")
	if _, err := in.Import(ctx, intake.Request{Source: src, Files: []string{path}, Actor: "tester"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	if v, _ := inForce(t, db, src); v.Rows != 0 {
		t.Error("an import that was stopped was recorded")
	}
}

// TestYears imports the real files year after year, compares and goes back.
func TestYears(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		src   *opendata.Source
		files []string
	}{
		{source.VoiePro, []string{"orion/attractivite_capacite_2021.csv.gz", "orion/attractivite_capacite_2022.csv.gz"}},
		{source.BTS, []string{"orion/BTS_attractivite_capacite_2022.csv.gz", "orion/BTS_attractivite_capacite_2023.csv.gz", "orion/BTS_attractivite_capacite_2024.csv.gz"}},
	} {
		t.Run(tt.src.ID, func(t *testing.T) {
			t.Parallel()
			db := open(t)
			in := &intake.Intake{Store: db, Program: "p"}
			var sums []string
			for i, name := range tt.files {
				out, err := in.Import(t.Context(), intake.Request{
					Source: tt.src, Files: []string{opendatatest.Official(t, name)}, Actor: "tester", Compare: true,
				})
				if err != nil {
					t.Fatal(err)
				}
				sums = append(sums, out.Version.Checksum)
				d := out.Difference
				t.Logf("%s: version %d, %d rows; %d added, %d removed, %d changed", name, out.Version.Number, out.Version.Rows, d.Added, d.Removed, d.Changed)
				if out.Version.Number != i+1 || d.After != out.Version.Rows || d.Before+d.Added-d.Removed != d.After || i > 0 && d.Changed+d.Added == 0 {
					t.Errorf("version %d, difference %+v", out.Version.Number, d)
				}
			}
			for i := len(sums) - 2; i >= 0; i-- {
				if _, to, err := in.Rollback(t.Context(), tt.src.ID, "tester"); err != nil || to.Checksum != sums[i] {
					t.Errorf("rollback to version %d: %v", to.Number, err)
				}
			}
			if problems, err := db.Check(t.Context()); err != nil || len(problems) > 0 {
				t.Errorf("Check = %v, %v", problems, err)
			}
		})
	}
}
