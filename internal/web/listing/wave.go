package listing

import (
	"strings"

	"continuum/internal/text"
)

// Wave is the code of a wave in words: "2015a" is the first wave of 2015,
// "2016-2017" and "2013-ou-2016" mean one of these years, "2019-et-apres" that year
// or later. A code of another form is shown as it is.
func Wave(t *text.Texts, code string) string {
	year, rest := code, ""
	if len(code) > 4 {
		year, rest = code[:4], code[4:]
	}
	switch {
	case strings.Trim(year, "0123456789") != "" || len(year) != 4:
		return code
	case rest == "":
		return t.T("listing.wave.year", year)
	case rest == "-et-apres":
		return t.T("listing.wave.since", year)
	case len(rest) == 1 && rest[0] >= 'a' && rest[0] <= 'z':
		return t.T("listing.wave.nth", year, ordinal(t, int(rest[0]-'a')+1))
	case rest[0] == '-' && len(rest) == 5:
		return t.T("listing.wave.either", year, rest[1:])
	case strings.HasPrefix(rest, "-ou-") && len(rest) == 8:
		return t.T("listing.wave.either", year, rest[4:])
	}
	return code
}

func ordinal(t *text.Texts, n int) string {
	if n == 1 {
		return t.T("listing.wave.first")
	}
	return t.T("listing.wave.other", n)
}
