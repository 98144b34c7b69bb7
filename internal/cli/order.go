package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"continuum/internal/app"
	"continuum/internal/date"
	"continuum/internal/document"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/labelling/entry"
	"continuum/internal/labelling/paper"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/text"
)

type callAnnex struct {
	storage
	ID  string `arg:"" help:"Identifier of the call."`
	Out string `help:"File to write, .odt or .pdf." required:"" placeholder:"FILE"`
}

// Run writes the draft annex of the order: the dossiers on which the panel was favourable.
func (a *callAnnex) Run(ctx context.Context, p *Program) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	call, lines, err := pending(ctx, db, labelling.CallID(a.ID), nil)
	if err != nil {
		return err
	}
	return p.sheet(a.Out, paper.Annex(text.French, call, lines, time.Now()))
}

// sheet writes a sheet in the form that the name of the file asks for.
func (p *Program) sheet(out string, s *document.Sheet) error {
	switch strings.ToLower(filepath.Ext(out)) {
	case ".odt":
		return p.write(out, func(w io.Writer) error { return s.ODT(w) })
	case ".pdf":
		return p.write(out, func(w io.Writer) error { return s.PDF(w) })
	}
	return misuseOf("--out %s: want a name in .odt or .pdf", out)
}

// pending are the dossiers of a call that wait for a decision and on which the panel gave
// a favourable opinion, with or without reserves; or, of only, those it names.
func pending(ctx context.Context, db *store.DB, id labelling.CallID, only []string) (*labelling.Call, []paper.Line, error) {
	call, rules, err := db.Call(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	var lines []paper.Line
	for after := labelling.DossierID(""); ; {
		list, err := db.Dossiers(ctx, id, after, maxListed)
		if err != nil {
			return nil, nil, err
		}
		for _, d := range list {
			after = d.ID
			if !rules.Takes(d.State, ruleset.Decide) || len(only) > 0 && !slices.Contains(only, string(d.ID)) {
				continue
			}
			c, err := db.Dossier(ctx, d.ID)
			if err != nil {
				return nil, nil, err
			}
			dec := c.Proposed().Decision
			if dec.Years > 0 && favourable(c) {
				lines = append(lines, paper.Line{Case: c, Decision: dec})
			}
		}
		if len(list) < maxListed {
			break
		}
	}
	if len(lines) == 0 {
		return nil, nil, fmt.Errorf("no dossier of %s waits for a decision with a favourable opinion", id)
	}
	return call, lines, nil
}

// favourable reports whether the panel's opinion is one of the two that the rules list first.
func favourable(c *labelling.Case) bool {
	i := slices.IndexFunc(c.Rules.Panel.Opinions, func(o ruleset.Opinion) bool { return o.ID == c.Panel.Opinion.Opinion })
	return i >= 0 && i < 2
}

type publishOrder struct {
	storage
	ID        string   `arg:"" help:"Identifier of the call."`
	NOR       string   `name:"nor" help:"NOR of the order." required:""`
	Title     string   `help:"Title of the order." required:""`
	Signed    string   `help:"Day of signature." required:"" placeholder:"DAY"`
	Published string   `help:"Day of publication in the Journal officiel." required:"" placeholder:"DAY"`
	URL       string   `name:"url" help:"Address of the order."`
	Dossier   []string `help:"Dossiers that it grants; all that wait with a favourable opinion unless said." placeholder:"ID"`
}

// Run publishes an order: its labels enter the register, whole or not at all.
func (o *publishOrder) Run(ctx context.Context, p *Program) error {
	order := store.Order{NOR: o.NOR, Title: o.Title, URL: o.URL}
	var err error
	for flag, day := range map[string]*date.Date{"--signed": &order.Signed, "--published": &order.Published} {
		s := o.Signed
		if flag == "--published" {
			s = o.Published
		}
		if *day, err = date.Parse(s); err != nil {
			return misuseOf("%s: %w", flag, err)
		}
	}
	db, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	_, pending, err := pending(ctx, db, labelling.CallID(o.ID), o.Dossier)
	if err != nil {
		return err
	}
	if len(o.Dossier) > 0 && len(pending) != len(o.Dossier) {
		return fmt.Errorf("%d of the %d dossiers named wait for a decision with a favourable opinion", len(pending), len(o.Dossier))
	}
	cat, err := app.Snapshot(ctx, o.place(), time.Now())
	if err != nil {
		return err
	}
	var lines []store.OrderLine
	var taken []string
	for _, l := range pending {
		line := store.OrderLine{Dossier: l.Case.Dossier.ID, Decision: l.Decision}
		e := entry.Of(cat, l.Case, l.Decision.Title, taken...)
		line.Slug, line.Facts, line.Organisations, line.Memberships = e.Slug, e.Facts, e.Organisations, e.Memberships
		lines, taken = append(lines, line), append(taken, e.Slug)
	}
	labels, err := db.PublishOrder(ctx, journal.Operator, "minister", order, lines)
	if err != nil {
		return err
	}
	for _, l := range labels {
		fmt.Fprintln(p.Stdout, "granted", l)
	}
	return nil
}

type dossierLetter struct {
	storage
	ID  string `arg:"" help:"Identifier of the dossier."`
	Out string `help:"File to write, .odt or .pdf." required:"" placeholder:"FILE"`
}

// Run writes the letter to those who applied, by where their dossier stands.
func (l *dossierLetter) Run(ctx context.Context, p *Program) error {
	db, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Dossier(ctx, labelling.DossierID(l.ID))
	if err != nil {
		return err
	}
	moves, err := db.Moves(ctx, c.Dossier.ID)
	if err != nil {
		return err
	}
	reason := ""
	if n := len(moves); n > 0 {
		reason = moves[n-1].Given[ruleset.Reason] + moves[n-1].Given[ruleset.MissingList]
	}
	dec, err := db.DecisionOf(ctx, c.Dossier.ID)
	if err != nil {
		return err
	}
	return p.sheet(l.Out, paper.Letter(text.French, c, dec, reason, false, time.Now()))
}
