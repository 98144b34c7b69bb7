package opendata_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"continuum/internal/opendata"
)

func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		typ      opendata.Type
		in, want string // "!" when refused
	}{
		{opendata.Text, "", ""},
		{opendata.Text, " \t\n\u00a0 ", ""},
		{opendata.Text, "  Lycée \u00a0 Joliot-Curie\r\n(Rennes) ", "Lycée Joliot-Curie (Rennes)"},
		{opendata.Text, "a\x00b\x1b[31mc\ufeff", "ab[31mc"},
		{opendata.Text, "Lyce\u0301e", "Lycée"},
		{opendata.Text, "\xe9", "!"},
		{opendata.Text, strings.Repeat("a", 1<<20+1), "!"},
		{opendata.Code, " 400 24202 V ", "40024202V"},
		{opendata.Int, "0", "0"},
		{opendata.Int, "007", "7"},
		{opendata.Int, "1 234", "1234"},
		{opendata.Int, "1\u202f234", "1234"},
		{opendata.Int, "-0", "0"},
		{opendata.Int, "-12", "-12"},
		{opendata.Int, "12.0", "12"},
		{opendata.Int, "12,00", "12"},
		{opendata.Int, "12.5", "!"},
		{opendata.Int, "douze", "!"},
		{opendata.Int, "*", "!"},
		{opendata.Int, strings.Repeat("9", 30), "!"},
		{opendata.Decimal, "12,50", "12.5"},
		{opendata.Decimal, "1 234,0", "1234"},
		{opendata.Decimal, "-0.0", "0"},
		{opendata.Decimal, ".5", "0.5"},
		{opendata.Decimal, "+3.10", "3.1"},
		{opendata.Decimal, "1.5E-3", "0.0015"},
		{opendata.Decimal, "48.117266", "48.117266"},
		{opendata.Decimal, "1,234.5", "!"},
		{opendata.Decimal, "NaN", "!"},
		{opendata.Decimal, "Inf", "!"},
		{opendata.Decimal, "1e400", "!"},
		{opendata.Decimal, "1e300", "!"},
		{opendata.Decimal, "0x1p3", "!"},
		{opendata.Decimal, ".", "!"},
		{opendata.Decimal, "-", "!"},
		{opendata.Date, "2013", "2013"},
		{opendata.Date, "2013-09", "2013-09"},
		{opendata.Date, "2013-09-30", "2013-09-30"},
		{opendata.Date, "30/09/2013", "2013-09-30"},
		{opendata.Date, "9/2013", "2013-09"},
		{opendata.Date, "1/9/2013 00:00:00", "2013-09-01"},
		{opendata.Date, "2013-09-30T00:00:00+02:00", "2013-09-30"},
		{opendata.Date, "2013-09-31", "!"},
		{opendata.Date, "29/02/2023", "!"},
		{opendata.Date, "29/02/2024", "2024-02-29"},
		{opendata.Date, "30-09-2013", "!"},
		{opendata.Date, "0000", "!"},
		{opendata.Bool, "Oui", "1"},
		{opendata.Bool, "N", "0"},
		{opendata.Bool, "1", "1"},
		{opendata.Bool, "false", "0"},
		{opendata.Bool, "peut-être", "!"},
		{opendata.List, " a | |b  c|", "a|b c"},
		{opendata.List, "||", ""},
		{opendata.UAI, " 0350001k", "0350001K"},
		{opendata.UAI, "0350001", "!"},
		{opendata.UAI, "035000KK", "!"},
		{opendata.Commune, "1004", "01004"},
		{opendata.Commune, "2a004", "2A004"},
		{opendata.Commune, "97411", "97411"},
		{opendata.Commune, "2C004", "!"},
		{opendata.Commune, "350000", "!"},
		{opendata.Latitude, "48,10", "48.1"},
		{opendata.Latitude, "148", "!"},
		{opendata.Longitude, "148", "148"},
		{opendata.Longitude, "-180.01", "!"},
	} {
		got, err := tt.typ.Canonical(tt.in)
		if err != nil {
			if got != "" {
				t.Errorf("Type %d, Canonical(%.40q) = %q with an error", tt.typ, tt.in, got)
			}
			got = "!"
		}
		if got != tt.want {
			t.Errorf("Type %d, Canonical(%.40q) = %.40q, %v, want %.40q", tt.typ, tt.in, got, err, tt.want)
		}
	}
}

func TestCheckLetter(t *testing.T) {
	t.Parallel()
	for uai, want := range map[string]bool{
		"0350029S": true, // remainder 15
		"0350029s": true,
		"0350029R": false,
		"0350029I": false, // no remainder has it
		"035002":   false,
		"":         false,
		"A350029S": false,
	} {
		if got := opendata.CheckLetter(uai); got != want {
			t.Errorf("CheckLetter(%q) = %v, want %v", uai, got, want)
		}
	}
	// One letter in twenty-six is right.
	right := 0
	for c := 'A'; c <= 'Z'; c++ {
		if opendata.CheckLetter("1234567" + string(c)) {
			right++
		}
	}
	if right != 1 {
		t.Errorf("%d letters are right for 1234567, want 1", right)
	}
}

// What is canonical is its own canonical form, has no control character and is text.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"", "12,5", "30/09/2013", "Lyce\u0301e\n", "1e5", "2A004", "a||b", "\u1100\u1161 \u0301", "a \u00ad b"} {
		for typ := opendata.Text; typ <= opendata.Longitude; typ++ {
			f.Add(uint8(typ), s)
		}
	}
	f.Fuzz(func(t *testing.T, typ uint8, s string) {
		kind := opendata.Type(typ) % (opendata.Longitude + 1)
		once, err := kind.Canonical(s)
		if err != nil {
			return
		}
		twice, err := kind.Canonical(once)
		if err != nil || twice != once {
			t.Errorf("Type %d, Canonical(%q) = %q, then %q, %v", kind, s, once, twice, err)
		}
		if !utf8.ValidString(once) || strings.ContainsFunc(once, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Errorf("Type %d, Canonical(%q) = %q: not clean", kind, s, once)
		}
	})
}
