package labelling

import (
	"fmt"
	"strings"
)

// Reason is why an act is refused, as the dictionaries name it.
type Reason string

// The reasons.
const (
	UnknownAct   Reason = "act"       // the référentiel has no such act, field, body or signatory
	WrongState   Reason = "state"     // not in the state that the dossier is in
	WrongRole    Reason = "role"      // not by someone of that role
	TooLate      Reason = "late"      // after the date of the calendar
	TooEarly     Reason = "early"     // before the call is open
	Guarded      Reason = "guard"     // a guard does not hold
	NotGiven     Reason = "need"      // the act lacks something
	SamePerson   Reason = "person"    // the same person already signed in another capacity
	SignedBefore Reason = "signed"    // this authority has signed
	OtherContent Reason = "content"   // what is signed is not what the dossier holds
	BadValue     Reason = "value"     // a value is not of the form its field asks for
	AlreadyGiven Reason = "given"     // this body has given its opinion
	InFuture     Reason = "future"    // a date that has not come
	Duplicate    Reason = "duplicate" // it is there already
)

// Missing is one thing that stands in the way of an act.
type Missing struct {
	What string // field, piece, rule, body, signatory or need: its identifier
	Kind Lack
	Note string // row, académie or person concerned, empty when none
}

// Lack is the sort of a Missing.
type Lack string

// The sorts of what is missing.
const (
	LackField        Lack = "field"
	LackColumn       Lack = "column" // Note is the row
	LackPiece        Lack = "piece"
	LackRule         Lack = "rule"
	LackOpinion      Lack = "opinion" // Note is the académie
	LackSignature    Lack = "signature"
	LackSeal         Lack = "seal"
	LackSheet        Lack = "sheet"
	LackReader       Lack = "reader"
	LackConflict     Lack = "conflict"
	LackParity       Lack = "parity"
	LackQuorum       Lack = "quorum"
	LackPanelOpinion Lack = "panel_opinion"
	LackNeed         Lack = "need"
	LackWithdrawal   Lack = "withdrawal"
)

// Refusal says why an act is refused. It is the only error of this package.
type Refusal struct {
	Reason  Reason
	Guard   string // for Guarded, the guard; else what the reason bears on
	Missing []Missing
	Detail  string // for the operator
}

// Error is the operator's sentence.
func (r *Refusal) Error() string {
	s := "labelling: " + string(r.Reason)
	if r.Guard != "" {
		s += " " + r.Guard
	}
	if r.Detail != "" {
		s += ": " + r.Detail
	}
	if len(r.Missing) > 0 {
		list := make([]string, len(r.Missing))
		for i, m := range r.Missing {
			list[i] = string(m.Kind) + " " + m.What
			if m.Note != "" {
				list[i] += " (" + m.Note + ")"
			}
		}
		s += ": missing " + strings.Join(list, ", ")
	}
	return s
}

func refuse(reason Reason, what, format string, args ...any) *Refusal {
	return &Refusal{Reason: reason, Guard: what, Detail: fmt.Sprintf(format, args...)}
}
