package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// Order is the official text that grants labels.
type Order struct {
	NOR               string
	Title             string // "Arrêté du 2 novembre 2026 fixant la liste…"
	Signed, Published date.Date
	URL               string
}

// OrderLine is what an order grants for a dossier.
type OrderLine struct {
	Dossier  labelling.DossierID
	Decision labelling.Decision // its NOR and dates are those of the order
	// Slug is the place in addresses of a campus that the register does not hold yet.
	Slug string
	// Facts are what else the register is to say of such a campus (commune, point…);
	// their identifier and provenance are made here.
	Facts []campus.Fact
	// Organisations and Memberships are the members of such a campus, as its dossier names
	// them; identifiers of memberships, campus and provenance are made here. An organisation
	// that the register knows by its UAI or its SIRET is that one.
	Organisations []campus.Organisation
	Memberships   []campus.Membership
}

// PublishOrder publishes an order: its act, a label for each line with the campus where
// it is new, the decisions and the ends of the dossiers, all or nothing, in the change
// that moves the generation. The map and the pages follow as after any change.
func (db *DB) PublishOrder(ctx context.Context, by labelling.PersonID, role ruleset.Role, o Order, lines []OrderLine) (labels []campus.LabelID, err error) {
	defer fault.Wrap(&err, "store.PublishOrder(%.20q)", o.NOR)
	if len(lines) == 0 {
		return nil, fault.New(fault.Invalid, "labelling.need", "lines").Because(errors.New("an order grants something"))
	}
	lines = slices.Clone(lines) // rows are held in one order, so that two orders at once don't wait for each other
	slices.SortFunc(lines, func(a, b OrderLine) int { return cmp.Compare(a.Dossier, b.Dossier) })
	err = db.InTx(ctx, string(by), "order "+o.NOR, func(tx *Tx) error {
		labels = nil
		p := &publication{tx: tx, by: by, role: role, order: o}
		if err := p.act(); err != nil {
			return tx.fail(err)
		}
		for _, line := range lines {
			id, err := p.line(line)
			if err != nil {
				return tx.fail(fmt.Errorf("dossier %s: %w", line.Dossier, err))
			}
			labels = append(labels, id)
		}
		return db.record(ctx, tx.tx, journal.Act{
			Stream: journal.Site, Actor: string(by), Name: "order.published", Details: map[string]any{"nor": o.NOR, "lines": len(lines)},
		})
	})
	if err != nil {
		return nil, err
	}
	return labels, nil
}

// publication is an order being published.
type publication struct {
	tx    *Tx
	by    labelling.PersonID
	role  ruleset.Role
	order Order
	name  string // of the order in the register: its NOR, as first published
}

const actPrefix = "acte-"

func (p *publication) actID() campus.ActID { return campus.ActID(actPrefix + p.name) }

// provenance is that of all that an order says.
func (p *publication) provenance() campus.Provenance {
	return campus.Provenance{Sources: []campus.SourceID{campus.SourceID("arrete-" + p.name)}, Confidence: campus.High}
}

// act records the order and the source that it is.
func (p *publication) act() error {
	o := p.order
	if err := o.Check(); err != nil {
		return err
	}
	p.name = strings.ToLower(o.NOR)
	// An order that was recorded under this NOR by mistake keeps its name in the register.
	var taken int64
	err := p.tx.tx.QueryRowContext(p.tx.ctx, `select count(*) from act a where (a.id = $1 or a.id like $2)
		and not exists (select 1 from act_version v where v.id = a.id and v.retired is null and v.nor = $3)`,
		string(p.actID()), string(p.actID())+"-%", o.NOR).Scan(&taken)
	if err != nil {
		return err
	}
	if taken > 0 {
		p.name += "-" + strconv.FormatInt(taken+1, 10)
	}
	return p.describe(o)
}

// describe has the register say what an order is.
func (p *publication) describe(o Order) error {
	return p.tx.Record(&campus.Records{
		Sources: []campus.Source{{
			ID: p.provenance().Sources[0], Title: o.Title + " (NOR " + o.NOR + ")", Publisher: "Journal officiel de la République française",
			URL: o.URL, Published: o.Published, Licence: "licence-ouverte-2.0",
		}},
		Acts: []campus.Act{{
			ID: p.actID(), NOR: o.NOR, Title: o.Title, Signed: o.Signed, Published: o.Published, URL: o.URL, Provenance: p.provenance(),
		}},
	})
}

// line ends one dossier and writes its label in the register.
func (p *publication) line(l OrderLine) (campus.LabelID, error) {
	d, err := p.tx.db.holdDossier(p.tx.ctx, p.tx.tx, l.Dossier)
	if err != nil {
		return "", err
	}
	dec := l.Decision
	dec.NOR, dec.Signed, dec.Published, dec.URL = p.order.NOR, p.order.Signed, p.order.Published, p.order.URL
	i := slices.IndexFunc(d.c.Rules.Transitions, func(t ruleset.Transition) bool {
		return d.c.Rules.State(t.To).Outcome == ruleset.Granted && slices.Contains(t.From, d.c.Dossier.State)
	})
	if i < 0 {
		return "", notAllowed(&labelling.Refusal{Reason: labelling.WrongState, Guard: "label", Detail: fmt.Sprintf("not in state %s", d.c.Dossier.State)})
	}
	_, act, err := d.move(labelling.Act{Transition: d.c.Rules.Transitions[i].ID, By: p.by, Role: p.role, Decision: &dec, Given: map[ruleset.Need]string{ruleset.NOR: dec.NOR}})
	if err != nil {
		return "", err
	}
	id := campus.ID(d.c.Dossier.Campus)
	if id == "" {
		if id, err = p.newCampus(d, &l, &dec); err != nil {
			return "", err
		}
	} else if err := p.rename(id, &dec); err != nil {
		return "", err
	}
	label := campus.Label{
		ID: campus.LabelID("label-" + d.id()), Campus: id, Category: campus.Category(dec.Category), Start: dec.From(), Years: dec.Years,
		Bases:      []campus.Basis{{Kind: campus.ByAct, Act: p.actID(), On: p.order.Signed, Text: p.order.Title, Provenance: p.provenance()}},
		Provenance: p.provenance(),
	}
	if err := p.succeed(&label); err != nil {
		return "", err
	}
	if err := p.tx.GrantLabel(label); err != nil {
		return "", err
	}
	if err := p.decide(d, &dec, &label); err != nil {
		return "", err
	}
	if err := d.tellPublished(dec.NOR); err != nil {
		return "", err
	}
	return label.ID, d.record(act)
}

// succeed makes the labels in force on the first day of a new one end there: a renewal
// takes over from the label before, whatever that label had left.
func (p *publication) succeed(l *campus.Label) error {
	held, err := loadLabels(p.tx.ctx, p.tx.tx, believed)
	if err != nil {
		return err
	}
	start := l.Start.Earliest()
	var all []campus.Label
	for _, h := range held {
		if h.value.Campus == l.Campus {
			all = append(all, h.value)
		}
	}
	for _, old := range all {
		if old.Successor != "" || !campus.LabelOn(all, &old, start).Status.Holds() {
			continue
		}
		if err := p.tx.RetireLabel(old.ID); err != nil {
			return err
		}
		old.Successor, old.End = l.ID, l.Start
		if err := p.tx.Record(&campus.Records{Labels: []campus.Label{old}}); err != nil {
			return err
		}
		if err := p.event(string(old.ID), labelling.Event{Kind: labelling.EventRenewed, On: start, Order: string(p.actID()), Value: string(l.ID)}); err != nil {
			return err
		}
	}
	return nil
}

// event adds what an order does to the label of a line that is followed here; of the
// dataset's others nothing is listed.
func (p *publication) event(line string, e labelling.Event) error {
	stream, err := labelOfLine(p.tx.ctx, p.tx.tx, line)
	if err != nil {
		return err
	}
	if l, err := loadLabel(p.tx.ctx, p.tx.tx, stream); err != nil || len(l.Events) == 0 {
		return err
	}
	_, l, r, err := p.tx.db.labelLife(p.tx.ctx, p.tx.tx, stream)
	if err != nil {
		return err
	}
	if err := notAllowed(l.Check(r, e)); err != nil {
		return err
	}
	return addLabelEvent(p.tx.ctx, p.tx.tx, p.by, stream, e, p.tx.at)
}

// decide keeps what the order states of a dossier, and what begins for the label.
func (p *publication) decide(d *dossierTx, dec *labelling.Decision, l *campus.Label) error {
	err := d.exec(`insert into decision (dossier, nor, signed, published, title, territory, sector, category, years, start_on, reserves, act, label, actor, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		on conflict (dossier) do update set nor = excluded.nor, signed = excluded.signed, published = excluded.published, title = excluded.title,
			territory = excluded.territory, sector = excluded.sector, category = excluded.category, years = excluded.years, start_on = excluded.start_on,
			reserves = excluded.reserves, act = excluded.act, label = excluded.label, actor = excluded.actor, at = excluded.at`,
		d.id(), dec.NOR, dec.Signed.String(), dec.Published.String(), dec.Title, dec.Territory, dec.Sector, dec.Category, dec.Years,
		dec.From().String(), asJSON(dec.Reserves), string(p.actID()), string(l.ID), string(p.by), d.now.UnixMicro())
	if err != nil {
		return err
	}
	events := []labelling.Event{{Kind: labelling.EventGranted, On: dec.From().Earliest(), Until: dec.Until().Earliest(), Order: string(p.actID())}}
	for _, reserve := range dec.Reserves {
		events = append(events, labelling.Event{Kind: labelling.EventReserve, On: dec.From().Earliest(), Value: reserve})
	}
	var so labelling.Label
	for _, e := range events {
		if err := notAllowed(so.Check(d.c.Rules, e)); err != nil {
			return err
		}
		so.Events = append(so.Events, e)
		if err := addLabelEvent(d.ctx, d.tx, p.by, string(l.ID), e, d.now.UnixMicro()); err != nil {
			return err
		}
	}
	return nil
}

// newCampus records a campus that its first label makes known: its title and what the
// dossier says of its place and sector.
func (p *publication) newCampus(d *dossierTx, l *OrderLine, dec *labelling.Decision) (campus.ID, error) {
	id := campus.ID(l.Slug)
	facts := []campus.Fact{{Property: campus.Name, Value: dec.Title}, {Property: campus.NameStatus, Value: "exact"}}
	if sector := d.c.Dossier.Text("sector"); sector != "" {
		facts = append(facts, campus.Fact{Property: campus.SectorProp, Value: sector})
	}
	for property, field := range map[campus.Property]string{campus.RegionProp: "regions", campus.AcademieProp: labelling.AcademieField} {
		if codes := d.c.Dossier.Values[field].Value.List; len(codes) > 0 {
			facts = append(facts, campus.Fact{Property: property, Value: codes[0]})
		}
	}
	facts = append(facts, l.Facts...)
	for i := range facts {
		p.state(&facts[i], id)
	}
	if err := p.tx.Record(&campus.Records{Campuses: []campus.Campus{{ID: id, Slug: l.Slug}}, Facts: facts}); err != nil {
		return id, err
	}
	return id, p.members(d, l, id)
}

// state makes a fact the order's: whose campus, on what authority.
func (p *publication) state(f *campus.Fact, id campus.ID) {
	f.Campus, f.Provenance = id, p.provenance()
	f.ID = campus.FactID(f)
}

// rename gives a campus the title that the order states, from its first day on.
func (p *publication) rename(id campus.ID, dec *labelling.Decision) error {
	return p.supersede(id, campus.Name, dec.Title, dec.From())
}

// supersede has the register say something else of a campus from a day on; what it said of
// the days before it still says. From a zero day on, the statement in force is corrected.
func (p *publication) supersede(id campus.ID, property campus.Property, value string, from date.Date) error {
	cited := make(citations)
	if err := cited.load(p.tx.ctx, p.tx.tx); err != nil {
		return err
	}
	held, err := loadFacts(p.tx.ctx, p.tx.tx, cited)
	if err != nil {
		return err
	}
	next := campus.Fact{Property: property, Value: value, Valid: campus.Period{From: from}}
	for _, h := range held {
		f := h.value
		if h.retired || f.Campus != id || f.Property != property || !f.Valid.Until.IsZero() {
			continue
		}
		if f.Value == value {
			return nil
		}
		if err := p.tx.RetireFact(f.ID); err != nil {
			return err
		}
		if from.IsZero() {
			next.Valid = f.Valid
			continue
		}
		if f.Valid.From.IsZero() || f.Valid.From.Earliest() < from.Earliest() {
			f.Valid.Until = from
			if err := p.tx.RecordFact(f); err != nil {
				return err
			}
		}
	}
	p.state(&next, id)
	return p.tx.RecordFact(next)
}
