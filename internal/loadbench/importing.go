package loadbench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"time"

	"continuum/internal/intake"
	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/store"
)

// repeated is an official file made of one record again and again, its key altered so
// that the contract takes every row for another one.
type repeated struct {
	name   string // for the table
	source *opendata.Source
	file   string // one that a layout of the source names
	start  string
	record string // $uai, $fiche and $n stand for what changes
	end    string
}

// repeats are one file of each text format, in layouts and with rows as published.
var repeats = []repeated{
	{
		name: "CSV, annuaire", source: source.Annuaire, file: "fr-en-annuaire-education.csv",
		start: "\ufeffIdentifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;Adresse_2;Adresse_3;" +
			"Code postal;Code_commune;Nom_commune;Code_departement;Code_academie;Code_region;Ecole_maternelle;Ecole_elementaire;Voie_generale;" +
			"Voie_technologique;Voie_professionnelle;Telephone;Fax;Web;Mail;Restauration;Hebergement;ULIS;Apprentissage;Segpa;Section_arts;" +
			"Section_cinema;Section_theatre;Section_sport;Section_internationale;Section_europeenne;Lycee_Agricole;Lycee_militaire;" +
			"Lycee_des_metiers;Post_BAC;Appartenance_Education_Prioritaire;GRETA;SIREN_SIRET;Nombre_d_eleves;Fiche_onisep;position;" +
			"Type_contrat_prive;Libelle_departement;Libelle_academie;Libelle_region;coordonnee_X;coordonnee_Y;epsg;nom_circonscription;" +
			"latitude;longitude;precision_localisation;date_ouverture;date_maj_ligne;etat;ministere_tutelle;etablissement_multi_lignes;" +
			"rpi_concentre;rpi_disperse;code_nature;libelle_nature;Code_type_contrat_prive;PIAL;etablissement_mere;" +
			"type_rattachement_etablissement_mere;code_bassin_formation;libelle_bassin_formation\n",
		record: "$uai;École primaire publique n° $n;Ecole;Public;6 rue des Essais;;35580 BAULON;35580;35016;Baulon;035;14;53;1;1;;;;" +
			"0200000000;;;ecole.$uai@example.org;1;0;0;;;;;;;;;;;;;;;21350016800025;143;;47.98614492070133, -1.9294895003671315;" +
			"SANS OBJET;Ille-et-Vilaine;Rennes;Bretagne;332503.4;6776558.9;EPSG:2154;Circonscription d'inspection du 1er degré de Bruz;" +
			"47.98614492070133;-1.9294895003671315;Rue;1965-10-01;2023-06-08;OUVERT;MINISTERE DE L'EDUCATION NATIONALE;0;0;;151;" +
			"ECOLE DE NIVEAU ELEMENTAIRE;99;0351881E;;;;\n",
	},
	{
		name: "JSON, IVAL joint", source: source.LyceesResultats, file: "lycees.json",
		start: `{"meta":{"year":"2025"},"lycees":[{"uai":"$uai","type":"GT","nom":"Le premier","ville":"Rennes","secteur":"public","lat":48.1,"lng":-1.6,` +
			`"adresse":"","codePostal":"35000","presents":1,"tauxReussite":98,"vaReussite":2,"tauxAcces":90,"vaAcces":4,"tauxMention":59,"vaMention":1,"ips":103.8,"ecartTypeIps":33.1}`,
		record: `,{"uai":"$uai","nom":"Lycée des Essais n° $n (general Et Techno.)","ville":"Belley","departement":"Ain","codeDept":"01","academie":"Lyon",` +
			`"region":"Auvergne-Rhone-Alpes","secteur":"public","type":"Pro","lat":45.76214116742379,"lng":5.689720088856269,"adresse":"113 rue des Tests",` +
			`"codePostal":"01306","presents":188,"tauxReussite":98,"vaReussite":2,"tauxAcces":90,"vaAcces":4,"tauxMention":59,"vaMention":1,"ips":103.8,"ecartTypeIps":33.1}`,
		end: "]}",
	},
	{
		name: "XML, RNCP V4", source: source.RNCPFiches, file: "export_fiches_RNCP_V4_1_2026-11-01.xml",
		start: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>\n",
		record: "<FICHE><ID_FICHE>$n</ID_FICHE><NUMERO_FICHE>RNCP$n</NUMERO_FICHE><INTITULE>Technicien des essais n° $n</INTITULE>\n" +
			"<ABREGE><CODE>BAC PRO</CODE><LIBELLE>Baccalauréat professionnel</LIBELLE></ABREGE><ETAT_FICHE>Publiée</ETAT_FICHE>\n" +
			"<NOMENCLATURE_EUROPE><NIVEAU>NIV4</NIVEAU><INTITULE>Niveau 4</INTITULE></NOMENCLATURE_EUROPE>\n" +
			"<CERTIFICATEURS><CERTIFICATEUR><SIRET_CERTIFICATEUR>11111111100011</SIRET_CERTIFICATEUR><NOM_CERTIFICATEUR>Ministère des essais</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS>\n" +
			"<ACTIVITES_VISEES>" + paragraphs + "</ACTIVITES_VISEES>\n<CAPACITES_ATTESTEES>" + paragraphs + "</CAPACITES_ATTESTEES>\n" +
			"<SECTEURS_ACTIVITE>&lt;p&gt;Industrie, construction navale&lt;/p&gt;</SECTEURS_ACTIVITE>\n" +
			"<TYPE_EMPLOI_ACCESSIBLES>&lt;ul&gt;&lt;li&gt;chaudronnier&lt;/li&gt;&lt;li&gt;soudeur&lt;/li&gt;&lt;/ul&gt;</TYPE_EMPLOI_ACCESSIBLES>\n" +
			"<CODES_NSF><NSF><CODE>254</CODE><INTITULE>Structures métalliques</INTITULE></NSF></CODES_NSF>\n" +
			"<FORMACODES><FORMACODE><CODE>23000</CODE><LIBELLE>Forge</LIBELLE></FORMACODE><FORMACODE><CODE>23076</CODE><LIBELLE>Soudage</LIBELLE></FORMACODE></FORMACODES>\n" +
			"<CODES_ROME><ROME><CODE>H2902</CODE><LIBELLE>Chaudronnerie</LIBELLE></ROME><ROME><CODE>H2913</CODE><LIBELLE>Soudage manuel</LIBELLE></ROME></CODES_ROME>\n" +
			"<ANCIENNES_CERTIFICATIONS><ANCIENNE_CERTIFICATION><ID_FICHE_ANCIENNE_CERTIFICATION>RNCP80001</ID_FICHE_ANCIENNE_CERTIFICATION></ANCIENNE_CERTIFICATION></ANCIENNES_CERTIFICATIONS>\n" +
			"<TYPE_ENREGISTREMENT>Enregistrement de droit</TYPE_ENREGISTREMENT><DATE_FIN_ENREGISTREMENT>31/08/2028</DATE_FIN_ENREGISTREMENT><ACTIF>Oui</ACTIF></FICHE>\n",
		end: "</FICHES>\n",
	},
}

// paragraphs are texts as the RNCP publishes them, in HTML.
const paragraphs = "&lt;p&gt;Le titulaire prépare, assemble et soude des pièces d'après un dossier technique.&lt;/p&gt;" +
	"&lt;ul&gt;&lt;li&gt;Lire un plan &amp;amp; préparer son poste&lt;/li&gt;&lt;li&gt;Tracer, découper, former&lt;/li&gt;" +
	"&lt;li&gt;Contrôler la qualité de l'ouvrage et l'état des machines&lt;/li&gt;&lt;/ul&gt;"

// write writes a file of about that many bytes into a folder, and returns its path.
func (r repeated) write(dir string, size int) (path string, records int, err error) {
	path = filepath.Join(dir, r.file)
	f, err := os.Create(path)
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	text := func(n int, s string) string {
		return strings.NewReplacer("$uai", uaiOf(n), "$n", fmt.Sprint(n)).Replace(s)
	}
	written, _ := w.WriteString(text(0, r.start)) // Flush tells
	for n := 1; written < size; n++ {
		text := text(n, r.record)
		_, _ = w.WriteString(text)
		written += len(text)
		records++
	}
	_, _ = w.WriteString(r.end)
	return path, records, w.Flush()
}

// uaiOf is the n-th UAI of a département, with its check letter.
func uaiOf(n int) string {
	digits := fmt.Sprintf("%07d", 350_000+n)
	for letter := 'A'; letter <= 'Z'; letter++ {
		if uai := digits + string(letter); opendata.CheckLetter(uai) {
			return uai
		}
	}
	return digits
}

// imports measures whole imports: files are checksummed, read, held against the
// contract, put in order, and their rows recorded in blocks in a store. A file a third
// as large says whether memory grows with the file.
func (o Options) imports(ctx context.Context, dir string, size int) error {
	dir, err := os.MkdirTemp(dir, "import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	db, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer db.Close()
	fmt.Fprintf(o.Out, "\n%-18s %9s %9s %10s %10s %10s %16s\n", fmt.Sprintf("import of %d MB", size>>20), "rows", "MB/s", "took", "processor",
		"heap MB", "of a third, MB")
	for _, r := range repeats {
		third, err := r.bring(ctx, db, dir, size/3)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		got, err := r.bring(ctx, db, dir, size)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		fmt.Fprintf(o.Out, "%-18s %9d %9.0f %9.2fs %9.2fs %10.1f %16.1f\n", r.name, got.rows, float64(got.bytes)/1e6/got.took.Seconds(),
			got.took.Seconds(), got.processor.Seconds(), float64(got.heap)/1e6, float64(third.heap)/1e6)
	}
	return nil
}

// imported is what an import took.
type imported struct {
	rows            int
	bytes           int64
	took, processor time.Duration // on the clock, and of all processors together
	heap            int64         // most of it in use
}

// bring writes a file and imports it.
func (r repeated) bring(ctx context.Context, db *store.DB, dir string, size int) (imported, error) {
	path, records, err := r.write(dir, size)
	if err != nil {
		return imported{}, err
	}
	defer os.Remove(path)
	info, err := os.Stat(path)
	if err != nil {
		return imported{}, err
	}
	runtime.GC()
	peak, start, busy := watchHeap(), time.Now(), processor()
	in, err := intake.New(db)
	if err != nil {
		return imported{}, err
	}
	in.TempDir = dir
	out, err := in.Import(ctx, intake.Request{Source: r.source, Files: []string{path}, Actor: "bench", Force: true})
	got := imported{bytes: info.Size(), took: time.Since(start), processor: processor() - busy, heap: peak()}
	if err != nil {
		return imported{}, err
	}
	if got.rows = out.Version.Rows; out.Report.Breaches() > 0 || got.rows < records {
		return imported{}, fmt.Errorf("%d rows of %d records, %d in quarantine", got.rows, records, out.Report.Breaches())
	}
	return got, nil
}

// processor is the time that this program has had of all processors.
func processor() time.Duration {
	s := []metrics.Sample{{Name: "/cpu/classes/total:cpu-seconds"}, {Name: "/cpu/classes/idle:cpu-seconds"}}
	metrics.Read(s)
	return time.Duration((s[0].Value.Float64() - s[1].Value.Float64()) * float64(time.Second))
}

// watchHeap looks at the memory that the objects in use took at each garbage collection,
// until the function that it returns is called, which tells the most it saw. Objects
// that nobody needs any more are left out: how many wait for the collector depends on
// what else the program holds.
func watchHeap() (peak func() int64) {
	done, seen := make(chan struct{}), make(chan int64)
	go func() {
		most := int64(0)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		for {
			metrics.Read(live)
			most = max(most, int64(live[0].Value.Uint64()))
			select {
			case <-tick.C:
			case <-done:
				seen <- most
				return
			}
		}
	}()
	return func() int64 {
		close(done)
		return <-seen
	}
}
