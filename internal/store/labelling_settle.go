package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// PublishDrafts makes the decisions on dossiers known, each as the last version of its
// draft says, which a minister has signed: labels are granted by the order as PublishOrder
// does, the others are refused or deferred. Without a label to grant the order is not read.
// All or nothing; those who brought the dossiers are told with it. Lines give what the register is to say of
// new campuses; their decisions are not read.
func (db *DB) PublishDrafts(ctx context.Context, by labelling.PersonID, o Order, lines []OrderLine) (labels []campus.LabelID, err error) {
	defer fault.Wrap(&err, "store.PublishDrafts(%.20q)", o.NOR)
	if len(lines) == 0 {
		return nil, fault.New(fault.Invalid, "decision.none").In("dossier").Because(errors.New("no dossier was chosen"))
	}
	lines = slices.Clone(lines)
	slices.SortFunc(lines, func(a, b OrderLine) int { return cmp.Compare(a.Dossier, b.Dossier) })
	err = db.InTx(ctx, string(by), "decisions "+o.NOR, func(tx *Tx) error {
		labels = nil
		p := &publication{tx: tx, by: by, role: "minister", order: o}
		for _, line := range lines {
			id, err := p.settle(line, len(labels) == 0)
			if err != nil {
				return tx.fail(fmt.Errorf("dossier %s: %w", line.Dossier, err))
			}
			if id != "" {
				labels = append(labels, id)
			}
		}
		if len(labels) == 0 {
			return nil
		}
		return db.record(ctx, tx.tx, journal.Act{
			Stream: journal.Site, Actor: string(by), Name: "order.published", Details: map[string]any{"nor": o.NOR, "lines": len(labels)},
		})
	})
	if err != nil {
		return nil, err
	}
	return labels, nil
}

// settle does what the draft of a dossier says; first tells that the order has granted
// nothing yet, so that its act is to be recorded.
func (p *publication) settle(l OrderLine, first bool) (campus.LabelID, error) {
	d, err := p.tx.db.holdDossier(p.tx.ctx, p.tx.tx, l.Dossier)
	if err != nil {
		return "", err
	}
	draft, err := loadDraft(p.tx.ctx, p.tx.tx, string(l.Dossier), 0)
	if err != nil {
		return "", err
	}
	if !draft.SignedOff() {
		return "", fault.New(fault.Conflict, "decision.unsigned", string(l.Dossier)).In("dossier").Because(errors.New("no minister has signed the last version"))
	}
	if draft.Verdict == labelling.Grant {
		if first {
			if err := p.act(); err != nil {
				return "", err
			}
		}
		l.Decision = draft.Decision
		return p.line(l)
	}
	t := d.c.Deciding(draft.Verdict)
	if t == nil {
		return "", notAllowed(&labelling.Refusal{Reason: labelling.WrongState, Guard: string(draft.Verdict), Detail: fmt.Sprintf("not in state %s", d.c.Dossier.State)})
	}
	_, act, err := d.move(labelling.Act{Transition: t.ID, By: p.by, Role: p.role, Given: map[ruleset.Need]string{ruleset.Reason: draft.Reason}})
	if err != nil {
		return "", err
	}
	if err := d.tellPublished(""); err != nil {
		return "", err
	}
	return "", d.record(act)
}

// Check refuses an order that can't be one, and says which entry to mend.
func (o *Order) Check() error {
	bad := func(field, why string) error {
		return fault.New(fault.Invalid, "order."+field).In(field).Because(errors.New(why))
	}
	switch {
	case !labelling.IsNOR(o.NOR):
		return bad("nor", "four letters, seven digits, a letter")
	case o.Title == "" || len([]rune(o.Title)) > 500:
		return fault.New(fault.Invalid, "order.named").In("title").Because(errors.New("a title of at most 500 characters"))
	case o.Signed.Precision() != date.FullDay:
		return bad("signed", "a day")
	case o.Published.Precision() != date.FullDay || o.Published.Earliest() < o.Signed.Earliest():
		return bad("published", "a day, not before the signature")
	case len(o.URL) > 500 || o.URL != "" && !isLink(o.URL):
		return bad("url", "an address in https://")
	}
	return nil
}

// isLink reports whether a text is an address that a page may link to.
func isLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// members records the organisations of the agreement of a new campus, on the authority of
// its dossier: applicants stated them, the order names none.
func (p *publication) members(d *dossierTx, l *OrderLine, id campus.ID) error {
	if len(l.Memberships) == 0 {
		return nil
	}
	source := campus.SourceID("dossier-" + d.id())
	stated := campus.Provenance{Sources: []campus.SourceID{source, p.provenance().Sources[0]}, Confidence: campus.Medium}
	r := campus.Records{Sources: []campus.Source{{
		ID: source, Title: "Dossier de labellisation " + d.id() + ", convention du campus", Publisher: "Demandeurs du label", Licence: "none-stated",
	}}}
	known := make(map[campus.OrgID]campus.OrgID) // as the line names it → as the register does
	for _, o := range l.Organisations {
		held, err := p.organisation(&o)
		if err != nil {
			return err
		}
		if known[o.ID] = held; held == "" {
			known[o.ID], o.Provenance = o.ID, stated
			r.Organisations = append(r.Organisations, o)
		}
	}
	for _, m := range l.Memberships {
		m.Campus, m.Organisation, m.Provenance = id, known[m.Organisation], stated
		m.ID = campus.MembershipID(&m)
		if !slices.ContainsFunc(r.Memberships, func(o campus.Membership) bool { return o.Organisation == m.Organisation && o.Role == m.Role }) {
			r.Memberships = append(r.Memberships, m)
		}
	}
	return p.tx.Record(&r)
}

// organisation is the one of the register that has the same identifier, UAI or SIRET,
// empty when there is none.
func (p *publication) organisation(o *campus.Organisation) (campus.OrgID, error) {
	list, err := query(p.tx.ctx, p.tx.tx, `select id from organisation_version where retired is null and (id = $1 or uai <> '' and uai = $2 or siret <> '' and siret = $3) order by id limit 1`,
		func(rows *sql.Rows) (id campus.OrgID, err error) { return id, rows.Scan(&id) }, string(o.ID), string(o.UAI), string(o.SIRET))
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}
