package document

import (
	"math"
	"strconv"

	"continuum/internal/campus"
)

// Ground colours of a map: what marks and contours stand out from.
const (
	Land      Colour = "#f3f1ea"
	Tint      Colour = "#ece9de" // of a region enlarged elsewhere
	Border    Colour = "#8b959c" // of regions
	FineLine  Colour = "#cfd0c9" // of départements
	Ink       Colour = "#1d1d1b"
	SoftInk   Colour = "#4f5659"
	FrameLine Colour = "#a9b4bb"
	white     Colour = "#ffffff"
)

// NoSector is the colour of a campus whose sector is unknown.
const NoSector Colour = "#5b5b5b"

// sectorColours is the one table of the sectors' colours; style sheets mirror it.
// They were searched for under three rules, which a test keeps: 3 to 1 at least
// against the land; twelve different lightnesses, so that no two are the same
// grey on a photocopy; and far from one another as readers without red or green
// cones see them. A number and a list carry the same information without colour.
var sectorColours = map[campus.SectorCode]Colour{
	"ALIM": "#a0032d",
	"CHIM": "#001d6b",
	"CREA": "#bf12a4",
	"BATI": "#a38108",
	"MATE": "#933e00",
	"MOBI": "#046fe2",
	"NUME": "#4017ae",
	"SERV": "#6d033d",
	"LOGI": "#253200",
	"MECA": "#044977",
	"TOUR": "#0d6b6e",
	"ENER": "#028e5a",
}

// SectorColour is the colour of a sector's marks, NoSector for a code that is none.
func SectorColour(code campus.SectorCode) Colour {
	if c, ok := sectorColours[code]; ok {
		return c
	}
	return NoSector
}

// colourOf is the colour of the marks of a sector that may be unknown.
func colourOf(s *campus.Sector) Colour {
	if s == nil {
		return NoSector
	}
	return SectorColour(s.Code)
}

// rgb is the colour's three parts, black for none.
func (c Colour) rgb() (r, g, b int) {
	if len(c) != 7 {
		return 0, 0, 0
	}
	v, err := strconv.ParseUint(string(c[1:]), 16, 32)
	if err != nil {
		return 0, 0, 0
	}
	return int(v >> 16), int(v >> 8 & 255), int(v & 255)
}

// Luminance is the relative luminance of WCAG, 0 for black and 1 for white.
func (c Colour) Luminance() float64 {
	linear := func(v int) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b := c.rgb()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// Contrast is the contrast of two colours by WCAG, from 1 to 21.
func Contrast(a, b Colour) float64 {
	la, lb := a.Luminance(), b.Luminance()
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

// readableOn is the ink that reads best on c: always 4.5 to 1 or more.
func readableOn(c Colour) Colour {
	if Contrast(white, c) >= Contrast("#000000", c) {
		return white
	}
	return "#000000"
}
