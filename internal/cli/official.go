package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"continuum/internal/intake"
	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/store"
)

type importOfficial struct {
	storage
	Sources  []string `arg:"" optional:"" name:"source" help:"Official sources, as --list names them."`
	From     string   `help:"File, folder or address of the official files; without it, the source's own address where it is certain." env:"-" placeholder:"FILE|DIR|URL"`
	All      bool     `help:"Every source of which --from holds files." env:"-"`
	List     bool     `help:"List the sources: where they are published, under which licence, what is here." env:"-"`
	DryRun   bool     `help:"Read and check the files, record nothing." env:"-"`
	Diff     bool     `help:"Show what --from would change; without --from, what the last version changed." env:"-"`
	Force    bool     `help:"Read files again that were read before, and accept a number of rows that the contract refuses." env:"-"`
	Rollback string   `help:"Go back to the version before the present one." env:"-" placeholder:"SOURCE"`
	Report   string   `help:"Show what the version in force of a source holds, left out and doubts." env:"-" placeholder:"SOURCE"`
	Actor    string   `help:"Who imports, for the journal." default:"operator" placeholder:"NAME"`
}

// Run does the one thing asked for.
func (i *importOfficial) Run(ctx context.Context, p *Program) error {
	chosen, err := i.check()
	if err != nil {
		return err
	}
	db, err := i.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	in, err := intake.New(db)
	if err != nil {
		return err
	}
	switch {
	case i.List:
		return p.listSources(ctx, db, time.Now())
	case i.Report != "":
		return p.reportSource(ctx, db, chosen[0], time.Now())
	case i.Rollback != "":
		from, to, err := in.Rollback(ctx, chosen[0].ID, i.Actor)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.Stdout, "%s: version %d (%d rows) is in force instead of version %d (%d rows)\n", chosen[0].ID, to.Number, to.Rows, from.Number, from.Rows)
		return err
	case i.Diff && i.From == "":
		for _, s := range chosen {
			before, after, d, err := in.Last(ctx, s)
			if err != nil {
				return err
			}
			fmt.Fprintf(p.Stdout, "%s: version %d to version %d\n", s.ID, before.Number, after.Number)
			p.showDifference(s, d)
		}
		return nil
	}
	return i.bring(ctx, p, in, chosen)
}

// check makes sense of what is asked, and finds the sources.
func (i *importOfficial) check() ([]*opendata.Source, error) {
	modes := 0
	for _, on := range []bool{i.List, i.Report != "", i.Rollback != "", i.All, len(i.Sources) > 0} {
		if on {
			modes++
		}
	}
	switch {
	case modes == 0:
		return nil, misuseOf("name a source, or use --all, --list, --report or --rollback")
	case modes > 1:
		return nil, misuseOf("sources, --all, --list, --report and --rollback exclude each other")
	case i.All && i.From == "":
		return nil, misuseOf("--all needs --from DIR")
	case (i.DryRun || i.Force || i.From != "") && !i.All && len(i.Sources) == 0:
		return nil, misuseOf("--from, --dry-run and --force go with sources to import")
	}
	names := i.Sources
	switch {
	case i.All:
		return source.All, nil
	case i.Report != "":
		names = []string{i.Report}
	case i.Rollback != "":
		names = []string{i.Rollback}
	}
	var chosen []*opendata.Source
	for _, name := range names {
		s := source.ByID(name)
		if s == nil {
			return nil, misuseOf("no source is called %q (see continuum import --list)", name)
		}
		chosen = append(chosen, s)
	}
	return chosen, nil
}

// bring imports sources one after the other. One that fails does not keep the next from
// coming in; all that failed are counted at the end.
func (i *importOfficial) bring(ctx context.Context, p *Program, in *intake.Intake, chosen []*opendata.Source) error {
	meter := newProgress(p.Stderr, time.Now)
	in.Progress = meter.tell
	files, err := i.files(ctx, in, chosen)
	meter.end()
	if err != nil {
		return err
	}
	defer files.close()
	failed, done := 0, 0
	var without []string
	for _, s := range chosen {
		list := files.by[s.ID]
		if len(list) == 0 {
			if i.All {
				without = append(without, s.ID)
				continue
			}
			return misuseOf("--from %s holds no file of %s: its files are called %s", i.From, s.ID, strings.Join(names(s), ", "))
		}
		out, err := in.Import(ctx, intake.Request{
			Source: s, Files: list, Actor: i.Actor, Try: i.DryRun || i.Diff, Force: i.Force, Compare: i.Diff || i.DryRun, URLs: files.urls,
		})
		meter.end()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if len(chosen) == 1 {
				p.showRefusal(err)
				return err
			}
			fmt.Fprintf(p.Stdout, "error: %s\n", printable(sentence(err).Error()))
			failed++
			continue
		}
		done++
		p.showOutcome(s, out, i.DryRun || i.Diff)
	}
	if len(without) > 0 {
		fmt.Fprintf(p.Stdout, "no file here: %s\n", strings.Join(without, ", "))
	}
	switch {
	case failed > 0:
		return fmt.Errorf("%d of %d sources could not be imported: see above", failed, failed+done)
	case done == 0:
		return fmt.Errorf("--from %s: no file of any source here", i.From)
	}
	return nil
}

// names are those of the files of a source.
func names(s *opendata.Source) (all []string) {
	for _, l := range s.Layouts {
		all = append(all, l.Files...)
	}
	return all
}

// found is the files to read.
type found struct {
	by   map[string][]string // by source
	urls map[string]string   // address by name, of what was downloaded
	dir  string              // to remove
}

func (f *found) close() {
	if f.dir != "" {
		_ = os.RemoveAll(f.dir)
	}
}

// files finds or downloads the files of the sources.
func (i *importOfficial) files(ctx context.Context, in *intake.Intake, chosen []*opendata.Source) (*found, error) {
	if i.From == "" || intake.IsAddress(i.From) {
		return i.download(ctx, in, chosen)
	}
	info, err := os.Stat(i.From)
	if err != nil {
		return nil, fmt.Errorf("--from: %w", err)
	}
	f := &found{by: make(map[string][]string)}
	if info.IsDir() {
		f.by, err = intake.Find(i.From, chosen)
		return f, err
	}
	if i.All {
		return nil, misuseOf("--all --from %s: want a folder", filepath.Base(i.From))
	}
	for _, s := range chosen {
		f.by[s.ID] = []string{i.From}
	}
	return f, nil
}

// download fetches the files of sources: from the address given, else from that of each.
func (i *importOfficial) download(ctx context.Context, in *intake.Intake, chosen []*opendata.Source) (_ *found, err error) {
	if i.All {
		return nil, misuseOf("--all --from %s: want a folder", i.From)
	}
	for _, s := range chosen {
		if i.From == "" && s.URL == "" {
			return nil, misuseOf("%s has no certain address: download it from where it is published (%s), then use --from", s.ID, cmp.Or(s.Page, s.Publisher))
		}
	}
	f := &found{by: make(map[string][]string), urls: make(map[string]string)}
	if f.dir, err = os.MkdirTemp("", "continuum-download-*"); err != nil {
		return nil, err
	}
	for _, s := range chosen {
		address := cmp.Or(i.From, s.URL)
		path, err := in.Download(ctx, s, address, f.dir)
		if err != nil {
			f.close()
			return nil, err
		}
		f.by[s.ID], f.urls[filepath.Base(path)] = []string{path}, address
	}
	return f, nil
}

// showRefusal lists the first rows that made files be refused.
func (p *Program) showRefusal(err error) {
	r, ok := errors.AsType[*opendata.Refusal](err)
	if !ok || r.Report == nil {
		return
	}
	p.showCounts("in quarantine", r.Report.Quarantined)
	p.showRows(r.Report.Quarantine)
}

// inForce reads the versions in force of all sources.
func inForce(ctx context.Context, db *store.DB, fn func(*store.Sources) error) error {
	return db.ReadSources(ctx, func(s *store.Sources, _ int64) error { return fn(s) })
}
