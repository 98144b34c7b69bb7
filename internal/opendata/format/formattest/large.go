// Package formattest makes large files of invented rows, to measure how they are read.
package formattest

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"time"

	"continuum/internal/opendata/format"
)

// Large is a file made of a start, the same records again and again, and an end.
type Large struct {
	Name    string
	Format  format.Format
	start   string
	records string
	count   int // of records in records
	end     string
}

// Files are one file of each text format.
var Files = []Large{
	{
		Name:  "CSV",
		start: "UAI;Nom;Commune;Code postal;MEF;Statut;Capacité;Demandes\n",
		records: "0350001A;Lycée professionnel des Métiers;Saint-Malo;35400;24025432311;ST;24;37\n" +
			"0290002B;Lycée Jean Moulin;Plouhinec;29780;24123310211;ST;12;8\n",
		count: 2,
	},
	{
		Name:  "CSV in quotes",
		start: "\"UAI\";\"Nom\";\"Commune\";\"Observations\";\"Capacité\"\n",
		records: "\"0350001A\";\"Lycée professionnel \"\"Les Métiers\"\"\";\"Saint-Malo\";\"Voir ;\nla suite\";\"24\"\n" +
			"\"0290002B\";\"Lycée Jean Moulin\";\"Plouhinec\";\"\";\"12\"\n",
		count: 2,
	},
	{
		Name:   "JSON",
		Format: format.Format{Kind: format.JSON, Record: "lycees"},
		start:  `{"meta":{"year":"2025"},"lycees":[{"uai":"0350001A"}`,
		records: `,{"uai":"0350001A","nom":"Lycée professionnel des Métiers","commune":{"code":"35288","nom":"Saint-Malo"},` +
			`"lat":48.6493,"lng":-2.0257,"voies":["pro","techno"],"internat":true,"capacite":24,"note":null,"sigle":"\u00e9LP"}`,
		count: 1,
		end:   "]}",
	},
	{
		Name:   "XML",
		Format: format.Format{Kind: format.XML, Record: "formation"},
		start:  "<?xml version=\"1.0\" encoding=\"UTF-8\"?><formations>",
		records: `
    <formation>
        <identifiant>FOR.1</identifiant>
        <libelle_complet>CAP Cuisine &amp; services</libelle_complet>
        <sigle/>
        <type_Formation>
            <type_formation_sigle>CAP</type_formation_sigle>
            <type_formation_libelle>certificat d'aptitude professionnelle</type_formation_libelle>
        </type_Formation>
        <niveau id="3">niveau 3 (CAP ou équivalent)</niveau>
        <descriptif><![CDATA[<p>Formation de deux ans, en lycée ou en apprentissage.</p>]]></descriptif>
    </formation>`,
		count: 1,
		end:   "\n</formations>",
	},
}

// Write writes a file of about that many bytes into a folder, and returns its path and
// how many records it has at least.
func (l Large) Write(dir string, size int64) (path string, records int, err error) {
	f, err := os.Create(filepath.Join(dir, "large"))
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	const together = 1000
	many := strings.Repeat(l.records, together)
	times := int(size) / len(many)
	parts := []io.Reader{strings.NewReader(l.start)}
	for range times {
		parts = append(parts, strings.NewReader(many))
	}
	parts = append(parts, strings.NewReader(l.end))
	_, err = io.Copy(f, io.MultiReader(parts...))
	return f.Name(), times * together * l.count, err
}

// Reading is what it took to read a file.
type Reading struct {
	Records int
	Bytes   int64
	Took    time.Duration
	Heap    int64 // peak of the objects on the heap, above what there was before
}

// PerSecond is the rate in MB/s, of a million bytes.
func (r Reading) PerSecond() float64 { return float64(r.Bytes) / 1e6 / r.Took.Seconds() }

// Read reads a file to its end.
func Read(path string, f format.Format) (Reading, error) {
	before, start := Heap(), time.Now()
	r, err := format.Open(path, "", f, format.Limits{})
	if err != nil {
		return Reading{}, err
	}
	var got Reading
	for {
		if _, err := r.Next(); err == io.EOF {
			break
		} else if err != nil {
			return got, errors.Join(err, r.Close())
		}
		if got.Records++; got.Records%10000 == 0 {
			got.Heap = max(got.Heap, Heap()-before)
		}
	}
	_, got.Bytes = r.Consumed()
	got.Took = time.Since(start)
	return got, r.Close()
}

// Heap is the bytes of the objects on the heap, those that nobody needs any more included.
func Heap() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}
