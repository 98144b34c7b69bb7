package cli

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"continuum/internal/journal"
	"continuum/internal/labelling"
)

type calls struct {
	List     listCalls    `cmd:"" default:"withargs" help:"List the calls; what call does alone."`
	Open     openCall     `cmd:"" help:"Open a call under a référentiel, which is locked by it."`
	Show     showCall     `cmd:"" help:"Print the calendar, the dossiers and the questions of a call."`
	Deadline moveDeadline `cmd:"" help:"Give a step of a call another last day."`
	Annex    callAnnex    `cmd:"" help:"Write the draft annex of the order, as a text to work on or as PDF."`
	Publish  publishOrder `cmd:"" help:"Publish an order: its labels enter the register."`
	Export   exportCall   `cmd:"" help:"Write all dossiers of a call as one ZIP, with their files and hashes."`
	Answer   answerCall   `cmd:"" help:"Answer a question on a call."`
}

type listCalls struct{ storage }

// Run lists the calls, the last opened first.
func (l *listCalls) Run(ctx context.Context, p *Program) error {
	db, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	list, err := db.Calls(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(p.Stdout, "no call")
		return err
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tOPENS\tRULES\tHASH\tNOR\tTITLE")
	for _, c := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%.12s\t%s\t%s\n", c.ID, inParis(c.Opens), c.Rules, c.Hash, printable(c.NOR), printable(c.Title))
	}
	return w.Flush()
}

// inParis is an instant as the texts of calls say it.
func inParis(t time.Time) string { return t.In(labelling.Paris()).Format("2006-01-02 15:04") }

type openCall struct {
	storage
	ID    string            `arg:"" help:"Identifier of the call."`
	Rules string            `help:"Identifier of an embedded référentiel, or a TOML file." required:"" placeholder:"RULES"`
	Title string            `help:"Title of the call." required:""`
	NOR   string            `name:"nor" help:"NOR of the text that opens it."`
	Opens string            `help:"First day, in Paris." required:"" placeholder:"DAY"`
	Last  map[string]string `help:"Last day of a step, instead of the one that the calendar of the rules gives: step=day." placeholder:"STEP=DAY"`
}

// Run keeps the rules and opens the call under them.
func (o *openCall) Run(ctx context.Context, p *Program) error {
	f, err := readRules(o.Rules)
	if err != nil {
		return err
	}
	opens, err := dayInParis(o.Opens)
	if err != nil {
		return misuseOf("--opens: %w", err)
	}
	c := labelling.Call{
		ID: labelling.CallID(o.ID), Title: o.Title, NOR: o.NOR, Rules: f.Rules.ID, Hash: f.Rules.Hash(),
		Opens: opens, Deadlines: labelling.Deadlines(f.Rules, opens, labelling.Paris()),
	}
	for step, day := range o.Last {
		if c.Deadlines[step], err = endInParis(day); err != nil {
			return misuseOf("--last: %s: %w", step, err)
		}
	}
	db, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.AddRuleset(ctx, journal.Operator, *f); err != nil {
		return err
	}
	if err := db.OpenCall(ctx, journal.Operator, c); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "opened %s under %s (hash %.12s)\n", c.ID, c.Rules, c.Hash)
	return err
}

func dayInParis(s string) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, s, labelling.Paris())
}

// endInParis is the first instant after a day.
func endInParis(s string) (time.Time, error) {
	t, err := dayInParis(s)
	return t.AddDate(0, 0, 1), err
}

type showCall struct {
	storage
	ID string `arg:"" help:"Identifier of the call."`
}

// maxListed bounds the dossiers of a list on a terminal.
const maxListed = 1000

// Run prints what a call holds.
func (s *showCall) Run(ctx context.Context, p *Program) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	c, r, err := db.Call(ctx, labelling.CallID(s.ID))
	if err != nil {
		return err
	}
	dossiers, err := db.Dossiers(ctx, c.ID, "", maxListed)
	if err != nil {
		return err
	}
	questions, err := db.Questions(ctx, c.ID)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t%s\nrules\t%s (%.12s)\n\nSTEP\tENDS (Paris)\tNAME\n", c.ID, printable(c.Title), r.ID, c.Hash)
	for _, step := range r.Calendar {
		if at, ok := c.Deadlines[step.ID]; ok {
			fmt.Fprintf(w, "%s\t%s\t%s\n", step.ID, inParis(at), step.Name)
		}
	}
	if len(dossiers) > 0 {
		fmt.Fprintln(w, "\nDOSSIER\tSTATE\tKIND\tCATEGORY\tCAMPUS\tTITLE")
	}
	for _, d := range dossiers {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", d.ID, d.State, d.Kind, d.Category, d.Campus, printable(d.Title))
	}
	if len(questions) > 0 {
		fmt.Fprintln(w, "\nQUESTION\tASKED\tANSWERED\tTEXT")
	}
	for _, q := range questions {
		fmt.Fprintf(w, "%s\t%s\t%v\t%s\n", q.ID, inParis(q.At), q.Answer != "", printable(q.Question))
	}
	return w.Flush()
}

type moveDeadline struct {
	storage
	ID   string `arg:"" help:"Identifier of the call."`
	Step string `arg:"" help:"Step of its calendar."`
	Day  string `arg:"" help:"Last day, in Paris."`
	Why  string `help:"Why, as all may read." required:"" placeholder:"REASON"`
}

// Run gives a step another end.
func (m *moveDeadline) Run(ctx context.Context, p *Program) error {
	at, err := endInParis(m.Day)
	if err != nil {
		return misuseOf("%w", err)
	}
	db, err := m.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.MoveDeadline(ctx, journal.Operator, labelling.CallID(m.ID), m.Step, at, m.Why); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "%s of %s ends at %s\n", m.Step, m.ID, inParis(at))
	return err
}

type answerCall struct {
	storage
	ID       string `arg:"" help:"Identifier of the call."`
	Question string `arg:"" help:"Identifier of the question."`
	Answer   string `arg:"" help:"What all may read."`
}

// Run answers a question.
func (a *answerCall) Run(ctx context.Context, p *Program) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.AnswerQuestion(ctx, journal.Operator, labelling.CallID(a.ID), a.Question, a.Answer)
}
