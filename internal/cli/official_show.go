package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"continuum/internal/intake"
	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/store"
)

// shown is how many rows in quarantine and how many reasons are shown.
const shown = 10

// showOutcome says what came of an import.
func (p *Program) showOutcome(s *opendata.Source, out *intake.Outcome, tried bool) {
	switch {
	case out.Report == nil:
		fmt.Fprintf(p.Stdout, "%s: nothing changed, these files are those of version %d (%d rows)\n", s.ID, out.Version.Number, out.Version.Rows)
	case !out.Changed:
		fmt.Fprintf(p.Stdout, "%s: nothing changed, version %d has the same %d rows\n", s.ID, out.Before.Number, out.Version.Rows)
	case tried:
		fmt.Fprintf(p.Stdout, "%s: %d rows would be in force%s; nothing was recorded\n", s.ID, out.Version.Rows, instead(out))
	default:
		fmt.Fprintf(p.Stdout, "%s: version %d, %d rows%s\n", s.ID, out.Version.Number, out.Version.Rows, instead(out))
	}
	if out.Report != nil {
		p.showReport(out.Report)
	}
	if out.Difference != nil {
		p.showDifference(s, out.Difference)
	}
}

// instead tells what an outcome replaces, and the period of what it brings.
func instead(out *intake.Outcome) string {
	text := ""
	if out.Version.Vintage != "" {
		text = " of " + out.Version.Vintage
	}
	if out.Before.Number == opendata.NoVersion {
		return text
	}
	return fmt.Sprintf("%s instead of the %d of version %d", text, out.Before.Rows, out.Before.Number)
}

// showReport says what reading left out, in a line each.
func (p *Program) showReport(r *opendata.Report) {
	if r.Carried > 0 {
		fmt.Fprintf(p.Stdout, "  %d rows of other periods carried over\n", r.Carried)
	}
	if r.Merged > 0 {
		fmt.Fprintf(p.Stdout, "  %d rows merged with another of the same key\n", r.Merged)
	}
	p.showCounts("left out", r.Skipped)
	p.showCounts("in quarantine", r.Quarantined)
	p.showCounts("in doubt", r.Warned)
}

func (p *Program) showCounts(what string, counts map[string]int) {
	for i, reason := range opendata.Reasons(counts) {
		if i == shown {
			fmt.Fprintf(p.Stdout, "  %s for %d other reasons\n", what, len(counts)-shown)
			return
		}
		fmt.Fprintf(p.Stdout, "  %d %s: %s\n", counts[reason], what, printable(reason))
	}
}

func (p *Program) showRows(rows []opendata.Quarantined) {
	for _, q := range rows[:min(shown, len(rows))] {
		fmt.Fprintf(p.Stdout, "    %s\n", printable(q.String()))
	}
}

// showDifference counts what changes and shows the first of it.
func (p *Program) showDifference(s *opendata.Source, d *opendata.Difference) {
	if d.Same() {
		fmt.Fprintf(p.Stdout, "  the same %d rows\n", d.After)
		return
	}
	fmt.Fprintf(p.Stdout, "  %d rows become %d: %d added, %d removed, %d changed\n", d.Before, d.After, d.Added, d.Removed, d.Changed)
	for _, c := range slices.SortedFunc(maps.Keys(d.Columns), func(a, b string) int { return d.Columns[b] - d.Columns[a] + strings.Compare(a, b) }) {
		fmt.Fprintf(p.Stdout, "  %d changes of %s\n", d.Columns[c], c)
	}
	for _, k := range d.AddedSample {
		fmt.Fprintf(p.Stdout, "    + %s\n", key(k))
	}
	for _, k := range d.RemovedSample {
		fmt.Fprintf(p.Stdout, "    - %s\n", key(k))
	}
	for _, c := range d.ChangedSample {
		fmt.Fprintf(p.Stdout, "    ~ %s %s: %.60q → %.60q\n", key(c.Key), c.Column, c.Before, c.After)
	}
}

func key(values []string) string { return printable(strings.Join(values, " ")) }

// listSources tells all sources, with what is here of each.
func (p *Program) listSources(ctx context.Context, db *store.DB, now time.Time) error {
	return inForce(ctx, db, func(rows *store.Sources) error {
		w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "SOURCE\tVERSION\tROWS\tPERIOD\tIMPORTED\tLICENCE\tADDRESS\tTITLE")
		for _, s := range source.All {
			v, ok := rows.Version(s.ID)
			number, count, period, age := "-", "-", "-", "-"
			if ok {
				number, count, age = fmt.Sprint(v.Number), fmt.Sprint(v.Rows), imported(v, now)
				if v.Vintage != "" {
					period = v.Vintage
				}
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s, %s, %s\n", s.ID, number, count, period, age, s.Licence, address(s, v), s.Title, s.Publisher, s.Page)
		}
		return w.Flush()
	})
}

// imported is when a version came in, with its age.
func imported(v opendata.Version, now time.Time) string {
	if v.Number == 0 {
		return "with the program"
	}
	days := int(now.Sub(v.Recorded).Hours() / 24)
	return fmt.Sprintf("%s (%d days)", v.Recorded.UTC().Format(time.DateOnly), max(0, days))
}

// address is where a source can be downloaded from, and whether that was done.
func address(s *opendata.Source, v opendata.Version) string {
	switch {
	case s.URL == "":
		return "none certain: --from"
	case slices.ContainsFunc(v.Files, func(f opendata.File) bool { return f.URL == s.URL }):
		return s.URL
	}
	return s.URL + " (not tried)"
}

// reportSource tells what the version in force of a source is made of.
func (p *Program) reportSource(ctx context.Context, db *store.DB, s *opendata.Source, now time.Time) error {
	return inForce(ctx, db, func(rows *store.Sources) error {
		fmt.Fprintf(p.Stdout, "%s: %s, %s, %s\n", s.ID, s.Title, s.Publisher, s.Licence)
		if s.Page != "" {
			fmt.Fprintf(p.Stdout, "  published: %s\n", s.Page)
		}
		if s.Unpublished != "" {
			fmt.Fprintf(p.Stdout, "  not at hand: %s\n", s.Unpublished)
		}
		v, ok := rows.Version(s.ID)
		if !ok {
			_, err := fmt.Fprintln(p.Stdout, "  no version here")
			return err
		}
		fmt.Fprintf(p.Stdout, "  version %d: %d rows of %d records, period %s, layout %s, imported %s\n",
			v.Number, v.Rows, v.Read, orDash(v.Vintage), orDash(v.Layout), imported(v, now))
		for _, f := range v.Files {
			from := ""
			if f.URL != "" {
				from = ", from " + printable(f.URL)
			}
			fmt.Fprintf(p.Stdout, "  file %s, %d bytes, SHA-256 %s%s\n", printable(f.Name), f.Bytes, f.SHA256, from)
		}
		for _, list := range []struct {
			what   string
			counts map[string]int
			kept   bool
		}{{"in quarantine", v.Quarantined, false}, {"in doubt", v.Warned, true}} {
			p.showCounts(list.what, list.counts)
			first, err := rows.Quarantine(v, list.kept, shown)
			if err != nil {
				return err
			}
			p.showRows(first)
		}
		p.showCounts("left out", v.Skipped)
		return p.showReferences(rows, s)
	})
}

// showReferences tells how many references of a source lead somewhere.
func (p *Program) showReferences(rows *store.Sources, s *opendata.Source) error {
	list, err := intake.References(rows, s)
	if err != nil {
		return err
	}
	for _, r := range list {
		fmt.Fprintf(p.Stdout, "  %s found in %s: %d of %d rows (%.1f %%), %d of %d values", r.Column, strings.Join(r.In, ", "),
			r.Found, r.Rows, r.Share()*100, r.FoundValues, r.Values)
		if len(r.Missing) > 0 {
			fmt.Fprintf(p.Stdout, "; not found: %s", printable(strings.Join(r.Missing, ", ")))
		}
		fmt.Fprintln(p.Stdout)
	}
	return nil
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
