package store

import (
	"fmt"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

// GrantLabel records a label. It fails with fault.Conflict "label.overlap" when the
// campus surely holds another of that category on a day of it (campus.Overlap), and
// "label.open" when both have no end. Two grants at once for one campus meet on its
// version row: one of them comes second and sees the other.
//
// A renewal of a label without end is one transaction: retire it, grant the new
// one, grant the old one again with its Successor.
func (tx *Tx) GrantLabel(l campus.Label) error {
	held, err := loadLabels(tx.ctx, tx.tx, believed)
	if err != nil {
		return tx.fail(err)
	}
	for _, h := range held {
		switch other := &h.value; {
		case other.ID == l.ID || other.Campus != l.Campus:
		case campus.Overlap(other, &l):
			return tx.fail(overlap(other, &l))
		case open(other) && open(&l) && other.Category == l.Category:
			return tx.fail(fault.New(fault.Conflict, "label.open", other.ID).Because(fmt.Errorf(
				"campus %s: label %s of that category has no end: give it one or a successor first", l.Campus, other.ID)))
		}
	}
	return tx.Record(&campus.Records{Labels: []campus.Label{l}})
}

// open reports whether a label has no end, as the schema's key on open labels reads it.
func open(l *campus.Label) bool {
	return l.End.IsZero() && l.Years == 0 && l.Successor == "" && l.Category != campus.CategoryUnknown
}

// guard checks the law on the campuses of the labels: it moves their version rows,
// then compares all that is believed of them.
func (tx *Tx) guard(labels []campus.Label) error {
	seen := make(map[campus.ID]bool)
	for _, l := range labels {
		if len(l.Bases) == 0 {
			return tx.fail(fault.New(fault.Invalid, "label.no_basis", l.ID).Because(errNoBasis))
		}
		if seen[l.Campus] {
			continue
		}
		seen[l.Campus] = true
		if err := tx.exec(`update campus set version = version + 1 where id = $1`, string(l.Campus)); err != nil {
			return err
		}
	}
	if len(seen) == 0 {
		return nil
	}
	held, err := loadLabels(tx.ctx, tx.tx, believed)
	if err != nil {
		return tx.fail(err)
	}
	of := make(map[campus.ID][]campus.Label)
	for _, h := range held {
		if seen[h.value.Campus] {
			of[h.value.Campus] = append(of[h.value.Campus], h.value)
		}
	}
	for _, labels := range of {
		if a, b := overlapping(labels); a != nil {
			return tx.fail(overlap(a, b))
		}
	}
	return nil
}

// overlapping returns two labels that the law does not allow together, nil when
// there are none.
func overlapping(labels []campus.Label) (a, b *campus.Label) {
	for i := range labels {
		for j := range i {
			if campus.Overlap(&labels[i], &labels[j]) {
				return &labels[j], &labels[i]
			}
		}
	}
	return nil, nil
}

func overlap(a, b *campus.Label) error {
	return fault.New(fault.Conflict, "label.overlap", a.ID, b.ID).Because(
		fmt.Errorf("campus %s: labels %s and %s are both in force on a day", a.Campus, a.ID, b.ID))
}
