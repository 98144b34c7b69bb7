package pathway

import (
	"cmp"
	"slices"

	"continuum/internal/training"
)

// finish is a last step: an edge and an option of the node that it leads to.
type finish struct {
	option
	edge, to int32
	years    uint8
	unyears  uint8
}

// final is an itinerary: a label and a last step.
type final struct {
	label int32 // before the last step
	edge  int32
	offer int32
	to    int32
	years uint16
	km    uint16
	diff  uint8
	share int8
	steps uint8
}

// front is the itineraries that no other dominates, by set of unknowns.
type front struct {
	sets []uint32 // holes, unyears, undecided, outcome unknown: a byte each
	of   [][]final
}

func (f *front) reset() {
	f.sets = f.sets[:0]
	f.of = f.of[:0]
}

func (f *front) group(set uint32) *[]final {
	i := slices.Index(f.sets, set)
	if i < 0 {
		i = len(f.sets)
		f.sets = append(f.sets, set)
		if i < cap(f.of) {
			f.of = f.of[:i+1]
			f.of[i] = f.of[i][:0]
		} else {
			f.of = append(f.of, nil)
		}
	}
	return &f.of[i]
}

// finishes returns the last steps to take from a label. Those that another betters
// whatever comes before are left out, except where a label has passed through what could
// end it: the better one may be barred to it.
func (s *search) finishes(l *label) []finish {
	if l.steps >= MaxSteps {
		return nil
	}
	if l.ending {
		return s.allFinishes(l.node)
	}
	return s.merge(l.node)
}

// merge returns the last steps from a node that no other betters, looked for once.
func (s *search) merge(node int32) []finish {
	if s.merged[node] == nil {
		lo := len(s.ends)
		s.eachFinish(node, func(f finish) { s.ends = s.keepFinish(s.ends, lo, f) })
		s.merged[node] = s.ends[lo:len(s.ends):len(s.ends)]
		if s.merged[node] == nil {
			s.merged[node] = []finish{}
		}
	}
	return s.merged[node]
}

func (s *search) allFinishes(node int32) []finish {
	var all []finish
	s.eachFinish(node, func(f finish) { all = append(all, f) })
	return all
}

// keepFinish adds a last step to those kept from lo on, unless one of them betters it;
// those that it betters leave.
func (s *search) keepFinish(all []finish, lo int, n finish) []finish {
	for i := lo; i < len(all); i++ {
		if all[i].betters(&n) && (!n.betters(&all[i]) || s.rank(all[i].offer, all[i].to) <= s.rank(n.offer, n.to)) {
			return all
		}
	}
	left := all[:lo]
	for _, f := range all[lo:] {
		if !n.betters(&f) {
			left = append(left, f)
		}
	}
	return append(left, n)
}

// betters reports whether f is at least as good as g whatever comes before.
func (f *finish) betters(g *finish) bool {
	return f.years <= g.years && f.unyears == g.unyears && f.option.betters(&g.option)
}

// eachFinish visits the last steps from a node.
func (s *search) eachFinish(node int32, visit func(finish)) {
	edges, first := s.edges(node)
	for i := range edges {
		e := &edges[i]
		last := s.options[e.To].final[e.Entry]
		if e.down || last.lo == last.hi {
			continue
		}
		f := finish{edge: first + int32(i), to: e.To, years: uint8(e.Years)}
		if e.Years == 0 {
			f.unyears = 1
		}
		for _, f.option = range s.arena[last.lo:last.hi] {
			visit(f)
		}
	}
}

// finish adds an itinerary to the front, unless it is dominated.
func (s *search) finish(at int32, l *label, f finish) {
	set := (l.set + f.untold() + uint32(f.unyears)<<8) << 8
	if f.share < 0 {
		set |= 1
	}
	n := final{
		label: at, edge: f.edge, offer: f.offer, to: f.to, years: uint16(l.years) + uint16(f.years),
		km: max(l.km, f.km), diff: max(l.diff, f.percent), share: f.share, steps: l.steps + 1,
	}
	group := s.front.group(set)
	kept := (*group)[:0]
	for i := range *group {
		o := &(*group)[i]
		if o.years <= n.years && o.km <= n.km && o.diff <= n.diff && o.share >= n.share &&
			(o.years != n.years || o.km != n.km || o.diff != n.diff || o.share != n.share || s.first(o, &n)) {
			return // nothing was left out yet: what n would dominate, o does
		}
		if n.years <= o.years && n.km <= o.km && n.diff <= o.diff && n.share >= o.share {
			continue
		}
		kept = append(kept, *o)
	}
	*group = append(kept, n)
}

// first decides between two itineraries of equal criteria.
func (s *search) first(a, b *final) bool {
	if a.steps != b.steps {
		return a.steps < b.steps
	}
	p, q := s.pathOf(a), s.pathOf(b)
	return slices.Compare(p[:], q[:]) <= 0
}

func (s *search) pathOf(f *final) [MaxSteps + 1]uint32 {
	p := s.path(&s.labels[f.label])
	p[f.steps-1] = s.rank(f.offer, f.to)
	return p
}

// farOff is a distance, in kilometres or minutes, past which an itinerary comes after all
// others: when nobody gave a limit, what is best known may be overseas.
const farOff = 200

// ordered returns the whole front: what is not far off, then what is, each best known first.
func (s *search) ordered() []placed {
	var all []placed
	for i, set := range s.front.sets {
		for _, f := range s.front.of[i] {
			all = append(all, placed{f, set, s.pathOf(&f)})
		}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(compareBool(a.km > farOff, b.km > farOff),
			cmp.Compare(a.set, b.set), cmp.Compare(a.years, b.years), cmp.Compare(a.km, b.km),
			cmp.Compare(a.diff, b.diff), cmp.Compare(b.share, a.share), cmp.Compare(a.steps, b.steps),
			slices.Compare(a.path[:], b.path[:]))
	})
	return all
}

// compareBool orders what is not before what is.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// placed is an itinerary of the ordered front.
type placed struct {
	final
	set  uint32
	path [MaxSteps + 1]uint32
}

// diverse chooses k of the ordered front: the first, those whose last qualification is
// new, those whose qualifications are new, then the rest, each time in the front's order;
// those far off once the others are all shown.
func (s *search) diverse(all []placed, k int) []placed {
	taken := make([]bool, len(all))
	lasts := make(map[int32]bool)
	lists := make(map[[MaxSteps + 1]int32]bool)
	var shown []placed
	far := false
	take := func(wanted func(i int) bool) {
		for i := range all {
			if len(shown) == k {
				return
			}
			if !taken[i] && (all[i].km > farOff) == far && wanted(i) {
				taken[i] = true
				lasts[all[i].to] = true
				lists[s.qualifications(&all[i].final)] = true
				shown = append(shown, all[i])
			}
		}
	}
	for _, far = range []bool{false, true} {
		take(func(i int) bool { return !lasts[all[i].to] })
		take(func(i int) bool { return !lists[s.qualifications(&all[i].final)] })
		take(func(int) bool { return true })
	}
	return shown
}

func (s *search) qualifications(f *final) (list [MaxSteps + 1]int32) {
	n := f.steps - 1
	list[n] = f.to + 1
	for at := f.label; s.labels[at].parent >= 0; at = s.labels[at].parent {
		n--
		list[n] = s.labels[at].node + 1
	}
	return list
}

// itinerary tells one of the front in full.
func (s *search) itinerary(f *placed) Itinerary {
	it := Itinerary{Steps: make([]Step, f.steps)}
	n := int(f.steps) - 1
	it.Steps[n] = s.step(f.edge, f.offer)
	at := f.label
	for ; s.labels[at].parent >= 0; at = s.labels[at].parent {
		n--
		it.Steps[n] = s.step(s.labels[at].edge, s.labels[at].offer)
	}
	it.Start = s.labels[at].node
	if it.Start == s.end3e() {
		it.Start = End3e
	}
	c := &it.Criteria
	c.Years = Measure{int(f.years), int(f.set>>16&255) < int(f.steps), int(f.set >> 16 & 255)}
	c.FarthestKm.Unknown, c.Difficulty.Unknown = int(f.set>>24), int(f.set>>8&255)
	for i := range it.Steps {
		if step := &it.Steps[i]; step.Km >= 0 {
			c.FarthestKm.Value, c.FarthestKm.Known = int(f.km), true
		}
		if it.Steps[i].Difficulty.Known {
			c.Difficulty.Value, c.Difficulty.Known = int(f.diff), true
		}
	}
	c.OutcomeOf = training.None
	if f.share >= 0 {
		c.Outcome = Measure{Value: int(f.share), Known: true}
		c.OutcomeOf = s.engine.outcome[f.offer]
	} else {
		c.Outcome.Unknown = 1
	}
	return it
}

func (s *search) step(edge, offer int32) Step {
	e := s.engine
	ed := e.graph.Edges[edge]
	step := Step{Qualification: ed.To, Offer: offer, Edge: ed, Km: -1, Years: ed.Years}
	if offer == training.None {
		return step
	}
	if step.Remote = e.remote[offer]; !step.Remote {
		step.Km = int(rounded(s.farOf(e.place[offer])))
	}
	if p := e.percent[offer]; p >= 0 && ed.Entry != AfterCommon {
		step.Difficulty = Percent{int(p), true}
	}
	return step
}
