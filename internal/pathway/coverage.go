package pathway

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Coverage returns how far the ladder of levels holds in an area, one answer for each
// sector in the order asked. A request that can't be answered is an [*Invalid].
func (e *Engine) Coverage(ctx context.Context, r CoverageRequest) ([]Coverage, error) {
	sectors, communes, err := e.prepareCoverage(&r)
	if err != nil {
		return nil, err
	}
	ladders := e.laddersOf(sectors)
	rows, err := e.survey(ctx, ladders, communes, r.MaxKm, nil)
	if err != nil {
		return nil, err
	}
	return e.sums(ladders, rows, r.Detail), nil
}

// sums adds the communes of each sector, and keeps them when they are asked for.
func (e *Engine) sums(ladders []*ladder, rows [][]CommuneCoverage, detail bool) []Coverage {
	all := make([]Coverage, len(ladders))
	for i, l := range ladders {
		all[i] = e.sum(l.sector, rows[i])
		if detail {
			all[i].Communes = rows[i]
		}
	}
	return all
}

// prepareCoverage returns the sectors and the communes of a request.
func (e *Engine) prepareCoverage(r *CoverageRequest) ([]string, []int32, error) {
	if !(r.MaxKm >= 1) || r.MaxKm > 500 {
		return nil, nil, &Invalid{"max_km", "bounds", strconv.FormatFloat(r.MaxKm, 'g', -1, 64)}
	}
	return e.lookAt(&r.Area, r.Sectors)
}

// lookAt returns the sectors, all when none is asked, and the communes of an area.
func (e *Engine) lookAt(area *Area, sectors []string) ([]string, []int32, error) {
	for _, s := range sectors {
		if e.ladders[s] == nil {
			return nil, nil, &Invalid{"sector", "unknown", s}
		}
	}
	if len(sectors) == 0 {
		sectors = e.sectors
	}
	communes, err := e.communesOf(area)
	return sectors, communes, err
}

// communesOf returns the positions of the communes of an area that have a point.
func (e *Engine) communesOf(a *Area) ([]int32, error) {
	in := func(*Commune) bool { return true }
	switch a.Kind {
	case "country":
	case "region":
		in = func(c *Commune) bool { return c.Region == a.Code }
	case "academie":
		in = func(c *Commune) bool { return c.Academie == a.Code }
	case "departement":
		in = func(c *Commune) bool { return c.Departement == a.Code }
	case "zone_emploi":
		in = func(c *Commune) bool { return c.Zone == a.Code }
	case "commune":
		in = func(c *Commune) bool { return c.Code == a.Code }
	case "list":
		listed := make(map[string]bool, len(a.Codes))
		for _, c := range a.Codes {
			listed[c] = true
		}
		in = func(c *Commune) bool { return listed[c.Code] }
	default:
		return nil, &Invalid{"area", "unknown", a.Kind}
	}
	var all []int32
	for i := range e.communes {
		if c := &e.communes[i]; !c.Point.IsZero() && in(c) {
			all = append(all, int32(i))
		}
	}
	if len(all) == 0 {
		return nil, &Invalid{"area", "unknown", a.Kind + " " + a.Code}
	}
	return all, nil
}

// opening collects who an opening would serve; nil when nobody asks.
type opening func(ladder int, c *climb, commune int32, level int8, within []int32)

// survey walks the ladders of communes on all processors, and returns for each ladder
// one row a commune, in their order.
func (e *Engine) survey(ctx context.Context, ladders []*ladder, communes []int32, maxKm float64, hear func(worker, workers int) opening) ([][]CommuneCoverage, error) {
	rows := make([][]CommuneCoverage, len(ladders))
	for i := range rows {
		rows[i] = make([]CommuneCoverage, len(communes))
	}
	workers := min(runtime.GOMAXPROCS(0), (len(communes)+15)/16)
	hears := make([]opening, workers)
	for w := range hears {
		if hear != nil {
			hears[w] = hear(w, workers)
		}
	}
	var wg sync.WaitGroup
	for w := range workers {
		lo, hi := len(communes)*w/workers, len(communes)*(w+1)/workers
		wg.Go(func() {
			s := e.newSurveyor(ladders, maxKm)
			s.hear = hears[w]
			for i := lo; i < hi && ctx.Err() == nil; i++ {
				s.commune(communes[i], func(l int, row CommuneCoverage) { rows[l][i] = row })
			}
		})
	}
	wg.Wait()
	return rows, ctx.Err()
}

// surveyor is the memory of one worker.
type surveyor struct {
	engine *Engine
	climbs []*climb
	reach  float64 // square of the chord
	within []int32
	hear   opening
}

func (e *Engine) newSurveyor(ladders []*ladder, maxKm float64) *surveyor {
	s := &surveyor{engine: e, reach: geo.ChordOf(maxKm / e.detour())}
	for _, l := range ladders {
		s.climbs = append(s.climbs, newClimb(l))
	}
	return s
}

// detour is the factor of coverage: that of the great circle, whatever measures
// itineraries.
func (e *Engine) detour() float64 {
	if g, ok := e.distance.(GreatCircle); ok {
		return g.Factor
	}
	return Detour
}

func (s *surveyor) commune(at int32, tell func(ladder int, row CommuneCoverage)) {
	home := s.engine.homes[at]
	s.within = s.engine.band.within(s.within[:0], home, s.reach)
	for i, c := range s.climbs {
		row := CommuneCoverage{Commune: at, Missing: training.None}
		c.look(s.within)
		row.Ground = c.walk(false)
		if row.Held = row.Ground; row.Ground&c.asked == c.asked {
			row.State = Covered
			tell(i, row)
			continue
		}
		row.Level = int8(bits.TrailingZeros16(c.asked &^ row.Ground))
		c.following(row.Level)
		row.Missing = s.missing(c, at)
		if s.hear != nil {
			s.hear(i, c, at, row.Level, s.within)
		}
		row.Held = c.walk(true)
		if row.State = Broken; row.Held&c.asked == c.asked {
			row.State = Unsure
		}
		tell(i, row)
	}
}

// missing returns the qualification, of those that would hold a level, whose offer is
// nearest to a commune; None when there is none anywhere.
func (s *surveyor) missing(c *climb, commune int32) int32 {
	best, node := math.Inf(1), int32(-1)
	home, cells := s.engine.homes[commune], s.engine.cells()
	for _, near := range cells.near[cells.homes[commune]] {
		if near.bound*near.bound > best {
			break
		}
		if !c.teaches(near.square) {
			continue
		}
		for _, p := range cells.places[near.square] {
			for _, item := range c.at[c.start[p]:c.start[p+1]] {
				if !c.wanted(item) {
					continue
				}
				if d := s.engine.at[p].Chord2(home); d < best || d == best && item>>1 < node {
					best, node = d, item>>1
				}
			}
		}
	}
	if node < 0 {
		return training.None
	}
	return c.nodes[node]
}

// sum adds the communes of one sector.
func (e *Engine) sum(sector string, rows []CommuneCoverage) Coverage {
	c := Coverage{Sector: sector, Asked: e.ladders[sector]().asked}
	weights := e.weights()
	type key struct {
		level   int8
		missing int32
	}
	breaks := make(map[key]*Break)
	for i := range rows {
		row := &rows[i]
		w := weights[row.Commune]
		c.Young += w
		switch row.State {
		case Covered:
			c.Covered += w
		case Unsure:
			c.Unsure += w
		}
		if row.State != Covered {
			k := key{row.Level, row.Missing}
			b := breaks[k]
			if b == nil {
				b = &Break{Level: row.Level, Qualification: row.Missing}
				breaks[k] = b
			}
			b.Young += w
			b.Communes++
			if row.Held&(1<<row.Level) != 0 {
				b.Hole += w
			}
		}
		for level := 3; level <= 8; level++ {
			switch {
			case row.Ground&(1<<level) != 0:
				c.Levels[level].Ground += w
			case row.Held&(1<<level) != 0:
				c.Levels[level].Hole += w
			}
		}
	}
	for _, b := range breaks {
		c.Breaks = append(c.Breaks, *b)
	}
	slices.SortFunc(c.Breaks, func(a, b Break) int {
		return cmp.Or(cmp.Compare(b.Young, a.Young), cmp.Compare(a.Level, b.Level), cmp.Compare(a.Qualification, b.Qualification))
	})
	return c
}

// band is places sorted by latitude: those within a distance are in a slice of it.
type band struct {
	at    []geo.Vector
	order []int32
}

func newBand(at []geo.Vector) *band { return &band{at, newNearest(at).order} }

// within appends the places within a chord, given by its square, in order of latitude.
func (b *band) within(to []int32, p geo.Vector, chord2 float64) []int32 {
	d := math.Sqrt(chord2)
	lo, _ := slices.BinarySearchFunc(b.order, p.Z-d, func(i int32, z float64) int { return cmp.Compare(b.at[i].Z, z) })
	for _, i := range b.order[lo:] {
		if b.at[i].Z > p.Z+d {
			break
		}
		if b.at[i].Chord2(p) <= chord2 {
			to = append(to, i)
		}
	}
	return to
}
