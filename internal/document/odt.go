package document

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"io"
	"strings"

	"continuum/internal/text"
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
	` xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"` +
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

// odtWidth is the width of the words on a page, in millimetres: A4 with margins of 20.
const odtWidth = 170.0

func (s *Sheet) odtContent() string {
	var b strings.Builder
	b.WriteString(odtHead + "<office:document-content" + odtNames + ">\n <office:automatic-styles>\n")
	column := func(name string, width float64) {
		fmt.Fprintf(&b, "  <style:style style:name=%q style:family=\"table-column\"><style:table-column-properties style:column-width=\"%.1fmm\"/></style:style>\n", name, width)
	}
	column("Names", 45)
	column("Saids", odtWidth-45)
	b.WriteString(odtTableStyles)
	for i := range s.Parts {
		if g := s.Parts[i].Grid; g != nil {
			g.odtColumns(&b, i+1)
		}
	}
	b.WriteString(" </office:automatic-styles>\n <office:body><office:text>\n")
	paragraph := func(style, words string) {
		fmt.Fprintf(&b, "  <text:p text:style-name=\"%s\">%s</text:p>\n", style, odtText(words))
	}
	fmt.Fprintf(&b, "  <text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">%s</text:h>\n", odtText(s.Title))
	if s.Lead != "" {
		paragraph("Text", s.Lead)
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

// odtTableStyles keep rows whole, and what names a cell on the line of what it says.
const odtTableStyles = `  <style:style style:name="Table" style:family="table"><style:table-properties style:width="170mm" table:align="left" fo:margin-bottom="3mm"/></style:style>
  <style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>
  <style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="1mm" fo:border-bottom="0.2mm solid #929292"/></style:style>
  <style:style style:name="Head" style:family="table-cell"><style:table-cell-properties fo:padding="1mm" fo:border-bottom="0.4mm solid #161616" style:vertical-align="bottom"/></style:style>
`

// odtRow writes a row of cells of a style of cell and of paragraph.
func odtRow(b *strings.Builder, cells []string, cell, paragraph string) {
	b.WriteString(`<table:table-row table:style-name="Row">`)
	for _, c := range cells {
		fmt.Fprintf(b, `<table:table-cell table:style-name="%s" office:value-type="string"><text:p text:style-name="%s">%s</text:p></table:table-cell>`, cell, paragraph, odtText(c))
	}
	b.WriteString("</table:table-row>\n")
}

// odt writes a part: runs of named lines are one table, whose first column holds heads.
func (p *Part) odt(b *strings.Builder, n int, paragraph func(style, words string)) {
	if p.Title != "" {
		fmt.Fprintf(b, "  <text:h text:style-name=\"Heading_20_2\" text:outline-level=\"2\">%s</text:h>\n", odtText(p.Title))
	}
	open := false
	for i, l := range p.Lines {
		if l.Name == "" {
			for _, said := range l.Said {
				paragraph("Text", said)
			}
			continue
		}
		if !open {
			fmt.Fprintf(b, "  <table:table table:name=\"T%d.%d\" table:style-name=\"Table\"><table:table-header-columns><table:table-column table:style-name=\"Names\"/></table:table-header-columns><table:table-column table:style-name=\"Saids\"/>\n", n, i+1)
			open = true
		}
		last := i+1 == len(p.Lines) || p.Lines[i+1].Name == ""
		name := "Name" // stays with the next row
		if last {
			name = "Head"
		}
		fmt.Fprintf(b, "   <table:table-row table:style-name=\"Row\"><table:table-cell table:style-name=\"Cell\"><text:p text:style-name=\"%s\">%s</text:p></table:table-cell><table:table-cell table:style-name=\"Cell\">", name, odtText(l.Name))
		for _, said := range l.Said {
			fmt.Fprintf(b, "<text:p text:style-name=\"Cell\">%s</text:p>", odtText(said))
		}
		b.WriteString("</table:table-cell></table:table-row>\n")
		if last {
			b.WriteString("  </table:table>\n")
			open = false
		}
	}
	if p.Grid != nil {
		p.Grid.odt(b, n)
	}
}

// odtStyles are the styles of words, the paper, and what each page says at its foot: the
// title, and which page it is of how many.
func (s *Sheet) odtStyles() string {
	style := func(name, display, more, lines, font string) string {
		return fmt.Sprintf("  <style:style style:name=%q style:display-name=%q style:family=\"paragraph\" style:parent-style-name=\"Standard\"%s><style:paragraph-properties %s/><style:text-properties %s/></style:style>\n", name, display, more, lines, font)
	}
	number := strings.NewReplacer("{page}", "<text:page-number text:select-page=\"current\">1</text:page-number>", "{pages}", "<text:page-count>1</text:page-count>").
		Replace(odtText(text.For(s.Lang).T("paper.page", "{page}", "{pages}")))
	return odtHead + "<office:document-styles" + odtNames + ">\n" +
		` <office:font-face-decls><style:font-face style:name="Sans" svg:font-family="'Liberation Sans', Arial, Helvetica" style:font-family-generic="swiss" style:font-pitch="variable"/></office:font-face-decls>` + "\n" +
		" <office:styles>\n" +
		fmt.Sprintf("  <style:default-style style:family=\"paragraph\"><style:paragraph-properties fo:orphans=\"2\" fo:widows=\"2\"/><style:text-properties style:font-name=\"Sans\" fo:font-size=\"10.5pt\" fo:language=\"%s\" fo:country=\"%s\"/></style:default-style>\n", s.Lang, country(string(s.Lang))) +
		"  <style:style style:name=\"Standard\" style:family=\"paragraph\"/>\n" +
		style("Text", "Text", "", `fo:margin-top="1mm" fo:margin-bottom="2mm"`, `fo:font-size="10.5pt"`) +
		style("Heading_20_1", "Heading 1", ` style:next-style-name="Text" style:default-outline-level="1"`, `fo:margin-top="2mm" fo:margin-bottom="3mm" fo:keep-with-next="always"`, `fo:font-size="18pt" fo:font-weight="bold"`) +
		style("Heading_20_2", "Heading 2", ` style:next-style-name="Text" style:default-outline-level="2"`, `fo:margin-top="5mm" fo:margin-bottom="2mm" fo:keep-with-next="always"`, `fo:font-size="13pt" fo:font-weight="bold"`) +
		style("Name", "Name", "", `fo:keep-with-next="always"`, `fo:font-weight="bold"`) +
		style("Head", "Head", "", `fo:margin-top="0mm"`, `fo:font-weight="bold"`) +
		style("Cell", "Cell", "", `fo:margin-top="0mm"`, `fo:font-size="10.5pt"`) +
		style("Note", "Note", "", `fo:margin-top="3mm" fo:margin-bottom="1mm"`, `fo:font-size="9pt"`) +
		" </office:styles>\n <office:automatic-styles>\n" +
		`  <style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="20mm" fo:margin-bottom="15mm" fo:margin-left="20mm" fo:margin-right="20mm" style:print-orientation="portrait"/><style:footer-style><style:header-footer-properties fo:min-height="8mm" fo:margin-top="4mm"/></style:footer-style></style:page-layout>` + "\n" +
		" </office:automatic-styles>\n <office:master-styles>\n" +
		"  <style:master-page style:name=\"Standard\" style:page-layout-name=\"A4\"><style:footer><text:p text:style-name=\"Note\">" + odtText(s.Title) + " – " + number + "</text:p></style:footer></style:master-page>\n" +
		" </office:master-styles>\n</office:document-styles>\n"
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
		"</dc:title><dc:description>" + odtText(s.Desc) + "</dc:description><dc:language>" + string(s.Lang) + "-" + country(string(s.Lang)) + "</dc:language><dc:date>" +
		s.Made.UTC().Format("2006-01-02T15:04:05Z") + "</dc:date></office:meta>\n</office:document-meta>\n"
}
