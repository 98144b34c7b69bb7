package main

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"continuum/internal/campus"
	"continuum/internal/date"
)

func day(s string) date.Date { return date.Must(s) }

// place is where something is, and who says so.
type place struct {
	commune  string
	lat, lon string
	source   campus.SourceID
}

// gazetteer finds establishments and communes in the official files.
type gazetteer struct {
	byUAI     map[string]place
	byCommune map[string][]place // by region and folded name
	communes  map[string]string  // folded name of each commune code
	academies map[string]string  // code by name
}

func openGazetteer(dir string) (*gazetteer, error) {
	g := &gazetteer{
		byUAI: make(map[string]place), byCommune: make(map[string][]place),
		communes: make(map[string]string), academies: make(map[string]string),
	}
	err := each(filepath.Join(dir, "derived", "communes.csv.gz"), ';', func(r map[string]string) {
		key := r["region"] + " " + fold(r["nom"])
		g.communes[r["code_insee"]] = fold(r["nom"])
		// The points of La Poste have other terms than the rest.
		if r["type"] == "commune-actuelle" && r["precision"] != "laposte" {
			g.byCommune[key] = append(g.byCommune[key], place{r["code_insee"], r["lat"], r["lon"], communesFile})
		}
	})
	if err != nil {
		return nil, err
	}
	err = each(filepath.Join(dir, "derived", "etablissements_geo.csv.gz"), ';', func(r map[string]string) {
		g.byUAI[r["uai"]] = place{r["code_commune"], r["lat"], r["lon"], officialFile(r["source"])}
	})
	if err != nil {
		return nil, err
	}
	err = each(filepath.Join(dir, "orion", "departements_academies_regions.csv"), ';', func(r map[string]string) {
		g.academies[r["libelleAcademie"]] = r["codeAcademie"]
	})
	return g, err
}

// officialFile is the source that a row of the merged establishments comes from.
func officialFile(s string) campus.SourceID {
	switch {
	case strings.Contains(s, "annuaire"):
		return annuaire
	case strings.Contains(strings.ToLower(s), "parcoursup"):
		return parcoursup
	case strings.Contains(s, "apprentissage"):
		return apprenticeship
	}
	return higher
}

// commune returns the one commune of that name in the region.
func (g *gazetteer) commune(region, name string) (place, bool) {
	found := g.byCommune[region+" "+fold(name)]
	if len(found) != 1 {
		return place{}, false
	}
	return found[0], true
}

// each calls f with every row of a CSV file, by column.
func each(path string, comma rune, f func(map[string]string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	r := csv.NewReader(in)
	r.Comma = comma
	header, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		row := make(map[string]string, len(cells))
		for i, c := range cells {
			row[header[i]] = c
		}
		f(row)
	}
}

// fold is a name without accents, case or punctuation, its words joined by hyphens:
// what a slug and the comparison of two spellings need.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case r == 'œ':
			b.WriteString("oe")
		case unicode.Is(unicode.Mn, r):
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), "-")
}
