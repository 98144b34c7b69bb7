package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"continuum/internal/app"
	"continuum/internal/store"
)

type backup struct {
	storage
	Out string `help:"Archive to write; - is the standard output." required:"" placeholder:"FILE"`
}

// Run writes the whole store in an archive that either engine restores.
func (b *backup) Run(ctx context.Context, p *Program) error {
	db, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	return p.write(b.Out, func(w io.Writer) error { return db.Backup(ctx, w) })
}

type restore struct {
	storage
	From  string `help:"Archive to read; - is the standard input." required:"" placeholder:"FILE"`
	Force bool   `help:"Replace a store that holds something." env:"-"`
}

// Run puts an archive in the store's place, whole or not at all.
func (r *restore) Run(ctx context.Context, p *Program) error {
	in := io.NopCloser(p.Stdin)
	if r.From != "-" {
		f, err := os.Open(r.From)
		if err != nil {
			return fmt.Errorf("--from: %w", err)
		}
		in = f
	}
	defer in.Close()
	place := r.place()
	err := store.Restore(ctx, store.Config{Dir: place.DataDir, URL: place.DatabaseURL}, in, store.RestoreOptions{Force: r.Force})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, "restored", r.From)
	return err
}

type check struct {
	Store        checkStore        `cmd:"" default:"withargs" help:"Check the store and the facts in it; what check does alone."`
	Progressions checkProgressions `cmd:"" help:"Report on the progressions that itineraries follow."`
	Search       checkSearch       `cmd:"" help:"Ask the questions that the search is judged by."`
	Attachments  checkAttachments  `cmd:"" help:"Read every file of the dossiers, and find those that no dossier names."`
	Journal      checkJournal      `cmd:"" help:"Prove that no act was taken out of the journal, added or changed."`
	Texts        checkTexts        `cmd:"" help:"Say how easy the French pages are to read, room by room."`
}

type checkStore struct{ storage }

// Run names what is wrong in the store and in the facts.
func (c *checkStore) Run(ctx context.Context, p *Program) error {
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	found, err := db.Check(ctx)
	if err != nil {
		return err
	}
	for _, f := range found {
		fmt.Fprintln(p.Stdout, printable(f.String()))
	}
	// What no page could be made from is wrong too, whatever the rules say.
	cat, err := app.Snapshot(ctx, c.place(), time.Now())
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return fmt.Errorf("%d problems in %s", len(found), db.Place())
	}
	_, err = fmt.Fprintf(p.Stdout, "%s holds: %d campuses, generation %d\n", db.Place(), len(cat.Campuses), cat.Generation)
	return err
}
