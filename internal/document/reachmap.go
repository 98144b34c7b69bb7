package document

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/text"
)

// Shade is a part of a map of shares: a département by its code, or a place.
type Shade struct {
	Departement string    // code, of an area to fill
	Point       geo.Point // of a place to mark, where Departement is empty
	Weight      float64   // of a place: the surface of its mark grows with it
	Share       float64   // 0 to 1
	Name        string    // of the part and its figure, as a reader hears it
}

// ShareSteps are the least shares of the five tints of a map of shares.
var ShareSteps = [...]float64{0, 0.2, 0.4, 0.6, 0.8}

// ShareStep is the tint of a share, 0 to 4.
func ShareStep(share float64) int {
	step := 0
	for i, least := range ShareSteps {
		if share >= least {
			step = i
		}
	}
	return step
}

// shareColours go from light to dark, so that a grey print tells them apart.
var shareColours = [...]Colour{"#ffffff", "#d3e0ec", "#9bbbd6", "#5788b4", "#1b4f7d"}

// ShareMapSVG draws a territory with its parts tinted by their shares, to stand in a page.
// The classes step-0 to step-4 let a style sheet choose other tints; large areas bear
// their share in figures.
func ShareMapSVG(a *geo.Atlas, t *geo.Territory, shades []Shade, title string, lang text.Lang) (string, error) {
	f, d, its := territoryFrame(a, t)
	d.add(&Path{Lines: f.contour(its, pageStep), Fill: Land, Stroke: Border, Width: pageLine, Class: "here-edge"})
	d.Title, d.Lang = title, string(lang)
	heaviest := 0.0
	for _, s := range shades {
		heaviest = max(heaviest, s.Weight)
	}
	var labels []Item
	for _, s := range slices.SortedStableFunc(slices.Values(shades), func(a, b Shade) int { return int(math.Copysign(1, b.Weight-a.Weight)) }) {
		step := ShareStep(s.Share)
		g := &Group{Title: s.Name, Class: "step step-" + strconv.Itoa(step)}
		if s.Departement == "" {
			r := 2 + 7*math.Sqrt(s.Weight/max(heaviest, 1))
			g.add(&Circle{C: f.place(s.Point), R: r, Fill: shareColours[step], Stroke: Ink, Width: pageLine})
			d.add(g)
			continue
		}
		at := slices.IndexFunc(a.Shapes(geo.Departement, geo.Fine), func(x geo.Shape) bool { return x.Code == s.Departement })
		if at < 0 {
			continue
		}
		shape := a.Shapes(geo.Departement, geo.Fine)[at : at+1]
		g.add(&Path{Lines: f.contour(shape, pageStep), Fill: shareColours[step], Stroke: Ink, Width: pageLine})
		d.add(g)
		if e := f.extent(shape); e.W > 44 && e.H > 24 {
			c := f.place(geo.Inner(&shape[0]))
			labels = append(labels, &Text{
				At: Pt{c.X, c.Y + 5}, S: strconv.Itoa(int(math.Round(100*s.Share))) + "\u202f%", Size: 14, Anchor: Middle,
				Fill: readableOn(shareColours[step]), Class: "step-label step-label-" + strconv.Itoa(step),
			})
		}
	}
	d.add(labels...)
	var b strings.Builder
	err := d.inline(&b, "reach-", "drawn-map reach-map")
	return b.String(), err
}

// ShareColour is the tint of a step, for the legend of a map of shares.
func ShareColour(step int) Colour { return shareColours[step] }
