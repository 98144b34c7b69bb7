package opendata

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Draft is a version that is not in the store yet: all of it but its number and the
// instant of its record.
type Draft struct {
	Version
	Content *Content
	// Base is the number of the version in place when it was made, [NoVersion] when
	// there was none.
	Base       int
	Quarantine []Quarantined
	Warnings   []Quarantined
	Report     *Report // nil for one that was not made from files
}

// NoVersion is the number of no version.
const NoVersion = -1

// Close gives the disk back.
func (d *Draft) Close() error { return d.Content.Close() }

// Bounds of what a version may lose or leave out; see [Source].
const (
	defaultDrift  = 0.3
	maxQuarantine = 0.1
	// fewRows is how many rows may be left out of whatever number: a small file with
	// two bad rows is not a wrong file.
	fewRows = 10
)

// Build makes a draft of files of a source, against the version in place, or refuses
// them: an error is a [*Refusal] when it is about the files. Accept lets a volume pass
// that the contract of the source refuses.
func Build(ctx context.Context, src *Source, files []string, place Rows, accept bool, opt Options) (_ *Draft, err error) {
	d := &Draft{Version: Version{Source: src.ID, Licence: src.Licence, Columns: src.ColumnNames()}, Base: NoVersion}
	before, ok := place.Version(src.ID)
	if ok {
		d.Base = before.Number
	}
	b, err := NewBuilder(d.Columns, opt.TempDir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Abandon())
		}
	}()
	replaced := before.Rows
	part := parts{at: -1}
	if src.Partition != "" {
		if part.at = src.Index(src.Partition); !src.Columns[part.at].Key {
			return nil, fmt.Errorf("source %s: its partition %s is not a key", src.ID, src.Partition)
		}
		part.carry = func(add func(Row) error) (kept int, err error) {
			kept, err = carry(src, place, part.at, part.seen, add)
			replaced -= kept
			return kept, err
		}
	}
	latest, add := "", b.Add
	if src.Dated != "" {
		at := src.Index(src.Dated)
		add = func(row Row) error {
			latest = max(latest, row[at])
			return b.Add(row)
		}
	}
	report, err := sorted(ctx, src, files, opt, &part, add)
	if err != nil {
		return nil, err
	}
	content, err := b.Finish()
	if err != nil {
		return nil, err
	}
	d.Content, d.Report, d.Quarantine, d.Warnings = content, report, report.Quarantine, report.Warnings
	d.Rows, d.Checksum, d.Layout, d.Files = content.Rows, content.Checksum, report.Layout(), report.Files
	d.Read, d.Skipped, d.Quarantined, d.Warned = report.Read, report.Skipped, report.Quarantined, report.Warned
	d.Vintage = vintage(src, report, part.all, latest)
	if err := check(src, report, content.Rows, replaced, accept); err != nil {
		return nil, err
	}
	return d, nil
}

// check is the contract of files as a whole.
func check(src *Source, r *Report, rows, replaced int, accept bool) error {
	refuse := func(format string, args ...any) error {
		return &Refusal{Source: src.ID, Why: fmt.Sprintf(format, args...) + "; the version in place stays", Report: r}
	}
	made := rows - r.Carried
	worst := func(m map[string]int) string {
		if all := Reasons(m); len(all) > 0 {
			return fmt.Sprintf("most often %q", all[0])
		}
		return "for no reason that was told"
	}
	switch bad := r.Breaches(); {
	case made == 0 && bad > 0:
		return refuse("no row is left: %d are in quarantine, %s", bad, worst(r.Quarantined))
	case made == 0:
		return refuse("no row is left of %d records", r.Read)
	case bad > fewRows && float64(bad) > maxQuarantine*float64(bad+r.Rows):
		return refuse("%d of %d rows break the contract, %s", bad, bad+r.Rows, worst(r.Quarantined))
	case r.Pointless > fewRows && float64(r.Pointless) > maxQuarantine*float64(r.Rows):
		return refuse("%d of %d rows have coordinates that can't be, %s", r.Pointless, r.Rows, worst(r.Warned))
	}
	if accept {
		return nil
	}
	drift := src.Drift
	if drift == 0 {
		drift = defaultDrift
	}
	switch least := float64(replaced) * (1 - drift); {
	case rows < src.MinRows:
		return refuse("%d rows, where at least %d are expected (--force accepts them)", rows, src.MinRows)
	case src.MaxRows > 0 && rows > src.MaxRows:
		return refuse("%d rows, where at most %d are expected (--force accepts them)", rows, src.MaxRows)
	case float64(made) < least:
		return refuse("%d rows would replace %d, more than %.0f %% would be gone (--force accepts them)", made, replaced, drift*100)
	}
	return nil
}

// parts are the partitions that files hold.
type parts struct {
	at    int // column, -1 for a source that is whole
	seen  map[string]bool
	all   map[string]bool // carried ones too
	carry func(add func(Row) error) (kept int, err error)
}

func (p *parts) see(row Row) {
	if p.at >= 0 {
		if p.seen == nil {
			p.seen = make(map[string]bool)
		}
		p.seen[row[p.at]] = true
	}
}

// bring adds the rows to carry over.
func (p *parts) bring(s *sorter, r *Report) (err error) {
	if p.carry == nil {
		return nil
	}
	p.all = maps.Clone(p.seen)
	if p.all == nil {
		p.all = make(map[string]bool)
	}
	rank := 0
	r.Carried, err = p.carry(func(row Row) error {
		p.all[row[p.at]] = true
		rank++
		return s.add(row, Where{"the version in place", rank})
	})
	return err
}

// carry adds the rows of the version in place whose partition is not among those seen.
func carry(src *Source, place Rows, at int, seen map[string]bool, add func(Row) error) (kept int, err error) {
	err = place.Scan(src, src.ColumnNames(), func(row []string) error {
		if seen[row[at]] {
			return nil
		}
		kept++
		return add(row)
	})
	return kept, err
}

// Input tells what an import of files would be made from: see [Version]. Program names
// the code that reads them, since a layout may hold some; place gives the versions that
// the source refers to.
func Input(src *Source, files []string, place Rows, program string) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", program, src.ID)
	var referred []string
	for _, c := range src.Columns {
		for _, ref := range c.Refs {
			id, _, _ := strings.Cut(ref, ".")
			if c.Type == UAI && !slices.Contains(referred, id) {
				referred = append(referred, id) // decides what becomes of a wrong letter
			}
		}
	}
	for _, id := range referred {
		v, _ := place.Version(id)
		fmt.Fprintf(h, "%s %s\n", id, v.Checksum)
	}
	for _, name := range src.Select(files) {
		f, err := Fingerprint(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%q %s\n", f.Name, f.SHA256)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
