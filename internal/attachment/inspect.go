package attachment

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"continuum/internal/fault"
)

// Kind is what a file is, found from its content.
type Kind struct {
	Ext  string // usual extension, without the dot
	Type string // media type, which answers carry
}

// The kinds that are taken.
var (
	PDF  = Kind{"pdf", "application/pdf"}
	DOCX = Kind{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
	XLSX = Kind{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	ODT  = Kind{"odt", "application/vnd.oasis.opendocument.text"}
	ODS  = Kind{"ods", "application/vnd.oasis.opendocument.spreadsheet"}
	PNG  = Kind{"png", "image/png"}
	JPEG = Kind{"jpg", "image/jpeg"}
)

// Flag is something that a careful reader must know of a file that was taken.
type Flag string

// The flags.
const (
	JavaScript Flag = "javascript" // the PDF holds a script
	Launches   Flag = "launch"     // the PDF starts a program or opens an address by itself
	Embeds     Flag = "embedded"   // it holds other files
	Encrypted  Flag = "encrypted"  // the PDF is encrypted: what it holds could not be looked at
	External   Flag = "external"   // it fetches something from elsewhere when it is opened
	Opaque     Flag = "opaque"     // part of it could not be read
	Unscanned  Flag = "unscanned"  // no virus scanner looked at it
)

// Found is what a file was found to be.
type Found struct {
	Kind  Kind
	Flags []Flag // sorted, each once
}

// MaxBytes bounds one file, whatever a piece allows.
const MaxBytes = 200 << 20

// Inspect finds what a file is and refuses with fault.Invalid what may not be kept: a
// kind that is none of formats (extensions), a name that says another kind than the
// content, macros, an archive that unpacks to too much. The key of the fault says which.
func Inspect(name string, content []byte, formats []string) (Found, error) {
	if len(content) == 0 {
		return Found{}, bad("attachment.empty", "the file is empty")
	}
	if len(content) > MaxBytes {
		return Found{}, bad("attachment.long", "%d bytes, at most %d", len(content), MaxBytes)
	}
	var f Found
	var err error
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		f.Kind = PDF
		f.Flags = flagsOfPDF(content)
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		f.Kind = PNG
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		f.Kind = JPEG
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		if f, err = inspectOffice(content); err != nil {
			return Found{}, err
		}
	default:
		return Found{}, bad("attachment.kind", "not a PDF, a picture or an office document (%s)", guess(content))
	}
	if (f.Kind == PNG || f.Kind == JPEG) && looksLikePage(content) {
		return Found{}, bad("attachment.kind", "a picture that is a page too")
	}
	if !slices.Contains(formats, f.Kind.Ext) {
		return Found{}, bad("attachment.format", "a file of kind %s, want one of %s", f.Kind.Ext, strings.Join(formats, ", "))
	}
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if ext == "jpeg" {
		ext = "jpg"
	}
	if ext != f.Kind.Ext {
		return Found{}, bad("attachment.lies", "its name ends in %.20q, its content is %s", ext, f.Kind.Ext)
	}
	slices.Sort(f.Flags)
	f.Flags = slices.Compact(f.Flags)
	return f, nil
}

func bad(key, format string, args ...any) error {
	return fault.New(fault.Invalid, key).In("file").Because(fmt.Errorf(format, args...))
}

// guess names what is often sent by mistake, for the message alone.
func guess(content []byte) string {
	head := bytes.ToLower(bytes.TrimLeft(content[:min(len(content), 1024)], "\xef\xbb\xbf \t\r\n"))
	switch {
	case bytes.HasPrefix(content, []byte("MZ")), bytes.HasPrefix(content, []byte("\x7fELF")):
		return "a program"
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "an office document of an old form: save it as docx, odt or PDF"
	case bytes.Contains(head, []byte("<svg")):
		return "a drawing that may hold scripts (SVG)"
	case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.HasPrefix(head, []byte("<html")), bytes.HasPrefix(head, []byte("<script")):
		return "a web page"
	case bytes.HasPrefix(head, []byte("<")):
		return "XML"
	}
	return "unknown"
}

// looksLikePage reports whether the head of a picture would be taken for a page by a
// browser that guesses.
func looksLikePage(content []byte) bool {
	head := bytes.ToLower(content[:min(len(content), 1024)])
	for _, tag := range []string{"<html", "<script", "<svg", "<!doctype", "<body", "<iframe"} {
		if bytes.Contains(head, []byte(tag)) {
			return true
		}
	}
	return false
}
