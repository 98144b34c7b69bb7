package document

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// mmPerPt is the size of a typographic point.
const mmPerPt = 25.4 / 72

// ellipsis ends a text that was cut.
const ellipsis = "…"

// missing stands for a character that the faces do not have.
const missing = '□'

// faces are the two fonts, parsed once: they are part of the program.
var faces = sync.OnceValue(func() [2]*sfnt.Font {
	var fs [2]*sfnt.Font
	for face, ttf := range [][]byte{Regular: goregular.TTF, Bold: gobold.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			panic(fmt.Sprintf("document: embedded font %d: %v", face, err))
		}
		fs[face] = f
	}
	return fs
})

// widthOf is the length of s in millimetres.
func widthOf(s string, face Face, size float64) float64 {
	f := faces()[face]
	var buf sfnt.Buffer
	var sum fixed.Int26_6
	for _, r := range s {
		g, err := f.GlyphIndex(&buf, r)
		if err != nil {
			continue
		}
		// 1000 units an em: advances are then whole thousandths, whatever the size.
		if a, err := f.GlyphAdvance(&buf, g, fixed.I(1000), font.HintingNone); err == nil {
			sum += a
		}
	}
	return float64(sum) / 64 / 1000 * size * mmPerPt
}

// legible returns s with only characters that the faces can draw: composed where
// they can be, without the accents that they lack, spaces made plain, and the
// missing sign for the rest, once for a run of them.
func legible(s string) string {
	f := faces()[Regular]
	var buf sfnt.Buffer
	has := func(r rune) bool {
		g, err := f.GlyphIndex(&buf, r)
		return err == nil && g != 0
	}
	var b strings.Builder
	var last rune
	put := func(r rune) {
		if r == missing && last == missing || r == ' ' && last == ' ' {
			return
		}
		b.WriteRune(r)
		last = r
	}
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "�")) {
		switch {
		case r == '\u202f':
			put('\u00a0') // the faces have no narrow space
		case r == '\u00a0':
			put(r)
		case unicode.IsSpace(r):
			put(' ')
		case unicode.Is(unicode.C, r), unicode.Is(unicode.Mn, r):
			// Controls, joiners and accents that compose with nothing take no room.
		case r != '�' && has(r):
			put(r)
		default:
			if base := bare(r); base != r && has(base) {
				put(base)
			} else {
				put(missing)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// bare is the one letter that a character is a form of: é without its accent, the raised
// letter of 3ᵉ on the line; the character itself when it stands for several.
func bare(r rune) rune {
	base := rune(0)
	for _, d := range norm.NFKD.String(string(r)) {
		switch {
		case unicode.Is(unicode.Mn, d):
		case base != 0:
			return r
		default:
			base = d
		}
	}
	return base
}

// wrap breaks s between words into at most max lines no longer than width, the last
// one cut with an ellipsis when s has more. A word longer than a line is broken.
func wrap(s string, face Face, size, width float64, max int) []string {
	fits := func(s string) bool { return widthOf(s, face, size) <= width }
	words := strings.Split(s, " ")
	var lines []string
	for len(words) > 0 && len(lines) < max {
		n, l := 1, words[0]
		for n < len(words) && fits(l+" "+words[n]) {
			l += " " + words[n]
			n++
		}
		if !fits(l) { // a single word
			head := cut(l, face, size, width, "")
			if head == "" {
				head = string([]rune(l)[:1])
			}
			words[0] = l[len(head):]
			lines = append(lines, head)
			continue
		}
		words = words[n:]
		lines = append(lines, l)
	}
	if len(words) > 0 {
		last := &lines[len(lines)-1]
		*last = shorten(*last+" "+words[0], face, size, width)
	}
	return lines
}

// shorten returns s with an ellipsis, cut between words when it can be.
func shorten(s string, face Face, size, width float64) string {
	head := cut(s, face, size, width, ellipsis)
	if i := strings.LastIndexByte(head, ' '); i > len(head)/3 {
		head = head[:i]
	}
	return strings.TrimRight(head, " ,;:–-\u00a0(«'’") + ellipsis
}

// cut returns the longest beginning of s that fits with end after it.
func cut(s string, face Face, size, width float64, end string) string {
	head := ""
	for i := range s {
		if widthOf(s[:i]+end, face, size) > width {
			return head
		}
		head = s[:i]
	}
	if widthOf(s+end, face, size) > width {
		return head
	}
	return s
}
