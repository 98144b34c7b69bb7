package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"continuum/internal/store"
)

type reports struct {
	storage
	All   bool   `help:"Closed ones too."`
	JSON  bool   `name:"json" help:"One JSON object a line, instead of a table."`
	Limit int    `help:"How many at most, newest first." default:"100"`
	Close string `help:"Mark that report as dealt with, instead of listing." env:"-" placeholder:"ID"`
}

// Run lists the mistakes that readers report, or closes one.
func (r *reports) Run(ctx context.Context, p *Program) error {
	if r.Limit < 1 || r.Limit > 1000 {
		return misuseOf("--limit %d: want 1 to 1000", r.Limit)
	}
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if r.Close != "" {
		if err := db.CloseReport(ctx, r.Close); err != nil {
			return err
		}
		_, err := fmt.Fprintln(p.Stdout, "closed", r.Close)
		return err
	}
	f := store.ReportFilter{Limit: r.Limit}
	if !r.All {
		f.State = store.ReportOpen
	}
	list, err := db.Reports(ctx, f)
	if err != nil {
		return err
	}
	if r.JSON {
		return p.reportLines(list)
	}
	return p.reportTable(list)
}

// reportLines writes a form that programs read.
func (p *Program) reportLines(list []store.Report) error {
	enc := json.NewEncoder(p.Stdout)
	for _, r := range list {
		err := enc.Encode(struct {
			ID       string    `json:"id"`
			Received time.Time `json:"received"`
			State    string    `json:"state"`
			Page     string    `json:"page"`
			Campus   string    `json:"campus,omitempty"`
			Message  string    `json:"message"`
			Contact  string    `json:"contact,omitempty"`
		}{r.ID, r.Received.UTC(), string(r.State), r.Page, string(r.Campus), r.Message, r.Contact})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) reportTable(list []store.Report) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(p.Stdout, "no report")
		return err
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RECEIVED\tSTATE\tID\tPAGE\tCONTACT\tMESSAGE")
	for _, r := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Received.UTC().Format("2006-01-02 15:04"), r.State, r.ID,
			printable(r.Page), printable(r.Contact), printable(r.Message))
	}
	return w.Flush()
}

// printable makes one line of what a stranger wrote, without anything that would
// command the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}
