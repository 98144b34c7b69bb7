package question

import (
	"fmt"
	"strings"

	"continuum/internal/geo"
)

// Home is where one starts from.
type Home struct {
	Point   geo.Point
	Commune *geo.Commune // nil when it was given as a point
}

// Bounds of what is told of a name that many communes bear, and of how far from all of
// them a point may be.
const (
	mostCandidates = 20
	mostAlike      = 5
	shoreKm        = 10
)

// home reads a place: the INSEE code of a commune, its name when no other bears it, or
// lat,lon in France.
func (r *reader) home(name string) Home {
	v := r.one(name)
	if v == "" {
		r.refuse(name, "", "it is needed: the INSEE code of a commune, or lat,lon")
		return Home{}
	}
	if strings.Contains(v, ",") {
		return Home{Point: r.point(name, v)}
	}
	c := r.cat.Atlas.Commune(v)
	if c == nil {
		if c = r.named(name, v); c == nil {
			return Home{}
		}
	}
	if c.Point.IsZero() {
		r.refuse(name, v, "it is not known where this commune lies: give lat,lon")
	}
	return Home{c.Point, c}
}

func (r *reader) point(name, v string) geo.Point {
	p, err := geo.ParsePoint(v)
	if err != nil || p.IsZero() {
		r.refuse(name, v, "not a point of France in degrees", "lat,lon")
		return geo.Point{}
	}
	if r.cat.Atlas.LocateDepartement(p) != nil {
		return p
	}
	for i := range r.cat.Atlas.Communes {
		// Contours are simplified: a home on the shore may lie outside of them.
		if c := &r.cat.Atlas.Communes[i]; !c.Point.IsZero() && geo.Km(p, c.Point) <= shoreKm {
			return p
		}
	}
	r.refuse(name, v, "at sea or abroad: no commune of France is near", "lat,lon")
	return geo.Point{}
}

// named finds the commune that alone bears a name. Of several, all are told: which one
// is meant is not for us to guess.
func (r *reader) named(name, v string) *geo.Commune {
	a := r.cat.Atlas
	found, detail := a.CommunesNamed(v), "%d communes bear this name: give the INSEE code of one"
	if len(found) == 1 {
		return found[0]
	}
	if len(found) == 0 {
		found, detail = a.CommunesAt(v), "a postal code, not the INSEE code of a commune"
	}
	if len(found) == 0 {
		found, detail = a.Places(v), "no commune has this INSEE code or this name"
	}
	if len(found) == 0 {
		found = a.PlacesLike(v, mostAlike)
	}
	if strings.Contains(detail, "%") {
		detail = fmt.Sprintf(detail, len(found))
	}
	var accepted []string
	for _, c := range found[:min(len(found), mostCandidates)] {
		accepted = append(accepted, c.Code+" "+a.PlaceLabel(c))
	}
	r.refuse(name, v, detail, accepted...)
	return nil
}
