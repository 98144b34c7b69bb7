package opendata

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Sorted reads files like [Read] and emits the rows in the order of their keys, one for
// each key: those that share it are made one by the rule of the source, else the first
// is kept and the others are in quarantine. Rows may be kept.
func Sorted(ctx context.Context, src *Source, files []string, opt Options, emit func(Row) error) (*Report, error) {
	return sorted(ctx, src, files, opt, &parts{at: -1}, emit)
}

// sorted does it for Sorted, and adds what the version in place holds of partitions
// that the files don't.
func sorted(ctx context.Context, src *Source, files []string, opt Options, part *parts, emit func(Row) error) (report *Report, err error) {
	s := newSorter(src, opt)
	defer func() { err = errors.Join(err, s.close()) }()
	if s.keys == 0 {
		return nil, fmt.Errorf("source %s has no key", src.ID)
	}
	report, err = Read(ctx, src, files, opt, func(row Row, at Where) error {
		part.see(row)
		return s.add(row, at)
	})
	if err != nil {
		return nil, err
	}
	if err := part.bring(s, report); err != nil {
		return nil, err
	}
	u := &unique{src: src, sorter: s, report: report, emit: emit}
	n := 0
	err = s.each(func(r sortedRow) error {
		if n++; n%every == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		return u.add(r)
	})
	if err == nil {
		err = u.flush()
	}
	if err != nil {
		return nil, err
	}
	return report, nil
}

// unique makes one row of those that share a key.
type unique struct {
	src    *Source
	sorter *sorter
	report *Report
	emit   func(Row) error

	joined string // of the row held, as it was read
	key    string
	row    Row // nil before the first
	at     Where
}

// identical is the rule for a row that says nothing new.
const identical = "the same row twice"

func (u *unique) add(r sortedRow) error {
	if u.row == nil || u.key != string(r.joined[:r.key]) {
		if err := u.flush(); err != nil {
			return err
		}
		u.joined = string(r.joined)
		u.key, u.row, u.at = u.joined[:r.key], u.sorter.split(u.joined), r.at
		return nil
	}
	u.report.Rows--
	switch {
	case u.src.Merge != nil:
		merged := u.src.Merge(u.row, u.sorter.split(string(r.joined)))
		if len(merged) != len(u.row) || u.keyOf(merged) != u.key {
			return fmt.Errorf("source %s: the rule for repeated keys changes the key of %s", u.src.ID, r.at)
		}
		u.row = merged
		u.report.Merged++
	case u.joined == string(r.joined):
		add(u.report.Skipped, identical, 1)
	default:
		u.report.quarantine(r.at, &Breach{
			Column: u.src.Columns[u.sorter.columns[0]].Name, Value: strings.ReplaceAll(u.key, "\x00", " ") + " as in " + u.at.String(),
			Reason: "another row has the same key",
		})
	}
	return nil
}

func (u *unique) keyOf(row Row) string {
	parts := make([]string, u.sorter.keys)
	for i := range parts {
		parts[i] = row[u.sorter.columns[i]]
	}
	return strings.Join(parts, "\x00")
}

// flush emits the row held.
func (u *unique) flush() error {
	if u.row == nil {
		return nil
	}
	return u.emit(u.row)
}
