package paper

import (
	"strings"

	"continuum/internal/document"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
)

// Proposal is the joint proposal as it was sealed, to be read: fields, files and opinions of
// the sealed content and nothing of what the dossier holds since; then the signatures on it.
// Named says what a person is called.
func Proposal(lang text.Lang, c *labelling.Case, named func(labelling.PersonID) string) (*document.Sheet, error) {
	seal := c.Dossier.Seal
	held, err := labelling.ReadSeal(seal.Content)
	if err != nil {
		return nil, err
	}
	t := text.For(lang)
	values := make(map[string]labelling.Value)
	for _, f := range held.Fields {
		if values[f.ID], err = labelling.ParseCanonical(string(f.Value)); err != nil {
			return nil, err
		}
	}
	s := &document.Sheet{
		Lang: lang, Title: values["title"].Text, Desc: t.T("paper.proposal"), Made: seal.At,
		Lead: t.T("paper.proposal.lead", string(held.Dossier), t.Instant(seal.At)),
		Foot: []string{t.T("paper.proposal.hash", seal.Hash)},
	}
	for _, b := range c.Rules.Blocks {
		part := document.Part{Title: b.Name}
		for i := range c.Rules.Fields {
			f := &c.Rules.Fields[i]
			if v := values[f.ID]; f.Block == b.ID && !v.IsEmpty() {
				part.Lines = append(part.Lines, document.Line{Name: f.Name, Said: paragraphs(f, v)})
			}
		}
		for _, p := range held.Pieces {
			if kind := c.Rules.Piece(p.Piece); kind != nil && kind.Block == b.ID {
				part.Lines = append(part.Lines, document.Line{Name: kind.Name, Said: []string{p.Name, "SHA-256 " + p.SHA256}})
			}
		}
		if len(part.Lines) > 0 {
			s.Parts = append(s.Parts, part)
		}
	}
	s.Parts = append(s.Parts, opinions(t, c, held), signatures(t, c, named))
	return s, nil
}

// paragraphs are what a field says: a table has one for each row.
func paragraphs(f *ruleset.Field, v labelling.Value) (list []string) {
	switch {
	case len(v.List) > 0:
		return []string{strings.Join(v.List, ", ")}
	case len(v.Table) > 0:
		for _, row := range v.Table {
			var cells []string
			for j, c := range f.Columns {
				if j < len(row) && row[j] != "" {
					cells = append(cells, c.Name+text.NoBreak+": "+row[j])
				}
			}
			list = append(list, strings.Join(cells, " ; "))
		}
		return list
	}
	return strings.Split(v.Text, "\n")
}

func opinions(t *text.Texts, c *labelling.Case, held *labelling.Sealed) document.Part {
	part := document.Part{Title: t.T("paper.proposal.opinions")}
	for _, o := range held.Opinions {
		name := o.Body
		if b := c.Rules.Consultation(o.Body); b != nil {
			name = b.Name
		}
		part.Lines = append(part.Lines, document.Line{Name: name, Said: texts(o.Academie, o.On, t.T(text.Key("dossier.stance."+string(o.Stance))))})
	}
	return part
}

func texts(list ...string) (kept []string) {
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

func signatures(t *text.Texts, c *labelling.Case, named func(labelling.PersonID) string) document.Part {
	part := document.Part{Title: t.T("paper.proposal.signatures")}
	for _, who := range c.Rules.Signatories {
		line := document.Line{Name: who.Name, Said: []string{t.T("paper.proposal.unsigned")}}
		for _, s := range c.Dossier.Signatures {
			if s.Signatory == who.ID && s.Hash == c.Dossier.Seal.Hash {
				line.Said = texts(named(s.Person), s.Capacity, t.T("paper.proposal.on", t.Moment(s.At)))
				if s.Delegation != "" {
					line.Said = append(line.Said, t.T("paper.proposal.delegation", s.Delegation))
				}
			}
		}
		part.Lines = append(part.Lines, line)
	}
	return part
}
