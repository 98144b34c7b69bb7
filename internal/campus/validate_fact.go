package campus

import (
	"slices"
	"strconv"
	"strings"
)

func (v *validator) checkFacts() {
	type subject struct {
		campus   ID
		property Property
		rank     int // 0 for a property that holds one value
	}
	ids := make(map[string]bool)
	held := make(map[subject][]Period)
	for i := range v.r.Facts {
		f := &v.r.Facts[i]
		v.row("facts", i, f.ID)
		believed(v, ids, f.ID, &f.Provenance)
		if !v.campuses[f.Campus] {
			v.bad("campus", "unknown campus %q", f.Campus)
		}
		several, listed := Properties[f.Property]
		switch {
		case !listed:
			v.bad("property", "unknown property %q", f.Property)
		case several && f.Rank < 1:
			v.bad("rank", "%d: %s may hold several values, ranked from 1", f.Rank, f.Property)
		case !several && f.Rank != 0:
			v.bad("rank", "%d: %s holds one value, without rank", f.Rank, f.Property)
		}
		v.value(f)
		v.period(f.Valid)
		v.provenance(&f.Provenance)
		if !f.Retired.IsZero() {
			continue
		}
		s := subject{f.Campus, f.Property, f.Rank}
		if slices.ContainsFunc(held[s], f.Valid.Meets) {
			v.bad("", "%s %s has another value in that period", f.Campus, f.Property)
		}
		held[s] = append(held[s], f.Valid)
	}
}

// value checks that the value has the form that its property calls for.
func (v *validator) value(f *Fact) {
	oneOf := func(accepted ...string) {
		if !slices.Contains(accepted, f.Value) {
			v.bad("value", "%s %q: want %s", f.Property, f.Value, strings.Join(accepted, " or "))
		}
	}
	if f.Value == "" {
		v.bad("value", "is empty")
		return
	}
	switch f.Property {
	case NameStatus:
		oneOf("exact", "approximate")
	case PointBasis:
		oneOf("host_city", "academie_seat")
	case SectorProp:
		if !v.sectors[SectorCode(f.Value)] {
			v.bad("value", "unknown sector %q", f.Value)
		}
	case PartnerKind:
		if !slices.Contains(Kinds, Kind(f.Value)) {
			v.bad("value", "unknown kind %q", f.Value)
		}
	case RegionProp, Region2015Prop, AcademieProp:
		if !digits(f.Value, 2) {
			v.bad("value", "%s %q: want the two digits of its official code", f.Property, f.Value)
		}
	case Commune:
		v.commune("value", f.Value)
	case HostUAI:
		v.uai("value", UAI(f.Value))
	case Website:
		v.url("value", f.Value)
	case PointProp:
		lat, lon, _ := strings.Cut(f.Value, ",")
		la, err1 := strconv.ParseFloat(lat, 64)
		lo, err2 := strconv.ParseFloat(lon, 64)
		if err1 != nil || err2 != nil {
			v.bad("value", "point %q: want \"lat,lon\" in degrees", f.Value)
			return
		}
		v.point("value", la, lo)
	}
}
