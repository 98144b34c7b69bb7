package espaceappels

import (
	"time"

	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/web/page"
)

// row is a step of a calendar as a page shows it.
type row struct {
	step, name string
	over       bool
}

func rowsOf(r *page.Request, c *labelling.Call, rules *ruleset.Ruleset) []row {
	rows := make([]row, len(rules.Calendar))
	for i, s := range rules.Calendar {
		end, ok := c.Deadlines[s.ID]
		rows[i] = row{s.ID, s.Name, ok && !r.Now.Before(end)}
	}
	return rows
}

// movedLine says what became of a deadline that was moved.
func movedLine(v *callView, m labelling.Moved) string {
	r := v.r
	name := nameOr(v.rules.Step(m.Step), m.Step, func(s *ruleset.Step) string { return s.Name })
	was := r.T.T("appels.noend")
	if !m.Was.IsZero() {
		was = last(r, m.Was)
	}
	return r.T.T("appels.moved.line", r.T.Moment(m.At), name, was, last(r, m.Now), m.Reason)
}

func last(r *page.Request, end time.Time) string { return r.T.Last(end) }

// answerTyped is what the entry of an answer holds: what was typed in it, else the answer.
func answerTyped(v *callView, entry, answer string) string {
	if v.r.Form.Has(entry) {
		return v.r.Form.Get(entry)
	}
	return answer
}
