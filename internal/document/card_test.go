package document

import (
	"bytes"
	"image/png"
	"os"
	"strings"
	"testing"

	"continuum/internal/geo"
)

// mostCard is what an image may weigh: phones load it where links are shared.
const mostCard = 60_000

var sampleCard = Card{
	Kicker: "Campus des métiers et des qualifications", Title: "Industries de la mer Bretagne",
	Lines: []string{"Brest, Bretagne", "Filière : Mobilité"}, Foot: "campus.exemple.fr", Colour: SectorColour("MOBI"),
	Marks: []CardMark{
		{Region: "53", At: geo.Point{Lat: 48.39, Lon: -4.49}, Main: true},
		{Region: "53", At: geo.Point{Lat: 47.75, Lon: -3.37}},
		{Region: "04", At: geo.Point{Lat: -20.9, Lon: 55.5}},
		{At: geo.Point{}}, // not known: nowhere
	},
}

func TestCardGolden(t *testing.T) {
	t.Parallel()
	got, err := CardPNG(national(t).Atlas, sampleCard)
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/card.png"
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, err := png.Decode(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	b, err := png.Decode(bytes.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	if a.Bounds() != b.Bounds() || a.Bounds().Dx() != CardW || a.Bounds().Dy() != CardH {
		t.Fatalf("%v, want %v", a.Bounds(), b.Bounds())
	}
	// Pixels are compared, not bytes: a compressor may change. Floats may round otherwise
	// on another processor, by a pixel here and there.
	different := 0
	for y := range CardH {
		for x := range CardW {
			if a.At(x, y) != b.At(x, y) {
				different++
			}
		}
	}
	if different > CardW*CardH/1000 {
		t.Errorf("%d pixels differ from %s", different, file)
	}
}

func TestCardWeight(t *testing.T) {
	t.Parallel()
	crowd := sampleCard
	crowd.Title = strings.Repeat("Métiers de l’aéronautique et de la maintenance ", 6)
	crowd.Lines = []string{strings.Repeat("Filière très longue ", 20), "🌊 \x00 " + strings.Repeat("é", 300)}
	for _, c := range national(t).Atlas.Communes {
		if len(crowd.Marks) < 1500 && len(c.Name)%3 == 0 {
			crowd.Marks = append(crowd.Marks, CardMark{Region: c.Region, At: c.Point})
		}
	}
	if len(crowd.Marks) < 1500 {
		t.Fatalf("%d marks", len(crowd.Marks))
	}
	for _, c := range []Card{sampleCard, crowd, {}} {
		got, err := CardPNG(national(t).Atlas, c)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) > mostCard {
			t.Errorf("%q: %d bytes, want at most %d", c.Title, len(got), mostCard)
		}
	}
}
