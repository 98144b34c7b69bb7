package flow

import (
	"math"
	"math/rand/v2"
	"testing"
)

// draw makes a network with no sense to it, cycles and parallel arcs too.
func draw(r *rand.Rand, nodes, arcs int) *Network {
	n := New()
	for range nodes {
		n.Node()
	}
	for range arcs {
		n.Arc(int32(r.IntN(n.nodes)), int32(r.IntN(n.nodes)), int32(r.IntN(4)), int64(r.IntN(12)))
	}
	for range 1 + r.IntN(3) {
		n.Supply(1+int32(r.IntN(n.nodes-1)), 1+int32(r.IntN(4)))
	}
	return n
}

// bellmanFord solves a copy the slow way: one unit at a time over the path of least cost
// with negative arcs allowed, no potentials. It tells what is short and what it costs.
func bellmanFord(n *Network) (short int, cost int64) {
	type arc struct {
		from, to int32
		room     int32
		cost     int64
	}
	var arcs []arc // 2i and its reverse 2i+1
	for i := range n.from {
		arcs = append(arcs, arc{n.from[i], n.to[i], n.most[i], n.cost[i]}, arc{n.to[i], n.from[i], 0, -n.cost[i]})
	}
	source := int32(n.nodes)
	for _, s := range n.supply {
		arcs = append(arcs, arc{source, s.node, s.units, 0}, arc{s.node, source, 0, 0})
		short += int(s.units)
	}
	for {
		dist, by := make([]int64, n.nodes+1), make([]int, n.nodes+1)
		for v := range dist {
			dist[v] = math.MaxInt64
		}
		dist[source] = 0
		for again := true; again; {
			again = false
			for i, a := range arcs {
				if a.room > 0 && dist[a.from] != math.MaxInt64 && dist[a.from]+a.cost < dist[a.to] {
					dist[a.to], by[a.to], again = dist[a.from]+a.cost, i, true
				}
			}
		}
		if dist[n.sink] == math.MaxInt64 {
			return short, cost
		}
		for v := n.sink; v != source; v = arcs[by[v]].from {
			arcs[by[v]].room--
			arcs[by[v]^1].room++
		}
		short--
		cost += dist[n.sink]
	}
}

func TestSolveAgainstBellmanFord(t *testing.T) {
	t.Parallel()
	whole := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := draw(r, 2+r.IntN(12), r.IntN(50))
		wantShort, wantCost := bellmanFord(n)
		short := n.Solve()
		if short != wantShort {
			t.Fatalf("seed %d: %d short, want %d", seed, short, wantShort)
		}
		// Which supplies are short is free when not all can go, and so is the cost.
		if cost := n.Cost(); short == 0 && cost != wantCost {
			t.Fatalf("seed %d: cost %d, want %d", seed, cost, wantCost)
		}
		if short == 0 {
			whole++
		}
		if err := n.Prove(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		total := 0
		for _, c := range n.Cut() {
			total += c.Short
			for i := range n.from {
				u, v := n.from[i], n.to[i]
				if c.In[u] && !c.In[v] && n.Flow(i) < n.most[i] || c.In[v] && !c.In[u] && n.Flow(i) > 0 {
					t.Fatalf("seed %d: the cut is not full at arc %d", seed, i)
				}
			}
			if c.In[n.sink] || n.Ends()[n.supply[0].node] && c.In[n.supply[0].node] {
				t.Fatalf("seed %d: a cut holds the sink, or a way to it", seed)
			}
		}
		if total != short {
			t.Fatalf("seed %d: cuts miss %d, want %d", seed, total, short)
		}
	}
	if whole < 300 {
		t.Errorf("only %d networks took all", whole)
	}
}

// Prove finds a flow or potentials that someone spoilt.
func TestProveRefuses(t *testing.T) {
	t.Parallel()
	caught, tried := 0, 0
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		n := draw(r, 8, 40)
		n.Solve()
		if len(n.place) == 0 {
			continue
		}
		a := n.place[r.IntN(len(n.place))]
		if n.arcs[a].to == n.arcs[n.twin[a]].to {
			continue // a loop changes nothing
		}
		n.arcs[a].room++ // a unit fewer, from nowhere
		tried++
		if n.Prove() != nil {
			caught++
		}
	}
	if tried < 300 || caught != tried {
		t.Errorf("%d of %d lost units are seen", caught, tried)
	}
	n := New()
	a := n.Node()
	cheap := n.Arc(a, n.Sink(), 1, 1)
	n.Arc(a, n.Sink(), 1, 5)
	n.Supply(a, 1)
	n.Solve()
	if n.Flow(cheap) != 1 || n.Potential(a) < 1 || n.Potential(a) > 5 || n.Prove() != nil {
		t.Fatalf("flow %d, potential %d, %v", n.Flow(cheap), n.Potential(a), n.Prove())
	}
	for _, p := range []int64{0, -6} {
		n.potential[a] = p
		if n.Prove() == nil {
			t.Errorf("potential %d is taken for a proof", p)
		}
	}
}
