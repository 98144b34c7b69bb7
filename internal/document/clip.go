package document

// clipped cuts closed lines to a rectangle a little larger than r, so that a map of
// one region doesn't carry the far ends of its neighbours (Sutherland and Hodgman's
// way: one side after the other; the edge left along a side is out of sight).
func clipped(lines [][]Pt, r Rect) [][]Pt {
	r = r.inset(-4)
	sides := []struct {
		in  func(Pt) bool
		cut func(a, b Pt) Pt
	}{
		{func(p Pt) bool { return p.X >= r.X }, func(a, b Pt) Pt { return atX(a, b, r.X) }},
		{func(p Pt) bool { return p.X <= r.Right() }, func(a, b Pt) Pt { return atX(a, b, r.Right()) }},
		{func(p Pt) bool { return p.Y >= r.Y }, func(a, b Pt) Pt { return atY(a, b, r.Y) }},
		{func(p Pt) bool { return p.Y <= r.Bottom() }, func(a, b Pt) Pt { return atY(a, b, r.Bottom()) }},
	}
	var out [][]Pt
	for _, l := range lines {
		for _, s := range sides {
			var kept []Pt
			for i, p := range l {
				prev := l[(i+len(l)-1)%len(l)]
				if s.in(p) != s.in(prev) {
					kept = append(kept, s.cut(prev, p))
				}
				if s.in(p) {
					kept = append(kept, p)
				}
			}
			l = kept
		}
		if len(l) > 2 {
			out = append(out, l)
		}
	}
	return out
}

func atX(a, b Pt, x float64) Pt { return Pt{x, a.Y + (b.Y-a.Y)*(x-a.X)/(b.X-a.X)} }

func atY(a, b Pt, y float64) Pt { return Pt{a.X + (b.X-a.X)*(y-a.Y)/(b.Y-a.Y), y} }
