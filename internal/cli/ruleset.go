package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	"continuum/internal/ruleset"
)

type rules struct {
	List  listRules  `cmd:"" help:"List the référentiels that come with the program."`
	Check checkRules `cmd:"" help:"Check a file of rules: each mistake with its line and the way out."`
	Show  showRules  `cmd:"" help:"Print a référentiel."`
	Diff  diffRules  `cmd:"" help:"Tell what changes from one référentiel to another."`
}

type listRules struct{}

// Run lists the embedded référentiels with how sure they are.
func (*listRules) Run(p *Program) error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tFROM\tUNTIL\tCRITERIA\tFIELDS\tPIECES\tSTATES\tHASH\tNAME")
	for _, f := range ruleset.Embedded() {
		r := f.Rules
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%.12s\t%s\n", r.ID, r.From, r.Until, len(r.Criteria), len(r.Fields), len(r.Pieces), len(r.States), r.Hash(), r.Name)
	}
	return w.Flush()
}

type checkRules struct {
	File string `arg:"" help:"TOML file."`
}

// Run says that a file may be used, or all that is wrong with it.
func (c *checkRules) Run(p *Program) error {
	f, err := readRules(c.File)
	if problems, ok := errors.AsType[ruleset.Problems](err); ok {
		for _, problem := range problems {
			fmt.Fprintln(p.Stdout, printable(problem.Error()))
		}
		return fmt.Errorf("%s: %d mistakes", filepath.Base(c.File), len(problems))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "%s: %s, %d states, %d criteria, hash %.12s\n", f.Name, f.Rules.ID, len(f.Rules.States), len(f.Rules.Criteria), f.Rules.Hash())
	return err
}

type showRules struct {
	Rules string `arg:"" help:"Identifier of an embedded référentiel, or a TOML file."`
}

// Run prints the text of a référentiel, to read or to start another from.
func (s *showRules) Run(p *Program) error {
	f, err := readRules(s.Rules)
	if err != nil {
		return err
	}
	_, err = io.WriteString(p.Stdout, f.Text)
	return err
}

type diffRules struct {
	Before string `arg:"" help:"Identifier of an embedded référentiel, or a TOML file."`
	After  string `arg:"" help:"Identifier of an embedded référentiel, or a TOML file."`
}

// Run prints what changes, a value a line.
func (d *diffRules) Run(p *Program) error {
	before, err := readRules(d.Before)
	if err != nil {
		return err
	}
	after, err := readRules(d.After)
	if err != nil {
		return err
	}
	for _, c := range ruleset.Diff(before.Rules, after.Rules) {
		fmt.Fprintln(p.Stdout, printable(c.String()))
	}
	return nil
}

// readRules finds rules by their identifier or in a file.
func readRules(what string) (*ruleset.File, error) {
	if f := ruleset.Named(what); f != nil {
		return f, nil
	}
	in, err := os.Open(what)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%q is neither a file nor an embedded référentiel: see continuum ruleset list", what)
	} else if err != nil {
		return nil, err
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, ruleset.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	r, err := ruleset.Parse(filepath.Base(what), b)
	if err != nil {
		return nil, err
	}
	return &ruleset.File{Name: filepath.Base(what), Text: string(b), Rules: r}, nil
}
