package campuspage

import "continuum/internal/workspace"

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
