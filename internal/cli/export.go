package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"continuum/internal/app"
	"continuum/internal/lheo"
)

type exporting struct {
	Lheo exportLHEO `cmd:"" help:"Write the national offer in LHÉO 2.3."`
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
