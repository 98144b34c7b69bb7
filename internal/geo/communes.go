package geo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The communes are written in columns, which compress better than rows, after one
// head per département: its code, its region, its académie, how many communes. The
// code of a commune begins with that of its département.

// grid is the step of the points of communes, in parts of a degree: 11 m at most.
const grid = 1e4

// EncodeCommunes writes communes, sorted by code. Those without a point are allowed;
// a commune outside its département's code or académie is an error.
func EncodeCommunes(communes []Commune) ([]byte, error) {
	heads, err := headsOf(communes)
	if err != nil {
		return nil, err
	}
	buf := binary.AppendUvarint(nil, uint64(len(heads)))
	for _, h := range heads {
		for _, s := range []string{h.departement, h.region, h.academie} {
			buf = appendString(buf, s)
		}
		buf = binary.AppendUvarint(buf, uint64(h.count))
	}
	var names, suffixes, postcodes, populations, lats, lons []byte
	i := 0
	for _, h := range heads {
		var last, lastPostcode int64
		var lastLat, lastLon int64
		for range h.count {
			c := &communes[i]
			i++
			if strings.Contains(c.Name, "\n") {
				return nil, fmt.Errorf("commune %s: a line break in its name", c.Code)
			}
			names = append(append(names, c.Name...), '\n')
			n, err := number(c.Code[len(h.departement):], 5-len(h.departement))
			if err != nil {
				return nil, fmt.Errorf("commune %s: %w", c.Code, err)
			}
			suffixes = binary.AppendUvarint(suffixes, uint64(n-last))
			last = n
			postcodes = binary.AppendUvarint(postcodes, uint64(len(c.Postcodes)))
			for _, p := range c.Postcodes {
				n, err := number(p, 5)
				if err != nil {
					return nil, fmt.Errorf("commune %s: %w", c.Code, err)
				}
				postcodes = binary.AppendVarint(postcodes, n-lastPostcode)
				lastPostcode = n
			}
			populations = binary.AppendUvarint(populations, uint64(c.Population))
			lat, lon := int64(math.Round(c.Point.Lat*grid)), int64(math.Round(c.Point.Lon*grid))
			lats, lons = binary.AppendVarint(lats, lat-lastLat), binary.AppendVarint(lons, lon-lastLon)
			lastLat, lastLon = lat, lon
		}
	}
	for _, column := range [][]byte{names, suffixes, postcodes, populations, lats, lons} {
		buf = appendString(buf, string(column))
	}
	return buf, nil
}

// head is what the communes of a département share.
type head struct {
	departement, region, academie string
	count                         int
}

func headsOf(communes []Commune) ([]head, error) {
	var heads []head
	for i := range communes {
		c := &communes[i]
		if len(c.Code) != 5 || !strings.HasPrefix(c.Code, c.Departement) {
			return nil, fmt.Errorf("commune %s: not in département %q", c.Code, c.Departement)
		}
		if i > 0 && communes[i-1].Code >= c.Code {
			return nil, fmt.Errorf("commune %s: not in the order of codes", c.Code)
		}
		h := head{c.Departement, c.Region, c.Academie, 1}
		if n := len(heads); n > 0 && heads[n-1].departement == c.Departement {
			if last := heads[n-1]; last.region != h.region || last.academie != h.academie {
				return nil, fmt.Errorf("commune %s: its département has another region or académie", c.Code)
			}
			heads[n-1].count++
			continue
		}
		heads = append(heads, h)
	}
	return heads, nil
}

// number reads exactly that many digits.
func number(s string, digits int) (int64, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil || len(s) != digits {
		return 0, fmt.Errorf("%q: want %d digits", s, digits)
	}
	return int64(n), nil
}

func appendString(buf []byte, s string) []byte {
	return append(binary.AppendUvarint(buf, uint64(len(s))), s...)
}

// DecodeCommunes reads what EncodeCommunes wrote. Bad bytes give an error, and never
// more memory than a small multiple of their number.
func DecodeCommunes(buf []byte) ([]Commune, error) {
	r := &column{rest: buf}
	heads := make([]head, r.size())
	total := 0
	for i := range heads {
		heads[i] = head{r.text(), r.text(), r.text(), r.count(len(buf))}
		if len(heads[i].departement) > 4 {
			r.fail("a département's code is too long")
		}
		total += heads[i].count
	}
	if total > len(buf) { // a commune takes several bytes
		r.fail("more communes than bytes")
	}
	names := strings.Split(r.text(), "\n")
	cols := make([]column, 5)
	for i := range cols {
		cols[i].rest = []byte(r.text())
	}
	if r.err == nil && len(names) != total+1 {
		r.fail("as many names as communes are wanted")
	}
	if r.err != nil {
		return nil, r.err
	}
	communes := make([]Commune, total)
	d := decoder{communes: communes, names: names, suffix: &cols[0], postcode: &cols[1], population: &cols[2], lat: &cols[3], lon: &cols[4]}
	for _, h := range heads {
		d.group(h)
	}
	for i := range cols {
		if err := cols[i].err; err != nil {
			return nil, err
		}
	}
	return communes, nil
}

// decoder fills communes from their columns.
type decoder struct {
	communes []Commune
	names    []string
	at       int
	shared   []string // backs the lists of postal codes: one allocation for many

	suffix, postcode, population, lat, lon *column
}

func (d *decoder) group(h head) {
	var suffix, postcode, lat, lon int64
	var digits [8]byte
	for range h.count {
		c := &d.communes[d.at]
		c.Name, c.Departement, c.Region, c.Academie = d.names[d.at], h.departement, h.region, h.academie
		d.at++
		suffix += int64(d.suffix.count(100_000))
		c.Code = string(appendDigits(append(digits[:0], h.departement...), suffix, 5-len(h.departement)))
		first := len(d.shared)
		for range d.postcode.count(64) {
			postcode += d.postcode.step()
			d.shared = append(d.shared, string(appendDigits(digits[:0], postcode, 5)))
		}
		c.Postcodes = d.shared[first:len(d.shared):len(d.shared)]
		c.Population = d.population.count(math.MaxInt32)
		lat, lon = lat+d.lat.step(), lon+d.lon.step()
		c.Point = Point{float64(lat) / grid, float64(lon) / grid}
		if !(math.Abs(c.Point.Lat) <= 90 && math.Abs(c.Point.Lon) <= 180) {
			d.lat.fail("a point out of bounds")
		}
	}
}

// appendDigits writes n on that many digits; what has more is cut.
func appendDigits(buf []byte, n int64, digits int) []byte {
	from := len(buf)
	for range digits {
		buf = append(buf, '0')
	}
	for i := len(buf) - 1; i >= from && n > 0; i-- {
		buf[i] = byte('0' + n%10)
		n /= 10
	}
	return buf
}

// column reads varints and texts from bytes and keeps the first error.
type column struct {
	rest []byte
	err  error
}

func (c *column) fail(why string) {
	if c.err == nil {
		c.err = errors.New("geo: communes: " + why)
	}
	c.rest = nil
}

func (c *column) count(most int) int {
	v, n := binary.Uvarint(c.rest)
	if n <= 0 || v > uint64(most) {
		c.fail("a count is missing or too large")
		return 0
	}
	c.rest = c.rest[n:]
	return int(v)
}

// size is a count of things that take at least a byte each.
func (c *column) size() int { return c.count(len(c.rest)) }

func (c *column) step() int64 {
	v, n := binary.Varint(c.rest)
	if n <= 0 || v > math.MaxInt32 || v < math.MinInt32 {
		c.fail("a number is missing or too large")
		return 0
	}
	c.rest = c.rest[n:]
	return v
}

func (c *column) text() string {
	n := c.count(len(c.rest))
	s := string(c.rest[:min(n, len(c.rest))])
	c.rest = c.rest[len(s):]
	return s
}
