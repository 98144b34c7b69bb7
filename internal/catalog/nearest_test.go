package catalog

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	c := &Catalog{}
	for _, slug := range []string{"bretagne-industries-de-la-mer", "bretagne-batiment-durable", "paca-industries-du-futur", "nantes-numerique"} {
		c.Campuses = append(c.Campuses, Campus{ID: campus.ID(slug), Slug: slug})
	}
	c.Campuses[3].Aliases = []string{"loire-electronique"}
	for _, tt := range []struct {
		asked string
		want  []string
	}{
		{"bretagne-industries-de-la-mere", []string{"bretagne-industries-de-la-mer", "paca-industries-du-futur"}},
		{"Bretagne Industries", []string{"bretagne-industries-de-la-mer", "bretagne-batiment-durable"}},
		{"nantes-numérique", []string{"nantes-numerique"}},
		{"loire-electronic", []string{"nantes-numerique"}}, // by its former slug
		{"zzzz", nil},
		{"", nil},
		{"de-la", nil}, // short words are no likeness
		{strings.Repeat("a", 1<<20), nil},
	} {
		var got []string
		for _, cam := range c.Nearest(tt.asked, 2) {
			got = append(got, cam.Slug)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Nearest(%.40q): (-want +got)\n%s", tt.asked, diff)
		}
	}
}
