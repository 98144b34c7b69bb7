package search_test

import (
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"continuum/internal/geo"
	"continuum/internal/search"
	"continuum/internal/store/pgtest"
	"continuum/internal/training"
)

// postgres is the database server of this package's benchmarks.
var postgres pgtest.Shared

func TestMain(m *testing.M) { os.Exit(postgres.Main(m)) }

// findSQL is the same question as a careful author asks PostgreSQL: the nearest words of a
// dictionary by trigrams then letters, the documents that have one of them within the
// distance, each choice counted with the other's applied, and the best twenty.
const findSQL = `
with near as (
	select word from word where word % $1 and levenshtein(word, $1) <= 2
	order by levenshtein(word, $1), documents desc limit 3
),
asked as materialized (select to_tsquery('fr', string_agg(word, ' | ')) as q from near),
hit as materialized (
	select i.id, i.level, i.routes, st_distance(i.at, $2::geography) / 1000 as km, ts_rank('{0.1, 0.2, 0.5, 1}', i.words, a.q) as rank,
		i.level = any($3::int[]) as level_ok, i.routes & $4 <> 0 as route_ok
	from asked a join item i on i.words @@ a.q where st_dwithin(i.at, $2::geography, $5)
)
select
	(select count(*) from hit where level_ok and route_ok),
	(select string_agg(level || ':' || n, ' ' order by level) from (select level, count(*) as n from hit where route_ok group by level) t),
	(select string_agg(route || ':' || n, ' ' order by route) from (
		select route, count(*) as n from hit, unnest('{2,4,8}'::int[]) route where level_ok and routes & route <> 0 group by route) t),
	(select array_agg(id) from (select id from hit where level_ok and route_ok order by rank / (1 + km / 30) desc, id limit $6) t)`

// item is a training at a place, by positions in the model.
type item struct{ q, e int32 }

// itemsOf are the items that both sides look for, with the routes of each as bits.
func itemsOf(m *training.Model) (list []item, routes map[item]int32) {
	routes = make(map[item]int32)
	for i := range m.Offers {
		if o := &m.Offers[i]; o.Establishment >= 0 {
			routes[item{o.Qualification, o.Establishment}] |= 1 << o.Route
		}
	}
	list = slices.SortedFunc(maps.Keys(routes), func(a, b item) int { return int(a.q-b.q)<<20 + int(a.e-b.e) })
	return list, routes
}

// inPostgres puts the items in a table with the indexes that the query uses, and their
// words in another, or skips the benchmark where PostGIS is not installed.
func inPostgres(b *testing.B, m *training.Model, list []item, routes map[item]int32) *sql.DB {
	b.Helper()
	db, err := sql.Open("pgx", postgres.Empty(b)+"&options=-c%20jit%3Doff%20-c%20work_mem%3D16MB%20-c%20pg_trgm.similarity_threshold%3D0.2")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	if _, err := db.ExecContext(b.Context(), `create extension postgis`); err != nil {
		if strings.Contains(err.Error(), "is not available") || strings.Contains(err.Error(), "control file") {
			b.Skipf("PostGIS is not installed beside PostgreSQL (package postgresql-*-postgis-3): %v", err)
		}
		b.Fatal(err)
	}
	var ids, qs, es, bits []int32
	for i, it := range list {
		ids, qs, es, bits = append(ids, int32(i)), append(qs, it.q), append(es, it.e), append(bits, routes[it])
	}
	var levels []int32
	var labels, trades, says []string
	for i := range m.Qualifications {
		q := &m.Qualifications[i]
		var of, said []string
		for _, code := range q.ROME {
			if o := m.Occupation(code); o != training.None {
				of, said = append(of, m.Occupations[o].Label), append(said, m.Occupations[o].Words...)
			}
		}
		levels, labels = append(levels, int32(q.Level)), append(labels, q.Label+" "+q.Kind)
		trades, says = append(trades, strings.Join(of, " ")), append(says, strings.Join(said, " "))
	}
	var schools, cities []string
	var lats, lons []*float64
	for i := range m.Establishments {
		e := &m.Establishments[i]
		var lat, lon *float64
		if !e.Point.IsZero() {
			lat, lon = &e.Point.Lat, &e.Point.Lon
		}
		schools, cities, lats, lons = append(schools, e.Name), append(cities, e.City), append(lats, lat), append(lons, lon)
	}
	for _, statement := range []struct {
		text string
		args []any
	}{
		{`create extension pg_trgm`, nil},
		{`create extension unaccent`, nil},
		{`create extension fuzzystrmatch`, nil},
		{`create text search configuration fr (copy = french)`, nil},
		{`alter text search configuration fr alter mapping for hword, hword_part, word with unaccent, french_stem`, nil},
		{`create text search configuration plain (copy = simple)`, nil},
		{`alter text search configuration plain alter mapping for hword, hword_part, word with unaccent, simple`, nil},
		{`create table item (id int primary key, level int, routes int, words tsvector, at geography(point))`, nil},
		{`create temp table said as select q - 1 as q, level, label || ' ' || trades || ' ' || says as all_words,
			setweight(to_tsvector('fr', label), 'A') || setweight(to_tsvector('fr', trades), 'B') || setweight(to_tsvector('fr', says), 'C') as words
			from unnest($1::int[], $2::text[], $3::text[], $4::text[]) with ordinality as t(level, label, trades, says, q)`, []any{levels, labels, trades, says}},
		{`create temp table school as select e - 1 as e, name || ' ' || city as all_words,
			setweight(to_tsvector('fr', city), 'A') || setweight(to_tsvector('fr', name), 'B') as words, st_makepoint(lon, lat)::geography as at
			from unnest($1::text[], $2::text[], $3::float8[], $4::float8[]) with ordinality as t(name, city, lat, lon, e)`, []any{schools, cities, lats, lons}},
		{`insert into item select id, level, routes, said.words || school.words, at
			from unnest($1::int[], $2::int[], $3::int[], $4::int[]) as t(id, q, e, routes) join said using (q) join school using (e)`, []any{ids, qs, es, bits}},
		{`create index on item using gin (words)`, nil},
		{`create index on item using gist (at)`, nil},
		{`create table word as select word, ndoc as documents from ts_stat(
			'select to_tsvector(''plain'', all_words) from (select all_words from said union all select all_words from school) t') where word ~ '^[a-z]+$'`, nil},
		{`create index on word using gin (word gin_trgm_ops)`, nil},
		{`vacuum analyze item`, nil},
		{`vacuum analyze word`, nil},
	} {
		if _, err := db.ExecContext(b.Context(), statement.text, statement.args...); err != nil {
			b.Fatalf("%.60s: %v", statement.text, err)
		}
	}
	return db
}

// searched is a question that both sides answer: a word of a label, misspelt, near the
// school that teaches it, within 30 km, at two levels and by a route.
type searched struct {
	word, meant string
	home        geo.Point
	levels      []int32
	route       training.Route
	answers     map[int32]bool // items whose label has the word meant
}

const searchedKm = 30

// searches draws questions from what is taught.
func searches(n *nation, list []item, routes map[item]int32, r *rand.Rand, count int) []searched {
	m := n.model
	known := map[string]bool{}
	var labels []map[string]bool
	for i := range m.Qualifications {
		words := map[string]bool{}
		for _, w := range strings.Fields(geo.Fold(m.Qualifications[i].Label)) {
			words[w], known[w] = true, true
		}
		labels = append(labels, words)
	}
	var all []searched
	for len(all) < count {
		it := list[r.IntN(len(list))]
		q, e := &m.Qualifications[it.q], &m.Establishments[it.e]
		words := strings.Fields(geo.Fold(q.Label))
		s := searched{meant: words[r.IntN(len(words))], home: e.Point, levels: []int32{int32(q.Level), int32(q.Level) + 1}, answers: map[int32]bool{}}
		if len(s.meant) < 6 || e.Point.IsZero() || q.Level == 0 || len(n.Read(s.meant).Words) == 0 {
			continue // too short to be misspelt, or a word that says nothing, such as "métiers"
		}
		if s.word = mistaken(s.meant, r); known[s.word] {
			continue
		}
		for s.route = training.School; routes[it]&(1<<s.route) == 0; s.route++ {
		}
		for i, o := range list {
			level, at := int32(m.Qualifications[o.q].Level), m.Establishments[o.e].Point
			if labels[o.q][s.meant] && slices.Contains(s.levels, level) && routes[o]&(1<<s.route) != 0 && !at.IsZero() && geo.Km(s.home, at) <= searchedKm {
				s.answers[int32(i)] = true
			}
		}
		all = append(all, s)
	}
	return all
}

// mistaken is a word with a letter left out, changed, doubled or swapped with the next.
func mistaken(word string, r *rand.Rand) string {
	i := 1 + r.IntN(len(word)-2)
	switch r.IntN(4) {
	case 0:
		return word[:i] + word[i+1:]
	case 1:
		return word[:i] + string(rune('a'+r.IntN(26))) + word[i+1:]
	case 2:
		return word[:i] + word[i:i+1] + word[i:]
	}
	return word[:i] + word[i+1:i+2] + word[i:i+1] + word[i+2:]
}

// BenchmarkSearchAgainstPostgres asks both sides the same questions in the same run, and
// holds them to the same recall first: the share of the trainings that have the word meant.
func BenchmarkSearchAgainstPostgres(b *testing.B) {
	n, err := national()
	if err != nil {
		b.Fatal(err)
	}
	list, routes := itemsOf(n.model)
	db := inPostgres(b, n.model, list, routes)
	query, err := db.PrepareContext(b.Context(), findSQL)
	if err != nil {
		b.Fatal(err)
	}
	defer query.Close()
	theirs := func(s *searched, limit int) (ids []int32) {
		var total int
		var byLevel, byRoute, found sql.NullString
		home := fmt.Sprintf("SRID=4326;POINT(%f %f)", s.home.Lon, s.home.Lat)
		if err := query.QueryRowContext(b.Context(), s.word, home, s.levels, 1<<s.route, searchedKm*1000, limit).Scan(&total, &byLevel, &byRoute, &found); err != nil {
			b.Fatal(err)
		}
		for _, id := range strings.FieldsFunc(found.String, func(r rune) bool { return r < '0' || r > '9' }) {
			var i int32
			fmt.Sscan(id, &i)
			ids = append(ids, i)
		}
		return ids
	}
	ours := func(s *searched, limit int) *search.Answer {
		q := n.Query(s.word)
		q.Home, q.Km, q.Limit = s.home, searchedKm, limit
		q.Levels, q.Routes = []int8{int8(s.levels[0]), int8(s.levels[1])}, []training.Route{s.route}
		return n.Find(&q)
	}
	asked := searches(n, list, routes, rand.New(rand.NewPCG(20, 26)), 300)
	at := make(map[item]int32, len(list))
	for i, it := range list {
		at[it] = int32(i)
	}
	var meant, here, there int
	for i := range asked {
		s := &asked[i]
		meant += len(s.answers)
		for _, it := range ours(s, len(list)).Items {
			if s.answers[at[item{it.Qualification, it.Establishment}]] {
				here++
			}
		}
		for _, id := range theirs(s, len(list)) {
			if s.answers[id] {
				there++
			}
		}
	}
	recall, their := float64(here)/float64(meant), float64(there)/float64(meant)
	b.Logf("recall over %d questions and %d answers: %.3f, PostgreSQL %.3f", len(asked), meant, recall, their)
	if recall < their-0.01 || recall < 0.95 {
		b.Fatalf("recall %.3f, PostgreSQL finds %.3f: the times can't be compared", recall, their)
	}
	var took, postgis []time.Duration
	for b.Loop() {
		for i := range asked {
			start := time.Now()
			ours(&asked[i], 20)
			middle := time.Now()
			theirs(&asked[i], 20)
			took, postgis = append(took, middle.Sub(start)), append(postgis, time.Since(middle))
		}
	}
	p95, theirP95 := centile(took), centile(postgis)
	b.ReportMetric(float64(p95.Microseconds()), "µs-p95")
	b.ReportMetric(float64(theirP95.Microseconds()), "µs-p95-PostgreSQL")
	b.ReportMetric(float64(theirP95)/float64(p95), "×PostgreSQL")
	b.ReportMetric(recall, "recall")
	b.ReportMetric(their, "recall-PostgreSQL")
	b.ReportMetric(0, "ns/op")
}

// centile is the time that 95 of 100 don't exceed.
func centile(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)*95/100]
}

// BenchmarkIndex makes the index of the nation, and weighs it.
func BenchmarkIndex(b *testing.B) {
	n, err := national()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		before := heap()
		start := time.Now()
		ix := search.New(n.model, n.atlas, nil)
		took := time.Since(start)
		b.ReportMetric(took.Seconds(), "s-build")
		b.ReportMetric(heap()-before, "index-MB")
		q := ix.Query("menuizier rennes")
		q.Limit = 20
		ix.Find(&q)
		ix.Suggest("menuizi", 10)
		b.ReportMetric(heap()-before, "asked-MB")
		runtime.KeepAlive(ix)
	}
	b.ReportMetric(0, "ns/op")
}

// heap is the memory of objects in use, in MB.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
