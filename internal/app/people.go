package app

import (
	"context"

	"continuum/internal/campus"
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

// workspaces is the store as the workspaces of campuses need it.
type workspaces struct{ *store.DB }

// OpenReports returns what readers report of a campus and nobody has dealt with.
func (w workspaces) OpenReports(ctx context.Context, id campus.ID) ([]campus.Report, error) {
	kept, err := w.Reports(ctx, store.ReportFilter{Campus: id, State: store.ReportOpen, Limit: 1000})
	list := make([]campus.Report, len(kept))
	for i, r := range kept {
		list[i] = campus.Report{ID: r.ID, At: r.Received, Page: r.Page, Message: r.Message, Mail: r.Contact, Lang: r.Lang}
	}
	return list, err
}
