// Package storetest is the one suite that every engine of the store passes.
package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/store"
)

// Fresh returns where a new store is, empty but for its schema or without one.
type Fresh func(t *testing.T) store.Config

// Run runs the suite on the stores that fresh makes.
func Run(t *testing.T, fresh Fresh) {
	for _, tt := range []struct {
		name string
		test func(*testing.T, Fresh)
	}{
		{"seed gives the records back", seedGivesBack},
		{"seed is idempotent by checksum", seedIdempotent},
		{"seed of a new dataset keeps the history", seedNewVersion},
		{"seed leaves what operators said", seedSparesOperators},
		{"seed drops a campus unless an operator speaks of it", seedDropsCampus},
		{"two servers seed at once", seedRace},
		{"a transaction is whole or nothing", txWhole},
		{"every change is in the journal", txJournal},
		{"concurrent changes all count", txRace},
		{"the schema refuses what Go might let through", schemaRefuses},
		{"labels that overlap are refused", labelOverlap},
		{"of two grants at once one wins", labelRace},
		{"a renewal keeps the label before", labelRenewal},
		{"a renamed campus keeps its old slugs", rename},
		{"reports come newest first, by pages", reportPages},
		{"reports are bounded", reportBounds},
		{"a scenario is kept under its hash", scenarioKept},
		{"scenarios are bounded, and the old ones leave", scenarioBounds},
		{"a panel reads, sits and gives its opinion", panelLife},
		{"a panel refuses what breaks its rules", panelRefuses},
		{"votes end by the server's clock", panelDeadline},
		{"writers of a panel race", panelRace},
		{"mails wait, are leased, sent, tried again, given up", mailQueue},
		{"workers share one queue of mails", mailRace},
		{"a sheet of a campus goes from draft to public to the end", sheetLife},
		{"sheets refuse what is not theirs", sheetRefusals},
		{"of authors at once one wins", sheetRace},
		{"members join, change and leave", memberLife},
		{"of two changes of one member one is kept", memberRace},
		{"what is proposed of members waits", memberProposals},
		{"twins become one, and are parted", memberMerge},
		{"twins parted have what they had", memberPart},
		{"what came since stays with the survivor", memberPartSince},
		{"the governance approves figures as they are public", figureApproved},
		{"equipment is asked for, granted, given up", bookingLife},
		{"news are told once, and mailed as each one chose", notices},
		{"personal data expires, and is told to who asks", expiry},
		{"a backup restores to an equal store", backupRestores},
		{"a damaged backup changes nothing", backupDamaged},
		{"a full store is replaced only by force", restoreForce},
		{"a healthy store has no problem", checkHealthy},
		{"official rows come back as they were", officialPut},
		{"official data goes back to what was before", officialRollback},
		{"the embedded official data follows the program, not the operator", officialSeed},
		{"one of several imports at once wins", officialTogether},
		{"a token opens an account once", accountOpens},
		{"sessions end", sessionsEnd},
		{"rights and delegations hold for their time", grantsHold},
		{"people are disabled, leave and are forgotten", peopleLeave},
		{"a backup lets nobody in", backupLeavesSessions},
		{"an identity is someone's for good", identities},
		{"keys are someone's, and what was asked is answered once", passkeys},
		{"what opens an account is changed with a fresh proof", proofs},
		{"who lost a key is let in anew", readmission},
		{"a call goes to its order, and the register follows", labellingLife},
		{"an order is whole or nothing", orderWhole},
		{"decisions are drafted, marked, signed by another, and made known together", draftsLife},
		{"of two drafts from one version one is kept", draftRace},
		{"what is said of an order is put right", orderCorrected},
		{"orders amend labels, and what was true remains readable", ordersAmend},
		{"the register follows amending orders as their events say", amendTwin},
		{"rules in use are locked", rulesLocked},
		{"rules and calls are prepared before they bind", draftRules},
		{"people are told of dossiers", dossiersTell},
		{"of two saves of one version one is kept", savesRace},
		{"the server's instant says what is late", deadlineByServer},
		{"nobody signs twice", signRace},
		{"what is sealed is what the dossier holds", sealRace},
		{"a body gives one opinion", opinionRace},
		{"dossiers have bounds", dossierBounds},
		{"a panel of the site tells of its dossiers", panelTells},
		{"a panel is composed of what the site knows", panelComposed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.test(t, fresh)
		})
	}
}

// open opens the store and closes it with the test.
func open(t *testing.T, cfg store.Config) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// seeded opens a fresh store that holds World.
func seeded(t *testing.T, fresh Fresh) *store.DB {
	t.Helper()
	db := open(t, fresh(t))
	if changed, err := db.Seed(t.Context(), World(), "v1"); err != nil || !changed {
		t.Fatalf("Seed = %v, %v, want true, nil", changed, err)
	}
	return db
}

// records returns all that the store holds, and its generation.
func records(t *testing.T, db *store.DB) (*campus.Records, int64) {
	t.Helper()
	r, generation, err := db.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r, generation
}

var (
	comparable   = cmp.Comparer(func(a, b date.Date) bool { return a == b })
	sameInstants = cmp.Options{comparable, cmpopts.EquateEmpty()}
	// content leaves out when the store learnt it.
	content = cmp.Options{sameInstants, cmpopts.IgnoreFields(campus.Provenance{}, "Recorded", "Retired")}
)

func seedGivesBack(t *testing.T, fresh Fresh) {
	before := time.Now().Truncate(time.Microsecond)
	db := seeded(t, fresh)
	got, generation := records(t, db)
	if generation != 1 {
		t.Errorf("generation = %d, want 1", generation)
	}
	if diff := cmp.Diff(World(), got, content); diff != "" {
		t.Errorf("records differ from the dataset (-want +got):\n%s", diff)
	}
	for _, f := range got.Facts {
		if f.Recorded.Before(before) || f.Recorded.After(time.Now()) || !f.Retired.IsZero() {
			t.Errorf("fact %s: recorded %v, retired %v, want now and never", f.ID, f.Recorded, f.Retired)
		}
	}
}

func seedIdempotent(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	before, generation := records(t, db)
	if changed, err := db.Seed(t.Context(), World(), "v1"); err != nil || changed {
		t.Errorf("second Seed = %v, %v, want false, nil", changed, err)
	}
	after, again := records(t, db)
	if generation != again {
		t.Errorf("generation moved from %d to %d", generation, again)
	}
	if diff := cmp.Diff(before, after, sameInstants); diff != "" {
		t.Errorf("records changed:\n%s", diff)
	}
	// The same content under another checksum records nothing new.
	if changed, err := db.Seed(t.Context(), World(), "v2"); err != nil || !changed {
		t.Errorf("Seed of another version = %v, %v, want true, nil", changed, err)
	}
	after, _ = records(t, db)
	if diff := cmp.Diff(before, after, sameInstants); diff != "" {
		t.Errorf("records changed:\n%s", diff)
	}
}
