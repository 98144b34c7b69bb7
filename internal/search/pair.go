package search

import (
	"cmp"
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// pairs are the items of the list: a qualification at an establishment, whatever the
// routes and entry years. They are in the order of the model's offers.
type pairs struct {
	q, e    []int32
	ofQ     []int32 // pairs of qualification q are ofQ[q] to ofQ[q+1]
	ofE     [][]int32
	first   []int32 // offers of pair i are offers[first[i]:first[i+1]]
	offers  []int32
	routes  []uint8      // 1 << training.Route
	remote  []bool       // only at a distance
	ratio   []float32    // applicants for a place, negative when not known
	share   []float32    // in work or studies after, negative when not known
	place   []geo.Vector // on the sphere; zero when not known
	south   []spot       // where pairs lie that are not only at a distance, from the south
	level   []uint8      // 0 when not known
	sector  []uint8      // in Index.sectors
	public  []uint8
	board   []uint8
	sectors []string  // the first is none
	member  [][]int32 // campuses by establishment
}

// spot is a place with all the pairs that lie there.
type spot struct {
	at    geo.Vector
	pairs []int32
}

// makeSouth gathers pairs by place.
func (p *pairs) makeSouth() {
	order := make([]int32, 0, len(p.place))
	for i, at := range p.place {
		if !p.remote[i] && at != (geo.Vector{}) {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := p.place[a], p.place[b]
		return cmp.Or(cmp.Compare(x.Z, y.Z), cmp.Compare(x.X, y.X), cmp.Compare(x.Y, y.Y), cmp.Compare(a, b))
	})
	for len(order) > 0 {
		at, n := p.place[order[0]], 1
		for n < len(order) && p.place[order[n]] == at {
			n++
		}
		p.south = append(p.south, spot{at, order[:n:n]})
		order = order[n:]
	}
}

// makePairs gathers offers by qualification and establishment.
func (ix *Index) makePairs() {
	m, p := ix.model, &ix.pairs
	order := make([]int32, 0, len(m.Offers))
	for i := range m.Offers {
		if m.Offers[i].Establishment >= 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &m.Offers[a], &m.Offers[b]
		return cmp.Or(cmp.Compare(x.Qualification, y.Qualification), cmp.Compare(x.Establishment, y.Establishment), cmp.Compare(a, b))
	})
	p.offers, p.sectors, p.member = order, []string{""}, make([][]int32, len(m.Establishments))
	sectors := map[string]uint8{"": 0}
	for i, o := range order {
		f := &m.Offers[o]
		if n := len(p.q); n == 0 || p.q[n-1] != f.Qualification || p.e[n-1] != f.Establishment {
			q, e := &m.Qualifications[f.Qualification], &m.Establishments[f.Establishment]
			s, ok := sectors[q.Sector]
			if !ok {
				s = uint8(len(p.sectors))
				sectors[q.Sector] = s
				p.sectors = append(p.sectors, q.Sector)
			}
			p.q, p.e, p.first = append(p.q, f.Qualification), append(p.e, f.Establishment), append(p.first, int32(i))
			p.routes, p.remote, p.level = append(p.routes, 0), append(p.remote, true), append(p.level, uint8(max(0, q.Level)))
			p.ratio, p.share = append(p.ratio, -1), append(p.share, -1)
			p.place = append(p.place, onSphere(e.Point))
			p.sector, p.public, p.board = append(p.sector, s), append(p.public, publicOf(e.Public)), append(p.board, uint8(e.Boarding))
		}
		n := len(p.q) - 1
		p.routes[n] |= 1 << f.Route
		p.remote[n] = p.remote[n] && f.Mode == training.Distance
		if p.place[n] == (geo.Vector{}) {
			p.place[n] = onSphere(f.Point)
		}
		if ratio, _ := f.Ratio(); ratio.Status == training.Known && (p.ratio[n] < 0 || ratio.Value < p.ratio[n]) {
			p.ratio[n] = ratio.Value
		}
		if p.share[n] < 0 {
			p.share[n] = ix.shareOf(o)
		}
	}
	p.makeSouth()
	p.first = append(p.first, int32(len(order)))
	p.ofQ, p.ofE = make([]int32, len(m.Qualifications)+1), make([][]int32, len(m.Establishments))
	for i := range p.q {
		p.ofQ[p.q[i]+1] = int32(i) + 1
		p.ofE[p.e[i]] = append(p.ofE[p.e[i]], int32(i))
	}
	for q := range m.Qualifications {
		p.ofQ[q+1] = max(p.ofQ[q+1], p.ofQ[q]) // one that nobody teaches has none
	}
	for i := range ix.campuses {
		for _, uai := range ix.campuses[i].Members {
			if e := m.Establishment(uai); e != training.None && !slices.Contains(p.member[e], int32(i)) {
				p.member[e] = append(p.member[e], int32(i))
			}
		}
	}
}

// shareOf is the share of those who leave an offer that study or work at six months,
// negative when it is not public.
func (ix *Index) shareOf(offer int32) float32 {
	rates := ix.model.RatesOf(offer)
	if len(rates) == 0 {
		return -1
	}
	share := ix.model.Outcomes[rates[0].Outcome].WorkOrStudies()
	if share.Status != training.Known {
		return -1
	}
	return share.Value
}

// The values of public, as choices.
var publics = [...]training.Public{"", training.IsPublic, training.PrivateContract, training.Private}

func publicOf(p training.Public) uint8 { return uint8(max(0, slices.Index(publics[:], p))) }

// onSphere is a point on the sphere, the zero vector when it is not known.
func onSphere(p geo.Point) geo.Vector {
	if p.IsZero() {
		return geo.Vector{}
	}
	return geo.Unit(p)
}
