package geo

import (
	"math"
	"testing"
)

func near(got, want, by float64) bool { return math.Abs(got-want) <= by }

// The constants that IGN publishes for Lambert-93.
func TestLambert93Constants(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		got, want, by float64
	}{
		{"n", lambert93.n, 0.7256077650532670, 1e-13},
		{"C", lambert93.c, 11754255.426096, 1e-5},
		{"Ys", lambert93.ys, 12655612.049876, 1e-5},
		{"e", lambert93.e, 0.08181919112, 1e-10},
	} {
		if !near(tt.got, tt.want, tt.by) {
			t.Errorf("%s = %.9f, want %.9f", tt.name, tt.got, tt.want)
		}
	}
}

func TestLambert93(t *testing.T) {
	t.Parallel()
	if x, y := Lambert93(Point{46.5, 3}); !near(x, 700000, 1e-6) || !near(y, 6600000, 1e-6) {
		t.Errorf("Lambert93(origin) = %f %f, want 700000 6600000", x, y)
	}
	// Along the central meridian the scale is 1 on the standard parallels, less between.
	scale := func(lat float64) float64 {
		_, y0 := Lambert93(Point{lat - 1e-4, 3})
		_, y1 := Lambert93(Point{lat + 1e-4, 3})
		s := math.Sin(lat * radian)
		e2 := lambert93.e * lambert93.e
		arc := grs80A * (1 - e2) / math.Pow(1-e2*s*s, 1.5) * 2e-4 * radian
		return (y1 - y0) / arc
	}
	if k := scale(44); !near(k, 1, 1e-6) {
		t.Errorf("scale at 44° = %f, want 1", k)
	}
	if k := scale(49); !near(k, 1, 1e-6) {
		t.Errorf("scale at 49° = %f, want 1", k)
	}
	if k := scale(46.5); k >= 1 || k < 0.999 {
		t.Errorf("scale at 46.5° = %f, want just under 1", k)
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	at := Point{-21.1, 55.5}
	project := Local(at)
	if x, y := project(at); x != 0 || y != 0 {
		t.Errorf("the centre is at %f %f, want 0 0", x, y)
	}
	for _, p := range []Point{{-20.9, 55.5}, {-21.1, 55.8}, {-21.3, 55.3}} {
		x, y := project(p)
		if d := Km(at, p); !near(math.Hypot(x, y)/1000, d, d*1e-3) {
			t.Errorf("%v is %f km away in the projection, %f on the sphere", p, math.Hypot(x, y)/1000, d)
		}
	}
	if x, y := project(Point{-20.9, 55.8}); x <= 0 || y <= 0 {
		t.Errorf("north-east is at %f %f, want both positive", x, y)
	}
}

func TestWebMercator(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		p    Point
		x, y float64
	}{
		{Point{0, 0}, 0.5, 0.5},
		{Point{maxLat, -180}, 0, 0},
		{Point{-maxLat, 180}, 1, 1},
		{Point{90, 0}, 0.5, 0},
		{Point{45, 0}, 0.5, 0.5 - math.Log(math.Tan(67.5*radian))/(2*math.Pi)},
	} {
		if x, y := WebMercator(tt.p); !near(x, tt.x, 1e-12) || !near(y, tt.y, 1e-12) {
			t.Errorf("WebMercator(%v) = %.12f %.12f, want %.12f %.12f", tt.p, x, y, tt.x, tt.y)
		}
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want, slug string }{
		{"Île-de-France", "ile de france", "ile-de-france"},
		{"Côtes-d'Armor", "cotes d armor", "cotes-d-armor"},
		{"L'Haÿ-les-Roses", "l hay les roses", "l-hay-les-roses"},
		{"Œuilly", "oeuilly", "oeuilly"},
		{"  (A)  B  ", "a b", "a-b"},
		{"", "", ""},
	} {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if got := Slug(tt.in); got != tt.slug {
			t.Errorf("Slug(%q) = %q, want %q", tt.in, got, tt.slug)
		}
	}
}
