package secret

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"sort"
	"strings"
	"unicode"
)

// known.bin holds what passwords that leaked and that many people have are like: those of at
// least MinPassword characters among the million commonest of Mark Burnett's ten million, in
// the order of OWASP's SecLists, each as the first bytes of its hash, sorted. There is nothing
// to read in it: some are obscene, some name people. A test makes it (see TestKnown).
//
//go:embed known.bin
var knownHashes []byte

// knownSize is how many bytes of a hash are kept: among fifty thousand, one password in
// twenty million is refused by mistake.
const knownSize = 5

// known reports whether a folded password leaked and is common, as it is or with what people
// add to it: signs, digits at the end, digits for letters.
func known(folded string) bool {
	for _, s := range []string{alike(folded), stem(folded), stem(unleet(strings.TrimRightFunc(folded, notLetter)))} {
		if h := hashOf(s); h != nil && listed(knownHashes, h) {
			return true
		}
	}
	return false
}

// alike is what passwords have in common that differ by spaces and signs.
func alike(folded string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, folded)
}

// stem is what remains without the digits at the end.
func stem(folded string) string { return strings.TrimRightFunc(alike(folded), notLetter) }

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// lettersOf leaves out all but letters.
func lettersOf(folded string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, folded)
}

// shortestKnown bounds what stands for a password once digits and signs are gone: less says
// too little of it.
const shortestKnown = 8

// hashOf is what is kept of a password; nil when it says too little.
func hashOf(s string) []byte {
	if len(s) < shortestKnown {
		return nil
	}
	sum := sha256.Sum256([]byte(s))
	return sum[:knownSize]
}

// listed reports whether a hash is among sorted ones that follow each other.
func listed(hashes, h []byte) bool {
	n := len(hashes) / knownSize
	at := func(i int) []byte { return hashes[i*knownSize : (i+1)*knownSize] }
	i := sort.Search(n, func(i int) bool { return bytes.Compare(at(i), h) >= 0 })
	return i < n && bytes.Equal(at(i), h)
}
