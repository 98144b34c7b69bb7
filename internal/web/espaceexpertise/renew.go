package espaceexpertise

import (
	"net/url"
	"strconv"

	"continuum/internal/expertise"
	"continuum/internal/expertise/tie"
	"continuum/internal/labelling"
	"continuum/internal/store"
	"continuum/internal/web/page"
)

// renew looks again for what ties the members of a panel to its dossiers: a member of a
// campus may have come since the panel was composed. A panel made from files knows what its
// files said, no more.
func (p *Pages) renew(r *page.Request, panel *store.Panel) ([]expertise.Conflict, error) {
	if panel.Call == "" {
		return nil, nil
	}
	list, err := p.store.Candidates(r.Context)
	if err != nil {
		return nil, err
	}
	experts := make(map[expertise.ExpertID]expertise.Ties)
	for i := range list {
		c := &list[i]
		e := tie.Expert(r.Catalog, c.Subject, &c.Profile, c.Past)
		experts[e.ID] = e.Ties
	}
	dossiers := make(map[expertise.DossierID]expertise.Parties)
	err = p.store.ToRead(r.Context, labelling.CallID(panel.Call), func(c *labelling.Case, h store.Hands) {
		if h.Panel == panel.ID {
			d := tie.Dossier(r.Catalog, c, h.Authors, h.Instructors)
			dossiers[d.ID] = d.Parties
		}
	})
	if err != nil {
		return nil, err
	}
	return p.store.RenewTies(r.Context, string(r.Who.Person.ID), panel.ID, experts, dossiers)
}

// found says what the look that led to this page found, empty when none did.
func found(r *page.Request) string {
	q, _ := url.ParseQuery(r.Query)
	n, err := strconv.Atoi(q.Get("liens"))
	if err != nil || n < 0 {
		return ""
	}
	return r.T.N("expertise.renew.found", n)
}
