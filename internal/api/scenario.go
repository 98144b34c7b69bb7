package api

import (
	"context"

	"continuum/internal/pathway"
	"continuum/internal/question"
)

// toldCommunes bounds the communes told of a sector: a progression that is cut can
// change all of them.
const toldCommunes = 1000

// Scenario is what a scenario changes.
type Scenario struct {
	Hash     string `json:"hash" doc:"Names the scenario by its content."`
	Surveyed int    `json:"surveyed" doc:"Communes that had to be looked at again."`
	// Itineraries is null when none is asked.
	Itineraries *BeforeAfter `json:"itineraries" doc:"The itineraries asked, before and after; null when from is not given."`
	Territorial[Change]
}

// BeforeAfter is what a scenario changes for someone.
type BeforeAfter struct {
	From   Home  `json:"from" doc:"Where one lives, as understood."`
	Before Found `json:"before" doc:"As it is."`
	After  Found `json:"after" doc:"As it would be: an offer that the scenario opens has no source and no figure but its places."`
}

// Change is what a scenario changes in a sector: after less before.
type Change struct {
	Sector   string          `json:"sector" doc:"Code of the sector."`
	Covered  float64         `json:"covered" doc:"Young people covered, more or fewer."`
	Unsure   float64         `json:"unsure" doc:"Young people unsure, more or fewer."`
	Levels   []Rung          `json:"levels" doc:"Level by level, more or fewer."`
	Places   []Places        `json:"places" doc:"First-year places, more or fewer."`
	Changed  int             `json:"changed" doc:"Communes whose ladder changes."`
	Communes []CommuneChange `json:"communes" doc:"Those communes, the first thousand."`
}

// Places is first-year places of a level.
type Places struct {
	Level  int     `json:"level" doc:"Level, 3 to 8."`
	Places float64 `json:"places" doc:"Places, more or fewer."`
}

// CommuneChange is the ladder of a commune before and after.
type CommuneChange struct {
	Before Commune `json:"before" doc:"As it is."`
	After  Commune `json:"after" doc:"As it would be."`
}

func scenarioDifference(c *call) (reply, *Problem) {
	values, hash, refused := c.scenario()
	if refused != nil {
		return reply{}, refused
	}
	request, home, faults := question.Scenario(c.view.cat, values)
	if len(faults) > 0 {
		return reply{}, faulty(faults)
	}
	answer, refused := c.answered(func(ctx context.Context) (any, error) {
		e := c.view.cat.Pathway()
		d, err := e.WhatIf(ctx, request)
		if err != nil {
			return nil, err
		}
		t := teller{n: c.view.national, e: e}
		out := Scenario{Hash: d.Hash, Surveyed: d.Surveyed, Territorial: territorial[Change](c, &request.Coverage)}
		if len(d.Before) > 0 {
			out.Itineraries = &BeforeAfter{homeOf(home), t.found(d.Before[0]), teller{n: t.n, e: d.Engine}.found(d.After[0])}
		}
		for i := range d.Sectors {
			out.Items = append(out.Items, t.change(&d.Sectors[i]))
		}
		return out, nil
	})
	if refused != nil && hash != "" {
		refused.ofKept(hash)
	}
	return answer, refused
}

func (t teller) change(s *pathway.SectorDifference) Change {
	out := Change{
		Sector: s.Sector, Covered: tenth(s.Covered), Unsure: tenth(s.Unsure), Levels: rungs(&s.Levels),
		Changed: len(s.Communes), Communes: []CommuneChange{},
	}
	for _, l := range fromCAP {
		out.Places = append(out.Places, Places{l, s.Places[l]})
	}
	for i := range s.Communes[:min(len(s.Communes), toldCommunes)] {
		out.Communes = append(out.Communes, CommuneChange{t.commune(&s.Communes[i].Before), t.commune(&s.Communes[i].After)})
	}
	return out
}
