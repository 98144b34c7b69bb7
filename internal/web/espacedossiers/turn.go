package espacedossiers

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/appels"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
)

// todo is what leads a dossier on, as one sentence to who asks.
type todo struct {
	labelling.Todo
	what string // as the end of "You have to …"
	mine bool
	link string // where who asks does it, empty when it is another's
}

// todos are what leads the dossier on: first what who asks has to do. Acts among which the
// same people choose are one.
func (v *view) todos(list []labelling.Todo) (told []todo) {
	for _, x := range list {
		t := todo{Todo: x, what: v.doing(x)}
		if t.mine = v.has(x); t.mine {
			t.link = v.placeOf(x)
		}
		if n := len(told) - 1; n >= 0 && x.Kind == labelling.ToMove && told[n].Kind == x.Kind && told[n].Before == x.Before && slices.Equal(told[n].By, x.By) {
			told[n].what = v.r.T.T("dossier.tour.or", told[n].what, t.what)
			told[n].mine = told[n].mine || t.mine
			continue
		}
		told = append(told, t)
	}
	slices.SortStableFunc(told, func(a, b todo) int {
		switch {
		case a.mine == b.mine:
			return 0
		case a.mine:
			return -1
		}
		return 1
	})
	return told
}

// doing says what is to be done, as the end of a sentence.
func (v *view) doing(x labelling.Todo) string {
	rules := v.Case.Rules
	switch x.Kind {
	case labelling.ToMove:
		return lowered(v.actName(x.What))
	case labelling.ToAdvise:
		name := rules.Consultation(x.What).Name
		if x.Note != "" && x.Note != "?" {
			name += " – " + perimeter.Name(v.r.Catalog, account.Scope{Kind: account.Academie, ID: x.Note})
		}
		return v.r.T.T("dossier.tour.opinion", name)
	}
	return v.r.T.T("dossier.tour." + text.Key(x.Kind))
}

// lowered begins with a small letter: what a button says goes on a sentence.
func lowered(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// has reports whether something is for who asks to do.
func (v *view) has(x labelling.Todo) bool {
	rules := v.Case.Rules
	switch x.Kind {
	case labelling.ToMove:
		return slices.ContainsFunc(v.Acts(), func(a capacity.Act) bool { return a.ID == x.What })
	case labelling.ToFill:
		return v.lacking() > 0
	case labelling.ToAdvise:
		_, ok := v.Records(rules.Consultation(x.What), x.Note)
		return ok
	case labelling.ToSign:
		_, ok := v.Signs(rules.Signatory(x.What))
		return ok
	case labelling.ToAssign:
		return v.May(account.AssignReaders)
	case labelling.ToReview:
		return v.line != nil && !v.line.Sealed && v.May(account.SheetWrite)
	case labelling.ToDeliver:
		return v.May(account.PlenaryVote)
	}
	return false
}

// lacking counts what is missing that who asks may give.
func (v *view) lacking() (n int) {
	for _, m := range append(v.Case.MissingFields(), v.Case.MissingPieces()...) {
		ok := false
		if m.Kind == labelling.LackPiece {
			_, ok = v.Attaches(v.Case.Rules.Piece(m.What))
		} else {
			_, ok = v.Fills(v.Case.Rules.Field(m.What))
		}
		if ok {
			n++
		}
	}
	return n
}

// placeOf is where who asks does something.
func (v *view) placeOf(x labelling.Todo) string {
	switch x.Kind {
	case labelling.ToMove:
		if !slices.ContainsFunc(mine(v.Standing), func(a capacity.Act) bool { return a.ID == x.What }) {
			return v.r.Link(espace.DecisionsPath) // what an order does
		}
		return "#acte-" + x.What
	case labelling.ToFill:
		return "#parties"
	case labelling.ToAdvise:
		return "#avis"
	case labelling.ToSign:
		return v.link("signer", x.What)
	case labelling.ToReview:
		return v.r.Link(espace.PanelsPath + "/" + v.line.Panel + "/" + string(v.line.Dossier.ID))
	}
	return v.r.Link(espace.PanelsPath)
}

// when says until when something may be done: by the date after which it is too late, else
// by the next date of the call, which binds nobody to it.
func (v *view) when(x todo) string {
	t := v.r.T
	switch {
	case !x.Until.IsZero() && v.r.Now.Before(x.Until):
		return t.T("dossier.tour.until", t.Last(x.Until))
	case !x.Until.IsZero():
		return t.T("dossier.tour.late", t.Last(x.Until))
	}
	for _, s := range v.calendar() {
		if !s.past {
			return t.T("dossier.tour.free", s.name, t.Last(s.ends))
		}
	}
	return t.T("dossier.tour.undated")
}

// whom are the people whose turn it is.
func (v *view) whom(by []ruleset.Role) string {
	names := make([]string, len(by))
	for i, role := range by {
		names[i] = roleName(v.r, account.Role(role))
	}
	if n := len(names) - 1; n > 0 {
		return v.r.T.T("dossier.tour.or", strings.Join(names[:n], ", "), names[n])
	}
	return strings.Join(names, "")
}

// finding says what is found of a rule of admissibility.
func finding(r *page.Request, f labelling.Finding) string {
	return r.T.T("dossier.rule." + text.Key(f))
}

// sure says how sure a rule is, and where it was found.
func (v *view) sure(j labelling.Judged) string {
	s := appels.Certain(v.r, j.Certainty)
	for _, source := range v.Case.Rules.Sources {
		if source.ID == j.Source {
			s += " – " + source.Title
		}
	}
	return s
}
