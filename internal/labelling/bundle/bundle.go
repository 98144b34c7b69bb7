// Package bundle writes the dossiers of a call as one ZIP archive, dossier by dossier: as
// many as there are take the memory of one, and of the names in the archive. What experts
// said, and who they are, is in none: scores, sheets and readers are no part of it.
//
//	appel.json                       the call
//	dossiers/d-mer/dossier.json      what it holds, where it stands, opinions, signatures
//	dossiers/d-mer/dossier.pdf       the joint proposal as it was sealed; before, the same fields
//	dossiers/d-mer/sealed.json       what was sealed and signed, byte for byte
//	dossiers/d-mer/moves.json        the acts that moved it
//	dossiers/d-mer/pieces/…          its files
//	dossiers/d-mer/SHA256SUMS        of all of these, for sha256sum -c
package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"continuum/internal/labelling"
	"continuum/internal/labelling/paper"
	"continuum/internal/text"
)

// Keeper gives the content of a file by its hash; see package attachment.
type Keeper interface {
	Open(ctx context.Context, hash string) (io.ReadCloser, error)
}

// Writer writes an archive.
type Writer struct {
	zip    *zip.Writer
	keeper Keeper
	lang   text.Lang
	made   time.Time
	// Turn does what takes long, a PDF, when few enough others do; nil does it at once.
	Turn func(context.Context, func() error) error
	// Named says what those who signed are called; nil leaves their capacity alone.
	Named func(labelling.PersonID) string
}

// New begins the archive of a call, whose papers are in a language; made is when.
func New(w io.Writer, k Keeper, lang text.Lang, call *labelling.Call, made time.Time) (*Writer, error) {
	b := &Writer{zip: zip.NewWriter(w), keeper: k, lang: lang, made: made}
	content, err := asJSON(callOf(call, made))
	if err == nil {
		_, err = b.put("appel.json", zip.Deflate, bytes.NewReader(content))
	}
	return b, err
}

// Close ends the archive.
func (b *Writer) Close() error { return b.zip.Close() }

// put writes a file and returns its SHA-256.
func (b *Writer) put(name string, method uint16, content io.Reader) (string, error) {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: b.made})
	if err != nil {
		return "", err
	}
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, h), content); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Add writes a dossier. A file whose content is not the one that its hash names is an
// error: what can't be vouched for is in no archive.
func (b *Writer) Add(ctx context.Context, c *labelling.Case, moves []labelling.MoveDone) error {
	folder := "dossiers/" + safe(string(c.Dossier.ID)) + "/"
	var sums strings.Builder
	add := func(name string, method uint16, content io.Reader) error {
		sum, err := b.put(folder+name, method, content)
		fmt.Fprintf(&sums, "%s  %s\n", sum, name)
		return err
	}
	data, err := asJSON(dossierOf(c))
	if err != nil {
		return err
	}
	acts, err := asJSON(movesOf(moves))
	if err != nil {
		return err
	}
	var sheet bytes.Buffer
	turn := b.Turn
	if turn == nil {
		turn = func(_ context.Context, work func() error) error { return work() }
	}
	if err := turn(ctx, func() error { return b.print(&sheet, c) }); err != nil {
		return err
	}
	parts := []struct {
		name    string
		content []byte
	}{{"dossier.json", data}, {"moves.json", acts}, {"dossier.pdf", sheet.Bytes()}}
	if !c.Dossier.Seal.IsZero() {
		parts = append(parts, struct {
			name    string
			content []byte
		}{"sealed.json", []byte(c.Dossier.Seal.Content)})
	}
	for _, p := range parts {
		if err := add(p.name, zip.Deflate, bytes.NewReader(p.content)); err != nil {
			return err
		}
	}
	for i := range c.Dossier.Pieces {
		if err := b.piece(ctx, &c.Dossier.Pieces[i], add); err != nil {
			return fmt.Errorf("dossier %s: %w", c.Dossier.ID, err)
		}
	}
	_, err = b.put(folder+"SHA256SUMS", zip.Deflate, strings.NewReader(sums.String()))
	return err
}

// print writes a dossier to be read: the joint proposal as it was sealed, or its fields.
func (b *Writer) print(w io.Writer, c *labelling.Case) error {
	if c.Dossier.Seal.IsZero() {
		return sheetOf(b.lang, c, b.made).PDF(w)
	}
	named := b.Named
	if named == nil {
		named = func(labelling.PersonID) string { return "" }
	}
	s, err := paper.Proposal(b.lang, c, named)
	if err != nil {
		return err
	}
	return s.PDF(w)
}

// piece writes the content of a file as it is: documents and images are packed already.
func (b *Writer) piece(ctx context.Context, a *labelling.Attachment, add func(string, uint16, io.Reader) error) error {
	content, err := b.keeper.Open(ctx, a.SHA256)
	if err != nil {
		return fmt.Errorf("file %s: %w", a.ID, err)
	}
	defer content.Close()
	h := sha256.New()
	if err := add(nameOf(a), zip.Store, io.TeeReader(content, h)); err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != a.SHA256 {
		return fmt.Errorf("file %s: its content is not the one that was attached", a.ID)
	}
	return nil
}

// nameOf is where a file is in its folder: the name that its author gave is in dossier.json.
func nameOf(a *labelling.Attachment) string {
	extension := ""
	if i := strings.LastIndexByte(a.Name, '.'); i >= 0 {
		extension = "." + safe(strings.ToLower(a.Name[i+1:]))
	}
	return "pieces/" + safe(a.Piece) + "-" + safe(a.ID) + extension
}

// safe keeps of a name what every system takes as a name and none as a way out.
func safe(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, s)
	return s[:min(len(s), 100)]
}

func asJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
