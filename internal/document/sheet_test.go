package document

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"continuum/internal/text"
)

// sheet is a list of n trainings.
func sheet(n int) *Sheet {
	s := &Sheet{
		Lang: text.French, Title: "Ma liste", Lead: "Les formations et le parcours que vous gardez, sans compte.", Desc: "Une liste",
		Address: "https://campus.example/ma-liste?liste=1~40025411.0560026Z", Sources: "Sources",
		Notes: []string{"Offre de la voie professionnelle, Ministère, 2022"}, Foot: []string{"Ce document n’est pas balisé."},
		Made: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
	}
	for i := range n {
		s.Parts = append(s.Parts, Part{Title: fmt.Sprintf("%d. Bac pro Chaudronnerie", i+1), Lines: []Line{
			{Name: "Où", Said: []string{"Lycée Colbert, Lorient (56) – à 1\u00a0km de chez vous"}},
			{Name: "En emploi à 6 mois", Said: []string{"55\u00a0% [1] – voie scolaire", "secret [1] – apprentissage"}},
			{Name: "Ce qui peut suivre, avec un nom qui prend plusieurs lignes", Said: []string{"BTS"}},
		}})
	}
	return s
}

func TestSheetGolden(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := sheet(9).PDF(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "sheet.txt", []byte(pdftotext(t, b.Bytes())))
}

func TestSheetSaysWhatItIs(t *testing.T) {
	t.Parallel()
	var b, again bytes.Buffer
	if err := sheet(2).PDF(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/Lang (fr", "/Title", "/Subject", "/Author", "/Outlines", "/CreationDate (D:20261124090000)", "/URI (https://campus.example/ma-liste"} {
		if !bytes.Contains(b.Bytes(), []byte(want)) {
			t.Errorf("no %s in the PDF", want)
		}
	}
	if err := sheet(2).PDF(&again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same sheet gives other bytes (%v)", err)
	}
}

// Whatever is said, nothing runs out of a page, no word lies over another, no title stands
// alone at the foot, and each page is numbered.
func TestSheetKeepsToItsPages(t *testing.T) {
	t.Parallel()
	long := sheet(20)
	long.Lead = strings.Repeat("Une phrase qui n’en finit pas. ", 30)
	long.Parts[3].Lines[0].Said = []string{strings.Repeat("mot ", 600), strings.Repeat("é", 400), "</text>\x00 🌊"}
	for name, s := range map[string]*Sheet{"one": sheet(1), "none": sheet(0), "nine": sheet(9), "long": long} {
		pages := s.pages()
		if name == "one" && len(pages) != 1 || name == "nine" && len(pages) != 2 {
			t.Errorf("%s: %d pages", name, len(pages))
		}
		for n, d := range pages {
			rows := map[string]string{}
			for _, x := range texts(d.Items) {
				if x.left() < sheetMargin || x.left()+widthOf(x.S, x.Face, x.Size) > pageW-sheetMargin+0.5 || x.At.Y > pageH-sheetMargin+5 || x.At.Y < sheetMargin {
					t.Errorf("%s: page %d: %q at %v runs out", name, n+1, x.S, x.At)
				}
				at := fmt.Sprintf("%.1f %.1f", x.At.X, x.At.Y)
				if other, twice := rows[at]; twice {
					t.Errorf("%s: page %d: %q lies over %q", name, n+1, x.S, other)
				}
				rows[at] = x.S
			}
			for _, e := range d.Outline {
				if e.Y > pageH-sheetMargin-4*leading(bodySize) {
					t.Errorf("%s: page %d: the title %q stands alone at the foot", name, n+1, e.Text)
				}
			}
			if want := fmt.Sprintf("page %d sur %d", n+1, len(pages)); !strings.Contains(texts(d.Items)[len(texts(d.Items))-1].S, want) {
				t.Errorf("%s: page %d is not numbered", name, n+1)
			}
		}
		if err := s.PDF(io.Discard); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
