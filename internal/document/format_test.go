package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/date"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file of testdata, which -update rewrites.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// smallOptions draw the small register as it is known today, with links.
var smallOptions = PosterOptions{Today: today, BaseURL: "https://campus.example"}

func TestSVGGolden(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteMap(&b, smallCatalog(t, smallRegister), smallOptions, "svg"); err != nil {
		t.Fatal(err)
	}
	golden(t, "poster.svg", b.Bytes())
}

// element is a start tag with what it holds.
type element struct {
	name  string
	attrs map[string]string
	text  string
}

// elements reads an SVG, which must be well formed.
func elements(t *testing.T, svg []byte) []*element {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(svg))
	var all, open []*element
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := &element{name: tok.Name.Local, attrs: make(map[string]string)}
			for _, a := range tok.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(tok)
			}
		}
	}
}

// The SVG is served under a policy that forbids styles and scripts within, and must
// not need any.
func TestSVGKeepsToAttributes(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteMap(&b, national(t), PosterOptions{Today: today, BaseURL: "https://campus.example"}, "svg"); err != nil {
		t.Fatal(err)
	}
	all := elements(t, b.Bytes())
	links := 0
	for _, e := range all {
		if e.name == "style" || e.name == "script" || e.name == "foreignObject" {
			t.Errorf("<%s> within", e.name)
		}
		for a, v := range e.attrs {
			if a == "style" || a == "class" || strings.HasPrefix(a, "on") {
				t.Errorf("<%s %s=%q>", e.name, a, v)
			}
		}
		if e.name == "a" {
			links++
			if !strings.HasPrefix(e.attrs["href"], "https://campus.example/campus/") {
				t.Errorf("link to %q", e.attrs["href"])
			}
		}
	}
	root := all[0]
	for a, want := range map[string]string{"lang": "fr", "role": "group", "viewBox": "0 0 210 297", "width": "210mm"} {
		if root.attrs[a] != want {
			t.Errorf("svg %s = %q, want %q", a, root.attrs[a], want)
		}
	}
	p := newPoster(national(t), PosterOptions{Today: today})
	drawn := 0
	for _, m := range p.marks {
		if m.frame != nil {
			drawn++
		}
	}
	if want := len(p.marks) + drawn; links != want {
		t.Errorf("%d links, want %d: one an entry and one a mark", links, want)
	}
}

func TestSVGWithoutLinksIsAnImage(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteMap(&b, smallCatalog(t, smallRegister), PosterOptions{AsOf: date.NewDay(2015, 9, 1), Today: today}, "svg"); err != nil {
		t.Fatal(err)
	}
	all := elements(t, b.Bytes())
	if got := all[0].attrs["role"]; got != "img" {
		t.Errorf("role = %q, want img", got)
	}
	if strings.Contains(b.String(), "<a ") {
		t.Error("a link without an address to link to")
	}
}

// pdftotext reads a PDF as a person selects it.
func pdftotext(t *testing.T, pdf []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not here (package poppler-utils): the text of the PDF is not checked")
	}
	file := filepath.Join(t.TempDir(), "poster.pdf")
	if err := os.WriteFile(file, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestPDFText(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteMap(&b, smallCatalog(t, smallRegister), smallOptions, "pdf"); err != nil {
		t.Fatal(err)
	}
	golden(t, "poster.txt", []byte(pdftotext(t, b.Bytes())))
}

// Every text of the drawing can be selected in the PDF of the national map.
func TestPDFTextIsWhole(t *testing.T) {
	t.Parallel()
	p := newPoster(national(t), PosterOptions{AsOf: date.NewDay(2015, 9, 1), Today: today})
	var b bytes.Buffer
	if err := p.PDF(&b); err != nil {
		t.Fatal(err)
	}
	plain := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ") }
	got := plain(pdftotext(t, b.Bytes()))
	for _, x := range texts(p.Items) {
		if !strings.Contains(got, plain(x.S)) {
			t.Errorf("%q can't be read in the PDF", x.S)
		}
	}
}

func TestPDFSaysWhatItIs(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteMap(&b, smallCatalog(t, smallRegister), smallOptions, "pdf"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/Lang (fr", "/Title", "/Subject", "/Author", "/Outlines", "/CreationDate (D:20261124090000)", "/URI (https://campus.example/campus/campus-a)"} {
		if !bytes.Contains(b.Bytes(), []byte(want)) {
			t.Errorf("no %s in the PDF", want)
		}
	}
}

// Names come from people: none may break a format or run out of its column.
func TestOddNames(t *testing.T) {
	t.Parallel()
	odd := []string{
		`</text><script>alert("&amp;")</script>`, "l’« été » & l'hiver", "mer 🌊 et 🚀",
		strings.Repeat("Métiers de l’aéronautique ", 12), strings.Repeat("é", 300), "\x00\x1b[31mrouge\xff",
	}
	var register []small
	for _, name := range odd {
		s := smallRegister[0]
		s.name, s.city = name, name
		register = append(register, s)
	}
	cat := smallCatalog(t, register)
	opt := PosterOptions{Today: today, BaseURL: `https://x.example/"><i>`}
	var b bytes.Buffer
	if err := WriteMap(&b, cat, opt, "svg"); err != nil {
		t.Fatal(err)
	}
	for _, e := range elements(t, b.Bytes()) {
		if e.name == "script" || e.name == "i" {
			t.Errorf("<%s> came out of a name", e.name)
		}
	}
	for _, format := range []string{"pdf", "png"} {
		if err := WriteMap(io.Discard, cat, opt, format); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
	d := Poster(cat, opt)
	for _, x := range texts(d.Items) {
		if x.left()+widthOf(x.S, x.Face, x.Size) > d.W-margin+0.5 {
			t.Errorf("%q runs out of the page", x.S)
		}
	}
	s, err := NationalSVG(cat, cat.Select(allOf, today), MapOptions{})
	if err != nil {
		t.Fatal(err)
	}
	elements(t, []byte(s))
}
