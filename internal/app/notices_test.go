package app

import (
	"slices"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/member"
	"continuum/internal/notice"
	"continuum/internal/store"
)

// The end of the agreement that a campus keeps is told, for those who are still members.
func TestAgreementsAreWatched(t *testing.T) {
	t.Parallel()
	today := date.NewDay(2026, 11, 24)
	ends := date.Of(date.NewDay(2027, 1, 1))
	o := &campus.Organisation{ID: "lycee", Name: "Lycée"}
	for _, tt := range []struct {
		name string
		m    campus.Membership
		kept []store.Agreement
		want bool
	}{
		{"nothing is known", campus.Membership{ID: "m"}, nil, false},
		{"of the membership", campus.Membership{ID: "m", Valid: campus.Period{Until: ends}}, nil, true},
		{"of the agreement", campus.Membership{ID: "m"}, []store.Agreement{{Seat: member.Seat{Campus: "mer", Organisation: "lycee"}, Until: ends}}, true},
		{"of another's", campus.Membership{ID: "m"}, []store.Agreement{{Seat: member.Seat{Campus: "bois", Organisation: "lycee"}, Until: ends}}, false},
		{"a later one goes before", campus.Membership{ID: "m", Valid: campus.Period{Until: ends}}, []store.Agreement{{Seat: member.Seat{Campus: "mer", Organisation: "lycee"}, Until: date.Must("2030-01-01")}}, false},
		{"it has left", campus.Membership{ID: "m", Valid: campus.Period{Until: date.Must("2026-01-01")}}, []store.Agreement{{Seat: member.Seat{Campus: "mer", Organisation: "lycee"}, Until: ends}}, false},
	} {
		cat := &catalog.Catalog{Campuses: []catalog.Campus{{ID: "mer", Slug: "mer", Name: "Mer", Members: []catalog.Member{{Organisation: o, Membership: &tt.m}}}}}
		got := slices.ContainsFunc(alerts(cat, nil, nil, tt.kept, today), func(n notice.News) bool { return n.Kind == notice.ConventionEnd })
		if got != tt.want {
			t.Errorf("%s: told %v, want %v", tt.name, got, tt.want)
		}
	}
}
