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

// String is the name of a format, as errors say it.
func (k Kind) String() string {
	return [...]string{"CSV", "XML", "XLSX", "Parquet", "JSON"}[k]
}

// Format says how a file is read.
type Format struct {
	Kind  Kind
	Comma rune // of CSV; zero to choose between ';' ',' and tab by the headings
	// Unquoted is true for CSV in which a quote at the start of a field is a quote, as in
	// the files of the BCN: separators and line feeds are then never part of a value.
	Unquoted bool
	Header   int    // line of the headings in CSV and XLSX; zero means 1
	Sheet    string // of XLSX, a name or a glob as in path.Match; empty for the first one
	// Record is the name of the repeated element (XML), or the path to the array
	// (JSON): "lycees"; empty for a file that is the array. In JSON, a path that ends in
	// "*" leads to an object of which each member is a record, its name at "@key".
	Record string
}

// Limits bound what a file may cost. Zero values mean the defaults.
type Limits struct {
	Bytes  int64 // of the file once uncompressed: 4 GiB
	Record int64 // of one record: 8 MiB
	Ratio  int64 // uncompressed to compressed, once past 64 MiB: 200
}

// ratioFrom is how much a file may hold before its ratio is looked at: short files of
// zeros are harmless.
const ratioFrom = 64 << 20

func (l Limits) orDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 4 << 30
	}
	if l.Record <= 0 {
		l.Record = 8 << 20
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	return l
}
