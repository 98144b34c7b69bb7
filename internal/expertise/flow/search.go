package flow

// search is the state of a search of the shortest path. Only what it has touched is
// cleared after it: most searches are short.
type search struct {
	dist    []int64
	by      []int32 // the arc that a node was reached by
	seen    []bool  // has a distance
	done    []bool  // has its last one
	touched []int32
	level   []int32 // nodes at the distance being dealt with, a stack
	queue   queue   // those farther
}

func (s *search) init(nodes int) {
	s.dist, s.by = make([]int64, nodes), make([]int32, nodes)
	s.seen, s.done = make([]bool, nodes), make([]bool, nodes)
}

func (s *search) clear() {
	for _, v := range s.touched {
		s.seen[v], s.done[v] = false, false
	}
	s.touched, s.level, s.queue = s.touched[:0], s.level[:0], s.queue[:0]
}

// next is the nearest node that has not had its turn, -1 when none is left.
func (s *search) next() int32 {
	for {
		var v int32
		switch {
		case len(s.level) > 0:
			v = s.level[len(s.level)-1]
			s.level = s.level[:len(s.level)-1]
		case len(s.queue) > 0:
			v = s.queue.pop()
		default:
			return -1
		}
		if !s.done[v] {
			return v
		}
	}
}

// shortest finds the cheapest way left from a node to the sink, by Dijkstra's rule on
// costs made positive by the potentials, and ends as soon as the sink has its turn. The
// potentials of the nodes that had theirs before follow. It reports whether there is one.
func (n *Network) shortest(from int32) bool {
	s := &n.search
	s.clear()
	s.seen[from], s.dist[from] = true, 0
	s.touched, s.level = append(s.touched, from), append(s.level, from)
	for u := s.next(); u >= 0; u = s.next() {
		if u == n.sink {
			n.settle()
			return true
		}
		s.done[u] = true
		d, p := s.dist[u], n.potential[u]
		for a := n.first[u]; a < n.first[u+1]; a++ {
			v := n.arcs[a].to
			if n.arcs[a].room == 0 || s.done[v] {
				continue
			}
			step := n.arcs[a].price + p - n.potential[v]
			if s.seen[v] && s.dist[v] <= d+step {
				continue
			}
			if !s.seen[v] {
				s.seen[v] = true
				s.touched = append(s.touched, v)
			}
			s.dist[v], s.by[v] = d+step, a
			switch {
			case step > 0:
				s.queue.push(d+step, v)
			case v == n.sink: // as near as u, which nothing left is nearer than
				n.settle()
				return true
			default:
				s.level = append(s.level, v)
			}
		}
	}
	return false
}

// settle keeps the costs of all arcs left positive once the path found is turned round.
// The sink's potential stays zero.
func (n *Network) settle() {
	s := &n.search
	far := s.dist[n.sink]
	for _, v := range s.touched {
		if s.done[v] {
			n.potential[v] += s.dist[v] - far
		}
	}
}

// queue is a heap of nodes by distance, then by number, so that equal ways are always
// taken in the same order.
type queue []entry

type entry struct {
	dist int64
	node int32
}

func (e entry) before(o entry) bool { return e.dist < o.dist || e.dist == o.dist && e.node < o.node }

func (q *queue) push(dist int64, node int32) {
	h := append(*q, entry{})
	e := entry{dist, node}
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !e.before(h[up]) {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = e
	*q = h
}

func (q *queue) pop() int32 {
	h := *q
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) == 0 {
		return top.node
	}
	i := 0
	for {
		least, low := -1, last
		for c := 4*i + 1; c < min(4*i+5, len(h)); c++ {
			if h[c].before(low) {
				least, low = c, h[c]
			}
		}
		if least < 0 {
			break
		}
		h[i] = low
		i = least
	}
	h[i] = last
	return top.node
}
