package espaceexpertise

import (
	"continuum/internal/expertise"
	"continuum/internal/ruleset"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
)

// sheetsView is what the readers of a dossier wrote, side by side, before the panel
// deliberates.
type sheetsView struct {
	panel  string
	title  string
	rules  *ruleset.Ruleset
	grid   expertise.Grid
	sheets []expertise.Sheet // handed in, in the order of readers
	names  map[expertise.ExpertID]string
}

// Sheets shows the sheets of a dossier that were handed in, to who may read them: who runs
// panels, and who presides this one and is not recused.
func (p *Pages) Sheets(r *page.Request) (page.Answer, error) {
	panel, err := p.led(r)
	if err != nil {
		return page.Answer{}, err
	}
	f := &panelForm{Panel: panel}
	if err := p.advance(r, f); err != nil {
		return page.Answer{}, err
	}
	id := expertise.DossierID(r.Value("dossier"))
	if !f.reads[id] {
		return missing()
	}
	if err := p.named(r, f); err != nil {
		return page.Answer{}, err
	}
	words, err := p.words(r, &panel)
	if err != nil {
		return page.Answer{}, err
	}
	v := &sheetsView{panel: panel.ID, title: f.titles[id], rules: words, grid: panel.Rules.Grid, names: f.names}
	if v.sheets, err = p.store.HandedIn(r.Context, panel.ID, id); err != nil {
		return page.Answer{}, err
	}
	h := espace.Head(r, r.T.T("expertise.sheets.title", v.title))
	h.Crumbs = []page.Crumb{
		{Label: r.T.T("space.home"), Path: espace.Path},
		{Label: r.T.T("expertise.panel", panel.ID), Path: Path + "/" + panel.ID},
		{Label: r.T.T("expertise.sheets.title", v.title)},
	}
	return page.Answer{Head: h, Body: sheetsPage(r, v)}, nil
}

// score is what a sheet says of a criterion, nil when nothing.
func score(s *expertise.Sheet, c expertise.CriterionID) *expertise.Score {
	for i := range s.Scores {
		if s.Scores[i].Criterion == c {
			return &s.Scores[i]
		}
	}
	return nil
}
