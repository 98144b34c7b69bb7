package store_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/privacy"
	"continuum/internal/store"
	"continuum/internal/store/storetest"
)

// schemaOf describes all that a database is made of, a line for each thing.
func schemaOf(t *testing.T, db *store.DB) (lines []string) {
	t.Helper()
	text := `select name || ': ' || coalesce(sql, '') from sqlite_master`
	if db.Name() == "postgres" {
		text = `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
			from information_schema.columns where table_schema = current_schema()
			union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
			where connamespace = current_schema()::regnamespace
			union all select indexdef from pg_indexes where schemaname = current_schema()`
	}
	rows, err := db.Reader().Query(text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// TestUpgrade brings a store up one step at a time, with a reader's report in it
// from the day there is a place for one, and compares it with a new store.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	for name, fresh := range map[string]storetest.Fresh{
		"SQLite":     onSQLite,
		"PostgreSQL": func(t *testing.T) store.Config { return store.Config{URL: server.Empty(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			known, err := store.Known()
			if err != nil {
				t.Fatal(err)
			}
			old, err := store.Connect(t.Context(), fresh(t))
			if err != nil {
				t.Fatal(err)
			}
			defer old.Close()
			for v := int64(1); v <= known; v++ {
				if err := old.MigrateTo(t.Context(), v); err != nil {
					t.Fatal(err)
				}
				if v == 16 { // the table of reports is there, the language to answer in is not
					run(t, old.Writer(), `insert into report (id, page, campus, message, contact, received, state) values ('r', '/', null, 'x', '', 1, 'open')`)
				}
			}
			whole, err := store.Open(t.Context(), fresh(t))
			if err != nil {
				t.Fatal(err)
			}
			defer whole.Close()
			got, want := schemaOf(t, old), schemaOf(t, whole)
			if diff := cmp.Diff(want, got); diff != "" || len(want) < 30 {
				t.Errorf("upgraded and new schema differ (-new +upgraded):\n%s", diff)
			}
			reports, err := old.Reports(t.Context(), store.ReportFilter{})
			if err != nil || len(reports) != 1 || reports[0].Lang != "fr" {
				t.Errorf("reports after the upgrade = %v, %v", reports, err)
			}
			if problems, err := old.Check(t.Context()); err != nil || len(problems) > 0 {
				t.Errorf("Check = %v, %v", problems, err)
			}
		})
	}
}

// TestCheckFinds breaks stores by hand, as no method of the store can.
func TestCheckFinds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, breaks, want string }{
		{"an overlap of labels", `update label_version set end_on = '', end_day = null, years = 4, start_on = '2014-01-01', start_day = 16071, successor = null`, "surely in force on a same day"},
		{"a lost counter", `delete from generation`, "the row of the change counter is missing"},
		{"a counter turned back", `update generation set value = 0`, "not that of the last change"},
		{"a source without a description", `delete from source_version where id = 'page'`, "has no description"},
		{"a source of nothing", `insert into source values ('lost')`, "no statement cites it"},
		{"a label on nothing", `delete from basis`, "rests on nothing"},
		{"a statement of nothing", `delete from milestone`, "belongs to no row"},
		{"a campus without a slug", `delete from slug where campus = 'mer'`, "has no slug"},
		{"a step of the schema undone", `delete from schema_version where version_id = 3`, "step 3 of the schema is not applied"},
		{"a step of the schema from elsewhere", `insert into schema_version values (5000, true)`, "unknown to this program"},
		{"a scenario under another hash", `insert into scenario values ('0123456789abcdef0123456789abcdef', '[]', 1)`, "not those that its hash names"},
		{"a value of another form", `update fact set value = 'somewhere' where property = 'point'`, "want \"lat,lon\""},
	} {
		for name, fresh := range map[string]storetest.Fresh{"SQLite": onSQLite, "PostgreSQL": onPostgres} {
			t.Run(tt.name+" on "+name, func(t *testing.T) {
				t.Parallel()
				cfg := fresh(t)
				closed(t, cfg)
				db, err := store.Open(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
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

// TestCheckFindsOrphans needs a program that leaves foreign keys off.
func TestCheckFindsOrphans(t *testing.T) {
	t.Parallel()
	cfg := onSQLite(t)
	closed(t, cfg)
	run(t, raw(t, cfg.Dir), `pragma foreign_keys = off`, `update membership set organisation = 'nobody'`)
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	problems, err := db.Check(t.Context())
	if err != nil || !slices.ContainsFunc(problems, func(p store.Problem) bool { return strings.Contains(p.What, "points at nothing in table organisation") }) {
		t.Errorf("Check = %v, %v, want the orphan", problems, err)
	}
}

// TestNoPreparedStatements keeps the store usable through a pooler in transaction
// mode, which gives each transaction another session.
func TestNoPreparedStatements(t *testing.T) {
	t.Parallel()
	cfg := onPostgres(t)
	closed(t, cfg)
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.Writer().SetMaxOpenConns(1) // so that the question goes to the session that worked
	if err := addAims(t.Context(), db, 0, 3); err != nil {
		t.Fatal(err)
	}
	if _, _, err := db.Records(t.Context()); err != nil {
		t.Fatal(err)
	}
	var named int
	if err := db.Writer().QueryRow(`select count(*) from pg_prepared_statements`).Scan(&named); err != nil || named != 0 {
		t.Errorf("%d named prepared statements, %v, want none", named, err)
	}
}

// TestTablesComplete keeps the list of tables, which backups follow, equal to the schema.
func TestTablesComplete(t *testing.T) {
	t.Parallel()
	cfg := onSQLite(t)
	closed(t, cfg)
	rows, err := raw(t, cfg.Dir).Query(`select name from sqlite_master where type = 'table' and name <> 'schema_version' and name not like 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	got := names(t, rows)
	want := slices.Sorted(slices.Values(store.Tables()))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tables of the schema differ from those that are saved:\n%s", diff)
	}
}

func names(t *testing.T, rows *sql.Rows) (list []string) {
	t.Helper()
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	slices.Sort(list)
	return list
}

// TestEveryTableIsInTheRegister: each table is in a line of the register of processing, or
// said to hold no personal data, once.
func TestEveryTableIsInTheRegister(t *testing.T) {
	t.Parallel()
	listed := slices.Clone(privacy.Impersonal)
	for _, p := range privacy.Register {
		listed = append(listed, p.Tables...)
	}
	slices.Sort(listed)
	if diff := cmp.Diff(slices.Sorted(slices.Values(store.Tables())), listed); diff != "" {
		t.Errorf("tables of the store (-) and of the register (+) differ:\n%s", diff)
	}
}
