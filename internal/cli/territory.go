package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

type coverage struct {
	asking
	territory
	Detail bool `help:"With the ladder of each commune, in the JSON." env:"-"`
}

// Run tells how far the ladder of levels holds in a territory.
func (c *coverage) Run(ctx context.Context, p *Program) error {
	q := c.parameters()
	q.yes("detail", c.Detail)
	return c.ask(ctx, p, "/coverage", q, p.showCoverage)
}

func (p *Program) showCoverage(body []byte) error {
	var a struct {
		Perimeter string
		Items     []struct {
			Sector                 string
			Young, Covered, Unsure float64
			Levels                 []struct{ Ground float64 }
			Needs                  *recruitment
			Breaks                 []struct {
				Level    int
				Label    string
				Young    float64
				Communes int
			}
		}
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s, young people by level within reach\n", a.Perimeter)
	fmt.Fprintln(w, "SECTOR\tYOUNG\tCOVERED\tUNSURE\t3\t4\t5\t6\t7\t8\tPROJECTS\tFIRST BREAK")
	for i := range a.Items {
		c := &a.Items[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s", c.Sector, whole(c.Young), whole(c.Covered), whole(c.Unsure))
		for _, l := range c.Levels {
			fmt.Fprintf(w, "\t%s", whole(l.Ground))
		}
		first := "–"
		if len(c.Breaks) > 0 {
			b := &c.Breaks[0]
			first = fmt.Sprintf("level %d for %s in %d communes: %s", b.Level, whole(b.Young), b.Communes, orDash(printable(b.Label)))
		}
		fmt.Fprintf(w, "\t%s\t%s\n", c.Needs.say(), first)
	}
	return w.Flush()
}

// recruitment is what a survey tells of projects of recruitment.
type recruitment struct {
	Projects   *float64
	Masked     int
	Confidence string
}

// say writes the projects as a lower bound when some figures are masked.
func (r *recruitment) say() string {
	switch {
	case r == nil:
		return "?"
	case r.Projects == nil && r.Masked > 0:
		return fmt.Sprintf("masked (%d)", r.Masked)
	case r.Projects == nil:
		return "–"
	case r.Masked > 0:
		return fmt.Sprintf("≥ %s (%d masked, %s)", whole(*r.Projects), r.Masked, orDash(r.Confidence))
	}
	return fmt.Sprintf("%s (%s)", whole(*r.Projects), orDash(r.Confidence))
}

type gaps struct {
	asking
	territory
	Level string `help:"Level of the openings, 3 to 8." env:"-" placeholder:"N"`
	Limit string `help:"Most openings; 20 without it." env:"-" placeholder:"N"`
	Rank  string `help:"First by young people served, or by recruitments of the basin: young, needs; young without it." env:"-" placeholder:"ORDER"`
}

// Run ranks the openings that would mend the ladder of a territory.
func (g *gaps) Run(ctx context.Context, p *Program) error {
	q := g.parameters()
	q.add("level", g.Level)
	q.add("limit", g.Limit)
	q.add("rank", g.Rank)
	return g.ask(ctx, p, "/gaps", q, p.showGaps)
}

func (p *Program) showGaps(body []byte) error {
	var a struct {
		Perimeter string
		Items     []struct {
			Sector, Label, UAI, Establishment, City string
			Level, Communes                         int
			Young                                   float64
			Needs                                   *recruitment
		}
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s, openings that would mend the ladder\n", a.Perimeter)
	fmt.Fprintln(w, "YOUNG\tCOMMUNES\tPROJECTS\tSECTOR\tLEVEL\tQUALIFICATION\tAT\tUAI")
	for _, g := range a.Items {
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%d\t%s\t%s, %s\t%s\n", whole(g.Young), g.Communes, g.Needs.say(), g.Sector, g.Level,
			printable(g.Label), printable(g.Establishment), orDash(printable(g.City)), g.UAI)
	}
	return w.Flush()
}

type whatIf struct {
	asking
	territory
	itinerary
	Scenario string `help:"File of patches, a JSON list as the API takes it; - is the standard input." env:"-" placeholder:"FILE" required:""`
}

// Run tells what a scenario would change.
func (x *whatIf) Run(ctx context.Context, p *Program) error {
	in := io.NopCloser(p.Stdin)
	if x.Scenario != "-" {
		f, err := os.Open(x.Scenario)
		if err != nil {
			return misuseOf("--scenario: %w", err)
		}
		in = f
	}
	defer in.Close()
	text, err := scenarioOf(in)
	if err != nil {
		return misuseOf("--scenario: %w", err)
	}
	q := x.parameters()
	q.add("scenario", text)
	x.itinerary.into(q)
	return x.ask(ctx, p, "/scenarios", q, p.showChange)
}

func (p *Program) showChange(body []byte) error {
	var a struct {
		Hash, Perimeter string
		Surveyed        int
		Items           []struct {
			Sector          string
			Covered, Unsure float64
			Levels          []struct{ Ground float64 }
			Places          []struct{ Places float64 }
			Changed         int
		}
		Itineraries *struct{ Before, After json.RawMessage }
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s, scenario %s: young people more or fewer, %d communes looked at again\n", a.Perimeter, a.Hash, a.Surveyed)
	fmt.Fprintln(w, "SECTOR\tCOVERED\tUNSURE\t3\t4\t5\t6\t7\t8\tPLACES\tCOMMUNES CHANGED")
	for i := range a.Items {
		c := &a.Items[i]
		fmt.Fprintf(w, "%s\t%s\t%s", c.Sector, signed(c.Covered), signed(c.Unsure))
		for _, l := range c.Levels {
			fmt.Fprintf(w, "\t%s", signed(l.Ground))
		}
		places := 0.0
		for _, l := range c.Places {
			places += l.Places
		}
		fmt.Fprintf(w, "\t%s\t%d\n", signed(places), c.Changed)
	}
	if err := w.Flush(); err != nil || a.Itineraries == nil {
		return err
	}
	fmt.Fprintln(p.Stdout, "\nbefore")
	if err := p.showItineraries(a.Itineraries.Before); err != nil {
		return err
	}
	fmt.Fprintln(p.Stdout, "\nafter")
	return p.showItineraries(a.Itineraries.After)
}
