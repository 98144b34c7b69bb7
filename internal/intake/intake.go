// Package intake brings official data into a store, as an operator or the schedule of a
// server asks for it: it finds or downloads the files of a source, reads them against
// the version in place, and records what they hold, all or nothing.
package intake

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/opendata"
	"continuum/internal/opendata/fetch"
	"continuum/internal/opendata/source"
	"continuum/internal/store"
)

// Intake imports into a store. It serves one goroutine.
type Intake struct {
	Store *store.DB
	// Program tells the code that reads files from another: see [opendata.Version].
	Program string
	TempDir string        // empty for the system's
	Client  *http.Client  // of downloads; nil for the usual one
	Fetch   fetch.Options // of downloads
	// Land tells points in the country from those that can't be; nil for rough bounds.
	Land *geo.Land
	// Progress is told how far reading has come; nil for nobody.
	Progress func(opendata.Progress)
}

// New makes an intake of this program into a store, with the embedded atlas to say which
// points can't be.
func New(db *store.DB) (*Intake, error) {
	atlas, err := geo.Load()
	if err != nil {
		return nil, err
	}
	return &Intake{Store: db, Program: program(), Land: atlas.Land()}, nil
}

// Request is what is asked for.
type Request struct {
	Source *opendata.Source
	Files  []string
	Actor  string // who asks, for the journal
	Try    bool   // read and compare, record nothing
	Force  bool   // read files that were read before, accept a volume that the contract refuses
	// Compare asks for the difference with the version in place.
	Compare bool
	URLs    map[string]string // where files were downloaded from, by name
}

// Outcome is what came of it.
type Outcome struct {
	Before  opendata.Version // in place until now, its number opendata.NoVersion when none was
	Version opendata.Version // in force, or what it would be
	Changed bool             // the rows are not those in place
	// Report is what reading found; nil when the files are those already read.
	Report     *opendata.Report
	Difference *opendata.Difference // when asked for
}

// Import reads files of a source and records their rows, unless the store has them. An
// error about the files is an [*opendata.Refusal]: the version in place stays.
func (in *Intake) Import(ctx context.Context, q Request) (*Outcome, error) {
	out := &Outcome{Before: opendata.Version{Number: opendata.NoVersion}}
	var draft *opendata.Draft
	err := in.Store.ReadSources(ctx, func(rows *store.Sources, _ int64) (err error) {
		if v, ok := rows.Version(q.Source.ID); ok {
			out.Before = v
		}
		input, err := opendata.Input(q.Source, q.Files, rows, in.Program)
		if err != nil {
			return &opendata.Refusal{Source: q.Source.ID, Why: "can't be read", Err: err}
		}
		if out.Before.Input == input && !q.Force && out.Before.Number != opendata.NoVersion {
			out.Version = out.Before
			if q.Compare {
				out.Difference = &opendata.Difference{Before: out.Before.Rows, After: out.Before.Rows}
			}
			return nil
		}
		opt := opendata.Options{TempDir: in.TempDir, Progress: in.Progress, Known: knower(rows, q.Source)}
		if in.Land != nil {
			opt.Inland = func(lat, lon float64) bool { return in.Land.Contains(geo.Point{Lat: lat, Lon: lon}) }
		}
		if draft, err = opendata.Build(ctx, q.Source, q.Files, rows, q.Force, opt); err != nil {
			return err
		}
		draft.Input = input
		for i := range draft.Files {
			draft.Files[i].URL = q.URLs[draft.Files[i].Name]
		}
		out.Report, out.Version = draft.Report, draft.Version
		out.Changed = out.Before.Number == opendata.NoVersion || out.Before.Checksum != draft.Checksum
		if q.Compare {
			out.Difference, err = opendata.Compare(q.Source, scanOf(rows, q.Source), draft.Content.Scan)
		}
		return err
	})
	if draft != nil {
		defer draft.Close()
	}
	if err != nil || draft == nil || q.Try {
		return out, err
	}
	out.Version, out.Changed, err = in.Store.PutSource(ctx, draft, q.Actor)
	return out, err
}

// scanOf reads what is in force of a source.
func scanOf(rows opendata.Rows, src *opendata.Source) opendata.Scanner {
	return func(columns []string, fn func([]string) error) error { return rows.Scan(src, columns, fn) }
}

// knower looks a UAI up in the sources of establishments that a source refers to, as
// they are in the store; they are read once, if ever. It is nil for a source that
// refers to none, or to none that the store holds.
func knower(rows opendata.Rows, src *opendata.Source) func(string) bool {
	var known map[string]bool
	refs := establishments(rows, src)
	if len(refs) == 0 {
		return nil
	}
	return func(uai string) bool {
		if known == nil {
			known = make(map[string]bool)
			for _, r := range refs {
				err := rows.Scan(r.source, []string{r.column}, func(v []string) error {
					known[v[0]] = true
					return nil
				})
				if err != nil {
					return true // a doubt is no breach; the store's own check names the damage
				}
			}
		}
		return known[uai]
	}
}

// column is a column of a source.
type column struct {
	source *opendata.Source
	column string
}

// establishments are the columns that the UAI of a source refer to and the store holds.
func establishments(rows opendata.Rows, src *opendata.Source) (list []column) {
	for _, c := range src.Columns {
		if c.Type != opendata.UAI {
			continue
		}
		for _, ref := range c.Refs {
			id, name, _ := strings.Cut(ref, ".")
			s := source.ByID(id)
			if s == nil {
				continue
			}
			if _, ok := rows.Version(id); ok {
				list = append(list, column{s, name})
			}
		}
	}
	return list
}

// Rollback puts the version before the present one in force.
func (in *Intake) Rollback(ctx context.Context, id, actor string) (from, to opendata.Version, err error) {
	return in.Store.RollbackSource(ctx, id, actor)
}

// Last compares the two last versions of a source. It fails when there are not two.
func (in *Intake) Last(ctx context.Context, src *opendata.Source) (before, after opendata.Version, d *opendata.Difference, err error) {
	err = in.Store.ReadSources(ctx, func(rows *store.Sources, _ int64) error {
		list, err := rows.Versions(src.ID)
		if err != nil {
			return err
		}
		if len(list) < 2 {
			return fmt.Errorf("%s has %d versions: nothing to compare without --from", src.ID, len(list))
		}
		after, before = list[0], list[1]
		scan := func(v opendata.Version) opendata.Scanner {
			return func(columns []string, fn func([]string) error) error { return rows.ScanVersion(v, columns, fn) }
		}
		d, err = opendata.Compare(src, scan(before), scan(after))
		return err
	})
	return before, after, d, err
}
