package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"continuum/internal/journal"
)

type checkJournal struct {
	storage
	Keep    string `help:"Write the last entry of each stream, to be kept in another place." env:"-" placeholder:"FILE"`
	Against string `help:"Look in the chains for what an earlier --keep wrote." env:"-" placeholder:"FILE"`
}

// Run proves the journal.
func (c *checkJournal) Run(ctx context.Context, p *Program) error {
	against, err := c.against()
	if err != nil {
		return err
	}
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	proof, err := db.ProveJournal(ctx, against)
	if err != nil {
		return err
	}
	for _, f := range proof.Flaws {
		fmt.Fprintln(p.Stdout, printable(f.String()))
	}
	if n := len(proof.Flaws); n > 0 {
		return fmt.Errorf("the journal of %s is not what was written: %d flaws, the first in %s", db.Place(), n, proof.Flaws[0])
	}
	if c.Keep != "" {
		if err := p.write(c.Keep, func(w io.Writer) error { return journal.WriteHeads(w, proof.Heads) }); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(p.Stdout, "the journal holds: %d streams, %d entries, heads %s\n", len(proof.Heads), proof.Entries, journal.Sum(proof.Heads))
	return err
}

// against reads the heads kept earlier.
func (c *checkJournal) against() ([]journal.Head, error) {
	if c.Against == "" {
		return nil, nil
	}
	f, err := os.Open(c.Against)
	if err != nil {
		return nil, fmt.Errorf("--against: %w", err)
	}
	defer f.Close()
	heads, err := journal.ReadHeads(f)
	if err != nil {
		return nil, fmt.Errorf("--against %s: %w", c.Against, err)
	}
	return heads, nil
}
