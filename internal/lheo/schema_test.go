package lheo

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

// schema is what of the official XSD is needed to hold a document against it:
// sequences with their counts, and restrictions of texts.
type schema struct {
	Elements []struct {
		Name string `xml:"name,attr"`
		Type string `xml:"type,attr"`
	} `xml:"element"`
	Complex []struct {
		Name     string     `xml:"name,attr"`
		Sequence []particle `xml:"sequence>element"`
		Choice   []particle `xml:"choice>element"`
		Base     struct {
			Base string `xml:"base,attr"`
		} `xml:"complexContent>extension"`
		Simple struct {
			Base string `xml:"base,attr"`
		} `xml:"simpleContent>extension"`
	} `xml:"complexType"`
	Simple []struct {
		Name        string      `xml:"name,attr"`
		Restriction restriction `xml:"restriction"`
	} `xml:"simpleType"`
}

type particle struct {
	Ref string `xml:"ref,attr"`
	Min string `xml:"minOccurs,attr"`
	Max string `xml:"maxOccurs,attr"`
}

type restriction struct {
	Base   string  `xml:"base,attr"`
	Values []facet `xml:",any"`
}

type facet struct {
	XMLName xml.Name
	Value   string `xml:"value,attr"`
}

// rules are a schema by name of element.
type rules struct {
	sequence map[string][]particle
	free     map[string]bool // holds anything
	text     map[string]restriction
}

func readSchema(t *testing.T) *rules {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(lheoFolder(t), "lheo.xsd"))
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	if err := xml.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	local := func(name string) string { return name[strings.IndexByte(name, ':')+1:] }
	sequences, choices := make(map[string][]particle), make(map[string]bool)
	texts := make(map[string]restriction)
	base, simple := make(map[string]string), make(map[string]string)
	for _, c := range s.Complex {
		sequences[c.Name] = c.Sequence
		choices[c.Name] = len(c.Choice) > 0
		base[c.Name], simple[c.Name] = local(c.Base.Base), local(c.Simple.Base)
	}
	for _, c := range s.Simple {
		texts[c.Name] = c.Restriction
	}
	r := &rules{make(map[string][]particle), make(map[string]bool), make(map[string]restriction)}
	for _, e := range s.Elements {
		kind := local(e.Type)
		switch sub := base[kind]; {
		case simple[kind] != "":
			r.text[e.Name] = texts[simple[kind]]
		case sub == "anyType" || choices[sub]:
			r.free[e.Name] = true
		default:
			r.sequence[e.Name] = sequences[sub]
		}
	}
	if len(r.sequence) < 40 || len(r.text) < 80 {
		t.Fatalf("%d structured elements and %d texts were read: the schema is not understood", len(r.sequence), len(r.text))
	}
	return r
}

// breach says what of e the schema does not allow, empty when all is allowed.
func (r *rules) breach(e *element) string {
	name := e.XMLName.Local
	if r.free[name] {
		return ""
	}
	if text, ok := r.text[name]; ok {
		return text.breach(name, e)
	}
	sequence, ok := r.sequence[name]
	if !ok {
		return name + " is unknown"
	}
	rest := e.Children
	for _, p := range sequence {
		kind := p.Ref[strings.IndexByte(p.Ref, ':')+1:]
		n := 0
		for len(rest) > 0 && rest[0].XMLName.Local == kind {
			if why := r.breach(&rest[0]); why != "" {
				return why
			}
			n, rest = n+1, rest[1:]
		}
		least, err := strconv.Atoi(p.Min)
		most, errMost := strconv.Atoi(p.Max)
		if p.Max == "unbounded" {
			most, errMost = 1<<30, nil
		}
		if err != nil || errMost != nil || n < least || n > most {
			return fmt.Sprintf("%s: %d %s, want %s to %s", name, n, kind, p.Min, p.Max)
		}
	}
	if len(rest) > 0 {
		return name + ": no place for " + rest[0].XMLName.Local
	}
	return ""
}

func (x restriction) breach(name string, e *element) string {
	if len(e.Children) > 0 {
		return name + " holds elements"
	}
	length := utf8.RuneCountInString(e.Text)
	var enumerated []string
	for _, f := range x.Values {
		n, _ := strconv.Atoi(f.Value)
		switch kind := f.XMLName.Local; {
		case kind == "minLength" && length < n, kind == "maxLength" && length > n, kind == "length" && length != n:
			return fmt.Sprintf("%s: %d characters, %s is %d", name, length, kind, n)
		case kind == "pattern" && !regexp.MustCompile("^(?:"+f.Value+")$").MatchString(e.Text):
			return name + ": " + e.Text + " is not of the form " + f.Value
		case kind == "enumeration":
			enumerated = append(enumerated, f.Value)
		}
	}
	if len(enumerated) > 0 && !slices.Contains(enumerated, e.Text) {
		return name + ": " + e.Text + " is not in its list"
	}
	return ""
}

// Documents are valid against the official schema.
func TestSchema(t *testing.T) {
	t.Parallel()
	r := readSchema(t)
	for name, m := range map[string]*training.Model{"usual": trainingtest.Model(), "odd": odd()} {
		if why := r.breach(parsed(t, written(t, m, everyOffer(m)))); why != "" {
			t.Errorf("%s: %s", name, why)
		}
	}
}

// Onisep's own example is valid but for its version; a document broken on purpose is not.
func TestSchemaIsRead(t *testing.T) {
	t.Parallel()
	r := readSchema(t)
	m := trainingtest.Model()
	text := written(t, m, everyOffer(m))
	for _, swap := range [][2]string{
		{"<certifiante>1<", "<certifiante>2<"},
		{"<debut>20220000<", "<debut>2022<"},
		{"<debut>20220000<", "<debut>20222900<"},
		{"<code-ROME>H2913<", "<code-ROME>H29<"},
		{"<codepostal>56100</codepostal>\n", ""},
		{"<pays>FR</pays>", "<pays>FR</pays><pays>FR</pays>"},
		{"<pays>FR</pays>", "<pays>FR</pays><commune/>"},
	} {
		doctored := strings.Replace(text, swap[0], swap[1], 1)
		if doctored == text || r.breach(parsed(t, doctored)) == "" {
			t.Errorf("%q for %q is accepted", swap[1], swap[0])
		}
	}
	example, err := os.ReadFile(filepath.Join(lheoFolder(t), "exemple-bts-onisep.xml"))
	if err != nil {
		t.Skipf("the official example is absent: %v", err)
	}
	if why := r.breach(parsed(t, string(example))); why != "" {
		t.Errorf("the official example: %s", why)
	}
}
