package place

import (
	"testing"

	"continuum/internal/web/pagetest"
)

func TestFind(t *testing.T) {
	t.Parallel()
	atlas := pagetest.Catalog(t).Atlas
	for _, tt := range []struct {
		words, want string
		choices     bool
	}{
		{"Lorient", "56121", false},
		{"lorient", "56121", false},
		{"Lorient (56100)", "56121", false},
		{"lorient (56121)", "56121", false}, // an older link
		{"56121", "56121", false},
		{"29200", "29019", false}, // a postal code
		{"75015", "75115", false}, // and not the whole of Paris
		{"2A004", "2A004", false},
		{"saint-martin", "", true},
		{"Saint-Martin (32389)", "32389", false},
		{"Nulle Part (99999)", "", false},
		{"!!!", "", false},
		{"Reykjavik", "", false},
	} {
		h := Find(atlas, tt.words)
		got := ""
		if h.Commune != nil {
			got = h.Commune.Code
		}
		if got != tt.want || (len(h.Choices) > 0) != tt.choices {
			t.Errorf("Find(%q) = %q, %d choices; want %q, choices %v", tt.words, got, len(h.Choices), tt.want, tt.choices)
		}
	}
}

// Whatever commune the page writes, it reads back as that one.
func TestWritten(t *testing.T) {
	t.Parallel()
	atlas := pagetest.Catalog(t).Atlas
	for i := range atlas.Communes {
		c := &atlas.Communes[i]
		if h := Find(atlas, Written(c)); h.Commune != c {
			t.Errorf("Find(%q) is not the commune %s", Written(c), c.Code)
		}
	}
}
