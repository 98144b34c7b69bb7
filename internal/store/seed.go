package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

// Seed brings the embedded dataset in. It does nothing when the store has taken in
// the dataset of that checksum. Of another one it records what is new, retires what
// the dataset said before and says no more, and leaves alone what operators said:
// their statement about a thing wins over the dataset's, and what they retired does
// not come back unchanged. Several servers may seed one database at once.
func (db *DB) Seed(ctx context.Context, records *campus.Records, checksum string) (changed bool, err error) {
	defer fault.Wrap(&err, "store.Seed")
	err = db.inTx(ctx, fromDataset, "dataset", "", func(tx *Tx) error {
		changed = false
		var known string
		err := tx.tx.QueryRowContext(ctx, `select value from meta where name = 'dataset'`).Scan(&known)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if known == checksum {
			return errUnchanged
		}
		changed = true
		if err := tx.take(records); err != nil {
			return err
		}
		tx.what = fmt.Sprintf("dataset %.12s: %s", checksum, tx.what)
		return tx.exec(`insert into meta (name, value) values ('dataset', $1) on conflict (name) do update set value = excluded.value`, checksum)
	})
	if errors.Is(err, errUnchanged) {
		return false, nil
	}
	return changed && err == nil, err
}

// take makes the dataset's part of the register say what r says.
func (tx *Tx) take(r *campus.Records) error {
	have, err := loadRegister(tx.ctx, tx.tx)
	if err != nil {
		return tx.fail(err)
	}
	p := plan{retire: make(map[string][]string), renewed: make(map[string]bool)}
	var add campus.Records
	add.Sectors = compare(&p, "sector_version", have.sectors, r.Sectors, func(s *campus.Sector) string { return string(s.Code) }, same, nil)
	// A source that the dataset cites no more is still cited by what was retired.
	add.Sources = compare(&p, "source_version", have.sources, append(missing(have.sources, r.Sources), r.Sources...),
		func(s *campus.Source) string { return string(s.ID) }, same, nil)
	add.Acts = compare(&p, "act_version", have.acts, r.Acts, func(a *campus.Act) string { return string(a.ID) }, bareAct, nil)
	add.Facts = compare(&p, "fact", have.facts, r.Facts, func(f *campus.Fact) string { return f.ID }, bareFact, sameSlot)
	add.Labels = compare(&p, "label_version", have.labels, r.Labels, func(l *campus.Label) string { return string(l.ID) }, bareLabel, rivals)
	add.Organisations = compare(&p, "organisation_version", have.organisations, r.Organisations, func(o *campus.Organisation) string { return string(o.ID) }, bareOrganisation, nil)
	add.Memberships = compare(&p, "membership", have.memberships, r.Memberships, func(m *campus.Membership) string { return m.ID }, bareMembership, sameSeat)
	add.Milestones = compare(&p, "milestone", have.milestones, r.Milestones, func(m *campus.Milestone) string { return m.ID }, bareMilestone, nil)
	p.spare(have, r.Campuses)
	for _, t := range tables {
		for _, id := range p.retire[t.name] {
			if err := tx.retire(t.name, id); err != nil {
				return err
			}
			p.retired++
		}
	}
	if add.Campuses, err = tx.placeCampuses(have.campuses, r.Campuses); err != nil {
		return err
	}
	tx.what = fmt.Sprintf("%d statements recorded, %d retired, %d left to what operators said", p.added, p.retired, p.left)
	return tx.Record(&add)
}

// plan is what a dataset changes.
type plan struct {
	retire               map[string][]string // identifiers by table
	renewed              map[string]bool     // "table/identifier" of those with a new version
	added, retired, left int
}

// compare returns what has to be recorded for the register to say what want says,
// and plans what has to be retired. bare strips what is not content; rival, when
// given, tells whether an operator's statement stands where the dataset's would.
func compare[T any](p *plan, table string, have []held[T], want []T, id func(*T) string, bare func(T) T, rival func(operator, dataset *T) bool) (add []T) {
	last := make(map[string]*held[T], len(have)) // the believed one, else the last retired
	var operators []*T
	for i := range have {
		h := &have[i]
		key := id(&h.value)
		if l := last[key]; l == nil || l.retired {
			last[key] = h
		}
		if h.byOperator() {
			operators = append(operators, &h.value)
		}
	}
	wanted := make(map[string]bool, len(want))
	for i := range want {
		w := &want[i]
		wanted[id(w)] = true
		h := last[id(w)]
		equal := h != nil && reflect.DeepEqual(bare(h.value), bare(*w))
		switch {
		case h != nil && !h.retired && (h.origin == fromOperator || equal),
			h != nil && h.retiredBy == fromOperator && equal,
			rival != nil && slices.ContainsFunc(operators, func(o *T) bool { return rival(o, w) }):
			if h == nil || h.origin == fromOperator || h.retired {
				p.left++
			}
			// A rival took the place of what the dataset said before under this name.
			if h != nil && !h.retired && h.origin == fromDataset && !equal {
				p.retire[table] = append(p.retire[table], id(w))
			}
			continue
		case h != nil && !h.retired:
			p.retire[table] = append(p.retire[table], id(w))
			p.renewed[table+"/"+id(w)] = true
		}
		add = append(add, *w)
		p.added++
	}
	for key, h := range last {
		if !wanted[key] && !h.retired && h.origin == fromDataset {
			p.retire[table] = append(p.retire[table], key)
		}
	}
	slices.Sort(p.retire[table])
	return add
}

// spare keeps what the dataset drops and a believed statement of an operator needs:
// the organisation of a membership, the act of a basis, the sector of a campus, and
// what is known of a campus that the dataset drops whole.
func (p *plan) spare(have *register, want []campus.Campus) {
	needed := make(map[string]bool)
	need := func(table, id string) { needed[table+"/"+id] = true }
	spoken := make(map[campus.ID]bool)
	for _, h := range have.facts {
		if h.byOperator() {
			spoken[h.value.Campus] = true
			if h.value.Property == campus.SectorProp {
				need("sector_version", h.value.Value)
			}
		}
	}
	for _, h := range have.labels {
		if h.byOperator() {
			spoken[h.value.Campus] = true
			for _, b := range h.value.Bases {
				need("act_version", string(b.Act))
			}
		}
	}
	for _, h := range have.memberships {
		if h.byOperator() {
			spoken[h.value.Campus] = true
			need("organisation_version", string(h.value.Organisation))
		}
	}
	for _, c := range want {
		delete(spoken, c.ID)
	}
	for _, h := range have.facts {
		if spoken[h.value.Campus] {
			need("fact", h.value.ID)
			if h.value.Property == campus.SectorProp {
				need("sector_version", h.value.Value)
			}
		}
	}
	for table, ids := range p.retire {
		// What has a new version is retired all the same, to make room for it.
		p.retire[table] = slices.DeleteFunc(ids, func(id string) bool { return needed[table+"/"+id] && !p.renewed[table+"/"+id] })
	}
}

// byOperator reports whether an operator's word is believed.
func (h *held[T]) byOperator() bool { return !h.retired && h.origin == fromOperator }

// missing returns the believed sources of the dataset that want does not have.
func missing(have []held[campus.Source], want []campus.Source) (list []campus.Source) {
	for _, h := range have {
		if !h.retired && h.origin == fromDataset && !slices.ContainsFunc(want, func(s campus.Source) bool { return s.ID == h.value.ID }) {
			list = append(list, h.value)
		}
	}
	return list
}

func same[T any](v T) T { return v }

// bare keeps the content of a provenance.
func bare(p campus.Provenance) campus.Provenance {
	return campus.Provenance{Sources: slices.Concat(p.Sources), Confidence: p.Confidence, Note: p.Note}
}

func bareAct(a campus.Act) campus.Act { a.Provenance = bare(a.Provenance); return a }

func bareFact(f campus.Fact) campus.Fact { f.Provenance = bare(f.Provenance); return f }

func bareLabel(l campus.Label) campus.Label {
	l.Provenance, l.Bases = bare(l.Provenance), slices.Clone(l.Bases)
	for i := range l.Bases {
		l.Bases[i].Provenance = bare(l.Bases[i].Provenance)
	}
	return l
}

func bareOrganisation(o campus.Organisation) campus.Organisation {
	o.Provenance = bare(o.Provenance)
	return o
}

func bareMembership(m campus.Membership) campus.Membership {
	m.Provenance = bare(m.Provenance)
	return m
}

func bareMilestone(m campus.Milestone) campus.Milestone {
	m.Provenance = bare(m.Provenance)
	return m
}

// sameSlot: an operator gave that property another value.
func sameSlot(a, b *campus.Fact) bool {
	return a.Campus == b.Campus && a.Property == b.Property && a.Rank == b.Rank && a.Valid.From == b.Valid.From
}

// rivals: an operator granted a label that the law does not allow beside this one.
func rivals(a, b *campus.Label) bool {
	return campus.Overlap(a, b) || a.Campus == b.Campus && a.Category == b.Category && open(a) && open(b)
}

// sameSeat: an operator gave the organisation that open role.
func sameSeat(a, b *campus.Membership) bool {
	return a.Campus == b.Campus && a.Organisation == b.Organisation && a.Role == b.Role && a.Valid.Until.IsZero() && b.Valid.Until.IsZero()
}

// placeCampuses returns the campuses to add, and renames those whose slug changed,
// unless an operator chose the present one.
func (tx *Tx) placeCampuses(have []held[campus.Campus], want []campus.Campus) (add []campus.Campus, err error) {
	known := make(map[campus.ID]*held[campus.Campus], len(have))
	for i := range have {
		known[have[i].value.ID] = &have[i]
	}
	for _, c := range want {
		h := known[c.ID]
		if h == nil {
			add = append(add, c)
			continue
		}
		had := append(slices.Clone(h.value.Aliases), h.value.Slug)
		if c.Slug != h.value.Slug && h.origin == fromDataset {
			if err := tx.RenameCampus(c.ID, c.Slug); err != nil {
				return nil, err
			}
			had = append(had, c.Slug)
		}
		for _, alias := range append(slices.Clone(c.Aliases), c.Slug) {
			if slices.Contains(had, alias) {
				continue
			}
			if err := tx.exec(`insert into slug (slug, campus, origin, recorded, retired) values ($1, $2, $3, $4, $4)`,
				alias, string(c.ID), string(tx.origin), tx.at); err != nil {
				return nil, err
			}
			had = append(had, alias)
		}
	}
	slices.SortFunc(add, func(a, b campus.Campus) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return add, nil
}
