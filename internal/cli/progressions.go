package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"continuum/internal/app"
	"continuum/internal/pathway"
)

type checkProgressions struct {
	storage
	JSON bool `name:"json" help:"One JSON object, instead of a table." env:"-"`
}

// Run says what the progressions that itineraries follow are worth.
func (c *checkProgressions) Run(ctx context.Context, p *Program) error {
	cat, err := app.Snapshot(ctx, c.place(), time.Now())
	if err != nil {
		return err
	}
	e := cat.Pathway()
	report := worthOf(e, e.Check())
	if c.JSON {
		return json.NewEncoder(p.Stdout).Encode(report)
	}
	return p.showWorth(report)
}

// worth is a report with identifiers instead of positions.
type worth struct {
	Qualifications int            `json:"qualifications"`
	Progressions   int            `json:"progressions"`
	ByStrength     map[string]int `json:"by_strength"`
	BySource       []sourceCount  `json:"by_source"`
	NoWayIn        []string       `json:"no_way_in"`
	NoWayOut       []string       `json:"no_way_out"`
	Alone          []string       `json:"alone"`
	Cycles         [][]string     `json:"cycles"`
	Skips          []string       `json:"skips"`
	Descents       []string       `json:"descents"`
	Reach          []reach        `json:"reach"`
}

type sourceCount struct {
	Source       string `json:"source"`
	Progressions int    `json:"progressions"`
}

// reach is how many offers of a level can be reached from the end of 3ᵉ.
type reach struct {
	Level   int `json:"level"`
	Offers  int `json:"offers"`
	Reached int `json:"reached"`
}

func worthOf(e *pathway.Engine, r *pathway.Report) *worth {
	m, g := e.Model(), e.Graph()
	ids := func(at []int32) []string {
		out := make([]string, 0, len(at))
		for _, q := range at {
			out = append(out, m.Qualifications[q].ID)
		}
		return out
	}
	edges := func(all []pathway.Edge) []string {
		out := make([]string, 0, len(all))
		for i := range all {
			out = append(out, g.ID(&all[i]))
		}
		return out
	}
	w := &worth{
		Qualifications: r.Qualifications, Progressions: r.Edges, ByStrength: make(map[string]int), BySource: []sourceCount{},
		NoWayIn: ids(r.NoWayIn), NoWayOut: ids(r.NoWayOut), Alone: ids(r.Alone), Cycles: [][]string{},
		Skips: edges(r.Skips), Descents: edges(r.Descents),
	}
	for s := pathway.Structural; s <= pathway.Possible; s++ {
		w.ByStrength[s.String()] = r.ByStrength[s]
	}
	for _, s := range r.BySource {
		w.BySource = append(w.BySource, sourceCount{s.Source, s.Edges})
	}
	for _, c := range r.Cycles {
		w.Cycles = append(w.Cycles, ids(c))
	}
	for level := 3; level <= 8; level++ {
		w.Reach = append(w.Reach, reach{level, r.Offers[level], r.Reached[level]})
	}
	return w
}

func (p *Program) showWorth(r *worth) error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%d qualifications, %d progressions\n", r.Qualifications, r.Progressions)
	for s := pathway.Structural; s <= pathway.Possible; s++ {
		fmt.Fprintf(w, "  %s\t%d\n", s, r.ByStrength[s.String()])
	}
	fmt.Fprintln(w, "by source")
	for _, s := range r.BySource {
		fmt.Fprintf(w, "  %s\t%d\n", printable(s.Source), s.Progressions)
	}
	fmt.Fprintln(w, "offers that the end of 3ᵉ leads to")
	for _, l := range r.Reach {
		fmt.Fprintf(w, "  level %d\t%d of %d\n", l.Level, l.Reached, l.Offers)
	}
	for _, list := range []struct {
		what string
		ids  []string
	}{
		{"nothing leads to", r.NoWayIn},
		{"lead nowhere", r.NoWayOut},
		{"without any progression", r.Alone},
		{"up two levels or more", r.Skips},
		{"down a level, never walked", r.Descents},
	} {
		fmt.Fprintf(w, "%s\t%d\t%s\n", list.what, len(list.ids), sample(list.ids))
	}
	fmt.Fprintf(w, "lead to each other\t%d\t", len(r.Cycles))
	if len(r.Cycles) > 0 {
		fmt.Fprintf(w, "largest: %s", sample(r.Cycles[0]))
	}
	fmt.Fprintln(w)
	return w.Flush()
}

// sample shows the first of some identifiers; the JSON holds all.
func sample(ids []string) string {
	text := ""
	for i, id := range ids[:min(len(ids), 5)] {
		if i > 0 {
			text += ", "
		}
		text += printable(id)
	}
	if len(ids) > 5 {
		text += ", …"
	}
	return text
}
