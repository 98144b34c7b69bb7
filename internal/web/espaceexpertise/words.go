package espaceexpertise

import (
	"slices"
	"strconv"
	"strings"

	"continuum/internal/expertise"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

func anyAssigned(list []*expertise.DeskLine) bool {
	return slices.ContainsFunc(list, func(l *expertise.DeskLine) bool { return l.Assigned })
}

// lineState is what a member has to do on a dossier.
func lineState(r *page.Request, l *expertise.DeskLine) string {
	switch {
	case l.Sealed:
		return r.T.T("expertise.state.sealed")
	case l.Conflict:
		return r.T.T("expertise.state.conflict")
	case l.Stance == "":
		return r.T.T("expertise.state.declare")
	case !l.Assigned:
		return r.T.T("expertise.state.member")
	case l.Version > 0:
		return r.T.T("expertise.state.draft")
	}
	return r.T.T("expertise.state.read")
}

// undeclared are the dossiers of which a member may say at once to have no conflict.
func undeclared(r *page.Request, list []*expertise.DeskLine) (options []ui.Option) {
	for _, l := range list {
		if l.Stance == "" && !l.Conflict {
			options = append(options, ui.Option{Value: l.Panel + "/" + string(l.Dossier.ID), Label: title(r, &l.Dossier)})
		}
	}
	return options
}

func stances(r *page.Request, chosen expertise.Stance) []ui.Option {
	return []ui.Option{
		{Value: string(expertise.NoConflict), Label: r.T.T("expertise.stance.none"), Selected: chosen != expertise.HasConflict},
		{Value: string(expertise.HasConflict), Label: r.T.T("expertise.stance.conflict"), Selected: chosen == expertise.HasConflict},
	}
}

func yesNo(r *page.Request, yes bool) string {
	if yes {
		return r.T.T("expertise.yes")
	}
	return r.T.T("expertise.no")
}

func recusalLabel(r *page.Request, why expertise.Recusal) string {
	return r.T.T(text.Key("expertise.recusal." + string(why)))
}

func tallyLabel(r *page.Request, t *expertise.Tally) string {
	key := text.Key("expertise.lost")
	if t.Adopted {
		key = "expertise.adopted"
	}
	return r.T.T(key, t.For, t.Against, t.Abstain, t.Voters)
}

func (f *panelForm) collegeNames(list []expertise.College) string {
	var names []string
	for _, c := range list {
		names = append(names, f.college(c))
	}
	return strings.Join(names, ", ")
}

func (f *panelForm) dossierNames(list []expertise.DossierID) string {
	var names []string
	for _, d := range list {
		names = append(names, f.titles[d])
	}
	return strings.Join(names, ", ")
}

// grade is a score with its word.
func grade(rules *ruleset.Ruleset, v int) string {
	if v >= 0 && v < len(rules.Scale) {
		return strconv.Itoa(v) + " – " + rules.Scale[v].Name
	}
	return strconv.Itoa(v)
}
