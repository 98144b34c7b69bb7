package workspace

import (
	"strings"
	"testing"
	"time"
)

func TestBookingCheck(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ name, start, end, purpose, wrong string }{
		{"well", "2026-11-25T09:00", "2026-11-25T17:00", "TP de soudage", ""},
		{"this minute", "2026-11-24T12:00", "2026-11-24T13:00", "TP de soudage", ""},
		{"past", "2026-11-24T11:59", "2026-11-24T13:00", "TP de soudage", "start"},
		{"no hour", "2026-11-25", "2026-11-25T17:00", "TP de soudage", "start"},
		{"no end", "2026-11-25T09:00", "", "TP de soudage", "end"},
		{"nothing of time", "2026-11-25T09:00", "2026-11-25T09:00", "TP de soudage", "end"},
		{"backwards", "2026-11-25T09:00", "2026-11-25T08:00", "TP de soudage", "end"},
		{"31 days", "2026-11-25T09:00", "2026-12-26T09:00", "TP de soudage", ""},
		{"longer", "2026-11-25T09:00", "2026-12-26T09:01", "TP de soudage", "end"},
		{"no purpose", "2026-11-25T09:00", "2026-11-25T17:00", " ", "purpose"},
		{"a book", "2026-11-25T09:00", "2026-11-25T17:00", strings.Repeat("x", 1001), "purpose"},
	} {
		b := &Booking{Start: tt.start, End: tt.end, Purpose: tt.purpose}
		var wrong []string
		for _, p := range b.Check(now) {
			wrong = append(wrong, p.Field)
		}
		if strings.Join(wrong, " ") != tt.wrong {
			t.Errorf("%s: wrong %v, want %s", tt.name, wrong, tt.wrong)
		}
	}
}

func TestBookingsMeet(t *testing.T) {
	t.Parallel()
	a := &Booking{Sheet: "hall", Start: "2026-11-25T09:00", End: "2026-11-25T12:00"}
	for _, tt := range []struct {
		sheet, start, end string
		want              bool
	}{
		{"hall", "2026-11-25T11:00", "2026-11-25T13:00", true},
		{"hall", "2026-11-25T10:00", "2026-11-25T11:00", true},
		{"hall", "2026-11-25T12:00", "2026-11-25T13:00", false}, // the end is exclusive
		{"hall", "2026-11-25T08:00", "2026-11-25T09:00", false},
		{"lathe", "2026-11-25T09:00", "2026-11-25T12:00", false},
	} {
		b := &Booking{Sheet: tt.sheet, Start: tt.start, End: tt.end}
		if a.Meets(b) != tt.want || b.Meets(a) != tt.want {
			t.Errorf("%+v meets: want %v", tt, tt.want)
		}
	}
}
