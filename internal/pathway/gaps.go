package pathway

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"continuum/internal/training"
)

// MaxGaps is how many openings an answer ranks at most.
const MaxGaps = 1000

// Gaps returns the openings that would serve the most young people of an area: one
// qualification more at an establishment, where it gives the next level on the ground to
// those whose ladder breaks there. Openings are tried at the establishments of the area that already
// teach in the sector, at the level of the opening or one above or below.
func (e *Engine) Gaps(ctx context.Context, r GapsRequest) ([]Gap, error) {
	_, gaps, err := e.CoverageAndGaps(ctx, r)
	return gaps, err
}

// CoverageAndGaps answers both questions by one walk over the communes, as [Engine.Coverage]
// and [Engine.Gaps] do.
func (e *Engine) CoverageAndGaps(ctx context.Context, r GapsRequest) ([]Coverage, []Gap, error) {
	if r.Limit == 0 {
		r.Limit = 20
	}
	if r.Limit < 1 || r.Limit > MaxGaps {
		return nil, nil, &Invalid{"limit", "bounds", strconv.Itoa(r.Limit)}
	}
	if r.Level != 0 && (r.Level < 3 || r.Level > 8) {
		return nil, nil, &Invalid{"level", "bounds", strconv.Itoa(int(r.Level))}
	}
	if r.Rank != "" && r.Rank != ByYoung && r.Rank != ByNeeds {
		return nil, nil, &Invalid{"rank", "unknown", r.Rank}
	}
	sectors, communes, err := e.prepareCoverage(&r.CoverageRequest)
	if err != nil {
		return nil, nil, err
	}
	ladders := e.laddersOf(sectors)
	hosts := e.hosts(ladders, communes)
	weights := e.weights()
	var heard []*hearing
	rows, err := e.survey(ctx, ladders, communes, r.MaxKm, func(worker, workers int) opening {
		if heard == nil {
			heard = make([]*hearing, workers)
		}
		h := newHearing(ladders, hosts)
		heard[worker] = h
		return func(l int, c *climb, commune int32, level int8, within []int32) {
			if r.Level == 0 || r.Level == level {
				h.hear(l, c, level, weights[commune], within)
			}
		}
	})
	if err != nil {
		return nil, nil, err
	}
	return e.sums(ladders, rows, r.Detail), e.rank(ladders, hosts, heard, &r), nil
}

// hosts are the places where openings are tried: of ladder l, level and place, the first
// establishment there, None where it is no host.
type hosts [][9][]int32

// hosts finds them. An establishment is of an area when its commune is.
func (e *Engine) hosts(ladders []*ladder, communes []int32) hosts {
	in := e.establishmentsOf(communes)
	all := make(hosts, len(ladders))
	for l, lad := range ladders {
		for level := range all[l] {
			all[l][level] = slices.Repeat([]int32{training.None}, len(e.places))
		}
		for i, q := range lad.nodes {
			if !has(lad.own, int32(i)) {
				continue
			}
			taught := e.model.Qualifications[q].Level
			for _, o := range e.byQualification[q] {
				p, at := e.place[o], e.Offer(o).Establishment
				if p == training.None || at < 0 || !in[at] {
					continue
				}
				for level := max(taught-1, 0); level <= min(taught+1, 8); level++ {
					if host := &all[l][level][p]; *host == training.None || at < *host {
						*host = at
					}
				}
			}
		}
	}
	return all
}

// hearing adds whom openings serve, for one worker.
type hearing struct {
	ladders []*ladder
	hosts   hosts
	young   []map[int64]served // by ladder: place and node
}

type served struct {
	young    float64
	communes int32
}

func newHearing(ladders []*ladder, hosts hosts) *hearing {
	h := &hearing{ladders, hosts, make([]map[int64]served, len(ladders))}
	for i := range h.young {
		h.young[i] = make(map[int64]served)
	}
	return h
}

// hear counts a commune for every opening that would serve it.
func (h *hearing) hear(l int, c *climb, level int8, weight float64, within []int32) {
	count := func(p, n int32) {
		k := int64(p)<<32 | int64(n)
		s := h.young[l][k]
		s.young += weight
		s.communes++
		h.young[l][k] = s
	}
	for _, p := range within {
		if h.hosts[l][level][p] == training.None {
			continue
		}
		each(c.follows, func(n int32) { count(p, n) })
		each(c.followsFirst, func(n int32) {
			if !has(c.follows, n) {
				count(p, n)
			}
		})
	}
}

func (e *Engine) rank(ladders []*ladder, hosts hosts, heard []*hearing, r *GapsRequest) []Gap {
	var all []Gap
	for l, lad := range ladders {
		sum := make(map[int64]served)
		for _, h := range heard {
			for k, s := range h.young[l] {
				t := sum[k]
				t.young += s.young
				t.communes += s.communes
				sum[k] = t
			}
		}
		for k, s := range sum {
			q := lad.nodes[int32(k)]
			if !e.model.Qualifications[q].Active {
				continue // a closed diploma is not opened anew
			}
			host := hosts[l][e.model.Qualifications[q].Level][k>>32]
			all = append(all, Gap{
				Sector: lad.sector, Level: e.model.Qualifications[q].Level, Qualification: q, Establishment: host,
				Young: s.young, Communes: int(s.communes), Basin: e.model.Establishments[host].Basin, Needs: e.needsOf(host, lad.sector),
			})
		}
	}
	slices.SortFunc(all, func(a, b Gap) int {
		if r.Rank == ByNeeds {
			if c := compareNeeds(a.Needs, b.Needs); c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(b.Young, a.Young), cmp.Compare(b.Communes, a.Communes), cmp.Compare(a.Sector, b.Sector),
			cmp.Compare(a.Qualification, b.Qualification), cmp.Compare(a.Establishment, b.Establishment))
	})
	return all[:min(r.Limit, len(all))]
}
