package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is a refusal, as RFC 9457 writes it.
type Problem struct {
	Type   string       `json:"type" doc:"Always about:blank: the status says the kind."`
	Title  string       `json:"title" doc:"The status in words."`
	Status int          `json:"status" doc:"HTTP status."`
	Detail string       `json:"detail" doc:"What is wrong, in a sentence."`
	Errors []ParamError `json:"errors" doc:"Each fault of the request, with its place."`
	// Nearest is filled only where a name was not found.
	Nearest []Near `json:"nearest,omitempty" doc:"What may have been meant, nearest first."`

	retry int // in how many seconds one may ask again; 0: nobody knows
}

// ParamError is one fault of a request.
type ParamError struct {
	In       string   `json:"in" doc:"Where the parameter is." enum:"query|path|body"`
	Name     string   `json:"name" doc:"Name of the parameter."`
	Value    string   `json:"value" doc:"What was given, cut when long."`
	Detail   string   `json:"detail" doc:"Why it can't be accepted."`
	Accepted []string `json:"accepted" doc:"What would be; empty when it can't be listed."`
}

// Near is a campus that may have been meant.
type Near struct {
	Slug string `json:"slug" doc:"Its name in addresses."`
	Name string `json:"name" doc:"Its name."`
	Href string `json:"href" doc:"Its address in this API."`
}

func problem(status int, detail string, errors ...ParamError) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Errors: errors}
}

// write answers with the problem.
func (p *Problem) write(w http.ResponseWriter, r *http.Request) {
	if p.Errors == nil {
		p.Errors = []ParamError{}
	}
	body, err := json.Marshal(p)
	if err != nil { // strings and integers always encode
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retry))
	}
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// quote is what was given, fit for an error: valid, and cut when long.
func quote(s string) string {
	const most = 80
	if len(s) > most {
		s = s[:most]
		for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		s += "…"
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
