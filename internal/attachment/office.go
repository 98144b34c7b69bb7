package attachment

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// Bounds of an office document, which is a zip.
const (
	maxEntries  = 5000
	maxUnpacked = 300 << 20 // bytes of all entries as they are unpacked, whatever they say
	maxRatio    = 200       // unpacked to packed, past the first 10 MB
	maxPart     = 4 << 20   // bytes of an entry that is looked into
)

// inspectOffice looks into an office document of either family. Each entry is unpacked
// to count it: what an archive says of its sizes is not believed.
func inspectOffice(content []byte) (f Found, err error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return f, bad("attachment.damaged", "a zip that can't be read: %v", err)
	}
	if len(z.File) > maxEntries {
		return f, bad("attachment.bomb", "%d entries, at most %d", len(z.File), maxEntries)
	}
	o := office{names: make(map[string]bool)}
	for _, entry := range z.File {
		if err := o.entry(entry, int64(len(content))); err != nil {
			return f, err
		}
	}
	if f.Kind, err = o.kind(); err != nil {
		return f, err
	}
	f.Flags = o.flags
	return f, nil
}

// office is what was found in a document so far.
type office struct {
	names    map[string]bool
	unpacked int64
	types    []byte // [Content_Types].xml of OOXML
	mime     string // mimetype of ODF
	flags    []Flag
}

func (o *office) entry(e *zip.File, packed int64) error {
	name := strings.ToLower(strings.ReplaceAll(e.Name, `\`, "/"))
	if strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") || o.names[name] {
		return bad("attachment.damaged", "an entry is named %.60q", e.Name)
	}
	o.names[name] = true
	if macro(name) {
		return bad("attachment.macros", "the document holds macros: save it without them")
	}
	if e.Flags&1 != 0 {
		return bad("attachment.encrypted", "the document is protected by a password")
	}
	r, err := e.Open()
	if err != nil {
		return bad("attachment.damaged", "entry %.60q: %v", e.Name, err)
	}
	defer r.Close()
	var head bytes.Buffer
	n, err := io.Copy(&capped{into: &head, left: maxPart}, io.LimitReader(r, maxUnpacked-o.unpacked+1))
	o.unpacked += n
	switch {
	case o.unpacked > maxUnpacked, o.unpacked > 10<<20 && o.unpacked/packed > maxRatio:
		return bad("attachment.bomb", "the document unpacks to far more than it is")
	case err != nil:
		return bad("attachment.damaged", "entry %.60q: %v", e.Name, err)
	}
	return o.look(name, head.Bytes())
}

// look reads the entries that tell what the document is and does.
func (o *office) look(name string, part []byte) error {
	switch {
	case name == "[content_types].xml":
		if len(part) == maxPart || bytes.Contains(part, []byte("&#")) {
			return bad("attachment.damaged", "the types of its parts are hidden")
		}
		o.types = bytes.Clone(part)
		if bytes.Contains(bytes.ToLower(part), []byte("macroenabled")) || bytes.Contains(part, []byte("vbaProject")) {
			return bad("attachment.macros", "the document holds macros: save it without them")
		}
	case name == "mimetype":
		o.mime = strings.TrimSpace(string(part[:min(len(part), 100)]))
	case strings.HasSuffix(name, ".rels"):
		// Addresses in links are what readers click; these are what opening fetches.
		if bytes.Contains(part, []byte("External")) {
			for _, fetched := range []string{"attachedTemplate", "oleObject", "/image", "/frame", "subDocument", "externalLink"} {
				if bytes.Contains(part, []byte(fetched)) {
					o.flags = append(o.flags, External)
				}
			}
		}
	case name == "content.xml" || name == "styles.xml" || name == "meta-inf/manifest.xml":
		if bytes.Contains(part, []byte("script:event-listener")) || bytes.Contains(part, []byte("<office:script")) && !bytes.Contains(part, []byte("<office:scripts/>")) && bytes.Contains(part, []byte("script:language")) {
			return bad("attachment.macros", "the document holds macros: save it without them")
		}
	case strings.Contains(name, "/embeddings/"), strings.HasPrefix(name, "object "), strings.HasPrefix(name, "objectreplacements/"):
		o.flags = append(o.flags, Embeds)
	}
	return nil
}

// macro reports whether an entry is one of macros, by the names that both families give.
func macro(name string) bool {
	base := name[strings.LastIndexByte(name, '/')+1:]
	return strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/") || strings.HasPrefix(base, "vbaproject") ||
		strings.HasPrefix(base, "vbadata") || strings.Contains(name, "/macrosheets/") || strings.Contains(name, "/activex/")
}

func (o *office) kind() (Kind, error) {
	switch {
	case o.mime == ODT.Type && o.names["content.xml"]:
		return ODT, nil
	case o.mime == ODS.Type && o.names["content.xml"]:
		return ODS, nil
	case o.mime == "" && o.types != nil && o.names["word/document.xml"] && bytes.Contains(o.types, []byte(DOCX.Type+".main+xml")):
		return DOCX, nil
	case o.mime == "" && o.types != nil && o.names["xl/workbook.xml"] && bytes.Contains(o.types, []byte(XLSX.Type+".main+xml")):
		return XLSX, nil
	}
	return Kind{}, bad("attachment.kind", "a zip that is no text nor spreadsheet")
}

// capped keeps the first bytes and counts the others.
type capped struct {
	into *bytes.Buffer
	left int
}

// Write keeps what there is room for.
func (c *capped) Write(b []byte) (int, error) {
	n := min(len(b), c.left)
	c.into.Write(b[:n])
	c.left -= n
	return len(b), nil
}
