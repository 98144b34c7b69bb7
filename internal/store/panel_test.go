package store_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"continuum/internal/store"
	"continuum/internal/store/storetest"
)

// played opens a new store in which a panel has read and voted.
func played(t *testing.T, cfg store.Config) *store.DB {
	t.Helper()
	db := opened(t, cfg)
	storetest.FillPanel(t, db)
	storetest.ReadAndVote(t, db)
	return db
}

// TestCheckFindsPanels breaks panels by hand, as no act on them can.
func TestCheckFindsPanels(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, breaks, want string }{
		{"a member moved to the other college", `update panel_expert set college = 'economy' where expert = 'e3'`, "its composition does not hold"},
		{"nobody presides", `update panel_expert set president = false`, "its composition does not hold"},
		{"a reading taken away", `delete from panel_sheet; delete from panel_reading where dossier = 'd1' and expert = (select min(expert) from panel_reading r where r.dossier = 'd1')`, "its readings break the rules"},
		{"a reading added", `insert into panel_reading values ('p', 'd1', 'e4'), ('p', 'd1', 'e5')`, "its readings break the rules"},
		{"a score changed under its seal", `update panel_sheet set body = replace(body, '"value":3', '"value":4') where sealed is not null`, "not what its seal says"},
		{"a vote changed", `update plenary_vote set choice = 'against' where round = 2 and expert = 'e1'`, "its count is not that of its votes"},
		{"a vote added", `insert into plenary_vote values ('p', 'd1', 2, 'e4', 'for', 1)`, "someone voted who could not"},
		{"a vote before it opened", `update plenary_vote set at = 1 where round = 2 and expert = 'e1'`, "1 votes came before it opened or after it closed"},
		{"a vote after it closed", `update plenary_vote set at = (select closed + 1 from plenary_motion where round = 2) where round = 2 and expert = 'e1'`, "after it closed"},
		{"a result turned", `update plenary_motion set adopted = false where adopted`, "its count is not that of its votes"},
		{"a voter taken out", `update plenary_motion set voters = replace(voters, '{"expert":"e3","college":"public","president":false}', '{"expert":"e9","college":"public","president":false}')`, "its voters are no quorum"},
		{"a recusal of one who voted", `insert into plenary_recusal values ('p', 's', 'd1', 'e3', 'conflict')`, "its voters are no quorum"},
	} {
		eachEngine(t, func(t *testing.T, cfg store.Config) {
			db := played(t, cfg)
			run(t, db.Writer(), strings.Split(tt.breaks, "; ")...)
			problems, err := db.Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(problems, func(p store.Problem) bool { return strings.Contains(p.String(), tt.want) }) {
				t.Errorf("%s: Check = %v, want a problem that says %q", tt.name, problems, tt.want)
			}
		})
	}
}

// TestPanelKeys: what keys and checks of the schema refuse, whatever the program.
func TestPanelKeys(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, cfg store.Config) {
		db := played(t, cfg)
		for name, statement := range map[string]string{
			"a second sheet":               `insert into panel_sheet select panel, dossier, expert, version, body, hash, saved, sealed from panel_sheet`,
			"a sheet of who doesn't read":  `insert into panel_sheet values ('p', 'd1', 'e5', 1, '{}', '', 1, null)`,
			"a seal without an instant":    `update panel_sheet set sealed = null where hash <> ''`,
			"a second vote":                `insert into plenary_vote select panel, dossier, round, expert, 'for', at from plenary_vote`,
			"a vote on nothing":            `insert into plenary_vote values ('p', 'd2', 1, 'e0', 'for', 1)`,
			"a choice that is none":        `update plenary_vote set choice = 'perhaps'`,
			"a second opinion":             `update plenary_motion set adopted = true`,
			"an opinion without a count":   `update plenary_motion set closed = null, tally = '' where adopted`,
			"a dossier twice":              `insert into panel_dossier values ('p', 'd1', '{}')`,
			"two presidents":               `update panel_expert set president = true`,
			"a conflict without a reason":  `insert into panel_declaration values ('p', 'd1', 'e0', 9, 'conflict', '', 1)`,
			"a recusal for no known cause": `update plenary_recusal set why = 'tired'`,
		} {
			if _, err := db.Writer().Exec(statement); err == nil {
				t.Errorf("%s: taken", name)
			}
		}
	})
}

// TestPanelBackup: a panel comes back from an archive, on the other engine too.
func TestPanelBackup(t *testing.T) {
	t.Parallel()
	from := played(t, onPostgres(t))
	var archive bytes.Buffer
	if err := from.Backup(t.Context(), &archive); err != nil {
		t.Fatal(err)
	}
	cfg := onSQLite(t)
	if err := store.Restore(t.Context(), cfg, &archive, store.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	back := opened(t, cfg)
	m, err := back.Minutes(t.Context(), "p", "s")
	if err != nil || len(m.Items) != 1 || m.Items[0].Opinion == nil {
		t.Errorf("minutes %+v, %v", m, err)
	}
	if marks, err := back.PanelMarks(t.Context(), "p"); err != nil || len(marks) != 6 {
		t.Errorf("%d marks, %v", len(marks), err)
	}
	if problems, err := back.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
}
