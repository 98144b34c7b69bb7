package pathway

import (
	"context"
	"database/sql"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"continuum/internal/geo"
	"continuum/internal/store/pgtest"
	"continuum/internal/training"
)

// postgres is the database server of this package's benchmarks.
var postgres pgtest.Shared

func TestMain(m *testing.M) { os.Exit(postgres.Main(m)) }

// frontSQL is the same question in one recursive query: every path over what is taught
// within reach, with the same cuts that a careful author makes (dominated offers of a
// qualification left out before the walk, what doesn't lead to the target too, equal
// partial paths once), then the front.
const frontSQL = `
with recursive
near as materialized (
	select q, entry_year, floor(far::real + 0.5)::int as km, coalesce(percent, 0) as diff,
		(percent is null)::int as undecided, coalesce(share, -1) as share
	from (
		select o.*, 1.3 * 2 * 6371.0088 * asin(least(1, sqrt(power(o.x - $2, 2) + power(o.y - $3, 2) + power(o.z - $4, 2)) / 2)) as far
		from offer o where at <@ box(point($6, $7), point($8, $9))
	) t where far <= $5
),
taught as materialized (
	select distinct n.q, n.level = $10 and not n.common as ends, o.entry, o.km, o.diff, o.undecided, o.hole,
		case when n.level = $10 and not n.common then o.share else -1 end as share
	from node n join (
		select q, 0 as entry, km, diff, undecided, share, 0 as hole from near where entry_year <= 1
		union all select q, 1, km, diff, undecided, share, 0 from near
		union all select q, 2, km, 0, 0, share, 0 from near
		union all select q, e, 0, 0, (e < 2)::int, -1, 1 from node, generate_series(0, 2) e where hole
	) o using (q)
),
option as materialized (
	select * from taught o where not exists (
		select from taught p where p.q = o.q and p.entry = o.entry and p.undecided = o.undecided and p.hole = o.hole
			and (p.share < 0) = (o.share < 0) and p.km <= o.km and p.diff <= o.diff and p.share >= o.share
			and (p.km, p.diff, p.share) <> (o.km, o.diff, o.share))
),
useful(q) as (
	select q from option where ends
	union
	select e.src from useful u join edge e on e.dst = u.q
		where e.src = any($1) or exists (select from option o where o.q = e.src and not o.ends)
),
way as materialized (
	select e.src, e.dst, e.years, (e.years = 0)::int as unyears, o.ends, o.km, o.diff, o.undecided, o.hole, o.share
	from edge e join option o on o.q = e.dst and o.entry = e.entry
	where e.src in (select q from useful) and e.dst in (select q from useful)
),
walk(node, path, years, unyears, km, diff, undecided, holes) as (
	select s, array[s], 0, 0, 0, 0, 0, 0 from unnest($1::int[]) s
	union
	select w.dst, l.path || w.dst, l.years + w.years, l.unyears + w.unyears, greatest(l.km, w.km), greatest(l.diff, w.diff),
		l.undecided + w.undecided, l.holes + w.hole
	from walk l join way w on w.src = l.node
	where not w.ends and cardinality(l.path) < 8 and w.dst <> all(l.path)
),
found as materialized (
	select l.holes + w.hole as holes, l.unyears + w.unyears as unyears, l.undecided + w.undecided as undecided,
		l.years + w.years as years, greatest(l.km, w.km) as km, greatest(l.diff, w.diff) as diff, max(w.share) as share
	from walk l join way w on w.src = l.node and w.ends and w.dst <> all(l.path)
	group by 1, 2, 3, 4, 5, 6, w.share < 0
)
select holes, unyears, undecided, (share < 0)::int, years, km, diff, share
from found f where not exists (
	select from found g where g.holes = f.holes and g.unyears = f.unyears and g.undecided = f.undecided and (g.share < 0) = (f.share < 0)
		and g.years <= f.years and g.km <= f.km and g.diff <= f.diff and g.share >= f.share
		and (g.years, g.km, g.diff, g.share) <> (f.years, f.km, f.diff, f.share))
order by holes, unyears, undecided, 4, years, km, diff, share desc`

// inPostgres puts the graph, the qualifications and what is taught in tables with the
// indexes that the query uses.
func inPostgres(b *testing.B, e *Engine) *sql.DB {
	b.Helper()
	db, err := sql.Open("pgx", postgres.Empty(b)+"&options=-c%20jit%3Doff%20-c%20work_mem%3D16MB")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	var src, dst, years, entry []int32
	for i := range e.graph.Edges {
		if ed := &e.graph.Edges[i]; !ed.down {
			src, dst = append(src, e.graph.node(ed.From)), append(dst, ed.To)
			years, entry = append(years, int32(ed.Years)), append(entry, int32(ed.Entry))
		}
	}
	var q, level []int32
	var common, hole []bool
	for i := range e.model.Qualifications {
		if d := &e.model.Qualifications[i]; e.exists(int32(i)) {
			q, level = append(q, int32(i)), append(level, int32(d.Level))
			common, hole = append(common, d.Common), append(hole, e.located[i]&initialRoutes == 0)
		}
	}
	var oq, oyear []int32
	var percent, share []*int32
	var at [5][]float64
	known := func(v int8) *int32 {
		if v < 0 {
			return nil
		}
		n := int32(v)
		return &n
	}
	for i := range e.place {
		if e.place[i] == training.None || e.route[i]&initialRoutes == 0 {
			continue
		}
		oq, oyear = append(oq, e.model.Offers[i].Qualification), append(oyear, int32(e.entry[i]))
		percent, share = append(percent, known(e.percent[i])), append(share, known(e.share[i]))
		p, v := e.places[e.place[i]], e.at[e.place[i]]
		for j, f := range [...]float64{p.Lon, p.Lat, v.X, v.Y, v.Z} {
			at[j] = append(at[j], f)
		}
	}
	for _, statement := range []struct {
		text string
		args []any
	}{
		{`create table edge as select * from unnest($1::int[], $2::int[], $3::int[], $4::int[]) t(src, dst, years, entry)`, []any{src, dst, years, entry}},
		{`create table node as select * from unnest($1::int[], $2::int[], $3::boolean[], $4::boolean[]) t(q, level, common, hole)`, []any{q, level, common, hole}},
		{
			`create table offer as select q, entry_year, percent, share, point(lon, lat) as at, x, y, z
			from unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::float8[])
			t(q, entry_year, percent, share, lon, lat, x, y, z)`,
			[]any{oq, oyear, percent, share, at[0], at[1], at[2], at[3], at[4]},
		},
		{`create index on edge (src, dst)`, nil},
		{`create index on edge (dst, src)`, nil},
		{`create index on node (q)`, nil},
		{`create index on offer using gist (at)`, nil},
		{`vacuum analyze`, nil},
	} {
		if _, err := db.ExecContext(b.Context(), statement.text, statement.args...); err != nil {
			b.Fatal(err)
		}
	}
	return db
}

// asked gives the arguments of frontSQL for a request: the same resolved starts, a box
// around what is within reach.
func asked(b *testing.B, e *Engine, r *Request) []any {
	b.Helper()
	p, err := e.prepare(r)
	if err != nil {
		b.Fatal(err)
	}
	v := geo.Unit(r.Home)
	dlat := r.MaxKm / Detour / 110
	dlon := dlat / math.Cos((math.Abs(r.Home.Lat)+dlat)*math.Pi/180)
	return []any{
		p.starts, v.X, v.Y, v.Z, r.MaxKm, r.Home.Lon - dlon, r.Home.Lat - dlat, r.Home.Lon + dlon, r.Home.Lat + dlat, int(r.Target.Level),
	}
}

// frontOf runs the query.
func frontOf(ctx context.Context, query *sql.Stmt, args []any) ([]criteria, error) {
	rows, err := query.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []criteria
	for rows.Next() {
		var c criteria
		if err := rows.Scan(&c.holes, &c.unyears, &c.undecided, &c.unoutcome, &c.years, &c.km, &c.diff, &c.share); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// BenchmarkItinerariesAgainstPostgres draws homes by their young people and CAPs that are
// taught, and asks the same front of the engine and of PostgreSQL in the same run: first
// the answers, then the clocks. An answer that differs fails it.
func BenchmarkItinerariesAgainstPostgres(b *testing.B) {
	e := nationalEngine(b)
	db := inPostgres(b, e)
	query, err := db.PrepareContext(b.Context(), frontSQL)
	if err != nil {
		b.Fatal(err)
	}
	defer query.Close()
	r := rand.New(rand.NewPCG(11, 12))
	caps := capsTaught(e)
	var ours, theirs []time.Duration
	compared, found := 0, 0
	for b.Loop() {
		q := Request{
			Home: drawHome(r, e), Starts: []Start{{Qualification: caps[r.IntN(len(caps))]}}, Target: Target{Level: 7}, MaxKm: 60, K: MaxShown,
		}
		whole, err := wholeFront(e, q)
		if err != nil {
			b.Fatal(err)
		}
		var have []criteria
		for i := range whole {
			have = append(have, criteriaOf(&whole[i]))
		}
		args := asked(b, e, &q)
		start := time.Now()
		want, err := frontOf(b.Context(), query, args)
		theirs = append(theirs, time.Since(start))
		if err != nil {
			b.Fatal(err)
		}
		if !slices.Equal(have, want) {
			b.Fatalf("%+v\n      ours %v\nPostgreSQL %v", q, have, want)
		}
		start = time.Now()
		if _, err := e.Itineraries(b.Context(), q); err != nil {
			b.Fatal(err)
		}
		ours = append(ours, time.Since(start))
		compared++
		found += min(1, len(have))
	}
	b.ReportMetric(float64(compared), "compared")
	b.ReportMetric(float64(found)/float64(compared), "found")
	b.ReportMetric(ms(at(ours, 50)), "p50-ms")
	b.ReportMetric(ms(at(ours, 95)), "p95-ms")
	b.ReportMetric(ms(at(theirs, 50)), "PostgreSQL-p50-ms")
	b.ReportMetric(ms(at(theirs, 95)), "PostgreSQL-p95-ms")
	b.ReportMetric(float64(at(theirs, 50))/float64(at(ours, 50)), "×PostgreSQL-p50")
	b.ReportMetric(float64(at(theirs, 95))/float64(at(ours, 95)), "×PostgreSQL-p95")
	b.ReportMetric(0, "ns/op")
}

// capsTaught lists the CAPs that are offered somewhere.
func capsTaught(e *Engine) []string {
	var all []string
	for i := range e.model.Qualifications {
		if e.model.Qualifications[i].Kind == "CAP" && len(e.byQualification[i]) > 0 {
			all = append(all, e.model.Qualifications[i].ID)
		}
	}
	return all
}

// at returns a percentile of durations.
func at(all []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
