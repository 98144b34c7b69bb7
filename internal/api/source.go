package api

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"continuum/internal/campus"
	"continuum/internal/training"
)

// What a source speaks of.
const (
	ofRegister = "register"
	ofOffer    = "offer"
)

// Source is where statements and figures come from.
type Source struct {
	ID        string  `json:"id" doc:"Identifier, as cited in the other answers."`
	Of        string  `json:"of" doc:"What it speaks of: the register of campuses, or the national offer." enum:"register|offer"`
	Title     string  `json:"title" doc:"Title in French."`
	Publisher *string `json:"publisher" doc:"Who published it."`
	URL       *string `json:"url" doc:"Where it is."`
	Place     *string `json:"place" doc:"Where it is published, in words, when it has no address of its own."`
	Dataset   *string `json:"dataset" doc:"Identifier of the dataset on the portal where it is published."`
	Published *string `json:"published" doc:"Date, at its own precision; of the offer: date or period of the data."`
	Licence   string  `json:"licence" doc:"Licence, none-stated when the producer states none."`
	Present   bool    `json:"present" doc:"False when no file of it is at hand: nothing comes from it yet."`
	Version   *int    `json:"version" doc:"Number of its version here; 0 is that of the embedded dataset."`
	Rows      *int    `json:"rows" doc:"Rows of that version."`
	Recorded  *string `json:"recorded" doc:"Instant at which the version was brought in; null for the embedded dataset." format:"date-time"`
	Note      *string `json:"note" doc:"What a reader must know of it, in French."`
}

func sourceOf(s *campus.Source) Source {
	return Source{
		ID: string(s.ID), Of: ofRegister, Title: s.Title, Publisher: optional(s.Publisher), URL: optional(s.URL),
		Published: optional(s.Published.String()), Licence: s.Licence, Present: true,
	}
}

func provenanceOf(p *training.Provenance) Source {
	s := Source{
		ID: p.ID, Of: ofOffer, Title: p.Title, Publisher: optional(p.Publisher),
		Dataset: optional(p.Dataset), Licence: p.Licence, Present: p.Present, Note: optional(p.Note),
	}
	if strings.HasPrefix(p.Page, "https://") || strings.HasPrefix(p.Page, "http://") {
		s.URL = optional(p.Page)
	} else {
		s.Place = optional(p.Page)
	}
	if !p.Present {
		if p.Unpublished != "" {
			s.Note = optional(p.Unpublished)
		}
		return s
	}
	s.Published, s.Version, s.Rows = optional(p.Vintage), &p.Version, &p.Rows
	if p.Recorded != 0 {
		s.Recorded = optional(time.Unix(p.Recorded, 0).UTC().Format(time.RFC3339))
	}
	return s
}

// sourceKey tells sources apart: those of the register and of the offer are named by
// different hands.
func sourceKey(s *Source) string { return s.Of + unit + s.ID }

var sourceOfWhat = oneOf("of", "What the source speaks of.", []string{ofRegister, ofOffer},
	func(q *query) *[]string { return &q.wanted.sourcesOf })

func sourcePage(c *call) (reply, *Problem) {
	of := c.query.wanted.sourcesOf
	rows := referencesOf(c.view.sources, sourceKey, func(s *Source) bool { return len(of) == 0 || slices.Contains(of, s.Of) })
	return pageOf(c, sourceList, listed(rows), func(w *bytes.Buffer, r referenceRow[Source]) { w.Write(encode(*r.item)) }), nil
}
