package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"continuum/internal/app"
	"continuum/internal/lheo"
	"continuum/internal/opendata/source"
	"continuum/internal/reference"
	"continuum/internal/store"
)

type exporting struct {
	Lheo      exportLHEO      `cmd:"" help:"Write the national offer in LHÉO 2.3."`
	Reference exportReference `cmd:"" help:"Write the compact national dataset that the program embeds, one file a licence."`
}

type exportLHEO struct {
	storage
	chosenOffers
	Out     string `help:"File to write; - is the standard output." default:"-" placeholder:"FILE"`
	BaseURL string `help:"Address of a site whose pages of trainings the file names." placeholder:"https://…"`
}

// Run writes the offers chosen, all of them without a choice.
func (e *exportLHEO) Run(ctx context.Context, p *Program) error {
	cat, err := app.Snapshot(ctx, e.place(), time.Now())
	if err != nil {
		return err
	}
	filter, err := e.filter(cat)
	if err != nil {
		return err
	}
	offers := cat.Offers(filter)
	if len(offers) == 0 {
		return fmt.Errorf("no offer is chosen: of the %d known none meets all of it, nothing was written", len(cat.Training.Offers))
	}
	return p.write(e.Out, func(w io.Writer) error {
		return lheo.Write(w, cat.Training, offers, lheo.Options{BaseURL: strings.TrimRight(e.BaseURL, "/")})
	})
}

type exportReference struct {
	storage
	Out string `help:"Folder to write in." required:"" placeholder:"DIR"`
}

// Run writes the dataset of the versions in force, each file whole or not at all.
func (e *exportReference) Run(ctx context.Context, p *Program) error {
	db, err := e.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.ReadSources(ctx, func(s *store.Sources, _ int64) error {
		sizes, err := reference.Write(e.Out, s, source.All)
		if err != nil {
			return fmt.Errorf("--out: %w", err)
		}
		total := 0
		for _, z := range sizes {
			fmt.Fprintf(p.Stdout, "%s: %d sources, %d bytes\n", z.Licence, z.Sources, z.Bytes)
			total += z.Bytes
		}
		_, err = fmt.Fprintf(p.Stdout, "%d bytes in all, in %s\n", total, e.Out)
		return err
	})
}
