package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

// querier is a transaction or a pool.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// believed narrows a loader to what the register believes.
const believed = ` and v.retired is null`

// held is a statement as the store holds it, with what only the store knows.
type held[T any] struct {
	value     T
	retired   bool
	recorded  int64
	origin    origin
	retiredBy origin // empty while believed
}

// register is all that the store holds of the register.
type register struct {
	sectors       []held[campus.Sector]
	sources       []held[campus.Source]
	campuses      []held[campus.Campus]
	acts          []held[campus.Act]
	facts         []held[campus.Fact]
	labels        []held[campus.Label]
	organisations []held[campus.Organisation]
	memberships   []held[campus.Membership]
	milestones    []held[campus.Milestone]
}

// Records returns the whole register, retired statements included, and its
// generation, as they were at one instant. Each list is in the order of identifiers,
// then of records. Of sectors and sources the last description is given.
func (db *DB) Records(ctx context.Context) (r *campus.Records, generation int64, err error) {
	defer fault.Wrap(&err, "store.Records")
	err = db.view(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `select value from generation where id = 1`).Scan(&generation); err != nil {
			return err
		}
		all, err := loadRegister(ctx, tx)
		if err != nil {
			return err
		}
		r = all.records()
		return nil
	})
	return r, generation, err
}

func (r *register) records() *campus.Records {
	return &campus.Records{
		Sectors: values(live(r.sectors)), Sources: values(live(r.sources)), Acts: values(r.acts), Campuses: values(r.campuses),
		Facts: values(r.facts), Labels: values(r.labels), Organisations: values(r.organisations),
		Memberships: values(r.memberships), Milestones: values(r.milestones),
	}
}

func values[T any](list []held[T]) []T {
	out := make([]T, len(list))
	for i := range list {
		out[i] = list[i].value
	}
	return out
}

func loadRegister(ctx context.Context, q querier) (r *register, err error) {
	r = new(register)
	load := func(fn func() error) {
		if err == nil {
			err = fn()
		}
	}
	cited := make(citations)
	load(func() error { return cited.load(ctx, q) })
	load(func() (err error) { r.sectors, err = loadSectors(ctx, q); return })
	load(func() (err error) { r.sources, err = loadSources(ctx, q); return })
	load(func() (err error) { r.campuses, err = loadCampuses(ctx, q); return })
	load(func() (err error) { r.acts, err = loadActs(ctx, q, cited); return })
	load(func() (err error) { r.facts, err = loadFacts(ctx, q, cited); return })
	load(func() (err error) { r.labels, err = loadLabelsCited(ctx, q, "", cited); return })
	load(func() (err error) { r.organisations, err = loadOrganisations(ctx, q, cited); return })
	load(func() (err error) { r.memberships, err = loadMemberships(ctx, q, cited); return })
	load(func() (err error) { r.milestones, err = loadMilestones(ctx, q, cited); return })
	return r, err
}

// query scans every row of a text. Rows come in no order that both engines share:
// callers sort.
func query[T any](ctx context.Context, q querier, text string, scan func(*sql.Rows) (T, error), args ...any) (list []T, err error) {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// byID sorts statements by identifier, then by record.
func byID[T any](list []held[T], id func(*T) string) []held[T] {
	slices.SortFunc(list, func(a, b held[T]) int {
		return cmp.Or(strings.Compare(id(&a.value), id(&b.value)), cmp.Compare(a.recorded, b.recorded))
	})
	return list
}

// citations are the sources of statements after the first, by key, in order.
type citations map[string][]campus.SourceID

func (c citations) load(ctx context.Context, q querier) error {
	type citation struct {
		key    string
		rank   int
		source campus.SourceID
	}
	list, err := query(ctx, q, `select statement, rank, source from citation`, func(rows *sql.Rows) (x citation, err error) {
		return x, rows.Scan(&x.key, &x.rank, &x.source)
	})
	slices.SortFunc(list, func(a, b citation) int { return a.rank - b.rank })
	for _, x := range list {
		c[x.key] = append(c[x.key], x.source)
	}
	return err
}

// stamp is the provenance of a row being read: the columns of statement s, then
// those of the version v.
type stamp struct {
	key, note  string
	source     campus.SourceID
	confidence campus.Confidence
	origin     origin
	life
}

// life is when a row was recorded and retired, and by whom.
type life struct {
	recorded  int64
	retired   sql.NullInt64
	retiredBy sql.NullString
}

const (
	lifeColumns  = `v.recorded, v.retired, v.retired_by`
	stampColumns = `s.key, s.source, s.confidence, s.note, s.origin, ` + lifeColumns
)

func (l *life) into() []any { return []any{&l.recorded, &l.retired, &l.retiredBy} }

func (s *stamp) into() []any {
	return append([]any{&s.key, &s.source, &s.confidence, &s.note, &s.origin}, s.life.into()...)
}

func (s *stamp) provenance(cited citations) campus.Provenance {
	p := campus.Provenance{
		Sources: append([]campus.SourceID{s.source}, cited[s.key]...), Confidence: s.confidence, Note: s.note,
		Recorded: instant(s.recorded),
	}
	if s.retired.Valid {
		p.Retired = instant(s.retired.Int64)
	}
	return p
}

func keep[T any](value T, from origin, l life) held[T] {
	h := held[T]{value: value, origin: from, recorded: l.recorded, retired: l.retired.Valid}
	h.retiredBy = origin(l.retiredBy.String)
	return h
}

func instant(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// instantOrZero is the instant, or none for nothing.
func instantOrZero(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return instant(micros)
}
