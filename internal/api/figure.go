package api

import (
	"strconv"

	"continuum/internal/training"
)

// Figure is a number with what it is worth.
type Figure struct {
	Value     *float64 `json:"value" doc:"The number; null when it is secret or missing."`
	Status    string   `json:"status" doc:"Known, hidden by its producer, or said by nobody: three things." enum:"known|secret|missing"`
	Year      *string  `json:"year" doc:"Year, school year or cohort that it speaks of."`
	Source    *string  `json:"source" doc:"Identifier of its source."`
	Perimeter *string  `json:"perimeter" doc:"Whom it speaks of: offer, uai:…, region:…, basin:… or france."`
}

// figure is f with what it is worth.
func figure(f training.Figure, year, source, perimeter string) Figure {
	return Figure{amount(f), f.Status.String(), optional(year), optional(source), optional(perimeter)}
}

// amount is the number of a figure, nil when it is not known. The digits are those of
// the file: 0.83, not the double nearest to the float nearest to it.
func amount(f training.Figure) *float64 {
	if f.Status != training.Known {
		return nil
	}
	v, err := strconv.ParseFloat(strconv.FormatFloat(float64(f.Value), 'f', -1, 32), 64)
	if err != nil {
		return nil // no file holds an infinity
	}
	return &v
}

// yearText is a year, empty when unknown.
func yearText(year int16) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(int(year))
}

// figureColumns are the number and its status, of rows that hold one.
func figureColumns[R row](name, doc string, of func(R) training.Figure) []column[R] {
	return []column[R]{
		{name: name, doc: doc, kind: "number", value: func(r R) any { return amount(of(r)) }},
		{name: name + "_status", doc: "Whether " + name + " is known, secret or missing.", kind: "string", value: func(r R) any { return of(r).Status.String() }},
	}
}

// numbered is nil for a number of zero, which stands for unknown.
func numbered[N int8 | int16](n N) *int { return positive(int(n)) }
