package assemble

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"continuum/internal/geo"
	"continuum/internal/opendata"
	"continuum/internal/opendata/opendatatest"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// official is the official files as rows: a source is read when it is first scanned.
type official struct {
	files map[string][]string
	mu    sync.Mutex
	rows  map[string][]opendata.Row
}

var files = sync.OnceValue(func() *official { return &official{rows: make(map[string][]opendata.Row)} })

func openOfficial(t testing.TB) *official {
	t.Helper()
	root := filepath.Dir(filepath.Dir(opendatatest.Official(t, "orion/vFormationDiplome_.csv.gz")))
	o := files()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.files != nil {
		return o
	}
	o.files = make(map[string][]string)
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		for _, s := range source.All {
			if err == nil && !d.IsDir() && s.Matches(d.Name()) {
				o.files[s.ID] = append(o.files[s.ID], filepath.Join(root, path))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *official) Version(id string) (opendata.Version, bool) {
	if len(o.files[id]) == 0 {
		return opendata.Version{}, false
	}
	s := source.ByID(id)
	return opendata.Version{Source: id, Layout: s.Layouts[0].Name, Vintage: s.Layouts[len(s.Layouts)-1].Vintage}, true
}

func (o *official) Scan(s *opendata.Source, columns []string, fn func([]string) error) error {
	o.mu.Lock()
	rows, ok := o.rows[s.ID]
	if !ok && len(o.files[s.ID]) > 0 {
		var err error
		if rows, _, err = opendatatest.ReadAll(s, o.files[s.ID]...); err != nil {
			o.mu.Unlock()
			return err
		}
		o.rows[s.ID] = rows
	}
	o.mu.Unlock()
	return project(s, rows, columns, fn)
}

// project calls fn with the columns asked for of each row.
func project(s *opendata.Source, rows []opendata.Row, columns []string, fn func([]string) error) error {
	at := make([]int, len(columns))
	for i, c := range columns {
		at[i] = s.Index(c)
	}
	values := make([]string, len(columns))
	for _, row := range rows {
		for i, c := range at {
			values[i] = row[c]
		}
		if err := fn(values); err != nil {
			return err
		}
	}
	return nil
}

var atlas = sync.OnceValues(geo.Load)

func loadAtlas(t testing.TB) *geo.Atlas {
	t.Helper()
	a, err := atlas()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var national = sync.OnceValues(func() (*training.Model, error) {
	a, err := atlas()
	if err != nil {
		return nil, err
	}
	return Assemble(files(), a)
})

// Joins find at least what another program found once on the same files.
func TestNationalJoins(t *testing.T) {
	openOfficial(t)
	m, err := national()
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range m.Joins {
		share := 0.0
		if j.Rows > 0 {
			share = float64(j.RowsResolved) / float64(j.Rows)
		}
		t.Logf("%-42s %-26s rows %6d/%6d = %5.1f %% (%.1f) keys %5d/%5d %s", j.ID, j.Source, j.RowsResolved, j.Rows,
			100*share, 100*j.Expected, j.KeysResolved, j.Keys, strings.Join(j.Unresolved[:min(6, len(j.Unresolved))], " | "))
		// The shares of the count are rounded to a tenth of a percent.
		if share < j.Expected-0.0006 {
			t.Errorf("%s: %.4f of the rows are resolved, want %.4f", j.ID, share, j.Expected)
		}
	}
	if !slices.ContainsFunc(m.Joins, func(j training.Join) bool { return j.Expected > 0 }) {
		t.Error("no join has an expected share")
	}
}

func BenchmarkAssembleNational(b *testing.B) {
	o := openOfficial(b)
	a := loadAtlas(b)
	if _, err := Assemble(o, a); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Assemble(o, a); err != nil {
			b.Fatal(err)
		}
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m, err := Assemble(o, a)
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-kept")
	runtime.KeepAlive(m)
}
