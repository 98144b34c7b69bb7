package espaceexpertise

import (
	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
)

// sheetsView is what the readers of a dossier wrote, side by side, before the panel
// deliberates.
type sheetsView struct {
	back   page.Crumb // the panel for who leads it, else decisions
	title  string
	rules  *ruleset.Ruleset
	grid   expertise.Grid
	sheets []expertise.Sheet // handed in, in the order of readers
	names  map[expertise.ExpertID]string
}

// Sheets shows the sheets of a dossier that were handed in, to who may read them: who runs
// panels, who presides this one and is not recused, and the ministries that the decision
// is of.
func (p *Pages) Sheets(r *page.Request) (page.Answer, error) {
	panel, err := p.judged(r)
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
	back := page.Crumb{Label: r.T.T("expertise.panel", panel.ID), Path: Path + "/" + panel.ID}
	if !leads(r, &panel) {
		back = page.Crumb{Label: r.T.T("decision.title"), Path: espace.DecisionsPath}
	}
	v := &sheetsView{back: back, title: f.titles[id], rules: words, grid: panel.Rules.Grid, names: f.names}
	if v.sheets, err = p.store.HandedIn(r.Context, panel.ID, id); err != nil {
		return page.Answer{}, err
	}
	h := espace.Head(r, r.T.T("expertise.sheets.title", v.title))
	h.Crumbs = []page.Crumb{
		{Label: r.T.T("space.home"), Path: espace.Path},
		back,
		{Label: r.T.T("expertise.sheets.title", v.title)},
	}
	return page.Answer{Head: h, Body: sheetsPage(r, v)}, nil
}

// judged is the panel asked for, when one leads it or reads the sheets of every panel.
func (p *Pages) judged(r *page.Request) (store.Panel, error) {
	// Presidents read those of their own panel, until it has given its opinion.
	if !r.May(account.SheetsRead, account.Object{Kind: account.DossierKind, Phase: account.Deciding}) {
		return p.led(r)
	}
	panel, err := p.store.PanelOf(r.Context, r.Value("panel"))
	if fault.KindOf(err) == fault.NotFound {
		_, err = missing()
	}
	return panel, err
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
