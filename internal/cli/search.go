package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"continuum/internal/app"
)

type checkSearch struct {
	storage
	JSON bool `name:"json" help:"One JSON object, instead of a table." env:"-"`
}

// Run asks the questions that the search is judged by, and says how it answers.
func (c *checkSearch) Run(ctx context.Context, p *Program) error {
	cat, err := app.Snapshot(ctx, c.place(), time.Now())
	if err != nil {
		return err
	}
	judged, scores, err := cat.Search().Evaluate()
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(p.Stdout).Encode(struct {
			Questions any `json:"questions"`
			Scores    any `json:"scores"`
		}{judged, scores})
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "kind\tquestions\tmean reciprocal rank\tfound in 10\t")
	for _, s := range scores {
		kind := s.Kind
		if kind == "" {
			kind = "all"
		}
		fmt.Fprintf(w, "%s\t%d\t%.3f\t%.0f %%\t\n", kind, s.Questions, s.MRR, 100*s.Recall)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, j := range judged {
		if j.Rank == 0 {
			fmt.Fprintf(p.Stdout, "not found: %s (%s)\n", printable(j.Asked), j.Kind)
		}
	}
	return nil
}
