package api

import (
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"

	"continuum/internal/search"
)

// Suggestion is a thing whose name begins as what is being typed.
type Suggestion struct {
	Label string `json:"label" doc:"Its name in French; that of an establishment is followed by its city."`
	Kind  string `json:"kind" doc:"What it is." enum:"training|occupation|campus|establishment"`
	ID    string `json:"id" doc:"Its identifier in this API: of a qualification, an occupation or an establishment; slug of a campus."`
	Href  string `json:"href" doc:"Address of its page."`
}

// suggestedText is q for suggestions: whatever is typed is accepted, since someone who
// types passes through anything.
var suggestedText = param{
	name: "q", required: true, example: "bts cha", schema: schema{"type": "string", "minLength": 1, "maxLength": maxWords},
	doc: "What is being typed: the last word may be only begun, words may be misspelt; case and accents do not count.",
	read: func(q *query, _ *view, value string) *refusal {
		if utf8.RuneCountInString(value) > maxWords {
			return &refusal{detail: "longer than " + strconv.Itoa(maxWords) + " characters"}
		}
		q.filter.Q = value
		return nil
	},
}

// defaultSuggested is how many suggestions are given when nobody says.
const defaultSuggested = 10

// suggestedLimit is limit for suggestions.
var suggestedLimit = param{
	name: "limit", example: "5", schema: schema{"type": "integer", "minimum": 1, "maximum": search.MaxSuggested, "default": defaultSuggested},
	doc: "Most suggestions.",
	read: func(q *query, _ *view, value string) *refusal {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > search.MaxSuggested {
			return &refusal{detail: "not a whole number within bounds", accepted: []string{"1 to " + strconv.Itoa(search.MaxSuggested)}}
		}
		q.limit = n
		return nil
	},
}

// suggestionPage answers with what may be meant. It is one page: whoever wants more types
// one letter more.
func suggestionPage(c *call) (reply, *Problem) {
	if !c.query.gave(suggestedText.name) {
		return reply{}, refusedFor(http.StatusBadRequest, []ParamError{(&refusal{name: suggestedText.name, detail: "needed: what is being typed"}).fault()})
	}
	n := defaultSuggested
	if c.query.gave(suggestedLimit.name) {
		n = c.query.limit
	}
	found := c.view.cat.Search().Suggest(c.query.filter.Q, n)
	page := Pages[Suggestion]{Items: make([]Suggestion, 0, len(found)), Total: len(found), Origin: c.origin()}
	for _, s := range found {
		page.Items = append(page.Items, c.suggestion(s.Kind, s.At))
	}
	r := document(page)
	r.total = len(found)
	return r, nil
}

// gave reports whether the query gives a parameter.
func (q *query) gave(name string) bool {
	for _, p := range q.given {
		if p.name == name {
			return true
		}
	}
	return false
}

// suggestion names a thing that the index found, and its page.
func (c *call) suggestion(kind search.Kind, at int32) Suggestion {
	n, s := c.view.national, Suggestion{Kind: string(kind)}
	under := ""
	switch kind {
	case search.Training:
		q := &n.Qualifications[at]
		s.Label, s.ID, under = q.Label, q.ID, "/formations/"
	case search.Occupation:
		o := &n.Occupations[at]
		s.Label, s.ID, under = o.Label, o.ROME, "/metiers/"
	case search.Establishment:
		e := &n.Establishments[at]
		s.Label, s.ID, under = e.Name, e.UAI, "/etablissements/"
		if e.City != "" {
			s.Label += ", " + e.City
		}
	case search.CampusKind:
		cam := &n.cat.Campuses[at]
		s.Label, s.ID, under = cam.Name, cam.Slug, "/campus/"
	}
	s.Href = c.cfg.BaseURL + under + url.PathEscape(s.ID)
	return s
}
