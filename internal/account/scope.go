package account

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ScopeKind is a sort of perimeter.
type ScopeKind string

// The kinds of scope. A région académique (State) and a Region (local authority) have
// often one territory and never one head: they are two scopes.
const (
	National       ScopeKind = "national"
	AcademicRegion ScopeKind = "academic_region"
	Academie       ScopeKind = "academie"
	Region         ScopeKind = "region"
	CampusScope    ScopeKind = "campus"
	Organisation   ScopeKind = "organisation"
	DossierScope   ScopeKind = "dossier"
)

// ScopeKinds lists them, widest first.
func ScopeKinds() []ScopeKind {
	return []ScopeKind{National, AcademicRegion, Academie, Region, CampusScope, Organisation, DossierScope}
}

// Scope is a perimeter: the whole country, or one thing of a kind.
type Scope struct {
	Kind ScopeKind
	ID   string // code or id, empty for the whole country
}

// Country is the widest scope.
var Country = Scope{Kind: National}

// String writes a scope as it is read by [ParseScope]: "national", "region/53".
func (s Scope) String() string {
	if s.Kind == National {
		return string(National)
	}
	return string(s.Kind) + "/" + s.ID
}

var scopeID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// ParseScope reads "national" or "kind/id".
func ParseScope(text string) (Scope, error) {
	kind, id, _ := strings.Cut(text, "/")
	s := Scope{ScopeKind(kind), id}
	if !s.valid() {
		return Scope{}, fmt.Errorf("%.100q is no scope: want national, or one of academic_region, academie, region, campus, organisation, dossier with its code, as in region/53", text)
	}
	return s, nil
}

func (s Scope) valid() bool {
	if s.Kind == National {
		return s.ID == ""
	}
	return slices.Contains(ScopeKinds(), s.Kind) && scopeID.MatchString(s.ID)
}
