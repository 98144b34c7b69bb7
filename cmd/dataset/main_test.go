package main

import (
	"bytes"
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"continuum/internal/seed"
)

// TestFactsReproduceTheDataset: the committed tables are those that the facts give.
// The first correction made by hand ends that, and this test with it.
func TestFactsReproduceTheDataset(t *testing.T) {
	t.Parallel()
	data := cmp.Or(os.Getenv("CONTINUUM_DATA"), filepath.Join("..", "..", "..", "shared", "data"))
	from := filepath.Join(data, "..", "facts")
	for _, need := range []string{data, from} {
		if _, err := os.Stat(need); err != nil {
			t.Skipf("no folder %s: set CONTINUUM_DATA", need)
		}
	}
	out := t.TempDir()
	var errs bytes.Buffer
	if code := run([]string{"facts", "--from", from, "--data", data, "--out", out}, &errs, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	names, err := fs.Glob(seed.Files(), "*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("embedded tables %v, %v", names, err)
	}
	for _, name := range names {
		want, err := fs.ReadFile(seed.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from the committed one", name)
		}
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args      []string
		code      int
		out, errs string // what the outputs hold
	}{
		{[]string{"check"}, 0, "95 campuses", ""},
		{nil, 2, "", "usage"},
		{[]string{"frob"}, 2, "", `unknown command "frob"`},
		{[]string{"facts", "--nope"}, 2, "", "nope"},
		{[]string{"facts", "--from", "nowhere", "--data", "nowhere", "--out", "nowhere"}, 1, "", "nowhere"},
	} {
		var out, errs bytes.Buffer
		if code := run(tt.args, &out, &errs); code != tt.code || !strings.Contains(out.String(), tt.out) || !strings.Contains(errs.String(), tt.errs) {
			t.Errorf("run(%q) = %d, out %q, errors %q; want %d, %q, %q", tt.args, code, out.String(), errs.String(), tt.code, tt.out, tt.errs)
		}
	}
}

func TestCitations(t *testing.T) {
	t.Parallel()
	c := newCitations()
	for _, tt := range []struct{ cell, want string }{
		{"ministry sheet 13 (Sept 2015); web:ar-nevez.org (Brest, excellence 2021, PIA3); wave: knowledge", "fiche-13-2015 web:ar-nevez.org connaissance-generale"},
		{"web:letudiant.fr 2024; web:le-tout-lyon.fr; UAI: IPS", "web:letudiant.fr-2024 web:le-tout-lyon.fr ips-lycees-2021"},
		{"web:banquedesterritoires.fr Oct 2016", "web:banquedesterritoires.fr-2016-10"},
	} {
		ids, err := c.read(tt.cell)
		if got := joined(ids); err != nil || got != tt.want {
			t.Errorf("read(%q) = %q, %v, want %q", tt.cell, got, err, tt.want)
		}
	}
	for _, cell := range []string{"", "web:nowhere.example", "web:ar-nevez.org; web:nowhere.example"} {
		if ids, err := c.read(cell); err == nil {
			t.Errorf("read(%q) = %v, want an error", cell, ids)
		}
	}
}
