// Package need says what employers of a basin tell that they will recruit, as the pages
// of territories and of employers show it: in a sentence, and family of occupations by
// family. A masked figure, zero and what nobody tells are three things.
package need

import (
	"slices"
	"strconv"

	"continuum/internal/pathway"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
)

// mostFamilies bounds the families of occupations that a table shows.
const mostFamilies = 10

// Recruitment says how many recruitments are told; nobody tells any when n is nil.
func Recruitment(t *text.Texts, n *pathway.NeedSum) string {
	switch {
	case n == nil:
		return t.T("territoire.needs_untold")
	case n.Projects.Known == 0 && n.Projects.Masked > 0:
		return t.T("territoire.needs_masked")
	case n.Projects.Known == 0:
		return t.T("territoire.needs_untold")
	}
	s := t.Number(int(n.Projects.Value))
	if n.Projects.Masked > 0 {
		s = t.T("territoire.needs_least", s)
	}
	return s
}

// sentence says what a sector recruits.
func sentence(r *page.Request, n *pathway.Needs) string {
	t, name := r.T, n.Sector
	if s := r.Catalog.Sector(n.Sector); s != nil {
		name = s.Label
	}
	if n.Projects.Known == 0 && n.Projects.Masked == 0 {
		return t.T("territoire.needs_none", name)
	}
	s := t.T("territoire.needs_sum", name, Recruitment(t, &n.NeedSum), strconv.Itoa(int(n.Year)), confidence(t, n.Confidence))
	if n.Difficult.Of > 0 && n.Seasonal.Of > 0 {
		s += " " + t.T("territoire.needs_shares", share(t, n.Difficult), share(t, n.Seasonal))
	}
	if n.Projects.Masked > 0 {
		s += " " + t.N("territoire.needs_hidden", n.Projects.Masked)
	}
	return s
}

// share is a part of the projects, "–" when nobody tells.
func share(t *text.Texts, s pathway.Share) string {
	if s.Of == 0 {
		return "–"
	}
	return offer.Share(t, training.Of(s.Value/s.Of))
}

// confidence is how sure a sum is, in words.
func confidence(t *text.Texts, c training.Confidence) string {
	if c == 0 {
		return "–"
	}
	return t.T("territoire.confidence." + text.Key(c.String()))
}

// families are those that recruit most.
func families(n *pathway.Needs) []pathway.FamilyNeeds {
	return n.Families[:min(len(n.Families), mostFamilies)]
}

// link is how sure it is that a sector trains for a family.
func link(sector, fap string) training.Confidence {
	rules := training.NeedRules()
	at := slices.IndexFunc(rules, func(r training.NeedRule) bool { return r.Sector == sector && r.FAP == fap })
	if at < 0 {
		return 0
	}
	return rules[at].Confidence
}
