package formation

import (
	"net/url"

	"continuum/internal/text"
	"continuum/internal/web/simulation"
)

// link is a link to a question about pathways.
type link struct {
	key text.Key
	to  string
}

// Pathways are the questions that the qualification is a part of: how to get there,
// where to go on from it, and what opening it somewhere would change. One goes on from
// what one holds, which a common year is not.
func (v *view) Pathways() []link {
	id := url.QueryEscape(v.Q.ID)
	list := []link{{"formation.reach", v.R.Link("/parcours?formation=" + id)}}
	if !v.Q.Common {
		list = append(list, link{"formation.go_on", v.R.Link("/parcours?apres=" + id)})
	}
	return append(list, link{"formation.simulate", v.R.Link(simulation.OpeningPath("", v.Q.Sector, 0, v.Q.ID, ""))})
}
