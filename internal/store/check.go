package store

import (
	"context"
	"database/sql"
	"fmt"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

// Problem is something that a store must not hold: made by hand, by a damaged disk
// or by a defect of ours.
type Problem struct {
	Where string // table, row or file
	What  string // what is wrong, for an operator
}

// String is the problem on one line.
func (p Problem) String() string { return p.Where + ": " + p.What }

// Check reads the whole store and names what is wrong, nothing when all is well. An
// error means that it could not be read.
func (db *DB) Check(ctx context.Context) (found []Problem, err error) {
	defer fault.Wrap(&err, "store.Check")
	damaged, err := db.Integrity(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range damaged {
		found = append(found, Problem{db.Name(), d})
	}
	versions, err := db.checkVersions(ctx)
	if err != nil {
		return nil, err
	}
	found = append(found, versions...)
	err = db.view(ctx, func(tx *sql.Tx) error {
		for _, q := range questions {
			list, err := query(ctx, tx, q.text, func(rows *sql.Rows) (p Problem, err error) {
				p.What = q.what
				return p, rows.Scan(&p.Where)
			})
			if err != nil {
				return fmt.Errorf("%s: %w", q.what, err)
			}
			found = append(found, list...)
		}
		r, err := loadRegister(ctx, tx)
		if err != nil {
			return err
		}
		found = append(found, r.check()...)
		official, err := checkOfficial(ctx, tx)
		if found = append(found, official...); err != nil {
			return err
		}
		panels, err := checkPanels(ctx, tx)
		if found = append(found, panels...); err != nil {
			return err
		}
		scenarios, err := checkScenarios(ctx, tx)
		if found = append(found, scenarios...); err != nil {
			return err
		}
		sheets, err := checkSheets(ctx, tx)
		if found = append(found, sheets...); err != nil {
			return err
		}
		acts, err := checkJournal(ctx, tx)
		if found = append(found, acts...); err != nil {
			return err
		}
		dossiers, err := db.checkLabelling(ctx, tx)
		found = append(found, dossiers...)
		return err
	})
	return found, err
}

// questions are statements whose rows are problems.
var questions = []struct{ what, text string }{
	{"the row of the change counter is missing", `select 'table generation' from (select count(*) as n from generation) g where n <> 1`},
	{"the change counter is not that of the last change", `select 'table generation' from generation
		where value <> (select coalesce(max(generation), 0) from change)`},
	{"has no description", `select 'source ' || id from source
		where id not in (select id from source_version where retired is null)`},
	{"no statement cites it", `select 'source ' || id from source
		where id not in (select source from statement) and id not in (select source from citation)`},
	{"belongs to no row", `select 'statement ' || key from statement where key not in (
		select statement from act_version union all select statement from fact union all select statement from label_version
		union all select statement from basis union all select statement from organisation_version
		union all select statement from membership union all select statement from milestone)`},
	{"has no slug, or several", `select 'campus ' || id from campus
		where (select count(*) from slug where slug.campus = campus.id and retired is null) <> 1`},
	{"is a delegation of nothing, of another role or of another delegation", `select 'granted ' || id from granted d where delegated_from is not null
		and not exists (select 1 from granted s where s.id = d.delegated_from and s.role = d.role and s.scope = d.scope and s.delegated_from is null)`},
	{"rests on nothing", `select 'label ' || id from label_version
		where statement not in (select label from basis)`},
	{"its version is not its last one", `select 'sheet ' || id from sheet
		where version <> (select coalesce(max(number), 0) from sheet_version where sheet = sheet.id)`},
	{"is not later than the change before it", `select 'change ' || c.generation from change c
		where exists (select 1 from change d where d.generation = c.generation - 1 and d.at >= c.at)`},
}

// checkVersions compares the steps applied with those that the program knows.
func (db *DB) checkVersions(ctx context.Context) (found []Problem, err error) {
	known, err := knownVersions()
	if err != nil {
		return nil, err
	}
	applied := make(map[int64]bool)
	_, err = query(ctx, db.Reader(), versions{}.ListMigrations(versionTable), func(rows *sql.Rows) (struct{}, error) {
		var v int64
		var done bool
		err := rows.Scan(&v, &done)
		applied[v] = done
		return struct{}{}, err
	})
	for _, v := range known {
		if !applied[v] {
			found = append(found, Problem{"table " + versionTable, fmt.Sprintf("step %d of the schema is not applied", v)})
		}
		delete(applied, v)
	}
	for v := range applied {
		found = append(found, Problem{"table " + versionTable, fmt.Sprintf("step %d of the schema is unknown to this program", v)})
	}
	return found, db.Explain(err)
}

// check applies the rules of the domain to what is believed.
func (r *register) check() (found []Problem) {
	for _, p := range campus.Validate(r.believed()) {
		if !p.Warning {
			found = append(found, Problem{p.Table + " " + p.ID, p.Field + ": " + p.Why})
		}
	}
	return found
}

// believed is the register without its history.
func (r *register) believed() *campus.Records {
	b := &campus.Records{
		Sectors: values(live(r.sectors)), Sources: values(live(r.sources)), Acts: values(live(r.acts)),
		Facts: values(live(r.facts)), Labels: values(live(r.labels)), Organisations: values(live(r.organisations)),
		Memberships: values(live(r.memberships)), Milestones: values(live(r.milestones)),
	}
	// A campus of which nothing is said any more keeps its identifier and slugs.
	said := make(map[campus.ID]bool)
	for _, f := range b.Facts {
		said[f.Campus] = true
	}
	for _, l := range b.Labels {
		said[l.Campus] = true
	}
	for _, m := range b.Memberships {
		said[m.Campus] = true
	}
	for _, h := range r.campuses {
		if said[h.value.ID] {
			b.Campuses = append(b.Campuses, h.value)
		}
	}
	return b
}

func live[T any](list []held[T]) (out []held[T]) {
	for _, h := range list {
		if !h.retired {
			out = append(out, h)
		}
	}
	return out
}
