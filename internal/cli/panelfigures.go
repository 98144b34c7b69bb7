package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"continuum/internal/expertise"
	"continuum/internal/fault"
)

type panelFigures struct {
	storage
	Scores    string             `help:"File of the scores, CSV or JSON." env:"-" placeholder:"FILE"`
	Panel     string             `help:"Panel whose sheets handed in are taken, instead of a file." env:"-" placeholder:"ID"`
	Weight    map[string]float64 `help:"Weight of a criterion in a dossier's score; 1 without it." env:"-" placeholder:"C8=2"`
	Threshold float64            `help:"Score that dossiers are compared with." default:"2" env:"-"`
	Sway      float64            `help:"By which share each weight is moved, up and down." default:"0.5" env:"-"`
	Draws     int                `help:"Draws by lot." default:"2000" env:"-"`
	Seed      uint64             `help:"Where draws begin: the same gives the same figures." default:"1" env:"-"`
	JSON      bool               `name:"json" help:"Everything, spreads included." env:"-"`
}

// Run tells agreement, leniencies and standings.
func (f *panelFigures) Run(ctx context.Context, p *Program) error {
	marks, order, err := f.marks(ctx)
	if err != nil {
		return err
	}
	ask := expertise.Ask{Weights: make(map[expertise.CriterionID]float64), Threshold: f.Threshold, Sway: f.Sway, Draws: f.Draws, Seed: f.Seed, Order: order}
	for c, w := range f.Weight {
		ask.Weights[expertise.CriterionID(c)] = w
	}
	figures, err := expertise.FiguresOf(marks, ask)
	if x, is := errors.AsType[*fault.Error](err); is && x.Field != "marks" {
		return misuseOf("--%s: %w", x.Field, x.Err)
	}
	if err != nil {
		return err
	}
	if f.JSON {
		enc := json.NewEncoder(p.Stdout)
		enc.SetIndent("", " ")
		return enc.Encode(figures)
	}
	return p.showFigures(figures)
}

func (p *Program) showFigures(f *expertise.Figures) error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CRITERION\tAGREEMENT\t9 IN 10\tPAIRS\tAPART")
	for _, a := range f.Agreements {
		name := printable(string(a.Criterion))
		if name == "" {
			name = "all"
		}
		fmt.Fprintf(w, "%s\t%s\t%s to %s\t%d\t%d\n", name, orUnknown(a.Alpha, "%.2f"), orUnknown(a.Low, "%.2f"), orUnknown(a.High, "%.2f"), a.Pairs, a.Apart)
	}
	fmt.Fprintln(w, "\nREADER\tMARKS\tDIFFERENCE\tLENIENCY\tDRIFT\t")
	for i := range f.Severity.Readers {
		r := &f.Severity.Readers[i]
		clear := ""
		if r.Clear() {
			clear = "clear"
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%+.2f ±%.2f\t%s\t%s\n", printable(string(r.Expert)), r.Marks, orUnknown(r.Difference, "%+.2f"), r.Leniency, r.Error, orUnknown(r.Drift, "%+.2f"), clear)
	}
	fmt.Fprintln(w, "\nRANK\tDOSSIER\tSCORE\tREADERS' OWN\tRANKS\tABOVE\tIN DRAWS\tTURNED BY")
	for i := range f.Standings {
		s := &f.Standings[i]
		above := "no"
		if s.Above {
			above = "yes"
		}
		if s.Fragile() {
			above += ", fragile"
		}
		fmt.Fprintf(w, "%d\t%s\t%.2f\t%.2f to %.2f (%d)\t%d to %d\t%s\t%.0f %%\t%s\n", s.Rank, printable(string(s.Dossier)), s.Score, s.Low, s.High, s.Readers,
			s.Best, s.Worst, above, s.Kept*100, turns(s.Turns))
	}
	return w.Flush()
}

func turns(list []expertise.Turn) string {
	var parts []string
	for _, t := range list {
		if t.Without != "" {
			parts = append(parts, "without "+printable(string(t.Without)))
		} else {
			parts = append(parts, fmt.Sprintf("%s weighing %g", printable(string(t.Criterion)), t.Weight))
		}
	}
	return strings.Join(parts, "; ")
}

func orUnknown(f *float64, format string) string {
	if f == nil {
		return "?"
	}
	return fmt.Sprintf(format, *f)
}
