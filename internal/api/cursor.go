package api

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// A cursor is the identity of the last item seen, not its rank: the next page starts
// after that item wherever a newer catalog puts it. Its form is nobody's business:
// version, list, identity and a checksum that tells a mangled one from an old one.
const (
	cursorVersion = 1
	maxCursor     = 400
)

// encodeCursor names an item of a list.
func encodeCursor(list, key string) string {
	b := append([]byte{cursorVersion}, list+"\x00"+key...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b)
}

// decodeCursor reads what encodeCursor wrote for that list.
func decodeCursor(list, s string) (key string, ok bool) {
	// The decoder skips line feeds, which would give one place several cursors.
	if len(s) > maxCursor || strings.ContainsAny(s, "\r\n") {
		return "", false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) < 5 || b[0] != cursorVersion {
		return "", false
	}
	body, sum := b[:len(b)-4], binary.BigEndian.Uint32(b[len(b)-4:])
	if crc32.ChecksumIEEE(body) != sum {
		return "", false
	}
	of, key, ok := strings.Cut(string(body[1:]), "\x00")
	if !ok || of != list {
		return "", false
	}
	return key, true
}
