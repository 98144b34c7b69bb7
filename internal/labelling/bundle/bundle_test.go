package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
)

// contents keeps what was drawn from a seed that the hash names.
type contents map[string][]byte

// Open gives a content.
func (c contents) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	b, ok := c[hash]
	if !ok {
		return nil, errors.New("no such content")
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// drawn keeps a content of a size and returns its hash.
func (c contents) drawn(r *rand.Rand, size int) string {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	hash := labelling.HashOf(string(b))
	c[hash] = b
	return hash
}

var made = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

func callUnder(r *ruleset.Ruleset) *labelling.Call {
	return &labelling.Call{ID: "appel-2026", Title: "Appel de 2026", Rules: r.ID, Hash: r.Hash(), Opens: made, Deadlines: labelling.Deadlines(r, made, labelling.Paris())}
}

// caseOf is a dossier with files and 40 fields.
func caseOf(id string, r *ruleset.Ruleset, hashes []string) *labelling.Case {
	d := &labelling.Dossier{ID: labelling.DossierID(id), Call: "appel-2026", Kind: "creation", Category: "campus", State: "submitted_national", Values: make(map[string]labelling.Version)}
	for i := range r.Fields {
		if f := &r.Fields[i]; f.Type == ruleset.Text || f.Type == ruleset.String {
			d.Values[f.ID] = labelling.Version{Value: labelling.Value{Text: "Campus <b>" + strings.Repeat("des métiers ", 50)}, Number: 1, At: made}
		}
	}
	for i, hash := range hashes {
		d.Pieces = append(d.Pieces, labelling.Attachment{ID: fmt.Sprintf("%s-%d", id, i), Piece: "letters", Name: "../../Lettre n° 1.PDF", Type: "application/pdf", Size: 1, SHA256: hash})
	}
	c := &labelling.Case{Rules: r, Call: callUnder(r), Dossier: d}
	d.Seal = c.SealOf(made)
	d.Signatures = []labelling.Signature{{Signatory: "recteur", Person: "p1", Role: "region_rector", Capacity: "rectrice", Hash: d.Seal.Hash, At: made}}
	return c
}

// The archive holds what it says, under names that lead nowhere else, and its sums hold.
func TestArchive(t *testing.T) {
	t.Parallel()
	kept := contents{}
	hash := kept.drawn(rand.New(rand.NewPCG(1, 1)), 5000)
	r := ruleset.Named("cmq-2018").Rules
	c := caseOf("d-mer", r, []string{hash})
	c.Panel = labelling.Panel{Readers: 2, Opinion: labelling.PanelOpinion{Opinion: "unfavourable", Advice: "secret"}}
	var out bytes.Buffer
	w, err := New(&out, kept, text.French, c.Call, made)
	if err != nil {
		t.Fatal(err)
	}
	moves := []labelling.MoveDone{{By: "p-secret", Act: "admit", From: "submitted_national", To: "expertise", Role: "national_officer", At: made}}
	if err := errors.Join(w.Add(t.Context(), c, moves), w.Close()); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(b)
		if strings.Contains(f.Name, "..") || strings.HasPrefix(f.Name, "/") || strings.Contains(string(b), "secret") {
			t.Errorf("%s leads elsewhere, or holds what experts said", f.Name)
		}
	}
	const folder = "dossiers/d-mer/"
	piece := folder + "pieces/letters-d-mer-0.pdf"
	if files[piece] != string(kept[hash]) || !strings.HasPrefix(files[folder+"dossier.pdf"], "%PDF-") || files[folder+"sealed.json"] != c.Dossier.Seal.Content {
		t.Errorf("files %v", slices.Sorted(func(yield func(string) bool) {
			for name := range files {
				if !yield(name) {
					return
				}
			}
		}))
	}
	var d dossier
	if err := json.Unmarshal([]byte(files[folder+"dossier.json"]), &d); err != nil || d.Seal != c.Dossier.Seal.Hash || d.Pieces[0].Name != "../../Lettre n° 1.PDF" || len(d.Signatures) != 1 {
		t.Errorf("dossier %+v, %v", d, err)
	}
	sums := 0
	for line := range strings.Lines(files[folder+"SHA256SUMS"]) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if labelling.HashOf(files[folder+name]) != sum {
			t.Errorf("the sum of %s does not hold", name)
		}
		sums++
	}
	if sums != 5 {
		t.Errorf("%d sums, want 5", sums)
	}
}

// A content that is not the one attached, or that is lost, is in no archive.
func TestArchiveRefuses(t *testing.T) {
	t.Parallel()
	r := ruleset.Named("cmq-2018").Rules
	hash := labelling.HashOf("right")
	for name, kept := range map[string]contents{"another content": {hash: []byte("wrong")}, "a lost one": {}} {
		w, err := New(io.Discard, kept, text.French, callUnder(r), made)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Add(t.Context(), caseOf("d", r, []string{hash}), nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// peak is the largest live heap seen while an archive of n dossiers of 20 files is written.
func peak(t *testing.T, n int) (most uint64) {
	t.Helper()
	r := ruleset.Named("cmq-2018").Rules
	kept := contents{}
	random := rand.New(rand.NewPCG(7, 7))
	var hashes []string
	for range 20 {
		hashes = append(hashes, kept.drawn(random, 50_000))
	}
	w, err := New(io.Discard, kept, text.French, callUnder(r), made)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := w.Add(t.Context(), caseOf(fmt.Sprintf("d-%03d", i), r, hashes), nil); err != nil {
			t.Fatal(err)
		}
		if i%5 == 4 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	return most
}

// Ten times as many dossiers take no more memory, but for the names of files that a ZIP lists
// at its end: 300 bytes a file, against the 50 kB of each.
func TestMemory(t *testing.T) { // alone: it looks at the heap of the whole program
	few, many := peak(t, 10), peak(t, 100)
	names := uint64(90 * 24 * 500)
	t.Logf("live heap at its peak: %d kB for 10 dossiers, %d kB for 100", few>>10, many>>10)
	if many > few+few/5+names {
		t.Errorf("live heap of 100 dossiers %d kB, of 10 %d kB", many>>10, few>>10)
	}
}
