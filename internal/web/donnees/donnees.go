// Package donnees is the page of open data: what can be downloaded, under which
// licence, from which sources, how fresh it is and what is missing.
package donnees

import (
	"slices"
	"strings"
	"sync/atomic"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// figures are the counts shown, all taken from the catalog.
type figures struct {
	Campuses, Labels, Organisations, Members, Sources            int
	NoLabel, NoSeat, NoSector, Approximate, NoWebsite, NoMembers int
}

// gap is something that some campuses lack.
type gap struct {
	key text.Key
	n   int
}

// gaps lists what is lacking somewhere.
func (f figures) gaps() []gap {
	return slices.DeleteFunc([]gap{
		{"data.missing.name", f.Approximate},
		{"data.missing.label", f.NoLabel},
		{"data.missing.seat", f.NoSeat},
		{"data.missing.sector", f.NoSector},
		{"data.missing.members", f.NoMembers},
		{"data.missing.website", f.NoWebsite},
	}, func(g gap) bool { return g.n == 0 })
}

// source is a source with the number of statements that rest on it.
type source struct {
	*campus.Source
	Used int
}

// digest is what the page tells of one catalog.
type digest struct {
	of         *catalog.Catalog
	figures    figures
	sources    []source
	documented []int // beside each milestone
}

// Page is the page. It keeps the digest of the catalog in force: walking over the
// whole register takes four times as long as writing the page.
type Page struct{ last atomic.Pointer[digest] }

// digest returns the digest of a catalog, made anew when it is another one.
func (p *Page) digest(cat *catalog.Catalog) *digest {
	if d := p.last.Load(); d != nil && d.of == cat {
		return d
	}
	d := &digest{of: cat, figures: count(cat), sources: sources(cat)}
	for i := range cat.Milestones {
		d.documented = append(d.documented, documented(cat, &cat.Milestones[i]))
	}
	p.last.Store(d)
	return d
}

// Show answers the page.
func (p *Page) Show(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	title := r.T.T("data.title")
	return page.Answer{
		Head: page.Head{
			Title: title, Description: r.T.T("data.lead"), Path: "/donnees",
			Crumbs: []page.Crumb{{Label: title}},
		},
		Body: data(r, p.digest(r.Catalog)),
	}, nil
}

func count(cat *catalog.Catalog) figures {
	f := figures{Campuses: len(cat.Campuses), Organisations: len(cat.Organisations), Sources: len(cat.Sources)}
	for i := range cat.Campuses {
		c := &cat.Campuses[i]
		f.Labels += len(c.Labels)
		f.Members += len(c.Members)
		for _, missing := range []struct {
			is bool
			n  *int
		}{
			{len(c.Labels) == 0, &f.NoLabel},
			{!c.AtSeat, &f.NoSeat},
			{c.Sector == nil, &f.NoSector},
			{!c.NameExact, &f.Approximate},
			{c.Website == "", &f.NoWebsite},
			{len(c.Members) == 0, &f.NoMembers},
		} {
			if missing.is {
				*missing.n++
			}
		}
	}
	return f
}

// sources lists the sources, the most used first.
func sources(cat *catalog.Catalog) []source {
	used := make(map[campus.SourceID]int)
	add := func(p *campus.Provenance) {
		for _, id := range p.Sources {
			used[id]++
		}
	}
	for i := range cat.Campuses {
		c := &cat.Campuses[i]
		for j := range c.Facts {
			add(&c.Facts[j].Provenance)
		}
		for j := range c.Labels {
			add(&c.Labels[j].Provenance)
			for k := range c.Labels[j].Bases {
				add(&c.Labels[j].Bases[k].Provenance)
			}
		}
		for j := range c.Members {
			add(&c.Members[j].Membership.Provenance)
		}
	}
	list := make([]source, 0, len(cat.Sources))
	for i := range cat.Sources {
		s := &cat.Sources[i]
		list = append(list, source{s, used[s.ID]})
	}
	slices.SortStableFunc(list, func(a, b source) int {
		if a.Used != b.Used {
			return b.Used - a.Used
		}
		return strings.Compare(a.Title, b.Title)
	})
	return list
}

// documented is how many campuses the register shows labelled on the last day that
// an official count may speak of.
func documented(cat *catalog.Catalog, m *campus.Milestone) int {
	_, here := cat.Documented(m.On.Latest())
	return here
}
