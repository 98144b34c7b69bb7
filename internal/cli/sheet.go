package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"continuum/internal/campus"
	"continuum/internal/journal"
	"continuum/internal/store"
	"continuum/internal/workspace"
)

type sheets struct {
	List     sheetList     `cmd:"" help:"List the sheets of a campus, or what waits to be looked at."`
	History  sheetHistory  `cmd:"" help:"List the versions of a sheet."`
	Put      sheetPut      `cmd:"" help:"Write a sheet, or a new version of one, from a JSON document."`
	Accept   sheetAccept   `cmd:"" help:"Make the version that waits public."`
	Refuse   sheetRefuse   `cmd:"" help:"Refuse the version that waits."`
	Withdraw sheetWithdraw `cmd:"" help:"Take the public version off the pages."`
}

type sheetList struct {
	storage
	Campus string `help:"Identifier of the campus; without it, what waits in all of them." env:"-" placeholder:"ID"`
}

// Run lists sheets.
func (l *sheetList) Run(ctx context.Context, p *Program) error {
	return withStore(ctx, &l.storage, func(db *store.DB) (err error) {
		var list []workspace.Version
		if l.Campus == "" {
			list, err = db.PendingSheets(ctx)
		} else {
			list, err = db.Sheets(ctx, campus.ID(l.Campus))
		}
		if err != nil {
			return err
		}
		return p.sheetTable(list)
	})
}

// withStore opens the store for one command.
func withStore(ctx context.Context, s *storage, fn func(*store.DB) error) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	return fn(db)
}

func (p *Program) sheetTable(list []workspace.Version) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(p.Stdout, "no sheet")
		return err
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SHEET\tVERSION\tSTATE\tCAMPUS\tKIND\tAT\tAUTHOR\tTITLE")
	for _, v := range list {
		title := "(unreadable)"
		if d, err := workspace.Parse(v.Kind, v.Body); err == nil {
			title = d.Title()
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", v.Sheet, v.Number, v.State, v.Campus, v.Kind, v.At.UTC().Format("2006-01-02 15:04"), v.Author, printable(title))
	}
	return w.Flush()
}

type sheetHistory struct {
	storage
	Sheet string `arg:"" help:"Identifier of the sheet."`
}

// Run lists the versions of a sheet.
func (h *sheetHistory) Run(ctx context.Context, p *Program) error {
	return withStore(ctx, &h.storage, func(db *store.DB) error {
		list, err := db.SheetHistory(ctx, h.Sheet)
		if err != nil {
			return err
		}
		return p.sheetTable(list)
	})
}

type sheetPut struct {
	storage
	Campus string `help:"Identifier of the campus." required:"" env:"-" placeholder:"ID"`
	Kind   string `help:"What the sheet is about (${enum})." enum:"event,equipment,project,course,story,figure" required:"" env:"-"`
	State  string `help:"What becomes of it (${enum})." enum:"draft,pending,public" default:"public" env:"-"`
	Sheet  string `help:"Sheet to write a new version of; without it a new sheet is made." env:"-" placeholder:"ID"`
	File   string `arg:"" help:"JSON document, - for standard input."`
}

// Run writes a version.
func (s *sheetPut) Run(ctx context.Context, p *Program) (err error) {
	in := p.Stdin
	if s.File != "-" {
		f, err := os.Open(s.File)
		if err != nil {
			return misuseOf("%v", err)
		}
		defer f.Close()
		in = f
	}
	body, err := io.ReadAll(io.LimitReader(in, workspace.MaxBody+1))
	if err != nil {
		return err
	}
	v := workspace.Version{Sheet: s.Sheet, Campus: campus.ID(s.Campus), Kind: workspace.Kind(s.Kind), State: workspace.State(s.State), Body: body, Author: journal.Operator}
	return withStore(ctx, &s.storage, func(db *store.DB) error {
		if s.Sheet != "" {
			last, err := lastVersion(ctx, db, s.Sheet)
			if err != nil {
				return err
			}
			v.Number = last.Number
		}
		v, err := db.SaveSheet(ctx, v)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.Stdout, v.Sheet, v.Number, v.State)
		return err
	})
}

func lastVersion(ctx context.Context, db *store.DB, id string) (workspace.Version, error) {
	list, err := db.SheetHistory(ctx, id)
	if err != nil {
		return workspace.Version{}, err
	}
	return list[0], nil
}

type sheetAccept struct {
	storage
	Sheet string `arg:"" help:"Identifier of the sheet."`
}

// Run makes the last version public.
func (s *sheetAccept) Run(ctx context.Context, p *Program) error {
	return withStore(ctx, &s.storage, func(db *store.DB) error {
		v, err := lastVersion(ctx, db, s.Sheet)
		if err != nil {
			return err
		}
		return db.DecideSheet(ctx, v, journal.Operator, true, "")
	})
}

type sheetRefuse struct {
	storage
	Sheet  string `arg:"" help:"Identifier of the sheet."`
	Reason string `help:"Why, for its authors." required:"" env:"-" placeholder:"TEXT"`
}

// Run refuses the last version.
func (s *sheetRefuse) Run(ctx context.Context, p *Program) error {
	return withStore(ctx, &s.storage, func(db *store.DB) error {
		v, err := lastVersion(ctx, db, s.Sheet)
		if err != nil {
			return err
		}
		return db.DecideSheet(ctx, v, journal.Operator, false, s.Reason)
	})
}

type sheetWithdraw struct {
	storage
	Sheet  string `arg:"" help:"Identifier of the sheet."`
	Reason string `help:"Why, for its authors." env:"-" placeholder:"TEXT"`
}

// Run takes the public version off the pages.
func (s *sheetWithdraw) Run(ctx context.Context, p *Program) error {
	return withStore(ctx, &s.storage, func(db *store.DB) error {
		list, err := db.SheetHistory(ctx, s.Sheet)
		if err != nil {
			return err
		}
		for _, v := range list {
			if v.State == workspace.Public {
				return db.WithdrawSheet(ctx, v, journal.Operator, s.Reason)
			}
		}
		return misuseOf("sheet %s has no public version", s.Sheet)
	})
}
