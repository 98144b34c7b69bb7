package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
)

// maxFaults bounds the faults told at once.
const maxFaults = 20

// query is a question, read and checked.
type query struct {
	filter      catalog.Filter
	asOf        string // the day asked for, empty when none was
	limit       int
	after       int // position of the last item already seen, -1 at the start
	orgKinds    []campus.Kind
	territories []geo.Kind
	offer       catalog.OfferFilter // with the territories, campuses, sectors and box of filter
	wanted      wanted

	given []pair // what was asked, sorted, each once
}

type pair struct{ name, value string }

// canonical is the query as this program would write it: two spellings of the same
// question have the same.
func (q *query) canonical() string { return q.with("") }

// with is the canonical query with another cursor; none when it is empty.
func (q *query) with(cursor string) string {
	var b strings.Builder
	add := func(name, value string) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(name + "=" + url.QueryEscape(value))
	}
	for _, p := range q.given {
		if p.name == "cursor" && cursor != "" {
			continue
		}
		add(p.name, p.value)
	}
	if cursor != "" {
		add("cursor", cursor)
	}
	return b.String()
}

// read reads a query string by the endpoint's parameters. The problem names every
// fault, up to maxFaults.
func (e *endpoint) read(raw string, v *view) (*query, *Problem) {
	q := &query{limit: defaultLimit, after: -1}
	var faults []ParamError
	status := http.StatusBadRequest
	seen := make(map[string]int)
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		if len(faults) == maxFaults {
			break
		}
		p, refused := e.one(part, q, v, seen)
		if refused != nil {
			if refused.gone {
				status = http.StatusGone
			}
			faults = append(faults, refused.fault())
			continue
		}
		q.given = append(q.given, p)
	}
	if len(faults) > 0 {
		return nil, refusedFor(status, faults)
	}
	slices.SortFunc(q.given, func(a, b pair) int {
		return strings.Compare(a.name+"\x00"+a.value, b.name+"\x00"+b.value)
	})
	q.given = slices.Compact(q.given)
	q.offer.Regions, q.offer.Academies = q.filter.Regions, q.filter.Academies
	q.offer.Sectors, q.offer.Box = q.filter.Sectors, q.filter.Box
	return q, nil
}

// refusedFor tells the faults of a query. The status is that of one alone.
func refusedFor(status int, faults []ParamError) *Problem {
	detail := "The query has a parameter that can't be accepted: " + faults[0].Name + ": " + faults[0].Detail + "."
	if len(faults) > 1 {
		detail = fmt.Sprintf("The query has %d parameters that can't be accepted; the first is %s: %s.", len(faults), faults[0].Name, faults[0].Detail)
		status = http.StatusBadRequest
	}
	return problem(status, detail, faults...)
}

// one reads one name=value of a query string.
func (e *endpoint) one(part string, q *query, v *view, seen map[string]int) (pair, *refusal) {
	rawName, rawValue, _ := strings.Cut(part, "=")
	name, err := url.QueryUnescape(rawName)
	if err != nil || !utf8.ValidString(name) {
		return pair{}, &refusal{name: quote(rawName), value: rawValue, detail: "the name is badly encoded: percent signs go before two hexadecimal digits of UTF-8"}
	}
	i := slices.IndexFunc(e.params, func(p param) bool { return p.name == name })
	if i < 0 {
		detail := "no such parameter here"
		if name == "limit" || name == "cursor" {
			detail = "this form gives the whole selection at once"
		}
		return pair{}, &refusal{name: quote(name), value: rawValue, detail: detail, accepted: e.names()}
	}
	p := &e.params[i]
	value, err := url.QueryUnescape(rawValue)
	switch seen[name]++; {
	case err != nil:
		return pair{}, &refusal{name: name, value: rawValue, detail: "badly encoded: a percent sign goes before two hexadecimal digits"}
	case !utf8.ValidString(value):
		return pair{}, &refusal{name: name, value: value, detail: "not valid UTF-8"}
	case value == "":
		return pair{}, &refusal{name: name, detail: "empty: leave the parameter out to ask for everything"}
	case seen[name] > 1 && !p.many:
		return pair{}, &refusal{name: name, value: value, detail: "given more than once"}
	}
	if refused := p.read(q, v, value); refused != nil {
		refused.name, refused.value = name, value
		return pair{}, refused
	}
	return pair{name, value}, nil
}

func (e *endpoint) names() []string {
	names := make([]string, 0, len(e.params))
	for _, p := range e.params {
		names = append(names, p.name)
	}
	return names
}

// refusal says why a parameter can't be accepted.
type refusal struct {
	name, value string
	detail      string
	accepted    []string
	gone        bool // it was right, and no longer is
}

func (r *refusal) fault() ParamError {
	f := ParamError{In: "query", Name: r.name, Value: quote(r.value), Detail: r.detail, Accepted: r.accepted}
	if f.Accepted == nil {
		f.Accepted = []string{}
	}
	return f
}
