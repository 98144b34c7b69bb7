package seed_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/seed"
)

var now = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)

const membersHeader = "campus_slug,member_name,kind,commune,uai,role,source,confidence,from,until,convention\n"

func load(t testing.TB) *campus.Records {
	t.Helper()
	r, _, err := seed.Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReadMembers(t *testing.T) {
	t.Parallel()
	r := load(t)
	m, problems := seed.ReadMembers(strings.NewReader("\ufeff"+membersHeader+
		"bretagne-industries-de-la-mer,Lycée polyvalent Vauban,lycee_polyvalent,Brest,0290012F,membre,Convention du 3 mars 2026,high,2026-03-03,,CV-12\n"+
		"bretagne-industries-de-la-mer,Lycée Exemple,lycee_professionnel,Brest,,membre,https://example.org/page,medium,,,\n"+
		"lannion-numerique-photonique,LYCEE EXEMPLE,lycee_professionnel,brest,,membre,fiche-13-2015,medium,,,\n",
	), r, now)
	if len(problems) > 0 {
		t.Fatalf("problems %v", problems)
	}
	// Vauban was a candidate: the organisation is known, the candidate gives way.
	if got := len(m.Memberships); got != 3 {
		t.Fatalf("%d memberships, want 3", got)
	}
	first := m.Memberships[0]
	if first.Organisation != "lycee-polyvalent-vauban-brest" || first.Standing != campus.Confirmed || first.Convention != "CV-12" ||
		first.Valid.From != date.Must("2026-03-03") || !first.Recorded.Equal(now) {
		t.Errorf("first membership %+v", first)
	}
	if len(m.Superseded) != 1 || !strings.HasPrefix(m.Superseded[0], "bretagne-industries-de-la-mer/lycee-polyvalent-vauban-brest/") {
		t.Errorf("superseded %q, want the candidate of Vauban", m.Superseded)
	}
	if len(m.Organisations) != 1 || m.Organisations[0].ID != "lycee-exemple-brest" {
		t.Errorf("organisations %+v, want the one that is new, once", m.Organisations)
	}
	if m.Memberships[2].Organisation != "lycee-exemple-brest" || m.Memberships[2].Sources[0] != "fiche-13-2015" {
		t.Errorf("third membership %+v", m.Memberships[2])
	}
	if len(m.Sources) != 2 || m.Sources[0].Title != "Convention du 3 mars 2026" || m.Sources[0].URL != "" || m.Sources[1].URL != "https://example.org/page" {
		t.Errorf("sources %+v", m.Sources)
	}
}

// TestReadMembersTwice: what an import recorded, the next one finds known.
func TestReadMembersTwice(t *testing.T) {
	t.Parallel()
	r := load(t)
	const file = "campus_slug;member_name;kind;role;source;confidence\n" +
		"cherbourg-industrie-energies;Lycée Exemple;lycee_professionnel;membre;Convention;high\n"
	m, problems := seed.ReadMembers(strings.NewReader(file), r, now)
	if len(problems) > 0 {
		t.Fatalf("problems %v", problems)
	}
	after := *r
	after.Sources = append(after.Sources, m.Sources...)
	after.Organisations = append(after.Organisations, m.Organisations...)
	after.Memberships = append(after.Memberships, m.Memberships...)
	again, problems := seed.ReadMembers(strings.NewReader(file), &after, now.Add(time.Hour))
	if len(problems) > 0 || again.Known != 1 || len(again.Memberships)+len(again.Organisations)+len(again.Sources)+len(again.Superseded) != 0 {
		t.Errorf("second reading: %+v, problems %v; want one known line and nothing else", again, problems)
	}
}

func TestReadMembersRefuses(t *testing.T) {
	t.Parallel()
	r := load(t)
	for _, tt := range []struct{ name, file, want string }{
		{"nothing", "", "members.csv:1: no header: EOF"},
		{"a column missing", "campus_slug,member_name,kind,role,confidence\n", `members.csv:1: no column "source": want campus_slug,member_name,kind,role,source,confidence`},
		{"an unknown column", strings.Replace(membersHeader, "uai", "siren", 1), `members.csv:1: unknown column "siren": want campus_slug,member_name,kind,role,source,confidence`},
		{"an unknown campus", membersHeader + "atlantide,X,cfa,,,membre,S,high,,,\n", `members.csv:2: campus_slug: unknown campus "atlantide"`},
		{"no source", membersHeader + "cherbourg-industrie-energies,X,cfa,,,membre,,high,,,\n", "members.csv:2: source: is empty: a member is confirmed by a source"},
		{"no name", membersHeader + "cherbourg-industrie-energies, ,cfa,,,membre,S,high,,,\n", "members.csv:2: member_name: is empty"},
		{"an unknown kind", membersHeader + "cherbourg-industrie-energies,X,club,,,membre,S,high,,,\n", `members.csv:2: kind: unknown kind "club"`},
		{"an unknown role", membersHeader + "cherbourg-industrie-energies,X,cfa,,,chef,S,high,,,\n", `members.csv:2: role: unknown role "chef"`},
		{"no confidence", membersHeader + "cherbourg-industrie-energies,X,cfa,,,membre,S,,,,\n", `members.csv:2: confidence: unknown confidence "": want high, medium or low`},
		{"a bad UAI", membersHeader + "cherbourg-industrie-energies,X,cfa,,12,membre,S,high,,,\n", `members.csv:2: uai: "12": want seven digits and a capital letter`},
		{"an impossible date", membersHeader + "cherbourg-industrie-energies,X,cfa,,,membre,S,high,2026-02-30,,\n", `members.csv:2: from: date "2026-02-30": no such day in that month`},
		{"an end before its start", membersHeader + "cherbourg-industrie-energies,X,cfa,,,membre,S,high,2026,2025,\n", "members.csv:2: until: 2025 is not after 2026"},
		{"a role already held", membersHeader + "cherbourg-industrie-energies,EDF,entreprise,,,partenaire,S,high,,,\n", "members.csv:2: the organisation already has that role in the campus in that period"},
		{"a line too short", membersHeader + "\n\ncherbourg-industrie-energies,X\n", "members.csv:4: wrong number of fields"},
		{"no UTF-8", membersHeader + "cherbourg-industrie-energies,\xff,cfa,,,membre,S,high,,,\n", "members.csv:2: member_name: want UTF-8 text of at most 4000 bytes"},
		{"a cell too long", membersHeader + "cherbourg-industrie-energies," + strings.Repeat("x", 5000) + ",cfa,,,membre,S,high,,,\n", "members.csv:2: member_name: want UTF-8 text of at most 4000 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, problems := seed.ReadMembers(strings.NewReader(tt.file), r, now)
			if len(problems) == 0 {
				t.Fatal("accepted")
			}
			if diff := cmp.Diff(tt.want, problems[0].Error()); diff != "" {
				t.Errorf("first problem (-want +got)\n%s", diff)
			}
		})
	}
}

// FuzzReadMembers: whatever the file, no panic, and what is accepted keeps the
// register valid.
func FuzzReadMembers(f *testing.F) {
	r, problems := seed.Read(files(nil)) // the small register: each run validates it twice
	if len(problems) > 0 {
		f.Fatal(problems)
	}
	f.Add(membersHeader + "mer-brest,Vauban,lycee_polyvalent,Brest,0290012F,membre,Convention,high,2026,,\n")
	f.Add("campus_slug;member_name;kind;role;source;confidence\nbois;A;cfa;membre;fiche;low\n")
	f.Add("\ufeff\"")
	f.Fuzz(func(t *testing.T, file string) {
		m, problems := seed.ReadMembers(strings.NewReader(file), r, now)
		for _, p := range problems {
			if p.Reason == "" || p.File != "members.csv" {
				t.Errorf("problem %+v: want a file and a reason", p)
			}
			if !p.Warning {
				return
			}
		}
		after := *r
		after.Sources = append(after.Sources[:len(after.Sources):len(after.Sources)], m.Sources...)
		after.Organisations = append(after.Organisations[:len(after.Organisations):len(after.Organisations)], m.Organisations...)
		after.Memberships = nil
		superseded := strings.Join(m.Superseded, "\n")
		for _, o := range r.Memberships {
			if !strings.Contains(superseded, o.ID) {
				after.Memberships = append(after.Memberships, o)
			}
		}
		after.Memberships = append(after.Memberships, m.Memberships...)
		for _, p := range campus.Validate(&after) {
			if !p.Warning {
				t.Errorf("accepted, although %s", p)
			}
		}
	})
}
