package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"continuum/internal/attachment"
)

type checkAttachments struct {
	storage
	files
	Sweep bool `help:"Remove the contents that no dossier names any more." env:"-"`
}

// strayAfter is how long a content may wait for the dossier that names it.
const strayAfter = 24 * time.Hour

// Run reads every file that a dossier names, and looks in the folder for those that none does.
func (c *checkAttachments) Run(ctx context.Context, p *Program) error {
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	named, err := db.PieceContents(ctx)
	if err != nil {
		return err
	}
	kept := c.files.kept()
	desk, err := kept.Desk(c.place())
	if err != nil {
		return err
	}
	wrong := 0
	for hash, dossier := range named {
		if err := readWhole(ctx, desk.Keeper, hash); err != nil {
			wrong++
			fmt.Fprintf(p.Stdout, "dossier %s: the content %.12s can't be read: %s\n", printable(dossier), hash, printable(err.Error()))
		}
	}
	if folder, is := desk.Keeper.(attachment.Folder); is {
		stray, err := folder.Stray(ctx, func(hash string) bool { return named[hash] != "" }, time.Now().Add(-strayAfter))
		if err != nil {
			return err
		}
		if c.Sweep {
			err = folder.Forget(stray)
		}
		if _, more := fmt.Fprintf(p.Stdout, "%d contents that no dossier names, swept: %t\n", len(stray), c.Sweep); err != nil || more != nil {
			return errors.Join(err, more)
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d files can't be read", wrong, len(named))
	}
	_, err = fmt.Fprintf(p.Stdout, "%d files of dossiers are whole\n", len(named))
	return err
}

func readWhole(ctx context.Context, k attachment.Keeper, hash string) error {
	body, err := k.Open(ctx, hash)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, body)
	return errors.Join(err, body.Close())
}
