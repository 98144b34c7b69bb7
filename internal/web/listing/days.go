package listing

import (
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/text"
	"continuum/internal/web/selection"
)

// Day is a date offered at a click.
type Day struct {
	Text string
	Link string
	Here bool
}

// presets are the dates that tell the network's beginnings: the end of its first
// year, and the month of its first national map.
var presets = []struct {
	key text.Key
	day date.Day
}{
	{"listing.day.end_2013", date.NewDay(2013, 12, 31)},
	{"listing.day.september_2015", date.NewDay(2015, 9, 1)},
	{"listing.day.end_2017", date.NewDay(2017, 12, 31)},
	{"listing.day.end_2021", date.NewDay(2021, 12, 31)},
}

// Days are the dates offered: some of the past, today, and the last known state.
func (v *View) Days() []Day {
	s := v.Sel.Selection
	here := v.R.Path == v.Path
	var days []Day
	for _, p := range presets {
		days = append(days, Day{v.T(p.key), v.Address(s.On(p.day)), here && s.AsOf == p.day})
	}
	return append(days,
		Day{v.T("listing.day.today"), v.Address(s.On(v.Sel.Today)), here && s.AsOf == v.Sel.Today},
		Day{v.T("listing.day.last_known"), v.Address(s.On(0)), here && s.AsOf.IsZero()})
}

// Shown lists the parameters that the form has fields for.
func (v *View) Shown() []string {
	shown := []string{selection.ParamQ, selection.ParamDay}
	if v.placed() {
		shown = append(shown, selection.ParamPlace)
	}
	for _, g := range v.Groups() {
		shown = append(shown, g.Param)
	}
	return shown
}

// SectorName is the sector of a campus in words.
func (v *View) SectorName(cam *catalog.Campus) string {
	if cam.Sector == nil {
		return v.T("listing.sector_unknown")
	}
	return cam.Sector.Label
}

// SectorCode is the code that colours a campus, empty when its sector is unknown.
func SectorCode(cam *catalog.Campus) campus.SectorCode {
	if cam.Sector == nil {
		return ""
	}
	return cam.Sector.Code
}

// PlaceNote says what the mark of a campus does not tell, empty when it stands at
// its seat.
func (v *View) PlaceNote(cam *catalog.Campus) string {
	switch {
	case !cam.Drawn():
		return v.T("listing.no_point")
	case !cam.AtSeat:
		return v.T("listing.hollow")
	}
	return ""
}

func statusKey(s campus.Status) text.Key { return text.Key(s) }
