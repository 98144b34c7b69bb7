package question

import (
	"errors"
	"strings"

	"continuum/internal/pathway"
)

// whys are the reasons for which an engine refuses a request that could be read.
var whys = map[string]string{
	"unknown":       "not known",
	"bounds":        "out of bounds",
	"empty":         "it is needed",
	"contradiction": "no qualification meets all that is asked together",
	"unsupported":   "that can't be done",
	"closed":        "already closed",
	"exists":        "exists already",
	"boards":        "known to board pupils already",
	"nowhere":       "nobody knows where it is",
}

// Refused is what to say of an error of the engine; ok is false when the question is
// not at fault.
func Refused(err error) (f Fault, ok bool) {
	if errors.Is(err, pathway.ErrTooWide) {
		return Fault{Name: "max_km", Detail: "too much is within reach to be weighed: give a shorter distance, one start or a closer target"}, true
	}
	invalid, ok := errors.AsType[*pathway.Invalid](err)
	if !ok {
		return Fault{}, false
	}
	why, known := whys[invalid.Code]
	if !known {
		why = invalid.Code
	}
	f = Fault{Name: invalid.Field, Value: invalid.Value, Detail: why}
	room, rest, _ := strings.Cut(invalid.Field, ".")
	switch room {
	case "home":
		f.Name = "from"
	case "starts":
		f.Name = "after"
	case "target":
		f.Name = rest
		if rest == "" {
			f.Name = "level"
		}
	case "area":
		f.Name, f.Detail = "commune", "no commune of this territory has a known place"
	case "scenario":
		f.Name = "scenario"
		if at, field, ok := strings.Cut(rest, "."); ok {
			f.Detail = "patch " + at + ", " + field + ": " + why // counted from 0, as in JSON
		}
	}
	return f, true
}
