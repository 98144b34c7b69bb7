package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"continuum/internal/expertise"
	"continuum/internal/expertise/intake"
	"continuum/internal/journal"
	"continuum/internal/ruleset"
)

type panelMake struct {
	storage
	ID        string `arg:"" help:"Name of the panel, such as 2026."`
	Ruleset   string `help:"Référentiel whose rules the panel keeps." required:"" env:"-" placeholder:"ID"`
	Experts   string `help:"File of the experts, CSV or JSON." required:"" env:"-" placeholder:"FILE"`
	Dossiers  string `help:"File of the dossiers, CSV or JSON." required:"" env:"-" placeholder:"FILE"`
	President string `help:"Who presides, one of the experts." required:"" env:"-" placeholder:"EXPERT"`
	Most      int    `help:"Most dossiers of an expert who doesn't say." default:"30" env:"-"`
}

// Run makes a panel, whole or not at all.
func (m *panelMake) Run(ctx context.Context, p *Program) error {
	file := ruleset.Named(m.Ruleset)
	if file == nil {
		return misuseOf("--ruleset %q: see continuum ruleset list", m.Ruleset)
	}
	rules, err := expertise.RulesOf(file.Rules)
	if err != nil {
		return err
	}
	experts, err := fromFile(m.Experts, func(r io.Reader) ([]expertise.Expert, error) { return intake.Experts(r, m.Most) })
	if err != nil {
		return err
	}
	dossiers, err := fromFile(m.Dossiers, func(r io.Reader) ([]expertise.Dossier, error) {
		return intake.Dossiers(r, file.Rules.Panel.Readers.Value)
	})
	if err != nil {
		return err
	}
	db, err := m.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.SetUpPanel(ctx, journal.Operator, m.ID, rules, experts, expertise.ExpertID(m.President), dossiers); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "panel %s: %d experts, %d dossiers\n", m.ID, len(experts), len(dossiers))
	return err
}

type panelShare struct {
	storage
	weighing
	ID     string `arg:"" help:"Name of the panel."`
	DryRun bool   `help:"Show, keep nothing." env:"-"`
	JSON   bool   `name:"json" help:"The whole answer and its proof, instead of tables." env:"-"`
}

// Run shares the dossiers of a panel out with all conflicts known, and keeps who reads what.
func (s *panelShare) Run(ctx context.Context, p *Program) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	problem, err := db.ToShare(ctx, s.ID)
	if err != nil {
		return err
	}
	problem.Rules.Weights = s.weights()
	answer, err := p.share(problem, s.JSON)
	if err != nil || s.DryRun {
		return err
	}
	return db.AssignReadings(ctx, journal.Operator, s.ID, answer.Readings)
}

type panelShow struct {
	storage
	ID string `arg:"" help:"Name of the panel."`
}

// Run tells how far a panel has got, dossier by dossier; no score.
func (s *panelShow) Run(ctx context.Context, p *Program) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	panel, err := db.PanelOf(ctx, s.ID)
	if err != nil {
		return err
	}
	problem, err := db.PanelProblem(ctx, s.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Stdout, "panel %s: %s, %d members, quorum %d %%\n", panel.ID, panel.State, len(panel.Members), panel.Rules.Quorum)
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "DOSSIER\tREADERS\tSHEETS\tCONFLICTS\tOPINION")
	for _, d := range problem.Dossiers {
		f, err := db.PanelFacts(ctx, d.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%d of %d\t%d\t%d\t%s\n", printable(string(d.ID)), f.Readers, d.Readers, f.Sheets, f.Conflicts, orDash(f.Opinion.Opinion))
	}
	return w.Flush()
}

type panelMinutes struct {
	storage
	ID      string `arg:"" help:"Name of the panel."`
	Sitting string `arg:"" help:"Name of the sitting."`
}

// Run writes the minutes of a sitting as JSON.
func (m *panelMinutes) Run(ctx context.Context, p *Program) error {
	db, err := m.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	minutes, err := db.Minutes(ctx, m.ID, m.Sitting)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(p.Stdout)
	enc.SetIndent("", " ")
	return enc.Encode(minutes)
}

// marks reads scores from a file, or those of the sheets handed in to a panel with the order
// of its criteria.
func (f *panelFigures) marks(ctx context.Context) (marks []expertise.Mark, order []expertise.CriterionID, err error) {
	if (f.Scores == "") == (f.Panel == "") {
		return nil, nil, misuseOf("want --scores or --panel")
	}
	if f.Scores != "" {
		marks, err = fromFile(f.Scores, intake.Marks)
		return marks, nil, err
	}
	db, err := f.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	marks, err = db.PanelMarks(ctx, f.Panel)
	panel, wrong := db.PanelOf(ctx, f.Panel)
	return marks, panel.Rules.Grid.Criteria, errors.Join(cmp.Or(err, wrong), db.Close())
}
