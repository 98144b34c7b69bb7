package campus

import (
	"net/url"
	"strconv"
	"strings"
)

// digits reports whether s is exactly n decimal digits.
func digits(s string, n int) bool {
	if len(s) != n {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// Valid reports whether the UAI has its form, seven digits and a capital letter.
func (u UAI) Valid() bool {
	return len(u) == 8 && digits(string(u[:7]), 7) && u[7] >= 'A' && u[7] <= 'Z'
}

// uaiLetters are the check letters in order: I, O and Q are left out.
const uaiLetters = "ABCDEFGHJKLMNPRSTUVWXYZ"

// Checked reports whether the letter of a valid UAI is the one that its digits call
// for. Some establishments bear, officially, another letter.
func (u UAI) Checked() bool {
	n, err := strconv.Atoi(string(u[:7]))
	return err == nil && uaiLetters[n%len(uaiLetters)] == u[7]
}

// Valid reports whether the SIRET has its form, fourteen digits, and its check digit:
// Luhn's sum is a multiple of ten. The establishments of La Poste but for its seat have
// another rule: the sum of their digits is a multiple of five (INSEE).
func (s SIRET) Valid() bool {
	if !digits(string(s), 14) {
		return false
	}
	luhn, plain := 0, 0
	for i, c := range []byte(s) {
		d := int(c - '0')
		plain += d
		if i%2 == 0 { // each second digit from the right
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		luhn += d
	}
	return luhn%10 == 0 || strings.HasPrefix(string(s), "356000000") && plain%5 == 0
}

func (v *validator) uai(field string, u UAI) {
	switch {
	case u == "":
	case !u.Valid():
		v.bad(field, "%q: want seven digits and a capital letter", u)
	case !u.Checked():
		v.warn(field, "%q: its letter is not the one that its digits call for", u)
	}
}

// Slug reports whether s may stand in a URL: words of small letters and digits,
// joined by single hyphens, 80 characters at most.
func Slug(s string) bool {
	if s == "" || len(s) > 80 {
		return false
	}
	for word := range strings.SplitSeq(s, "-") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}

func (v *validator) slug(field, s string) {
	if s != "" && !Slug(s) {
		v.bad(field, "%q: want words of small letters and digits joined by hyphens", s)
	}
}

func (v *validator) commune(field, code string) {
	if code == "" {
		return
	}
	n := code
	if strings.HasPrefix(n, "2A") || strings.HasPrefix(n, "2B") {
		n = "20" + n[2:]
	}
	if !digits(n, 5) {
		v.bad(field, "%q: want the five characters of an INSEE code", code)
	}
}

func (v *validator) url(field, s string) {
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		v.bad(field, "%q: want an http or https address", s)
	}
}

// point checks degrees; NaN fails both comparisons.
func (v *validator) point(field string, lat, lon float64) {
	if !(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180) {
		v.bad(field, "%v,%v: want a latitude within ±90 and a longitude within ±180 degrees", lat, lon)
	}
}
