package catalog

import "time"

// Changed is the last instant at which something that is believed of the campus was
// recorded: a fact, a label, what a label rests on, a membership. What the register
// stopped believing without putting something in its place leaves no trace here.
func (c *Campus) Changed() time.Time {
	var last time.Time
	see := func(at time.Time) {
		if at.After(last) {
			last = at
		}
	}
	for i := range c.Facts {
		see(c.Facts[i].Recorded)
	}
	for i := range c.Labels {
		see(c.Labels[i].Recorded)
		for j := range c.Labels[i].Bases {
			see(c.Labels[i].Bases[j].Recorded)
		}
	}
	for i := range c.Members {
		see(c.Members[i].Membership.Recorded)
	}
	return last
}
