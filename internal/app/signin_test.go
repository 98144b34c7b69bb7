package app

import (
	"testing"

	"continuum/internal/account"
)

// Unless told otherwise, a site that others reach asks two factors of who acts for the State;
// one on one's own machine, or where there can be no passkey, asks nobody.
func TestSecondFactorUnlessTold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		told, base string
		want       account.SecondFactor
	}{
		{"", "https://campus.example.fr", account.ForRoles},
		{"auto", "https://campus.example.fr", account.ForRoles},
		{"auto", "", account.Nobody},
		{"auto", "http://localhost:8080", account.Nobody},
		{"auto", "http://127.0.0.1:8080", account.Nobody},
		{"auto", "http://campus.example.fr", account.Nobody},
		{"auto", "https://192.0.2.1", account.Nobody},
		{"nobody", "https://campus.example.fr", account.Nobody},
		{"roles", "http://localhost:8080", account.ForRoles},
		{"everyone", "https://campus.example.fr", account.Everyone},
	} {
		s := SignIn{SecondFactor: tt.told}
		if got := s.second(tt.base); got != tt.want {
			t.Errorf("%q at %q: %s, want %s", tt.told, tt.base, got, tt.want)
		}
		if err := s.check(tt.base); err != nil {
			t.Errorf("%q at %q: %v", tt.told, tt.base, err)
		}
	}
	provider := SignIn{SecondFactor: "everyone", Issuer: "https://id.example.fr", ClientID: "x", Secret: "y", StrongACR: []string{"eidas2"}}
	if err := provider.check("https://192.0.2.1"); err != nil {
		t.Errorf("two factors by the provider alone: %v", err)
	}
}
