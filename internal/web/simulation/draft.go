package simulation

import (
	"errors"
	"strconv"
	"strings"

	"continuum/internal/pathway"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/ui"
)

// finish makes a patch of the draft when it is whole; else it says what is missing.
func (v *view) finish() (p pathway.Patch, ok bool) {
	d := &v.State.Draft
	p = pathway.Patch{Do: d.Do}
	need := func(value, field, sentence string) string {
		if value == "" {
			v.Problems.Add(field, sentence)
		}
		return value
	}
	switch d.Do {
	case "open":
		p.Qualification = need(d.Qualification, paramWords, v.T("simul.need.training"))
		p.Establishment = need(d.UAI, paramPlace, v.T("simul.need.place"))
		p.Capacity = v.count(false)
		if p.Route = d.Route; p.Route == training.School.String() {
			p.Route = ""
		}
	case "close":
		p.Offer = need(d.Offer, paramWords, v.T("simul.need.offer"))
	case "resize":
		p.Offer = need(d.Offer, paramWords, v.T("simul.need.offer"))
		p.Capacity = v.count(true)
	case "move":
		p.Offer = need(d.Offer, paramWords, v.T("simul.need.offer"))
		p.Establishment = need(d.UAI, paramTo, v.T("simul.need.place"))
	case "link", "unlink":
		p.From = need(d.From, paramWords, v.T("simul.need.from"))
		p.To = need(d.Onto, paramTo, v.T("simul.need.onto"))
	case "board":
		p.Establishment = need(d.UAI, paramPlace, v.T("simul.need.place"))
	}
	if len(v.State.Patches) >= mostShown {
		v.Problems.Add(paramAdd, v.T("simul.too_many", mostShown))
	}
	if len(v.Problems) > 0 {
		return p, false
	}
	// Said now, beside what was chosen, rather than once it is in the list.
	if _, err := v.R.Catalog.Pathway().Apply(append(v.State.Patches[:len(v.State.Patches):len(v.State.Patches)], p)); err != nil {
		_, sentence := v.refused(err)
		v.Problems.Add(paramAdd, sentence)
		return p, false
	}
	return p, true
}

// count reads the places, which must be said or may be left open.
func (v *view) count(needed bool) int {
	text := v.State.Draft.Places
	if text == "" && !needed {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostPlaces {
		v.Problems.Add(paramPlaces, v.T("simul.need.places", mostPlaces))
	}
	return n
}

// refused says in words why the engine refuses a scenario, and which patch is at fault,
// counted from 0; -1 for none.
func (v *view) refused(err error) (at int, sentence string) {
	invalid, ok := errors.AsType[*pathway.Invalid](err)
	if !ok {
		return -1, v.T("error.internal")
	}
	parts := strings.SplitN(invalid.Field, ".", 3)
	if len(parts) < 3 {
		return -1, v.T("simul.refused.other")
	}
	at, _ = strconv.Atoi(parts[1])
	switch parts[2] + " " + invalid.Code {
	case "offer unknown":
		return at, v.T("simul.refused.offer_unknown")
	case "offer closed":
		return at, v.T("simul.refused.offer_closed")
	case "offer exists":
		return at, v.T("simul.refused.offer_exists")
	case "establishment nowhere":
		return at, v.T("simul.refused.nowhere")
	case "establishment unknown":
		return at, v.T("simul.refused.establishment_unknown")
	case "establishment boards":
		return at, v.T("simul.refused.boards")
	case "qualification unknown", "from unknown":
		return at, v.T("simul.refused.qualification_unknown")
	case "to exists":
		return at, v.T("simul.refused.link_exists")
	case "to unknown":
		return at, v.T("simul.refused.link_unknown")
	case "to contradiction":
		return at, v.T("simul.refused.link_self")
	}
	return at, v.T("simul.refused.other")
}

// Done is a patch in words.
func (v *view) Done(p *pathway.Patch) string {
	switch p.Do {
	case "open":
		s := v.T("simul.done.open", v.label(p.Qualification), v.place(p.Establishment))
		if route, ok := training.ParseRoute(p.Route); ok {
			s += ", " + offer.Route(v.R.T, route)
		}
		if p.Capacity > 0 {
			s += ", " + v.R.T.N("simul.places", p.Capacity)
		}
		return s
	case "close":
		return v.T("simul.done.close", v.offered(p.Offer))
	case "resize":
		return v.R.T.N("simul.done.resize", p.Capacity, v.offered(p.Offer))
	case "move":
		return v.T("simul.done.move", v.offered(p.Offer), v.place(p.Establishment))
	case "link":
		return v.T("simul.done.link", v.label(p.From), v.label(p.To))
	case "unlink":
		return v.T("simul.done.unlink", v.label(p.From), v.label(p.To))
	}
	return v.T("simul.done.board", v.place(p.Establishment))
}

// label is a qualification in words, or its identifier when nobody knows it.
func (v *view) label(id string) string {
	if id == end3e {
		return v.T("simul.end3e")
	}
	if at, _ := v.M.Qualification(id); at != training.None {
		return v.M.Qualifications[at].Label
	}
	return id
}

func (v *view) place(uai string) string {
	if at := v.M.Establishment(uai); at != training.None {
		return v.establishment(&v.M.Establishments[at])
	}
	return uai
}

func (v *view) offered(id string) string {
	at := v.M.Offer(id)
	if at == training.None || v.M.Offers[at].Establishment < 0 {
		return id
	}
	o := &v.M.Offers[at]
	return v.M.Qualifications[o.Qualification].Label + ", " + v.establishment(&v.M.Establishments[o.Establishment])
}

// Without is the page without a patch.
func (v *view) Without(i int) string {
	s := v.State
	s.Patches, s.Kept = append(append(pathway.Scenario{}, s.Patches[:i]...), s.Patches[i+1:]...), ""
	return v.R.Link(s.address())
}

// Routes are the routes by which one may open.
func (v *view) Routes() []ui.Option {
	var list []ui.Option
	for _, r := range []training.Route{training.School, training.Apprenticeship} {
		list = append(list, ui.Option{Value: r.String(), Label: offer.Route(v.R.T, r), Selected: v.State.Draft.Route == r.String()})
	}
	return list
}
