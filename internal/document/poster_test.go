package document

import (
	"bytes"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/date"
)

func TestPosterListsEveryHitOnce(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for _, day := range []date.Day{0, date.NewDay(2013, 12, 31), date.NewDay(2015, 9, 1), date.NewDay(2018, 1, 1), today} {
		t.Run(day.String(), func(t *testing.T) {
			p := newPoster(cat, PosterOptions{AsOf: day, Today: today})
			hits := cat.Select(catalog.Filter{AsOf: day}, today)
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
		})
	}
}

func TestPosterIsDeterministic(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for _, format := range []string{"svg", "pdf", "png"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			var a, b bytes.Buffer
			opt := PosterOptions{AsOf: date.NewDay(2015, 9, 1), Today: today}
			for _, w := range []*bytes.Buffer{&a, &b} {
				if err := WriteMap(w, cat, opt, format); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Error("two runs differ")
			}
		})
	}
}
