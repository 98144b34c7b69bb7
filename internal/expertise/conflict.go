package expertise

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"continuum/internal/campus"
)

// Ties are what is known of an expert's links.
type Ties struct {
	Person        string                  `json:"person,omitempty"`        // who the expert is, as dossiers name people
	Organisations []string                `json:"organisations,omitempty"` // employers and mandates: UAI, SIRET or SIREN, or the register's identifier
	Campuses      []campus.ID             `json:"campuses,omitempty"`      // member of, by oneself or through an organisation
	Dossiers      []DossierID             `json:"dossiers,omitempty"`      // that the expert may write in, by a right on them alone
	Instructs     []string                `json:"instructs,omitempty"`     // INSEE codes of the regions that the expert instructs dossiers for
	Past          map[DossierID]campus.ID `json:"past,omitempty"`          // earlier dossiers written, signed or instructed, and their campus
}

// Parties are those who stand behind a dossier.
type Parties struct {
	Organisations []string `json:"organisations,omitempty"` // carrier and members: UAI, SIRET or SIREN, or the register's identifier
	Signatories   []string `json:"signatories,omitempty"`   // people who sign, as Ties.Person
	Authors       []string `json:"authors,omitempty"`       // people who wrote it
	Instructors   []string `json:"instructors,omitempty"`   // people who instructed it or recorded an opinion on it
}

// With joins ties known on another day. None goes away: who worked for a member when the
// panel was composed has seen it from within.
func (t Ties) With(o Ties) Ties {
	t.Organisations = union(t.Organisations, o.Organisations)
	t.Campuses = union(t.Campuses, o.Campuses)
	t.Dossiers = union(t.Dossiers, o.Dossiers)
	t.Instructs = union(t.Instructs, o.Instructs)
	past := make(map[DossierID]campus.ID, len(t.Past)+len(o.Past))
	maps.Copy(past, t.Past)
	maps.Copy(past, o.Past)
	t.Past = past
	return t
}

// With joins parties known on another day; none goes away.
func (p Parties) With(o Parties) Parties {
	return Parties{
		Organisations: union(p.Organisations, o.Organisations), Signatories: union(p.Signatories, o.Signatories),
		Authors: union(p.Authors, o.Authors), Instructors: union(p.Instructors, o.Instructors),
	}
}

// union is what is in either, in order, once each.
func union[T cmp.Ordered](a, b []T) []T {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// Why is the kind of a conflict.
type Why string

// The conflicts. All but Declared are found from data.
const (
	SameOrganisation Why = "organisation" // works for, or sits in, an organisation of the dossier
	CampusMember     Why = "member"       // member of the campus
	Signatory        Why = "signatory"    // signs the dossier
	Author           Why = "author"       // wrote in the dossier
	Carrier          Why = "carrier"      // may write in the dossier
	Instructed       Why = "instructed"   // instructed it, or instructs dossiers of its region
	PastDossier      Why = "past"         // had a hand in an earlier dossier of the campus
	Declared         Why = "declared"     // said so
)

// Conflict is why an expert must not touch a dossier. Evidence is the value that both
// sides have in common: a code, an identifier, the reason declared.
type Conflict struct {
	Pair
	Why      Why    `json:"why"`
	Evidence string `json:"evidence"`
}

// ConflictsBetween tells all the conflicts that data show between an expert and a
// dossier, by kind then evidence.
func ConflictsBetween(e *Expert, d *Dossier) []Conflict {
	var found []Conflict
	add := func(why Why, evidence string) {
		found = append(found, Conflict{Pair{e.ID, d.ID}, why, evidence})
	}
	for _, mine := range e.Ties.Organisations {
		for _, theirs := range d.Parties.Organisations {
			if shared, ok := sameOrganisation(mine, theirs); ok {
				add(SameOrganisation, shared)
			}
		}
	}
	if d.Campus != "" && slices.Contains(e.Ties.Campuses, d.Campus) {
		add(CampusMember, string(d.Campus))
	}
	if slices.Contains(e.Ties.Dossiers, d.ID) {
		add(Carrier, string(d.ID))
	}
	if who := plain(e.Ties.Person); who != "" {
		same := func(s string) bool { return plain(s) == who }
		if slices.ContainsFunc(d.Parties.Signatories, same) {
			add(Signatory, e.Ties.Person)
		}
		if slices.ContainsFunc(d.Parties.Authors, same) {
			add(Author, e.Ties.Person)
		}
		if slices.ContainsFunc(d.Parties.Instructors, same) {
			add(Instructed, e.Ties.Person)
		}
	}
	if d.Region != "" && slices.Contains(e.Ties.Instructs, d.Region) {
		add(Instructed, d.Region)
	}
	for id, c := range e.Ties.Past {
		if c != "" && c == d.Campus && id != d.ID {
			add(PastDossier, string(id))
		}
	}
	slices.SortFunc(found, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(a.Why, b.Why), cmp.Compare(a.Evidence, b.Evidence))
	})
	return slices.Compact(found)
}

// Conflicts tells all those between experts and dossiers, by dossier then expert.
func Conflicts(experts []Expert, dossiers []Dossier) []Conflict {
	var found []Conflict
	for i := range dossiers {
		for j := range experts {
			found = append(found, ConflictsBetween(&experts[j], &dossiers[i])...)
		}
	}
	slices.SortStableFunc(found, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(a.Dossier, b.Dossier), cmp.Compare(a.Expert, b.Expert))
	})
	return found
}

// sameOrganisation compares two codes whatever their spaces and capitals. Two
// establishments of one company are one organisation: a SIRET is its SIREN and five
// digits more.
func sameOrganisation(a, b string) (shared string, same bool) {
	a, b = plain(a), plain(b)
	if a == "" || b == "" {
		return "", false
	}
	if a == b {
		return a, true
	}
	x, y := siren(a), siren(b)
	return x, x != "" && x == y
}

// siren is the company of a SIRET or SIREN, empty for another code.
func siren(code string) string {
	if len(code) != 9 && len(code) != 14 || strings.Trim(code, "0123456789") != "" {
		return ""
	}
	return code[:9]
}

// plain is a code or a name without what people write differently.
func plain(s string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\t' || r == '.'
	}), ""))
}

// Stance is what an expert declares of a dossier.
type Stance string

// The stances. None is what opens a dossier to its reader.
const (
	NoConflict  Stance = "none"
	HasConflict Stance = "conflict"
)

// Declaration is what an expert says of a dossier; the last one counts.
type Declaration struct {
	Pair
	Stance Stance `json:"stance"`
	Reason string `json:"reason"` // compulsory for a conflict
}

// Conflict is the conflict declared, if one is.
func (d *Declaration) Conflict() (Conflict, bool) {
	return Conflict{d.Pair, Declared, d.Reason}, d.Stance == HasConflict
}

// MayRead tells whether an assigned expert may open a dossier: nothing found from data,
// and the last declaration says that there is no conflict. found are the conflicts of
// that very pair; declared is nil when nothing was said.
func MayRead(found []Conflict, declared *Declaration) bool {
	return len(found) == 0 && declared != nil && declared.Stance == NoConflict
}
