package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/store"
	"continuum/internal/store/storetest"
)

// eachEngine runs a test on a new store of either engine.
func eachEngine(t *testing.T, test func(t *testing.T, cfg store.Config)) {
	for name, fresh := range map[string]storetest.Fresh{"SQLite": onSQLite, "PostgreSQL": onPostgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, fresh(t))
		})
	}
}

func opened(t *testing.T, cfg store.Config) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func nothing(*sql.Tx) error { return nil }

// acted writes a few acts in two streams, the second of each with personal details.
func acted(t *testing.T, db *store.DB) {
	t.Helper()
	for _, stream := range []string{"dossier/a", journal.Site} {
		for i := range 4 {
			a := journal.Act{Stream: stream, Actor: "p1", Name: "thing.done", Details: map[string]int{"n": i}}
			if i == 1 {
				a.Personal = []byte("Anne Martin")
			}
			if err := db.Act(t.Context(), a, nothing); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func proof(t *testing.T, db *store.DB, against []journal.Head) store.JournalProof {
	t.Helper()
	p, err := db.ProveJournal(t.Context(), against)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestActWhole: the act and its entry are kept together or not at all.
func TestActWhole(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, cfg store.Config) {
		db := opened(t, cfg)
		boom := errors.New("boom")
		report := func(tx *sql.Tx) error {
			_, err := tx.ExecContext(t.Context(), `insert into report (id, page, message, contact, received, state) values ('r', '/', 'x', '', 1, 'open')`)
			return err
		}
		act := journal.Act{Stream: journal.Site, Actor: "p1", Name: "report.made", Personal: []byte("x")}
		if err := db.Act(t.Context(), act, func(tx *sql.Tx) error { return errors.Join(report(tx), boom) }); !errors.Is(err, boom) {
			t.Errorf("Act = %v, want boom", err)
		}
		bad := act
		bad.Stream = "no stream"
		if err := db.Act(t.Context(), bad, report); err == nil || !strings.Contains(err.Error(), "is no stream") {
			t.Errorf("Act of a stream that is none = %v", err)
		}
		if err := db.CloseReport(t.Context(), "r"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("CloseReport of none = %v, want NotFound", err)
		}
		if p := proof(t, db, nil); p.Entries != 0 {
			t.Errorf("%d entries of what was not done", p.Entries)
		}
		if err := db.Act(t.Context(), act, report); err != nil {
			t.Fatal(err)
		}
		if err := db.CloseReport(t.Context(), "r"); err != nil {
			t.Fatal(err)
		}
		if p := proof(t, db, nil); p.Entries != 2 || len(p.Flaws) > 0 || len(p.Heads) != 1 || p.Heads[0].Seq != 2 {
			t.Errorf("proof = %+v, want two entries and no flaw", p)
		}
	})
}

// TestActRace: writers of one stream come one after the other, and none is lost.
func TestActRace(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, cfg store.Config) {
		const writers, each = 6, 10
		var wg sync.WaitGroup
		for w := range writers {
			db := opened(t, cfg)
			wg.Go(func() {
				for i := range each {
					stream := fmt.Sprintf("dossier/%d", i%2)
					err := db.Act(t.Context(), journal.Act{Stream: stream, Actor: fmt.Sprintf("p%d", w), Name: "thing.done"}, nothing)
					if err != nil {
						t.Errorf("writer %d: %v", w, err)
					}
				}
			})
		}
		wg.Wait()
		if p := proof(t, opened(t, cfg), nil); p.Entries != writers*each || len(p.Flaws) > 0 || len(p.Heads) != 2 {
			t.Errorf("proof = %+v, want %d entries in 2 streams", p, writers*each)
		}
	})
}

// TestActClock: the clock of a second server, an hour late, does not break the order.
func TestActClock(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, cfg store.Config) {
		acted(t, opened(t, cfg))
		cfg.Now = func() time.Time { return time.Now().Add(-time.Hour) }
		late := opened(t, cfg)
		acted(t, late)
		if p := proof(t, late, nil); len(p.Flaws) > 0 {
			t.Error(p.Flaws)
		}
	})
}

// TestTamper changes the journal by hand, as no method of the store can.
func TestTamper(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, sql string
		want      string // the flaw, empty when the journal still holds
	}{
		{"nothing", `select 1`, ""},
		{"another actor", `update journal_entry set actor = 'p2' where stream = 'dossier/a' and seq = 2`, "stream dossier/a, entry 2: its hash is not that of its content"},
		{"another instant", `update journal_entry set at = at + 1 where stream = 'site' and seq = 4`, "stream site, entry 4: its hash"},
		{"other details", `update journal_entry set details = '{}' where stream = 'site' and seq = 3`, "stream site, entry 3: its hash"},
		{"another link", `update journal_entry set previous = hash where stream = 'site' and seq = 3`, "stream site, entry 3: it does not follow"},
		{"a hash that is none", `update journal_entry set hash = previous where stream = 'site' and seq = 3`, "stream site, entry 3: its hash"},
		{"a middle taken out", `delete from journal_entry where stream = 'site' and seq = 3`, "stream site, entry 4: entry 3 is not there"},
		{"the end cut", `delete from journal_entry where stream = 'site' and seq = 4`, "stream site, entry 3: its head is entry 4"},
		{"a stream moved", `update journal_entry set stream = 'campus/a' where stream = 'dossier/a' and seq > 2`, "stream campus/a, entry 3: entry 1 is not there"},
		{"a head changed", `update journal_head set seq = 3 where stream = 'site'`, "stream site, entry 4: its head is entry 3"},
		{"a head lost", `delete from journal_head where stream = 'site'`, "stream site: it has no head"},
		{"a head of nothing", `insert into journal_head (stream, seq, at, hash) select 'campus/x', 1, at, hash from journal_head where stream = 'site'`, "stream campus/x, entry 1: the head is there"},
		{"a name changed", `update journal_personal set content = salt where stream = 'site'`, "stream site, entry 2: its personal details are not those written"},
		{"a name erased by hand", `delete from journal_personal where stream = 'dossier/a'`, "stream dossier/a, entry 2: its personal details are gone"},
		{"a name added", `insert into journal_personal (stream, seq, salt, content) select stream, 3, salt, content from journal_personal where stream = 'site'`, "stream site, entry 3: its personal details are not those written"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			eachEngine(t, func(t *testing.T, cfg store.Config) {
				db := opened(t, cfg)
				acted(t, db)
				run(t, db.Writer(), tt.sql)
				p := proof(t, db, nil)
				problems, err := db.Check(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if tt.want == "" {
					if len(p.Flaws)+len(problems) > 0 {
						t.Errorf("flaws %v, problems %v, want none", p.Flaws, problems)
					}
					return
				}
				found := func(s string) bool { return strings.Contains(s, tt.want) }
				if len(p.Flaws) == 0 || !found(fmt.Sprint(p.Flaws)) || !found(fmt.Sprint(problems)) {
					t.Errorf("flaws %v, problems %v, want %q", p.Flaws, problems, tt.want)
				}
			})
		})
	}
}

// TestErasureHolds: a name goes, the chain stays, when an entry says so.
func TestErasureHolds(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, cfg store.Config) {
		db := opened(t, cfg)
		acted(t, db)
		kept := proof(t, db, nil).Heads
		erased := journal.Act{Stream: journal.Site, Actor: journal.System, Name: journal.Erased, Details: journal.Erasure{Seq: []int64{2}}}
		err := db.Act(t.Context(), erased, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(t.Context(), `delete from journal_personal where stream = $1 and seq = $2`, journal.Site, int64(2))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if p := proof(t, db, kept); len(p.Flaws) > 0 || p.Entries != 9 {
			t.Errorf("proof after the erasure = %+v", p)
		}
	})
}
