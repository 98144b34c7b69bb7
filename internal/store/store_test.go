package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"continuum/internal/store"
	"continuum/internal/store/pgtest"
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

func onSQLite(t *testing.T) store.Config { return store.Config{Dir: t.TempDir()} }

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, onSQLite)
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	storetest.Run(t, onPostgres)
}
