package tile

import (
	"fmt"
	"testing"
	"time"

	"continuum/internal/geo"
)

// quimper is where the tiles of the benchmarks lie: much coast, four départements.
var quimper = geo.Point{Lat: 48, Lon: -4.1}

func BenchmarkTile(b *testing.B) {
	s := New(build(b, 1, smallWorld()), today)
	for _, layer := range []string{"regions", "departements", "campuses"} {
		for _, z := range []int{5, 6, 7, 8} {
			b.Run(fmt.Sprintf("%s/z%d", layer, z), func(b *testing.B) {
				x, y := columnRow(quimper, z)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.Tile(layer, 0, z, x, y); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// The same tile, drawn and encoded here and with orb; TestAreasTwin shows that both
// decode to the same features.
func BenchmarkTileAgainstOrb(b *testing.B) {
	s := New(build(b, 1, smallWorld()), today)
	for _, z := range []int{5, 7} {
		b.Run(fmt.Sprintf("z%d", z), func(b *testing.B) {
			x, y := columnRow(quimper, z)
			detail := geo.Coarse
			if z >= fineFrom {
				detail = geo.Fine
			}
			var ours, theirs time.Duration
			for b.Loop() {
				start := time.Now()
				if _, err := s.Tile("departements", 0, z, x, y); err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				areasByOrb(b, s.areas["departements"].by[detail], "departements", z, x, y)
				ours, theirs = ours+middle.Sub(start), theirs+time.Since(middle)
			}
			b.ReportMetric(float64(theirs)/float64(ours), "×orb")
		})
	}
}

func BenchmarkNew(b *testing.B) {
	cat := build(b, 1, smallWorld())
	for b.Loop() {
		New(cat, today)
	}
}
