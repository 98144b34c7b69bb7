package opendata

import "time"

// Version is one state of a source in the store. Its rows never change.
type Version struct {
	Source   string
	Number   int    // from 1; 0 is the one of the embedded reference dataset
	Checksum string // of the rows in their order: the same rows have the same one
	Rows     int
	Layout   string
	Licence  Licence
	Vintage  string // date or period of the data: "2022", "2019_2020–2022_2023", "2025-06"
	Files    []File
	Recorded time.Time
	// Read is how many records the files held, Skipped how many a rule left out, by
	// rule, and Quarantined how many broke the contract, by column and reason.
	Read        int
	Skipped     map[string]int
	Quarantined map[string]int
	// Warned is how many rows are kept with a doubt, by column and reason.
	Warned map[string]int
	// Columns are the names of the values of a row, those of the source at that time.
	Columns []string
	// Input tells what the version was made from: files, contract, program. The same
	// input gives the same version, so that it need not be read again.
	Input string
}

// File is a file that a version was made from.
type File struct {
	Name   string // base name
	Bytes  int64
	SHA256 string
	URL    string `json:",omitempty"` // that it was downloaded from
}

// Rows reads the current version of each source.
type Rows interface {
	// Version returns the current version of a source; ok is false when there is none.
	Version(source string) (v Version, ok bool)
	// Scan calls fn with the values of some columns of each row, in the order of keys.
	// The slice is reused, its strings may be kept. It does nothing when the source has
	// no version.
	Scan(source *Source, columns []string, fn func(values []string) error) error
}
