package format

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// values is the values of a record, by path.
type values map[string][]string

// gather reads all records of a tree format, through a window that opens by little.
func gather(r rows) (records []values, err error) {
	var rec Record
	for {
		if err := r.next(&rec); err == io.EOF {
			return records, nil
		} else if err != nil {
			return records, err
		}
		v := make(values)
		for path := range rec.tree.paths {
			if all := rec.All(path); len(all) > 0 {
				v[path] = append([]string(nil), all...)
			}
		}
		records = append(records, v)
	}
}

func smallWindow(data []byte, size int) *window {
	return &window{r: bytes.NewReader(data), buf: make([]byte, size), max: 1 << 20}
}

func readXML(data []byte, record string, size int) ([]values, error) {
	return gather(&xmlRows{builder: newBuilder(), w: smallWindow(data, size), record: record, top: -1})
}

// naiveXML is the twin of xmlRows, on encoding/xml. Two decoders go in step: one checks,
// the other knows prefixes as they are written.
func naiveXML(data []byte, record string) (records []values, err error) {
	checked, raw := xml.NewDecoder(bytes.NewReader(data)), xml.NewDecoder(bytes.NewReader(data))
	type element struct {
		path    string
		text    string
		parents bool
	}
	var stack []element // of the record
	var current values
	depth, roots, found := 0, 0, false
	for {
		start := checked.InputOffset()
		_, err := checked.Token()
		if err == io.EOF {
			switch {
			case roots == 0:
				return records, errors.New("no element")
			case !found:
				return records, errors.New("no record")
			}
			return records, nil
		}
		if err != nil {
			return records, err
		}
		token, err := raw.RawToken()
		if err != nil {
			return records, err
		}
		below := func(name string) string {
			if p := stack[len(stack)-1].path; p != "" {
				return p + "/" + name
			}
			return name
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				if roots++; roots > 1 {
					return records, errors.New("two roots")
				}
			}
			if depth > maxDepth {
				return records, errors.New("too deep")
			}
			switch {
			case stack != nil:
				stack[len(stack)-1].parents = true
				stack = append(stack, element{path: below(token.Name.Local)})
			case token.Name.Local == record:
				found = true
				stack, current = []element{{}}, make(values)
			default:
				continue
			}
			for _, a := range token.Attr {
				if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
					continue
				}
				path := below("@" + a.Name.Local)
				current[path] = append(current[path], a.Value)
			}
		case xml.EndElement:
			depth--
			if stack == nil {
				continue
			}
			e := stack[len(stack)-1]
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				records = append(records, current)
				stack = nil
				continue
			}
			if e.parents && strings.Trim(e.text, " \t\r\n") == "" {
				e.text = ""
			}
			current[e.path] = append(current[e.path], e.text)
		case xml.CharData:
			if depth == 0 && len(bytes.Trim(token, " \t\r\n")) > 0 {
				return records, errors.New("text outside")
			}
			if stack != nil {
				stack[len(stack)-1].text += string(token)
			}
		case xml.ProcInst:
			if token.Target == "xml" && start > 0 {
				return records, errors.New("late declaration")
			}
		case xml.Directive:
			if roots > 0 || !bytes.HasPrefix(token, []byte("DOCTYPE")) || bytes.ContainsAny(token, "[<") {
				return records, errors.New("declarations")
			}
		}
	}
}

var xmlSeeds = []string{
	`<?xml version="1.0" encoding="UTF-8"?><rs><r><a>1</a><b/></r></rs>`,
	"<rs>\r\n <r id='1' x:y=\"a&amp;b\">\r\n  <a>&#233;&#xE9;<![CDATA[<p>&amp;]] ></p>]]></a>\r</r>\n</rs>\n",
	`<!DOCTYPE rs SYSTEM "rs.dtd"><rs xmlns="u" xmlns:x="v"><x:r><x:a q="&quot;'"/>t</x:r></rs>`,
	`<!DOCTYPE rs [<!ENTITY e "boum">]><rs><r>&e;</r></rs>`,
	`<rs><r><r>nested</r></r><!-- - a -> --><r/><?pi a?></rs>`,
	`<rs><r><élève naïf="oui">ça</élève></r></rs>`,
	`<rs><r><a></b></r></rs>`,
	`<rs><r>]]></r></rs>`,
	`<rs><r>&nbsp;</r></rs>`,
	"<rs><r>\xe9</r></rs>",
	"<rs><r>\x01</r></rs>",
	`<rs><r a=1/></rs>`,
	`<rs><r a="<"/></rs>`,
	`<rs><r>`,
	`<rs/><rs/>`,
	`<rs><!-- a -- b --></rs>`,
	`x<rs/>`,
	`<r></r >`,
	`<a:b:c/>`,
	`<r>&#xD800;&#0;</r>`,
	`<r a="1"b="2"/>`,
}

func sameXML(t *testing.T, data []byte) {
	t.Helper()
	if declaredEncoding(data) != "" {
		return // by a table of x/text, before the parser
	}
	want, wantErr := naiveXML(data, "r")
	for _, size := range []int{1, 16, 4096} {
		got, err := readXML(data, "r", size)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v (%+v), encoding/xml says %v", data, err, got, wantErr)
		}
		if err != nil && len(got) > len(want) {
			t.Fatalf("%q: %d records before the error %v, want %d before %v", data, len(got), err, len(want), wantErr)
		}
		if err == nil {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%q: (-encoding/xml +ours)\n%s", data, diff)
			}
		}
	}
}

func TestXMLReadsWhatEncodingXMLReads(t *testing.T) {
	t.Parallel()
	for _, seed := range xmlSeeds {
		sameXML(t, []byte(seed))
		for i := range seed { // cut anywhere, and with a byte less
			sameXML(t, []byte(seed[:i]))
			sameXML(t, []byte(seed[:i]+seed[i+1:]))
		}
	}
}

func FuzzXML(f *testing.F) {
	for _, seed := range xmlSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(sameXML)
}

func TestXMLPaths(t *testing.T) {
	t.Parallel()
	got, err := readXML([]byte(`<formations xmlns:x="u">
		<formation id="1">
			<nom>CAP <b>cuisine</b></nom>
			<metiers><metier><nom>cuisinier</nom></metier><metier lang="fr"><nom>commis</nom></metier></metiers>
			<texte><![CDATA[<p>a</p>]]></texte><x:vide/>
		</formation>
	</formations>`), "formation", 64)
	if err != nil {
		t.Fatal(err)
	}
	want := []values{{
		"@id": {"1"}, "nom": {"CAP "}, "nom/b": {"cuisine"}, "metiers": {""}, "metiers/metier": {"", ""},
		"metiers/metier/nom": {"cuisinier", "commis"}, "metiers/metier/@lang": {"fr"}, "texte": {"<p>a</p>"}, "vide": {""},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestXMLErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"entities", "<!DOCTYPE r [<!ENTITY a 'b'>]>\n<r/>", "refused"},
		{"reference", "<rs>\n<r>&eacute;</r></rs>", "reference"},
		{"cut in an element", "<rs>\n<r><a>", "truncated"},
		{"cut in a tag", "<rs>\n<r", "truncated"},
		{"no record", "<rs>\n</rs>", `no element "r"`},
		{"mismatch", "<rs>\n<r></a></rs>", "expected"},
		{"encoding", "<rs>\n<r>\xe9</r></rs>", "UTF-8"},
		{"deep", strings.Repeat("<a>", maxDepth+1), "deep"},
		{"paths", "<r>" + manyElements(maxPaths+1) + "</r>", "paths"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readXML([]byte(tt.in), "r", 64)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want one that says %q", err, tt.want)
			}
		})
	}
}

func manyElements(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<a%d/>", i)
	}
	return b.String()
}

// A record, a text and a comment that never end are refused before they are held.
func TestXMLBounds(t *testing.T) {
	t.Parallel()
	for _, start := range []string{"<rs><r>", "<rs><r", "<rs><!--", "<rs><r><![CDATA[", "<rs><r a='", "<rs><r>" + strings.Repeat("<a/>", 1<<20)} {
		content := &endless{start: start}
		x := &xmlRows{builder: newBuilder(), w: newWindow(content, 1<<20), record: "r", top: -1}
		_, err := gather(x)
		if err == nil || !strings.Contains(err.Error(), "more than 1 MB") {
			t.Errorf("%.20q…: %v", start, err)
		}
		if content.n > 8<<20 || len(x.w.buf) > 4<<20 {
			t.Errorf("%.20q…: %d bytes read, %d held", start, content.n, len(x.w.buf))
		}
	}
}

// endless is a content that goes on with spaces after its start.
type endless struct {
	start string
	n     int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.start)
	e.start = e.start[n:]
	for i := n; i < len(p); i++ {
		p[i] = ' '
	}
	e.n += len(p)
	return len(p), nil
}
