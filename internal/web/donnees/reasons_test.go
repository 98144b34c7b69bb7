package donnees

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"continuum/internal/text"
)

func TestReasonIn(t *testing.T) {
	t.Parallel()
	fr := text.For(text.French)
	for recorded, want := range map[string]string{
		"places: not between 0 and 2000":                                     "places : hors des bornes, de 0 à 2000",
		"latitude: not between -90 and 90 degrees":                           "latitude : hors des bornes, de -90 à 90 degrés",
		"4 fields under 6 headings":                                          "4 valeurs sous 6 titres de colonnes",
		"the same row twice":                                                 "deux fois la même ligne",
		"not UTF-8 text: the file has another encoding than its layout says": "texte dans un autre encodage que celui attendu",
	} {
		if got, known := reasonIn(fr, recorded); !known || strings.ReplaceAll(got, "\u00a0:", " :") != want {
			t.Errorf("%q is %q, want %q", recorded, got, want)
		}
	}
	if got, known := reasonIn(fr, "uai: of another time"); known || got != "uai: of another time" {
		t.Errorf("a reason that nobody knows is %q, %v", got, known)
	}
}

// Every reason that an import can give has its sentence.
func TestReasonsAreThoseOfTheImporters(t *testing.T) {
	t.Parallel()
	patterns := []*regexp.Regexp{
		regexp.MustCompile(`(?:opendata\.Skip|breach)\("([^"]+)"\)`),
		regexp.MustCompile(`(?:Reason:|\bb\.Reason =) +"([^"]+)"`),
		regexp.MustCompile(`&damaged\{[^"\n]*"([^"]+)"`),
		regexp.MustCompile(`identical = "([^"]+)"`),
		regexp.MustCompile(`err[A-Z][A-Za-z]+ += errors\.New\("(not (?:a|the code)[^"]+|neither [^"]+)"\)`),
	}
	fr, n := text.For(text.French), 0
	err := filepath.WalkDir("../../opendata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		for _, p := range patterns {
			for _, m := range p.FindAllStringSubmatch(string(code), -1) {
				n++
				why := strings.ReplaceAll(m[1], "%d", "1")
				if key, _ := reasonKey(why); !fr.Has(key) {
					t.Errorf("%s: no sentence %q says: %s", path, key, m[1])
				}
			}
		}
		return err
	})
	if err != nil || n < 30 {
		t.Errorf("%d reasons were found, %v", n, err)
	}
}
