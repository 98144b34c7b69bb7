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
	case next.State == ReportValidated && last.State != ReportHandedIn:
		return refuse(WrongState, what, "is not handed in")
	case next.State != ReportDraft && next.State != ReportHandedIn && next.State != ReportValidated:
		return refuse(BadValue, what, "state %.40q", string(next.State))
	}
	return nil
}
