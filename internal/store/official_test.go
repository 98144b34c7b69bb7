package store_test

import (
	"slices"
	"strings"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/store"
	"continuum/internal/store/storetest"
)

// inForce is the version in force of the source that storetest imports.
func inForce(t *testing.T, db *store.DB) (v opendata.Version) {
	t.Helper()
	err := db.ReadSources(t.Context(), func(s *store.Sources, _ int64) error {
		v, _ = s.Version("cantines")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestCheckFindsDamagedRows breaks official data by hand.
func TestCheckFindsDamagedRows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, breaks, want string }{
		{"rows lost", `delete from official_block where number = 2 and rank = 2`, "it was recorded with 9000"},
		{"rows of another version", `update official_block set content = (select b.content from official_block b where b.number = 1 and b.rank = 1) where number = 2 and rank = 1`, "their checksum differs"},
		{"another checksum", `update official_version set checksum = '` + strings.Repeat("0", 64) + `'`, "their checksum differs"},
		{"bytes that are no rows", `update official_block set content = (select b.content from official_block b where b.number = 1 and b.rank = 3) where number = 2 and rank = 2`, "it was recorded with 9000"},
	} {
		for name, fresh := range map[string]storetest.Fresh{"SQLite": onSQLite, "PostgreSQL": onPostgres} {
			t.Run(tt.name+" on "+name, func(t *testing.T) {
				t.Parallel()
				db, err := store.Open(t.Context(), fresh(t))
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				for places, base := range []int{opendata.NoVersion, 1} {
					if _, _, err := db.PutSource(t.Context(), storetest.Draft(t, base, 9000, places), "tester"); err != nil {
						t.Fatal(err)
					}
				}
				run(t, db.Writer(), tt.breaks)
				problems, err := db.Check(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(problems, func(p store.Problem) bool { return strings.Contains(p.String(), tt.want) }) {
					t.Errorf("Check = %v, want a problem that says %q", problems, tt.want)
				}
			})
		}
	}
}

// TestFullDiskImport has no room for a version: the one before stays, whole.
func TestFullDiskImport(t *testing.T) {
	t.Parallel()
	cfg := onSQLite(t)
	cfg.SQLite.MaxPages = emptyPages(t, cfg) + 80
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, _, err := db.PutSource(t.Context(), storetest.Draft(t, opendata.NoVersion, 100, 1), "tester"); err != nil {
		t.Fatal(err)
	}
	_, _, err = db.PutSource(t.Context(), storetest.Draft(t, 1, 200_000, 1), "tester")
	if keyOf(err) != "store.full" {
		t.Fatalf("error %v, want store.full", err)
	}
	if v := inForce(t, db); v.Number != 1 || v.Rows != 100 {
		t.Errorf("in force: version %d with %d rows, want 1 with 100", v.Number, v.Rows)
	}
	if problems, err := db.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
	if _, changed, err := db.PutSource(t.Context(), storetest.Draft(t, 1, 110, 1), "tester"); err != nil || !changed {
		t.Errorf("a version that fits: %v, %v", changed, err)
	}
}
