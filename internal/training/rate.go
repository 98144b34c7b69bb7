package training

// Rate is an outcome found for an offer, and whose it is.
type Rate struct {
	Outcome int32 // in Model.Outcomes
	// Of is the qualification whose outcome it is: the offer's own, a speciality of its
	// common year, or one that those replaced. A page says so when it is another.
	Of int32
	// For is the qualification that it is shown for: the offer's own, or a speciality.
	For int32
	// Renewals is how many replacements lie between For and Of: 0, 1 or 2.
	Renewals int8
	// OtherLength is true when it is of a training to the same diploma in another number
	// of years.
	OtherLength bool
	// Published is true when the share employed at six months is public.
	Published bool
}

// Renewals is how far back the outcome of a predecessor may stand for that of a
// qualification: two replacements are some ten years.
const Renewals = 2

// RatesOf returns what becomes of those who leave an offer's qualification in its
// region by its route: one rate for the qualification, or one for each speciality of a
// common year, in their order. For each the nearest in lineage with a public rate
// decides, then the latest cohort; without a public one, the nearest there is. By
// school, leavers of a training of the same length come first, the MEF of whose last year
// differs from that of the entry by its year alone; then those of any length.
func (m *Model) RatesOf(offer int32) []Rate {
	o := &m.Offers[offer]
	return m.RatesFor(o.Qualification, m.Establishments[o.Establishment].Region, o.Route, o.MEF)
}

// RatesFor is [Model.RatesOf] for a qualification in a region by a route. mef is a MEF
// STAT 11 of the training; empty, its length doesn't matter.
func (m *Model) RatesFor(qualification int32, region string, route Route, mef string) []Rate {
	if region == "" || qualification == None {
		return nil
	}
	var rates []Rate
	if r, ok := m.anyLength(qualification, region, route, mef); ok {
		rates = append(rates, r)
	}
	if !m.Qualifications[qualification].Common {
		return rates
	}
	for _, p := range m.From(qualification) {
		if k := m.Progressions[p].Kind; k != Family && k != Option {
			continue
		}
		if r, ok := m.anyLength(m.Progressions[p].To, region, route, mef); ok {
			rates = append(rates, r)
		}
	}
	return rates
}

// anyLength looks for the outcome of trainings of the same length, then of any.
func (m *Model) anyLength(qualification int32, region string, route Route, mef string) (Rate, bool) {
	r, ok := m.rate(qualification, region, route, mef)
	if mef == "" || r.Published {
		return r, ok
	}
	if other, found := m.rate(qualification, region, route, ""); found && (!ok || other.Published) {
		other.OtherLength = !SameTraining(m.Outcomes[other.Outcome].MEF, mef)
		return other, true
	}
	return r, ok
}

// rate looks for the outcome of a qualification, then of those that it replaced.
func (m *Model) rate(qualification int32, region string, route Route, mef string) (best Rate, ok bool) {
	ring := []int32{qualification}
	for back := int8(0); back <= Renewals; back++ {
		var older []int32
		for _, q := range ring {
			at := m.latest(q, region, route, mef)
			if at != None {
				published := m.Outcomes[at].Employed[0].Status == Known
				if !ok || published && !best.Published {
					best, ok = Rate{Outcome: at, Of: q, For: qualification, Renewals: back, Published: published}, true
				}
			}
			older = append(older, m.Qualifications[q].Former...)
		}
		if best.Published {
			break
		}
		ring = older
	}
	return best, ok
}

// latest returns the outcome of the latest cohort with a public rate, else of the
// latest cohort; None when there is none.
func (m *Model) latest(qualification int32, region string, route Route, mef string) int32 {
	best := None
	better := func(a, b *Outcome) bool {
		if p, q := a.Employed[0].Status == Known, b.Employed[0].Status == Known; p != q {
			return p
		}
		return a.Cohort > b.Cohort
	}
	for _, at := range m.OutcomesOf(qualification) {
		o := &m.Outcomes[at]
		if o.Establishment != None || o.Region != region || o.Route != route || !SameTraining(o.MEF, mef) {
			continue
		}
		if best == None || better(o, &m.Outcomes[best]) {
			best = at
		}
	}
	return best
}

// SameTraining reports whether two MEF STAT 11 are years of a training of one length:
// they begin with the same three digits, the fourth being the year. An unknown one is
// taken for the same.
func SameTraining(a, b string) bool {
	return len(a) < 4 || len(b) < 4 || a[:3] == b[:3]
}

// WorkOrStudies is the share of those who leave that go on studying, or work six months
// after; missing unless both are public.
func (o *Outcome) WorkOrStudies() Figure {
	if o.Continue.Status != Known || o.Employed[0].Status != Known {
		return Figure{}
	}
	return Figure{Value: o.Continue.Value + (1-o.Continue.Value)*o.Employed[0].Value, Status: Known}
}
