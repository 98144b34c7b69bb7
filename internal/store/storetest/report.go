package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/fault"
	"continuum/internal/store"
)

func reportPages(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	_, before := records(t, db)
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var want []store.Report
	for i := range 7 {
		r := store.Report{
			ID: fmt.Sprintf("r%d", i), Page: "/campus/campus-mer?le=2015", Message: "Le nom a changé", Lang: "en",
			Received: at.Add(time.Duration(i/2) * time.Second), State: store.ReportOpen, // pairs at one instant
		}
		if i%2 == 0 {
			r.Campus, r.Contact = "mer", "qui@example.org"
		}
		if err := db.AddReport(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		want = append([]store.Report{r}, want...)
	}
	var got []store.Report
	filter := store.ReportFilter{Limit: 3}
	for {
		page, err := db.Reports(t.Context(), filter)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		got = append(got, page...)
		filter.After = &page[len(page)-1]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
	if err := db.CloseReport(t.Context(), "r3"); err != nil {
		t.Error(err)
	}
	if err := db.CloseReport(t.Context(), "none"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("CloseReport(none) = %v, want NotFound", err)
	}
	closed, err := db.Reports(t.Context(), store.ReportFilter{State: store.ReportClosed})
	if err != nil || len(closed) != 1 || closed[0].ID != "r3" {
		t.Errorf("closed reports = %v, %v, want r3", closed, err)
	}
	if _, after := records(t, db); after != before {
		t.Errorf("reports moved the generation from %d to %d", before, after)
	}
}

func reportBounds(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	good := store.Report{Page: "/", Message: "x"}
	for _, tt := range []struct {
		name, field string
		change      func(*store.Report)
	}{
		{"no page", "page", func(r *store.Report) { r.Page = "" }},
		{"no message", "message", func(r *store.Report) { r.Message = "" }},
		{"a long page", "page", func(r *store.Report) { r.Page = strings.Repeat("é", store.MaxPage+1) }},
		{"a long message", "message", func(r *store.Report) { r.Message = strings.Repeat("é", store.MaxMessage+1) }},
		{"a long address", "contact", func(r *store.Report) { r.Contact = strings.Repeat("é", store.MaxContact+1) }},
		{"not UTF-8", "message", func(r *store.Report) { r.Message = "\xff" }},
		{"a zero byte", "message", func(r *store.Report) { r.Message = "a\x00" }},
		{"an unknown campus", "", func(r *store.Report) { r.Campus = "nowhere" }},
		{"an unknown state", "", func(r *store.Report) { r.State = "lost" }},
		{"an unknown language", "", func(r *store.Report) { r.Lang = "br" }},
	} {
		r := good
		tt.change(&r)
		err := db.AddReport(t.Context(), r)
		if fault.KindOf(err) != fault.Invalid || field(err) != tt.field {
			t.Errorf("%s: error %v, want Invalid in %q", tt.name, err, tt.field)
		}
	}
	longest := store.Report{Page: strings.Repeat("é", store.MaxPage), Message: strings.Repeat("é", store.MaxMessage), Contact: strings.Repeat("é", store.MaxContact)}
	if err := db.AddReport(t.Context(), longest); err != nil {
		t.Errorf("the longest report: %v", err)
	}
	list, err := db.Reports(t.Context(), store.ReportFilter{})
	if err != nil || len(list) != 1 || list[0].ID == "" || list[0].State != store.ReportOpen || time.Since(list[0].Received) > time.Minute {
		t.Errorf("reports = %d, %v, want the longest one, named, open and of now", len(list), err)
	}
}
