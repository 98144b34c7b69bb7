package campuspage

import (
	"continuum/internal/training"
	"continuum/internal/workspace"
)

// qualification is the name of what a course leads to, its identifier when the offer does
// not know it (any more).
func (v *view) qualification(c *workspace.Course) string {
	m := v.R.Catalog.Training
	if at, _ := m.Qualification(c.Qualification); at != training.None {
		return m.Qualifications[at].Label
	}
	return c.Qualification
}

// establishment is the name of where a course is, its identifier when it is not known.
func (v *view) establishment(c *workspace.Course) string {
	m := v.R.Catalog.Training
	if at := m.Establishment(string(c.UAI)); at != training.None {
		return m.Establishments[at].Name
	}
	return string(c.UAI)
}

// declared is a figure as people read it: secret, missing and zero are three things.
func (v *view) declared(f *workspace.Figure) string {
	switch {
	case f.Status == workspace.Secret:
		return v.T("space.secret")
	case f.Status == workspace.Missing:
		return v.T("space.missing")
	case workspace.Indicators[f.Indicator].Share:
		return v.T("space.share", v.R.T.Decimal(f.Value*100))
	default:
		return v.R.T.Decimal(f.Value)
	}
}
