// Package seed holds the embedded dataset: one CSV file per table, made to be read
// and corrected by hand, and the reader that refuses whatever breaks a rule, with
// the file, the line and the reason. It writes nothing and knows no store.
package seed

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"continuum/internal/campus"
)

//go:embed data/*.csv
var embedded embed.FS

// Files returns the embedded dataset, one file per table.
func Files() fs.FS {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return data
}

// Load reads the embedded dataset. The checksum names its content: two programs
// with the same checksum carry the same facts. Warnings are not errors.
func Load() (*campus.Records, string, error) {
	r, problems := Read(Files())
	var errs []error
	for _, p := range problems {
		if !p.Warning {
			errs = append(errs, p)
		}
	}
	if len(errs) > 0 {
		return nil, "", fmt.Errorf("seed: %w", errors.Join(errs...))
	}
	sum, err := Checksum(Files())
	return r, sum, err
}

// Checksum returns a digest, in hexadecimal, of the tables of a dataset.
func Checksum(data fs.FS) (string, error) {
	h := sha256.New()
	for _, t := range tables {
		b, err := fs.ReadFile(data, t.file())
		if err != nil {
			return "", fmt.Errorf("seed: %w", err)
		}
		fmt.Fprintf(h, "%s %d\n", t.name, len(b))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Problem is what is wrong in a dataset, and where.
type Problem struct {
	File    string // "labels.csv"
	Line    int    // from 1; 0 when it is the file as a whole
	Column  string // name of the column, empty when it is the line as a whole
	Reason  string
	Warning bool // accepted, but deserves a look
}

// Error is "file:line: column: reason".
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Column != "" {
		b.WriteString(p.Column + ": ")
	}
	b.WriteString(p.Reason)
	return b.String()
}
