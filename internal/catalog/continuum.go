package catalog

import (
	"slices"

	"continuum/internal/training"
)

// The levels of a continuum, from CAP to doctorate.
const (
	LowestLevel  = 3
	HighestLevel = 8
	levels       = HighestLevel - LowestLevel + 1
)

// Cells are offers by level: the first is that of LowestLevel.
type Cells [levels][]int32

// At returns the offers of a European level, 3 to 8.
func (c *Cells) At(level int8) []int32 { return c[level-LowestLevel] }

// Field is a line of a continuum: a training field of a campus, or the whole of its
// sector when no field is known.
type Field struct {
	Name   string
	Sector bool // the line is the sector, fields not being known
	// Members are the offers of establishments that are established members, Around
	// those of the campus's region whose establishments are not known to be members.
	// No offer is in both.
	Members, Around Cells
}

// Continuum is what is taught in a campus and around it, by field and level.
type Continuum struct {
	Fields []Field // empty when neither a field nor a sector is known
	// Others are the members' offers outside the fields.
	Others Cells
	// Unread are fields of the campus that the table of fields does not know.
	Unread []string
	// Members counts its established members, Placed those that are establishments of
	// the national offer.
	Members, Placed int
}

// Continuum returns the continuum of a campus, made when the catalog was.
func (c *Catalog) Continuum(cam *Campus) *Continuum { return &c.continuums[c.bySlug[cam.Slug]] }

// Offers calls fn with every offer of the continuum, those of both layers and the others.
func (k *Continuum) Offers(fn func(offer int32)) {
	each := func(cells *Cells) {
		for _, offers := range cells {
			for _, o := range offers {
				fn(o)
			}
		}
	}
	for i := range k.Fields {
		each(&k.Fields[i].Members)
		each(&k.Fields[i].Around)
	}
	each(&k.Others)
}

// makeContinuums makes the continuum of every campus.
func (c *Catalog) makeContinuums() {
	m := c.Training
	bySector := make(map[string][]int32)
	for i := range m.Qualifications {
		if s := m.Qualifications[i].Sector; s != "" {
			bySector[s] = append(bySector[s], int32(i))
		}
	}
	byField := make(map[string][]int32)
	inField := func(name string) []int32 {
		in, ok := byField[name]
		if !ok {
			in = m.InField(name)
			byField[name] = in
		}
		return in
	}
	c.continuums = make([]Continuum, len(c.Campuses))
	for i := range c.Campuses {
		cam, k := &c.Campuses[i], &c.continuums[i]
		inside := make(map[int32]bool) // establishments of members
		seen := make(map[string]bool)
		for _, member := range cam.Members {
			if seen[string(member.Organisation.ID)] {
				continue
			}
			seen[string(member.Organisation.ID)] = true
			k.Members++
			if at := m.Establishment(string(member.Organisation.UAI)); member.Organisation.UAI != "" && at != training.None {
				inside[at] = true
			}
		}
		k.Placed = len(inside)
		placed := make(map[int32]bool) // offers of members that have their line
		for _, name := range cam.TrainingFields {
			if !training.HasField(name) {
				k.Unread = append(k.Unread, name)
				continue
			}
			k.Fields = append(k.Fields, c.field(cam, name, inField(name), inside, placed))
		}
		if len(k.Fields) == 0 && cam.Sector != nil {
			f := c.field(cam, cam.Sector.Label, bySector[string(cam.Sector.Code)], inside, placed)
			f.Sector = true
			k.Fields = append(k.Fields, f)
		}
		for at := range inside {
			for _, o := range m.OffersAt(at) {
				if level := m.Qualifications[m.Offers[o].Qualification].Level; level >= LowestLevel && level <= HighestLevel && !placed[o] {
					k.Others[level-LowestLevel] = append(k.Others[level-LowestLevel], o)
				}
			}
		}
		for l := range k.Others {
			slices.Sort(k.Others[l])
		}
	}
}

// field sorts the offers of some qualifications into the two layers of a line. An
// offer outside the campus's region that is not a member's is in neither.
func (c *Catalog) field(cam *Campus, name string, qualifications []int32, inside, placed map[int32]bool) Field {
	m, f := c.Training, Field{Name: name}
	for _, q := range qualifications {
		level := m.Qualifications[q].Level
		if level < LowestLevel || level > HighestLevel {
			continue
		}
		for _, o := range m.OffersOf(q) {
			at := m.Offers[o].Establishment
			switch {
			case inside[at]:
				placed[o] = true
				f.Members[level-LowestLevel] = append(f.Members[level-LowestLevel], o)
			case at != training.None && cam.Region != nil && m.Establishments[at].Region == cam.Region.Code:
				f.Around[level-LowestLevel] = append(f.Around[level-LowestLevel], o)
			}
		}
	}
	for l := range f.Members {
		slices.Sort(f.Members[l])
		slices.Sort(f.Around[l])
	}
	return f
}

// OwnOffers are the offers of a campus, each once: those of its members in its fields, by field
// and level, then those that it says are its own.
func (c *Catalog) OwnOffers(cam *Campus) (own []int32) {
	seen := make(map[int32]bool)
	add := func(offers ...int32) {
		for _, o := range offers {
			if !seen[o] {
				seen[o] = true
				own = append(own, o)
			}
		}
	}
	fields := c.Continuum(cam).Fields
	for i := range fields {
		for level := int8(LowestLevel); level <= HighestLevel; level++ {
			add(fields[i].Members.At(level)...)
		}
	}
	for _, x := range cam.Space.Courses {
		at := c.Training.Establishment(string(x.UAI))
		if at == training.None {
			continue
		}
		for _, o := range c.Training.OffersAt(at) {
			if c.Training.Qualifications[c.Training.Offers[o].Qualification].ID == x.Qualification {
				add(o)
			}
		}
	}
	return own
}
