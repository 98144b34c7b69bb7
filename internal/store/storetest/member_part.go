package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/member"
	"continuum/internal/privacy"
	"continuum/internal/store"
	"continuum/internal/workspace"
)

// twinWorld is two bodies of a store, with what hangs on them.
type twinWorld struct {
	db       *store.DB
	now      time.Time
	campuses []campus.ID
	orgs     [2]campus.OrgID
	people   []account.PersonID
}

// held is all that hangs on two bodies, as text. Versions of files are left out: they move
// with each change.
func (w *twinWorld) held(t *testing.T) (lines []string) {
	t.Helper()
	for _, id := range w.campuses {
		list, err := w.db.Members(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			if !slices.Contains(w.orgs[:], e.Organisation.ID) {
				continue
			}
			e.File.Version = 0
			lines = append(lines, fmt.Sprintf("%s keeps of %s: %+v %v", id, e.Organisation.ID, e.File, e.Confirmed))
			for _, m := range e.Memberships {
				lines = append(lines, fmt.Sprintf("%s has %s as %s %s, %s", id, m.Organisation, m.Role, m.Valid.From, m.Valid.Until))
			}
			lines = append(lines, fmt.Sprintf("%+v", member.FactsOf(&e.Organisation)))
		}
		bookings, err := w.db.Bookings(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range bookings {
			lines = append(lines, b.ID+" is asked for by "+string(b.Organisation))
		}
	}
	for _, p := range w.people {
		grants, err := w.db.Grants(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range grants {
			lines = append(lines, g.ID+" is on "+g.Scope.String())
		}
	}
	sheets, err := w.db.PublicSheets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range sheets {
		lines = append(lines, v.Sheet+" says "+string(v.Body))
	}
	slices.Sort(lines)
	return lines
}

// random makes two bodies with the same name in the campuses, and what hangs on them.
func (w *twinWorld) random(t *testing.T, r *rand.Rand, n int) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	some := func(list ...string) string { return list[r.IntN(len(list))] }
	for i := range w.orgs {
		facts := &member.Facts{Name: fmt.Sprintf("Atelier %d", n), Kind: campus.Company, City: some("Brest", "Lorient")}
		facts.Name += some("", " (site)")
		if i == 1 {
			facts.Name += " bis"
		}
		for j, id := range w.campuses {
			if j > 0 && r.IntN(3) == 0 {
				continue
			}
			c := member.Change{Organisation: w.orgs[i], Role: campus.Roles[r.IntN(len(campus.Roles))], From: date.Must(some("2020", "2021-09", "2024-01-01"))}
			if c.Organisation == "" {
				c.Facts = facts
			}
			must(w.db.ChangeMembers(t.Context(), id, "p1", []member.Change{c}))
			if w.orgs[i] == "" {
				list, err := w.db.Members(t.Context(), id)
				must(err)
				at := slices.IndexFunc(list, func(e member.Entry) bool { return e.Organisation.Name == facts.Name })
				w.orgs[i] = list[at].Organisation.ID
			}
			seat := member.Seat{Campus: id, Organisation: w.orgs[i]}
			if r.IntN(3) > 0 {
				f := member.File{Reference: some("", "CV-1", "CV-2"), Link: some("", "https://example.org/c")}
				if r.IntN(2) == 0 {
					f.Contact = member.Contact{Name: some("Anne", "Yann"), Mail: fmt.Sprintf("c%d-%d@example.org", n, i)}
				}
				if r.IntN(2) == 0 {
					f.Signed, f.Until = date.Must("2024-01-01"), date.Must(some("2027-01-01", "2028-01-01"))
				}
				must(w.db.SaveMemberFile(t.Context(), seat, f, "p1"))
			}
			if r.IntN(2) == 0 {
				must(w.db.ConfirmMember(t.Context(), seat, some("p3", "p4")))
				w.now = w.now.Add(time.Second)
			}
			if r.IntN(2) == 0 {
				body := `{"name":"Halle %d","text":"","owner":%q,"place":"Brest","sharing":"Sur demande","bookable":true}`
				v, err := w.db.SaveSheet(t.Context(), workspace.Version{
					Campus: id, Kind: workspace.KindEquipment, State: workspace.Public, Author: "p1", Body: fmt.Appendf(nil, body, n, w.orgs[i]),
				})
				must(err)
				must(w.db.AskBooking(t.Context(), workspace.Booking{
					Sheet: v.Sheet, Campus: id, Organisation: w.orgs[r.IntN(i+1)], Start: "2026-11-25T09:00", End: "2026-11-25T12:00", Purpose: "TP de soudage", Author: "p2",
				}))
			}
		}
		if r.IntN(2) == 0 {
			address := fmt.Sprintf("p%d-%d@example.org", n, i)
			w.people = append(w.people, hired(t, w.db, address, account.Member, account.Scope{Kind: account.Organisation, ID: string(w.orgs[i])}))
		}
	}
	w.now = w.now.Add(time.Second)
}

// memberPart plays random worlds: two bodies that become one and are parted again are what
// they were, each with what it had.
func memberPart(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	w := &twinWorld{now: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC), campuses: []campus.ID{"mer", "numerique"}}
	cfg.Now = func() time.Time { return w.now }
	w.db = open(t, cfg)
	if _, err := w.db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for n := range 12 {
		w.orgs = [2]campus.OrgID{}
		w.random(t, r, n)
		before := w.held(t)
		into, _, err := w.db.Seats(t.Context(), w.orgs[0])
		if err != nil {
			t.Fatal(err)
		}
		twin, _, err := w.db.Seats(t.Context(), w.orgs[1])
		if err != nil {
			t.Fatal(err)
		}
		chosen := member.Chosen(&into, &twin, func(string) bool { return r.IntN(2) == 0 })
		if err := w.db.MergeMembers(t.Context(), "p1", chosen, twin.ID, w.campuses); err != nil {
			t.Fatal(err)
		}
		for _, line := range w.held(t) {
			for _, x := range []string{" keeps of %s:", " asked for by %s", " is on organisation/%s", `"owner":"%s"`} {
				if strings.Contains(line+" ", fmt.Sprintf(x, twin.ID)) {
					t.Errorf("world %d: once merged, %s", n, line)
				}
			}
		}
		merges, err := w.db.Merges(t.Context(), into.ID)
		if err != nil || len(merges) != 1 || merges[0].Since != (member.Since{}) {
			t.Fatalf("world %d: merges %+v, %v", n, merges, err)
		}
		w.now = w.now.Add(time.Second)
		if gone, err := w.db.Expire(t.Context(), privacy.Retention{}); err != nil || gone.Contacts != 0 {
			t.Errorf("world %d: %d contacts left with the merge (%v)", n, gone.Contacts, err)
		}
		if err := w.db.PartMembers(t.Context(), "p1", into.ID, merges[0].ID); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, w.held(t)); diff != "" {
			t.Errorf("world %d: merged and parted (-before +after):\n%s", n, diff)
		}
	}
	healthy(t, w.db)
}

// memberPartSince adds to a survivor between a merge and its undoing: what was added stays
// with it, what the twin had goes back.
func memberPartSince(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	w := &twinWorld{now: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC), campuses: []campus.ID{"mer"}}
	cfg.Now = func() time.Time { return w.now }
	db := open(t, cfg)
	w.db = db
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	twin := member.Change{Facts: &member.Facts{Name: "Atelier", Kind: campus.Company}, Role: campus.Support}
	must(db.ChangeMembers(t.Context(), "mer", "p1", []member.Change{twin}))
	id := entry(t, db, "Atelier").Organisation.ID
	seat := func(org campus.OrgID) member.Seat { return member.Seat{Campus: "mer", Organisation: org} }
	must(db.SaveMemberFile(t.Context(), seat(id), member.File{Reference: "CV-2", Contact: member.Contact{Name: "Anne", Mail: "anne@example.org"}}, "p1"))
	must(db.ConfirmMember(t.Context(), seat(id), "p3"))
	into := entry(t, db, "Lycée de la rade").Organisation
	own := into
	into.Name = "Lycée de la grande rade"
	must(db.MergeMembers(t.Context(), "p1", into, id, w.campuses))
	if list, err := db.Agreements(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("agreements: %+v, %v", list, err)
	}

	w.now = w.now.Add(time.Hour)
	file := entry(t, db, into.Name).File
	if file.Contact.Name != "Anne" || file.Reference != "CV-2" {
		t.Fatalf("the survivor has %+v", file)
	}
	file.Contact, file.Link = member.Contact{Name: "Yann"}, "https://example.org/c"
	must(db.SaveMemberFile(t.Context(), seat(into.ID), file, "p1"))
	must(db.ConfirmMember(t.Context(), seat(into.ID), "p4"))
	facts := member.FactsOf(&into)
	facts.SIRET = "13002526500013"
	must(db.ChangeMembers(t.Context(), "mer", "p1", []member.Change{{Organisation: into.ID, Facts: &facts}, {Organisation: into.ID, Role: campus.Partner, From: date.Must("2030-01-01")}}))
	newcomer := hired(t, db, "new@example.org", account.Member, account.Scope{Kind: account.Organisation, ID: string(into.ID)})
	again := member.Change{Facts: &member.Facts{Name: "Atelier deux", Kind: campus.Company}, Role: campus.Partner}
	must(db.ChangeMembers(t.Context(), "mer", "p1", []member.Change{again}))

	merges, err := db.Merges(t.Context(), into.ID)
	must(err)
	if want := (member.Since{Memberships: 1, Files: 1, Confirmations: 1, Rights: 1}); len(merges) != 1 || merges[0].Since != want {
		t.Fatalf("since: %+v, want %+v", merges, want)
	}
	// The last merge is undone first.
	third := entry(t, db, "Atelier deux").Organisation.ID
	w.now = w.now.Add(time.Hour)
	current := entry(t, db, into.Name).Organisation
	must(db.MergeMembers(t.Context(), "p1", current, third, w.campuses))
	isKind(t, "the first of two", db.PartMembers(t.Context(), "p1", into.ID, merges[0].ID), fault.Conflict)
	all, err := db.Merges(t.Context(), into.ID)
	must(err)
	must(db.PartMembers(t.Context(), "p1", into.ID, all[0].ID))
	must(db.PartMembers(t.Context(), "p1", into.ID, merges[0].ID))

	e, back := entry(t, db, own.Name), entry(t, db, "Atelier")
	if e.Organisation.SIRET != facts.SIRET || len(e.Memberships) != 2 || e.Confirmed.IsZero() || e.File.Contact.Name != "Yann" || e.File.Link == "" || e.File.Reference != "" {
		t.Errorf("the survivor is %+v", e)
	}
	if back.File.Reference != "CV-2" || back.File.Contact.Name != "Anne" || back.Confirmed.IsZero() || back.Current().Role != campus.Support {
		t.Errorf("the twin is %+v", back)
	}
	if grants, err := db.Grants(t.Context(), newcomer); err != nil || len(grants) != 1 || grants[0].Scope.ID != string(into.ID) {
		t.Errorf("rights given since: %+v, %v", grants, err)
	}

	// Who is forgotten at the survivor is not kept under the name of the twin.
	current = entry(t, db, own.Name).Organisation
	must(db.MergeMembers(t.Context(), "p1", current, id, w.campuses))
	file = entry(t, db, own.Name).File
	file.Contact = member.Contact{}
	must(db.SaveMemberFile(t.Context(), seat(into.ID), file, "p1"))
	if _, err := db.DataOf(t.Context(), "anne@example.org"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("something is still held of the contact: %v", err)
	}
	healthy(t, db)
}
