package offer

import (
	"net/url"

	"continuum/internal/training"
)

// Path is the page of a qualification, without language prefix.
func Path(q *training.Qualification) string { return "/formations/" + url.PathEscape(q.ID) }

// EstablishmentPath is the page of an establishment, without language prefix.
func EstablishmentPath(e *training.Establishment) string {
	return "/etablissements/" + url.PathEscape(e.UAI)
}

// OccupationPath is the page of an occupation, without language prefix.
func OccupationPath(o *training.Occupation) string { return "/metiers/" + url.PathEscape(o.ROME) }
