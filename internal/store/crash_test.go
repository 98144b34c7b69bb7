package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/opendata"
	"continuum/internal/store"
	"continuum/internal/store/pgtest"
	"continuum/internal/store/storetest"
)

// childVariable makes the test program a writer that is going to be killed: it says
// where the store is.
const childVariable = "CONTINUUM_STORE_CHILD"

// write is the child: it writes for ever and names what was acknowledged, each on a
// line that goes out at once.
func write(place string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, config(place))
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		name := fmt.Sprintf("%d-%d", os.Getpid(), i)
		if err := db.AddReport(ctx, store.Report{ID: name, Page: "/", Message: "x"}); err != nil {
			return err
		}
		fmt.Println("report", name)
		// Pairs: a transaction is there whole, or not at all.
		err := db.InTx(ctx, "child", name, func(tx *store.Tx) error {
			for _, half := range []string{"a", "b"} {
				s := campus.Source{ID: campus.SourceID(name + half), Title: name, Licence: "none-stated"}
				if err := tx.AddSource(s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		fmt.Println("source", name)
		n, err := putAnother(ctx, db, i)
		if err != nil {
			return err
		}
		fmt.Println("official", n)
	}
}

// putAnother imports official rows, several blocks of them.
func putAnother(ctx context.Context, db *store.DB, i int) (number int, err error) {
	base := opendata.NoVersion
	err = db.ReadSources(ctx, func(s *store.Sources, _ int64) error {
		if v, ok := s.Version("cantines"); ok {
			base = v.Number
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	d, err := storetest.NewDraft("", base, 9000+base, i)
	if err != nil {
		return 0, err
	}
	v, _, err := db.PutSource(ctx, d, "child")
	return v.Number, errors.Join(err, d.Close())
}

func config(place string) store.Config {
	if strings.HasPrefix(place, "postgres:") {
		return store.Config{URL: place}
	}
	return store.Config{Dir: place}
}

// killWhileWriting runs the child, ends it by stop once it has written some while,
// and returns what it had been told was kept.
func killWhileWriting(t *testing.T, place string, stop func(*os.Process) error) (acknowledged []string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childVariable+"="+place)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	after := 10 + rand.N(60) // then at whatever it is doing
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == after {
			if err := stop(cmd.Process); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the child ended by itself")
	}
	if len(acknowledged) < after {
		t.Fatalf("the child stopped after %d writes", len(acknowledged))
	}
	return acknowledged
}

// verify reopens the store and looks for all that was acknowledged.
func verify(t *testing.T, place string, acknowledged []string) {
	t.Helper()
	db, err := store.Open(t.Context(), config(place))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	kept := make(map[string]bool)
	filter := store.ReportFilter{Limit: 1000}
	for {
		page, err := db.Reports(t.Context(), filter)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			kept["report "+r.ID] = true
		}
		filter.After = &page[len(page)-1]
	}
	r, _, err := db.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	halves := make(map[string]int)
	for _, s := range r.Sources {
		halves[s.Title]++
	}
	for name, n := range halves {
		if strings.Contains(name, "-") && n != 2 {
			t.Errorf("%d sources of transaction %s, want both or none", n, name)
		}
		kept["source "+name] = true
	}
	last := inForce(t, db).Number
	for _, name := range acknowledged {
		if n, ok := strings.CutPrefix(name, "official "); ok {
			number, err := strconv.Atoi(n)
			kept[name] = err == nil && number <= last
		}
		if !kept[name] {
			t.Errorf("%s was acknowledged and is lost", name)
		}
	}
	problems, err := db.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.What != "no statement cites it" { // the child's sources
			t.Errorf("problem: %s", p)
		}
	}
}

func kill(p *os.Process) error { return p.Kill() }

func TestKillSQLite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var all []string
	for range 4 {
		all = append(all, killWhileWriting(t, dir, kill)...)
		verify(t, dir, all)
	}
}

func TestKillPostgresClient(t *testing.T) {
	t.Parallel()
	url := onPostgres(t).URL
	var all []string
	for range 3 {
		all = append(all, killWhileWriting(t, url, kill)...)
		verify(t, url, all)
	}
}

// TestCrashPostgres stops the server itself as a power cut would.
func TestCrashPostgres(t *testing.T) {
	t.Parallel()
	c, err := pgtest.Start(pgtest.Options{Durable: true})
	pgtest.Demand(t, err)
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	var all []string
	for range 2 {
		all = append(all, killWhileWriting(t, c.URL("postgres"), func(*os.Process) error { return c.Crash() })...)
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		verify(t, c.URL("postgres"), all)
	}
}

// TestBackupCrossesEngines restores the backup of each engine on the other.
func TestBackupCrossesEngines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		from, to storetest.Fresh
	}{{"SQLite to PostgreSQL", onSQLite, onPostgres}, {"PostgreSQL to SQLite", onPostgres, onSQLite}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			storetest.Crosses(t, tt.from, tt.to)
		})
	}
}
