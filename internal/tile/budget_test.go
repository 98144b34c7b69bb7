package tile

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"continuum/internal/geo"
)

// firstView lists the tiles that a screen of 1280 × 800 asks for when the map opens
// on the country: at zoom 5.3 a map takes the tiles of zoom 5, drawn 512 pixels wide
// and stretched.
func firstView() (tiles [][3]int) {
	zoom := 5.3
	z := int(zoom)
	width := 512 * math.Exp2(zoom) // of the world, in pixels
	cx, cy := geo.WebMercator(geo.Point{Lat: 46.6, Lon: 2.5})
	n := math.Exp2(float64(z))
	for x := int((cx - 640/width) * n); x <= int((cx+640/width)*n); x++ {
		for y := int((cy - 400/width) * n); y <= int((cy+400/width)*n); y++ {
			tiles = append(tiles, [3]int{z, x, y})
		}
	}
	return tiles
}

func zipped(b []byte) int {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, _ = z.Write(b)
	_ = z.Close()
	return buf.Len()
}

// The data of the first view weighs at most 100 kB compressed, with as many campuses
// as the network counts.
func TestFirstViewFitsTheBudget(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 3))
	var places []place
	for i := range 130 {
		name := fmt.Sprintf("Campus des métiers et des qualifications d'excellence numéro %d, %x", i, rng.Uint64())
		places = append(places, place{name, geo.Point{Lat: 43 + 7*rng.Float64(), Lon: -4 + 11*rng.Float64()}, "2015-09-01", true})
	}
	s := New(build(t, 1, places), today)
	total := 0
	for _, layer := range []string{"regions", "departements", "campuses"} {
		sum := 0
		for _, at := range firstView() {
			sum += zipped(mustTile(t, s, layer, 0, at[0], at[1], at[2]))
		}
		t.Logf("%s: %d bytes in %d tiles", layer, sum, len(firstView()))
		total += sum
	}
	if total > 100_000 {
		t.Errorf("the first view weighs %d bytes compressed, want 100 kB at most", total)
	}
}
