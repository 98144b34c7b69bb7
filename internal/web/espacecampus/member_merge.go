package espacecampus

import (
	"slices"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/member"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// mergeForm is the page on which two bodies become one.
type mergeForm struct {
	r          *page.Request
	cam        *catalog.Campus
	into, twin campus.Organisation
	moves      member.Moves
	seats      []campus.Membership // of both, as they are
	problems   ui.Problems
}

// Twin answers /espace/campus/{slug}/membres/{id}/doublon/{twin}: two bodies side by side.
func (p *Pages) Twin(r *page.Request) (page.Answer, error) {
	f, err := p.openTwin(r)
	if err != nil {
		return page.Answer{}, err
	}
	return f.answer(), nil
}

// openTwin finds two bodies that look alike, when who asks keeps the members of every
// campus that has one of them.
func (p *Pages) openTwin(r *page.Request) (*mergeForm, error) {
	m, err := p.openMember(r)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.twins, func(o campus.Organisation) bool { return string(o.ID) == r.Value("twin") })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "member.unknown")
	}
	f := &mergeForm{r: r, cam: m.cam, into: m.entry.Organisation, twin: m.twins[i]}
	for _, id := range []campus.OrgID{f.into.ID, f.twin.ID} {
		_, list, err := p.store.Seats(r.Context, id)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			f.seats = append(f.seats, s.Membership)
		}
	}
	if !m.edits || !mayEverywhere(r, p.moderated, f.campuses()) {
		return nil, fault.New(fault.Denied, "membre.merge.denied")
	}
	f.moves = member.Merge(f.into.ID, f.twin.ID, f.seats)
	return f, nil
}

// campuses are those that have one of the two.
func (f *mergeForm) campuses() (ids []campus.ID) {
	for i := range f.seats {
		if !slices.Contains(ids, f.seats[i].Campus) {
			ids = append(ids, f.seats[i].Campus)
		}
	}
	return ids
}

func (f *mergeForm) answer() page.Answer {
	return page.Answer{Head: memberHead(f.r, f.cam, f.r.T.T("membre.merge")), Body: mergePage(f)}
}

// MergeNow makes the two one.
func (p *Pages) MergeNow(r *page.Request) (page.Answer, error) {
	f, err := p.openTwin(r)
	if err != nil {
		return page.Answer{}, err
	}
	into := member.Chosen(&f.into, &f.twin, func(field string) bool { return r.Form.Get("garder_"+field) == "b" })
	var seen []campus.ID
	for _, id := range r.Form["campus"] {
		seen = append(seen, campus.ID(id))
	}
	err = p.store.MergeMembers(r.Context, string(r.Who.Person.ID), into, f.twin.ID, seen)
	if fault.KindOf(err) == fault.Conflict {
		f.problems.Add("fusion", ui.Sentence(r, err))
		a := f.answer()
		a.Status = 409
		return a, nil
	}
	return page.Answer{Redirect: r.Link(memberPath(f.cam, f.into.ID))}, err
}

// valueOf is a fact of a body as the page shows it.
func valueOf(r *page.Request, o *campus.Organisation, field string) string {
	switch field {
	case "name":
		return o.Name
	case "kind":
		return r.T.T("kind." + text.Key(o.Kind))
	case "uai":
		return string(o.UAI)
	case "siret":
		return string(o.SIRET)
	}
	if o.Commune == "" {
		return o.City
	}
	return o.City + " (" + o.Commune + ")"
}

// better is which of two values is proposed: the twin's when the first is missing.
func better(r *page.Request, f *mergeForm, field string) string {
	if valueOf(r, &f.into, field) == "" {
		return "b"
	}
	return "a"
}

// cameSince are the sentences of what came to a survivor after two bodies were made one.
func cameSince(r *page.Request, s member.Since) (list []string) {
	for _, x := range []struct {
		key text.Key
		n   int
	}{
		{"membre.split.memberships", s.Memberships},
		{"membre.split.files", s.Files},
		{"membre.split.confirmations", s.Confirmations},
		{"membre.split.rights", s.Rights},
		{"membre.split.bookings", s.Bookings},
	} {
		if x.n > 0 {
			list = append(list, r.T.N(x.key, x.n))
		}
	}
	return list
}

// campusName is what a campus is called.
func campusName(r *page.Request, id campus.ID) string {
	if cam := r.Catalog.CampusOf(id); cam != nil {
		return cam.Name
	}
	return string(id)
}

// spanOf says from when until when someone is a member.
func spanOf(r *page.Request, p campus.Period) string {
	switch {
	case p.From.IsZero() && p.Until.IsZero():
		return r.T.T("membre.span.unknown")
	case p.Until.IsZero():
		return r.T.T("membre.span.since", r.T.Date(p.From))
	case p.From.IsZero():
		return r.T.T("membre.span.until", r.T.Date(p.Until))
	}
	return r.T.T("membre.span.between", r.T.Date(p.From), r.T.Date(p.Until))
}
