package listing

import (
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/text"
)

// StateWords puts a state in a few words; asked is the day of the question. A
// state known for another day says its day.
func StateWords(t *text.Texts, st campus.State, asked date.Day) string {
	if st.Status.Holds() && st.On != asked {
		return t.T("listing.then."+text.Key(st.Status), st.On)
	}
	return t.T("status." + text.Key(st.Status))
}

// Sentence explains a state: what can be said of the day, and what it rests on.
func Sentence(t *text.Texts, st campus.State, asked date.Day) string {
	l := st.Label
	switch {
	case l == nil:
		return t.T("listing.why.no_label")
	case st.Status.Holds() && st.On != asked:
		return t.T("listing.why.then", asked, st.On, text.Key("listing.holds."+string(st.Status))) + " " + reason(t, st)
	case st.Status == campus.Unknown && l.Start.IsZero() && len(l.Bases) > 0:
		return t.T("listing.why.undated", asked)
	case st.Status == campus.Unknown:
		return t.T("listing.why.unknown", asked)
	case st.Status == campus.Ended:
		return t.T("listing.why.ended", asked)
	case st.Status == campus.NotYet:
		return t.T("listing.why.not_yet", asked, l.Start)
	}
	return t.T("listing.why."+text.Key(st.Status), asked) + " " + reason(t, st)
}

// reason says what a state that holds rests on, empty when nothing does.
func reason(t *text.Texts, st campus.State) string {
	if st.Basis == nil {
		return ""
	}
	said := st.Basis.Text
	if said == "" {
		said = t.T("listing.basis." + text.Key(st.Basis.Kind))
	}
	s := t.T("listing.rests", said)
	if st.Status == campus.Presumed {
		from := st.Label.Start
		if from.IsZero() {
			from = st.Basis.On
		}
		if !from.IsZero() {
			s += " " + t.T("listing.maximum", campus.MaxYears(from.Latest()), from)
		}
	}
	return s
}

// Category is the category of a label in words.
func Category(t *text.Texts, c campus.Category) string {
	return t.T("listing.category." + text.Key(c))
}

// Since is "depuis le 30 janvier 2015" or "depuis 2015": French says days with an article.
func Since(t *text.Texts, d date.Date) string {
	if d.Precision() == date.FullDay {
		return t.T("campus.label.from_day", d)
	}
	return t.T("campus.label.from", d)
}
