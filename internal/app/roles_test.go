package app

import (
	"slices"
	"testing"

	"continuum/internal/account"
	"continuum/internal/ruleset"
)

// TestRulesNameRolesOfPeople keeps the roles of référentiels among those that people
// may hold: an act that nobody could ever do would be a dead end.
func TestRulesNameRolesOfPeople(t *testing.T) {
	t.Parallel()
	for _, role := range ruleset.Roles {
		if !slices.Contains(account.Roles(), account.Role(role)) {
			t.Errorf("no person may be a %s", role)
		}
	}
	for _, phase := range ruleset.Phases {
		if !slices.Contains(account.DossierKind.Phases(), account.Phase(phase)) {
			t.Errorf("no right depends on the phase %s", phase)
		}
	}
}
