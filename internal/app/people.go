package app

import (
	"context"

	"continuum/internal/journal"
	"continuum/internal/store"
	"continuum/internal/web/espace"
)

// people is the store as the pages of who has an account need it.
type people struct{ *store.DB }

// JournalPage returns entries newest first.
func (p people) JournalPage(ctx context.Context, q espace.JournalQuery) ([]journal.Entry, error) {
	return p.Journal(ctx, store.JournalFilter{Stream: q.Stream, Actor: q.Actor, Before: q.Before, After: q.After})
}
