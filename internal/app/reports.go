package app

import (
	"context"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/store"
)

// reports keeps what readers report, with the campus that the page speaks of.
type reports struct {
	store   *store.DB
	current *catalog.Current
}

// AddReport keeps r.
func (s reports) AddReport(ctx context.Context, r campus.Report) error {
	kept := store.Report{ID: r.ID, Page: r.Page, Message: r.Message, Contact: r.Mail, Received: r.At, Lang: r.Lang}
	if kept.Page == "" {
		kept.Page = "/signaler" // the form leaves the page to the reader; the store wants to know where a report comes from
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(r.Page, "/en"), "?")
	if slug, ok := strings.CutPrefix(path, "/campus/"); ok {
		if cam, _ := s.current.Load().Campus(slug); cam != nil {
			kept.Campus = cam.ID
		}
	}
	return s.store.AddReport(ctx, kept)
}
