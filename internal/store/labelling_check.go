package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// checkLabelling names what the rules of calls do not allow in the dossiers, their
// proposals, the decisions and the labels that these granted: all that no key can say,
// and that only a hand in the database could have done.
func (db *DB) checkLabelling(ctx context.Context, tx *sql.Tx) (found []Problem, err error) {
	rules, err := query(ctx, tx, `select id, hash, body from ruleset`, func(rows *sql.Rows) (r StoredRules, err error) {
		return r, rows.Scan(&r.ID, &r.Hash, &r.Text)
	})
	if err != nil {
		return nil, err
	}
	for _, s := range rules {
		r, err := ruleset.Parse(s.ID+".toml", []byte(s.Text))
		if err != nil || r.ID != s.ID || r.Hash() != s.Hash {
			found = append(found, Problem{"ruleset " + s.ID, "its text is not what its hash names"})
		}
	}
	if len(found) > 0 {
		return found, nil // nothing can be judged by rules that were changed
	}
	ids, err := query(ctx, tx, `select id from dossier`, func(rows *sql.Rows) (id labelling.DossierID, err error) { return id, rows.Scan(&id) })
	if err != nil {
		return nil, err
	}
	slices.Sort(ids)
	for _, id := range ids {
		k := &dossierCheck{ctx: ctx, tx: tx, id: id}
		if k.c, err = db.loadCase(ctx, tx, id); fault.KindOf(err) == fault.Unavailable || ctx.Err() != nil {
			return found, err
		} else if err != nil {
			k.bad("can't be read: %v", err)
		} else if err := k.all(); err != nil {
			return found, err
		}
		found = append(found, k.found...)
	}
	labels, err := db.checkLabelEvents(ctx, tx)
	return append(found, labels...), err
}

// dossierCheck checks one dossier.
type dossierCheck struct {
	ctx   context.Context
	tx    *sql.Tx
	id    labelling.DossierID
	c     *labelling.Case
	found []Problem
}

func (k *dossierCheck) bad(format string, args ...any) {
	k.found = append(k.found, Problem{"dossier " + string(k.id), fmt.Sprintf(format, args...)})
}

func (k *dossierCheck) all() error {
	k.values()
	k.proposal()
	if err := k.moves(); err != nil {
		return err
	}
	return k.decision()
}

// values checks that each field holds what its type allows, and that no version is missing.
func (k *dossierCheck) values() {
	for id, v := range k.c.Dossier.Values {
		f := k.c.Rules.Field(id)
		if f == nil {
			k.bad("holds a field %s that its rules have not", id)
			continue
		}
		if clean, r := labelling.Clean(f, v.Value); r != nil || !clean.Equal(v.Value) {
			k.bad("field %s holds what its type does not allow", id)
		}
	}
	gaps, err := query(k.ctx, k.tx, `select field from dossier_value where dossier = $1 group by field having count(*) <> max(number)`,
		func(rows *sql.Rows) (field string, err error) { return field, rows.Scan(&field) }, string(k.id))
	if err != nil {
		k.bad("versions can't be read: %v", err)
	}
	for _, field := range gaps {
		k.bad("a version of field %s is missing", field)
	}
}

// proposal checks opinions, seal and signatures.
func (k *dossierCheck) proposal() {
	d := k.c.Dossier
	for _, o := range d.Opinions {
		body := k.c.Rules.Consultation(o.Body)
		switch {
		case body == nil:
			k.bad("opinion of %s, whom its rules do not consult", o.Body)
		case body.Per == ruleset.Academie && !slices.Contains(d.Academies(), o.Academie), body.Per == ruleset.Once && o.Academie != "":
			k.bad("opinion of %s for académie %q, which is none of the dossier's", o.Body, o.Academie)
		}
	}
	if d.Seal.IsZero() {
		return
	}
	if labelling.HashOf(d.Seal.Content) != d.Seal.Hash {
		k.bad("what was sealed is not what its hash names")
	}
	if k.c.SealOf(d.Seal.At).Hash != d.Seal.Hash && !k.c.Rules.Takes(d.State, ruleset.Edit) {
		k.bad("holds something else than what was sealed")
	}
	for _, s := range d.Signatures {
		who := k.c.Rules.Signatory(s.Signatory)
		if who != nil && who.Qualified() == (s.Evidence == "") {
			k.bad("signature of %s with or without the document that its kind asks for", s.Signatory)
		}
		if who == nil || who.Role != s.Role {
			k.bad("signature of %s by a %s, who may not sign for it", s.Signatory, s.Role)
		}
	}
}

// moves checks that the acts lead from the first state to the present one, each one
// that the rules know, by a role that may, in time.
func (k *dossierCheck) moves() error {
	list, err := loadMoves(k.ctx, k.tx, string(k.id))
	if err != nil {
		return err
	}
	at := k.c.Rules.Initial()
	for i, m := range list {
		t := k.c.Rules.Transition(m.Act)
		switch {
		case m.Number != int64(i+1) || m.From != at:
			k.bad("act %d does not follow the one before", m.Number)
		case t == nil || !slices.Contains(t.From, m.From) || t.To != m.To || !slices.Contains(t.By, m.Role):
			k.bad("act %d, %s by a %s, is none that the rules allow", m.Number, m.Act, m.Role)
		case i > 0 && m.At.Before(list[i-1].At):
			k.bad("act %d is before the one before", m.Number)
		default:
			if end, ok := k.c.Call.Deadlines[t.Before]; ok && !m.At.Before(end) {
				k.bad("act %d, %s, was done after %s had ended", m.Number, m.Act, t.Before)
			}
			k.signed(t)
		}
		at = m.To
	}
	if at != k.c.Dossier.State {
		k.bad("is in state %s; its acts lead to %s", k.c.Dossier.State, at)
	}
	return nil
}

// signed checks that what an act was guarded by is still there.
func (k *dossierCheck) signed(t *ruleset.Transition) {
	if slices.Contains(t.Guards, ruleset.SignedAll) {
		if missing := k.c.MissingSignatures(); len(missing) > 0 {
			k.bad("was sent without the signature of %s", missing[0].What)
		}
	}
	if slices.Contains(t.Guards, ruleset.ConsultedAll) {
		if missing := k.c.MissingOpinions(ruleset.BeforeProposal); len(missing) > 0 {
			k.bad("was proposed without the opinion of %s %s", missing[0].What, missing[0].Note)
		}
	}
}

// decision checks that a label was granted as the order states, and only then.
func (k *dossierCheck) decision() error {
	d := k.c.Dossier
	list, err := query(k.ctx, k.tx, `select x.years, x.category, coalesce(x.label, ''), coalesce(l.campus, ''), coalesce(v.category, ''), coalesce(v.years, 0),
		exists (select 1 from label_event e where e.label = x.label and e.kind = 'corrected_category')
		from decision x left join label l on l.id = x.label left join label_version v on v.id = x.label and v.retired is null where x.dossier = $1`,
		func(rows *sql.Rows) (r struct {
			years, labelYears                      int
			category, label, campus, labelCategory string
			corrected                              bool
		}, err error,
		) {
			return r, rows.Scan(&r.years, &r.category, &r.label, &r.campus, &r.labelCategory, &r.labelYears, &r.corrected)
		}, string(k.id))
	if err != nil {
		return err
	}
	st := k.c.Rules.State(d.State)
	switch granted := st != nil && st.Outcome == ruleset.Granted; {
	case st == nil:
		k.bad("is in a state %s that its rules have not", d.State)
	case granted && (len(list) == 0 || list[0].label == ""):
		k.bad("is in state %s without a published decision", d.State)
	case !granted && len(list) > 0 && list[0].label != "":
		k.bad("has a published decision in state %s", d.State)
	}
	for _, r := range list {
		if r.years > k.c.Rules.MaxYears.Value {
			k.bad("its decision grants %d years, at most %d", r.years, k.c.Rules.MaxYears.Value)
		}
		if r.label != "" && d.Campus != "" && r.campus != d.Campus {
			k.bad("its label is that of campus %q, not of %q", r.campus, d.Campus)
		}
		if r.label != "" && r.labelCategory != "" && (r.labelCategory != r.category && !r.corrected || r.labelYears != r.years) {
			k.bad("its label is not what its decision grants")
		}
	}
	return nil
}

// checkLabelEvents plays again what happened to labels.
func (db *DB) checkLabelEvents(ctx context.Context, tx *sql.Tx) (found []Problem, err error) {
	ids, err := query(ctx, tx, `select distinct label from label_event`, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) })
	if err != nil {
		return nil, err
	}
	slices.Sort(ids)
	for _, id := range ids {
		_, l, r, err := db.labelLife(ctx, tx, id)
		if err != nil {
			return found, err
		}
		if _, _, err := db.labelRules(ctx, tx, id); fault.KindOf(err) == fault.NotFound && l.Events[0].Kind != labelling.EventFollowed {
			found = append(found, Problem{"label " + id, "has events and no decision"})
			continue
		}
		var so labelling.Label
		for i, e := range l.Events {
			if r := so.Check(r, e); r != nil {
				found = append(found, Problem{"label " + id, fmt.Sprintf("event %d: %v", i+1, r)})
				break
			}
			so.Events = append(so.Events, e)
		}
		lines, err := db.checkLines(ctx, tx, id, &so)
		if err != nil {
			return found, err
		}
		found = append(found, lines...)
	}
	more, err := query(ctx, tx, `select 'label ' || e.label, 'an event rests on order ' || e.act || ', which the register does not believe' from label_event e
		where e.act is not null and not exists (select 1 from act_version a where a.id = e.act and a.retired is null)
		union all select 'label ' || x.label, 'was granted by a decision and has no event' from decision x
		where x.label is not null and not exists (select 1 from label_event e where e.label = x.label)
		union all select 'label ' || n.line, 'carries on a label that has no event' from label_line n
		where not exists (select 1 from label_event e where e.label = n.label) order by 1, 2`,
		func(rows *sql.Rows) (p Problem, err error) { return p, rows.Scan(&p.Where, &p.What) })
	return append(found, more...), err
}

// checkLines compares the lines of the register of a label with its days by category, as
// its events have them. What the register knew before it was followed may be less precise.
func (db *DB) checkLines(ctx context.Context, tx *sql.Tx, stream string, l *labelling.Label) (found []Problem, err error) {
	ids, err := query(ctx, tx, `select line from label_line where label = $1`, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }, stream)
	if err != nil || len(l.Events) < 2 {
		return nil, err
	}
	held, err := loadLabels(ctx, tx, believed)
	if err != nil {
		return nil, err
	}
	var lines []campus.Label
	for _, h := range held {
		if string(h.value.ID) == stream || slices.Contains(ids, string(h.value.ID)) {
			lines = append(lines, h.value)
		}
	}
	slices.SortFunc(lines, func(a, b campus.Label) int { return a.Start.Compare(b.Start) })
	spans := l.Spans("")
	if len(lines) != len(spans) {
		return []Problem{{"label " + stream, fmt.Sprintf("%d lines of the register, its events make %d", len(lines), len(spans))}}, nil
	}
	for i, line := range lines {
		end := line.End.Latest()
		if line.End.IsZero() {
			first, err := followed(&line)
			if err != nil {
				return nil, err
			}
			end = first.Until
		}
		if line.Start.Earliest() != spans[i].From || end != spans[i].Until {
			found = append(found, Problem{"label " + string(line.ID), fmt.Sprintf("from %s to %s in the register; its events say from %s to %s", line.Start, date.Of(end), date.Of(spans[i].From), date.Of(spans[i].Until))})
		}
		if c := spans[i].Category; c != "" && c != string(line.Category) {
			found = append(found, Problem{"label " + string(line.ID), "is of another category than its events say"})
		}
	}
	return found, nil
}
