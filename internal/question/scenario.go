package question

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/pathway"
)

// ofItineraries are the parameters that speak of an itinerary alone.
var ofItineraries = []string{
	"from", "after", "level", "qualification", "cfd", "occupation", "campus_territory",
	"max_minutes", "routes", "boarding", "public", "remote", "located_only", "within", "avoid", "k",
}

// Scenario reads a question about what would change: a scenario, as a JSON list of
// patches, the territory to look at, and an itinerary to find before and after, when one
// says from where. The sector and the distance asked for hold for both.
func Scenario(cat *catalog.Catalog, values url.Values) (pathway.WhatIfRequest, Home, []Fault) {
	r := &reader{cat: cat, values: values}
	q := pathway.WhatIfRequest{Coverage: r.coverage()}
	if text := r.one("scenario"); text == "" {
		r.refuse("scenario", "", "it is needed: a JSON list of patches", `[{"do":"open","qualification":"…","establishment":"…"}]`)
	} else {
		var faults []Fault
		q.Scenario, faults = Patches([]byte(text))
		r.faults = append(r.faults, faults...)
	}
	var home Home
	if r.any(ofItineraries...) {
		if sectors := values["sector"]; len(sectors) > 1 {
			r.refuse("sector", sectors[1], "an itinerary is asked too: one sector at most")
			return q, home, r.faults
		}
		if v := r.one("max_minutes"); v != "" {
			r.refuse("max_minutes", v, "a scenario is measured in kilometres: give max_km")
		}
		// A campus is a territory to look at here, not where someone goes.
		own := &reader{cat: cat, values: maps.Clone(values)}
		own.values.Del("campus")
		var request pathway.Request
		request, home = own.itineraries()
		q.Itineraries, r.faults = []pathway.Request{request}, append(r.faults, own.faults...)
	}
	return q, home, r.faults
}

// Patches reads a scenario: a JSON list of patches.
func Patches(text []byte) (pathway.Scenario, []Fault) {
	var s pathway.Scenario
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields() // a misspelt word would be another scenario
	refused := func(detail string, accepted ...string) []Fault {
		return []Fault{{Name: "scenario", Value: string(text), Detail: detail, Accepted: accepted}}
	}
	if err := d.Decode(&s); err != nil {
		return nil, refused("not a JSON list of patches: "+strings.TrimPrefix(err.Error(), "json: "), pathway.Deeds()...)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, refused("not a JSON list of patches: something follows it", pathway.Deeds()...)
	}
	switch {
	case len(s) == 0:
		return nil, refused("no patch is in it")
	case len(s) > pathway.MaxPatches:
		return nil, refused(strconv.Itoa(len(s))+" patches are too many", "1 to "+strconv.Itoa(pathway.MaxPatches))
	}
	for i := range s {
		if !slices.Contains(pathway.Deeds(), s[i].Do) {
			return nil, refused("patch "+strconv.Itoa(i)+", do: not known", pathway.Deeds()...)
		}
	}
	return s, nil
}
