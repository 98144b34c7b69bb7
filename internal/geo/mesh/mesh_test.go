package mesh

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkerboard is a board of n × n squares, each a face, whose sides wind a little,
// with an enclave in the first square.
func checkerboard(rng *rand.Rand, n int) [][][]Ring {
	const side, steps = 400, 10
	shift := func() int32 { return int32(rng.IntN(31) - 15) }
	h, v := make(map[Vertex][]Vertex), make(map[Vertex][]Vertex) // by corner, eastwards and northwards
	for x := range int32(n + 1) {
		for y := range int32(n + 1) {
			for k := range int32(steps) {
				a, b := Vertex{x*side + k*side/steps, y * side}, Vertex{x * side, y*side + k*side/steps}
				if k > 0 {
					a.Y += shift()
					b.X += shift()
				}
				h[Vertex{x, y}], v[Vertex{x, y}] = append(h[Vertex{x, y}], a), append(v[Vertex{x, y}], b)
			}
		}
	}
	back := func(line []Vertex, end Vertex) []Vertex {
		out := []Vertex{end}
		for i := len(line) - 1; i > 0; i-- {
			out = append(out, line[i])
		}
		return out
	}
	var faces [][][]Ring
	for x := range int32(n) {
		for y := range int32(n) {
			var r Ring
			r = append(r, h[Vertex{x, y}]...)
			r = append(r, v[Vertex{x + 1, y}]...)
			r = append(r, back(h[Vertex{x, y + 1}], Vertex{(x + 1) * side, (y + 1) * side})...)
			r = append(r, back(v[Vertex{x, y}], Vertex{x * side, (y + 1) * side})...)
			faces = append(faces, [][]Ring{{r}})
		}
	}
	enclave := Ring{{150, 150}, {250, 150}, {250, 250}, {150, 250}}
	faces[0][0] = append(faces[0][0], enclave)
	return append(faces, [][]Ring{{enclave}})
}

func area2(polygons [][]Ring) (sum int64) {
	for _, rings := range polygons {
		for _, r := range rings {
			sum += r.Area2()
		}
	}
	return sum
}

func TestBuildThenDissolveGivesTheFacesBack(t *testing.T) {
	t.Parallel()
	faces := checkerboard(rand.New(rand.NewPCG(1, 2)), 3)
	m, err := Build(faces)
	if err != nil {
		t.Fatal(err)
	}
	if bad := m.Crossings(); len(bad) > 0 {
		t.Fatalf("crossings %v in a clean board", bad)
	}
	alone := make([]int, m.Faces)
	for i := range alone {
		alone[i] = i
	}
	for i, got := range m.Dissolve(alone, m.Faces) {
		var want int64
		for _, p := range faces[i] {
			for j, r := range p {
				a := r.Area2()
				if (j == 0) != (a > 0) {
					a = -a
				}
				want += a
			}
		}
		if area2(got) != want || len(got) != 1 || len(got[0]) != len(faces[i][0]) {
			t.Errorf("face %d: area %d in %d polygons, want %d in one of %d rings", i, area2(got), len(got), want, len(faces[i][0]))
		}
	}
}

// Groups that touch only at a corner stay apart, and what is dissolved has the area
// of its parts, before and after simplification.
func TestDissolve(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 7))
		m, err := Build(checkerboard(rng, 4))
		if err != nil {
			t.Fatal(err)
		}
		simple, err := m.Simplify(40, 0, func(Vertex) float64 { return 1 })
		if err != nil {
			t.Fatal(err)
		}
		if len(simple.Crossings()) > 0 {
			t.Fatalf("seed %d: simplified arcs cross", seed)
		}
		group, alone := make([]int, m.Faces), make([]int, m.Faces)
		for i := range group {
			group[i], alone[i] = rng.IntN(4)-1, i
		}
		for _, m := range []*Mesh{m, simple} {
			want := make([]int64, 3)
			for i, parts := range m.Dissolve(alone, m.Faces) {
				if group[i] >= 0 {
					want[group[i]] += area2(parts)
				}
			}
			for g, got := range m.Dissolve(group, 3) {
				if area2(got) != want[g] {
					t.Errorf("seed %d: group %d has area %d, want %d", seed, g, area2(got), want[g])
				}
				for _, rings := range got {
					for _, r := range rings {
						if d := repeated(r); d != nil {
							t.Errorf("seed %d: group %d passes twice at %v", seed, g, *d)
						}
					}
				}
			}
		}
	}
}

func repeated(r Ring) *Vertex {
	seen := make(map[Vertex]bool)
	for _, v := range r {
		if seen[v] {
			return &v
		}
		seen[v] = true
	}
	return nil
}

func TestSimplifyDropsTheSmallKeepsTheEnds(t *testing.T) {
	t.Parallel()
	line := []Vertex{{0, 0}, {100, 3}, {200, 0}, {300, 90}, {400, 0}}
	m := &Mesh{Faces: 1, Arcs: []Arc{{0, Outside, line}}}
	got, err := m.Simplify(50, 0, func(Vertex) float64 { return 1 })
	if err != nil {
		t.Fatal(err)
	}
	want := []Vertex{{0, 0}, {200, 0}, {300, 90}, {400, 0}}
	if diff := cmp.Diff(want, got.Arcs[0].Line); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	island := &Mesh{Faces: 1, Arcs: []Arc{{0, Outside, []Vertex{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}}}}
	if got, _ := island.Simplify(50, 101, func(Vertex) float64 { return 1 }); len(got.Arcs) != 0 {
		t.Error("an island under the least area is kept")
	}
	if got, _ := island.Simplify(50, 99, func(Vertex) float64 { return 1 }); len(got.Arcs) != 1 || len(got.Arcs[0].Line) < 4 {
		t.Error("an island over the least area is dropped, or flat")
	}
}

func TestCrossings(t *testing.T) {
	t.Parallel()
	arc := func(vs ...Vertex) Arc { return Arc{0, Outside, vs} }
	for _, tt := range []struct {
		name string
		arcs []Arc
		want []int
	}{
		{"apart", []Arc{arc(Vertex{0, 0}, Vertex{9, 0}), arc(Vertex{0, 5}, Vertex{9, 5})}, []int{}},
		{"meet at their ends", []Arc{arc(Vertex{0, 0}, Vertex{9, 0}), arc(Vertex{9, 0}, Vertex{9, 5})}, []int{}},
		{"cross", []Arc{arc(Vertex{0, 0}, Vertex{9, 9}), arc(Vertex{0, 9}, Vertex{9, 0})}, []int{0, 1}},
		{"cross far apart", []Arc{arc(Vertex{-5000, 0}, Vertex{5000, 10}), arc(Vertex{0, -5000}, Vertex{10, 5000})}, []int{0, 1}},
		{"touch midway", []Arc{arc(Vertex{0, 0}, Vertex{10, 0}), arc(Vertex{5, 0}, Vertex{5, 9})}, []int{0, 1}},
		{"lie on one another", []Arc{arc(Vertex{0, 0}, Vertex{10, 0}), arc(Vertex{0, 0}, Vertex{5, 0})}, []int{0, 1}},
		{"same ends, other ways", []Arc{arc(Vertex{0, 0}, Vertex{10, 0}), arc(Vertex{0, 0}, Vertex{5, 5}, Vertex{10, 0})}, []int{}},
		{"spike", []Arc{arc(Vertex{0, 0}, Vertex{10, 0}, Vertex{4, 0})}, []int{0}},
		{"still", []Arc{arc(Vertex{3, 3}, Vertex{3, 3})}, []int{0}},
	} {
		m := &Mesh{Faces: 1, Arcs: tt.arcs}
		if diff := cmp.Diff(tt.want, m.Crossings()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestBuildRefusesOverlaps(t *testing.T) {
	t.Parallel()
	square := [][]Ring{{{{0, 0}, {9, 0}, {9, 9}, {0, 9}}}}
	if _, err := Build([][][]Ring{square, square}); err == nil {
		t.Error("two faces on the same ground are accepted")
	}
}

func TestCodec(t *testing.T) {
	t.Parallel()
	m, err := Build(checkerboard(rand.New(rand.NewPCG(3, 4)), 3))
	if err != nil {
		t.Fatal(err)
	}
	got, rest, err := Decode(append(m.Append(nil), "after"...))
	if err != nil || string(rest) != "after" {
		t.Fatalf("Decode leaves %q, %v", rest, err)
	}
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	whole := m.Append(nil)
	for n := range len(whole) {
		if _, _, err := Decode(whole[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes are accepted", n, len(whole))
		}
	}
}

func FuzzDecode(f *testing.F) {
	m, err := Build(checkerboard(rand.New(rand.NewPCG(5, 6)), 2))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(m.Append(nil))
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, _, err := Decode(b)
		if err != nil {
			return
		}
		group := make([]int, m.Faces)
		for i := range group {
			group[i] = i % 3
		}
		for _, polygons := range m.Dissolve(group, 3) { // damaged meshes must not break it
			for _, rings := range polygons {
				if rings[0].Area2() <= 0 {
					t.Error("an outer ring turns clockwise")
				}
			}
		}
	})
}

// effectiveAreas against the rule applied literally: drop the least, again and again.
func TestEffectiveAreasTwin(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 1))
		line := make([]Vertex, 30)
		for i := range line {
			line[i] = Vertex{int32(rng.IntN(1000)), int32(rng.IntN(1000))}
		}
		one := func(Vertex) float64 { return 1 }
		if diff := cmp.Diff(slowAreas(line), effectiveAreas(line, one)); diff != "" {
			t.Errorf("seed %d: (-slow +fast)\n%s", seed, diff)
		}
	}
}

func slowAreas(line []Vertex) []float64 {
	areas := make([]float64, len(line))
	left := make([]int, len(line))
	for i := range left {
		left[i] = i
	}
	areas[0], areas[len(line)-1] = math.Inf(1), math.Inf(1)
	for largest := 0.0; len(left) > 2; {
		best, least := 0, math.Inf(1)
		for k := 1; k < len(left)-1; k++ {
			a := math.Abs(float64(cross(line[left[k-1]], line[left[k]], line[left[k+1]]))) / 2
			if a < least {
				best, least = k, a
			}
		}
		largest = max(largest, least)
		areas[left[best]] = largest
		left = append(left[:best:best], left[best+1:]...)
	}
	return areas
}
