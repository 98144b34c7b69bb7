package format

import (
	"bufio"
	"bytes"
	"io"
	"runtime/metrics"
	"testing"
)

// repeated is a file of some 300 MB that is never written: a start, rows again and
// again, an end.
type repeated struct {
	rest  []byte
	row   []byte
	times int
	end   []byte
}

func (r *repeated) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if len(r.rest) == 0 {
			switch {
			case r.times > 0:
				r.times--
				r.rest = r.row
			case r.end != nil:
				r.rest, r.end = r.end, nil
			default:
				if n == 0 {
					return 0, io.EOF
				}
				return n, nil
			}
		}
		c := copy(p[n:], r.rest)
		r.rest = r.rest[c:]
		n += c
	}
	return n, nil
}

const benchSize = 300 << 20

var benches = []struct {
	name, start, row, end string
	f                     Format
}{
	{
		"CSV", "UAI;Nom;Commune;Code postal;MEF;Statut;Capacité;Demandes\n",
		"0350001A;Lycée professionnel des Métiers;Saint-Malo;35400;24025432311;ST;24;37\n" +
			"0290002B;Lycée Jean Moulin;Plouhinec;29780;24123310211;ST;12;8\n", "", Format{},
	},
	{
		"CSV quoted", "\"UAI\";\"Nom\";\"Commune\";\"Observations\";\"Capacité\"\n",
		"\"0350001A\";\"Lycée professionnel \"\"Les Métiers\"\"\";\"Saint-Malo\";\"Voir ;\nla suite\";\"24\"\n" +
			"\"0290002B\";\"Lycée Jean Moulin\";\"Plouhinec\";\"\";\"12\"\n", "", Format{},
	},
	{
		"JSON", "[{}",
		`,{"uai":"0350001A","nom":"Lycée professionnel des Métiers","commune":{"code":"35288","nom":"Saint-Malo"},` +
			`"lat":48.6493,"lng":-2.0257,"voies":["pro","techno"],"internat":true,"capacite":24,"note":null,"sigle":"\u00e9LP"}`,
		"]", Format{Kind: JSON},
	},
	{
		"XML", "<formations>", `
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
		"\n</formations>", Format{Kind: XML, Record: "formation"},
	},
}

// BenchmarkReader reads files of 300 MB: rate, and the peak of the heap above that
// before.
func BenchmarkReader(b *testing.B) {
	for _, bb := range benches {
		b.Run(bb.name, func(b *testing.B) {
			times := benchSize / len(bb.row)
			total := int64(len(bb.start) + times*len(bb.row) + len(bb.end))
			b.SetBytes(total)
			b.ReportAllocs()
			before, peak := heap(), uint64(0)
			for b.Loop() {
				r := openRepeated(b, &repeated{rest: []byte(bb.start), row: []byte(bb.row), times: times, end: []byte(bb.end)}, bb.f)
				records := 0
				var rec Record
				for {
					err := r.next(&rec)
					if err == io.EOF {
						break
					}
					if err != nil {
						b.Fatal(err)
					}
					if records++; records%10000 == 0 {
						peak = max(peak, heap())
					}
				}
				if want := times * bytes.Count([]byte(bb.row), []byte("FOR.1")); bb.f.Kind == XML && records != want {
					b.Fatalf("%d records, want %d", records, want)
				}
			}
			b.ReportMetric(float64(int64(peak)-int64(before))/(1<<20), "heap-MB")
		})
	}
}

func heap() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// openRepeated opens a content as [Open] does a file.
func openRepeated(b *testing.B, content io.Reader, f Format) rows {
	b.Helper()
	in := &input{name: "repeated", kind: f.Kind, content: bufio.NewReaderSize(content, sniffed)}
	r, err := openRows(in, f, Limits{}.orDefaults())
	if err != nil {
		b.Fatal(err)
	}
	return r
}
