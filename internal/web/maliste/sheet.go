package maliste

import (
	"bytes"
	"strconv"

	"continuum/internal/document"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
)

// Sheet answers /ma-liste/fiche.pdf: the list as a document to print.
func Sheet(r *page.Request) (page.Answer, error) {
	v := newView(r)
	s := &document.Sheet{
		Lang: r.Lang, Title: v.T("liste.crumb"), Lead: v.T("liste.lead"), Desc: v.title(), Made: r.Catalog.Built,
		Address: v.Address(), Sources: v.T("offer.sources"),
		Foot: []string{v.T("liste.sheet.made", r.Today), v.T("liste.sheet.untagged"), v.T("offer.secret_how")},
	}
	for _, p := range v.Problems() {
		s.Lead += " " + p
	}
	for i := range v.Items {
		s.Parts = append(s.Parts, v.sheetTraining(&v.Items[i]))
	}
	if v.Way != nil {
		s.Parts = append(s.Parts, v.sheetWay())
	}
	if v.List.Empty() {
		s.Parts = append(s.Parts, document.Part{Title: v.T("liste.empty"), Lines: []document.Line{{Said: []string{v.T("liste.empty_how")}}}})
	}
	for _, p := range v.notes.List() {
		s.Notes = append(s.Notes, v.cite(p))
	}
	var b bytes.Buffer
	if err := s.PDF(&b); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Raw: b.Bytes(), ContentType: "application/pdf", Filename: v.T("liste.sheet.file") + ".pdf"}, nil
}

// sheetTraining is a training as the sheet has it: the answers of the page, each with the
// number of its source.
func (v *view) sheetTraining(k *kept) document.Part {
	part := document.Part{Title: strconv.Itoa(k.N) + ". " + v.Name(k)}
	if gone := v.Gone(k); gone != "" {
		part.Lines = []document.Line{{Said: []string{v.Where(k), gone}}}
		return part
	}
	for _, q := range questions {
		l := document.Line{Name: v.T(q.Name)}
		for _, s := range q.Of(v, k) {
			words := s.Text
			if n := v.notes.Number(s.Source); n > 0 {
				words += " [" + strconv.Itoa(n) + "]"
			}
			if s.Note != "" {
				words += " – " + s.Note
			}
			l.Said = append(l.Said, words)
		}
		part.Lines = append(part.Lines, l)
	}
	return part
}

// sheetWay is the pathway as the sheet has it.
func (v *view) sheetWay() document.Part {
	start := v.Way.Start
	if v.Way.From != nil {
		start += " " + v.Way.From.Label
	}
	part := document.Part{Title: v.T("liste.way"), Lines: []document.Line{{Said: []string{start}}}}
	for i := range v.Way.Steps {
		s := &v.Way.Steps[i]
		l := document.Line{Name: v.T("liste.step", i+1), Said: []string{v.Step(s), v.StepWhere(s)}}
		if s.Q != nil {
			l.Said[0] += ", " + offer.Level(v.R.T, s.Q.Level)
		}
		if s.Broken {
			l.Said = append(l.Said, v.T("liste.broken"))
		}
		part.Lines = append(part.Lines, l)
	}
	return part
}
