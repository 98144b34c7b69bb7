package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"continuum/internal/attachment"
)

func TestODT(t *testing.T) {
	t.Parallel()
	s := sheet(2)
	s.Parts[0].Lines = append(s.Parts[0].Lines, Line{Said: []string{"Une ligne <b>seule</b> & \x01 close."}}, Line{Name: "Encore", Said: []string{"un", "deux"}})
	s.Parts = append(s.Parts, Part{Grid: &Grid{Columns: []GridColumn{{"Titre de colonne", 1}, {"Autre", 2}}, Rows: [][]string{{"a", "b & c"}}}})
	var b, again bytes.Buffer
	if err := s.ODT(&b); err != nil {
		t.Fatal(err)
	}
	if err := s.ODT(&again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same sheet gives other bytes (%v)", err)
	}
	// It is what a stranger would take it for, without macros nor anything from elsewhere.
	if f, err := attachment.Inspect("a.odt", b.Bytes(), []string{"odt"}); err != nil || len(f.Flags) > 0 {
		t.Errorf("Inspect = %v, %v", f, err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if f := z.File[0]; f.Name != "mimetype" || f.Method != zip.Store || !bytes.HasPrefix(b.Bytes()[30:], []byte("mimetype"+odtType)) {
		t.Errorf("the type is not at the beginning of the file")
	}
	parts := make(map[string]string)
	for _, f := range z.File[1:] {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(bytes.NewReader(content)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		parts[f.Name] = string(content)
		if f.Name == "content.xml" {
			golden(t, "sheet.odt.xml", content)
			if strings.Contains(string(content), "<b>") || strings.Count(string(content), "<table:table ") != strings.Count(string(content), "</table:table>") {
				t.Errorf("content is not well made:\n%s", content)
			}
		}
	}
	for _, f := range z.File[1:] {
		if f.Name != "META-INF/manifest.xml" && !strings.Contains(parts["META-INF/manifest.xml"], `manifest:full-path="`+f.Name+`"`) {
			t.Errorf("the manifest does not list %s", f.Name)
		}
	}
	// What an office suite and a screen reader need: heads that are repeated on each page,
	// the language, the title, and the number of the page.
	for part, wants := range map[string][]string{
		"content.xml": {"<table:table-header-rows>", ">Titre de colonne</text:p>", "<table:table-header-columns>", `text:outline-level="1"`},
		"styles.xml":  {`fo:language="fr" fo:country="FR"`, "<text:page-number ", "<text:page-count>", `fo:page-width="210mm"`},
		"meta.xml":    {"<dc:language>fr-FR</dc:language>", "<dc:title>" + s.Title + "</dc:title>"},
	} {
		for _, want := range wants {
			if !strings.Contains(parts[part], want) {
				t.Errorf("%s holds no %s", part, want)
			}
		}
	}
	// Every style that the content names is there.
	for _, m := range regexp.MustCompile(`:style-name="([^"]+)"`).FindAllStringSubmatch(parts["content.xml"], -1) {
		if def := `style:name="` + m[1] + `"`; !strings.Contains(parts["content.xml"], def) && !strings.Contains(parts["styles.xml"], def) {
			t.Errorf("no style is %s", m[1])
		}
	}
}

// A table that goes on has its heads on each page, and no row is cut.
func TestSheetGrid(t *testing.T) {
	t.Parallel()
	s := sheet(0)
	g := &Grid{Columns: []GridColumn{{"Nom", 1}, {"Texte", 3}}}
	for i := range 60 {
		g.Rows = append(g.Rows, []string{fmt.Sprintf("rang %d", i), strings.Repeat("des mots ", 20)})
	}
	s.Parts = []Part{{Title: "Liste", Grid: g}}
	seen := 0
	for i, page := range s.pages() {
		heads, names, texts := 0, 0, 0
		for _, item := range page.Items {
			x, is := item.(*Text)
			switch {
			case !is:
			case x.S == "Nom":
				heads++
			case strings.HasPrefix(x.S, "rang "):
				names++
			case strings.HasPrefix(x.S, "des mots"):
				texts++
			}
		}
		if heads != 1 || names == 0 || texts%names != 0 {
			t.Errorf("page %d: %d heads, %d rows, %d lines of texts", i+1, heads, names, texts)
		}
		seen += names
	}
	if seen != len(g.Rows) {
		t.Errorf("%d rows, want %d", seen, len(g.Rows))
	}
}
