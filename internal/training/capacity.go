package training

import (
	"strconv"
	"strings"

	"continuum/internal/geo"
)

// Capacity reads the places of an offer file. 998 and 999 stand for no limit, or for
// nobody knows; 0 for closed, or nobody knows: none of them is a number of places, so
// that they enter no sum and no ratio. The note says which it was.
func Capacity(s string) (places Figure, note string) {
	switch n, err := strconv.Atoi(s); {
	case s == "*":
		return Figure{Status: Secret}, ""
	case err != nil || n < 0:
		return Figure{}, ""
	case n == 0:
		return Figure{}, NoteClosed
	case n == 998 || n == 999:
		return Figure{}, NoteUnlimited
	default:
		return Of(float64(n)), ""
	}
}

// Number reads a figure of a file: empty is missing, an asterisk is secret.
func Number(s string) Figure {
	if s == "*" {
		return Figure{Status: Secret}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return Figure{}
	}
	return Of(v)
}

// Share reads a percentage of a file as a share between 0 and 1.
func Share(s string) Figure {
	f := Number(s)
	f.Value /= 100
	return f
}

// Plus adds two figures of the same kind, when two rows are one offer: what is known
// counts, and a sum with a secret is secret.
func (f Figure) Plus(g Figure) Figure {
	switch {
	case f.Status == Secret || g.Status == Secret:
		return Figure{Status: Secret}
	case f.Status == Missing:
		return g
	case g.Status == Missing:
		return f
	}
	return Figure{f.Value + g.Value, Known}
}

// LargestClass is the capacity from which an entry of a BTS can only be by distance: the
// largest that a school teaches on site is 250, the smallest of the online schools 300.
const LargestClass = 300

// ModeOf returns how one learns: by distance when the label of the offer says so, when
// the establishment teaches that way only (CNED and its like), or when the capacity is
// out of proportion with any class.
func ModeOf(label, establishment string, places Figure) Mode {
	if places.Status == Known && places.Value >= LargestClass {
		return Distance
	}
	if !strings.Contains(label, "istan") && !strings.Contains(establishment, "istan") && !strings.Contains(establishment, "CNED") {
		return OnSite // most of them: folding is what costs
	}
	label = " " + geo.Fold(label) + " "
	establishment = " " + geo.Fold(establishment) + " "
	switch {
	case strings.Contains(label, " distanciel "), strings.Contains(label, " enseignement a distance "),
		strings.Contains(label, " entierement a distance "),
		strings.Contains(establishment, " cned "), strings.Contains(establishment, " enseignement a distance "):
		return Distance
	}
	return OnSite
}

// Ratio returns applicants ÷ places of an offer: the pressure where applicants are
// first wishes, the demand where they are all wishes. Missing for an entry in second
// year, which has no new places, and where either figure is not known.
func (o *Offer) Ratio() (ratio Figure, of Applicants) {
	if o.Applicants == NoApplicants || o.EntryYear > 1 {
		return Figure{}, NoApplicants
	}
	if o.Capacity.Status == Secret || o.Applied.Status == Secret {
		return Figure{Status: Secret}, o.Applicants
	}
	if o.Capacity.Status != Known || o.Applied.Status != Known || o.Capacity.Value <= 0 {
		return Figure{}, o.Applicants
	}
	return Figure{o.Applied.Value / o.Capacity.Value, Known}, o.Applicants
}
