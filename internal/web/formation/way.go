package formation

import (
	"cmp"
	"slices"

	"continuum/internal/text"
	"continuum/internal/training"
)

// ways is progressions of one kind: what it rests on is said once for all.
type ways struct {
	Kind   training.ProgressionKind
	Steps  []step
	Source int32
}

// step is a qualification before or after this one.
type step struct {
	Q         *training.Qualification
	at        int32 // its position in the model
	Condition string
}

// Next are the progressions that leave the qualification, by kind, strongest first.
func (v *view) Next() []ways {
	return v.ways(v.M.From(v.At), func(p *training.Progression) int32 { return p.To })
}

// Before are the progressions that lead to it.
func (v *view) Before() []ways {
	return v.ways(v.M.To(v.At), func(p *training.Progression) int32 { return p.From })
}

func (v *view) ways(progressions []int32, other func(*training.Progression) int32) []ways {
	var list []ways
	for _, i := range progressions {
		p := &v.M.Progressions[i]
		at := slices.IndexFunc(list, func(w ways) bool { return w.Kind == p.Kind && w.Source == p.Source })
		if at < 0 {
			at = len(list)
			list = append(list, ways{Kind: p.Kind, Source: p.Source})
		}
		list[at].Steps = append(list[at].Steps, step{&v.M.Qualifications[other(p)], other(p), p.Condition})
	}
	slices.SortFunc(list, func(a, b ways) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Source, b.Source)) })
	c := v.R.Catalog
	for _, w := range list {
		slices.SortStableFunc(w.Steps, func(a, b step) int {
			return cmp.Or(cmp.Compare(a.Q.Level, b.Q.Level), cmp.Compare(c.LabelOrder(a.at), c.LabelOrder(b.at)))
		})
	}
	return list
}

// CommonYears are the common years that lead to the qualification: one enters there.
func (v *view) CommonYears() []*training.Qualification {
	var list []*training.Qualification
	for _, i := range v.M.To(v.At) {
		if p := &v.M.Progressions[i]; p.Kind == training.Family || p.Kind == training.Option {
			list = append(list, &v.M.Qualifications[p.From])
		}
	}
	return list
}

// key names the sentence that tells what ways of that kind rest on.
func (w ways) key(side string) text.Key {
	return "formation.way." + text.Key(side+"."+w.Kind.String())
}

// shown is how many steps are listed at once; the others are behind a summary.
const shown = 12

// First are the steps shown at once.
func (w ways) First() []step { return w.Steps[:min(shown, len(w.Steps))] }

// Rest are the others.
func (w ways) Rest() []step { return w.Steps[min(shown, len(w.Steps)):] }

// Occupations are those that the qualification leads to.
func (v *view) Occupations() []*training.Occupation {
	var list []*training.Occupation
	for _, code := range v.Q.ROME {
		if i := v.M.Occupation(code); i != training.None {
			list = append(list, &v.M.Occupations[i])
		}
	}
	return list
}
