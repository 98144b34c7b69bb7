package format

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// xlsxRows reads a sheet row by row. The archive is held in memory, what it holds is
// unpacked beside it when it is large.
type xlsxRows struct {
	book *excelize.File
	rows *excelize.Rows
	head *table
	row  int
	last int // row of the sheet by its dimensions, zero when unknown
}

func openXLSX(in *input, f Format, lim Limits) (rows, error) {
	book, err := excelize.OpenReader(in.content, excelize.Options{
		UnzipSizeLimit: lim.Bytes, UnzipXMLSizeLimit: min(16<<20, lim.Bytes), RawCellValue: true,
	})
	if err != nil {
		return nil, &broken{reason: "damaged XLSX (" + err.Error() + ")", err: err}
	}
	in.closers = append(in.closers, book.Close)
	sheet := f.Sheet
	for _, name := range book.GetSheetList() {
		if ok, err := path.Match(f.Sheet, name); f.Sheet == "" || f.Sheet == name || ok && err == nil {
			sheet = name
			break
		}
	}
	x := &xlsxRows{book: book}
	if x.rows, err = book.Rows(sheet); err != nil {
		return nil, brokenAt(0, "no sheet %q: there are %s", sheet, strings.Join(book.GetSheetList(), ", "))
	}
	for x.row < max(f.Header, 1) {
		if !x.rows.Next() {
			return nil, brokenAt(x.row, "no headings: the sheet ends before them")
		}
		x.row++
		headings, err := x.rows.Columns()
		if err != nil {
			return nil, err
		}
		x.head = newTable(headings)
	}
	return x, nil
}

func (x *xlsxRows) table() *table { return x.head }
func (x *xlsxRows) close() error  { return x.rows.Close() }
func (x *xlsxRows) done() float64 { return 1 }

func (x *xlsxRows) next(rec *Record) error {
	for x.rows.Next() {
		x.row++
		cells, err := x.rows.Columns()
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
		if got, want := len(cells), len(x.head.headings); got > want {
			return &damaged{x.row, fmt.Sprintf("%d cells under %d headings", got, want)}
		}
		rec.values = append(rec.values[:0], cells...)
		for len(rec.values) < len(x.head.headings) {
			rec.values = append(rec.values, "")
		}
		return nil
	}
	if err := x.rows.Error(); err != nil {
		return err
	}
	return io.EOF
}
