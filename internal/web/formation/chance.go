package formation

import (
	"cmp"
	"slices"

	"continuum/internal/training"
	"continuum/internal/web/offer"
)

// chance is what the chosen offers say together of the chances to enter: the places
// of those with one indicator, one route, one mode and one year, and who asked for
// them. Pressure and demand are never in one line, nor distance with the rest.
type chance struct {
	Applicants training.Applicants
	Route      training.Route
	Mode       training.Mode
	Year       int16
	Offers     int // that the line is the sum of
	Places     int
	Wishes     int // of the same offers; none are known when Applicants is none
	Source     int32
}

// Ratio is the wishes for one place; ok is false when nobody counted them.
func (c chance) Ratio() (v float64, ok bool) {
	if c.Applicants == training.NoApplicants {
		return 0, false
	}
	return float64(c.Wishes) / float64(c.Places), true
}

// Chances are the lines of the table, school first, latest year first.
func (v *view) Chances() []chance {
	var list []chance
	for _, l := range v.Lines {
		o := l.Offer
		if !offer.Counted(o) {
			continue
		}
		c := chance{Applicants: o.Applicants, Route: o.Route, Mode: o.Mode, Year: o.Year, Source: o.Source}
		if o.Applied.Status != training.Known {
			c.Applicants = training.NoApplicants
		}
		i := slices.IndexFunc(list, func(x chance) bool {
			return x.Applicants == c.Applicants && x.Route == c.Route && x.Mode == c.Mode && x.Year == c.Year && x.Source == c.Source
		})
		if i < 0 {
			i = len(list)
			list = append(list, c)
		}
		x := &list[i]
		x.Offers++
		x.Places += int(o.Capacity.Value)
		if x.Applicants != training.NoApplicants {
			x.Wishes += int(o.Applied.Value)
		}
	}
	slices.SortStableFunc(list, func(a, b chance) int {
		return cmp.Or(cmp.Compare(a.Route, b.Route), cmp.Compare(a.Mode, b.Mode), cmp.Compare(b.Year, a.Year), cmp.Compare(b.Applicants, a.Applicants))
	})
	return list
}

// measured are the figures of the table, which are explained: the places, and the
// indicators that its lines have.
func measured(list []chance) []offer.Meaning {
	what := []offer.Meaning{offer.Capacity}
	for _, m := range []struct {
		of   training.Applicants
		what offer.Meaning
	}{{training.FirstWishes, offer.Pressure}, {training.AllWishes, offer.Demand}} {
		if slices.ContainsFunc(list, func(c chance) bool { return c.Applicants == m.of }) {
			what = append(what, m.what)
		}
	}
	return what
}

// chanceSources are the sources of the table.
func chanceSources(list []chance) []int32 {
	at := make([]int32, len(list))
	for i, c := range list {
		at[i] = c.Source
	}
	return at
}

// left counts the chosen offers that the table of chances leaves out, by the reason.
type left struct {
	SecondYear int // they open no new places
	NoFigure   int // no places known
}

// Left counts what the table leaves out.
func (v *view) Left() left {
	var n left
	for _, l := range v.Lines {
		switch {
		case offer.Counted(l.Offer):
		case l.Offer.EntryYear > 1:
			n.SecondYear++
		default:
			n.NoFigure++
		}
	}
	return n
}
