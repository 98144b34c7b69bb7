package attachment

import (
	"bytes"
	"compress/zlib"
	"io"
)

// Bounds of what is unpacked of a PDF to look for scripts.
const (
	maxStreams  = 20_000
	maxInflated = 64 << 20
)

// flagsOfPDF looks for the names that make a PDF act: in the file as it is, and in its
// compressed streams, where newer files keep their objects. It is a search for words,
// not a reading: a word in a text may be flagged, a script is not missed because of
// how the file is laid out.
func flagsOfPDF(content []byte) (flags []Flag) {
	flags = actsIn(content)
	left := maxInflated
	rest := content
	for n := 0; ; n++ {
		i := bytes.Index(rest, []byte("stream"))
		if i < 0 {
			return flags
		}
		before := rest[:i]
		rest = rest[i+len("stream"):]
		if bytes.HasSuffix(before, []byte("end")) {
			continue
		}
		if n >= maxStreams || left <= 0 {
			return append(flags, Opaque)
		}
		dict := before[max(0, len(before)-2000):]
		if j := bytes.LastIndex(dict, []byte("obj")); j >= 0 {
			dict = dict[j:]
		}
		dict = unescaped(dict)
		// Pictures and fonts hold no object; other streams are looked into when packed in the usual way.
		if bytes.Contains(dict, []byte("/Image")) || !bytes.Contains(dict, []byte("/Fl")) {
			continue
		}
		inflated, whole := inflate(bytes.TrimLeft(rest[:min(len(rest), 64<<20)], "\r\n"), left)
		left -= len(inflated)
		if !whole {
			flags = append(flags, Opaque)
		}
		flags = append(flags, actsIn(inflated)...)
	}
}

// inflate unpacks the beginning of b, at most n bytes; whole is false when it could not
// or when there is more.
func inflate(b []byte, n int) (out []byte, whole bool) {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, false
	}
	var buf bytes.Buffer
	_, err = io.Copy(&buf, io.LimitReader(z, int64(n)))
	return buf.Bytes(), err == nil && buf.Len() < n
}

// actsIn looks for names of actions.
func actsIn(b []byte) (flags []Flag) {
	b = unescaped(b)
	for _, w := range []struct {
		word string
		flag Flag
	}{
		{"/JavaScript", JavaScript},
		{"/JS", JavaScript},
		{"/Launch", Launches},
		{"/SubmitForm", Launches},
		{"/GoToR", Launches},
		{"/EmbeddedFile", Embeds},
		{"/RichMedia", Embeds},
		{"/Encrypt", Encrypted},
		{"/XFA", JavaScript},
	} {
		if hasName(b, w.word) {
			flags = append(flags, w.flag)
		}
	}
	return flags
}

// hasName reports whether a name stands in b, whole or with an s ("/EmbeddedFiles").
func hasName(b []byte, name string) bool {
	for {
		i := bytes.Index(b, []byte(name))
		if i < 0 {
			return false
		}
		b = b[i+len(name):]
		if len(b) == 0 || !letter(b[0]) || name == "/EmbeddedFile" || name == "/Encrypt" {
			return true
		}
	}
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// unescaped reads the #4A of names, by which a word may be hidden.
func unescaped(b []byte) []byte {
	if !bytes.Contains(b, []byte("#")) {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) {
			hi, lo := nibble(b[i+1]), nibble(b[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

func nibble(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
