package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"continuum/internal/attachment"
)

func TestODT(t *testing.T) {
	t.Parallel()
	s := sheet(2)
	s.Parts[0].Lines = append(s.Parts[0].Lines, Line{Said: []string{"Une ligne <b>seule</b> & \x01 close."}}, Line{Name: "Encore", Said: []string{"un", "deux"}})
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
		if f.Name == "content.xml" {
			golden(t, "sheet.odt.xml", content)
			if strings.Contains(string(content), "<b>") || strings.Count(string(content), "<table:table ") != strings.Count(string(content), "</table:table>") {
				t.Errorf("content is not well made:\n%s", content)
			}
		}
	}
}
