package store

import (
	"context"
	"database/sql"
	"sync"
)

// lanes are where writers of this server wait for each other before they take a connection:
// those of one thing queue in its lane. In the database they would collide, and all but one
// of them begin again. It spares work and guards nothing: writers of two servers meet in the
// database, which decides.
type lanes struct {
	mu sync.Mutex
	of map[string]*lane // of the things that someone writes now
}

type lane struct {
	turn    chan struct{} // holds one token while someone is in
	writers int           // in it or waiting
}

// enter waits for one's turn in the lane of a thing, unless the context ends first.
func (l *lanes) enter(ctx context.Context, thing string) (leave func(), err error) {
	l.mu.Lock()
	in := l.of[thing]
	if in == nil {
		in = &lane{turn: make(chan struct{}, 1)}
		l.of[thing] = in
	}
	in.writers++
	l.mu.Unlock()
	gone := func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if in.writers--; in.writers == 0 {
			delete(l.of, thing)
		}
	}
	select {
	case in.turn <- struct{}{}:
		return func() { <-in.turn; gone() }, nil
	case <-ctx.Done():
		gone()
		return nil, ctx.Err()
	}
}

// writeOf is write by one of those who change the same thing: the stream of a dossier, of a
// panel, the register.
func (db *DB) writeOf(ctx context.Context, thing string, fn func(*sql.Tx) error) error {
	leave, err := db.lanes.enter(ctx, thing)
	if err != nil {
		return err
	}
	defer leave()
	return db.write(ctx, fn)
}
