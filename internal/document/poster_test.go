package document

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/geo"
)

// days are those on which posters are looked at: the last known state, before and
// after the regions changed, today.
var days = []date.Day{0, date.NewDay(2013, 12, 31), date.NewDay(2015, 9, 1), date.NewDay(2018, 1, 1), today}

// eachPoster runs f on the national poster of each day.
func eachPoster(t *testing.T, f func(t *testing.T, p *poster)) {
	cat := national(t)
	for _, day := range days {
		t.Run(day.String(), func(t *testing.T) {
			t.Parallel()
			f(t, newPoster(cat, PosterOptions{AsOf: day, Today: today}))
		})
	}
}

func TestPosterListsEveryHitOnce(t *testing.T) {
	t.Parallel()
	eachPoster(t, func(t *testing.T, p *poster) {
		hits := p.cat.Select(catalog.Filter{AsOf: p.opt.AsOf}, today)
		seen := make(map[*catalog.Campus]int)
		n := 0
		for _, g := range p.list {
			for _, r := range g.rows {
				if n++; r.m.n != n {
					t.Errorf("entry %d has number %d", n, r.m.n)
				}
				seen[r.m.hit.Campus]++
			}
		}
		if n != len(hits) {
			t.Errorf("the list has %d entries, the register %d campuses", n, len(hits))
		}
		for _, h := range hits {
			if seen[h.Campus] != 1 {
				t.Errorf("%s is listed %d times", h.Campus.Slug, seen[h.Campus])
			}
		}
		// What is listed is printed: the first words of each name stand on the page.
		all := said(p.Drawing)
		for _, m := range p.marks {
			if word := strings.Fields(legible(m.hit.Campus.Name))[0]; !strings.Contains(all, word) {
				t.Errorf("%q is nowhere on the page", word)
			}
		}
	})
}

func TestPosterDrawsEveryPoint(t *testing.T) {
	t.Parallel()
	eachPoster(t, func(t *testing.T, p *poster) {
		for _, m := range p.marks {
			if m.hit.Campus.Drawn() != (m.frame != nil) {
				t.Errorf("%v: has a point: %v, drawn: %v", m, m.hit.Campus.Drawn(), m.frame != nil)
			}
		}
	})
}

func TestPosterMarksDoNotOverlap(t *testing.T) {
	t.Parallel()
	eachPoster(t, func(t *testing.T, p *poster) {
		for i, a := range p.marks {
			for _, b := range p.marks[:i] {
				if a.frame != nil && b.frame != nil && dist(a.pos, b.pos) < a.radius(markR)+b.radius(markR) {
					t.Errorf("%v and %v overlap", a, b)
				}
			}
		}
	})
}

func TestPosterFitsOnePage(t *testing.T) {
	t.Parallel()
	eachPoster(t, func(t *testing.T, p *poster) {
		if p.W != pageW || p.H != pageH {
			t.Errorf("the page is %g × %g mm, want A4", p.W, p.H)
		}
		page := Rect{margin - 0.5, margin - 0.5, p.W - 2*margin + 1, p.H - 2*margin + 1}
		for _, x := range texts(p.Items) {
			if x.Size < 6 {
				t.Errorf("%q is set in %g points", x.S, x.Size)
			}
			left, right := Pt{x.left(), x.At.Y}, Pt{x.left() + widthOf(x.S, x.Face, x.Size), x.At.Y}
			if !page.contains(left) || !page.contains(right) {
				t.Errorf("%q runs out of the page: %v to %v", x.S, left, right)
			}
		}
	})
}

// No text of the list may run over another: lines one under the other keep apart.
func TestPosterTextsKeepApart(t *testing.T) {
	t.Parallel()
	eachPoster(t, func(t *testing.T, p *poster) {
		all := texts(p.Items)
		boxOf := func(x *Text) Rect {
			h := x.Size * mmPerPt
			return Rect{x.left(), x.At.Y - 0.7*h, widthOf(x.S, x.Face, x.Size), 0.75 * h}
		}
		for i, a := range all {
			for _, b := range all[:i] {
				if boxOf(a).overlaps(boxOf(b)) {
					t.Errorf("%q and %q overlap at %v", a.S, b.S, a.At)
				}
			}
		}
	})
}

func TestPosterNamesAreWhole(t *testing.T) {
	t.Parallel()
	eachPoster(t, func(t *testing.T, p *poster) {
		for _, x := range texts(p.Items) {
			if strings.HasSuffix(x.S, ellipsis) {
				t.Errorf("%q is cut, and the embedded register has no name that long", x.S)
			}
		}
	})
}

func TestPosterCounts(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for _, tt := range []struct {
		day  date.Day
		want string
	}{
		{date.NewDay(2015, 9, 1), "21 campus documentés sur 31 officiels"},
		{date.NewDay(2013, 12, 31), "10 campus documentés"},
		{0, "95 campus connus, dont "},
	} {
		d := Poster(cat, PosterOptions{AsOf: tt.day, Today: today})
		if !strings.HasPrefix(d.Desc, tt.want) || !strings.Contains(said(d), tt.want) {
			t.Errorf("on %v the poster says %q, want %q printed", tt.day, d.Desc, tt.want)
		}
	}
}

func TestPosterUsesTheRegionsOfTheDay(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for _, tt := range []struct {
		day       date.Day
		want, not string
	}{
		{date.NewDay(2015, 12, 31), "Rhône-Alpes\n", "Auvergne-Rhône-Alpes\n"},
		{date.NewDay(2016, 1, 1), "Auvergne-Rhône-Alpes\n", "\nRhône-Alpes\n"},
	} {
		all := "\n" + said(Poster(cat, PosterOptions{AsOf: tt.day, Today: today}))
		if !strings.Contains(all, tt.want) || strings.Contains(all, tt.not) {
			t.Errorf("on %v the list should have %q and not %q", tt.day, tt.want, tt.not)
		}
	}
	if got := (PosterOptions{Today: today}).regions(); got != geo.Region {
		t.Errorf("the last known state is on %s", got)
	}
}

func TestPosterIsDeterministic(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for _, format := range []string{"svg", "pdf", "png"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			var a, b bytes.Buffer
			for _, w := range []*bytes.Buffer{&a, &b} {
				if err := WriteMap(w, cat, PosterOptions{Today: today}, format); err != nil {
					t.Fatal(err)
				}
			}
			if a.Len() == 0 || !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Error("two runs differ")
			}
		})
	}
}

func TestWriteMapRefusesOtherFormats(t *testing.T) {
	t.Parallel()
	cat := smallCatalog(t, smallRegister)
	for _, format := range []string{"", "SVG", "jpeg", strings.Repeat("x", 1000)} {
		err := WriteMap(&bytes.Buffer{}, cat, PosterOptions{Today: today}, format)
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Kind != fault.Invalid || f.Field != "format" {
			t.Errorf("WriteMap(%q) = %v, want Invalid in format", format, err)
		}
	}
}

// A register that no page can hold makes the page longer, not the poster wrong.
func TestPosterGrows(t *testing.T) {
	t.Parallel()
	var many []small
	for range 160 {
		many = append(many, smallRegister[0])
	}
	p := newPoster(smallCatalog(t, many), PosterOptions{Today: today})
	if p.H <= pageH {
		t.Errorf("160 campuses on %g mm", p.H)
	}
	for _, x := range texts(p.Items) {
		if x.At.Y > p.H-margin+0.5 {
			t.Errorf("%q is out of the page", x.S)
		}
	}
}

func TestPosterOfNothing(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"svg", "pdf", "png"} {
		if err := WriteMap(&bytes.Buffer{}, smallCatalog(t, nil), PosterOptions{AsOf: today, Today: today}, format); err != nil {
			t.Error(err)
		}
	}
}
