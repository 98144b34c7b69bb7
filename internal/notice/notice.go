// Package notice holds what people are told of: what has happened, or will, in what they
// are in charge of. A notice is seen on one's own pages, and is sent by mail as one wishes:
// at once, with those of the day or of the week, or never.
package notice

import (
	"slices"
	"time"

	"continuum/internal/account"
	"continuum/internal/mail"
	"continuum/internal/text"
)

// Kind is what a notice is about.
type Kind string

// The kinds of notices.
const (
	LabelEnd      Kind = "label_end"      // a label ends in some months
	ConventionEnd Kind = "convention_end" // the agreement of a member ends soon
	SheetPending  Kind = "sheet_pending"  // something waits to be looked at
	SheetDecided  Kind = "sheet_decided"  // what one wrote was accepted or refused
	MemberPending Kind = "member_pending" // a change of a member waits for someone to accept it
	MemberDecided Kind = "member_decided" // a change that one proposed was accepted or refused
	BookingAsked  Kind = "booking_asked"  // someone asks for shared equipment
	BookingMoved  Kind = "booking_moved"  // what one asked for was granted, refused or given up

	CallOpen       Kind = "call_open"       // a call may be answered
	DeadlineChange Kind = "deadline_change" // a day of a call was moved
	DeadlineNear   Kind = "deadline_near"   // the last day for a dossier comes soon
	Asked          Kind = "asked"           // a question on a call waits for an answer
	Answered       Kind = "answered"        // a question on a call was answered
	DossierTurn    Kind = "dossier_turn"    // a dossier waits for one's own act
	DossierStep    Kind = "dossier_step"    // a dossier that one brought has moved
	ReaderChosen   Kind = "reader_chosen"   // a dossier was given to read
	OrderPublished Kind = "order_published" // the decision on a dossier was published

	ReportDue    Kind = "report_due"    // a report on a label is to be written
	LabelReport  Kind = "label_report"  // one was handed in, validated or sent back
	LabelReserve Kind = "label_reserve" // a reserve was noted, answered or lifted
	LabelOrder   Kind = "label_order"   // an order changed a label, or corrected what was said of it
)

// Way is how one wishes to be sent the notices of a kind.
type Way string

// The ways.
const (
	AtOnce Way = "at_once"
	Daily  Way = "daily"
	Weekly Way = "weekly"
	Never  Way = "never" // seen on one's pages only
)

// Ways lists the ways.
var Ways = []Way{AtOnce, Daily, Weekly, Never}

// usual are the ways of who has chosen none, for every kind.
var usual = map[Kind]Way{
	LabelEnd: AtOnce, ConventionEnd: Daily, SheetPending: Daily, SheetDecided: AtOnce,
	MemberPending: Daily, MemberDecided: AtOnce, BookingAsked: AtOnce, BookingMoved: AtOnce,
	CallOpen: AtOnce, DeadlineChange: AtOnce, DeadlineNear: AtOnce, Asked: Daily, Answered: Daily,
	DossierTurn: AtOnce, DossierStep: AtOnce, ReaderChosen: AtOnce, OrderPublished: AtOnce,
	ReportDue: Daily, LabelReport: AtOnce, LabelReserve: AtOnce, LabelOrder: AtOnce,
}

// Kinds lists the kinds in the order of pages.
var Kinds = []Kind{
	LabelEnd, ReportDue, LabelReport, LabelReserve, LabelOrder, ConventionEnd, SheetPending, SheetDecided, MemberPending, MemberDecided, BookingAsked, BookingMoved,
	CallOpen, DeadlineChange, DeadlineNear, Asked, Answered, DossierTurn, DossierStep, ReaderChosen, OrderPublished,
}

// Valid reports whether there are such a kind and such a way.
func Valid(k Kind, w Way) bool { return slices.Contains(Kinds, k) && slices.Contains(Ways, w) }

// WayOf is how notices of a kind are sent to who chose so; empty is no choice.
func WayOf(k Kind, chosen Way) Way {
	if slices.Contains(Ways, chosen) {
		return chosen
	}
	return usual[k]
}

// Notice is one thing told to one person.
type Notice struct {
	ID     string
	Person account.PersonID
	Kind   Kind
	Text   string // one sentence, in the person's language
	Path   string // page of this site where it can be seen, without language
	At     time.Time
	Read   bool
}

// News is a thing to be told to those who hold one of the roles on one of the scopes, and
// to those named.
type News struct {
	Kind Kind
	// Key names the news for ever: nobody is told the same twice.
	Key    string
	Path   string
	Roles  []account.Role
	Scopes []account.Scope
	// Anywhere: the roles are enough, whatever the scope they were granted on.
	Anywhere bool
	People   []account.PersonID
	Say      func(t *text.Texts) string // the sentence, in a language
}

// hour is when digests are made, by the clock of Paris.
const hour = 7

// Due reports whether a notice of an instant is to be sent now: daily ones after seven in
// the morning, weekly ones on Mondays, each once the hour has struck since it happened.
func Due(w Way, at, now time.Time, paris *time.Location) bool {
	now = now.In(paris)
	struck := time.Date(now.Year(), now.Month(), now.Day(), hour, 0, 0, 0, paris)
	switch w {
	case AtOnce:
		return true
	case Daily:
	case Weekly:
		struck = struck.AddDate(0, 0, -(int(now.Weekday())+6)%7)
		if struck.After(now) { // Monday, before the hour
			struck = struck.AddDate(0, 0, -7)
		}
		return at.Before(struck)
	default:
		return false
	}
	if struck.After(now) {
		struck = struck.AddDate(0, 0, -1)
	}
	return at.Before(struck)
}

// Digest is the mail that tells a person these notices. base is the address of the site,
// without a final slash.
func Digest(p account.Person, list []Notice, base string) mail.Message {
	lang := text.Lang(p.Lang)
	t := text.For(lang)
	l := mail.Letter{
		Lang: lang, Subject: t.N("notice.subject", len(list)), Paragraphs: []string{t.T("letter.hello", p.Name), t.N("notice.lead", len(list))},
		Action: mail.Link{Label: t.T("notice.action"), URL: base + lang.Link("/espace")}, Why: t.T("notice.why", base+lang.Link("/espace/compte")),
	}
	for _, n := range list {
		l.Items = append(l.Items, mail.Link{Label: n.Text, URL: base + lang.Link(n.Path)})
	}
	if len(list) == 1 {
		l.Subject = subject(list[0].Text)
	}
	return l.To(p.Mail, "digest")
}

// subject makes a subject of a sentence.
func subject(s string) string {
	r := []rune(s)
	if len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return s
}
