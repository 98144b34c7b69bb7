package reference

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
)

// memory is the rows of sources, in the order of their keys.
type memory map[string][]opendata.Row

func (m memory) Version(id string) (opendata.Version, bool) {
	rows, ok := m[id]
	return opendata.Version{Source: id, Number: 3, Rows: len(rows), Vintage: "2022", Read: len(rows) + 1, Quarantined: map[string]int{"b": 1, "a": 2}}, ok
}

func (m memory) Scan(src *opendata.Source, columns []string, fn func([]string) error) error {
	for _, row := range m[src.ID] {
		values := make([]string, len(columns))
		for i, c := range columns {
			values[i] = row[src.Index(c)]
		}
		if err := fn(values); err != nil {
			return err
		}
	}
	return nil
}

func world() (memory, []*opendata.Source) {
	columns := []opendata.Column{{Name: "uai", Key: true}, {Name: "nom"}, {Name: "texte", Prose: true}}
	sources := []*opendata.Source{
		{ID: "ecoles", Title: "Écoles", Publisher: "Ministère", Dataset: "fr-ecoles", Licence: opendata.LicenceOuverte, Columns: columns},
		{
			ID: "places", Title: "Places", Publisher: "Ministère", Licence: opendata.NoneStated, Columns: columns,
			Embed: func(r opendata.Row) bool { return r[1] != "non" },
		},
		{
			ID: "rien", Title: "Rien", Publisher: "Ministère", Licence: opendata.NoneStated, Columns: columns,
			Embed: func(opendata.Row) bool { return false },
		},
		{ID: "absent", Title: "Absent", Licence: opendata.ODbL, Columns: columns},
	}
	return memory{
		"ecoles": {{"1", "a", "une longue phrase"}, {"2", "", "une autre"}},
		"places": {{"1", "oui", ""}, {"2", "non", ""}, {"3", "oui", "x"}},
		"rien":   {{"1", "a", ""}},
	}, sources
}

func TestWrite(t *testing.T) {
	t.Parallel()
	rows, sources := world()
	dir := t.TempDir()
	for _, old := range []string{"ODbL-1.0.bin", "ODbL-1.0.txt"} { // of a licence that nothing has any more
		if err := os.WriteFile(filepath.Join(dir, old), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var before map[string]string
	for range 2 { // the same versions give the same bytes
		sizes, err := Write(dir, rows, sources)
		if err != nil {
			t.Fatal(err)
		}
		if len(sizes) != 2 || sizes[0].Sources != 1 || sizes[1].Sources != 1 {
			t.Fatalf("%+v, want one source in each of two files", sizes)
		}
		files := contents(t, dir)
		if before != nil && !equal(before, files) {
			t.Error("written twice, the files differ")
		}
		before = files
	}
	var names []string
	for name, content := range before {
		names = append(names, name)
		for _, prose := range []string{"longue phrase", "Rien"} {
			if strings.Contains(content, prose) {
				t.Errorf("%s holds %q", name, prose)
			}
		}
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "licence-ouverte-2.0.bin licence-ouverte-2.0.txt none-stated.bin none-stated.txt" {
		t.Errorf("files %s", got)
	}
	if n := before["licence-ouverte-2.0.txt"]; !strings.Contains(n, "Écoles") || !strings.Contains(n, "fr-ecoles") || !strings.Contains(n, "2022") {
		t.Errorf("notice %q names neither dataset nor date", n)
	}
	drafts, err := Decode([]byte(before["none-stated.bin"]))
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(drafts); err != nil {
		t.Error(err)
	}
	var got []string
	d := drafts[0]
	if err := d.Content.Scan([]string{"uai", "nom", "texte"}, func(r []string) error {
		got = append(got, strings.Join(r, ","))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if s := strings.Join(got, " "); s != "1,oui, 3,oui," || d.Rows != 2 || d.Number != 0 || d.Licence != opendata.NoneStated || d.Quarantined["a"] != 2 {
		t.Errorf("rows %q of %+v", s, d.Version)
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, e := range list {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(b)
	}
	return files
}

func equal(a, b map[string]string) bool {
	for name, content := range a {
		if b[name] != content {
			return false
		}
	}
	return len(a) == len(b)
}

func TestDamaged(t *testing.T) {
	t.Parallel()
	rows, sources := world()
	file, err := Encode(rows, sources, opendata.LicenceOuverte)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(file) { // cut anywhere, it says so
		if _, err := Decode(file[:n]); err == nil {
			t.Fatalf("cut after %d bytes of %d, it was read", n, len(file))
		}
	}
	if _, err := Decode(append(bytes.Clone(file), 0)); err == nil {
		t.Error("a byte too many was not seen")
	}
	lying := bytes.Replace(file, []byte(`"rows":2`), []byte(`"rows":3`), 1)
	if _, err := Decode(lying); err == nil {
		t.Error("a wrong number of rows was not seen")
	}
	drafts, err := Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	drafts[0].Checksum = strings.Repeat("0", 64)
	if err := Check(drafts); err == nil {
		t.Error("a wrong checksum was not seen")
	}
}

func FuzzDecode(f *testing.F) {
	rows, sources := world()
	file, err := Encode(rows, sources, opendata.NoneStated)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		drafts, err := Decode(b)
		if err != nil {
			return
		}
		if err := Check(drafts); err != nil {
			return
		}
		for _, d := range drafts {
			if len(d.Checksum) != 64 {
				t.Errorf("%+v has passed the check", d.Version)
			}
		}
	})
}

// TestEmbedded checks the dataset of the program: whole, of known sources, without prose.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	drafts, err := Drafts()
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(drafts); err != nil {
		t.Error(err)
	}
	seen := make(map[string]bool)
	for _, d := range drafts {
		src := source.ByID(d.Source)
		if src == nil || src.Licence != d.Licence || seen[d.Source] {
			t.Errorf("%s: not a source of the registry, or of another licence than %s, or twice", d.Source, d.Licence)
			continue
		}
		seen[d.Source] = true
		for _, c := range d.Columns {
			if src.Columns[src.Index(c)].Prose {
				t.Errorf("%s: column %s is prose", d.Source, c)
			}
		}
	}
	told, err := os.ReadFile(filepath.Join("..", "..", "DATA-LICENSES.md"))
	if err != nil {
		t.Fatal(err)
	}
	for id := range seen {
		if !strings.Contains(string(told), "| `"+id+"` |") {
			t.Errorf("%s: DATA-LICENSES.md does not name it", id)
		}
	}
	total := 0
	for _, f := range files() {
		total += len(f)
	}
	if total > 8<<20 {
		t.Errorf("%d bytes embedded, want 8 MB at most", total)
	}
	if len(drafts) == 0 {
		t.Error("nothing is embedded")
	}
}
