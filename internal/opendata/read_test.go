package opendata_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/opendata"
	"continuum/internal/opendata/opendatatest"
)

const headings = "Nom;UAI;Places;Année;Latitude;Longitude"

// lines reads rows as text, one a line.
func lines(rows []opendata.Row) (out []string) {
	for _, r := range rows {
		out = append(out, strings.Join(r, ";"))
	}
	return out
}

func TestReadAll(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		file  string
		lines []string
		want  []string
	}{
		{"in the order of keys", "cantines.csv", []string{
			headings,
			"Sud;0350030T;12;2023;;",
			"Nord;0350029S;1 200;2023;48,1;-1.7",
			"Nord;0350029S;;2022;;",
		}, []string{";2022;0350029S;Nord;;;", "1200;2023;0350029S;Nord;48.1;-1.7;", "12;2023;0350030T;Sud;;;"}},
		{"whatever the order of columns and their spelling", "cantines_2.csv.gz", []string{
			"ANNEE,Code etablissement,  places ,nom", "2023,0350029s,*,\"No\nrd\"",
		}, []string{"*;2023;0350029S;No rd;;;"}},
		{"of another layout", "cantines.csv", []string{
			"Numéro;Nom;Places 2022;Places 2023", "0350029S;Nord;1;2", "0350030T;fermée;3;4",
		}, []string{"1;2022;0350029S;Nord;;;", "2;2023;0350029S;Nord;;;"}},
		{"of a tree", "cantines.json", []string{
			`{"cantines":[{"uai":"0350029S","annee":2022,"nom":"Nord","plats":[{"nom":"a"},{"nom":" b "}]}]}`,
		}, []string{";2022;0350029S;Nord;;;a|b"}},
		{"named by nobody", "download", []string{headings, "Nord;0350029S;1;2022;;"}, []string{"1;2022;0350029S;Nord;;;"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rows, report, err := opendatatest.ReadAll(canteens(), file(t, tt.file, tt.lines...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, lines(rows)); diff != "" || report.Rows != len(rows) {
				t.Errorf("%d rows (-want +got):\n%s", report.Rows, diff)
			}
		})
	}
}

func TestReadQuarantines(t *testing.T) {
	t.Parallel()
	path := file(t, "cantines.csv", headings,
		"Nord;0350029S;1;2022;;",
		"Nord;0350029S;1;2022;;",            // says nothing new
		"Nord;0350029S;2;2022;;",            // contradicts the first
		"Sans clef;;1;2022;;",               // 5
		";0350030T;1;2022;;",                // 6
		"Trop;0350030T;2001;2022;;",         // 7
		"Année;0350030T;1;2024;;",           // 8
		"Texte;0350030T;un;2022;;",          // 9
		"Court;0350030T;1;2022",             // 10
		"Lettre;0350031T;1;2022;;",          // 11
		"Inconnu;0350032T;1;2022;;",         // 12
		"Échangé;0350033W;1;2022;-1.7;48.1", // 13
		"Mer;0350034X;1;2022;0;0",           // 14
		"Moitié;0350035Y;1;2022;48.1;",      // 15
	)
	var rows []opendata.Row
	report, err := opendata.Sorted(t.Context(), canteens(), []string{path}, opendata.Options{
		Known: func(uai string) bool { return uai == "0350031T" },
	}, func(r opendata.Row) error { rows = append(rows, r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1;2022;0350029S;Nord;;;", "1;2022;0350031T;Lettre;;;", "1;2022;0350033W;Échangé;;;", "1;2022;0350034X;Mer;;;", "1;2022;0350035Y;Moitié;;;",
	}
	if diff := cmp.Diff(want, lines(rows)); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
	var got []string
	for _, q := range report.Quarantine {
		got = append(got, fmt.Sprintf("%d %s %s: %s", q.Line, q.Column, q.Value, q.Reason))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{
		"10  : 4 fields under 6 headings",
		"12 uai 0350032T: the check letter is not the one of these digits, and no source of establishments knows it",
		"4 annee 2022 0350029S as in cantines.csv, line 2: another row has the same key",
		"5 uai : missing",
		"6 nom : missing",
		"7 places 2001: not between 0 and 2000",
		"8 annee 2024: not one of the codes of the contract",
		"9 places un: not a whole number",
	}, got); diff != "" {
		t.Errorf("quarantine differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{
		"uai: the check letter is not the one of these digits": 1,
		"lat: latitude and longitude are swapped":              1,
		"lat: a point outside of the country":                  1,
		"lat: half a point: latitude or longitude is missing":  1,
	}, report.Warned); diff != "" {
		t.Errorf("warnings differ (-want +got):\n%s", diff)
	}
	if report.Read != 14 || report.Rows != 5 || report.Breaches() != 8 || report.Pointless != 3 || report.Skipped["the same row twice"] != 1 {
		t.Errorf("report = %+v", report)
	}
}

// Who knows the contours of the country is asked about what rough bounds let through.
func TestReadAsksWhereTheLandIs(t *testing.T) {
	t.Parallel()
	path := file(t, "cantines.csv", headings,
		"Rennes;0350029S;1;2022;48.1;-1.7", "Au large;0350030T;1;2022;47.5;-5.2", "Échangé;0350033W;1;2022;-1.7;48.1", "Loin;0350034X;1;2022;0;0")
	report, err := opendata.Sorted(t.Context(), canteens(), []string{path}, opendata.Options{
		Inland: func(_, lon float64) bool { return lon > -5 },
	}, func(opendata.Row) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{
		"lat: a point in the sea or in a neighbouring country": 1,
		"lat: latitude and longitude are swapped":              1,
		"lat: a point outside of the country":                  1,
	}, report.Warned); diff != "" {
		t.Errorf("warnings differ (-want +got):\n%s", diff)
	}
}

func TestReadMerges(t *testing.T) {
	t.Parallel()
	src := canteens()
	src.Merge = func(first, next opendata.Row) opendata.Row {
		first[0] += next[0] // seen: the order of what is merged
		return first
	}
	a := file(t, "cantines_a.csv", headings, "Nord;0350029S;1;2022;;", "Nord;0350029S;1;2022;;")
	b := file(t, "cantines_b.csv", headings, "Nord;0350029S;3;2022;;")
	rows, report, err := opendatatest.ReadAll(src, b, a)
	if err != nil || report.Merged != 2 || report.Rows != 1 || len(rows) != 1 || rows[0][0] != "113" {
		t.Errorf("rows = %v, report %+v, %v, want one row merged of 1, 1 and 3", rows, report, err)
	}
	src.Merge = func(first, next opendata.Row) opendata.Row { first[1] = "2023"; return first }
	if _, _, err := opendatatest.ReadAll(src, a); err == nil {
		t.Error("a rule that changes the key was accepted")
	}
	src.Newest, src.Merge = true, nil
	if rows, _, err := opendatatest.ReadAll(src, b, a); err != nil || len(rows) != 1 || rows[0][0] != "3" {
		t.Errorf("newest: rows = %v, %v, want that of the last file", rows, err)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, content, want string }{
		{"a column missing", "cantines.csv", "Nom;UAI;Places\nNord;0350029S;1", `no column "Année"`},
		{"a page of error", "cantines.csv", "<!doctype html><title>503</title>", "an HTML page"},
		{"an empty file", "cantines.json", " ", "empty file"},
		{"a tree without its elements", "cantines.json", `{"cantines":[{"uai":"0350029S"}]}`, `no column "annee", nor "nom"`},
	} {
		_, _, err := opendatatest.ReadAll(canteens(), file(t, tt.file, tt.content))
		if _, ok := errors.AsType[*opendata.Refusal](err); !ok || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want a refusal that says %q", tt.name, err, tt.want)
		}
	}
	if _, _, err := opendatatest.ReadAll(canteens()); err == nil {
		t.Error("no file at all was accepted")
	}
	if _, _, err := opendatatest.ReadAll(canteens(), "nowhere.csv"); err == nil {
		t.Error("a file that is not there was accepted")
	}
}

func TestReadStops(t *testing.T) {
	t.Parallel()
	path := file(t, "cantines.csv", headings, "Nord;0350029S;1;2022;;")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	nothing := func(opendata.Row, opendata.Where) error { return nil }
	if _, err := opendata.Read(ctx, canteens(), []string{path}, opendata.Options{}, nothing); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	full := errors.New("disk full")
	_, err := opendata.Read(t.Context(), canteens(), []string{path}, opendata.Options{}, func(opendata.Row, opendata.Where) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("error %v, want that of emit", err)
	}
	var told []opendata.Progress
	opt := opendata.Options{Progress: func(p opendata.Progress) { told = append(told, p) }}
	if _, err := opendata.Read(t.Context(), canteens(), []string{path, path}, opt, nothing); err != nil {
		t.Fatal(err)
	}
	if last := told[len(told)-1]; last.Read != last.Size || last.Records != 2 || last.Source != "cantines" {
		t.Errorf("last progress %+v, want the whole of two files", last)
	}
}

// Sorting on disk gives what sorting in memory gives.
func TestSortedOnDisk(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 0))
	all := []string{headings}
	for range 3000 {
		all = append(all, fmt.Sprintf("%c;%07dS;%d;202%d;;", 'A'+rng.IntN(26), rng.IntN(500), rng.IntN(50), 2+rng.IntN(2)))
	}
	src := canteens()
	src.Merge = func(first, next opendata.Row) opendata.Row { first[3] += next[3]; return first }
	path := file(t, "cantines.csv", all...)
	read := func(memory int) (out []string) {
		dir := t.TempDir()
		_, err := opendata.Sorted(t.Context(), src, []string{path}, opendata.Options{Memory: memory, TempDir: dir}, func(r opendata.Row) error {
			out = append(out, strings.Join(r, ";"))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := read(0)
	for _, memory := range []int{2_000, 20_000} {
		if diff := cmp.Diff(want, read(memory)); diff != "" || len(want) < 900 {
			t.Errorf("seed %d, memory %d: rows differ:\n%s", seed, memory, diff)
		}
	}
	if !slices.IsSortedFunc(want, func(a, b string) int { return strings.Compare(a[strings.Index(a, ";"):], b[strings.Index(b, ";"):]) }) {
		t.Error("rows are not in the order of their keys")
	}
}

func TestSelect(t *testing.T) {
	t.Parallel()
	src := &opendata.Source{Layouts: []opendata.Layout{
		{Files: []string{"table.v*.csv"}}, {Files: []string{"export-*.zip", "table.v9.csv"}},
	}}
	for _, tt := range []struct {
		newest      bool
		files, want string
	}{
		{false, "b/other.csv table.v2.csv a/export-2.zip c/export-1.zip table.v1.csv.gz", "b/other.csv table.v1.csv.gz table.v2.csv c/export-1.zip a/export-2.zip"},
		{true, "table.v2.csv table.v1.csv", "table.v2.csv"},
		{true, "export-1.zip table.v2.csv", "export-1.zip"}, // a later form, though its name comes before
		{true, "table.v9.csv export-1.zip", "table.v9.csv"}, // the last layout that names it counts
		{true, "one.csv", "one.csv"},
		{true, "", ""},
	} {
		src.Newest = tt.newest
		if got := strings.Join(src.Select(strings.Fields(tt.files)), " "); got != tt.want {
			t.Errorf("Select(%s) = %s, want %s", tt.files, got, tt.want)
		}
	}
}
