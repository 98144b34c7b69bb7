package account

import (
	"slices"
	"time"

	"continuum/internal/fault"
)

// PersonID is the opaque identifier of a person, the only one that the journal holds.
type PersonID string

// PersonState is how far an account has got.
type PersonState string

// The states of an account. What was disabled may be enabled again; who left is gone.
const (
	Invited  PersonState = "invited" // never signed in
	Active   PersonState = "active"
	Disabled PersonState = "disabled"
	Left     PersonState = "left"
)

// Person is someone who has an account.
type Person struct {
	ID    PersonID
	Name  string // as signatures and letters show it
	Mail  string // where to write, and what one signs in with
	Lang  string // "fr" or "en"
	State PersonState
	Since time.Time
}

// Grant is a role given to a person on a scope for a time.
type Grant struct {
	ID      string
	Person  PersonID
	Role    Role
	Scope   Scope
	From    time.Time
	Until   time.Time // first instant no longer in force; zero while open
	GivenBy string    // a person, or an actor of the journal that is none
	// DelegatedFrom is the grant that this one exercises, empty when it is one of its own.
	DelegatedFrom string
}

// maxDelegation is the longest that a right may be exercised by another.
const maxDelegation = 366 * 24 * time.Hour

// InForce reports whether the grant holds at an instant, by its own dates.
func (g Grant) InForce(at time.Time) bool {
	return !at.Before(g.From) && (g.Until.IsZero() || at.Before(g.Until))
}

// Reaches reports whether the grant bears on an object at all: there is something that its role
// may do to such a one, in some phase, and the object lies in its scope. What no grant reaches
// need not be read any further.
func (g Grant) Reaches(o Object) bool {
	return slices.ContainsFunc(rules, func(r rule) bool {
		return r.action.Kind() == o.Kind && slices.Contains(r.roles, g.Role) && (r.anywhere || g.Scope.covers(o))
	})
}

// Check refuses a grant that means nothing; the error names the field.
func (g Grant) Check() error {
	switch kinds := g.Role.Scopes(); {
	case len(kinds) == 0:
		return fault.New(fault.Invalid, "grant.role").In("role")
	case !g.Scope.valid() || !slices.Contains(kinds, g.Scope.Kind):
		return fault.New(fault.Invalid, "grant.scope").In("scope")
	case !g.Until.IsZero() && !g.Until.After(g.From):
		return fault.New(fault.Invalid, "grant.dates").In("until")
	}
	return nil
}

// Delegate returns the grant by which another person exercises g from an instant until
// another. It never goes past g: same role, same scope, no longer; and what is itself a
// delegation can't be passed on.
func (g Grant) Delegate(to PersonID, from, until time.Time) (Grant, error) {
	d := Grant{Person: to, Role: g.Role, Scope: g.Scope, From: from, Until: until, GivenBy: string(g.Person), DelegatedFrom: g.ID}
	switch {
	case g.DelegatedFrom != "" || !g.Role.Delegable():
		return Grant{}, fault.New(fault.Denied, "delegation.role").In("grant")
	case to == g.Person || to == "":
		return Grant{}, fault.New(fault.Invalid, "delegation.self").In("person")
	case until.IsZero() || !until.After(from) || until.Sub(from) > maxDelegation:
		return Grant{}, fault.New(fault.Invalid, "delegation.dates").In("until")
	case from.Before(g.From) || !g.Until.IsZero() && until.After(g.Until):
		return Grant{}, fault.New(fault.Denied, "delegation.beyond").In("until")
	}
	return d, nil
}

// Subject is who asks: a person and the grants in force now.
type Subject struct {
	Person Person
	Grants []Grant
}

// NewSubject keeps of the grants of a person those that give something at an instant. A
// delegation holds only while the grant that it exercises does; sources are those grants.
// An account that is not active gives nobody.
func NewSubject(p Person, grants, sources []Grant, at time.Time) Subject {
	s := Subject{Person: p}
	if p.State != Active {
		return s
	}
	for _, g := range grants {
		if g.Person != p.ID || !g.InForce(at) || g.Check() != nil {
			continue
		}
		if g.DelegatedFrom != "" && !slices.ContainsFunc(sources, func(src Grant) bool {
			return src.ID == g.DelegatedFrom && src.DelegatedFrom == "" && src.Role == g.Role && src.Scope == g.Scope && src.InForce(at)
		}) {
			continue
		}
		s.Grants = append(s.Grants, g)
	}
	return s
}

// Has reports whether the subject holds a role somewhere.
func (s Subject) Has(roles ...Role) bool {
	return slices.ContainsFunc(s.Grants, func(g Grant) bool { return slices.Contains(roles, g.Role) })
}
