// Package flow finds flows of least cost in networks of whole numbers: shortest
// augmenting paths with potentials (Edmonds and Karp 1972, Tomizawa 1971), over slices.
// It proves what it finds, and names a cut where there is no way through.
package flow

import "slices"

// Network is a directed graph whose arcs hold a bounded flow. Build it with Node and
// Arc, then Solve it once. Costs must not be negative.
type Network struct {
	nodes  int
	sink   int32
	supply []supply

	// As built, an arc each.
	from, to, most []int32
	cost           []int64

	// As solved: each arc and its reverse, by the node they leave.
	first []int32 // of each node, and one more
	arcs  []half
	twin  []int32 // the reverse of each
	place []int32 // where arc i of the building is

	potential []int64
	search    search
}

// half is an arc or the reverse of one.
type half struct {
	to, room int32 // where it goes, what it can still take
	price    int64 // of one unit
}

// supply is what a node gives.
type supply struct{ node, units, short int32 }

// New returns a network that has a sink and nothing else.
func New() *Network { return &Network{nodes: 1} }

// Sink is where all the flow ends.
func (n *Network) Sink() int32 { return n.sink }

// Node adds a node.
func (n *Network) Node() int32 {
	n.nodes++
	return int32(n.nodes - 1)
}

// Supply makes a node give units, after those said before it.
func (n *Network) Supply(node, units int32) {
	n.supply = append(n.supply, supply{node: node, units: units})
}

// Arc adds an arc that takes most units at cost each, and returns its number.
func (n *Network) Arc(from, to, most int32, cost int64) int {
	n.from, n.to = append(n.from, from), append(n.to, to)
	n.most, n.cost = append(n.most, most), append(n.cost, cost)
	return len(n.from) - 1
}

// lay puts arcs and reverses side by side, by the node they leave.
func (n *Network) lay() {
	m := len(n.from)
	n.first = make([]int32, n.nodes+1)
	for i := range m {
		n.first[n.from[i]+1]++
		n.first[n.to[i]+1]++
	}
	for v := range n.nodes {
		n.first[v+1] += n.first[v]
	}
	next := slices.Clone(n.first[:n.nodes])
	n.arcs, n.twin, n.place = make([]half, 2*m), make([]int32, 2*m), make([]int32, m)
	for i := range m {
		u, v := n.from[i], n.to[i]
		a := next[u]
		next[u]++
		b := next[v]
		next[v]++
		n.arcs[a], n.arcs[b] = half{v, n.most[i], n.cost[i]}, half{u, 0, -n.cost[i]}
		n.twin[a], n.twin[b], n.place[i] = b, a, a
	}
	n.potential = make([]int64, n.nodes)
	n.search.init(n.nodes)
}

// Solve sends all that the supplies give to the sink, as much as can be and at the least
// cost of all flows that send so much. It returns how many units found no way.
func (n *Network) Solve() (short int) {
	n.lay()
	for i := range n.supply {
		s := &n.supply[i]
		for left := s.units; left > 0; {
			if !n.shortest(s.node) {
				s.short = left
				short += int(left)
				break
			}
			left -= n.push(s.node, left)
		}
	}
	return short
}

// push sends up to most units down the path of the last search.
func (n *Network) push(from, most int32) int32 {
	for v := n.sink; v != from; {
		a := n.search.by[v]
		most = min(most, n.arcs[a].room)
		v = n.arcs[n.twin[a]].to
	}
	for v := n.sink; v != from; {
		a := n.search.by[v]
		n.arcs[a].room -= most
		n.arcs[n.twin[a]].room += most
		v = n.arcs[n.twin[a]].to
	}
	return most
}

// Flow is what arc i, as Arc numbered it, holds.
func (n *Network) Flow(i int) int32 { return n.most[i] - n.arcs[n.place[i]].room }

// Potential is the cost of the cheapest way left from a node to the sink, as far as
// the searches had to know: what one unit more would cost there at most, and one unit
// less would save at least.
func (n *Network) Potential(node int32) int64 { return -n.potential[node] }

// Cost is that of the whole flow.
func (n *Network) Cost() (total int64) {
	for i := range n.from {
		total += int64(n.Flow(i)) * n.cost[i]
	}
	return total
}
