package opendata_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/opendata"
)

// place is a store of one version, in memory.
type place struct{ draft *opendata.Draft }

func (p place) Version(string) (opendata.Version, bool) {
	if p.draft == nil {
		return opendata.Version{}, false
	}
	return p.draft.Version, true
}

func (p place) Scan(_ *opendata.Source, columns []string, fn func([]string) error) error {
	if p.draft == nil {
		return nil
	}
	return p.draft.Content.Scan(columns, fn)
}

// build makes a draft that the test closes.
func build(t testing.TB, src *opendata.Source, in place, files ...string) (*opendata.Draft, error) {
	t.Helper()
	d, err := opendata.Build(t.Context(), src, files, in, false, opendata.Options{TempDir: t.TempDir()})
	if err == nil {
		t.Cleanup(func() {
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return d, err
}

func must(t testing.TB, src *opendata.Source, in place, files ...string) *opendata.Draft {
	t.Helper()
	d, err := build(t, src, in, files...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rowsIn are the rows of a draft, as text.
func rowsIn(t testing.TB, d *opendata.Draft) (out []string) {
	t.Helper()
	err := d.Content.Scan(d.Columns, func(row []string) error {
		out = append(out, strings.Join(row, ";"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// many are lines of so many canteens of a year.
func many(year, n int) []string {
	out := []string{headings}
	for i := range n {
		out = append(out, fmt.Sprintf("Cantine %d;%07dS;%d;%d;;", i, i, i%300, year))
	}
	return out
}

func TestBuild(t *testing.T) {
	t.Parallel()
	d := must(t, canteens(), place{}, file(t, "cantines.csv.gz", many(2022, 9000)...))
	if d.Rows != 9000 || d.Base != opendata.NoVersion || d.Vintage != "2023" || d.Layout != "actuelle" || d.Read != 9000 || len(d.Files) != 1 {
		t.Errorf("draft = %+v", d.Version)
	}
	want := rowsIn(t, d)
	if len(want) != 9000 || !slices.IsSorted(rest(want)) {
		t.Error("rows are not all there, or not in order")
	}
	// Another order, another encoding, another spelling: the same version.
	shuffled := many(2022, 9000)
	rand.Shuffle(9000, func(i, j int) { shuffled[i+1], shuffled[j+1] = shuffled[j+1], shuffled[i+1] })
	again := must(t, canteens(), place{d}, file(t, "cantines_bis.csv", strings.ReplaceAll(strings.Join(shuffled, "\r\n"), ";", " ; ")))
	if again.Checksum != d.Checksum || again.Base != 0 {
		t.Errorf("checksum %s, base %d, want %s and 0", again.Checksum, again.Base, d.Checksum)
	}
	if other := must(t, canteens(), place{}, file(t, "cantines.csv", many(2023, 9000)...)); other.Checksum == d.Checksum {
		t.Error("other rows have the same checksum")
	}
}

// rest leaves out the first value of rows as text, which is no key.
func rest(rows []string) (out []string) {
	for _, r := range rows {
		_, r, _ = strings.Cut(r, ";")
		out = append(out, r)
	}
	return out
}

func TestBuildPartition(t *testing.T) {
	t.Parallel()
	src := canteens()
	src.Partition = "annee"
	first := must(t, src, place{}, file(t, "cantines_2022.csv", many(2022, 100)...))
	both := must(t, src, place{first}, file(t, "cantines_2023.csv", many(2023, 40)...))
	if both.Rows != 140 || both.Vintage != "2022–2023" || both.Report.Carried != 100 {
		t.Errorf("%d rows of %s, %d carried over, want 140 of 2022–2023, 100 carried over", both.Rows, both.Vintage, both.Report.Carried)
	}
	corrected := must(t, src, place{both}, file(t, "cantines_2022.csv", many(2022, 90)...))
	if corrected.Rows != 130 || corrected.Report.Carried != 40 {
		t.Errorf("%d rows, %d carried over, want 130 and 40", corrected.Rows, corrected.Report.Carried)
	}
	if _, err := build(t, src, place{both}, file(t, "cantines_2022.csv", many(2022, 60)...)); !refusal(err, "60 rows would replace 100") {
		t.Errorf("error %v, want a refusal of the drift of that year alone", err)
	}
	same := must(t, src, place{both}, file(t, "cantines_2023.csv", many(2023, 40)...))
	if same.Checksum != both.Checksum {
		t.Error("the same piece again gives another version")
	}
	src.Partition = "nom"
	if _, err := build(t, src, place{both}, file(t, "cantines_2022.csv", many(2022, 1)...)); err == nil {
		t.Error("a partition that is no key was accepted")
	}
}

// refusal reports whether an error is one that says so.
func refusal(err error, why string) bool {
	r, ok := errors.AsType[*opendata.Refusal](err)
	return ok && strings.Contains(r.Error(), why)
}

func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	in := place{must(t, canteens(), place{}, file(t, "cantines.csv", many(2022, 100)...))}
	bad := func(n int, line string) []string { return append(many(2022, 100), slices.Repeat([]string{line}, n)...) }
	swapped := many(2022, 100)
	for i := range swapped[1:] {
		swapped[i+1] = fmt.Sprintf("Cantine;%07dS;1;2022;-1.68;48.11", i)
	}
	exchanged := many(2022, 100)
	exchanged[0] = "UAI;Nom;Places;Année;Latitude;Longitude"
	for _, tt := range []struct {
		name  string
		lines []string
		want  string // empty when accepted
		set   func(*opendata.Source)
	}{
		{"less by 30 %", many(2022, 70), "", nil},
		{"less by more", many(2022, 69), "69 rows would replace 100", nil},
		{"a drift of its own", many(2022, 69), "", func(s *opendata.Source) { s.Drift = 0.5 }},
		{"too few", many(2022, 100), "at least 101 are expected", func(s *opendata.Source) { s.MinRows = 101 }},
		{"too many", many(2022, 100), "at most 99 are expected", func(s *opendata.Source) { s.MaxRows = 99 }},
		{"a few bad rows", bad(11, ";1;2;3;;"), "", nil},
		{"too many bad rows", bad(12, ";1;2;3;;"), `12 of 112 rows break the contract, most often "annee: not one of the codes`, nil},
		{"nothing", []string{headings}, "no row is left of 0 records", nil},
		{"nothing good", []string{headings, "a;b;c;d;e;f"}, "no row is left: 1 are in quarantine", nil},
		{"latitude and longitude swapped", swapped, "100 of 100 rows have coordinates that can't be", nil},
		{"two headings exchanged", exchanged, "not a UAI", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := canteens()
			if tt.set != nil {
				tt.set(src)
			}
			_, err := build(t, src, in, file(t, "cantines.csv", tt.lines...))
			if tt.want == "" && err != nil || tt.want != "" && !refusal(err, tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
	path := file(t, "cantines.csv", many(2022, 1)...)
	d, err := opendata.Build(t.Context(), canteens(), []string{path}, in, true, opendata.Options{})
	if err != nil {
		t.Fatalf("the operator accepts the volume: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// A file cut short, or that grows without end, is refused as a whole.
func TestBuildDamaged(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(file(t, "cantines.csv.gz", many(2022, 5000)...))
	if err != nil {
		t.Fatal(err)
	}
	write := func(b []byte) string {
		path := file(t, "cantines.csv.gz")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if _, err := build(t, canteens(), place{}, write(whole[:len(whole)/2])); !refusal(err, "truncated") {
		t.Errorf("half a gzip: error %v", err)
	}
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 0x20
	if _, err := build(t, canteens(), place{}, write(flipped)); !refusal(err, "") {
		t.Errorf("a bit changed: error %v", err)
	}
	opt := opendata.Options{TempDir: t.TempDir()}
	opt.Limits.Bytes = 10_000
	if _, err := opendata.Build(t.Context(), canteens(), []string{write(whole)}, place{}, false, opt); !refusal(err, "once uncompressed") {
		t.Errorf("too much once uncompressed: error %v", err)
	}
	left, err := os.ReadDir(opt.TempDir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A file that changes while it is read is no file.
func TestBuildChangingFile(t *testing.T) {
	t.Parallel()
	path := file(t, "cantines.csv", many(2022, 5000)...)
	opt := opendata.Options{Progress: func(p opendata.Progress) {
		if p.Records == 2048 {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Error(err)
				return
			}
			fmt.Fprintln(f, "Une de plus;0399999S;1;2022;;")
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
	}}
	if _, err := opendata.Build(t.Context(), canteens(), []string{path}, place{}, false, opt); !refusal(err, "changed while it was read") {
		t.Errorf("error %v, want a refusal", err)
	}
}

// Without room on disk nothing is made.
func TestBuildNoRoom(t *testing.T) {
	t.Parallel()
	path := file(t, "cantines.csv", many(2022, 5000)...)
	opt := opendata.Options{TempDir: t.TempDir() + "/nowhere"}
	if _, err := opendata.Build(t.Context(), canteens(), []string{path}, place{}, false, opt); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want that of the folder", err)
	}
}

func TestInput(t *testing.T) {
	t.Parallel()
	path := file(t, "cantines.csv", many(2022, 10)...)
	in := place{must(t, canteens(), place{}, path)}
	input := func(in place, program string, files ...string) string {
		s, err := opendata.Input(canteens(), files, in, program)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first := input(in, "v1", path)
	if again := input(in, "v1", path); again != first {
		t.Error("the same input is told apart")
	}
	for what, other := range map[string]string{
		"another program":   input(in, "v2", path),
		"another reference": input(place{}, "v1", path),
		"another file":      input(in, "v1", file(t, "cantines.csv", many(2022, 11)...)),
		"one file more":     input(in, "v1", path, path),
	} {
		if other == first {
			t.Errorf("%s is not told apart", what)
		}
	}
	if _, err := opendata.Input(canteens(), []string{"nowhere"}, in, ""); err == nil {
		t.Error("a file that is not there was accepted")
	}
}

func TestStaticContent(t *testing.T) {
	t.Parallel()
	d := must(t, canteens(), place{}, file(t, "cantines.csv", many(2022, 5000)...))
	var blocks [][]byte
	if err := d.Content.Blocks(func(_ int, b []byte) error { blocks = append(blocks, slices.Clone(b)); return nil }); err != nil {
		t.Fatal(err)
	}
	c, err := opendata.StaticContent(d.Columns, d.Checksum, blocks)
	if err != nil {
		t.Fatal(err)
	}
	got := rowsIn(t, &opendata.Draft{Version: d.Version, Content: c})
	if diff := cmp.Diff(rowsIn(t, d), got); diff != "" || c.Rows != d.Rows || c.Close() != nil {
		t.Errorf("%d rows, want %d:\n%s", c.Rows, d.Rows, diff)
	}
	if _, err := opendata.StaticContent(d.Columns[1:], d.Checksum, blocks); err == nil {
		t.Error("blocks of other columns were accepted")
	}
	if _, err := opendata.StaticContent(d.Columns, d.Checksum, [][]byte{{1}}); err == nil {
		t.Error("bytes that are no block were accepted")
	}
}
