package document

import (
	"math"
	"testing"
)

// lightness is CIE L*, what is left of a colour on a photocopy.
func lightness(c Colour) float64 { return 116*math.Cbrt(c.Luminance()) - 16 }

func TestSectorColours(t *testing.T) {
	t.Parallel()
	cat := national(t)
	if len(cat.Sectors) != len(sectorColours) {
		t.Errorf("%d colours for %d sectors", len(sectorColours), len(cat.Sectors))
	}
	for i, s := range cat.Sectors {
		c := SectorColour(s.Code)
		if c == NoSector {
			t.Errorf("%s has no colour", s.Code)
		}
		for _, ground := range []Colour{Land, Tint, white} {
			if got := Contrast(c, ground); got < 3 {
				t.Errorf("%s on %s: contrast %.2f, want 3", s.Code, ground, got)
			}
		}
		if got := Contrast(c, readableOn(c)); got < 4.5 {
			t.Errorf("number on %s: contrast %.2f, want 4.5", s.Code, got)
		}
		for _, o := range cat.Sectors[:i] {
			if d := math.Abs(lightness(c) - lightness(SectorColour(o.Code))); d < 2.5 {
				t.Errorf("%s and %s differ by %.1f in lightness: the same grey", s.Code, o.Code, d)
			}
		}
	}
}

func TestSectorColourOfNone(t *testing.T) {
	t.Parallel()
	if got := SectorColour("ZZZZ"); got != NoSector {
		t.Errorf("SectorColour(ZZZZ) = %s, want %s", got, NoSector)
	}
}

func TestContrast(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b Colour
		want float64
	}{
		{"#000000", "#ffffff", 21},
		{"#ffffff", "#ffffff", 1},
		{"#777777", "#ffffff", 4.48}, // the grey that WCAG's readers know
	} {
		if got := Contrast(tt.a, tt.b); math.Abs(got-tt.want) > 0.01 {
			t.Errorf("Contrast(%s, %s) = %.2f, want %.2f", tt.a, tt.b, got, tt.want)
		}
	}
}
