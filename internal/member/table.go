package member

import (
	"bytes"
	"encoding/csv"

	"github.com/xuri/excelize/v2"

	"continuum/internal/text"
)

// Columns are the headings of a list of members, in order. docs/workspace.md says what
// each holds.
var Columns = []string{
	"nom", "nature", "role", "uai", "siret", "ville", "code_commune", "debut", "fin",
	"convention_reference", "convention_signature", "convention_fin", "convention_lien", "contact_nom", "contact_fonction", "contact_courriel",
}

// Naming says what kinds and roles are called in files.
type Naming struct{ Kind, Role func(code string) string }

// Table is the members as rows below their headings, a row for each part that a body has
// or had.
func Table(list []Entry, n Naming) [][]string {
	rows := [][]string{Columns}
	for i := range list {
		e := &list[i]
		o, f := &e.Organisation, &e.File
		for j := range e.Memberships {
			m := &e.Memberships[j]
			rows = append(rows, []string{
				o.Name, n.Kind(string(o.Kind)), n.Role(string(m.Role)), string(o.UAI), string(o.SIRET), o.City, o.Commune,
				m.Valid.From.String(), m.Valid.Until.String(),
				f.Reference, f.Signed.String(), f.Until.String(), f.Link, f.Contact.Name, f.Contact.Function, f.Contact.Mail,
			})
		}
	}
	return rows
}

// CSV writes rows as spreadsheets of French offices open them: semicolons, UTF-8 with its
// mark, nothing that they would run.
func CSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma = ';'
	for _, row := range rows {
		if err := w.Write(inert(row)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// inert is a row of which spreadsheets run nothing.
func inert(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = text.Cell(cell)
	}
	return out
}

// XLSX writes rows as a workbook of one sheet. Every cell is a text: identifiers keep their
// zeros and their fourteen digits.
func XLSX(rows [][]string) (_ []byte, err error) {
	book := excelize.NewFile()
	defer func() {
		if e := book.Close(); err == nil {
			err = e
		}
	}()
	const sheet = "membres"
	if err := book.SetSheetName(book.GetSheetName(0), sheet); err != nil {
		return nil, err
	}
	w, err := book.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	if err := w.SetColWidth(1, len(Columns), 22); err != nil {
		return nil, err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, cell := range inert(row) {
			cells[j] = cell
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return nil, err
		}
		if err := w.SetRow(at, cells); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = book.Write(&b)
	return b.Bytes(), err
}
