package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/seed"
	"continuum/internal/store"
)

type importing struct {
	Official importOfficial `cmd:"" default:"withargs" help:"Bring official files in, list their sources, go back; the word official may be left out."`
	Members  importMembers  `cmd:"" help:"Add confirmed members, each with its source, from a CSV file."`
}

type importMembers struct {
	storage
	From  string `help:"CSV file: campus_slug, member_name, kind, role, source, confidence; optional commune, uai, from, until, convention." required:"" placeholder:"FILE"`
	Actor string `help:"Who adds them, for the journal." default:"operator" placeholder:"NAME"`
}

// Run records the members of the file, all or none; what the register already says
// is not said twice.
func (i *importMembers) Run(ctx context.Context, p *Program) error {
	f, err := os.Open(i.From)
	if err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	defer f.Close()
	db, err := i.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	register, _, err := db.Records(ctx)
	if err != nil {
		return err
	}
	m, problems := seed.ReadMembers(f, register, time.Now())
	if err := p.refuse(i.From, problems); err != nil {
		return err
	}
	if len(m.Memberships) > 0 {
		what := fmt.Sprintf("import members from %s: %d memberships", filepath.Base(i.From), len(m.Memberships))
		if err := db.InTx(ctx, i.Actor, what, func(tx *store.Tx) error { return record(tx, m) }); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(p.Stdout, "added %d memberships (%d of them candidates until now), %d organisations, %d sources; %d already known\n",
		len(m.Memberships), len(m.Superseded), len(m.Organisations), len(m.Sources), m.Known)
	return err
}

// record retires the candidates that are now established, then adds the rest.
func record(tx *store.Tx, m *seed.Members) error {
	for _, id := range m.Superseded {
		if err := tx.RetireMembership(id); err != nil {
			return err
		}
	}
	return tx.Record(&campus.Records{Sources: m.Sources, Organisations: m.Organisations, Memberships: m.Memberships})
}

// refuse lists the problems of a file, warnings first told and passed over, and
// fails when one is not a warning.
func (p *Program) refuse(name string, problems []seed.Problem) error {
	wrong := 0
	for _, problem := range problems {
		problem.File = filepath.Base(name) // the reader knows a table, the operator a file
		kind := "warning"
		if !problem.Warning {
			kind = "error"
			wrong++
		}
		fmt.Fprintf(p.Stdout, "%s: %s\n", kind, printable(problem.Error()))
	}
	if wrong == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "import").Because(fmt.Errorf("%d errors in %s (listed above): nothing was recorded", wrong, name))
}
