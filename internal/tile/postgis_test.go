package tile

import (
	"database/sql"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"continuum/internal/geo"
	"continuum/internal/store/pgtest"
	"continuum/internal/training"
)

// postgres is the database server of this package's benchmarks.
var postgres pgtest.Shared

func TestMain(m *testing.M) { os.Exit(postgres.Main(m)) }

// world3857 is the side of the square of the world in metres of EPSG:3857.
const world3857 = 2 * 20037508.342789244

// asMVT is the tile as PostGIS makes it, by an index on the points and without buffer.
const asMVT = `
select st_asmvt(t, 'offers', 4096, 'geom') from (
	select st_asmvtgeom(at, st_tileenvelope($1, $2, $3), 4096, 0, false) as geom,
		id, qualification, label, level, route, sector, uai, establishment
	from offers where at && st_tileenvelope($1, $2, $3)
) t`

// inPostGIS puts the offers in a table with an index, or skips the benchmark where
// PostGIS is not installed.
func inPostGIS(b *testing.B, m *training.Model) *sql.DB {
	b.Helper()
	db, err := sql.Open("pgx", postgres.Empty(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if _, err := db.ExecContext(b.Context(), `create extension postgis`); err != nil {
		if strings.Contains(err.Error(), "is not available") || strings.Contains(err.Error(), "control file") {
			b.Skipf("PostGIS is not installed beside PostgreSQL (package postgresql-*-postgis-3): %v", err)
		}
		b.Fatal(err)
	}
	var texts [7][]string
	var levels []int32
	var xs, ys []float64
	for i := range m.Offers {
		o := &m.Offers[i]
		if o.Point.IsZero() {
			continue
		}
		q, e := &m.Qualifications[o.Qualification], &m.Establishments[o.Establishment]
		for j, v := range [...]string{o.ID, q.ID, q.Label, o.Route.String(), q.Sector, e.UAI, e.Name} {
			texts[j] = append(texts[j], v)
		}
		levels = append(levels, int32(q.Level))
		x, y := geo.WebMercator(o.Point)
		xs, ys = append(xs, (x-0.5)*world3857), append(ys, (0.5-y)*world3857)
	}
	for _, statement := range []struct {
		text string
		args []any
	}{
		{`create table offers (id text, qualification text, label text, level int, route text, sector text, uai text, establishment text, at geometry(point, 3857))`, nil},
		{
			`insert into offers select id, qualification, label, nullif(level, 0), route, nullif(sector, ''), uai, establishment, st_setsrid(st_makepoint(x, y), 3857)
			from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::float8[], $10::float8[])
			as t(id, qualification, label, route, sector, uai, establishment, level, x, y)`,
			[]any{texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], levels, xs, ys},
		},
		{`create index on offers using gist (at)`, nil},
		{`vacuum analyze offers`, nil},
	} {
		if _, err := db.ExecContext(b.Context(), statement.text, statement.args...); err != nil {
			b.Fatal(err)
		}
	}
	return db
}

// sameFeatures reports whether two tiles show the same things at the same places. Ours
// rounds down, so that a thing is in one tile; PostGIS rounds to the nearest step.
func sameFeatures(b *testing.B, ours, theirs []*geojson.Feature) {
	b.Helper()
	id := func(f *geojson.Feature) string { return f.Properties.MustString("id") }
	order := func(x, y *geojson.Feature) int { return strings.Compare(id(x), id(y)) }
	slices.SortFunc(ours, order)
	slices.SortFunc(theirs, order)
	if len(ours) != len(theirs) {
		b.Fatalf("%d features, PostGIS draws %d", len(ours), len(theirs))
	}
	for i, f := range ours {
		g := theirs[i]
		p, q := f.Geometry.(orb.Point), g.Geometry.(orb.Point)
		if d0, d1 := q[0]-p[0], q[1]-p[1]; d0 < 0 || d0 > 1 || d1 < 0 || d1 > 1 || len(f.Properties) != len(g.Properties) {
			b.Fatalf("%v %v, PostGIS draws %v %v", f.Geometry, f.Properties, g.Geometry, g.Properties)
		}
		for k, v := range f.Properties {
			if g.Properties[k] != v {
				b.Fatalf("%s: %s is %v, PostGIS draws %v", id(f), k, v, g.Properties[k])
			}
		}
	}
}

// The tile of all offers of a region, made here and by PostGIS from the same data in
// the same run; no side keeps a tile.
func BenchmarkOffersAgainstPostGIS(b *testing.B) {
	m := nationwide(b)
	db := inPostGIS(b, m)
	query, err := db.PrepareContext(b.Context(), asMVT)
	if err != nil {
		b.Fatal(err)
	}
	defer query.Close()
	z := wholeFrom
	x, y := columnRow(brittany, z)
	theirs := func() (tile []byte) {
		if err := query.QueryRowContext(b.Context(), z, x, y).Scan(&tile); err != nil {
			b.Fatal(err)
		}
		return tile
	}
	s := setOf(b, m)
	features := decode(b, "offers", mustTile(b, s, "offers", 0, z, x, y))
	sameFeatures(b, features, decode(b, "offers", theirs()))
	var ours, postgis time.Duration
	for b.Loop() {
		start := time.Now()
		mustTile(b, s, "offers", 0, z, x, y)
		middle := time.Now()
		theirs()
		ours, postgis = ours+middle.Sub(start), postgis+time.Since(middle)
	}
	b.ReportMetric(float64(len(features)), "offers")
	b.ReportMetric(float64(postgis)/float64(ours), "×PostGIS")
}
