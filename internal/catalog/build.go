package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// Build compiles the public catalog of a register and of the national offer, which
// may be nil. now dates it; facts whose validity excludes now are left to the history.
// It fails on records that point at nothing, which the store's constraints and the
// seed's checks forbid.
func Build(r *campus.Records, atlas *geo.Atlas, offer *training.Model, generation int64, now time.Time) (*Catalog, error) {
	start := time.Now() // how long it takes is a measure, not a rule
	c := &Catalog{
		Generation: generation, Built: now, Atlas: atlas, Training: offer,
		byID:       make(map[campus.ID]int, len(r.Campuses)),
		bySlug:     make(map[string]int, len(r.Campuses)),
		byAlias:    make(map[string]int),
		bySector:   make(map[string]int, 2*len(r.Sectors)),
		sourceByID: make(map[campus.SourceID]int, len(r.Sources)),
		actByID:    make(map[campus.ActID]int, len(r.Acts)),
		memberOf:   make(map[campus.OrgID][]Member),
	}
	if c.Training == nil {
		c.Training = new(training.Model)
	}
	c.pathway = engineOf(c.Training, atlas)
	c.search = indexOf(c)
	c.Sectors = slices.Clone(r.Sectors)
	slices.SortFunc(c.Sectors, func(a, b campus.Sector) int { return a.Rank - b.Rank })
	for i, s := range c.Sectors {
		c.bySector[string(s.Code)], c.bySector[s.Slug] = i, i
	}
	cited := citedBy(r)
	c.Sources = slices.DeleteFunc(slices.Clone(r.Sources), func(s campus.Source) bool { return !cited[s.ID] })
	for i, s := range c.Sources {
		c.sourceByID[s.ID] = i
	}
	c.Acts = slices.DeleteFunc(slices.Clone(r.Acts), func(a campus.Act) bool { return !a.Retired.IsZero() })
	for i, a := range c.Acts {
		c.actByID[a.ID] = i
	}
	c.Milestones = slices.DeleteFunc(slices.Clone(r.Milestones), func(m campus.Milestone) bool { return !m.Retired.IsZero() })
	slices.SortFunc(c.Milestones, func(a, b campus.Milestone) int { return a.On.Compare(b.On) })

	c.Campuses = make([]Campus, len(r.Campuses))
	index := make(map[campus.ID]*Campus, len(r.Campuses))
	for i, cam := range r.Campuses {
		c.Campuses[i] = Campus{ID: cam.ID, Slug: cam.Slug, Aliases: cam.Aliases, NameExact: true}
		index[cam.ID] = &c.Campuses[i]
	}
	for _, f := range r.Facts {
		if !f.Retired.IsZero() {
			continue
		}
		cam := index[f.Campus]
		if cam == nil {
			return nil, fmt.Errorf("catalog: fact %s: no campus %q", f.ID, f.Campus)
		}
		cam.Facts = append(cam.Facts, f)
	}
	for _, l := range r.Labels {
		if !l.Retired.IsZero() {
			continue
		}
		cam := index[l.Campus]
		if cam == nil {
			return nil, fmt.Errorf("catalog: label %s: no campus %q", l.ID, l.Campus)
		}
		l.Bases = slices.DeleteFunc(slices.Clone(l.Bases), func(b campus.Basis) bool { return !b.Retired.IsZero() })
		cam.Labels = append(cam.Labels, l)
	}
	// A campus that the register no longer speaks of keeps its identifier there, for
	// the history; it has no page.
	c.Campuses = slices.DeleteFunc(c.Campuses, func(cam Campus) bool { return len(cam.Facts) == 0 && len(cam.Labels) == 0 })
	for i := range c.Campuses {
		if err := c.finish(&c.Campuses[i], now); err != nil {
			return nil, err
		}
	}
	// A Collator keeps buffers: one per build, never shared.
	french := collate.New(language.French, collate.IgnoreCase)
	slices.SortStableFunc(c.Campuses, func(a, b Campus) int { return french.CompareString(a.Name, b.Name) })
	regions := c.Atlas.OfKind(geo.Region)
	for i := range regions {
		c.Regions = append(c.Regions, &regions[i])
	}
	slices.SortStableFunc(c.Regions, func(a, b *geo.Territory) int { return french.CompareString(a.Name, b.Name) })
	clear(index)
	for i := range c.Campuses {
		cam := &c.Campuses[i]
		index[cam.ID] = cam
		c.byID[cam.ID], c.bySlug[cam.Slug] = i, i
		for _, a := range cam.Aliases {
			c.byAlias[a] = i
		}
	}
	if err := c.join(r, index, french); err != nil {
		return nil, err
	}
	c.makeContinuums()
	c.locate(french)
	c.Waves = wavesOf(c.Campuses)
	c.ETag = etag(generation, now)
	c.Took = time.Since(start)
	return c, nil
}

// citedBy returns the sources that a public statement cites: what speaks only of
// candidates, or of what is believed no more, is not public either.
func citedBy(r *campus.Records) map[campus.SourceID]bool {
	cited := make(map[campus.SourceID]bool)
	cite := func(p *campus.Provenance) {
		if p.Retired.IsZero() {
			for _, id := range p.Sources {
				cited[id] = true
			}
		}
	}
	for i := range r.Acts {
		cite(&r.Acts[i].Provenance)
	}
	for i := range r.Facts {
		cite(&r.Facts[i].Provenance)
	}
	for i := range r.Labels {
		if l := &r.Labels[i]; l.Retired.IsZero() {
			cite(&l.Provenance)
			for j := range l.Bases {
				cite(&l.Bases[j].Provenance)
			}
		}
	}
	for i := range r.Milestones {
		cite(&r.Milestones[i].Provenance)
	}
	public := make(map[campus.OrgID]bool)
	for i := range r.Memberships {
		if m := &r.Memberships[i]; m.Public() && m.Retired.IsZero() {
			cite(&m.Provenance)
			public[m.Organisation] = true
		}
	}
	for i := range r.Organisations {
		if o := &r.Organisations[i]; public[o.ID] {
			cite(&o.Provenance)
		}
	}
	return cited
}

// etag names what is made from this generation; the day is part of it because the
// last known status depends on today.
func etag(generation int64, now time.Time) string {
	sum := sha256.Sum256([]byte(strconv.FormatInt(generation, 10) + now.UTC().Format(time.RFC3339Nano)))
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

// finish fills the campus from its facts and sorts what it holds.
func (c *Catalog) finish(cam *Campus, now time.Time) error {
	slices.SortStableFunc(cam.Facts, func(a, b campus.Fact) int {
		if a.Property != b.Property {
			return strings.Compare(string(a.Property), string(b.Property))
		}
		return a.Rank - b.Rank
	})
	today := date.Today(now)
	for _, f := range cam.Facts {
		if !f.Valid.Contains(today) {
			continue
		}
		if err := c.apply(cam, f); err != nil {
			return fmt.Errorf("catalog: campus %s: %s: %w", cam.ID, f.Property, err)
		}
	}
	if cam.Name == "" {
		return fmt.Errorf("catalog: campus %s has no name", cam.ID)
	}
	slices.SortStableFunc(cam.Labels, func(a, b campus.Label) int {
		switch {
		case a.Start.IsZero() != b.Start.IsZero():
			if a.Start.IsZero() {
				return 1
			}
			return -1
		case a.Start != b.Start:
			return a.Start.Compare(b.Start)
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	for _, l := range cam.Labels {
		if l.Wave != "" {
			cam.Wave = l.Wave
			break
		}
	}
	cam.folded = fold(strings.Join([]string{cam.Name, cam.City, cam.Host, sectorLabel(cam), territoryName(cam.Region), territoryName(cam.Region2015), territoryName(cam.Academie)}, " "))
	return nil
}

func (c *Catalog) apply(cam *Campus, f campus.Fact) error {
	v := f.Value
	territory := func(kind geo.Kind) (*geo.Territory, error) {
		t := c.Atlas.Territory(kind, v)
		if t == nil {
			return nil, fmt.Errorf("no %s %q in the atlas", kind, v)
		}
		return t, nil
	}
	var err error
	switch f.Property {
	case campus.Name:
		cam.Name = v
	case campus.NameStatus:
		cam.NameExact = v == "exact"
	case campus.SectorProp:
		if cam.Sector = c.Sector(v); cam.Sector == nil {
			err = fmt.Errorf("no sector %q", v)
		}
	case campus.RegionProp:
		cam.Region, err = territory(geo.Region)
	case campus.Region2015Prop:
		cam.Region2015, err = territory(geo.Region2015)
	case campus.AcademieProp:
		cam.Academie, err = territory(geo.Academie)
	case campus.City:
		cam.City = v
	case campus.Commune:
		cam.Commune = v
	case campus.PointProp:
		cam.Point, err = geo.ParsePoint(v)
	case campus.PointBasis:
		cam.AtSeat = v == "host_city"
	case campus.HostName:
		cam.Host = v
	case campus.HostUAI:
		cam.HostUAI = campus.UAI(v)
	case campus.Website:
		cam.Website = v
	case campus.ProfessionalSector:
		cam.ProfessionalSectors = append(cam.ProfessionalSectors, v)
	case campus.TrainingField:
		cam.TrainingFields = append(cam.TrainingFields, v)
	case campus.Aim:
		cam.Aims = append(cam.Aims, v)
	case campus.PartnerKind:
		cam.PartnerKinds = append(cam.PartnerKinds, campus.Kind(v))
	}
	return err
}

// join attaches the established members to their campuses.
func (c *Catalog) join(r *campus.Records, index map[campus.ID]*Campus, french *collate.Collator) error {
	public := make(map[campus.OrgID]bool)
	for i := range r.Memberships {
		if m := &r.Memberships[i]; m.Public() && m.Retired.IsZero() {
			public[m.Organisation] = true
		}
	}
	c.Organisations = slices.DeleteFunc(slices.Clone(r.Organisations), func(o campus.Organisation) bool {
		return !public[o.ID] || !o.Retired.IsZero()
	})
	slices.SortStableFunc(c.Organisations, func(a, b campus.Organisation) int { return french.CompareString(a.Name, b.Name) })
	orgs := make(map[campus.OrgID]*campus.Organisation, len(c.Organisations))
	for i := range c.Organisations {
		orgs[c.Organisations[i].ID] = &c.Organisations[i]
	}
	for i := range r.Memberships {
		m := r.Memberships[i] // a copy: a catalog must not keep the records, nor their candidates, alive
		if !m.Public() || !m.Retired.IsZero() {
			continue
		}
		cam, org := index[m.Campus], orgs[m.Organisation]
		if cam == nil || org == nil {
			return fmt.Errorf("catalog: membership %s: no campus %q or no organisation %q", m.ID, m.Campus, m.Organisation)
		}
		member := Member{Organisation: org, Membership: &m, Campus: cam}
		cam.Members = append(cam.Members, member)
		c.memberOf[org.ID] = append(c.memberOf[org.ID], member)
	}
	for i := range c.Campuses {
		slices.SortStableFunc(c.Campuses[i].Members, func(a, b Member) int {
			if d := slices.Index(campus.Roles, a.Membership.Role) - slices.Index(campus.Roles, b.Membership.Role); d != 0 {
				return d
			}
			if d := slices.Index(campus.Kinds, a.Organisation.Kind) - slices.Index(campus.Kinds, b.Organisation.Kind); d != 0 {
				return d
			}
			return french.CompareString(a.Organisation.Name, b.Organisation.Name)
		})
	}
	for _, ms := range c.memberOf {
		slices.SortStableFunc(ms, func(a, b Member) int { return french.CompareString(a.Campus.Name, b.Campus.Name) })
	}
	return nil
}

func wavesOf(campuses []Campus) []string {
	seen := make(map[string]bool)
	for i := range campuses {
		for _, l := range campuses[i].Labels {
			if l.Wave != "" {
				seen[l.Wave] = true
			}
		}
	}
	waves := make([]string, 0, len(seen))
	for w := range seen {
		waves = append(waves, w)
	}
	slices.Sort(waves)
	return waves
}

func sectorLabel(c *Campus) string {
	if c.Sector == nil {
		return ""
	}
	return c.Sector.Label
}

func territoryName(t *geo.Territory) string {
	if t == nil {
		return ""
	}
	return t.Name
}
