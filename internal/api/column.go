package api

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"continuum/internal/geo"
	wording "continuum/internal/text"
)

// column is one column of a CSV file, and one property of a GeoJSON feature: the two
// flat forms of a list hold the same.
type column[R row] struct {
	name  string
	doc   string
	kind  string // JSON type: string, number, integer, boolean
	dated bool   // depends on the day asked for
	value func(R) any
}

// member appends the column to an object being written: ,"name":value. The comma
// comes first so that the parts can be joined; see properties.
func (c *column[R]) member(b []byte, r R) []byte {
	b = append(b, ',')
	b = strconv.AppendQuote(b, c.name)
	b = append(b, ':')
	switch v := c.value(r).(type) {
	case string:
		return appendText(b, v)
	case *string:
		if v == nil {
			return append(b, "null"...)
		}
		return appendText(b, *v)
	case *float64:
		if v == nil {
			return append(b, "null"...)
		}
		return strconv.AppendFloat(b, *v, 'f', -1, 64)
	case *int:
		if v == nil {
			return append(b, "null"...)
		}
		return strconv.AppendInt(b, int64(*v), 10)
	default:
		return append(b, encode(v)...)
	}
}

// appendText writes a text as JSON; most are codes that need no escape, which
// spares a third of the time of a layer.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return append(b, encode(s)...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// flushAt is how much of a selection is kept before it is sent.
const flushAt = 32 << 10

// csvOf streams rows as RFC 4180 writes them: commas, CRLF, a header.
func csvOf[R row](columns []column[R], all rows[R]) reply {
	return reply{total: all.n, write: func(w *bytes.Buffer, flush func() error) error {
		out := csv.NewWriter(w)
		out.UseCRLF = true
		record := make([]string, len(columns))
		for i, c := range columns {
			record[i] = c.name
		}
		if err := out.Write(record); err != nil {
			return err
		}
		for at := range all.n {
			r := all.at(at)
			for i, c := range columns {
				record[i] = cell(c.value(r))
			}
			if err := out.Write(record); err != nil {
				return err
			}
			if out.Flush(); w.Len() > flushAt {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		out.Flush()
		return out.Error()
	}}
}

// cell is a value as text, which no spreadsheet runs as a formula.
func cell(v any) string {
	switch v := v.(type) {
	case *string:
		if v == nil {
			return ""
		}
		return wording.Cell(*v)
	case string:
		return wording.Cell(v)
	case *float64:
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', -1, 64)
	case *int:
		if v == nil {
			return ""
		}
		return strconv.Itoa(*v)
	case *bool:
		if v == nil {
			return ""
		}
		return strconv.FormatBool(*v)
	case bool:
		return strconv.FormatBool(v)
	}
	panic("api: a column of a type that no cell can show") // a defect, which the tests would meet
}

// located is a row with a place on a map.
type located interface {
	row
	point() geo.Point // zero when unknown
}

// geoJSONOf streams rows as a FeatureCollection. What has no point has no geometry.
// properties appends the members of a row's properties, each after a comma.
func geoJSONOf[R located](c *call, all rows[R], properties func([]byte, R) []byte) reply {
	return reply{total: all.n, write: func(w *bytes.Buffer, flush func() error) error {
		w.WriteString(`{"type":"FeatureCollection","total":` + strconv.Itoa(all.n) + ",")
		about := c.about()
		w.Write(about[1 : len(about)-1])
		w.WriteString(`,"features":[`)
		var scratch []byte
		for i := range all.n {
			if i > 0 {
				w.WriteByte(',')
			}
			scratch = feature(scratch[:0], all.at(i), properties)
			if w.Write(scratch); w.Len() > flushAt {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		w.WriteString("]}")
		return nil
	}}
}

func feature[R located](b []byte, r R, properties func([]byte, R) []byte) []byte {
	b = append(b, `{"type":"Feature","id":`...)
	b = appendText(b, r.key())
	b = append(b, `,"geometry":`...)
	if p := r.point(); p.IsZero() {
		b = append(b, "null"...)
	} else {
		b = append(b, `{"type":"Point","coordinates":[`...)
		b = strconv.AppendFloat(b, p.Lon, 'f', -1, 64)
		b = append(b, ',')
		b = strconv.AppendFloat(b, p.Lat, 'f', -1, 64)
		b = append(b, "]}"...)
	}
	b = append(b, `,"properties":`...)
	from := len(b)
	b = properties(b, r)
	b[from] = '{' // in place of the first comma
	return append(b, "}}"...)
}
