package format

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// xlsxRows reads a sheet row by row. The archive is held in memory; a large sheet is
// unpacked beside it, in a folder of its own. Values are as stored: a number without the
// separators and the rounding of its display; only dates, which are stored as numbers,
// are written out. Rows without a value are no records.
type xlsxRows struct {
	rows  *excelize.Rows
	head  *table
	row   int
	dated bool // some cells are dates
}

// unpacked is the size from which parts of a spreadsheet are kept on disk.
const unpacked = 16 << 20

func openXLSX(in *input, f Format, lim Limits) (rows, error) {
	content, size, err := in.random()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(content, size)
	if err != nil {
		return nil, &broken{reason: "damaged or truncated XLSX: download it again", err: err}
	}
	if err := checkSizes(z, size, lim); err != nil {
		return nil, err
	}
	if err := checkSheets(z, lim); err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp("", "continuum-*")
	if err != nil {
		return nil, err
	}
	in.closers = append(in.closers, func() error { return os.RemoveAll(tmp) })
	book, err := excelize.OpenReader(io.NewSectionReader(content, 0, size), excelize.Options{
		UnzipSizeLimit: lim.Bytes, UnzipXMLSizeLimit: min(unpacked, lim.Bytes), RawCellValue: true, TmpDir: tmp,
	})
	if err != nil {
		return nil, &broken{reason: "damaged XLSX (" + err.Error() + ")", err: err}
	}
	in.closers = append(in.closers, book.Close)
	dated, err := writeDatesOut(book)
	if err != nil {
		return nil, &broken{reason: "damaged XLSX (" + err.Error() + ")", err: err}
	}
	sheets := book.GetSheetList()
	sheet := f.Sheet
	for _, name := range sheets {
		if ok, err := path.Match(f.Sheet, name); f.Sheet == "" || f.Sheet == name || ok && err == nil {
			sheet = name
			break
		}
	}
	x := &xlsxRows{dated: dated}
	if x.rows, err = book.Rows(sheet); err != nil {
		return nil, brokenAt(0, "no sheet %q: there are %s", sheet, strings.Join(sheets, ", "))
	}
	var headings []string
	for x.row < max(f.Header, 1) {
		if headings, err = x.columns(); err == io.EOF {
			return nil, brokenAt(x.row, "no headings: the sheet ends before them")
		} else if err != nil {
			return nil, err
		}
	}
	x.head = newTable(headings)
	if len(headings) == 0 {
		return nil, brokenAt(x.row, "no headings in this row")
	}
	return x, nil
}

// checkSizes looks at what an archive says of its size before it is unpacked; the
// library reads no more than that.
func checkSizes(z *zip.Reader, size int64, lim Limits) error {
	var total uint64
	for _, f := range z.File {
		if f.UncompressedSize64 > uint64(lim.Bytes) {
			total = f.UncompressedSize64
			break
		}
		total += f.UncompressedSize64
	}
	if total > uint64(lim.Bytes) {
		return brokenAt(0, "more than %d MB once uncompressed", lim.Bytes>>20)
	}
	if total > ratioFrom && total/uint64(size) > uint64(lim.Ratio) {
		return brokenAt(0, "an archive that grows more than %d times: refused as a bomb", lim.Ratio)
	}
	return nil
}

// checkSheets reads the sheets and their strings as the XML they are: the library takes
// the first error in them for the end, and would give half a sheet without a word.
func checkSheets(z *zip.Reader, lim Limits) error {
	for _, f := range z.File {
		if ok, err := path.Match("xl/worksheets/*.xml", f.Name); (!ok || err != nil) && f.Name != "xl/sharedStrings.xml" {
			continue
		}
		part, err := f.Open()
		if err != nil {
			return err
		}
		err = wellFormed(part, lim)
		if errClose := part.Close(); err == nil {
			err = errClose
		}
		if err != nil {
			return &broken{reason: fmt.Sprintf("damaged XLSX (%s: %v): download it again", f.Name, err), err: err}
		}
	}
	return nil
}

// writeDatesOut makes the styles of a book say numbers as they are stored and dates as
// 2025-01-31, and reports whether there are any of the latter.
func writeDatesOut(book *excelize.File) (bool, error) {
	day, clock := "yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd\\ hh:mm:ss"
	var formats []string // of each style: what it is to be
	dated := false
	for i := 0; ; i++ {
		style, err := book.GetStyle(i)
		if err != nil {
			break // past the last one
		}
		format := ""
		switch n := style.NumFmt; {
		case style.CustomNumFmt != nil:
			format = dateFormat(*style.CustomNumFmt, day, clock)
		case n == 22:
			format = clock
		case 14 <= n && n <= 17, 27 <= n && n <= 31, n == 36, 50 <= n && n <= 58:
			format = day
		}
		dated = dated || format != ""
		formats = append(formats, format)
	}
	if !dated {
		return false, nil
	}
	ids := map[string]*int{"": new(int)}
	for _, format := range []string{day, clock} {
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return false, err
		}
		ids[format] = book.Styles.CellXfs.Xf[style].NumFmtID
	}
	for i, format := range formats {
		book.Styles.CellXfs.Xf[i].NumFmtID = ids[format]
	}
	return true, nil
}

// dateFormat tells a format of numbers that shows a date from others: the letters of a
// day or a year, outside of quotes, brackets and escapes.
func dateFormat(code, day, clock string) string {
	date, hours := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '"':
			i += max(0, strings.IndexByte(code[i+1:], '"')+1)
		case code[i] == '[':
			i += max(0, strings.IndexByte(code[i:], ']'))
		case c == 'y' || c == 'd':
			date = true
		case c == 'h':
			hours = true
		}
	}
	switch {
	case date && hours:
		return clock
	case date:
		return day
	}
	return ""
}

func (x *xlsxRows) table() *table { return x.head }
func (x *xlsxRows) close() error  { return x.rows.Close() }

// done is always all: the library reads the whole file when it opens it.
func (x *xlsxRows) done() float64 { return 1 }

func (x *xlsxRows) next(rec *Record) error {
	for {
		cells, err := x.columns()
		if err != nil {
			return err
		}
		for len(cells) > 0 && cells[len(cells)-1] == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) == 0 {
			continue
		}
		rec.Line = x.row
		got, want := len(cells), len(x.head.headings)
		if got > want {
			return &damaged{x.row, fmt.Sprintf("%d cells under %d headings", got, want)}
		}
		rec.values = append(append(rec.values[:0], cells...), make([]string, want-got)...)
		return nil
	}
}

// columns returns the cells of the next row.
func (x *xlsxRows) columns() ([]string, error) {
	if !x.rows.Next() {
		if err := x.rows.Error(); err != nil {
			return nil, err
		}
		return nil, io.EOF
	}
	x.row++
	return x.rows.Columns(excelize.Options{RawCellValue: !x.dated})
}
