package store

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"
)

// An archive is a compressed tar of lines of JSON, the same whatever the engine:
//
//	format.json            what it is, of which schema, its tables and their columns
//	<table>/000001.jsonl   rows, one array a line, in the order of the columns
//	…                      tables in the order of format.json
//	manifest.json          for each table the number of rows and the SHA-256 of its lines
//
// Tables come in parts so that neither side needs more memory than one part.
const (
	archiveFormat  = "continuum-backup"
	archiveVersion = 1
	formatEntry    = "format.json"
	manifestEntry  = "manifest.json"
	partSize       = 1 << 20 // a part is closed when it has grown past this
	maxEntry       = 8 << 20 // longest entry that is read
)

// archiveHead is the content of format.json.
type archiveHead struct {
	Format     string         `json:"format"`
	Version    int            `json:"version"`
	Schema     int64          `json:"schema"`
	Generation int64          `json:"generation"`
	Made       time.Time      `json:"made"`
	Tables     []archiveTable `json:"tables"`
}

type archiveTable struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

// archiveSum is a line of manifest.json.
type archiveSum struct {
	Table  string `json:"table"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// archiveWriter writes an archive, table after table.
type archiveWriter struct {
	gz   *gzip.Writer
	tar  *tar.Writer
	made time.Time
	sums []archiveSum

	part bytes.Buffer // of the table being written
	n    int          // parts written of it
	hash hash.Hash
}

func newArchiveWriter(w io.Writer, head archiveHead) (*archiveWriter, error) {
	gz := gzip.NewWriter(w)
	a := &archiveWriter{gz: gz, tar: tar.NewWriter(gz), made: head.Made}
	return a, a.document(formatEntry, head)
}

func (a *archiveWriter) document(name string, v any) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return a.entry(name, append(b, '\n'))
}

func (a *archiveWriter) entry(name string, content []byte) error {
	h := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(content)), ModTime: a.made.Truncate(time.Second), Format: tar.FormatPAX}
	if err := a.tar.WriteHeader(h); err != nil {
		return err
	}
	_, err := a.tar.Write(content)
	return err
}

// table begins a table.
func (a *archiveWriter) table(name string) {
	a.sums = append(a.sums, archiveSum{Table: name})
	a.n, a.hash = 0, sha256.New()
}

// archiveBytes is a value of bytes: an object, to be told from a text.
type archiveBytes struct {
	Base64 []byte `json:"base64"`
}

// row adds a row to the table begun.
func (a *archiveWriter) row(values []any) error {
	written := make([]any, len(values))
	for i, v := range values {
		if b, ok := v.([]byte); ok {
			v = archiveBytes{b}
		}
		written[i] = v
	}
	line, err := json.Marshal(written)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	a.part.Write(line)
	a.hash.Write(line)
	a.sums[len(a.sums)-1].Rows++
	if a.part.Len() < partSize {
		return nil
	}
	return a.flush()
}

func (a *archiveWriter) flush() error {
	a.n++
	err := a.entry(fmt.Sprintf("%s/%06d.jsonl", a.sums[len(a.sums)-1].Table, a.n), a.part.Bytes())
	a.part.Reset()
	return err
}

// endTable closes the table begun.
func (a *archiveWriter) endTable() error {
	a.sums[len(a.sums)-1].SHA256 = hex.EncodeToString(a.hash.Sum(nil))
	if a.part.Len() == 0 {
		return nil
	}
	return a.flush()
}

// close writes the manifest: an archive without it is not whole.
func (a *archiveWriter) close() error {
	if err := a.document(manifestEntry, a.sums); err != nil {
		return err
	}
	if err := a.tar.Close(); err != nil {
		return err
	}
	return a.gz.Close()
}
