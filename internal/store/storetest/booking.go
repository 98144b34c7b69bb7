package storetest

import (
	"testing"
	"time"

	"continuum/internal/fault"
	"continuum/internal/privacy"
	"continuum/internal/store"
	"continuum/internal/workspace"
)

// bookings are the requests of the campus of the sea.
func bookings(t *testing.T, db *store.DB) []workspace.Booking {
	t.Helper()
	list, err := db.Bookings(t.Context(), "mer", "")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// bookingLife asks for equipment, answers, and gives up; of two people who accept what
// excludes each other one wins.
func bookingLife(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	now := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	cfg.Now = func() time.Time { return now }
	db := open(t, cfg)
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	hall := workspace.Version{Campus: "mer", Kind: workspace.KindEquipment, State: workspace.Draft, Author: "p1", Body: []byte(`{"name":"Halle","text":"","place":"Lorient","sharing":"Sur demande","bookable":true}`)}
	hall, err := db.SaveSheet(t.Context(), hall)
	if err != nil {
		t.Fatal(err)
	}
	b := workspace.Booking{Sheet: hall.Sheet, Campus: "mer", Organisation: "o-1", Start: "2026-11-25T09:00", End: "2026-11-25T12:00", Purpose: "TP de soudage", Author: "p2"}
	isKind(t, "of a draft", db.AskBooking(t.Context(), b), fault.NotFound)
	hall.State = workspace.Public
	if hall, err = db.SaveSheet(t.Context(), hall); err != nil {
		t.Fatal(err)
	}
	of := b
	of.Campus = "numerique"
	isKind(t, "of another campus", db.AskBooking(t.Context(), of), fault.NotFound)
	of = b
	of.Purpose = ""
	isKind(t, "for nothing", db.AskBooking(t.Context(), of), fault.Invalid)
	for _, start := range []string{"2026-11-25T09:00", "2026-11-25T08:00", "2026-11-25T07:00", "2026-11-25T11:00"} {
		of = b
		of.Start = start
		if err := db.AskBooking(t.Context(), of); err != nil {
			t.Fatal(err)
		}
	}
	list := bookings(t, db)
	if len(list) != 4 || list[0].Start != "2026-11-25T07:00" || list[0].State != workspace.Asked || list[0].Organisation != "o-1" {
		t.Fatalf("asked: %+v", list)
	}
	isKind(t, "declined without a reason", db.MoveBooking(t.Context(), list[0], workspace.Declined, "p1", " "), fault.Invalid)
	acts := make([]func(*store.DB) error, len(list))
	for i := range list {
		acts[i] = func(db *store.DB) error {
			return db.MoveBooking(t.Context(), list[i], workspace.Accepted, "p1", "")
		}
	}
	won := -1
	for i, err := range together(t, cfg, acts...) {
		switch {
		case err == nil && won < 0:
			won = i
		case err == nil:
			t.Error("two were accepted at one time")
		default:
			isKind(t, "at one time", err, fault.Conflict)
		}
	}
	if won < 0 {
		t.Fatal("none was accepted")
	}
	isKind(t, "it has moved", db.MoveBooking(t.Context(), list[won], workspace.Declined, "p1", "Non"), fault.Conflict)
	taken := bookings(t, db)[won]
	if err := db.MoveBooking(t.Context(), taken, workspace.GivenUp, "p2", ""); err != nil {
		t.Fatal(err)
	}
	next := list[(won+1)%len(list)]
	if err := db.MoveBooking(t.Context(), next, workspace.Accepted, "p1", ""); err != nil {
		t.Errorf("once it is free: %v", err)
	}
	if list, err := db.Bookings(t.Context(), "mer", "2026-11-25T12:00"); err != nil || len(list) != 0 {
		t.Errorf("after the end: %v, %v", list, err)
	}
	healthy(t, db)
	now = now.AddDate(1, 2, 0)
	if gone, err := db.Expire(t.Context(), privacy.Retention{}); err != nil || gone.Bookings != 4 || len(bookings(t, db)) != 0 {
		t.Errorf("a year after: %+v, %v", gone, err)
	}
}

// figureApproved has the governance approve a figure: as it is public, and until it is
// written again.
func figureApproved(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	v := workspace.Version{Campus: "mer", Kind: workspace.KindFigure, State: workspace.Draft, Author: "p1", Body: []byte(`{"indicator":"I-20","year":2025,"status":"known","value":4,"source":"Enquête"}`)}
	v, err := db.SaveSheet(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	approved := func(want int) {
		t.Helper()
		if at, err := db.Approvals(t.Context(), "mer"); err != nil || len(at) != want {
			t.Errorf("approved: %v, %v; want %d", at, err, want)
		}
	}
	isKind(t, "a draft", db.ApproveFigure(t.Context(), v, "p2"), fault.Conflict)
	v.State = workspace.Public
	if v, err = db.SaveSheet(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	approved(0)
	for range 2 {
		if err := db.ApproveFigure(t.Context(), v, "p2"); err != nil {
			t.Fatal(err)
		}
	}
	approved(1)
	if v, err = db.SaveSheet(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	approved(0)
	healthy(t, db)
}
