package sqlite

import (
	"fmt"
	"testing"
)

// Statements that are kept say what they said: within one another, after a failure, after the
// table has changed, and when there are more than are kept.
func TestStatementsAreKept(t *testing.T) {
	t.Parallel()
	e, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	db, ctx := e.Writer(), t.Context()
	do := func(text string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(ctx, text, args...); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	do(`create table schema_version (id bigint primary key, word text not null)`)
	const insert = `insert into schema_version (id, word) values ($1, $2)`
	for i := range 3 {
		do(insert, i, fmt.Sprint("w", i))
	}
	if _, err := db.ExecContext(ctx, insert, 1, "twice"); err == nil {
		t.Error("a key was given twice")
	}
	do(insert, 3, "w3")
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	const after = `select id, word from schema_version where id > $1 order by id`
	rows, err := tx.QueryContext(ctx, after, -1)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for rows.Next() {
		var id int
		var word, next string
		if err := rows.Scan(&id, &word); err != nil {
			t.Fatal(err)
		}
		// The same text, while its rows are being read.
		if err := tx.QueryRowContext(ctx, after, id).Scan(new(int), &next); err != nil {
			next = "none"
		}
		got = append(got, word+">"+next)
	}
	if err := rows.Close(); err != nil || fmt.Sprint(got) != "[w0>w1 w1>w2 w2>w3 w3>none]" {
		t.Errorf("rows %v, %v", got, err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	do(`alter table schema_version add column more text not null default 'x'`)
	var word string
	const one = `select * from schema_version where id = $1`
	if err := db.QueryRowContext(ctx, one, 2).Scan(new(int), &word, new(string)); err != nil || word != "w2" {
		t.Errorf("after the table changed: %q, %v", word, err)
	}
	do(`alter table schema_version drop column more`)
	if err := db.QueryRowContext(ctx, one, 2).Scan(new(int), &word); err != nil || word != "w2" {
		t.Errorf("after the table changed again: %q, %v", word, err)
	}
	for i := range keptStatements + 50 {
		do(fmt.Sprintf(`update schema_version set word = 'v%d' where id = $1`, i), 2)
	}
	do(insert, 4, "w4")
	if err := db.QueryRowContext(ctx, one, 2).Scan(new(int), &word); err != nil || word != fmt.Sprintf("v%d", keptStatements+49) {
		t.Errorf("past those that are kept: %q, %v", word, err)
	}
}
