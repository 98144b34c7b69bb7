package geo

import (
	"testing"
	"time"
)

// Nine in the morning is not the same instant everywhere.
func TestClock(t *testing.T) {
	t.Parallel()
	for commune, want := range map[string]string{
		"29019": "08:00", "": "08:00", "97": "08:00", "2A004": "08:00",
		"97411": "05:00", "97209": "13:00", "98735": "19:00", "98818": "22:00",
	} {
		at := time.Date(2026, 1, 15, 9, 0, 0, 0, Clock(commune)).UTC().Format("15:04")
		if at != want {
			t.Errorf("9:00 in %q is %s UTC, want %s", commune, at, want)
		}
	}
}
