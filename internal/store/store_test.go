package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"continuum/internal/store"
	"continuum/internal/store/pgtest"
	"continuum/internal/store/sqlitetest"
	"continuum/internal/store/storetest"
)

var server pgtest.Shared

func TestMain(m *testing.M) {
	if place := os.Getenv(childVariable); place != "" {
		fmt.Fprintln(os.Stderr, write(place))
		os.Exit(1)
	}
	os.Exit(server.Main(m))
}

// migrated fills the template of the test databases.
func migrated(url string) error {
	db, err := store.Open(context.Background(), store.Config{URL: url})
	if err != nil {
		return err
	}
	return db.Close()
}

func onPostgres(t *testing.T) store.Config { return store.Config{URL: server.Prepared(t, migrated)} }

func onSQLite(t *testing.T) store.Config { return store.Config{Dir: sqlitetest.Dir(t)} }

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, onSQLite)
}

// prepared is the URL of a server by which statements are prepared.
func prepared(url string) string { return url + "&default_query_exec_mode=cache_statement" }

// TestPrepared: the same where statements are prepared, which types their arguments otherwise.
func TestPrepared(t *testing.T) {
	if os.Getenv("CONTINUUM_STORE") != "all" {
		t.Skip("the whole suite a third time: with CONTINUUM_STORE=all, as make test-all does")
	}
	t.Parallel()
	storetest.Run(t, func(t *testing.T) store.Config {
		return store.Config{URL: prepared(server.Prepared(t, migrated))}
	})
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	storetest.Run(t, onPostgres)
}
