// Package campuspage is the page of one campus, /campus/{slug}: what it is, its
// label through time, its members, what it teaches, and where each statement comes
// from. What is not known is said.
package campuspage

import (
	"encoding/json"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/document"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/flux"
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
)

// Page answers /campus/{slug}.
func Page(r *page.Request) (page.Answer, error) {
	sel, err := listing.Parse(r)
	if err != nil {
		return page.Answer{}, err
	}
	cam, moved := r.Catalog.Campus(r.Value("slug"))
	switch {
	case cam == nil:
		return page.Answer{}, nearest(r, r.Value("slug"))
	case moved:
		return page.Answer{Redirect: listing.CampusLink(r, cam, sel.AsOf), Moved: true}, nil
	}
	v := newView(r, cam, sel.AsOf)
	drawn, err := v.drawing()
	if err != nil {
		return page.Answer{}, err
	}
	// The tables depend on the campus alone, not on the day asked for.
	tables, err := r.Catalog.Once("continuum "+cam.Slug+" "+string(r.Lang), func() (string, error) {
		var b strings.Builder
		err := continuum(v, v.Continuum()).Render(r.Context, &b)
		return b.String(), err
	})
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{
		Head: page.Head{
			Title:       v.title(),
			Description: v.description(),
			Path:        "/campus/" + cam.Slug,
			Image:       page.Image{Path: imagePath(cam), Alt: r.T.T("card.alt_campus", cam.Name)},
			Feed:        page.Feed{Path: flux.CampusPath(cam), Title: v.T("feed.campus_title", cam.Name)},
			JSONLD:      v.jsonLD(),
			Crumbs:      []page.Crumb{{Label: r.T.T("campuses.crumb"), Path: "/campus"}, {Label: cam.Name}},
		},
		Body: body(v, drawn, tables),
	}, nil
}

// nearest is the error for a slug that no campus has, with those that look like it.
func nearest(r *page.Request, slug string) error {
	e := &page.Suggest{Err: fault.New(fault.NotFound, "campus.not_found")}
	for _, cam := range r.Catalog.Nearest(slug, 5) {
		e.Hints = append(e.Hints, page.Hint{Label: cam.Name, Path: "/campus/" + cam.Slug})
	}
	return e
}

// view is a campus at a day.
type view struct {
	R     *page.Request
	Cam   *catalog.Campus
	AsOf  date.Day // zero: last known state
	State campus.State
}

func newView(r *page.Request, cam *catalog.Campus, day date.Day) *view {
	v := &view{R: r, Cam: cam, AsOf: day}
	if day.IsZero() {
		v.State = campus.LastKnown(cam.Labels, r.Today)
	} else {
		v.State = campus.StateOn(cam.Labels, day)
	}
	return v
}

// drawing is the map of the campus, empty without a place to draw.
func (v *view) drawing() (string, error) {
	return v.R.Catalog.Once("campus "+v.Cam.Slug+" "+string(v.R.Lang), func() (string, error) {
		return document.CampusMapSVG(v.R.Catalog, v.Cam, v.R.Lang)
	})
}

// Day is the day of the question: the one asked for, else today.
func (v *view) Day() date.Day {
	if v.AsOf.IsZero() {
		return v.R.Today
	}
	return v.AsOf
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

func (v *view) title() string {
	t := v.Cam.Name
	if v.Cam.City != "" {
		t += " (" + v.Cam.City + ")"
	}
	if !v.AsOf.IsZero() {
		t += " – " + v.R.T.Day(v.AsOf)
	}
	return t
}

func (v *view) description() string {
	s := v.T("campus.description", v.Cam.Name)
	if v.Cam.Sector != nil {
		s += " " + v.T("campus.description_sector", v.Cam.Sector.Label)
	}
	if v.Cam.Region != nil {
		s += " " + v.T("campus.description_region", v.Cam.Region.Name)
	}
	return s + " " + listing.StateWords(v.R.T, v.State, v.Day()) + "."
}

// jsonLD describes the campus in schema.org's words, with what is known only.
func (v *view) jsonLD() string {
	type address struct {
		Type     string `json:"@type"`
		Locality string `json:"addressLocality,omitempty"`
		Region   string `json:"addressRegion,omitempty"`
		Country  string `json:"addressCountry"`
	}
	doc := struct {
		Context string   `json:"@context"`
		Type    string   `json:"@type"`
		Name    string   `json:"name"`
		URL     string   `json:"url,omitempty"`
		SameAs  string   `json:"sameAs,omitempty"`
		Address *address `json:"address,omitempty"`
	}{
		Context: "https://schema.org", Type: "EducationalOrganization", Name: v.Cam.Name,
		URL: v.R.Absolute(v.R.Link("/campus/" + v.Cam.Slug)), SameAs: v.Cam.Website,
	}
	if v.Cam.City != "" || v.Cam.Region != nil {
		doc.Address = &address{Type: "PostalAddress", Locality: v.Cam.City, Country: "FR"}
		if v.Cam.Region != nil {
			doc.Address.Region = v.Cam.Region.Name
		}
	}
	b, err := json.Marshal(doc)
	if err != nil {
		return "" // strings always encode
	}
	return string(b)
}

// mapCaption says what the small map shows.
func (v *view) mapCaption() string {
	switch {
	case v.Cam.AtSeat && v.Cam.City != "":
		return v.T("campus.map_seat", v.Cam.City)
	case v.Cam.Academie != nil:
		return v.T("campus.map_academie", v.Cam.Academie.Name)
	}
	return v.T("campus.map_members")
}
