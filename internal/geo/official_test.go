package geo_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"continuum/internal/geo"
)

// official opens a file of the official data, or skips the test where there is none.
func official(t *testing.T, path string) *os.File {
	t.Helper()
	folder := os.Getenv("CONTINUUM_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(folder, path))
	if err != nil {
		t.Skipf("official data absent (set CONTINUUM_DATA): %v", err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// ministryMoves are the académies that the ministry's map draws beside the mainland
// rather than where they are: Martinique, Guyane, La Réunion.
var ministryMoves = map[string]bool{"31": true, "33": true, "28": true}

// The académies dissolved from départements are those that the ministry draws.
func TestAcademiesAgreeWithTheMinistry(t *testing.T) {
	t.Parallel()
	z, err := gzip.NewReader(official(t, "geo/fond_carte_academies.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Features []struct {
			Properties struct {
				Code string `json:"code_academie"`
				Name string `json:"name"`
			}
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.NewDecoder(z).Decode(&file); err != nil {
		t.Fatal(err)
	}
	a := load(t)
	ours := make(map[string]geo.Shape)
	for _, s := range a.Shapes(geo.Academie, geo.Fine) {
		ours[s.Code] = s
	}
	checked := 0
	for _, f := range file.Features {
		s, ok := ours[f.Properties.Code]
		if !ok {
			t.Errorf("no académie %s %s", f.Properties.Code, f.Properties.Name)
			continue
		}
		if ministryMoves[f.Properties.Code] {
			continue
		}
		theirs := shape(t, f.Geometry.Type, f.Geometry.Coordinates)
		checked++
		if share := agreement(&s, &theirs); share < 0.985 {
			t.Errorf("académie %s %s: the two contours agree on %.2f %% of their ground, want 98.5 %%", f.Properties.Code, f.Properties.Name, 100*share)
		}
	}
	if len(file.Features) != 30 || checked != 27 {
		t.Errorf("%d of %d académies compared, want 27 of 30", checked, len(file.Features))
	}
}

func shape(t *testing.T, kind string, coordinates json.RawMessage) geo.Shape {
	t.Helper()
	var polygons [][][][2]float64
	var err error
	if kind == "Polygon" {
		polygons = make([][][][2]float64, 1)
		err = json.Unmarshal(coordinates, &polygons[0])
	} else {
		err = json.Unmarshal(coordinates, &polygons)
	}
	if err != nil {
		t.Fatal(err)
	}
	var s geo.Shape
	for _, p := range polygons {
		var rings []geo.Ring
		for _, r := range p {
			var ring geo.Ring
			for _, xy := range r[:len(r)-1] {
				ring = append(ring, geo.Point{Lat: xy[1], Lon: xy[0]})
			}
			rings = append(rings, ring)
		}
		s.Polygons = append(s.Polygons, rings)
	}
	return s
}

// agreement is the ground in both contours over the ground in either, on a lattice.
func agreement(a, b *geo.Shape) float64 {
	box, other := geo.BoxOf(a), geo.BoxOf(b)
	box = geo.Box{West: min(box.West, other.West), South: min(box.South, other.South), East: max(box.East, other.East), North: max(box.North, other.North)}
	both, either := 0, 0
	const n = 70
	for i := range n {
		for j := range n {
			p := geo.Point{
				Lat: box.South + (float64(i)+0.5)/n*(box.North-box.South),
				Lon: box.West + (float64(j)+0.5)/n*(box.East-box.West),
			}
			in, inOther := geo.PointInShape(p, a), geo.PointInShape(p, b)
			if in && inOther {
				both++
			}
			if in || inOther {
				either++
			}
		}
	}
	return float64(both) / float64(either)
}

// The ministry publishes the establishments of Ille-et-Vilaine in both systems.
func TestLambert93AgreesWithPublishedPoints(t *testing.T) {
	t.Parallel()
	r := csv.NewReader(official(t, "education_nationale/fr-en-annuaire-education.csv"))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := make(map[string]int)
	for i, h := range rows[0] {
		at[strings.TrimPrefix(h, "\ufeff")] = i
	}
	checked := 0
	for _, row := range rows[1:] {
		if row[at["epsg"]] != "EPSG:2154" {
			continue
		}
		var v [4]float64
		for i, name := range []string{"coordonnee_X", "coordonnee_Y", "latitude", "longitude"} {
			if v[i], err = strconv.ParseFloat(row[at[name]], 64); err != nil {
				break
			}
		}
		if err != nil {
			continue // no point is given
		}
		checked++
		x, y := geo.Lambert93(geo.Point{Lat: v[2], Lon: v[3]})
		if d := math.Hypot(x-v[0], y-v[1]); d > 1 {
			t.Errorf("Lambert93(%f, %f) = %.1f %.1f, %.1f m from what is published, %.1f %.1f", v[2], v[3], x, y, d, v[0], v[1])
		}
	}
	if checked < 500 {
		t.Errorf("only %d points in both systems, want hundreds", checked)
	}
}
