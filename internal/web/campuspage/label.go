package campuspage

import (
	"continuum/internal/campus"
	"continuum/internal/text"
	"continuum/internal/web/listing"
)

// moment is a label on the timeline.
type moment struct {
	When   string
	Status campus.Status // on the day asked for
	Title  string
	Notes  []string // duration, end, what is not known
	Bases  []basis
	Label  *campus.Label
}

// basis is one thing that a label rests on, in words.
type basis struct {
	Kind    string
	When    string // empty when the source is undated
	Text    string
	Act     *campus.Act // nil unless the basis is an act that the register has
	Sources []*campus.Source
	Sure    campus.Confidence
	Note    string
}

// Moments are the campus's labels, oldest first, undated last.
func (v *view) Moments() []moment {
	var list []moment
	for i := range v.Cam.Labels {
		l := &v.Cam.Labels[i]
		m := moment{
			When: v.T("campus.label.undated"), Status: campus.LabelOn(v.Cam.Labels, l, v.Day()).Status, Label: l,
			Title: v.T("campus.label." + text.Key(l.Category)),
		}
		if !l.Start.IsZero() {
			m.When = listing.Since(v.R.T, l.Start)
		}
		m.Notes = v.notes(l)
		for j := range l.Bases {
			m.Bases = append(m.Bases, v.basis(&l.Bases[j]))
		}
		list = append(list, m)
	}
	return list
}

func (v *view) notes(l *campus.Label) []string {
	var notes []string
	if l.Wave != "" {
		notes = append(notes, v.T("campus.label.wave", listing.Wave(v.R.T, l.Wave)))
	}
	switch {
	case !l.End.IsZero():
		notes = append(notes, v.T("campus.label.until", l.End))
	case l.Years > 0:
		notes = append(notes, v.R.T.N("campus.label.years", l.Years))
	case l.Successor != "":
		notes = append(notes, v.T("campus.label.succeeded"))
	default:
		notes = append(notes, v.T("campus.label.no_end"))
	}
	return notes
}

func (v *view) basis(b *campus.Basis) basis {
	out := basis{
		Kind: v.T("campus.basis." + text.Key(b.Kind)), Text: b.Text,
		Sources: v.sources(b.Sources), Sure: b.Confidence, Note: b.Note,
	}
	if !b.On.IsZero() {
		out.When = v.R.T.Date(b.On)
	}
	if b.Act != "" {
		out.Act = v.R.Catalog.Act(b.Act)
	}
	return out
}

// sources are the sources of those identifiers that the register knows.
func (v *view) sources(ids []campus.SourceID) []*campus.Source {
	var list []*campus.Source
	for _, id := range ids {
		if s := v.R.Catalog.Source(id); s != nil {
			list = append(list, s)
		}
	}
	return list
}
