package ui

import (
	"github.com/a-h/templ"

	"continuum/internal/text"
)

// PlaceEntry are the attributes by which an entry of a commune proposes those of the
// register as one types. They ask nothing of a reader without scripts.
func PlaceEntry(t *text.Texts) templ.Attributes {
	return templ.Attributes{
		"data-suggest":   "/api/v1/places?limit=8&q=",
		"data-say-list":  t.T("entry.places"),
		"data-say-count": t.T("entry.count", "{n}"),
		"data-say-none":  t.T("entry.no_place"),
	}
}

// WordsEntry are those of an entry of words: it proposes what may be meant, and of what
// kind that is. Nothing but the words is taken from a proposal.
func WordsEntry(t *text.Texts) templ.Attributes {
	return templ.Attributes{
		"data-suggest":           "/api/v1/suggestions?limit=8&q=",
		"data-say-list":          t.T("entry.words"),
		"data-say-count":         t.T("entry.count", "{n}"),
		"data-say-none":          t.T("entry.no_words"),
		"data-say-training":      t.T("entry.training"),
		"data-say-occupation":    t.T("search.kind.occupation"),
		"data-say-campus":        t.T("search.kind.campus"),
		"data-say-establishment": t.T("search.kind.establishment"),
	}
}

// HomeEntry are those of an entry where readers say where they live: it proposes
// communes, and may be filled in by the browser from where it is.
func HomeEntry(t *text.Texts) templ.Attributes {
	a := PlaceEntry(t)
	a["data-say-here"] = t.T("entry.here")
	a["data-say-here-wait"] = t.T("entry.here_wait")
	a["data-say-here-found"] = t.T("entry.here_found", "{name}")
	a["data-say-here-far"] = t.T("entry.here_far")
	a["data-say-here-refused"] = t.T("entry.here_refused")
	a["data-say-here-failed"] = t.T("entry.here_failed")
	return a
}
