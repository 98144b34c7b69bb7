package parcours

import (
	"strconv"

	"continuum/internal/fault"
	"continuum/internal/question"
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// minutes reads a limit of time by road, where a travel-time engine can tell it.
func minutes(r *page.Request, s string) (int, error) {
	if s != "" && r.Catalog.Minutes() == nil {
		return 0, fault.New(fault.Invalid, "parcours.no_minutes").In(paramMinutes)
	}
	return number(paramMinutes, s, question.MaxMinutes)
}

// Timed reports whether distances are minutes by road.
func (v *view) Timed() bool { return v.measured.Unit == "min" }

// ByRoad reports whether a limit of time can be asked.
func (v *view) ByRoad() bool { return v.R.Catalog.Minutes() != nil }

// Minutes is the limit of time as the form shows it.
func (v *view) Minutes() string {
	if v.Ask.Minutes == 0 {
		return ""
	}
	return strconv.Itoa(v.Ask.Minutes)
}

// Fallback says what stands in for a travel-time engine that failed; empty when it did not.
func (v *view) Fallback() string {
	if !v.measured.Fallback() {
		return ""
	}
	return v.T("parcours.fallback."+text.Key(v.measured.Why)) + " " + v.R.T.N("parcours.fallback", v.Ask.Minutes, int(v.measured.MaxKm))
}

// Detour is the factor of great circles, in the reader's digits.
func (v *view) Detour() string { return v.R.T.Decimal(v.engine.Detour()) }

// limit is the farthest that a step may be, in the unit of the answer; 0 without one.
func (v *view) limit() int {
	switch {
	case v.Timed():
		return v.Ask.Minutes
	case v.measured.Fallback():
		return int(v.measured.MaxKm)
	}
	return v.Ask.Km
}

// away is a distance in the unit of the answer.
func (v *view) away(n int) string {
	if v.Timed() {
		return v.R.T.N("parcours.minutes", n)
	}
	return v.R.T.N("parcours.km", n)
}
