// Package format reads the files of official portals record by record, in constant
// memory and within bounds: CSV, XML, XLSX, Parquet, JSON, plain, in gzip or in zip.
package format

// Kind is a file format.
type Kind uint8

// The formats.
const (
	CSV     Kind = iota // UTF-8 with or without mark, or windows-1252
	XML                 // repeated elements
	XLSX                // a sheet
	Parquet             // GeoParquet points are read as "longitude" and "latitude"
	JSON                // an array of objects; GeoJSON is one, of features
)

// Format says how a file is read.
type Format struct {
	Kind   Kind
	Comma  rune   // of CSV; zero to choose between ';' ',' and tab by the headings
	Header int    // line of the headings in CSV and XLSX; zero means 1
	Sheet  string // of XLSX; empty for the first one
	// Record is the name of the repeated element (XML), or the path to the array
	// (JSON): "lycees"; empty for a file that is the array.
	Record string
}

// Record is one record of a file. It is valid until the next is read.
type Record struct {
	File string // base name of the file it comes from
	Line int    // of its first line (CSV, XML), of its row (XLSX, Parquet), else its rank; from 1

	headings map[string]int // folded heading to its position
	values   []string
	tree     map[string][]string // of XML and JSON: path to its values, in document order
}
