package cli

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/store"
)

// labelCommands are those on labels of the register.
type labelCommands struct {
	Amend labelAmend `cmd:"" help:"Record an order that extends, withdraws, renames or changes labels, or corrects an earlier one."`
}

type labelAmend struct {
	storage
	File      string `arg:"" help:"CSV with a head: label, kind, on, value, until, academie, region."`
	NOR       string `name:"nor" help:"NOR of the order." required:""`
	Title     string `help:"Title of the order." required:""`
	Signed    string `help:"Day of signature." required:"" placeholder:"DAY"`
	Published string `help:"Day of publication in the Journal officiel." required:"" placeholder:"DAY"`
	URL       string `name:"url" help:"Address of the order."`
}

// Run records the order: all its lines or none.
func (a *labelAmend) Run(ctx context.Context, p *Program) error {
	order := store.Order{NOR: a.NOR, Title: a.Title, URL: a.URL}
	var err error
	if order.Signed, err = date.Parse(a.Signed); err != nil {
		return misuseOf("--signed: %w", err)
	}
	if order.Published, err = date.Parse(a.Published); err != nil {
		return misuseOf("--published: %w", err)
	}
	f, err := os.Open(a.File)
	if err != nil {
		return err
	}
	defer f.Close()
	lines, err := amendments(f, order.Published)
	if err != nil {
		return fmt.Errorf("%s: %w", a.File, err)
	}
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.PublishAmendments(ctx, journal.Operator, order, lines); err != nil {
		if at, is := errors.AsType[*store.LineError](err); is {
			return fmt.Errorf("%s, line %d, label %s: %s", a.File, at.Line+1, lines[at.Line-1].Label, at.Err.Error())
		}
		return err
	}
	for _, l := range lines {
		fmt.Fprintln(p.Stdout, l.Event.Kind, l.Label)
	}
	return nil
}

// amendments reads the lines of an order. What has no day of its own begins with the order.
func amendments(r io.Reader, published date.Date) (list []store.Amendment, err error) {
	c := csv.NewReader(r)
	head, err := c.Read()
	if err != nil {
		return nil, err
	}
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		row := make(map[string]string, len(cells))
		for i, cell := range cells {
			row[head[i]] = cell
		}
		m := store.Amendment{Label: campus.LabelID(row["label"]), Academie: row["academie"], Region: row["region"]}
		m.Event = labelling.Event{Kind: labelling.EventKind(row["kind"]), Value: row["value"], On: published.Earliest()}
		for name, into := range map[string]*date.Day{"on": &m.Event.On, "until": &m.Event.Until} {
			if row[name] == "" {
				continue
			}
			day, err := date.Parse(row[name])
			if err != nil || day.Precision() != date.FullDay {
				return nil, fmt.Errorf("line %d: %s: %q is no day: write it as 2027-01-31", len(list)+2, name, row[name])
			}
			*into = day.Earliest()
		}
		list = append(list, m)
	}
}
