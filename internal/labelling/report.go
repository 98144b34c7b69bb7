package labelling

import (
	"time"
	"unicode/utf8"
)

// ReportKind is what people write while a label runs.
type ReportKind string

// The kinds.
const (
	ReserveAnswer ReportKind = "answer"  // what the campus answers to a reserve; Period names the reserve
	InterimReview ReportKind = "interim" // at the part of its period that the rules say
	YearlyReport  ReportKind = "yearly"  // Period is the year
)

// ReportState is how far a report has got.
type ReportState string

// The states.
const (
	ReportDraft     ReportState = "draft"
	ReportHandedIn  ReportState = "handed_in"
	ReportValidated ReportState = "validated" // by those who follow the campus for the State
)

// Report is a version of what is written on a label.
type Report struct {
	Kind   ReportKind
	Period string
	Number int64 // counts the versions, from 1
	State  ReportState
	Body   map[string]string // by field: a criterion of the rules, a part of the report
	By     PersonID
	At     time.Time
}

// sentBack is the field that says why a report was sent back to its authors.
const sentBack = "renvoi"

// Return sends a report that was handed in back to its authors, for a reason: it is a draft
// again.
func (r *Report) Return(reason string) {
	r.State = ReportDraft
	body := map[string]string{sentBack: reason}
	for field, s := range r.Body {
		if field != sentBack {
			body[field] = s
		}
	}
	r.Body = body
}

// SentBack reports whether the last that happened to the report is that it was sent back.
func (r *Report) SentBack() bool { return r.State == ReportDraft && r.Body[sentBack] != "" }

// Why is the reason for which it was sent back, empty when it was not.
func (r *Report) Why() string {
	if !r.SentBack() {
		return ""
	}
	return r.Body[sentBack]
}

// Bounds of a report.
const (
	MaxReportFields = 100
	MaxReportText   = 4000 // characters of a field
)

// CheckReport says whether next may come after last, nil when it may: what is validated
// stays, what is validated was handed in before and is the same.
func CheckReport(last, next *Report) *Refusal {
	what := string(next.Kind)
	if next.Kind != ReserveAnswer && next.Kind != InterimReview && next.Kind != YearlyReport || next.Period == "" || len(next.Period) > 64 {
		return refuse(UnknownAct, what, "period %.70q", next.Period)
	}
	if len(next.Body) > MaxReportFields {
		return refuse(BadValue, what, "%d fields, at most %d", len(next.Body), MaxReportFields)
	}
	for field, s := range next.Body {
		if len(field) > 100 || utf8.RuneCountInString(s) > MaxReportText || !utf8.ValidString(s) {
			return refuse(BadValue, field, "at most %d characters", MaxReportText)
		}
	}
	switch {
	case last.State == ReportValidated:
		return refuse(WrongState, what, "validated already")
	case next.SentBack() && last.State != ReportHandedIn:
		return refuse(WrongState, what, "is not handed in")
	case next.State == ReportValidated && last.State != ReportHandedIn:
		return refuse(WrongState, what, "is not handed in")
	case next.State != ReportDraft && next.State != ReportHandedIn && next.State != ReportValidated:
		return refuse(BadValue, what, "state %.40q", string(next.State))
	}
	return nil
}
