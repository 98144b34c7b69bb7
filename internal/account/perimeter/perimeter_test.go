package perimeter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/web/pagetest"
)

func TestOf(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	for _, tt := range []struct {
		of   string
		want []string
	}{
		{"campus/bretagne-industries-de-la-mer", []string{"campus/bretagne-industries-de-la-mer", "academie/14", "academic_region/53", "region/53"}},
		{"academie/14", []string{"academie/14", "academic_region/53", "region/53"}},
		{"region/53", []string{"region/53"}},
		{"campus/none", []string{"campus/none"}},
		{"organisation/none", []string{"organisation/none"}},
		{"national", []string{"national"}},
	} {
		s, err := account.ParseScope(tt.of)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, in := range perimeter.Of(c, s) {
			got = append(got, in.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Of(%s):\n%s", tt.of, diff)
		}
	}
}

// Every scope that has a name is one, and lies in itself.
func TestKnown(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	known := perimeter.Known(c)
	if len(known) < 100 {
		t.Errorf("only %d scopes", len(known))
	}
	for _, s := range known {
		if got, err := account.ParseScope(s.String()); err != nil || got != s {
			t.Errorf("ParseScope(%s) = %v, %v", s, got, err)
		}
		if perimeter.Of(c, s)[0] != s || s.Kind != account.National && perimeter.Name(c, s) == s.ID {
			t.Errorf("%s: name %q, within %v", s, perimeter.Name(c, s), perimeter.Of(c, s))
		}
	}
}
