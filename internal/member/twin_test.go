package member

import (
	"math/rand/v2"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/date"
)

// day is a whole day of a small year.
func day(n int) date.Date { return date.Of(date.NewDay(2020, 1, 1) + date.Day(n)) }

// covered are the days, of some hundred, on which someone of a list is established in a
// role of a campus, read narrowly as the register does.
func covered(list []campus.Membership, orgs ...campus.OrgID) map[[2]string][100]bool {
	days := make(map[[2]string][100]bool)
	for _, m := range list {
		for _, o := range orgs {
			if m.Organisation != o || !m.Public() {
				continue
			}
			key := [2]string{string(m.Campus), string(m.Role)}
			d := days[key]
			for i := range d {
				d[i] = d[i] || m.Valid.Contains(day(i).Earliest())
			}
			days[key] = d
		}
	}
	return days
}

// No membership is lost and none is doubled, whatever two bodies had.
func TestMergeLosesNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 7))
		bound := func(from int) date.Date {
			if r.IntN(4) == 0 {
				return date.Date{}
			}
			return day(from + r.IntN(50))
		}
		var list []campus.Membership
		for range r.IntN(9) {
			m := campus.Membership{
				Campus: []campus.ID{"mer", "numerique"}[r.IntN(2)], Organisation: []campus.OrgID{"a", "b", "c"}[r.IntN(3)],
				Role: campus.Roles[r.IntN(2)], Standing: []campus.Standing{campus.Named, campus.Confirmed, campus.Candidate}[r.IntN(3)],
				Valid:      campus.Period{From: bound(0), Until: bound(50)},
				Provenance: campus.Provenance{Sources: []campus.SourceID{campus.SourceID([]string{"s1", "s2"}[r.IntN(2)])}, Confidence: campus.High},
			}
			m.ID = campus.MembershipID(&m)
			double := false
			for _, k := range list { // the register holds no double to begin with
				double = double || k.Campus == m.Campus && k.Organisation == m.Organisation && k.Role == m.Role && k.Valid.Meets(m.Valid)
			}
			if !double {
				list = append(list, m)
			}
		}
		before := covered(list, "a", "b")
		moves := Merge("a", "b", list)
		gone := make(map[string]bool)
		for _, m := range moves.Retired {
			gone[m.ID] = true
		}
		var after []campus.Membership
		for _, m := range list {
			if !gone[m.ID] {
				after = append(after, m)
			}
		}
		after = append(after, moves.Added...)
		ids := make(map[string]bool)
		for i, m := range after {
			if m.Organisation == "b" {
				t.Fatalf("seed %d: the twin still has %+v", seed, m)
			}
			if ids[m.ID] {
				t.Fatalf("seed %d: %s is there twice", seed, m.ID)
			}
			ids[m.ID] = true
			for _, k := range after[:i] {
				if k.Campus == m.Campus && k.Organisation == m.Organisation && k.Role == m.Role && k.Valid.Meets(m.Valid) {
					t.Fatalf("seed %d: doubles %+v and %+v", seed, k, m)
				}
			}
		}
		got := covered(after, "a")
		if len(got) != len(before) {
			t.Fatalf("seed %d: established in %v, was in %v", seed, got, before)
		}
		for key, days := range before {
			if got[key] != days {
				t.Fatalf("seed %d: %v was established on %v, now on %v", seed, key, days, got[key])
			}
		}
		if third := covered(after, "c"); len(third) != len(covered(list, "c")) {
			t.Fatalf("seed %d: another body was touched", seed)
		}
	}
}

func TestTwins(t *testing.T) {
	t.Parallel()
	o := campus.Organisation{ID: "a", Name: "Lycée Vauban", UAI: "0290012N", City: "Brest", Commune: "29019"}
	for _, tt := range []struct {
		name string
		twin campus.Organisation
		want bool
	}{
		{"itself", o, false},
		{"same UAI", campus.Organisation{ID: "b", Name: "Vauban", UAI: "0290012N"}, true},
		{"same name and commune", campus.Organisation{ID: "b", Name: "LYCEE  VAUBAN", City: "BREST", Commune: "29019"}, true},
		{"same name and city", campus.Organisation{ID: "b", Name: "Lycée Vauban", City: "Brest"}, true},
		{"same name elsewhere", campus.Organisation{ID: "b", Name: "Lycée Vauban", City: "Aire", Commune: "62014"}, false},
		{"same name, no place", campus.Organisation{ID: "b", Name: "Lycée Vauban"}, false},
		{"same name, another UAI", campus.Organisation{ID: "b", Name: "Lycée Vauban", UAI: "0290013P", City: "Brest", Commune: "29019"}, false},
		{"nothing in common", campus.Organisation{ID: "b", Name: "Ifremer"}, false},
	} {
		if got := len(Twins([]campus.Organisation{tt.twin}, &o)) == 1; got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
