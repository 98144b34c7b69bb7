package format

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	layout "github.com/parquet-go/parquet-go/format"
)

// parquetRows reads the rows of a Parquet file, group after group. A nested column is
// named by its path with dots, a repeated one has its values joined by bars.
type parquetRows struct {
	file    *parquet.File
	head    *table
	place   []int // of a column among the values
	kinds   []parquet.Type
	points  []bool // columns of points, read as longitude and latitude
	group   int
	rows    parquet.Rows
	batch   []parquet.Row
	at, n   int
	read    int64
	drained bool
}

func openParquet(in *input, lim Limits) (rows, error) {
	content, size, err := in.random()
	if err != nil {
		return nil, err
	}
	if err := checkFooter(content, size); err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(content, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, &broken{reason: "damaged or truncated Parquet (" + err.Error() + "): download it again", err: err}
	}
	var total int64
	for _, g := range file.Metadata().RowGroups {
		total += g.TotalByteSize
	}
	if total > lim.Bytes || total < 0 {
		return nil, brokenAt(0, "more than %d MB once uncompressed", lim.Bytes>>20)
	}
	p := &parquetRows{file: file, batch: make([]parquet.Row, 128)}
	point := pointColumns(file)
	var headings []string
	for _, path := range file.Schema().Columns() {
		leaf, ok := file.Schema().Lookup(path...)
		if !ok {
			return nil, brokenAt(0, "damaged Parquet: no column %s", strings.Join(path, "."))
		}
		name := strings.Join(path, ".")
		p.place = append(p.place, len(headings))
		p.kinds = append(p.kinds, leaf.Node.Type())
		p.points = append(p.points, point[name])
		if point[name] {
			headings = append(headings, "longitude", "latitude")
		} else {
			headings = append(headings, name)
		}
	}
	p.head = newTable(headings)
	return p, nil
}

// maxFooter bounds the description of a Parquet file, which is held in memory.
const maxFooter = 64 << 20

// checkFooter looks at the length of the description, which the library trusts.
func checkFooter(content io.ReaderAt, size int64) error {
	var end [8]byte
	if size < 12 {
		return &broken{reason: "truncated Parquet: download it again"}
	}
	if _, err := content.ReadAt(end[:], size-8); err != nil && err != io.EOF {
		return err
	}
	if length := int64(binary.LittleEndian.Uint32(end[:])); string(end[4:]) != "PAR1" || length > size-12 || length > maxFooter {
		return &broken{reason: "damaged or truncated Parquet: download it again"}
	}
	return nil
}

// pointColumns returns the columns that hold points in well-known binary, by the
// metadata of GeoParquet.
func pointColumns(file *parquet.File) map[string]bool {
	points := make(map[string]bool)
	text, ok := file.Lookup("geo")
	if !ok {
		return points
	}
	var geo struct {
		Columns map[string]struct {
			Encoding string   `json:"encoding"`
			Types    []string `json:"geometry_types"`
		} `json:"columns"`
	}
	if json.Unmarshal([]byte(text), &geo) != nil {
		return points
	}
	for name, c := range geo.Columns {
		points[name] = c.Encoding == "WKB" && len(c.Types) == 1 && c.Types[0] == "Point"
	}
	return points
}

func (p *parquetRows) table() *table { return p.head }

func (p *parquetRows) done() float64 {
	if n := p.file.NumRows(); n > 0 {
		return min(1, float64(p.read)/float64(n))
	}
	return 1
}

func (p *parquetRows) close() error {
	if p.rows != nil {
		return p.rows.Close()
	}
	return nil
}

func (p *parquetRows) next(rec *Record) error {
	for p.at == p.n {
		if err := p.fill(); err != nil {
			return err
		}
	}
	row := p.batch[p.at]
	p.at++
	p.read++
	rec.Line = int(p.read)
	rec.values = rec.values[:0]
	for range p.head.headings {
		rec.values = append(rec.values, "")
	}
	for _, v := range row {
		c := v.Column()
		if c < 0 || c >= len(p.place) || v.IsNull() {
			continue
		}
		at := p.place[c]
		if p.points[c] {
			lon, lat, ok := point(v.ByteArray())
			if !ok {
				return &damaged{rec.Line, "a geometry that is no point"}
			}
			rec.values[at], rec.values[at+1] = lon, lat
			continue
		}
		text := parquetText(p.kinds[c], v)
		if v.RepetitionLevel() > 0 {
			text = rec.values[at] + "|" + text
		}
		rec.values[at] = text
	}
	return nil
}

// fill reads the next rows of the group, or opens the next group.
func (p *parquetRows) fill() error {
	p.at, p.n = 0, 0
	if p.rows == nil || p.drained {
		if p.rows != nil {
			if err := p.rows.Close(); err != nil {
				return err
			}
			p.rows = nil
		}
		groups := p.file.RowGroups()
		if p.group == len(groups) {
			if p.read != p.file.NumRows() {
				return brokenAt(int(p.read), "%d rows where %d are announced", p.read, p.file.NumRows())
			}
			return io.EOF
		}
		p.rows = groups[p.group].Rows()
		p.group++
		p.drained = false
	}
	n, err := p.rows.ReadRows(p.batch)
	p.n = n
	switch {
	case errors.Is(err, io.EOF):
		p.drained = true
	case err != nil:
		return &broken{line: int(p.read) + n + 1, reason: "damaged Parquet (" + err.Error() + ")", err: err}
	}
	return nil
}

// parquetText writes a value as the other formats do.
func parquetText(t parquet.Type, v parquet.Value) string {
	if l := t.LogicalType(); l != nil {
		switch l := l.Value.(type) {
		case *layout.DateType:
			return time.Unix(int64(v.Int32())*24*60*60, 0).UTC().Format(time.DateOnly)
		case *layout.TimestampType:
			perSecond := int64(1e3)
			switch l.Unit.Value.(type) {
			case *layout.MicroSeconds:
				perSecond = 1e6
			case *layout.NanoSeconds:
				perSecond = 1e9
			}
			n := v.Int64()
			return time.Unix(n/perSecond, n%perSecond*(1e9/perSecond)).UTC().Format(time.RFC3339Nano)
		case *layout.DecimalType:
			if k := v.Kind(); k == parquet.Int32 || k == parquet.Int64 {
				return decimal(fmt.Sprint(v), int(l.Scale))
			}
		}
	}
	switch v.Kind() {
	case parquet.Float:
		return strconv.FormatFloat(float64(v.Float()), 'f', -1, 32)
	case parquet.Double:
		return strconv.FormatFloat(v.Double(), 'f', -1, 64)
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return string(v.ByteArray())
	}
	return fmt.Sprint(v)
}

// point reads a point in well-known binary, of two or more dimensions.
func point(b []byte) (lon, lat string, ok bool) {
	if len(b) < 21 || b[0] > 1 {
		return "", "", false
	}
	var order binary.ByteOrder = binary.BigEndian
	if b[0] == 1 {
		order = binary.LittleEndian
	}
	// Dimensions are told by thousands (ISO) or by the upper bits (EWKB).
	kind := order.Uint32(b[1:])
	if kind&0x0fffffff%1000 != 1 || kind&0x20000000 != 0 {
		return "", "", false
	}
	x, y := math.Float64frombits(order.Uint64(b[5:])), math.Float64frombits(order.Uint64(b[13:]))
	if math.IsNaN(x) && math.IsNaN(y) { // the empty point
		return "", "", true
	}
	return strconv.FormatFloat(x, 'f', -1, 64), strconv.FormatFloat(y, 'f', -1, 64), true
}

// decimal puts the dot of a decimal number of which the digits are written without.
func decimal(digits string, scale int) string {
	if scale <= 0 || scale > 40 {
		return digits
	}
	digits, negative := strings.CutPrefix(digits, "-")
	digits = strings.Repeat("0", max(0, scale+1-len(digits))) + digits
	digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	if negative {
		return "-" + digits
	}
	return digits
}
