package espacecampus

import (
	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/workspace"
)

// ProjectsPath is what those who fund projects follow.
const ProjectsPath = espace.ProjectsPath

// funded is a public project of a campus whose funding who asks may say.
type funded struct {
	*workspace.Project
	cam   *catalog.Campus
	sheet string
	reads bool // who asks sees the workspace of the campus too
}

// Projects answers /espace/projets: the public projects of the campuses whose funding one
// may say, with their steps and amounts.
func (p *Pages) Projects(r *page.Request) (page.Answer, error) {
	if !r.Who.Could(account.CampusFunding) {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	sheets, err := p.store.PublicSheets(r.Context)
	if err != nil {
		return page.Answer{}, err
	}
	var list []funded
	for i := range sheets {
		cam := r.Catalog.CampusOf(sheets[i].Campus)
		if sheets[i].Kind != workspace.KindProject || cam == nil || !r.May(account.CampusFunding, object(r, cam)) {
			continue
		}
		d, err := workspace.Parse(sheets[i].Kind, sheets[i].Body)
		if err != nil {
			return page.Answer{}, err
		}
		list = append(list, funded{d.(*workspace.Project), cam, sheets[i].Sheet, reads(r, cam)})
	}
	return page.Answer{Head: espace.Head(r, r.T.T("projets.title")), Body: projectsPage(r, list)}, nil
}

// period says from when until when a project goes, after a comma; nothing when neither is known.
func (f *funded) period(r *page.Request) string {
	from, _ := date.Parse(f.From) // days, by the check of documents
	until, _ := date.Parse(f.Until)
	if from.IsZero() && until.IsZero() {
		return ""
	}
	return ", " + spanOf(r, campus.Period{From: from, Until: until})
}

// step says where a step of a project stands.
func step(r *page.Request, m *workspace.Milestone) string {
	due, err := date.Parse(m.Due)
	switch {
	case m.Done:
		return r.T.T("projets.done")
	case err != nil || due.IsZero():
		return r.T.T("projets.undated")
	case due.Latest() < r.Today:
		return r.T.T("projets.late", r.T.Date(due))
	}
	return r.T.T("projets.due", r.T.Date(due))
}
