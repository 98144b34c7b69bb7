package flow

import (
	"fmt"
	"slices"
)

// Prove looks at the network as it was built, at the flow and at the potentials, and at
// nothing else that Solve used: every arc within its bounds, nothing lost or made at a
// node, all supplies gone but for what is short, and no arc that would pay to change. A
// flow of which all this is true costs no more than any other that sends as much from
// each supply (reduced cost optimality).
func (n *Network) Prove() error {
	balance := make([]int64, n.nodes)
	for i := range n.from {
		u, v, f := n.from[i], n.to[i], n.Flow(i)
		if f < 0 || f > n.most[i] {
			return fmt.Errorf("arc %d holds %d of %d", i, f, n.most[i])
		}
		balance[u] += int64(f)
		balance[v] -= int64(f)
		switch reduced := n.cost[i] + n.potential[u] - n.potential[v]; {
		case reduced < 0 && f < n.most[i]:
			return fmt.Errorf("arc %d would save %d a unit and has room", i, -reduced)
		case reduced > 0 && f > 0:
			return fmt.Errorf("arc %d costs %d a unit too much and is used", i, reduced)
		}
	}
	var sent int64
	for _, s := range n.supply {
		balance[s.node] -= int64(s.units - s.short)
		sent += int64(s.units - s.short)
	}
	balance[n.sink] += sent
	for v, b := range balance {
		if b != 0 {
			return fmt.Errorf("node %d gives %d too much", v, b)
		}
	}
	return nil
}

// Cut tells which nodes units that found no way can still reach, one set for each group
// of supplies that meet, and how many units are missing in each. Arcs that leave a set
// are full: nothing within the rules of the network brings one unit more out of it.
func (n *Network) Cut() (sets []Cut) {
	for i := range n.supply {
		s := &n.supply[i]
		if s.short == 0 || slices.ContainsFunc(sets, func(c Cut) bool { return c.In[s.node] }) {
			continue
		}
		in := n.reach(s.node)
		merged := Cut{In: in}
		kept := sets[:0]
		for _, c := range sets { // sets that share a node are one shortage
			if c.meets(in) {
				for v, is := range c.In {
					merged.In[v] = merged.In[v] || is
				}
			} else {
				kept = append(kept, c)
			}
		}
		sets = append(kept, merged)
	}
	for i := range sets {
		for _, s := range n.supply {
			if sets[i].In[s.node] {
				sets[i].Short += int(s.short)
			}
		}
	}
	return sets
}

// Cut is a set of nodes that Short units can't leave.
type Cut struct {
	In    []bool // by node
	Short int
}

func (c *Cut) meets(in []bool) bool {
	for v, is := range c.In {
		if is && in[v] {
			return true
		}
	}
	return false
}

// reach tells where units at a node can go.
func (n *Network) reach(from int32) []bool {
	in := make([]bool, n.nodes)
	in[from] = true
	for todo := []int32{from}; len(todo) > 0; {
		u := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for a := n.first[u]; a < n.first[u+1]; a++ {
			if v := n.arcs[a].to; n.arcs[a].room > 0 && !in[v] {
				in[v] = true
				todo = append(todo, v)
			}
		}
	}
	return in
}

// Ends tells which nodes can still send a unit to the sink.
func (n *Network) Ends() []bool {
	out := make([]bool, n.nodes)
	out[n.sink] = true
	for todo := []int32{n.sink}; len(todo) > 0; {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for a := n.first[v]; a < n.first[v+1]; a++ {
			if u := n.arcs[a].to; n.arcs[n.twin[a]].room > 0 && !out[u] {
				out[u] = true
				todo = append(todo, u)
			}
		}
	}
	return out
}
