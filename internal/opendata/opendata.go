// Package opendata brings official files in. A [Source] says what an official dataset
// is and what it promises (its contract); a [Layout] says how one of its published
// forms is read. An import turns the records of files into canonical rows, puts those
// that break the contract in quarantine, and keeps the others as a new version of the
// source, all or nothing. What the rows mean is the business of package training.
package opendata

import (
	"slices"

	"continuum/internal/opendata/format"
)

// A Row is the canonical values of a record, one for each column of its source.
// Empty is missing, [Masked] is hidden by its producer, "0" is zero: three things.
type Row = []string

// Masked stands for a figure that its producer hides (statistical secrecy).
const Masked = "*"

// ListSeparator stands between the items of a [List].
const ListSeparator = "|"

// Licence is a licence of data, or the absence of a stated one.
type Licence string

// The licences of the sources.
const (
	LicenceOuverte Licence = "licence-ouverte-2.0"
	NoneStated     Licence = "none-stated" // published by an administration; the producer is named
	ODbL           Licence = "ODbL-1.0"
	MIT            Licence = "MIT"
	// Commission is the decision 2011/833/EU on the reuse of Commission documents.
	Commission Licence = "commission-2011-833-ue"
)

// Type is what a column holds; see [Type.Canonical].
type Type uint8

// The types of columns.
const (
	Text      Type = iota // spaces trimmed and single, no control characters
	Code                  // as Text, without spaces
	Int                   // digits, with a minus if need be: "1 234" is "1234"
	Decimal               // a dot and no useless zero: "12,50" is "12.5"
	Date                  // 2013, 2013-09 or 2013-09-30, from those and from 30/09/2013
	Bool                  // "1" or "0", from the words of official files
	List                  // items of Text, joined by ListSeparator, in their order
	UAI                   // seven digits and a letter; a wrong check letter is warned of
	Commune               // INSEE code, five characters, leading zero put back
	Latitude              // degrees, as Decimal
	Longitude             // degrees, as Decimal
)

// Column is one column of a source.
type Column struct {
	Name string // in the words of this project, French where official: "uai", "capacite"
	Type Type
	// Key is true for the columns that together identify a row.
	Key bool
	// Required is true when a row without it is quarantined. Keys are required.
	Required bool
	// Maskable is true when the producer may hide it: then [Masked] is allowed.
	Maskable bool
	// Codes are the values allowed; nil for any.
	Codes []string
	// Min and Max bound an Int or a Decimal when Max > Min.
	Min, Max float64
	// Refs names the columns of other sources where the value is expected to be found:
	// "annuaire.uai". Rows that refer to nothing are kept, counted and listed.
	Refs []string
	// Prose is true for descriptive text of the producer: never embedded.
	Prose bool
	// Apart is true for what is not embedded with the source: the program holds it
	// elsewhere, or some of it is of another licence than the source.
	Apart bool
}

// Source is one official dataset.
type Source struct {
	ID        string // stable: in commands, in the store, in addresses
	Title     string // official name
	Publisher string
	Dataset   string // identifier on the portal where it is published, empty when unknown
	Page      string // where it is published, in words or as an address
	URL       string // official address of the file, only where Dataset makes it certain
	Licence   Licence
	Note      string // what a reader must know of it, French: age, holes, origin of the copy

	Columns []Column
	Layouts []Layout

	// MinRows and MaxRows bound a credible version; zero for no bound.
	MinRows, MaxRows int
	// Drift is the share of rows that a new version may lose; zero means 0.3.
	Drift float64
	// Partition names a column whose values come in files of their own (a cohort, a
	// year): an import replaces only the values that its files hold.
	Partition string
	// Dated names a column of dates or years of which the latest is the date of the data,
	// empty when rows don't tell it.
	Dated string
	// Newest is true when, of several matching files, only the last is read, by the
	// order of the layouts that name them (oldest form first), then by name;
	// otherwise all of them together are one version.
	Newest bool
	// Merge makes one row of two with the same key, by a rule that its comment states.
	// Nil: the second one is quarantined.
	Merge func(first, next Row) Row
	// Embed reports whether a row belongs to the reference dataset. Nil: all of them do.
	Embed func(Row) bool
	// Unpublished names the hole, French, when no file of it is at hand: the importer is
	// written for the official layout and tested on a fixture.
	Unpublished string
}

// Layout is one published form of a source, told from others by its headings.
type Layout struct {
	Name   string   // for reports: "complet 2023", "copie réduite"
	Files  []string // globs of base names without .gz: "fr-en-annuaire-education*.csv"
	Member string   // glob of the file inside a zip archive, empty for its only one
	Format format.Format
	Fields []Field
	// Vintage is the date of the data when neither the rows nor the names of files say
	// it: it wins over names, which may hold the year of something else.
	Vintage string
	// Make finishes a row of which Fields are filled in, and emits it, or several, or
	// none with the reason as a [Skip]. Nil: the row is emitted as it is.
	Make func(in *format.Record, row Row, emit func(Row)) error
}

// Field fills a column from the first heading found among the variants. Headings are
// compared folded: case, accents, spaces and punctuation don't count.
type Field struct {
	Column   string
	Headings []string
	// Optional is true when a file without any of the headings is still of the layout.
	Optional bool
}

// Skip is why a record is left out by a rule of the source, rather than by a breach.
// It is counted by its text in the report.
type Skip string

func (s Skip) Error() string { return string(s) }

// Breach is why a row is quarantined.
type Breach struct {
	Column string
	Value  string
	Reason string // English, one line: what is wrong, what is accepted
}

func (b *Breach) Error() string { return b.Column + " " + b.Value + ": " + b.Reason }

// Index returns the position of a column in the rows of the source. It panics when
// there is none: the names are written by the same hands.
func (s *Source) Index(column string) int {
	i := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Name == column })
	if i < 0 {
		panic("opendata: source " + s.ID + " has no column " + column)
	}
	return i
}
