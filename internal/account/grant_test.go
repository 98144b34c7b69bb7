package account

import (
	"testing"
	"time"

	"continuum/internal/fault"
)

func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

func TestGrantCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		grant Grant
		field string // empty when it is accepted
	}{
		{"a director", Grant{Role: Director, Scope: Scope{CampusScope, "mer"}, From: day(1)}, ""},
		{"until a day", Grant{Role: Director, Scope: Scope{CampusScope, "mer"}, From: day(1), Until: day(2)}, ""},
		{"a role of the country", Grant{Role: Minister, Scope: Country, From: day(1)}, ""},
		{"no role", Grant{Role: "king", Scope: Country, From: day(1)}, "role"},
		{"a director of the country", Grant{Role: Director, Scope: Country, From: day(1)}, "scope"},
		{"a scope without a code", Grant{Role: Director, Scope: Scope{CampusScope, ""}, From: day(1)}, "scope"},
		{"a country with a code", Grant{Role: Minister, Scope: Scope{National, "fr"}, From: day(1)}, "scope"},
		{"ends before it begins", Grant{Role: Minister, Scope: Country, From: day(2), Until: day(2)}, "until"},
	} {
		err := tt.grant.Check()
		if got := fieldOf(err); got != tt.field {
			t.Errorf("%s: Check = %v, want field %q", tt.name, err, tt.field)
		}
	}
}

func fieldOf(err error) string {
	if e, ok := err.(*fault.Error); ok {
		return e.Field
	}
	return ""
}

func TestDelegate(t *testing.T) {
	t.Parallel()
	mine := Grant{ID: "g", Person: "p", Role: RegionRector, Scope: Scope{AcademicRegion, "14"}, From: day(1), Until: day(20)}
	for _, tt := range []struct {
		name        string
		of          Grant
		to          PersonID
		from, until time.Time
		want        string // dictionary key of the refusal
	}{
		{"within one's own dates", mine, "q", day(2), day(10), ""},
		{"to the very end", mine, "q", day(1), day(20), ""},
		{"past one's own end", mine, "q", day(2), day(21), "delegation.beyond"},
		{"before one's own start", mine, "q", day(1).Add(-1), day(2), "delegation.beyond"},
		{"for ever", mine, "q", day(2), time.Time{}, "delegation.dates"},
		{"backwards", mine, "q", day(3), day(2), "delegation.dates"},
		{"to oneself", mine, "p", day(2), day(3), "delegation.self"},
		{"of a delegation", Grant{ID: "h", Person: "p", Role: RegionRector, Scope: mine.Scope, From: day(1), DelegatedFrom: "g"}, "q", day(2), day(3), "delegation.role"},
		{"of an expert's reading", Grant{ID: "h", Person: "p", Role: Expert, Scope: Country, From: day(1)}, "q", day(2), day(3), "delegation.role"},
		{"for two years", Grant{ID: "h", Person: "p", Role: Minister, Scope: Country, From: day(1)}, "q", day(2), day(2).AddDate(2, 0, 0), "delegation.dates"},
	} {
		d, err := tt.of.Delegate(tt.to, tt.from, tt.until)
		switch e, _ := err.(*fault.Error); {
		case tt.want == "" && (err != nil || d.Role != mine.Role || d.Scope != mine.Scope || d.DelegatedFrom != "g" || d.Person != tt.to || d.Check() != nil):
			t.Errorf("%s: %+v, %v", tt.name, d, err)
		case tt.want != "" && (e == nil || e.Key != tt.want):
			t.Errorf("%s: error %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestNewSubject(t *testing.T) {
	t.Parallel()
	p := Person{ID: "p", State: Active}
	at := day(10)
	mer := Scope{CampusScope, "mer"}
	own := Grant{ID: "own", Person: "p", Role: Director, Scope: mer, From: day(1)}
	source := Grant{ID: "src", Person: "q", Role: Director, Scope: mer, From: day(1), Until: day(15)}
	by := Grant{ID: "by", Person: "p", Role: Director, Scope: mer, From: day(2), Until: day(12), DelegatedFrom: "src"}
	over := source
	over.Until = day(10) // the first instant no longer in force
	other := source
	other.Scope.ID = "terre"
	for _, tt := range []struct {
		name            string
		person          Person
		grants, sources []Grant
		want            int
	}{
		{"a grant in force", p, []Grant{own}, nil, 1},
		{"of someone else", p, []Grant{{ID: "x", Person: "q", Role: Director, Scope: mer, From: day(1)}}, nil, 0},
		{"to come", p, []Grant{{Person: "p", Role: Director, Scope: mer, From: day(11)}}, nil, 0},
		{"ended", p, []Grant{{Person: "p", Role: Director, Scope: mer, From: day(1), Until: at}}, nil, 0},
		{"that means nothing", p, []Grant{{Person: "p", Role: Director, Scope: Country, From: day(1)}}, nil, 0},
		{"a delegation", p, []Grant{by}, []Grant{source}, 1},
		{"a delegation of nothing", p, []Grant{by}, nil, 0},
		{"a delegation of what has ended", p, []Grant{by}, []Grant{over}, 0},
		{"a delegation of something else", p, []Grant{by}, []Grant{other}, 0},
		{"invited", Person{ID: "p", State: Invited}, []Grant{own}, nil, 0},
		{"disabled", Person{ID: "p", State: Disabled}, []Grant{own}, nil, 0},
		{"gone", Person{ID: "p", State: Left}, []Grant{own}, nil, 0},
	} {
		s := NewSubject(tt.person, tt.grants, tt.sources, at)
		if len(s.Grants) != tt.want {
			t.Errorf("%s: %d grants in force, want %d", tt.name, len(s.Grants), tt.want)
		}
		if allowed := Decide(s, CampusEdit, Object{Kind: CampusKind, Within: []Scope{mer}}).Allowed; allowed != (tt.want > 0) {
			t.Errorf("%s: CampusEdit allowed is %v", tt.name, allowed)
		}
	}
}
