package member

import (
	"slices"
	"time"

	"continuum/internal/campus"
	"continuum/internal/date"
)

// Twins are those of a list that look like the same body as o, recorded twice: the same
// UAI or SIRET; or the same name in the same commune, unless each has a UAI of its own.
func Twins(all []campus.Organisation, o *campus.Organisation) (list []campus.Organisation) {
	for i := range all {
		if t := &all[i]; t.ID != o.ID && alike(t, o) {
			list = append(list, *t)
		}
	}
	return list
}

func alike(a, b *campus.Organisation) bool {
	if a.UAI != "" && a.UAI == b.UAI || a.SIRET != "" && a.SIRET == b.SIRET {
		return true
	}
	if a.UAI != "" && b.UAI != "" || campus.Words(a.Name) != campus.Words(b.Name) {
		return false
	}
	if a.Commune != "" && b.Commune != "" {
		return a.Commune == b.Commune
	}
	return a.City != "" && campus.Words(a.City) == campus.Words(b.City)
}

// Find is the organisation of a list that facts describe: by UAI, then by SIRET, then by
// name and place; nil when there is none.
func Find(all []campus.Organisation, f *Facts) *campus.Organisation {
	for _, same := range []func(o *campus.Organisation) bool{
		func(o *campus.Organisation) bool { return f.UAI != "" && o.UAI == f.UAI },
		func(o *campus.Organisation) bool { return f.SIRET != "" && o.SIRET == f.SIRET },
		func(o *campus.Organisation) bool {
			if f.UAI != "" && o.UAI != "" || f.SIRET != "" && o.SIRET != "" || campus.Words(o.Name) != campus.Words(f.Name) {
				return false
			}
			if f.Commune != "" && o.Commune != "" {
				return f.Commune == o.Commune
			}
			return campus.Words(o.City) == campus.Words(f.City)
		},
	} {
		for i := range all {
			if same(&all[i]) {
				return &all[i]
			}
		}
	}
	return nil
}

// Merged is two bodies that were made one.
type Merged struct {
	ID             string
	Survivor, Twin campus.OrgID
	TwinName       string // as it was
	At             time.Time
	Since          Since
}

// Since is what came to the survivor after two bodies were made one: it stays there when
// they are parted.
type Since struct{ Memberships, Files, Confirmations, Rights, Bookings int }

// Unmade is the survivor when two bodies are parted: what it was, with what was corrected
// since the merge made it.
func Unmade(was, made, now *campus.Organisation) campus.Organisation {
	o := *was
	if now.Name != made.Name {
		o.Name = now.Name
	}
	if now.Kind != made.Kind {
		o.Kind = now.Kind
	}
	if now.UAI != made.UAI {
		o.UAI = now.UAI
	}
	if now.SIRET != made.SIRET {
		o.SIRET = now.SIRET
	}
	if now.City != made.City || now.Commune != made.Commune || now.Lat != made.Lat || now.Lon != made.Lon {
		o.City, o.Commune, o.Lat, o.Lon = now.City, now.Commune, now.Lat, now.Lon
	}
	if FactsOf(&o) != FactsOf(was) {
		o.Provenance = now.Provenance
	}
	return o
}

// Moves is what happens to memberships when two bodies become one.
type Moves struct {
	Retired []campus.Membership // believed no more
	Added   []campus.Membership // in their place; identifiers are made, instants are not
}

// Merge gives the memberships of twin to survivor. list is what the register believes of
// both, candidates included. Where both have the same role in a campus at the same time
// there is one membership, for all the time of either; a candidate adds no time to one
// that is established. What the survivor has besides is left as it is.
func Merge(survivor, twin campus.OrgID, list []campus.Membership) Moves {
	var kept, moving []campus.Membership
	for _, m := range list {
		switch m.Organisation {
		case survivor:
			kept = append(kept, m)
		case twin:
			moving = append(moving, m)
		}
	}
	moves := Moves{Retired: slices.Clone(moving)}
	own := len(kept)
	// Established ones first, so that candidates meet all of them.
	slices.SortStableFunc(moving, func(a, b campus.Membership) int { return rank(b.Standing) - rank(a.Standing) })
	gone := make([]bool, own, len(list))
	for _, m := range moving {
		m.Organisation = survivor
		// A longer period may meet more of them.
		for again := true; again; {
			again = false
			for i := range kept {
				k := &kept[i]
				if gone[i] || k.Campus != m.Campus || k.Role != m.Role || !k.Valid.Meets(m.Valid) {
					continue
				}
				if i < own {
					moves.Retired = append(moves.Retired, *k)
				}
				gone[i], again = true, true
				m = join(*k, m)
			}
		}
		kept, gone = append(kept, m), append(gone, false)
	}
	for i := own; i < len(kept); i++ {
		if !gone[i] {
			kept[i].ID = campus.MembershipID(&kept[i])
			moves.Added = append(moves.Added, kept[i])
		}
	}
	return moves
}

// rank orders standings from the least sure.
func rank(s campus.Standing) int {
	return slices.Index([]campus.Standing{campus.Candidate, campus.Named, campus.Confirmed}, s)
}

// join is two memberships of one body, in one role at one time, as one.
func join(a, b campus.Membership) campus.Membership {
	if rank(a.Standing) < rank(b.Standing) {
		a, b = b, a
	}
	if a.Convention == "" {
		a.Convention = b.Convention
	}
	if b.Standing == campus.Candidate && a.Standing != campus.Candidate {
		return a // what is not established adds nothing
	}
	a.Valid = campus.Period{From: earlier(a.Valid.From, b.Valid.From), Until: later(a.Valid.Until, b.Valid.Until)}
	a.Sources = slices.Clone(a.Sources)
	for _, s := range b.Sources {
		if !slices.Contains(a.Sources, s) {
			a.Sources = append(a.Sources, s)
		}
	}
	return a
}

// earlier is the first of two starts; an unknown one is for ever.
func earlier(a, b date.Date) date.Date {
	if a.IsZero() || b.IsZero() {
		return date.Date{}
	}
	if b.Earliest() < a.Earliest() {
		return b
	}
	return a
}

// later is the last of two ends; an unknown one is for ever.
func later(a, b date.Date) date.Date {
	if a.IsZero() || b.IsZero() {
		return date.Date{}
	}
	if b.Latest() > a.Latest() {
		return b
	}
	return a
}

// Chosen is the body that two become: of each fact the value of a, or of b where chosen
// says so. Place goes as a whole: city, commune and point.
func Chosen(a, b *campus.Organisation, fromB func(field string) bool) campus.Organisation {
	o := *a
	if fromB("name") {
		o.Name = b.Name
	}
	if fromB("kind") {
		o.Kind = b.Kind
	}
	if fromB("uai") {
		o.UAI = b.UAI
	}
	if fromB("siret") {
		o.SIRET = b.SIRET
	}
	if fromB("place") {
		o.City, o.Commune, o.Lat, o.Lon = b.City, b.Commune, b.Lat, b.Lon
	}
	o.Sources = slices.Clone(a.Sources)
	for _, s := range b.Sources {
		if !slices.Contains(o.Sources, s) {
			o.Sources = append(o.Sources, s)
		}
	}
	return o
}

// ChosenFields are the facts that are chosen one by one when two bodies become one.
var ChosenFields = []string{"name", "kind", "uai", "siret", "place"}
