package pathway

// components numbers the strongly connected components of a graph of n nodes by
// Tarjan's walk, kept on a stack of its own: chains can be as long as the graph. Nodes
// that are alone in their component have -1.
func components(n int, next func(q int32, visit func(int32))) []int32 {
	const unseen = -1
	var (
		order, low = make([]int32, n), make([]int32, n)
		number     = make([]int32, n)
		stacked    = make([]bool, n)
		stack      []int32
		count      int32
		found      int32
	)
	for i := range order {
		order[i], number[i] = unseen, -1
	}
	type frame struct {
		node int32
		next []int32
	}
	enter := func(q int32) frame {
		order[q], low[q] = count, count
		count++
		stack = append(stack, q)
		stacked[q] = true
		f := frame{node: q}
		next(q, func(t int32) { f.next = append(f.next, t) })
		return f
	}
	for root := range n {
		if order[root] != unseen {
			continue
		}
		walk := []frame{enter(int32(root))}
		for len(walk) > 0 {
			f := &walk[len(walk)-1]
			if len(f.next) > 0 {
				t := f.next[0]
				f.next = f.next[1:]
				if order[t] == unseen {
					walk = append(walk, enter(t))
				} else if stacked[t] {
					low[f.node] = min(low[f.node], order[t])
				}
				continue
			}
			q := f.node
			walk = walk[:len(walk)-1]
			if len(walk) > 0 {
				up := walk[len(walk)-1].node
				low[up] = min(low[up], low[q])
			}
			if low[q] != order[q] {
				continue
			}
			alone := stack[len(stack)-1] == q
			for {
				t := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				stacked[t] = false
				if !alone {
					number[t] = found
				}
				if t == q {
					break
				}
			}
			found++
		}
	}
	return number
}
