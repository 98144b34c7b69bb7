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

// Website is the address of an establishment's site when it is one; what is no address is
// not linked.
func Website(e *training.Establishment) string {
	if u, err := url.Parse(e.Website); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return u.String()
	}
	return ""
}
