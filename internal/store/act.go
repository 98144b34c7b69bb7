package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"continuum/internal/fault"
	"continuum/internal/journal"
)

// act is the one way to do what people are answerable for: fn and the entry of the
// journal are kept together or not at all. Like any transaction it may run again: fn must
// have no effect but on its tx. Writers of one stream wait for each other; those of two
// do not. Inside fn, record adds an entry to another stream.
func (db *DB) act(ctx context.Context, a journal.Act, fn func(tx *sql.Tx) error) error {
	return db.writeOf(ctx, a.Stream, func(tx *sql.Tx) error {
		// First, so that those who would collide do so before they have worked.
		if err := db.record(ctx, tx, a); err != nil {
			return err
		}
		return fn(tx)
	})
}

// record appends an act to its stream, in a transaction of [DB.write].
func (db *DB) record(ctx context.Context, tx *sql.Tx, a journal.Act) error {
	head := journal.Head{Stream: a.Stream}
	var at int64
	var hash string
	err := tx.QueryRowContext(ctx, `select seq, at, hash from journal_head where stream = $1`, a.Stream).Scan(&head.Seq, &at, &hash)
	switch {
	case err == nil:
		head.At = instant(at)
		if head.Hash, err = journal.ParseDigest(hash); err != nil {
			return fmt.Errorf("head of %s: %w", a.Stream, err)
		}
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	e, personal, err := head.Next(a, db.now())
	if err != nil {
		return err
	}
	// The row of the head is what writers of the stream queue on.
	_, err = tx.ExecContext(ctx, `insert into journal_head (stream, seq, at, hash) values ($1, $2, $3, $4)
		on conflict (stream) do update set seq = excluded.seq, at = excluded.at, hash = excluded.hash`,
		e.Stream, e.Seq, e.At.UnixMicro(), e.Hash.String())
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `insert into journal_entry (stream, seq, at, actor, act, details, personal, previous, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.Stream, e.Seq, e.At.UnixMicro(), e.Actor, e.Name, e.Details, e.Personal.String(), e.Previous.String(), e.Hash.String())
	if err != nil || personal == nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `insert into journal_personal (stream, seq, salt, content) values ($1, $2, $3, $4)`,
		e.Stream, e.Seq, personal.Salt, personal.Content)
	return err
}

// JournalProof is what the journal was found to be.
type JournalProof struct {
	Entries int64
	Heads   []journal.Head // last entry of each stream, by name
	Flaws   []journal.Flaw // nothing when all is well
}

// ProveJournal recomputes every stream, and looks in them for heads kept earlier in
// another place. An error means that the journal could not be read.
func (db *DB) ProveJournal(ctx context.Context, against []journal.Head) (proof JournalProof, err error) {
	defer fault.Wrap(&err, "store.ProveJournal")
	err = db.view(ctx, func(tx *sql.Tx) (err error) {
		proof, err = proveJournal(ctx, tx, against)
		return err
	})
	return proof, err
}

func proveJournal(ctx context.Context, tx *sql.Tx, against []journal.Head) (proof JournalProof, err error) {
	heads, err := query(ctx, tx, `select stream, seq, at, hash from journal_head`, func(rows *sql.Rows) (h journal.Head, err error) {
		var at int64
		var hash string
		if err := rows.Scan(&h.Stream, &h.Seq, &at, &hash); err != nil {
			return h, err
		}
		h.At, h.Hash = instant(at), digest(hash)
		return h, nil
	})
	if err != nil {
		return proof, err
	}
	p := journal.NewProver(heads, against)
	rows, err := tx.QueryContext(ctx, `select e.stream, e.seq, e.at, e.actor, e.act, e.details, e.personal, e.previous, e.hash, p.salt, p.content
		from journal_entry e left join journal_personal p on p.stream = e.stream and p.seq = e.seq order by e.stream, e.seq`)
	if err != nil {
		return proof, err
	}
	defer rows.Close()
	for rows.Next() {
		var e journal.Entry
		var at int64
		var personal, previous, hash string
		var kept journal.Personal
		err := rows.Scan(&e.Stream, &e.Seq, &at, &e.Actor, &e.Name, &e.Details, &personal, &previous, &hash, &kept.Salt, &kept.Content)
		if err != nil {
			return proof, err
		}
		e.At, e.Personal, e.Previous, e.Hash = instant(at), digest(personal), digest(previous), digest(hash)
		if kept.Salt == nil {
			p.Add(e, nil)
		} else {
			p.Add(e, &kept)
		}
	}
	proof.Heads = p.End()
	proof.Entries, proof.Flaws = p.Entries, p.Flaws
	return proof, rows.Err()
}

// digest reads a hash of the journal; what is none can't be that of anything.
func digest(s string) journal.Digest {
	d, err := journal.ParseDigest(s)
	if err != nil {
		return journal.Digest{0xff}
	}
	return d
}

// checkJournal names what is wrong in the journal.
func checkJournal(ctx context.Context, tx *sql.Tx) (found []Problem, err error) {
	proof, err := proveJournal(ctx, tx, nil)
	for _, f := range proof.Flaws {
		found = append(found, Problem{"journal", f.String()})
	}
	return found, err
}
