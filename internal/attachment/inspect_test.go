package attachment

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"continuum/internal/fault"
)

var all = []string{"pdf", "docx", "xlsx", "odt", "ods", "png", "jpg"}

func key(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Key
	}
	return fmt.Sprint(err)
}

// zipped makes a zip of names and contents, in order.
func zipped(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			panic(err)
		}
		w.Write([]byte(parts[i+1]))
	}
	z.Close()
	return b.Bytes()
}

const docxTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

func docx(more ...string) []byte {
	return zipped(append([]string{"[Content_Types].xml", docxTypes, "word/document.xml", "<w:document/>"}, more...)...)
}

func odt(more ...string) []byte {
	return zipped(append([]string{"mimetype", ODT.Type, "content.xml", "<office:document-content/>"}, more...)...)
}

func deflated(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func pdfWith(body string) []byte { return []byte("%PDF-1.7\n" + body + "\n%%EOF") }

// noise is a comment that does not pack to nothing.
func noise(n int) string {
	b := make([]byte, n/2)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return "<!--" + hex.EncodeToString(b) + "-->"
}

func TestInspect(t *testing.T) {
	t.Parallel()
	png := "\x89PNG\r\n\x1a\n0000"
	for _, tt := range []struct {
		name, file string
		content    []byte
		want       string // kind and flags, or the key of the refusal
	}{
		{"a PDF", "a.pdf", pdfWith("1 0 obj <</Type/Catalog>> endobj"), "pdf"},
		{"a PDF by another name", "a.PDF", pdfWith(""), "pdf"},
		{"a PDF that lies", "a.docx", pdfWith(""), "attachment.lies"},
		{"no extension", "a", pdfWith(""), "attachment.lies"},
		{"a script in a PDF", "a.pdf", pdfWith("<</S/JavaScript/JS(app.alert(1))>>"), "pdf javascript"},
		{"a script by another spelling", "a.pdf", pdfWith("<</S/J#61vaScript>>"), "pdf javascript"},
		{"a script in a packed stream", "a.pdf", pdfWith("1 0 obj <</Filter/FlateDecode>> stream\n" + deflated("<</S/JavaScript>>") + "\nendstream"), "pdf javascript"},
		{"a script in the stream of a hidden filter", "a.pdf", pdfWith("1 0 obj <</Filter/Fl#61teDecode>> stream\r\n" + deflated("<</JS 3 0 R>>") + "\nendstream"), "pdf javascript"},
		{"a stream that can't be unpacked", "a.pdf", pdfWith("1 0 obj <</Filter/FlateDecode>> stream\nxx\nendstream"), "pdf opaque"},
		{"JSON is no script", "a.pdf", pdfWith("<</JSON 1>>"), "pdf"},
		{"a launch and a file", "a.pdf", pdfWith("<</S/Launch>> <</EmbeddedFiles 3 0 R>>"), "pdf embedded,launch"},
		{"an encrypted PDF", "a.pdf", pdfWith("trailer <</Encrypt 5 0 R>>"), "pdf encrypted"},
		{"a page named PDF", "a.pdf", []byte("<!DOCTYPE html><script>alert(1)</script>"), "attachment.kind"},
		{"a PDF after a page", "a.pdf", []byte("<script>1</script>\n%PDF-1.7"), "attachment.kind"},
		{"a drawing with scripts", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "attachment.kind"},
		{"a drawing named PNG", "a.png", []byte(`<?xml version="1.0"?><svg/>`), "attachment.kind"},
		{"a program", "a.pdf", []byte("MZ\x90\x00"), "attachment.kind"},
		{"an old document", "a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "attachment.kind"},
		{"nothing", "a.pdf", nil, "attachment.empty"},
		{"a picture", "a.png", []byte(png), "png"},
		{"a picture that is a page too", "a.png", []byte(png + "<script>alert(1)</script>"), "attachment.kind"},
		{"a photograph", "a.jpeg", []byte("\xff\xd8\xff\xe0"), "jpg"},
		{"a text", "a.docx", docx(), "docx"},
		{"a text with macros", "a.docx", docx("word/vbaProject.bin", "x"), "attachment.macros"},
		{"macros elsewhere", "a.docx", docx("word/sub/vbaProject2.bin", "x"), "attachment.macros"},
		{"macros by the type", "a.docx", zipped("[Content_Types].xml", docxTypes+"application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml", ""), "attachment.macros"},
		{"macros by a type in disguise", "a.docx", zipped("[Content_Types].xml", docxTypes+"application/vnd.ms-word.document.macro&#69;nabled.main+xml", "word/document.xml", ""), "attachment.damaged"},
		{"types too long to be read", "a.docx", zipped("[Content_Types].xml", docxTypes+noise(5<<20)+"macroEnabled", "word/document.xml", ""), "attachment.damaged"},
		{"a template from elsewhere, in other quotes", "a.docx", docx("word/_rels/settings.xml.rels", `<Relationship Type='x/attachedTemplate' Target='http://evil.example/t.dotm' TargetMode='External'/>`), "docx external"},
		{"a text that is a program of Java too", "a.docx", docx("META-INF/MANIFEST.MF", "Main-Class: A"), "docx"},
		{"a sheet of old macros", "a.xlsx", docx("xl/macrosheets/sheet1.xml", "x"), "attachment.macros"},
		{"a template from elsewhere", "a.docx", docx("word/_rels/settings.xml.rels", `<Relationship Type="x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>`), "docx external"},
		{"a link in the text", "a.docx", docx("word/_rels/document.xml.rels", `<Relationship Type="x/hyperlink" Target="http://example.org" TargetMode="External"/>`), "docx"},
		{"a file in a text", "a.docx", docx("word/embeddings/oleObject1.bin", "x"), "docx embedded"},
		{"an open text", "a.odt", odt(), "odt"},
		{"macros in an open text", "a.odt", odt("Basic/Standard/Module1.xml", "x"), "attachment.macros"},
		{"a listener in an open text", "a.odt", zipped("mimetype", ODT.Type, "content.xml", `<script:event-listener script:language="ooo:script"/>`), "attachment.macros"},
		{"an open text that lies", "a.docx", odt(), "attachment.lies"},
		{"a zip of files", "a.docx", zipped("a.txt", "x"), "attachment.kind"},
		{"an entry outside", "a.docx", docx("../../etc/passwd", "x"), "attachment.damaged"},
		{"an entry twice", "a.docx", docx("word/document.xml", "x"), "attachment.damaged"},
		{"half a zip", "a.docx", docx()[:200], "attachment.damaged"},
		{"a bomb", "a.docx", docx("word/media/x", strings.Repeat("0", 40<<20)), "attachment.bomb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := Inspect(tt.file, tt.content, all)
			got := key(err)
			if err == nil {
				var flags []string
				for _, fl := range f.Flags {
					flags = append(flags, string(fl))
				}
				got = strings.TrimSpace(f.Kind.Ext + " " + strings.Join(flags, ","))
			}
			if got != tt.want {
				t.Errorf("Inspect = %s (%v), want %s", got, err, tt.want)
			}
		})
	}
	if _, err := Inspect("a.pdf", pdfWith(""), []string{"png"}); key(err) != "attachment.format" {
		t.Errorf("a kind that the piece does not take: %v", err)
	}
	many := make([]string, 0, 2*maxEntries+2)
	for i := range maxEntries + 1 {
		many = append(many, fmt.Sprint(i), "")
	}
	if _, err := Inspect("a.docx", zipped(many...), all); key(err) != "attachment.bomb" {
		t.Errorf("too many entries: %v", err)
	}
}

// TestSizesLie shows that an archive is not believed about its sizes.
func TestSizesLie(t *testing.T) {
	t.Parallel()
	b := docx("word/media/x", strings.Repeat("0", 11<<20))
	// The directory of the zip says that the entry unpacks to one byte.
	i := bytes.LastIndex(b, []byte("word/media/x")) - 46
	copy(b[i+24:i+28], []byte{1, 0, 0, 0})
	if _, err := Inspect("a.docx", b, all); key(err) != "attachment.bomb" && key(err) != "attachment.damaged" {
		t.Errorf("an entry that lies: %v", err)
	}
}

func FuzzInspect(f *testing.F) {
	f.Add("a.pdf", pdfWith("1 0 obj <</Filter/FlateDecode>> stream\n"+deflated("<</JS 1>>")+"\nendstream"))
	f.Add("a.docx", docx("word/_rels/a.rels", `"External" oleObject`))
	f.Add("a.odt", odt())
	f.Add("a.png", []byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		found, err := Inspect(name, content, all)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%v", err)
			}
			return
		}
		if !slices.Contains(all, found.Kind.Ext) || !slices.IsSorted(found.Flags) {
			t.Fatalf("%v", found)
		}
	})
}
