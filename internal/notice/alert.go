package notice

import (
	"fmt"
	"strconv"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
)

// Months before the end of a label at which people are told, farthest first, where the
// rules that it was granted under are not known; a renewal takes about a year.
var Months = []int{18, 12, 6}

// conventionMonths are those before the end of a member's agreement.
var conventionMonths = []int{6, 1}

// Watched is a campus whose dates are watched.
type Watched struct {
	ID      campus.ID
	Slug    string
	Name    string
	Labels  []campus.Label
	Members []Convention
	Scopes  []account.Scope // that it lies within, itself first
	// Followed are the labels that were granted here, with the rules of their call.
	Followed map[campus.LabelID]Followed
	// Reports are the last versions of what was written on each label.
	Reports map[campus.LabelID][]labelling.Report
}

// Followed is a label with what happened to it and the rules that it is watched over by.
type Followed struct {
	Label *labelling.Label
	Rules *ruleset.Ruleset
}

// ends is the shortest of the delays, in months, that today is within before the end of a
// label: those of its rules when it has some.
func (c *Watched) ends(l *campus.Label, today date.Day) (months int, ok bool) {
	f, known := c.Followed[l.ID]
	if !known {
		return delay(l.End, today, Months)
	}
	for i, day := range f.Label.Alerts(f.Rules) {
		if today >= day && today < l.End.Latest() {
			months, ok = f.Rules.Followup.Alerts[i].Value, true
		}
	}
	return months, ok
}

// Convention is the agreement of a member.
type Convention struct {
	ID     string // of the membership
	Member string // name of the organisation
	Until  date.Date
}

// Alerts is the news of a day: labels that end in 18, 12 or 6 months, agreements that end
// in 6 months or one, reports to be written. What was missed (the program was stopped, the end was recorded late)
// is told once, for the nearest delay only.
func Alerts(c *Watched, today date.Day) []News {
	var list []News
	for i := range c.Labels {
		l := &c.Labels[i]
		if l.End.IsZero() || !campus.LabelOn(c.Labels, l, today).Status.Holds() {
			continue
		}
		list = append(list, c.due(l, today)...)
		if m, ok := c.ends(l, today); ok {
			list = append(list, News{
				Kind: LabelEnd, Key: fmt.Sprintf("label_end/%s/%s/%d", l.ID, l.End, m), Path: "/campus/" + c.Slug, Scopes: c.Scopes,
				Roles: []account.Role{
					account.Director, account.CampusPresident, account.Carrier, account.RegionalDelegate, account.AcademieDelegate,
					account.Coordinator, account.Correspondent, account.RegionOfficer, account.NationalOfficer,
				},
				Say: func(t *text.Texts) string { return t.T("notice.label_end", c.Name, t.Date(l.End), strconv.Itoa(m)) },
			})
		}
	}
	for _, v := range c.Members {
		if v.Until.IsZero() || v.Until.Latest() < today {
			continue
		}
		if m, ok := delay(v.Until, today, conventionMonths); ok {
			list = append(list, News{
				Kind: ConventionEnd, Key: fmt.Sprintf("convention_end/%s/%s/%d", v.ID, v.Until, m), Path: "/espace/campus/" + c.Slug + "/membres", Scopes: c.Scopes[:1],
				Roles: []account.Role{account.Director, account.ProjectOfficer},
				Say:   func(t *text.Texts) string { return t.T("notice.convention_end", v.Member, c.Name, t.Date(v.Until)) },
			})
		}
	}
	return list
}

// delay is the shortest of the delays that today is within, before an end; an imprecise
// end is taken at its earliest, so that people are told too early rather than too late.
func delay(end date.Date, today date.Day, months []int) (shortest int, ok bool) {
	if end.Latest() <= today {
		return 0, false
	}
	at := end.Earliest().Time()
	for _, m := range months {
		if !today.Time().Before(at.AddDate(0, -m, 0)) {
			shortest, ok = m, true
		}
	}
	return shortest, ok
}
