package store

import (
	"errors"
	"fmt"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

// The methods below record statements as an operator's, from now on. They fail with
// fault.Invalid when a value is outside what the schema accepts or points at nothing,
// and with fault.Conflict when the register already believes such a statement.

// Record adds all of these records. Their Recorded and Retired are not read.
func (tx *Tx) Record(r *campus.Records) error {
	b := tx.batch()
	for _, s := range r.Sectors {
		b.sector(s)
	}
	for _, s := range r.Sources {
		b.source(s)
	}
	for _, c := range r.Campuses {
		b.campus(c)
	}
	for _, a := range r.Acts {
		b.act(a)
	}
	for _, f := range r.Facts {
		b.fact(f)
	}
	for _, l := range r.Labels {
		b.label(l)
	}
	for _, o := range r.Organisations {
		b.organisation(o)
	}
	for _, m := range r.Memberships {
		b.membership(m)
	}
	for _, m := range r.Milestones {
		b.milestone(m)
	}
	if err := tx.flush(b); err != nil {
		return err
	}
	return tx.guard(r.Labels)
}

// AddSource records a source.
func (tx *Tx) AddSource(s campus.Source) error {
	return tx.Record(&campus.Records{Sources: []campus.Source{s}})
}

// AddAct records an official text.
func (tx *Tx) AddAct(a campus.Act) error {
	return tx.Record(&campus.Records{Acts: []campus.Act{a}})
}

// AddCampus records a campus, its slug and the slugs it had before.
func (tx *Tx) AddCampus(c campus.Campus) error {
	return tx.Record(&campus.Records{Campuses: []campus.Campus{c}})
}

// RecordFact records a statement about a campus.
func (tx *Tx) RecordFact(f campus.Fact) error {
	return tx.Record(&campus.Records{Facts: []campus.Fact{f}})
}

// AddOrganisation records an organisation.
func (tx *Tx) AddOrganisation(o campus.Organisation) error {
	return tx.Record(&campus.Records{Organisations: []campus.Organisation{o}})
}

// AddMembership records an organisation in a campus.
func (tx *Tx) AddMembership(m campus.Membership) error {
	return tx.Record(&campus.Records{Memberships: []campus.Membership{m}})
}

// RetireFact stops believing a fact; fault.NotFound when it is not believed.
func (tx *Tx) RetireFact(id string) error { return tx.retire("fact", id) }

// RetireLabel stops believing what is said of a label, with all that it rests on;
// fault.NotFound when it is not believed.
func (tx *Tx) RetireLabel(id campus.LabelID) error { return tx.retire("label_version", string(id)) }

// RetireMembership stops believing a membership; fault.NotFound when it is not believed.
func (tx *Tx) RetireMembership(id string) error { return tx.retire("membership", id) }

// retire stops believing the believed row of that identifier.
func (tx *Tx) retire(table, id string) error {
	key := "id"
	if table == "sector_version" {
		key = "code"
	}
	n, err := tx.count(`update `+table+` set retired = $1, retired_by = $2 where `+key+` = $3 and retired is null`,
		tx.at, string(tx.origin), id)
	if err == nil && n == 0 {
		err = tx.fail(fault.New(fault.NotFound, "store.not_believed", id).Because(
			fmt.Errorf("the register does not believe %s %q", table, id)))
	}
	return err
}

// RenameCampus gives a campus another slug; the old one redirects to it. A slug that
// another campus has or had is a fault.Conflict.
func (tx *Tx) RenameCampus(id campus.ID, slug string) error {
	n, err := tx.count(`update slug set retired = $1 where campus = $2 and retired is null`, tx.at, string(id))
	if err != nil {
		return err
	}
	if n == 0 {
		return tx.fail(fault.New(fault.NotFound, "campus.unknown", id).Because(fmt.Errorf("no campus %q", id)))
	}
	// A campus may take back a slug that it had.
	n, err = tx.count(`update slug set retired = null, origin = $1 where slug = $2 and campus = $3`, string(tx.origin), slug, string(id))
	if err != nil || n == 1 {
		return err
	}
	return tx.exec(`insert into slug (slug, campus, origin, recorded, retired) values ($1, $2, $3, $4, null)`,
		slug, string(id), string(tx.origin), tx.at)
}

func (b *batch) sector(s campus.Sector) {
	b.add("sector", string(s.Code))
	b.addVersion("sector_version", string(s.Code), s.Slug, s.Label, int64(s.Rank), string(b.origin))
}

func (b *batch) source(s campus.Source) {
	b.add("source", string(s.ID))
	b.addVersion("source_version", string(s.ID), s.Title, s.Publisher, s.URL, s.Published.String(), s.Licence, string(b.origin))
}

func (b *batch) campus(c campus.Campus) {
	b.add("campus", string(c.ID), int64(0))
	b.add("slug", c.Slug, string(c.ID), string(b.origin), b.at, nil)
	for _, alias := range c.Aliases {
		b.add("slug", alias, string(c.ID), string(b.origin), b.at, b.at)
	}
}

func (b *batch) act(a campus.Act) {
	b.add("act", string(a.ID))
	b.addVersion("act_version", b.statement("act", string(a.ID), a.Provenance), string(a.ID), a.NOR, a.Title,
		a.Signed.String(), a.Published.String(), a.URL)
}

func (b *batch) fact(f campus.Fact) {
	sector := any(nil)
	if f.Property == campus.SectorProp {
		sector = f.Value
	}
	b.addVersion("fact", b.statement("fact", f.ID, f.Provenance), f.ID, string(f.Campus), string(f.Property), int64(f.Rank), f.Value,
		sector, f.Valid.From.String(), f.Valid.Until.String(), earliest(f.Valid.From), latest(f.Valid.Until))
}

func (b *batch) label(l campus.Label) {
	key := b.statement("label", string(l.ID), l.Provenance)
	b.add("label", string(l.ID), string(l.Campus))
	if l.Successor != "" { // may be described later, or never
		b.add("label", string(l.Successor), string(l.Campus))
	}
	b.addVersion("label_version", key, string(l.ID), string(l.Campus), string(l.Category), l.Wave, l.Start.String(), l.End.String(),
		earliest(l.Start), latest(l.End), int64(l.Years), orNull(l.Successor))
	for i, basis := range l.Bases {
		b.add("basis", b.statement("basis", fmt.Sprintf("%s/%d", l.ID, i+1), basis.Provenance), key, int64(i+1), string(basis.Kind),
			orNull(basis.Act), basis.On.String(), basis.Text)
	}
}

func (b *batch) organisation(o campus.Organisation) {
	b.add("organisation", string(o.ID))
	b.addVersion("organisation_version", b.statement("organisation", string(o.ID), o.Provenance), string(o.ID), o.Name, string(o.Kind),
		string(o.UAI), string(o.SIRET), o.City, o.Commune, o.Lat, o.Lon)
}

func (b *batch) membership(m campus.Membership) {
	b.addVersion("membership", b.statement("membership", m.ID, m.Provenance), m.ID, string(m.Campus), string(m.Organisation),
		string(m.Role), string(m.Standing), m.Convention, m.Valid.From.String(), m.Valid.Until.String(),
		earliest(m.Valid.From), latest(m.Valid.Until))
}

func (b *batch) milestone(m campus.Milestone) {
	b.addVersion("milestone", b.statement("milestone", m.ID, m.Provenance), m.ID, m.On.String(), int64(m.Count), m.Text)
}

var errNoBasis = errors.New("a label rests on an act, an announcement or an attestation")
