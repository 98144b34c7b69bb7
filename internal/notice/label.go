package notice

import (
	"fmt"
	"strconv"
	"time"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/text"
)

// Those who are told of the life of a label. Each of them may read the campus: the table of
// permissions says so, and a test compares.
var (
	// writers answer reserves and write reports.
	writers = []account.Role{account.Director, account.Coordinator, account.Correspondent}
	// validators take reports over for the State, and lift reserves.
	validators = []account.Role{account.RegionalDelegate, account.AcademieDelegate}
	// holders are all those whom a label concerns.
	holders = append(append([]account.Role{
		account.Carrier, account.CampusPresident, account.RegionRector, account.AcademieRector, account.RegionPresident, account.RegionOfficer, account.NationalOfficer,
	}, writers...), validators...)
)

// OfLabel is a label as those whom it concerns are told of it.
type OfLabel struct {
	ID     campus.LabelID
	Campus string // its name
	Slug   string
	Scopes []account.Scope // that the campus lies within
}

// news is a piece of news about a label, which names the campus and holds nothing of what
// was written.
func (l *OfLabel) news(k Kind, key string, say text.Key, args ...any) News {
	return News{
		Kind: k, Key: "label/" + string(l.ID) + "/" + key, Path: "/espace/campus/" + l.Slug + "/label", Scopes: l.Scopes,
		Say: func(t *text.Texts) string { return t.T(say, append([]any{l.Campus}, args...)...) },
	}
}

// ReportMoved tells of a report that was handed in, validated or sent back; a draft concerns
// its authors alone.
func ReportMoved(l *OfLabel, r *labelling.Report, at time.Time) (n News, told bool) {
	key := fmt.Sprintf("%s/%s/%d", r.Kind, r.Period, at.UnixMicro())
	switch {
	case r.Kind == labelling.ReserveAnswer && r.State == labelling.ReportHandedIn:
		n = l.news(LabelReserve, key, "notice.reserve_answered")
		n.Roles = append([]account.Role{account.NationalOfficer}, validators...)
	case r.Kind == labelling.ReserveAnswer:
		return n, false
	case r.State == labelling.ReportHandedIn:
		n = l.news(LabelReport, key, text.Key("notice.report_handed_in."+string(r.Kind)))
		n.Roles = validators
	case r.State == labelling.ReportValidated:
		n = l.news(LabelReport, key, text.Key("notice.report_validated."+string(r.Kind)))
		n.Roles = append([]account.Role{account.NationalOfficer, account.RegionOfficer}, writers...)
	case r.SentBack():
		n = l.news(LabelReport, key, text.Key("notice.report_sent_back."+string(r.Kind)))
		n.Roles = writers
	default:
		return n, false
	}
	return n, true
}

// ReserveMoved tells of a reserve that was noted or lifted.
func ReserveMoved(l *OfLabel, k labelling.EventKind, at time.Time) (n News, told bool) {
	key := fmt.Sprintf("%s/%d", k, at.UnixMicro())
	switch k {
	case labelling.EventReserve:
		n = l.news(LabelReserve, key, "notice.reserve_noted")
	case labelling.EventLifted:
		n = l.news(LabelReserve, key, "notice.reserve_lifted")
	default:
		return n, false
	}
	n.Roles = holders
	return n, true
}

// Amended tells of an order that changes a label, or corrects what an earlier one stated.
func Amended(l *OfLabel, k labelling.EventKind, nor string) News {
	say := text.Key("notice.label_amended")
	switch k {
	case labelling.EventCorrectedEnd, labelling.EventCorrectedCategory, labelling.EventCorrectedTitle:
		say = "notice.label_corrected"
	}
	n := l.news(LabelOrder, nor+"/"+string(k), say, nor)
	n.Roles = holders
	return n
}

// due tells of the reports of a label that are to be written: of the year before from the
// first of January, of the interim review from its day on, once each. What was handed in is
// not asked for.
func (c *Watched) due(l *campus.Label, today date.Day) (list []News) {
	of := &OfLabel{ID: l.ID, Campus: c.Name, Slug: c.Slug, Scopes: c.Scopes}
	written := func(k labelling.ReportKind, period string) bool {
		for _, r := range c.Reports[l.ID] {
			if r.Kind == k && (period == "" || r.Period == period) && r.State != labelling.ReportDraft {
				return true
			}
		}
		return false
	}
	ask := func(key string, say text.Key, args ...any) {
		n := of.news(ReportDue, "due/"+key, say, args...)
		n.Roles = writers
		list = append(list, n)
	}
	year := today.Time().Year() - 1
	if !l.Start.IsZero() && l.Start.Latest().Time().Year() <= year && !written(labelling.YearlyReport, strconv.Itoa(year)) {
		ask(strconv.Itoa(year), "notice.report_due.yearly", strconv.Itoa(year))
	}
	if f, known := c.Followed[l.ID]; known {
		if now := f.Label.On(f.Rules, today); now.State == labelling.LabelInterim && !written(labelling.InterimReview, now.Interim.String()) {
			ask("interim/"+now.Interim.String(), "notice.report_due.interim")
		}
	}
	return list
}
