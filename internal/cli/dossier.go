package cli

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"continuum/internal/app"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/labelling/prefill"
	"continuum/internal/store"
)

type dossiers struct {
	Begin  beginDossier  `cmd:"" help:"Begin a dossier, prefilled with what the site knows of the campus."`
	Letter dossierLetter `cmd:"" help:"Write the letter to those who applied, by where their dossier stands."`
	Show   showDossier   `cmd:"" help:"Print where a dossier stands and what it lacks."`
}

type beginDossier struct {
	storage
	ID       string `arg:"" help:"Identifier of the dossier."`
	Call     string `help:"Call that it answers." required:""`
	Kind     string `help:"What it asks for, as the rules of the call name it." default:"creation"`
	Category string `help:"Category that it asks for." default:"campus"`
	Campus   string `help:"Campus that it is about, by its place in addresses; none for a new one." placeholder:"SLUG"`
}

// Run begins a dossier.
func (b *beginDossier) Run(ctx context.Context, p *Program) error {
	db, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	d := labelling.Dossier{ID: labelling.DossierID(b.ID), Call: labelling.CallID(b.Call), Kind: b.Kind, Category: b.Category}
	if b.Campus != "" {
		if err := b.prefill(ctx, db, &d); err != nil {
			return err
		}
	}
	if err := db.BeginDossier(ctx, journal.Operator, d); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "begun %s, %d fields prefilled\n", d.ID, len(d.Values))
	return err
}

// prefill reads what the site knows of the campus.
func (b *beginDossier) prefill(ctx context.Context, db *store.DB, d *labelling.Dossier) error {
	_, rules, err := db.Call(ctx, d.Call)
	if err != nil {
		return err
	}
	cat, err := app.Snapshot(ctx, b.place(), time.Now())
	if err != nil {
		return err
	}
	sheets, err := db.PublicSheets(ctx)
	if err != nil {
		return err
	}
	if err := cat.Keep(sheets); err != nil {
		return err
	}
	cam, _ := cat.Campus(b.Campus)
	if cam == nil {
		return fmt.Errorf("--campus: no campus is at %.100q", b.Campus)
	}
	d.Campus = string(cam.ID)
	var last *prefill.Last
	switch c, reserves, err := db.LastGranted(ctx, cam.ID); {
	case err == nil:
		last = &prefill.Last{Dossier: c.Dossier, Reserves: reserves}
	case fault.KindOf(err) != fault.NotFound:
		return err
	}
	d.Values = prefill.Values(rules, cat, cam, last)
	return nil
}

type showDossier struct {
	storage
	ID string `arg:"" help:"Identifier of the dossier."`
}

// Run prints where a dossier stands.
func (s *showDossier) Run(ctx context.Context, p *Program) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Dossier(ctx, labelling.DossierID(s.ID))
	if err != nil {
		return err
	}
	moves, err := db.Moves(ctx, c.Dossier.ID)
	if err != nil {
		return err
	}
	d := c.Dossier
	done, all := c.Progress()
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t%s\nstate\t%s\nasks for\t%s, %s\ncomplete\t%d of %d\n", d.ID, printable(d.Text("title")), d.State, d.Kind, d.Category, done, all)
	for _, m := range append(c.MissingFields(), c.MissingPieces()...) {
		fmt.Fprintf(w, "missing\t%s %s %s\n", m.Kind, m.What, m.Note)
	}
	for _, m := range c.Ineligible() {
		for _, e := range c.Rules.Eligibility {
			if e.ID == m.What {
				fmt.Fprintf(w, "not yet\t%s\n", e.Name)
			}
		}
	}
	for _, m := range moves {
		fmt.Fprintf(w, "%s\t%s → %s (%s)\n", inParis(m.At), m.From, m.To, m.Role)
	}
	return w.Flush()
}
