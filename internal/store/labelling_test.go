package store_test

import (
	"slices"
	"strings"
	"testing"

	"continuum/internal/store"
	"continuum/internal/store/storetest"
)

// TestCheckFindsLabelling breaks by hand what no key of the schema can hold together.
func TestCheckFindsLabelling(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after the other: the race detector has nothing to find, and takes a minute")
	}
	t.Parallel()
	for _, tt := range []struct{ name, breaks, want string }{
		{"rules changed in place", `update ruleset set body = replace(body, 'value = 5', 'value = 6')`, "not what its hash names"},
		{"a field changed after the seal", `update dossier_value set value = '"autre"' where dossier = 'd-sign' and field = 'long_text'`, "something else than what was sealed"},
		{"a field of another form", `update dossier_value set value = '"maybe"' where dossier = 'd-new' and field = 'brand_check'`, "its type does not allow"},
		{"a version taken away", `update dossier_value set number = 7 where dossier = 'd-new' and field = 'title'`, "a version of field title is missing"},
		{"the sealed text changed", `update dossier_seal set content = '{}' where dossier = 'd-new'`, "not what its hash names"},
		{"a signature in another role", `update dossier_signature set role = 'carrier' where dossier = 'd-new' and signatory = 'recteur'`, "may not sign for it"},
		{"a signature taken away", `delete from dossier_signature where dossier = 'd-new' and signatory = 'recteur'`, "without the signature of recteur"},
		{"an opinion taken away", `delete from dossier_opinion where dossier = 'd-new' and body = 'crefop'`, "without the opinion of crefop"},
		{"an opinion of elsewhere", `update dossier_opinion set academie = '02' where dossier = 'd-new' and body = 'caen'`, "none of the dossier's"},
		{"a state without an act", `update dossier set state = 'expertise' where id = 'd-sign'`, "its acts lead to joint_proposal"},
		{"an act by someone else", `update dossier_move set role = 'carrier' where dossier = 'd-new' and act = 'admit'`, "none that the rules allow"},
		{"an act after its date", `update call_deadline set at = 1 where step = 'regional_closing'`, "was done after regional_closing had ended"},
		{"an act left out", `delete from dossier_move where dossier = 'd-new' and act = 'admit'`, "does not follow the one before"},
		{"too many years", `update decision set years = 9 where dossier = 'd-new'`, "grants 9 years, at most 5"},
		{"a decision undone", `update decision set act = null, label = null where dossier = 'd-new'`, "without a published decision"},
		{"a label that is not the decision's", `update label_version set category = 'excellence' where id = 'label-d-new'`, "not what its decision grants"},
		{"an order taken back", `update act_version set retired = 9999999999999999, retired_by = 'operator' where id = 'acte-mene2630001a'`, "rests on order acte-mene2630001a"},
		{"a label without its events", `delete from label_event where label = 'label-d-new'`, "has no event"},
		{"a line that ends on another day", `update label_version set end_on = '2028-01-01', end_day = 21184 where id = 'label-d-new'`, "its events say"},
		{"an event that could not be", `update label_event set kind = 'reserve_lifted' where label = 'label-d-new' and number = 2`, "event 2"},
	} {
		for name, fresh := range map[string]storetest.Fresh{"SQLite": onSQLite, "PostgreSQL": onPostgres} {
			t.Run(tt.name+" on "+name, func(t *testing.T) {
				t.Parallel()
				c := &storetest.Clock{}
				cfg := fresh(t)
				cfg.Now = c.Now
				db := opened(t, cfg)
				if _, err := db.Seed(t.Context(), storetest.World(), "v1"); err != nil {
					t.Fatal(err)
				}
				storetest.Wave(t, db, c)
				run(t, db.Writer(), tt.breaks)
				problems, err := db.Check(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(problems, func(p store.Problem) bool { return strings.Contains(p.String(), tt.want) }) {
					t.Errorf("Check = %v, want a problem that says %q", problems, tt.want)
				}
			})
		}
	}
}
