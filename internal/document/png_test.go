package document

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"

	"continuum/internal/date"
)

// grey is the luma of a pixel, 0 to 255.
func grey(img image.Image, x, y int) int {
	return int(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
}

func TestPictureShowsTheMarks(t *testing.T) {
	t.Parallel()
	p := newPoster(national(t), PosterOptions{AsOf: date.NewDay(2015, 9, 1), Today: today})
	var b bytes.Buffer
	if err := p.PNG(&b, PosterPNG); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	scale := PosterPNG / p.W
	if got, want := img.Bounds().Size(), (image.Point{PosterPNG, int(math.Ceil(p.H * scale))}); got != want {
		t.Errorf("the picture is %v, want %v", got, want)
	}
	for _, m := range p.marks {
		if m.frame == nil {
			continue
		}
		// Near the left edge, where no number is; a hollow one has its line there.
		at := Pt{m.pos.X - 0.82*markR, m.pos.Y}
		want := m.colour.rgba()
		if m.hollow {
			at.X = m.pos.X - 0.80*markR
		}
		got := color.RGBAModel.Convert(img.At(int(at.X*scale), int(at.Y*scale))).(color.RGBA)
		if math.Abs(float64(got.R)-float64(want.R))+math.Abs(float64(got.G)-float64(want.G))+math.Abs(float64(got.B)-float64(want.B)) > 24 {
			t.Errorf("%v: %v where %v is expected", m, got, want)
		}
	}
}

// Shapes are told apart by their outline alone, as on a photocopy: any two differ
// over a good part of their area, and so do full, hollow and broken ones.
func TestSymbolsDifferInGrey(t *testing.T) {
	t.Parallel()
	type form struct {
		name string
		img  *image.RGBA
	}
	var forms []form
	draw := func(name string, w Wave, hollow, loose bool) {
		d := &Drawing{W: 10, H: 10, Items: symbol(w, Pt{5, 5}, 3, "#555555", hollow, loose)}
		forms = append(forms, form{name, d.picture(200)})
	}
	for _, w := range Waves {
		draw(w.key(), w, false, false)
	}
	draw("hollow", Wave2013, true, false)
	draw("loose", Wave2013, false, true)
	draw("hollow and loose", Wave2013, true, true)
	for i, a := range forms {
		dark := 0
		for y := range 200 {
			for x := range 200 {
				if grey(a.img, x, y) < 128 {
					dark++
				}
			}
		}
		for _, b := range forms[:i] {
			differ := 0
			for y := range 200 {
				for x := range 200 {
					if (grey(a.img, x, y) < 128) != (grey(b.img, x, y) < 128) {
						differ++
					}
				}
			}
			if differ < dark/12 {
				t.Errorf("%s and %s differ in %d pixels of %d", a.name, b.name, differ, dark)
			}
		}
	}
}

func TestPictureBounds(t *testing.T) {
	t.Parallel()
	d := &Drawing{W: 10, H: 5}
	for _, tt := range []struct{ asked, want int }{{-1, MinPNG}, {0, MinPNG}, {300, 300}, {1 << 30, MaxPNG}} {
		if got := d.picture(tt.asked).Bounds().Dx(); got != tt.want {
			t.Errorf("picture(%d) is %d wide, want %d", tt.asked, got, tt.want)
		}
	}
}

func TestDashes(t *testing.T) {
	t.Parallel()
	l := []Pt{{0, 0}, {3, 0}, {3, 4}} // 7 long, with a corner
	for _, tt := range []struct {
		pattern []float64
		pieces  int
		drawn   float64
	}{
		{nil, 1, 7},
		{[]float64{1, 1}, 4, 4}, // 0–1, 2–3, 4–5, 6–7
		{[]float64{2, 1}, 3, 5}, // 0–2, 3–5, 6–7
		{[]float64{10, 1}, 1, 7},
	} {
		length, pieces := 0.0, 0
		for _, p := range dashes(l, tt.pattern) {
			n := 0.0
			for i := 1; i < len(p); i++ {
				n += dist(p[i-1], p[i])
			}
			if n > 1e-9 {
				pieces++
			}
			length += n
		}
		if pieces != tt.pieces || math.Abs(length-tt.drawn) > 1e-9 {
			t.Errorf("dashes(%v): %d pieces, %g long, want %d and %g", tt.pattern, pieces, length, tt.pieces, tt.drawn)
		}
	}
}
