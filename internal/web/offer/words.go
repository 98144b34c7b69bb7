// Package offer holds what the pages about the national offer have in common: the
// plain words for levels, routes, figures and ages, the sources that a page cites, and
// the choice of a place and of a route. Nothing here is said of a figure without
// saying when it is masked or missing.
package offer

import (
	"math"
	"strconv"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/training"
)

// Level is a level in plain words: "niveau 4 (bac)".
func Level(t *text.Texts, level int8) string {
	return t.T("offer.level." + text.Key(strconv.Itoa(int(level))))
}

// LevelCode is the level where there is no room for words, "4"; "?" when unknown.
func LevelCode(level int8) string {
	if level == 0 {
		return "?"
	}
	return strconv.Itoa(int(level))
}

// Kind is a kind of qualification with its acronym spelled out; empty when there is
// nothing to add to the kind itself.
func Kind(t *text.Texts, kind string) string {
	k := text.Key("offer.kind." + strings.ReplaceAll(geo.Slug(kind), "-", "_"))
	if kind == "" || !t.Has(k) {
		return ""
	}
	return t.T(k)
}

// Route is a route in plain words; every route when zero.
func Route(t *text.Texts, r training.Route) string {
	if r == 0 {
		return t.T("offer.route.all")
	}
	return t.T("offer.route." + text.Key(r.String()))
}

// Way is how and from which year an offer is followed: its route, and what sets it apart.
func Way(t *text.Texts, o *training.Offer) string {
	s := Route(t, o.Route)
	if o.Mode == training.Distance {
		s += ", " + t.T("offer.distance")
	}
	if o.EntryYear > 1 {
		s += ", " + t.T("offer.second_year")
	}
	return s
}

// Figure is a number in words: the number, or why there is none.
func Figure(t *text.Texts, f training.Figure) string {
	if f.Status != training.Known {
		return t.T("offer.figure." + text.Key(f.Status.String()))
	}
	return t.Number(int(math.Round(float64(f.Value))))
}

// Share is a share as a percentage, or why there is none.
func Share(t *text.Texts, f training.Figure) string {
	if f.Status != training.Known {
		return t.T("offer.figure." + text.Key(f.Status.String()))
	}
	return t.T("offer.percent", int(math.Round(100*float64(f.Value))))
}

// Points is a difference in points with its sign, or why there is none.
func Points(t *text.Texts, f training.Figure) string {
	if f.Status != training.Known {
		return t.T("offer.figure." + text.Key(f.Status.String()))
	}
	n := int(math.Round(float64(f.Value)))
	if n > 0 {
		return "+" + t.Number(n)
	}
	return t.Number(n)
}

// Ratio is a number with one decimal, as the language writes it.
func Ratio(t *text.Texts, v float64) string {
	s := strconv.FormatFloat(v, 'f', 1, 64)
	if t.Lang == text.French {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Places is the capacity of an offer in words: what the file says when it is none.
func Places(t *text.Texts, o *training.Offer) string {
	if o.Capacity.Status == training.Missing && o.CapacityNote != "" {
		return t.T("offer.note." + text.Key(o.CapacityNote))
	}
	return Figure(t, o.Capacity)
}

// Wishes is who asked for an offer, in words: how many, and what is counted.
func Wishes(t *text.Texts, o *training.Offer) string {
	if o.Applied.Status != training.Known || o.Applicants == training.NoApplicants {
		return Figure(t, o.Applied)
	}
	return t.N("offer.wishes."+text.Key(o.Applicants.String()), int(math.Round(float64(o.Applied.Value))))
}

// PerPlace is the number of wishes for one place; ok is false where it has no meaning:
// no places known, nobody counted, or an entry that opens no new places.
func PerPlace(o *training.Offer) (v float64, ok bool) {
	if !Counted(o) || o.Applied.Status != training.Known || o.Applicants == training.NoApplicants {
		return 0, false
	}
	return float64(o.Applied.Value) / float64(o.Capacity.Value), true
}

// Counted reports whether the places of an offer are new ones that can be added to
// others: second-year entries after a common year are not.
func Counted(o *training.Offer) bool {
	return o.EntryYear <= 1 && o.Capacity.Status == training.Known && o.Capacity.Value > 0
}

// Cohort is a cohort as people write it: "2021-2022".
func Cohort(s string) string { return strings.ReplaceAll(s, "_", "-") }

// Public is who answers for an establishment, empty when unknown.
func Public(t *text.Texts, p training.Public) string {
	if p == "" {
		return ""
	}
	return t.T("offer.public." + text.Key(p))
}

// EstablishmentKind is what an establishment is, in words.
func EstablishmentKind(t *text.Texts, k training.EstablishmentKind) string {
	if k == "" {
		k = training.OtherKind
	}
	return t.T("offer.establishment." + text.Key(k))
}

// City is the city of an establishment with its département.
func City(t *text.Texts, e *training.Establishment) string {
	switch {
	case e.City == "":
		return t.T("offer.city_unknown")
	case e.Departement == "":
		return e.City
	}
	return e.City + " (" + e.Departement + ")"
}
