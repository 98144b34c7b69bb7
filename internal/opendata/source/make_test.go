package source

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

func TestSumPlaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ a, b, want string }{
		{"15", "30", "45"},
		{"0", "30", "30"}, // closed or unknown: it adds nothing
		{"0", "0", "0"},
		{"998", "24", "998"}, // unlimited or unknown, so is the sum
		{"24", "999", "999"},
		{"998", "999", "998"},
		{"", "24", ""}, // not said, so is the sum
		{"24", "", ""},
		{"", "998", ""},
	} {
		if got := sumPlaces(tt.a, tt.b); got != tt.want {
			t.Errorf("sumPlaces(%q, %q) = %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
}

// The entries of one training give the same row in whatever order a file has them.
func TestSumEntriesInAnyOrder(t *testing.T) {
	t.Parallel()
	merge := sumEntries(voieProColumns, "capacite", "premiers_voeux", "entrees")
	capacity, wishes := at(voieProColumns, "capacite"), at(voieProColumns, "premiers_voeux")
	entries := at(voieProColumns, "entrees")
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var rows []opendata.Row
		for range 2 + random.IntN(4) {
			row := make(opendata.Row, len(voieProColumns))
			row[capacity] = []string{"0", "12", "24", ""}[random.IntN(4)]
			row[wishes], row[entries] = strconv.Itoa(random.IntN(40)), "1"
			rows = append(rows, row)
		}
		var want opendata.Row
		for range 5 {
			random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			got := append(opendata.Row(nil), rows[0]...)
			for _, r := range rows[1:] {
				got = merge(got, append(opendata.Row(nil), r...))
			}
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("another order gives another row (-want +got):\n%s", diff)
			}
		}
		if want[entries] != strconv.Itoa(len(rows)) {
			t.Fatalf("%d entries counted as %s", len(rows), want[entries])
		}
	}
}

func TestNameOfFile(t *testing.T) {
	t.Parallel()
	columns := []opendata.Column{{Name: "x"}}
	year, cohort := yearOfFile(columns, "x"), cohortOfFile(columns, "x")
	for _, tt := range []struct {
		step       step
		file, want string // want is empty when the name is refused
	}{
		{year, "attractivite_capacite_2022.csv", "2022"},
		{year, "BTS_attractivite_capacite_2024.csv.gz", "2024"},
		{year, "extrait_20240912_rentree_2023.csv", "2023"}, // a day is no year
		{year, "2021-2022.csv", "2022"},
		{year, "attractivite_capacite.csv", ""},
		{year, "attractivite_capacite_22.csv", ""},
		{year, "code_3010.csv", ""},
		{cohort, "depp-2022-etablissements-2018_2019-pro.csv", "2018_2019"},
		{cohort, "depp-2022-etablissements-2018-2019-pro.csv", "2018_2019"},
		{cohort, "depp-2022-etablissements-2018_2020-pro.csv", ""},
		{cohort, "depp-2022-etablissements-pro.csv", ""},
		{cohort, "2022", ""},
		{cohort, "", ""},
	} {
		row := opendata.Row{""}
		err := tt.step(&format.Record{File: tt.file}, row)
		if row[0] != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s gives %q, %v; want %q", tt.file, row[0], err, tt.want)
		}
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()
	columns := []opendata.Column{
		{Name: "latitude", Type: opendata.Latitude},
		{Name: "longitude", Type: opendata.Longitude},
		{Name: "liste", Type: opendata.List},
		{Name: "taux", Maskable: true},
		{Name: "code"},
	}
	for _, tt := range []struct {
		name     string
		step     step
		in, want string // values between bars
	}{
		{"a point in one value", point(columns), "48.1, -1.6||||", "48.1|-1.6|||"},
		{"a point in two", point(columns), "48.1|-1.6|||", "48.1|-1.6|||"},
		{"no point", point(columns), "||||", "||||"},
		{"a list with commas of its own", split(columns, ",", "liste"), "||a, b,c||", "||a, b;c||"},
		{"a list with semicolons", split(columns, ";", "liste"), "||a;b, c||", "||a;b, c||"},
		{"hidden", words(columns, []string{"ns"}, []string{"nd"}), "ns|||ns|ns", "ns|||*|ns"},
		{"not measured", words(columns, []string{"ns"}, []string{"nd"}), "|||nd|nd", "||||nd"},
		{"measured", words(columns, []string{"ns"}, []string{"nd"}), "|||0|", "|||0|"},
		{"a code without its zeros", pad(columns, "code", 4), "||||101", "||||0101"},
		{"a code with them", pad(columns, "code", 4), "||||5301", "||||5301"},
		{"no code", pad(columns, "code", 4), "||||", "||||"},
		{"the same for all", set(columns, "code", "x"), "||||y", "||||x"},
		{"a word of the table", recode(columns, "code", map[string]string{"a": "b"}), "||||a", "||||b"},
		{"another", recode(columns, "code", map[string]string{"a": "b"}), "||||c", "||||c"},
	} {
		row := strings.Split(tt.in, "|")
		if err := tt.step(&format.Record{}, row); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		row[2] = strings.ReplaceAll(row[2], opendata.ListSeparator, ";")
		if got := strings.Join(row, "|"); got != tt.want {
			t.Errorf("%s: %q becomes %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}
