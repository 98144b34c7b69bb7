package storetest

import (
	"slices"
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
)

// membersOf are the members of the campus of the sea.
func membersOf(t *testing.T, db *store.DB) []member.Entry {
	t.Helper()
	list, err := db.Members(t.Context(), "mer")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// entry is the member of that name.
func entry(t *testing.T, db *store.DB, name string) member.Entry {
	t.Helper()
	list := membersOf(t, db)
	i := slices.IndexFunc(list, func(e member.Entry) bool { return e.Organisation.Name == name })
	if i < 0 {
		t.Fatalf("no member %s among %d", name, len(list))
	}
	return list[i]
}

// joins is a change by which a body becomes a member.
func joins(name string, uai campus.UAI) member.Change {
	return member.Change{
		Facts: &member.Facts{Name: name, Kind: campus.LyceePro, UAI: uai, City: "Brest", Commune: "29019"},
		Role:  campus.Member, From: date.Must("2026-01-01"),
	}
}

// isKind wants an error of that kind.
func isKind(t *testing.T, what string, err error, want fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != want {
		t.Errorf("%s: %v, want kind %v", what, err, want)
	}
}

// memberLife leads a member from its first day to its last: each public change moves the
// generation, what the campus keeps for itself does not, and nothing is forgotten.
func memberLife(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	now := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	cfg.Now = func() time.Time { return now }
	db := open(t, cfg)
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	change := func(list ...member.Change) error { return db.ChangeMembers(t.Context(), "mer", "p1", list) }
	if err := change(joins("Lycée Vauban", "290012D")); err == nil {
		t.Error("what is no UAI was taken")
	}
	_, before := records(t, db)
	if err := change(joins("Lycée Vauban", "0290012D")); err != nil {
		t.Fatal(err)
	}
	e := entry(t, db, "Lycée Vauban")
	if _, after := records(t, db); after == before {
		t.Error("the generation did not move")
	}
	if e.Organisation.ID != "lycee-vauban-brest" || e.Current().Standing != campus.Confirmed || e.Current().Role != campus.Member {
		t.Errorf("the member is %+v", e)
	}
	isKind(t, "the same again", change(joins("Lycée Vauban", "0290012D")), fault.Conflict)
	isKind(t, "the same by its UAI alone", change(joins("Vauban", "0290012D")), fault.Conflict)

	// A change replaces what its author saw, once.
	moved := member.Change{Organisation: e.Organisation.ID, Membership: e.Current().ID, Role: campus.Partner, From: date.Must("2026-01-01")}
	if err := change(moved); err != nil {
		t.Fatal(err)
	}
	isKind(t, "a change of what is no more", change(moved), fault.Conflict)
	// Of several changes all are made or none is.
	isKind(t, "one of two is wrong", change(joins("Ifremer", ""), moved), fault.Conflict)
	if n := len(membersOf(t, db)); n != 2 {
		t.Errorf("%d members, want 2", n)
	}
	// It leaves, and stays in the history.
	e = entry(t, db, "Lycée Vauban")
	left := member.Change{Organisation: e.Organisation.ID, Membership: e.Current().ID, Role: campus.Partner, From: e.Current().Valid.From, Until: date.Must("2026-09-01")}
	if err := change(left); err != nil {
		t.Fatal(err)
	}
	e = entry(t, db, "Lycée Vauban")
	if !e.Left(date.Must("2026-09-01").Earliest()) || e.Left(date.Must("2026-08-31").Earliest()) {
		t.Errorf("it left on %s", e.Current().Valid.Until)
	}
	r, _ := records(t, db)
	versions := 0
	for _, m := range r.Memberships {
		if m.Organisation == e.Organisation.ID {
			versions++
		}
	}
	if versions != 3 {
		t.Errorf("%d versions of the membership are kept, want 3", versions)
	}
	// A candidate gives way to what is established.
	if err := change(member.Change{Organisation: "o-2", Role: campus.Partner}); err != nil {
		t.Fatal(err)
	}
	r, _ = records(t, db)
	for _, m := range r.Memberships {
		if m.Organisation == "o-2" && m.Standing == campus.Candidate && m.Retired.IsZero() {
			t.Error("the candidate is still believed")
		}
	}

	// What the campus keeps for itself.
	seat := member.Seat{Campus: "mer", Organisation: e.Organisation.ID}
	f := member.File{Signed: date.Must("2025-01-02"), Until: date.Must("2027-01-01"), Reference: "CV-1", Contact: member.Contact{Name: "Anne Martin", Mail: "anne@example.org"}}
	_, before = records(t, db)
	if err := db.SaveMemberFile(t.Context(), seat, f, "p1"); err != nil {
		t.Fatal(err)
	}
	isKind(t, "a file over one that its author did not see", db.SaveMemberFile(t.Context(), seat, f, "p2"), fault.Conflict)
	kept := entry(t, db, "Lycée Vauban").File
	if !kept.Same(&f) || kept.Version != 1 {
		t.Errorf("kept %+v", kept)
	}
	held, err := db.DataOf(t.Context(), "ANNE@example.org")
	if err != nil || len(held.Contacts) != 1 || held.Contacts[0].Campus != "mer" {
		t.Errorf("held of the contact: %+v, %v", held.Contacts, err)
	}
	if list, err := db.Agreements(t.Context()); err != nil || len(list) != 1 || list[0].Until != f.Until {
		t.Errorf("agreements: %+v, %v", list, err)
	}
	kept.Contact = member.Contact{}
	if err := db.SaveMemberFile(t.Context(), seat, kept, "p1"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.DataOf(t.Context(), "anne@example.org"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("something is still held of the contact: %v", err)
	}
	if _, after := records(t, db); after != before {
		t.Error("what is not public moved the generation")
	}
	// Who one wrote to at a body that left is forgotten in time.
	kept = entry(t, db, "Lycée Vauban").File
	kept.Contact = f.Contact
	if err := db.SaveMemberFile(t.Context(), seat, kept, "p1"); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		on   time.Time
		want int64
	}{{time.Date(2027, 8, 30, 0, 0, 0, 0, time.UTC), 0}, {time.Date(2027, 9, 2, 0, 0, 0, 0, time.UTC), 1}, {time.Date(2027, 9, 3, 0, 0, 0, 0, time.UTC), 0}} {
		now = step.on
		if gone, err := db.Expire(t.Context(), privacy.Retention{}); err != nil || gone.Contacts != step.want {
			t.Errorf("on %s %d contacts left, want %d (%v)", step.on, gone.Contacts, step.want, err)
		}
	}
	if f := entry(t, db, "Lycée Vauban").File; f.Contact != (member.Contact{}) || f.Reference != "CV-1" {
		t.Errorf("after expiry: %+v", f)
	}
	// The member confirms.
	isKind(t, "no member confirms", db.ConfirmMember(t.Context(), member.Seat{Campus: "numerique", Organisation: "o-1"}, "p3"), fault.NotFound)
	if !entry(t, db, "Lycée Vauban").Confirmed.IsZero() {
		t.Error("confirmed by nobody")
	}
	for range 2 {
		if err := db.ConfirmMember(t.Context(), seat, "p3"); err != nil {
			t.Fatal(err)
		}
	}
	if entry(t, db, "Lycée Vauban").Confirmed.IsZero() {
		t.Error("never confirmed")
	}
	healthy(t, db)
}

func healthy(t *testing.T, db *store.DB) {
	t.Helper()
	if found, err := db.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("Check = %v, %v", found, err)
	}
}

// memberRace has directors change one member at once, and add the same one.
func memberRace(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	db := seeded(t, func(*testing.T) store.Config { return cfg })
	if err := db.ChangeMembers(t.Context(), "mer", "p1", []member.Change{joins("Lycée Vauban", "0290012D")}); err != nil {
		t.Fatal(err)
	}
	e := entry(t, db, "Lycée Vauban")
	for what, one := range map[string]func(db *store.DB, i int) error{
		"change": func(db *store.DB, i int) error {
			return db.ChangeMembers(t.Context(), "mer", "p1", []member.Change{{
				Organisation: e.Organisation.ID, Membership: e.Current().ID, Role: campus.Roles[i], From: date.Must("2025-01-01"),
			}})
		},
		"join": func(db *store.DB, _ int) error {
			return db.ChangeMembers(t.Context(), "mer", "p1", []member.Change{joins("Ifremer", "")})
		},
		"file": func(db *store.DB, _ int) error {
			return db.SaveMemberFile(t.Context(), member.Seat{Campus: "mer", Organisation: e.Organisation.ID}, member.File{Reference: "x"}, "p1")
		},
	} {
		acts := make([]func(*store.DB) error, 4)
		for i := range acts {
			acts[i] = func(db *store.DB) error { return one(db, i) }
		}
		kept := 0
		for _, err := range together(t, cfg, acts...) {
			if err == nil {
				kept++
			} else if fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: %v", what, err)
			}
		}
		if kept != 1 {
			t.Errorf("%s: %d of 4 were kept, want 1", what, kept)
		}
	}
	healthy(t, db)
}

// memberProposals has changes wait, be accepted once, or be refused with a reason.
func memberProposals(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	correct := member.Change{Organisation: "o-1", Facts: &member.Facts{Name: "Lycée de la grande rade", Kind: campus.LyceePro, City: "Lorient", Commune: "56121"}, Said: "Nous avons changé de nom."}
	if err := db.ProposeMembers(t.Context(), "mer", member.ByMember, "p3", []member.Change{correct, joins("Ifremer", "")}); err != nil {
		t.Fatal(err)
	}
	list, err := db.MemberProposals(t.Context(), "mer")
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if n := len(membersOf(t, db)); n != 1 {
		t.Errorf("%d members while changes wait, want 1", n)
	}
	p := list[slices.IndexFunc(list, func(p member.Proposal) bool { return p.Change.Organisation == "o-1" })]
	if diff := cmp.Diff(correct, p.Change, comparable); diff != "" {
		t.Error(diff)
	}
	isKind(t, "of another campus", db.DecideMember(t.Context(), "numerique", p.ID, "p1", true, ""), fault.Conflict)
	// The campus accepts it, and someone else looks: once, and not for another campus.
	isKind(t, "endorsed elsewhere", db.EndorseMember(t.Context(), "numerique", p.ID, "p1"), fault.Conflict)
	if err := db.EndorseMember(t.Context(), "mer", p.ID, "p1"); err != nil {
		t.Fatal(err)
	}
	isKind(t, "endorsed twice", db.EndorseMember(t.Context(), "mer", p.ID, "p1"), fault.Conflict)
	if all, err := db.PendingMembers(t.Context()); err != nil || len(all) != 2 || !slices.ContainsFunc(all, func(x member.Proposal) bool { return x.ID == p.ID && !x.Endorsed.IsZero() }) {
		t.Errorf("pending: %+v, %v", all, err)
	}
	if entry(t, db, "Lycée de la rade").Organisation.ID != "o-1" {
		t.Error("endorsed, it is public")
	}
	isKind(t, "without a reason", db.DecideMember(t.Context(), "mer", p.ID, "p1", false, " "), fault.Invalid)
	if err := db.DecideMember(t.Context(), "mer", p.ID, "p1", true, ""); err != nil {
		t.Fatal(err)
	}
	isKind(t, "twice", db.DecideMember(t.Context(), "mer", p.ID, "p1", true, ""), fault.Conflict)
	e := entry(t, db, "Lycée de la grande rade")
	if e.Organisation.ID != "o-1" || e.Organisation.Lat == 0 || e.Current().ID != "m-1" {
		t.Errorf("corrected: %+v", e)
	}
	other := list[0]
	if other.ID == p.ID {
		other = list[1]
	}
	if err := db.DecideMember(t.Context(), "mer", other.ID, "p1", false, "Pas signé."); err != nil {
		t.Fatal(err)
	}
	if list, err := db.MemberProposals(t.Context(), "mer"); err != nil || len(list) != 0 {
		t.Errorf("still waiting: %v, %v", list, err)
	}
	many := make([]member.Change, 501)
	for i := range many {
		many[i] = joins("Ifremer", "")
	}
	isKind(t, "too many", db.ProposeMembers(t.Context(), "mer", member.ByCampus, "p1", many), fault.Conflict)
	healthy(t, db)
}

// memberMerge makes two bodies one in two campuses, then parts them: the register believes
// the same as before.
func memberMerge(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	for _, id := range []campus.ID{"mer", "numerique"} {
		c := member.Change{Facts: &member.Facts{Name: "Lycée de la Rade (site)", Kind: campus.LyceePro}, Role: campus.Support, From: date.Must("2026-01-01")}
		if err := db.ChangeMembers(t.Context(), id, "p1", []member.Change{c}); err != nil {
			t.Fatal(err)
		}
	}
	e := entry(t, db, "Lycée de la Rade (site)")
	id := e.Organisation.ID
	if err := db.SaveMemberFile(t.Context(), member.Seat{Campus: "mer", Organisation: id}, member.File{Reference: "CV-2"}, "p1"); err != nil {
		t.Fatal(err)
	}
	if err := db.ConfirmMember(t.Context(), member.Seat{Campus: "numerique", Organisation: id}, "p3"); err != nil {
		t.Fatal(err)
	}
	made := hired(t, db, "anne@example.org", account.Member, account.Scope{Kind: account.Organisation, ID: string(id)})
	believed := func() map[string]bool {
		r, _ := records(t, db)
		ids := make(map[string]bool)
		for _, m := range r.Memberships {
			if m.Retired.IsZero() {
				ids[m.ID] = true
			}
		}
		for _, o := range r.Organisations {
			if o.Retired.IsZero() {
				ids[string(o.ID)+" "+o.Name] = true
			}
		}
		return ids
	}
	before := believed()
	into := entry(t, db, "Lycée de la rade").Organisation
	into.Name = "Lycée polyvalent de la rade"
	isKind(t, "a campus was not shown", db.MergeMembers(t.Context(), "p1", into, id, []campus.ID{"mer"}), fault.Conflict)
	isKind(t, "with itself", db.MergeMembers(t.Context(), "p1", into, into.ID, []campus.ID{"mer"}), fault.Invalid)
	if err := db.MergeMembers(t.Context(), "p1", into, id, []campus.ID{"mer", "numerique"}); err != nil {
		t.Fatal(err)
	}
	isKind(t, "twice", db.MergeMembers(t.Context(), "p1", into, id, []campus.ID{"mer", "numerique"}), fault.Conflict)
	if list := membersOf(t, db); len(list) != 1 || len(list[0].Memberships) != 1 || list[0].File.Reference != "CV-2" || list[0].Current().Valid.From != date.Must("2013-10") {
		t.Errorf("after: %+v", list)
	}
	if o, seats, err := db.Seats(t.Context(), into.ID); err != nil || o.Name != into.Name || len(seats) != 2 {
		t.Errorf("Seats = %v, %v, %v", o, seats, err)
	} else if i := slices.IndexFunc(seats, func(s member.SeatState) bool { return s.Membership.Campus == "numerique" }); i < 0 || seats[i].Confirmed.IsZero() {
		t.Errorf("the confirmation did not follow: %+v", seats)
	}
	if _, _, err := db.Seats(t.Context(), id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the twin still has seats: %v", err)
	}
	grants, err := db.Grants(t.Context(), made)
	if err != nil || len(grants) != 1 || grants[0].Scope.ID != string(into.ID) {
		t.Errorf("rights: %+v, %v", grants, err)
	}
	healthy(t, db)
	list, err := db.Merges(t.Context(), into.ID)
	if err != nil || len(list) != 1 || list[0].TwinName != "Lycée de la Rade (site)" {
		t.Fatal(list, err)
	}
	isKind(t, "of another", db.PartMembers(t.Context(), "p1", "o-2", list[0].ID), fault.NotFound)
	if err := db.PartMembers(t.Context(), "p1", into.ID, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, believed()); diff != "" {
		t.Error(diff)
	}
	isKind(t, "parted twice", db.PartMembers(t.Context(), "p1", into.ID, list[0].ID), fault.NotFound)
	healthy(t, db)
}
