package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/labelling/bundle"
	"continuum/internal/store"
	"continuum/internal/text"
)

type exportCall struct {
	storage
	files
	ID  string `arg:"" help:"Identifier of the call."`
	Out string `help:"ZIP file to write; what is there stays." env:"-" required:"" placeholder:"FILE"`
}

// Run writes the archive; what could not be written whole is not left behind.
func (e *exportCall) Run(ctx context.Context, p *Program) (err error) {
	kept := e.kept()
	desk, err := kept.Desk(e.place())
	if err != nil {
		return err
	}
	db, err := e.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	c, _, err := db.Call(ctx, labelling.CallID(e.ID))
	if err != nil {
		return err
	}
	out, err := os.OpenFile(e.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, out.Close()); err != nil {
			err = errors.Join(err, os.Remove(e.Out))
		}
	}()
	if err := db.CallExported(ctx, journal.Operator, c.ID); err != nil {
		return err
	}
	w, err := bundle.New(out, desk.Keeper, text.French, c, time.Now())
	if err != nil {
		return err
	}
	n, err := exportAll(ctx, db, w, c.ID)
	if err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "%d dossiers in %s\n", n, e.Out)
	return err
}

func exportAll(ctx context.Context, db *store.DB, w *bundle.Writer, call labelling.CallID) (n int, err error) {
	for c, err := range db.Wave(ctx, call) {
		if err != nil {
			return n, err
		}
		moves, err := db.Moves(ctx, c.Dossier.ID)
		if err != nil {
			return n, err
		}
		if err := w.Add(ctx, c, moves); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
