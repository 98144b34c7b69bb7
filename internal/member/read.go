package member

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
)

// What a file may hold.
const (
	MaxFile  = 1 << 20  // bytes
	maxBook  = 16 << 20 // bytes of a workbook once unpacked
	maxParts = 500      // of the archive that a workbook is
	MaxRows  = 2000
	maxCell  = 1000 // characters
)

// Row is a line of a file: what its cells say, by column. A column that is not there, or a
// cell that is empty, says nothing.
type Row struct {
	Line  int
	cells map[string]string
}

// Sheet is a file of members as it was read.
type Sheet struct {
	Rows    []Row
	Ignored []string // headings that are no column of ours
}

// Read reads a file of members: CSV (semicolons, commas or tabs; UTF-8 or Windows-1252), or
// the first sheet of an XLSX workbook. Its first line holds the headings. It fails with
// fault.Invalid and the line.
func Read(content []byte) (*Sheet, error) {
	switch {
	case len(content) == 0:
		return nil, fault.New(fault.Invalid, "member.file.empty")
	case len(content) > MaxFile:
		return nil, fault.New(fault.Invalid, "member.file.large", MaxFile>>10)
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readWorkbook(content)
	case bytes.IndexByte(content, 0) >= 0:
		return nil, fault.New(fault.Invalid, "member.file.format")
	}
	return readCSV(content)
}

func readCSV(content []byte) (*Sheet, error) {
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if !utf8.Valid(content) {
		var err error
		if content, err = charmap.Windows1252.NewDecoder().Bytes(content); err != nil {
			return nil, fault.New(fault.Invalid, "member.file.format").Because(err)
		}
	}
	r := csv.NewReader(bytes.NewReader(content))
	r.Comma, r.FieldsPerRecord = separator(content), -1
	s := new(builder)
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s.done()
		}
		if e, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, fault.New(fault.Invalid, "member.file.line", e.Line).Because(err)
		}
		line, _ := r.FieldPos(0)
		if err := s.add(line, cells); err != nil {
			return nil, err
		}
	}
}

// separator is what parts the headings.
func separator(content []byte) rune {
	head, _, _ := bytes.Cut(content, []byte("\n"))
	for _, c := range ";\t" {
		if bytes.ContainsRune(head, c) {
			return c
		}
	}
	return ','
}

// readWorkbook reads the first sheet of a workbook. What it unpacks to is bounded before
// and while it is read.
func readWorkbook(content []byte) (_ *Sheet, err error) {
	broken := func(cause error) error { return fault.New(fault.Invalid, "member.file.format").Because(cause) }
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, broken(err)
	}
	var size uint64
	for _, part := range z.File {
		if size += part.UncompressedSize64; size > maxBook || part.UncompressedSize64 > maxBook || len(z.File) > maxParts {
			return nil, fault.New(fault.Invalid, "member.file.large", MaxFile>>10)
		}
	}
	defer func() { // of the library: a workbook comes from a stranger
		if p := recover(); p != nil {
			err = broken(errors.New("the workbook can't be read"))
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxBook, UnzipXMLSizeLimit: maxBook, RawCellValue: true})
	if err != nil {
		return nil, broken(err)
	}
	defer book.Close()
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return nil, broken(err)
	}
	defer rows.Close()
	s := new(builder)
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, broken(err)
		}
		if err := s.add(line, cells); err != nil {
			return nil, err
		}
		if line > 10*MaxRows { // empty rows count too
			return nil, fault.New(fault.Invalid, "member.file.rows", MaxRows)
		}
	}
	return s.done()
}

// builder makes a sheet of lines.
type builder struct {
	sheet   Sheet
	columns []string // by place; empty for one that is ignored
}

func (b *builder) add(line int, cells []string) error {
	if b.columns == nil {
		return b.head(cells)
	}
	row := Row{Line: line, cells: make(map[string]string)}
	for i, cell := range cells {
		if utf8.RuneCountInString(cell) > maxCell {
			return fault.New(fault.Invalid, "member.file.cell", line, maxCell)
		}
		if cell = alive(strings.TrimSpace(cell)); cell != "" && i < len(b.columns) && b.columns[i] != "" {
			row.cells[b.columns[i]] = cell
		}
	}
	if len(row.cells) == 0 {
		return nil
	}
	if len(b.sheet.Rows) == MaxRows {
		return fault.New(fault.Invalid, "member.file.rows", MaxRows)
	}
	b.sheet.Rows = append(b.sheet.Rows, row)
	return nil
}

// alive is a cell without the apostrophe by which a list that we wrote is inert.
func alive(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && rest != "" && strings.ContainsAny(rest[:1], "=+-@") {
		return rest
	}
	return cell
}

// head reads the headings; case, accents and what parts words don't count.
func (b *builder) head(cells []string) error {
	if len(cells) > 100 {
		return fault.New(fault.Invalid, "member.file.heads", Columns[0], Columns[2])
	}
	b.columns = make([]string, len(cells))
	for i, cell := range cells {
		name := strings.ReplaceAll(campus.Words(cell), " ", "_")
		if slices.Contains(Columns, name) && !slices.Contains(b.columns, name) {
			b.columns[i] = name
		} else if name != "" {
			b.sheet.Ignored = append(b.sheet.Ignored, shortened(strings.TrimSpace(cell)))
		}
	}
	if !slices.Contains(b.columns, "nom") || !slices.Contains(b.columns, "role") {
		return fault.New(fault.Invalid, "member.file.heads", Columns[0], Columns[2])
	}
	return nil
}

// shortened is what a page may repeat of a stranger's text.
func shortened(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func (b *builder) done() (*Sheet, error) {
	if len(b.sheet.Rows) == 0 {
		return nil, fault.New(fault.Invalid, "member.file.empty")
	}
	return &b.sheet, nil
}

// CSV is the sheet as a file that [Read] reads back to the same.
func (s *Sheet) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	_ = w.Write(Columns) // a buffer takes all
	for _, row := range s.Rows {
		cells := make([]string, len(Columns))
		for i, name := range Columns {
			cells[i] = row.cells[name]
		}
		_ = w.Write(inert(cells))
	}
	w.Flush()
	return b.Bytes()
}

// excelEpoch is the day from which spreadsheets count: serial 1 is 1 January 1900, and
// they believe that 1900 was a leap year.
var excelEpoch = date.NewDay(1899, 12, 30)

// day reads a date of a cell: as the register writes it, as French offices do
// ("14/03/2026"), or as spreadsheets count days.
func (r *Row) day(column string) (date.Date, error) {
	s := r.cells[column]
	if parts := strings.Split(s, "/"); len(parts) == 3 && len(parts[2]) == 4 {
		s = parts[2] + "-" + pad(parts[1]) + "-" + pad(parts[0])
	} else if n, err := strconv.Atoi(s); err == nil && len(s) == 5 {
		return date.Of(excelEpoch + date.Day(n)), nil
	}
	return date.Parse(s)
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}
