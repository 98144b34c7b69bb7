package opendata_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/opendata"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	before := must(t, canteens(), place{}, file(t, "cantines.csv", headings,
		"Est;0350029S;1;2022;;", "Nord;0350030T;2;2022;;", "Ouest;0350030T;2;2023;;", "Sud;0350032V;4;2023;;"))
	after := must(t, canteens(), place{}, file(t, "cantines.csv", headings,
		"Est;0350029S;1;2022;;", "Nord (annexe);0350030T;3;2022;;", "Zénith;0350031U;1;2022;;", "Sud;0350032V;4;2023;;"))
	got, err := opendata.Compare(canteens(), before.Content.Scan, after.Content.Scan)
	if err != nil {
		t.Fatal(err)
	}
	want := &opendata.Difference{
		Before: 4, After: 4, Added: 1, Removed: 1, Changed: 1, Columns: map[string]int{"nom": 1, "places": 1},
		AddedSample: []opendata.Row{{"2022", "0350031U"}}, RemovedSample: []opendata.Row{{"2023", "0350030T"}},
		ChangedSample: []opendata.Change{
			{Key: opendata.Row{"2022", "0350030T"}, Column: "places", Before: "2", After: "3"},
			{Key: opendata.Row{"2022", "0350030T"}, Column: "nom", Before: "Nord", After: "Nord (annexe)"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" || got.Same() {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
	if d, err := opendata.Compare(canteens(), after.Content.Scan, after.Content.Scan); err != nil || !d.Same() || d.Before != 4 {
		t.Errorf("of a version with itself: %+v, %v", d, err)
	}
}

// The walk counts what maps count, on random versions.
func TestCompareTwin(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 0))
	src := canteens()
	version := func() (map[string]string, opendata.Scanner) {
		m := make(map[string]string)
		for range rng.IntN(30) {
			m[fmt.Sprint(10+rng.IntN(30))] = fmt.Sprint(rng.IntN(2))
		}
		return m, func(columns []string, fn func([]string) error) error {
			for k := range 100 {
				key := fmt.Sprint(k)
				if v, ok := m[key]; ok {
					if err := fn([]string{v, "2022", key, "", "", "", ""}); err != nil {
						return err
					}
				}
			}
			return nil
		}
	}
	for range 500 {
		a, scanA := version()
		b, scanB := version()
		var want opendata.Difference
		for k, v := range b {
			old, ok := a[k]
			switch {
			case !ok:
				want.Added++
			case old != v:
				want.Changed++
			}
		}
		want.Before, want.After = len(a), len(b)
		want.Removed = len(a) - (len(b) - want.Added)
		got, err := opendata.Compare(src, scanA, scanB)
		if err != nil {
			t.Fatal(err)
		}
		if got.Before != want.Before || got.After != want.After || got.Added != want.Added || got.Removed != want.Removed || got.Changed != want.Changed {
			t.Fatalf("seed %d: from %v to %v: %+v, want %+v", seed, a, b, got, want)
		}
	}
}

func TestCompareFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	good := func(_ []string, fn func([]string) error) error {
		return fn([]string{"", "2022", "1", "", "", "", ""})
	}
	bad := func(_ []string, fn func([]string) error) error {
		return errors.Join(fn([]string{"", "2022", "1", "", "", "", ""}), broken)
	}
	for _, tt := range [][2]opendata.Scanner{{good, bad}, {bad, good}} {
		if _, err := opendata.Compare(canteens(), tt[0], tt[1]); !errors.Is(err, broken) {
			t.Errorf("error %v, want that of the scanner", err)
		}
	}
}
