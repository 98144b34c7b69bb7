package espaceexpertise

import (
	"net/url"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/expertise"
	"continuum/internal/expertise/tie"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// action is where the form of a composition goes.
func (f *composeForm) action(r *page.Request) string {
	if f.version == 0 {
		return composeLink(r, f.call.ID)
	}
	return r.Link(Path + "/" + f.id)
}

// composeLink leads to the form of a panel to be made for a call.
func composeLink(r *page.Request, id labelling.CallID) string {
	return r.Link(ComposePath) + "?appel=" + url.QueryEscape(string(id))
}

// balance counts the members of each college, in words.
func (f *composeForm) balance(r *page.Request, c *expertise.Composition) string {
	var parts []string
	for _, college := range f.rules.Panel.Colleges {
		n := 0
		for i := range c.Experts {
			if string(c.Experts[i].College) == college.ID {
				n++
			}
		}
		parts = append(parts, r.T.T("expertise.compose.college.count", college.Name, n))
	}
	return strings.Join(parts, ", ")
}

// lacks says what a panel so composed lacks, empty when it may start.
func (f *composeForm) lacks(r *page.Request, c *expertise.Composition) string {
	if len(c.Dossiers) == 0 {
		return r.T.T("panel.nothing")
	}
	return sentence(r, f.terms.Compose(c.Members()))
}

func (f *composeForm) colleges(r *page.Request, chosen expertise.College) []ui.Option {
	list := []ui.Option{{Label: r.T.T("expertise.choose")}}
	for _, c := range f.rules.Panel.Colleges {
		list = append(list, ui.Option{Value: c.ID, Label: c.Name, Selected: c.ID == string(chosen)})
	}
	return list
}

func regions(r *page.Request, chosen string) []ui.Option {
	list := []ui.Option{{Label: r.T.T("expertise.compose.region.none")}}
	for _, t := range r.Catalog.Atlas.OfKind(geo.Region) {
		list = append(list, ui.Option{Value: t.Code, Label: t.Name, Selected: t.Code == chosen})
	}
	return list
}

func sectors(r *page.Request, chosen []campus.SectorCode) (list []ui.Option) {
	for i := range r.Catalog.Sectors {
		s := &r.Catalog.Sectors[i]
		list = append(list, ui.Option{Value: string(s.Code), Label: s.Label, Selected: slices.Contains(chosen, s.Code)})
	}
	return list
}

// presidents are those who may preside.
func (f *composeForm) presidents(r *page.Request) []ui.Option {
	list := []ui.Option{{Label: r.T.T("expertise.choose")}}
	for i := range f.seats {
		if s := &f.seats[i]; s.Presides() {
			id := string(s.Person.ID)
			list = append(list, ui.Option{Value: id, Label: f.names[id], Selected: id == f.president})
		}
	}
	return list
}

// behind is a line for each kind of those who stand behind a dossier.
func (f *composeForm) behind(r *page.Request, d *expertise.Dossier) (list []string) {
	var orgs []string
	for _, code := range d.Parties.Organisations {
		name := code
		if o := tie.Organisation(r.Catalog, code); o != nil {
			name = o.Name
		}
		if !slices.Contains(orgs, name) {
			orgs = append(orgs, name)
		}
	}
	people := func(ids []string) (names []string) {
		for _, id := range ids {
			if n := f.names[id]; n != "" {
				names = append(names, n)
			}
		}
		return names
	}
	for _, kind := range []struct {
		key  text.Key
		list []string
	}{
		{"expertise.behind.organisations", orgs},
		{"expertise.behind.authors", people(d.Parties.Authors)},
		{"expertise.behind.signatories", people(d.Parties.Signatories)},
		{"expertise.behind.instructors", people(d.Parties.Instructors)},
	} {
		if len(kind.list) > 0 {
			list = append(list, r.T.T(kind.key, strings.Join(kind.list, " ; ")))
		}
	}
	return list
}

// where is the sector and the Region of a dossier.
func where(r *page.Request, d *expertise.Dossier) string {
	var parts []string
	if s := r.Catalog.Sector(string(d.Sector)); s != nil {
		parts = append(parts, s.Label)
	}
	if t := r.Catalog.Atlas.Territory(geo.Region, d.Region); t != nil {
		parts = append(parts, t.Name)
	}
	return strings.Join(parts, " – ")
}

// known says whom the register has for an employer.
func known(r *page.Request, code string) string {
	if code == "" {
		return ""
	}
	if o := tie.Organisation(r.Catalog, code); o != nil {
		return r.T.T("expertise.compose.employer.known", o.Name)
	}
	return r.T.T("expertise.compose.employer.unknown")
}

// conflictLine is why an expert must not touch a dossier, with what shows it.
func conflictLine(r *page.Request, c *expertise.Conflict) string {
	why := r.T.T(text.Key("expertise.why." + string(c.Why)))
	switch c.Why {
	case expertise.SameOrganisation:
		if o := tie.Organisation(r.Catalog, c.Evidence); o != nil {
			return why + " – " + o.Name + " (" + c.Evidence + ")"
		}
	case expertise.CampusMember, expertise.Signatory, expertise.Author, expertise.Carrier:
		return why
	case expertise.Instructed:
		t := r.Catalog.Atlas.Territory(geo.Region, c.Evidence)
		if t == nil {
			return r.T.T("expertise.why.handled")
		}
		return why + " – " + t.Name
	}
	return why + " – " + c.Evidence
}

// conflictRow is a conflict as it is shown.
type conflictRow struct{ dossier, expert, line string }

// conflicts are those of a composition.
func (f *composeForm) conflicts(r *page.Request, c *expertise.Composition) (list []conflictRow) {
	titles := make(map[expertise.DossierID]string)
	for i := range c.Dossiers {
		titles[c.Dossiers[i].ID] = title(r, &c.Dossiers[i])
	}
	found := expertise.Conflicts(c.Experts, c.Dossiers)
	for i := range found {
		x := &found[i]
		list = append(list, conflictRow{titles[x.Dossier], f.names[string(x.Expert)], conflictLine(r, x)})
	}
	return list
}
