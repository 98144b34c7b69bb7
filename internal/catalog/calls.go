package catalog

import (
	"time"

	"continuum/internal/campus"
	"continuum/internal/labelling"
)

// Announce adds the calls that were opened, the last opened first. It is called once, before
// the catalog is in force.
func (c *Catalog) Announce(list []labelling.Announced) { c.Calls = list }

// Call returns the call of that identifier, nil when none was opened.
func (c *Catalog) Call(id string) *labelling.Announced {
	for i := range c.Calls {
		if string(c.Calls[i].ID) == id {
			return &c.Calls[i]
		}
	}
	return nil
}

// Order is an order that answers a call, with the campuses that it labels.
type Order struct {
	*campus.Act
	Campuses []OrderLine
}

// OrderLine is a campus of an order, with what the order granted then.
type OrderLine struct {
	*Campus
	Category string // of the référentiel
	Years    int
}

// OrdersOf lists the orders that answer a call, in the order of their publication.
func (c *Catalog) OrdersOf(a *labelling.Announced) []Order {
	var list []Order
	for _, g := range a.Granted {
		act, cam := c.Act(campus.ActID(g.Order)), c.CampusOf(campus.ID(g.Campus))
		if act == nil || cam == nil {
			continue // the register no longer holds them
		}
		if len(list) == 0 || list[len(list)-1].ID != act.ID {
			list = append(list, Order{Act: act})
		}
		o := &list[len(list)-1]
		o.Campuses = append(o.Campuses, OrderLine{cam, g.Category, g.Years})
	}
	return list
}

// Turn is the first instant after another at which what is said of calls changes by the
// clock alone: a call opens, or a step of its calendar ends. It is zero when none is to come.
func (c *Catalog) Turn(after time.Time) time.Time {
	var first time.Time
	see := func(at time.Time) {
		if at.After(after) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	for i := range c.Calls {
		see(c.Calls[i].Opens)
		for _, end := range c.Calls[i].Deadlines {
			see(end)
		}
	}
	return first
}
