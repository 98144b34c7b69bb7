package store

import (
	"context"
	"errors"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/labelling"
)

// Effect is what an order makes of what the register says of a campus.
type Effect struct {
	Campus        campus.ID
	Before, After Says
}

// Says is what the register says of a campus that an order may change: its labels, then its
// names and territories, with their days.
type Says struct {
	Labels []campus.Label
	Facts  []campus.Fact
}

// errLooked ends a transaction that was made to be looked at.
var errLooked = errors.New("nothing is kept of a preview")

// PreviewAmendments does what PublishAmendments would, tells what the register says of each
// campus concerned before and after, in the order of lines, and keeps nothing of it. It fails
// as PublishAmendments would.
func (db *DB) PreviewAmendments(ctx context.Context, by labelling.PersonID, o Order, lines []Amendment) (changes []Effect, err error) {
	defer fault.Wrap(&err, "store.PreviewAmendments(%.20q)", o.NOR)
	err = db.publishAmendments(ctx, by, o, lines, func(tx *Tx) error {
		changes = nil
		for _, l := range lines {
			old, err := labelVersion(tx.ctx, tx.tx, string(l.Label))
			if fault.KindOf(err) == fault.NotFound {
				continue // told with its line
			}
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(changes, func(c Effect) bool { return c.Campus == old.Campus }) {
				changes = append(changes, Effect{Campus: old.Campus})
			}
		}
		return tx.says(changes, func(c *Effect) *Says { return &c.Before })
	}, func(tx *Tx) error {
		if err := tx.says(changes, func(c *Effect) *Says { return &c.After }); err != nil {
			return err
		}
		return errLooked
	})
	if errors.Is(err, errLooked) {
		return changes, nil
	}
	return nil, err
}

// says reads what the register says of campuses now.
func (tx *Tx) says(changes []Effect, side func(*Effect) *Says) error {
	labels, err := loadLabels(tx.ctx, tx.tx, believed)
	if err != nil {
		return err
	}
	cited := make(citations)
	if err := cited.load(tx.ctx, tx.tx); err != nil {
		return err
	}
	facts, err := loadFacts(tx.ctx, tx.tx, cited)
	if err != nil {
		return err
	}
	for i := range changes {
		c := &changes[i]
		s := side(c)
		for _, l := range labels {
			if l.value.Campus == c.Campus {
				s.Labels = append(s.Labels, l.value)
			}
		}
		for _, f := range facts {
			if !f.retired && f.value.Campus == c.Campus && slices.Contains([]campus.Property{campus.Name, campus.AcademieProp, campus.RegionProp}, f.value.Property) {
				s.Facts = append(s.Facts, f.value)
			}
		}
	}
	return nil
}
