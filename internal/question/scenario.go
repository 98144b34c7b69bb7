package question

import (
	"encoding/json"
	"net/url"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/pathway"
)

// Scenario reads a question about what would change: a scenario, as a JSON list of
// patches, and the territory to look at.
func Scenario(cat *catalog.Catalog, values url.Values) (pathway.WhatIfRequest, []Fault) {
	r := &reader{cat: cat, values: values}
	q := pathway.WhatIfRequest{Coverage: r.coverage()}
	text := r.one("scenario")
	if text == "" {
		r.refuse("scenario", "", "it is needed: a JSON list of patches", `[{"do":"open","qualification":"…","establishment":"…"}]`)
		return q, r.faults
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields() // a misspelt word would be another scenario
	if err := d.Decode(&q.Scenario); err != nil || d.More() {
		detail := "not a JSON list of patches"
		if err != nil {
			detail += ": " + strings.TrimPrefix(err.Error(), "json: ")
		}
		r.refuse("scenario", text, detail, pathway.Deeds()...)
	} else if len(q.Scenario) == 0 {
		r.refuse("scenario", text, "no patch is in it")
	}
	return q, r.faults
}
