package labelling

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"continuum/internal/ruleset"
)

// MissingFields lists the fields that block the dossier: empty ones that the law or the
// cahier des charges asks for, and cells that no row may leave empty.
func (c *Case) MissingFields() (missing []Missing) {
	d := c.Dossier
	for i := range c.Rules.Fields {
		f := &c.Rules.Fields[i]
		v := d.Values[f.ID].Value
		if v.IsEmpty() {
			if f.Require.Blocks() && f.Only.Applies(d.Kind, d.Category) {
				missing = append(missing, Missing{What: f.ID, Kind: LackField})
			}
			continue
		}
		for n, row := range v.Table {
			for j, column := range f.Columns {
				if column.Need && (j >= len(row) || row[j] == "") {
					missing = append(missing, Missing{What: f.ID, Kind: LackColumn, Note: fmt.Sprintf("%d:%s", n+1, column.ID)})
				}
			}
		}
	}
	return missing
}

// MissingPieces lists the pieces that block the dossier.
func (c *Case) MissingPieces() (missing []Missing) {
	for _, p := range c.Rules.Pieces {
		if p.Require.Blocks() && p.Only.Applies(c.Dossier.Kind, c.Dossier.Category) && !c.Dossier.Has(p.ID) {
			missing = append(missing, Missing{What: p.ID, Kind: LackPiece})
		}
	}
	return missing
}

// Progress counts the blocking fields and pieces of the dossier, and those that are there.
func (c *Case) Progress() (done, all int) {
	d := c.Dossier
	for _, f := range c.Rules.Fields {
		if f.Require.Blocks() && f.Only.Applies(d.Kind, d.Category) {
			all++
		}
	}
	for _, p := range c.Rules.Pieces {
		if p.Require.Blocks() && p.Only.Applies(d.Kind, d.Category) {
			all++
		}
	}
	open := make(map[string]bool)
	for _, m := range append(c.MissingFields(), c.MissingPieces()...) {
		if m.Kind != LackColumn || c.Rules.Field(m.What).Require.Blocks() {
			open[string(m.Kind[0])+m.What] = true
		}
	}
	return all - len(open), all
}

// Ineligible lists the rules of admissibility that the dossier breaks.
func (c *Case) Ineligible() (missing []Missing) {
	for _, j := range c.Judge() {
		if j.Finding == Unmet {
			missing = append(missing, Missing{What: j.ID, Kind: LackRule})
		}
	}
	return missing
}

func (c *Case) holds(e *ruleset.Eligibility) bool {
	d := c.Dossier
	switch e.Test {
	case ruleset.RowsAtLeast:
		return c.countRows(e) >= e.Min
	case ruleset.HasField:
		return !d.Values[e.Field].Value.IsEmpty()
	case ruleset.ReservesTaken:
		return !d.Reserved || !d.Values[e.Field].Value.IsEmpty()
	case ruleset.HasPiece:
		return d.Has(e.Piece)
	case ruleset.Consulted:
		return len(c.MissingOpinions(ruleset.BeforeProposal)) == 0
	case ruleset.SignedByBoth:
		return len(c.MissingSignatures()) == 0
	case ruleset.Titled:
		return names(d.Text(e.Field), d.Text(e.Contains))
	}
	return false
}

// countRows counts the rows of a field that are where the rule says.
func (c *Case) countRows(e *ruleset.Eligibility) (n int) {
	f := c.Rules.Field(e.Field)
	for _, row := range c.Dossier.Values[e.Field].Value.Table {
		counts := true
		for j, column := range f.Columns {
			if accepted, asked := e.Where[column.ID]; asked && (j >= len(row) || !slices.Contains(accepted, row[j])) {
				counts = false
			}
		}
		if counts {
			n++
		}
	}
	return n
}

// names reports whether a title holds the words of a sector, accents and capitals apart.
func names(title, sector string) bool {
	words := fold(sector)
	return len(words) > 0 && strings.Contains(" "+strings.Join(fold(title), " ")+" ", " "+strings.Join(words, " ")+" ")
}

func fold(s string) []string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFD.String(s))
	return strings.Fields(s)
}
