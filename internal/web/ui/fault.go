package ui

import (
	"errors"

	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// Sentence is what the reader is told of an error of the domain, in their language.
func Sentence(r *page.Request, err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return r.T.T(text.Key(f.Key), f.Args...)
	}
	return r.T.T("error.internal")
}
