package account

import (
	"testing"
	"time"
)

func TestFresh(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		proven time.Time
		want   bool
	}{
		{at, true},
		{at.Add(-ProofLife + 1), true},
		{at.Add(-ProofLife), false},
		{time.Time{}, false}, // nobody said when
	} {
		if got := (Session{Proven: tt.proven}).Fresh(at); got != tt.want {
			t.Errorf("proven %v: Fresh = %v, want %v", tt.proven, got, tt.want)
		}
	}
}

// TestSecondFactor is who comes in, by role, way of signing in and choice of the operator.
// The roles for which a password alone is enough are written here by hand.
func TestSecondFactor(t *testing.T) {
	t.Parallel()
	campus := map[Role]bool{Carrier: true, Governance: true, CampusPresident: true, Director: true, ProjectOfficer: true, Member: true}
	ways := []Session{
		{Method: "password"},
		{Method: "invitation"},
		{Method: "recovery"},
		{Method: "oidc"},
		{Method: "oidc", Strong: true},
		{Method: "passkey", Strong: true},
	}
	cases := append([]Role{""}, Roles()...) // and who has no right
	for _, role := range cases {
		for _, delegated := range []string{"", "another's"} {
			who := Subject{Person: Person{ID: "p", State: Active}}
			if role != "" {
				who.Grants = []Grant{{Role: Director, Scope: Scope{CampusScope, "x"}}, {Role: role, Scope: Country, DelegatedFrom: delegated}}
			}
			for _, s := range ways {
				for factor, want := range map[SecondFactor]bool{
					"": true, Nobody: true, ForRoles: s.Strong || role == "" || campus[role], Everyone: s.Strong, "unheard of": s.Strong,
				} {
					if got := factor.Enough(s, who); got != want {
						t.Errorf("%q: %s (delegated %q) by %s, strong %v: Enough = %v, want %v", factor, role, delegated, s.Method, s.Strong, got, want)
					}
				}
			}
		}
	}
}
