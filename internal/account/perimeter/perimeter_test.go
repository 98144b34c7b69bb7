package perimeter_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/training"
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

// A campus keeps its perimeter through renamings: rights name it by its identifier.
func TestRenamed(t *testing.T) {
	t.Parallel()
	records := *pagetest.Records(t)
	records.Campuses = slices.Clone(records.Campuses)
	i := slices.IndexFunc(records.Campuses, func(c campus.Campus) bool { return c.ID == "bretagne-industries-de-la-mer" })
	records.Campuses[i].Slug, records.Campuses[i].Aliases = "mer-et-littoral", nil
	c, err := catalog.Build(&records, pagetest.Catalog(t).Atlas, new(training.Model), 1, pagetest.Noon)
	if err != nil {
		t.Fatal(err)
	}
	s := account.Scope{Kind: account.CampusScope, ID: "bretagne-industries-de-la-mer"}
	if got := perimeter.Of(c, s); len(got) != 4 {
		t.Errorf("a renamed campus lies within %v", got)
	}
	if name := perimeter.Name(c, s); name == s.ID {
		t.Errorf("a renamed campus has no name")
	}
}
