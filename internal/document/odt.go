package document

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// odtType is the media type of an OpenDocument text.
const odtType = "application/vnd.oasis.opendocument.text"

// ODT writes the sheet as an OpenDocument text, to be worked on in an office suite: real
// headings, tables of two columns for named lines, language and title. Equal sheets
// give equal bytes. The format asks for little when one only writes it: a zip of five
// files, the first of which is stored as it is so that readers know it by its beginning.
func (s *Sheet) ODT(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, content string }{
		{"mimetype", odtType},
		{"content.xml", s.odtContent()},
		{"styles.xml", s.odtStyles()},
		{"meta.xml", s.odtMeta()},
		{"META-INF/manifest.xml", odtManifest},
	} {
		f, err := odtPart(z, part.name, part.content)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.content); err != nil {
			return err
		}
	}
	return z.Close()
}

// odtPart begins a part. The type comes first, stored, with its size said before it and
// nothing in between, so that a reader finds it at a fixed place.
func odtPart(z *zip.Writer, name, content string) (io.Writer, error) {
	if name != "mimetype" {
		return z.Create(name)
	}
	return z.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(content)), CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content)),
	})
}

const odtHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// odtNames are the namespaces that the parts use.
const odtNames = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
	` xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"`

const odtManifest = odtHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
 <manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + odtType + `"/>
 <manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
 <manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
 <manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
`

// odtText is a text as XML takes it: what XML has no place for is left out.
func odtText(s string) string {
	var b strings.Builder
	// EscapeText writes U+FFFD for what XML can't hold, and never fails on a Builder.
	_ = xml.EscapeText(&b, []byte(strings.Join(strings.FieldsFunc(legible(s), func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }), " ")))
	return b.String()
}

func (s *Sheet) odtContent() string {
	var b strings.Builder
	b.WriteString(odtHead + "<office:document-content" + odtNames + ">\n <office:automatic-styles>\n" +
		`  <style:style style:name="Name" style:family="table-column"><style:table-column-properties style:column-width="45mm"/></style:style>` + "\n" +
		`  <style:style style:name="Said" style:family="table-column"><style:table-column-properties style:column-width="125mm"/></style:style>` + "\n" +
		" </office:automatic-styles>\n <office:body><office:text>\n")
	paragraph := func(style, words string) {
		fmt.Fprintf(&b, "  <text:p text:style-name=\"%s\">%s</text:p>\n", style, odtText(words))
	}
	fmt.Fprintf(&b, "  <text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">%s</text:h>\n", odtText(s.Title))
	if s.Lead != "" {
		paragraph("Standard", s.Lead)
	}
	if s.Address != "" {
		paragraph("Note", s.Address)
	}
	for i := range s.Parts {
		s.Parts[i].odt(&b, i+1, paragraph)
	}
	if len(s.Notes) > 0 {
		fmt.Fprintf(&b, "  <text:h text:style-name=\"Heading_20_2\" text:outline-level=\"2\">%s</text:h>\n", odtText(s.Sources))
		for i, n := range s.Notes {
			paragraph("Note", fmt.Sprintf("[%d] %s", i+1, n))
		}
	}
	for _, f := range s.Foot {
		paragraph("Note", f)
	}
	b.WriteString(" </office:text></office:body>\n</office:document-content>\n")
	return b.String()
}

// odt writes a part: runs of named lines are one table.
func (p *Part) odt(b *strings.Builder, n int, paragraph func(style, words string)) {
	if p.Title != "" {
		fmt.Fprintf(b, "  <text:h text:style-name=\"Heading_20_2\" text:outline-level=\"2\">%s</text:h>\n", odtText(p.Title))
	}
	open := false
	for i, l := range p.Lines {
		if l.Name == "" {
			for _, said := range l.Said {
				paragraph("Standard", said)
			}
			continue
		}
		if !open {
			fmt.Fprintf(b, "  <table:table table:name=\"T%d.%d\"><table:table-column table:style-name=\"Name\"/><table:table-column table:style-name=\"Said\"/>\n", n, i+1)
			open = true
		}
		fmt.Fprintf(b, "   <table:table-row><table:table-cell><text:p text:style-name=\"Name\">%s</text:p></table:table-cell><table:table-cell>", odtText(l.Name))
		for _, said := range l.Said {
			fmt.Fprintf(b, "<text:p text:style-name=\"Standard\">%s</text:p>", odtText(said))
		}
		b.WriteString("</table:table-cell></table:table-row>\n")
		if i+1 == len(p.Lines) || p.Lines[i+1].Name == "" {
			b.WriteString("  </table:table>\n")
			open = false
		}
	}
}

func (s *Sheet) odtStyles() string {
	style := func(name, display, more, font string) string {
		return fmt.Sprintf("  <style:style style:name=%q style:display-name=%q style:family=\"paragraph\" style:parent-style-name=\"Standard\"%s><style:paragraph-properties fo:margin-top=\"2mm\" fo:margin-bottom=\"1mm\"/><style:text-properties %s/></style:style>\n", name, display, more, font)
	}
	return odtHead + "<office:document-styles" + odtNames + ">\n <office:styles>\n" +
		fmt.Sprintf("  <style:default-style style:family=\"paragraph\"><style:text-properties fo:font-size=\"11pt\" fo:language=\"%s\" fo:country=\"%s\"/></style:default-style>\n", s.Lang, country(string(s.Lang))) +
		"  <style:style style:name=\"Standard\" style:family=\"paragraph\"/>\n" +
		style("Heading_20_1", "Heading 1", ` style:default-outline-level="1"`, `fo:font-size="18pt" fo:font-weight="bold"`) +
		style("Heading_20_2", "Heading 2", ` style:default-outline-level="2"`, `fo:font-size="13pt" fo:font-weight="bold"`) +
		style("Name", "Name", "", `fo:font-weight="bold"`) +
		style("Note", "Note", "", `fo:font-size="9pt"`) +
		" </office:styles>\n</office:document-styles>\n"
}

// country is where the language of a document is spoken, as spelling dictionaries ask.
func country(lang string) string {
	if lang == "en" {
		return "GB"
	}
	return "FR"
}

func (s *Sheet) odtMeta() string {
	return odtHead + "<office:document-meta" + odtNames + ">\n <office:meta><meta:generator>Continuum</meta:generator><dc:title>" + odtText(s.Title) +
		"</dc:title><dc:description>" + odtText(s.Desc) + "</dc:description><dc:language>" + string(s.Lang) + "</dc:language><dc:date>" +
		s.Made.UTC().Format("2006-01-02T15:04:05Z") + "</dc:date></office:meta>\n</office:document-meta>\n"
}
