package storetest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/opendata"
	"continuum/internal/store"
)

// lived is a store with some history, and its backup.
func lived(t *testing.T, fresh Fresh) (*store.DB, []byte) {
	t.Helper()
	db := seeded(t, fresh)
	change(t, db, func(tx *store.Tx) error { return tx.RetireFact("f-point") })
	reseed(t, db, "v2", func(w *campus.Records) { w.Labels[0].Wave = "2014" })
	for _, id := range []string{"r1", "r2"} {
		if err := db.AddReport(t.Context(), store.Report{ID: id, Page: "/", Campus: "mer", Message: "« Bonjour »\n\t\"x\" <é> \u2028"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.CloseReport(t.Context(), "r1"); err != nil { // in the journal
		t.Fatal(err)
	}
	if err := db.KeepScenario(t.Context(), store.ScenarioHash(patches), patches); err != nil {
		t.Fatal(err)
	}
	put(t, db, Draft(t, opendata.NoVersion, 5000, 1))
	put(t, db, Draft(t, 1, 5, 2))
	return db, backup(t, db)
}

func backup(t *testing.T, db *store.DB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := db.Backup(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// same fails the test when two stores do not hold the same.
func same(t *testing.T, want, got *store.DB) {
	t.Helper()
	r1, g1 := records(t, want)
	r2, g2 := records(t, got)
	if diff := cmp.Diff(r1, r2, sameInstants); diff != "" || g1 != g2 {
		t.Errorf("generations %d and %d, records differ (-want +got):\n%s", g1, g2, diff)
	}
	if diff := cmp.Diff(officialOf(t, want), officialOf(t, got)); diff != "" {
		t.Errorf("official data differs (-want +got):\n%s", diff)
	}
	for what, read := range map[string]func(*store.DB) (any, error){
		"reports": func(db *store.DB) (any, error) { return db.Reports(t.Context(), store.ReportFilter{}) },
		"scenarios": func(db *store.DB) (any, error) {
			return db.Scenario(t.Context(), store.ScenarioHash(patches))
		},
		"acts":    func(db *store.DB) (any, error) { return db.ProveJournal(t.Context(), nil) },
		"changes": func(db *store.DB) (any, error) { return db.Changes(t.Context(), 0) },
	} {
		a, err1 := read(want)
		b, err2 := read(got)
		if diff := cmp.Diff(a, b); diff != "" || err1 != nil || err2 != nil {
			t.Errorf("%s differ (%v, %v):\n%s", what, err1, err2, diff)
		}
	}
}

func backupRestores(t *testing.T, fresh Fresh) {
	db, archive := lived(t, fresh)
	cfg := fresh(t)
	if err := store.Restore(t.Context(), cfg, bytes.NewReader(archive), store.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	got := open(t, cfg)
	same(t, db, got)
	clean(t, got)
	// The dataset is known to be in.
	if changed, err := got.Seed(t.Context(), World(), "v2"); err != nil || changed {
		t.Errorf("Seed after the restoration = %v, %v, want false, nil", changed, err)
	}
	// And the restored store lives on.
	change(t, got, func(tx *store.Tx) error { return tx.RecordFact(fact("x", campus.City, "Rennes")) })
}

// Crosses checks that a store of one kind restores as one of another kind.
func Crosses(t *testing.T, from, to Fresh) {
	db, archive := lived(t, from)
	cfg := to(t)
	if err := store.Restore(t.Context(), cfg, bytes.NewReader(archive), store.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	got := open(t, cfg)
	same(t, db, got)
	clean(t, got)
}

func backupDamaged(t *testing.T, fresh Fresh) {
	if testing.Short() {
		t.Skip("one thing after the other: the race detector has nothing to find, and takes a minute")
	}
	_, archive := lived(t, fresh)
	cfg := fresh(t)
	refuses := func(name string, b []byte, place string, opt store.RestoreOptions) {
		t.Helper()
		err := store.Restore(t.Context(), cfg, bytes.NewReader(b), opt)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), place) {
			t.Errorf("%s: error %v, want Invalid with %q", name, err, place)
		}
	}
	refuses("nothing", nil, "start", store.RestoreOptions{})
	refuses("not an archive", []byte("continuum"), "start", store.RestoreOptions{})
	for _, cut := range []int{20, len(archive) / 4, len(archive) / 2, len(archive) - 1} {
		refuses("cut short", archive[:cut], "backup, ", store.RestoreOptions{})
	}
	flipped := 0
	for at := 15; at < len(archive); at += len(archive) / 12 {
		b := bytes.Clone(archive)
		b[at] ^= 0x10
		// Some bits say nothing, such as those that fill the last byte of a block.
		if bytes.Equal(unpacked(b), unpacked(archive)) {
			continue
		}
		flipped++
		refuses("a bit changed", b, "backup, ", store.RestoreOptions{})
	}
	if flipped < 6 {
		t.Errorf("only %d changed bits changed anything", flipped)
	}
	refuses("more bytes", append(bytes.Clone(archive), 'x'), "end", store.RestoreOptions{})
	refuses("too large", archive, "larger than a backup may be", store.RestoreOptions{MaxBytes: 8 << 10})
	edit := func(entry, from, to string) []byte { return edited(t, archive, entry, from, to) }
	for _, tt := range []struct{ name, entry, from, to, place string }{
		{"another format", "format.json", "continuum-backup", "other-backup", "format.json"},
		{"a version to come", "format.json", `"schema": `, `"schema": 99`, "another version"},
		{"a foreign table", "format.json", `"name": "report"`, `"name": "sqlite_master"`, "sqlite_master"},
		{"a foreign column", "format.json", `"message"`, `"message) --"`, "table report"},
		{"a value changed", "fact/000001.jsonl", "Campus de la mer", "Campus de l’air!", "table fact"},
		{"a row that the schema refuses", "fact/000001.jsonl", `"website"`, `"colour"`, "fact/000001.jsonl"},
		{"a row that points at nothing", "fact/000001.jsonl", `"numerique"`, `"nowhere"`, "fact/000001.jsonl"},
		{"a row that is no array", "slug/000001.jsonl", "[", "{", "slug/000001.jsonl, line 1"},
		{"a row of another length", "slug/000001.jsonl", "[", "[1,", "slug/000001.jsonl, line 1"},
		{"a value of another kind", "slug/000001.jsonl", "[", "[[],", "slug/000001.jsonl, line 1"},
		{"bytes that are none", "official_block/000001.jsonl", `"base64":"`, `"base64":"*`, "official_block/000001.jsonl"},
		{"another object", "official_block/000001.jsonl", `"base64"`, `"base32"`, "official_block/000001.jsonl"},
		{"another count", "manifest.json", `"rows": 2,`, `"rows": 3,`, "rows"},
		{"a missing part", "slug/000001.jsonl", "", "", "table slug"},
	} {
		refuses(tt.name, edit(tt.entry, tt.from, tt.to), tt.place, store.RestoreOptions{})
	}
	empty := open(t, cfg)
	if r, generation := records(t, empty); generation != 0 || len(r.Campuses) != 0 {
		t.Errorf("a refused backup left generation %d and %d campuses", generation, len(r.Campuses))
	}
}

// unpacked is what an archive holds, nil when it is broken.
func unpacked(archive []byte) []byte {
	gz, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil
	}
	b, err := io.ReadAll(gz)
	if err != nil {
		return nil
	}
	return b
}

// edited makes an archive again with the first text of an entry replaced; without
// a text the entry is left out.
func edited(t *testing.T, archive []byte, entry, from, to string) []byte {
	t.Helper()
	gz, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	in := tar.NewReader(gz)
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	out := tar.NewWriter(zip)
	found := false
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		content, err2 := io.ReadAll(in)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if h.Name == entry {
			found = from == "" || bytes.Contains(content, []byte(from))
			if from == "" {
				continue
			}
			content = bytes.Replace(content, []byte(from), []byte(to), 1)
			h.Size = int64(len(content))
		}
		if err := out.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(out.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	if !found {
		t.Fatalf("%s of the archive does not hold %q", entry, from)
	}
	return b.Bytes()
}

func restoreForce(t *testing.T, fresh Fresh) {
	db, archive := lived(t, fresh)
	cfg := fresh(t)
	target, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := target.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	for range 5 { // gone further than the backup
		change(t, target, func(*store.Tx) error { return nil })
	}
	before := backupOf(t, target)
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
	restore := func(opt store.RestoreOptions) error {
		return store.Restore(context.WithoutCancel(t.Context()), cfg, bytes.NewReader(archive), opt)
	}
	if err := restore(store.RestoreOptions{}); key(err) != "restore.not_empty" {
		t.Errorf("without force: error %v, want restore.not_empty", err)
	}
	target = open(t, cfg)
	if after := backupOf(t, target); after != before {
		t.Error("a refused restoration changed the store")
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
	if err := restore(store.RestoreOptions{Force: true}); err != nil {
		t.Fatal(err)
	}
	target = open(t, cfg)
	want, _ := records(t, db)
	got, generation := records(t, target)
	if diff := cmp.Diff(want, got, sameInstants); diff != "" {
		t.Errorf("records differ:\n%s", diff)
	}
	if generation != 7 { // one past the 6 of the store replaced
		t.Errorf("generation = %d, want 7: those who follow the store must notice", generation)
	}
	clean(t, target)
}

// backupOf tells all that a store holds, as text to compare.
func backupOf(t *testing.T, db *store.DB) string {
	t.Helper()
	r, generation := records(t, db)
	reports, err := db.Reports(t.Context(), store.ReportFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return cmp.Diff(nil, []any{generation, r, reports}, sameInstants)
}
