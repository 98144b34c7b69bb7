package date

import (
	"testing"
	"time"
)

// A day begins in Paris: one hour before that of UTC in winter, two in summer.
func TestToday(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]string{
		"2026-01-15T22:59:59Z": "2026-01-15",
		"2026-01-15T23:00:00Z": "2026-01-16",
		"2026-07-15T21:59:59Z": "2026-07-15",
		"2026-07-15T22:00:00Z": "2026-07-16",
		"2025-12-31T23:30:00Z": "2026-01-01",
	} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Today(instant).String(); got != want {
			t.Errorf("Today(%s) = %s, want %s", at, got, want)
		}
	}
}
