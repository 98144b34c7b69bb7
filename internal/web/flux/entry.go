package flux

import (
	"strconv"
	"strings"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/labelling"
	"continuum/internal/text"
	"continuum/internal/web/appels"
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
)

// national are the entries of the whole network.
func national(r *page.Request) []entry {
	var list []entry
	for i := range r.Catalog.Campuses {
		list = append(list, labels(r, &r.Catalog.Campuses[i])...)
	}
	for i := range r.Catalog.Acts {
		a := &r.Catalog.Acts[i]
		e := newEntry("act:"+string(a.ID), a.Title, r.Link("/donnees"), a.Recorded)
		e.day, e.Summary = int(a.Signed.Earliest()), a.Note
		list = append(list, e)
	}
	for i := range r.Catalog.Calls {
		list = append(list, ofCall(r, &r.Catalog.Calls[i])...)
	}
	for i := range r.Catalog.Training.Sources {
		s := &r.Catalog.Training.Sources[i]
		if !s.Present || s.Recorded == 0 {
			continue // the embedded version: it came with the program
		}
		version := strconv.Itoa(s.Version)
		e := newEntry("source:"+s.ID+":"+version, r.T.T("feed.data", s.Title, version), r.Link("/donnees/qualite"), time.Unix(s.Recorded, 0))
		if s.Vintage != "" {
			e.Summary = r.T.T("feed.vintage", s.Vintage, s.Publisher)
		}
		list = append(list, e)
	}
	return list
}

// ofCall are what happened to a call: it was opened, a date of it moved, a question was answered.
func ofCall(r *page.Request, a *labelling.Announced) []entry {
	id, href := "call:"+string(a.ID), r.Link(appels.PathOf(a.ID))
	e := newEntry(id, r.T.T("feed.call", a.Title), href, a.At)
	e.Summary = appels.Status(r, &a.Call, a.Ruleset)
	list := []entry{e}
	for i := range a.Moved {
		e := newEntry(id+":moved:"+strconv.Itoa(i+1), r.T.T("feed.call.moved", a.Title), href, a.Moved[i].At)
		e.Summary = appels.MovedLine(r, a.Ruleset, &a.Moved[i])
		list = append(list, e)
	}
	for i := range a.Answers {
		x := &a.Answers[i]
		e := newEntry(id+":answer:"+x.ID, r.T.T("feed.call.answer", a.Title), href+"#questions", x.At)
		e.Summary = x.Question
		list = append(list, e)
	}
	return list
}

// ofCampus are the entries of a campus. What is known of it has one entry for all that
// was recorded at once.
func ofCampus(r *page.Request, cam *catalog.Campus) []entry {
	list := labels(r, cam)
	for i := range cam.Members {
		m := &cam.Members[i]
		role := strings.ToLower(r.T.T("role." + text.Key(m.Membership.Role)))
		e := newEntry("membership:"+m.Membership.ID, r.T.T("feed.member", m.Organisation.Name, role), pageOf(r, cam), m.Membership.Recorded)
		list = append(list, e)
	}
	facts := make(map[time.Time]int)
	for i := range cam.Facts {
		facts[cam.Facts[i].Recorded]++
	}
	for at, n := range facts {
		list = append(list, newEntry("campus:"+string(cam.ID)+":facts:"+strconv.FormatInt(at.Unix(), 10), r.T.N("feed.facts", n), pageOf(r, cam), at))
	}
	return list
}

func labels(r *page.Request, cam *catalog.Campus) []entry {
	var list []entry
	for i := range cam.Labels {
		l := &cam.Labels[i]
		title := r.T.T("feed.label", cam.Name, r.T.T("campus.label."+text.Key(l.Category)))
		if !l.Start.IsZero() {
			title += ", " + listing.Since(r.T, l.Start)
		}
		e := newEntry("label:"+string(l.ID), title, pageOf(r, cam), l.Recorded)
		e.day, e.Summary = int(l.Start.Earliest()), basis(l)
		list = append(list, e)
	}
	return list
}

// basis is what a label rests on, in French as the register says it.
func basis(l *campus.Label) string {
	var said []string
	for i := range l.Bases {
		if s := l.Bases[i].Text; s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ; ")
}

func pageOf(r *page.Request, cam *catalog.Campus) string { return r.Link("/campus/" + cam.Slug) }

func newEntry(id, title, href string, recorded time.Time) entry {
	return entry{ID: "urn:continuum:" + id, Title: title, Link: link{Href: href}, Updated: stamp(recorded), at: recorded}
}
