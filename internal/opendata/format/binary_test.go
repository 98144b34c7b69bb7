package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
)

// book makes a spreadsheet of the cells of its second sheet, with a title above them.
func book(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("Données"); err != nil {
		t.Fatal(err)
	}
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	thousands, err := f.NewStyle(&excelize.Style{NumFmt: 4}) // #,##0.00
	if err != nil {
		t.Fatal(err)
	}
	hour := `dd/mm/yyyy "à" hh"h"mm`
	clock, err := f.NewStyle(&excelize.Style{CustomNumFmt: &hour})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 1, 31, 12, 30, 0, 0, time.UTC)
	for cell, value := range map[string]any{
		"A1": "Titre", "A2": "Code", "B2": "Capacité", "C2": "Date", "D2": "Instant",
		"A3": "01022001", "B3": 1234.5678, "C3": at.Truncate(24 * time.Hour), "D3": at,
		"A5": "*", "B6": 12, "E7": "too far",
	} {
		if err := f.SetCellValue("Données", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	for cell, style := range map[string]int{"B3": thousands, "C3": day, "D3": clock} {
		if err := f.SetCellStyle("Données", cell, cell, style); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	want := []string{
		"3:01022001|1234.5678|2025-01-31|2025-01-31 12:30:00", "5:*|||", "6:|12||", "7!5 cells under 4 headings",
	}
	f := Format{Kind: XLSX, Sheet: "Données", Header: 2}
	for name, content := range map[string][]byte{"book.xlsx": book(t), "book.xlsx.gz": gzipped(t, book(t))} {
		got, headings, err := all(t, write(t, name, content), f, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"Code", "Capacité", "Date", "Instant"}, headings); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestXLSXRefusals(t *testing.T) {
	t.Parallel()
	sheet := `<worksheet><sheetData><row r="1"><c t="str"><v>a</v></c></row><row r="2"><c></row></sheetData></worksheet>`
	half := zipped(t, "[Content_Types].xml", "<Types/>", "xl/worksheets/sheet1.xml", sheet)
	bomb := zipped(t, "[Content_Types].xml", strings.Repeat(" ", ratioFrom+1<<20))
	for _, tt := range []struct {
		name    string
		content []byte
		f       Format
		lim     Limits
		want    string
	}{
		{"no sheet", book(t), Format{Sheet: "Absent"}, Limits{}, `no sheet "Absent": there are Sheet1, Données`},
		{"first sheet", book(t), Format{}, Limits{}, "no headings"},
		{"too far down", book(t), Format{Sheet: "Données", Header: 9}, Limits{}, "the sheet ends before them"},
		{"empty row", book(t), Format{Sheet: "Données", Header: 4}, Limits{}, "no headings in this row"},
		{"cut", book(t)[:3000], Format{}, Limits{}, "truncated XLSX"},
		{"large", book(t), Format{}, Limits{Bytes: 1000}, "more than 0 MB once uncompressed"},
		{"half a sheet", half, Format{}, Limits{}, "damaged XLSX (xl/worksheets/sheet1.xml: </row> where </c> was expected)"},
		{"bomb", bomb, Format{}, Limits{}, "refused as a bomb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.f.Kind = XLSX
			err := read(write(t, "x.xlsx", tt.content), "", tt.f, tt.lim)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want one that says %q", err, tt.want)
			}
		})
	}
}

func TestDateFormat(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"dd/mm/yyyy": "day", "[$-40C]d mmmm yyyy": "day", "dd/mm/yyyy hh:mm": "clock", "General": "",
		`0" jours"`: "", `0\d`: "", "[Red]0.00": "", "#,##0.00 €": "", "hh:mm": "", `"`: "", "[": "",
	} {
		if got := dateFormat(code, "day", "clock"); got != want {
			t.Errorf("dateFormat(%q) = %q, want %q", code, got, want)
		}
	}
}

// place of education, as GeoParquet has it.
type school struct {
	UAI      *string   `parquet:"uai,optional"`
	Pupils   float64   `parquet:"pupils"`
	Rank     int32     `parquet:"rank"`
	Public   bool      `parquet:"public"`
	Opened   int32     `parquet:"opened,date"`
	Seen     time.Time `parquet:"seen,timestamp(microsecond)"`
	Price    int64     `parquet:"price,decimal(2:10)"`
	Ways     []string  `parquet:"ways,list"`
	Geometry []byte    `parquet:"geometry,optional"`
}

func wkb(order binary.AppendByteOrder, kind uint32, lon, lat float64) []byte {
	b := []byte{0}
	if order == binary.LittleEndian {
		b[0] = 1
	}
	b = order.AppendUint32(b, kind)
	b = order.AppendUint64(b, math.Float64bits(lon))
	return order.AppendUint64(b, math.Float64bits(lat))
}

func schools(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[school](&b,
		parquet.KeyValueMetadata("geo", `{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}`),
		parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(2))
	uai := "0350001A"
	if _, err := w.Write([]school{
		{
			&uai, 830, 1, true, 20119, time.Date(2025, 1, 31, 12, 30, 0, 5000, time.UTC), -5,
			[]string{"pro", "techno"},
			wkb(binary.LittleEndian, 1, -2.0257, 48.6493),
		},
		{Pupils: 0.1, Price: 12345, Geometry: wkb(binary.BigEndian, 1, 0, -1)},
		{Geometry: wkb(binary.LittleEndian, 1, math.NaN(), math.NaN())},
		{Geometry: wkb(binary.LittleEndian, 2, 0, 0)},
		{},
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParquet(t *testing.T) {
	t.Parallel()
	want := []string{
		"1:0350001A|830|1|true|2025-01-31|2025-01-31T12:30:00.000005Z|-0.05|pro|techno|-2.0257|48.6493",
		"2:|0.1|0|false|1970-01-01|0001-01-01T00:00:00Z|123.45||0|-1",
		"3:|0|0|false|1970-01-01|0001-01-01T00:00:00Z|0.00|||",
		"4!a geometry that is no point",
		"5:|0|0|false|1970-01-01|0001-01-01T00:00:00Z|0.00|||",
	}
	for name, content := range map[string][]byte{"s.parquet": schools(t), "s.parquet.gz": gzipped(t, schools(t)), "s.zip": zipped(t, "s.parquet", string(schools(t)))} {
		got, headings, err := all(t, write(t, name, content), Format{Kind: Parquet}, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"uai", "pupils", "rank", "public", "opened", "seen", "price", "ways.list.element", "longitude", "latitude"}, headings); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if err := read(write(t, "x.parquet", schools(t)), "", Format{Kind: Parquet}, Limits{Bytes: 10}); err == nil || !strings.Contains(err.Error(), "more than 0 MB") {
		t.Error(err)
	}
}

// fuzzOpen reads a damaged file: it is read, or refused with an error that names it.
func fuzzOpen(t *testing.T, path string, content []byte, f Format) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path, "", f, Limits{Bytes: 16 << 20, Record: 1 << 20})
	for n := 0; err == nil && n < 10000; n++ {
		if _, err = r.Next(); errors.As(err, new(*RecordError)) {
			err = nil
		}
	}
	if r != nil {
		if err := r.Close(); err != nil && !errors.As(err, new(*Error)) {
			t.Fatalf("Close: %v (%T)", err, err)
		}
	}
	if err != nil && err != io.EOF && !errors.As(err, new(*Error)) {
		t.Fatalf("%v (%T)", err, err)
	}
}

// Files damaged anywhere are read or refused: fuzzing proper is slow on these formats,
// whose libraries are large.
func TestDamagedAnywhere(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for _, tt := range []struct {
		name    string
		content []byte
		f       Format
	}{
		{"x.xlsx", book(t), Format{Kind: XLSX, Sheet: "Données", Header: 2}},
		{"x.parquet", schools(t), Format{Kind: Parquet}},
		{"x.gz", gzipped(t, book(t)), Format{Kind: XLSX}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 0))
			path := filepath.Join(t.TempDir(), tt.name)
			for range 50 {
				b := bytes.Clone(tt.content)
				for range 1 + rnd.IntN(4) {
					switch at := rnd.IntN(len(b)); rnd.IntN(4) {
					case 0:
						b = b[:at+1]
					case 1:
						b = append(b[:at], b[min(len(b), at+rnd.IntN(9)):]...)
						b = append(b, 0)
					default:
						b[at] = byte(rnd.Uint32())
					}
				}
				fuzzOpen(t, path, b, tt.f)
			}
		})
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(book(f))
	path := filepath.Join(f.TempDir(), "x.xlsx")
	f.Fuzz(func(t *testing.T, content []byte) {
		fuzzOpen(t, path, content, Format{Kind: XLSX, Sheet: "Données", Header: 2})
	})
}

func FuzzParquet(f *testing.F) {
	f.Add(schools(f))
	path := filepath.Join(f.TempDir(), "x.parquet")
	f.Fuzz(func(t *testing.T, content []byte) {
		fuzzOpen(t, path, content, Format{Kind: Parquet})
	})
}

func FuzzArchive(f *testing.F) {
	f.Add(gzipped(f, []byte("a;b\n1;2\n")))
	f.Add(zipped(f, "a.csv", "a;b\n1;2\n"))
	f.Add([]byte("\ufeffa;b\n\"1\n\";2\n"))
	path := filepath.Join(f.TempDir(), "x.csv")
	f.Fuzz(func(t *testing.T, content []byte) {
		fuzzOpen(t, path, content, Format{})
	})
}
