package ui

import (
	"strings"
	"unicode/utf8"
)

// mostSummary is how much of a description search engines show, in characters; past
// half of it a whole sentence is enough.
const mostSummary = 160

// summary is a description as search engines and shared links show it: the whole
// sentences that fit, else the words that do.
func summary(s string) string {
	if utf8.RuneCountInString(s) <= mostSummary {
		return s
	}
	runes := []rune(s)
	cut := string(runes[:mostSummary+1])
	if end := strings.LastIndex(cut, ". "); utf8.RuneCountInString(cut[:max(end, 0)]) >= mostSummary/2 {
		return cut[:end+1]
	}
	cut = string(runes[:mostSummary])
	if end := strings.LastIndexByte(cut, ' '); end > 0 {
		cut = cut[:end]
	}
	return strings.TrimRight(cut, " ,;:\u00a0") + "…"
}
