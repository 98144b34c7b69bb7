package opendata

import (
	"errors"
	"strconv"
	"strings"
)

// contract applies the promises of a source to its rows.
type contract struct {
	src      *Source
	codes    []map[string]bool // allowed values by column, nil for any
	lat, lon int               // of the point of a row, -1 when it has none
	known    func(uai string) bool
	inland   func(lat, lon float64) bool
	report   *Report
	out      Row
}

func newContract(src *Source, opt Options, report *Report) *contract {
	c := &contract{
		src: src, codes: make([]map[string]bool, len(src.Columns)), lat: -1, lon: -1, known: opt.Known, inland: opt.Inland,
		report: report, out: make(Row, len(src.Columns)),
	}
	for i, col := range src.Columns {
		if len(col.Codes) > 0 {
			c.codes[i] = make(map[string]bool, len(col.Codes))
			for _, code := range col.Codes {
				c.codes[i][code] = true
			}
		}
		switch col.Type {
		case Latitude:
			c.lat = i
		case Longitude:
			c.lon = i
		}
	}
	return c
}

// apply returns the canonical row, valid until the next, or the breach. What leaves a
// doubt is warned of.
func (c *contract) apply(row Row, at Where) (Row, *Breach) {
	for i := range c.src.Columns {
		v, b := c.value(i, row[i], at)
		if b != nil {
			return nil, b
		}
		c.out[i] = v
	}
	if c.lat >= 0 && c.lon >= 0 {
		if b := c.point(at); b != nil {
			return nil, b
		}
	}
	return c.out, nil
}

func (c *contract) value(i int, raw string, at Where) (string, *Breach) {
	col := &c.src.Columns[i]
	if col.Maskable && raw == Masked {
		return raw, nil
	}
	v, err := col.Type.Canonical(raw)
	breach := func(reason string) *Breach { return &Breach{Column: col.Name, Value: raw, Reason: reason} }
	if err != nil {
		return "", breach(err.Error())
	}
	if v == "" {
		if col.Key || col.Required {
			return "", breach("missing")
		}
		return "", nil
	}
	switch col.Type {
	case UAI:
		if CheckLetter(v) {
			break
		}
		b := breach("the check letter is not the one of these digits")
		if c.known != nil && len(col.Refs) > 0 && !c.known(v) {
			b.Reason += ", and no source of establishments knows it"
			return "", b
		}
		c.report.warn(at, b)
	case Int, Decimal:
		if col.Max > col.Min {
			if n, err := strconv.ParseFloat(v, 64); err != nil || n < col.Min || n > col.Max {
				return "", breach("not between " + number(col.Min) + " and " + number(col.Max))
			}
		}
	}
	if c.codes[i] != nil && !c.allowed(i, v) {
		return "", breach("not one of the codes of the contract")
	}
	return v, nil
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func (c *contract) allowed(i int, v string) bool {
	if c.src.Columns[i].Type != List {
		return c.codes[i][v]
	}
	for item := range strings.SplitSeq(v, ListSeparator) {
		if !c.codes[i][item] {
			return false
		}
	}
	return true
}

// box is a part of the country, in degrees.
type box struct{ south, north, west, east float64 }

// country is where a French establishment or commune can be, roughly: enough to see
// that two columns were swapped or that a sign was lost.
var country = []box{
	{41.2, 51.3, -5.4, 9.8},        // mainland and Corsica
	{15.7, 18.3, -63.3, -60.9},     // Guadeloupe, Saint-Martin, Saint-Barthélemy
	{14.3, 15.0, -61.4, -60.7},     // Martinique
	{2.0, 6.0, -54.8, -51.4},       // Guyane
	{-21.5, -20.8, 55.1, 56.0},     // La Réunion
	{-13.2, -12.5, 44.9, 45.4},     // Mayotte
	{46.7, 47.3, -56.6, -56.0},     // Saint-Pierre-et-Miquelon
	{-23.0, -17.5, 158.0, 172.0},   // Nouvelle-Calédonie
	{-14.6, -13.0, -178.4, -175.9}, // Wallis-et-Futuna
	{-50.0, -37.0, 50.0, 78.0},     // Crozet, Kerguelen, Saint-Paul et Amsterdam
	{-22.5, -11.0, 39.0, 48.0},     // îles Éparses
	{-70.0, -59.0, 136.0, 143.0},   // terre Adélie
	{10.2, 10.4, -109.3, -109.1},   // Clipperton
	{-28.6, -7.5, -155.0, -134.0},  // Polynésie française
}

// inCountry asks the boxes, then whoever knows better: most points are not asked about
// twice.
func (c *contract) inCountry(lat, lon float64) bool {
	return inBoxes(lat, lon) && (c.inland == nil || c.inland(lat, lon))
}

func inBoxes(lat, lon float64) bool {
	for _, b := range country {
		if lat >= b.south && lat <= b.north && lon >= b.west && lon <= b.east {
			return true
		}
	}
	return false
}

// point looks at the coordinates of the row. A point that can't be is taken out of the
// row and warned of: the row still says what it says. A column that is required makes
// it a breach.
func (c *contract) point(at Where) *Breach {
	lat, lon := c.out[c.lat], c.out[c.lon]
	if lat == "" && lon == "" {
		return nil
	}
	b := &Breach{Column: c.src.Columns[c.lat].Name, Value: lat + "," + lon}
	y, errLat := strconv.ParseFloat(lat, 64)
	x, errLon := strconv.ParseFloat(lon, 64)
	switch {
	case errors.Join(errLat, errLon) != nil:
		b.Reason = "half a point: latitude or longitude is missing"
	case c.inCountry(y, x):
		return nil
	case c.inCountry(x, y):
		b.Reason = "latitude and longitude are swapped"
	case inBoxes(y, x):
		b.Reason = "a point in the sea or in a neighbouring country"
	default:
		b.Reason = "a point outside of the country"
	}
	if c.src.Columns[c.lat].Required || c.src.Columns[c.lon].Required {
		return b
	}
	c.out[c.lat], c.out[c.lon] = "", ""
	c.report.warn(at, b)
	c.report.Pointless++
	return nil
}
