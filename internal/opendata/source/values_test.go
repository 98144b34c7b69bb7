package source

import (
	"strings"
	"testing"

	"continuum/internal/opendata"
)

func TestValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		of       func(string) string
		in, want string
	}{
		{"rncp", rncpCode, "37440", "RNCP37440"},
		{"rncp", rncpCode, "RNCP37440", "RNCP37440"},
		{"rncp", rncpCode, " 955 ", "RNCP955"},
		{"rncp", rncpCode, "en cours", ""},
		{"rncp", rncpCode, "RS5000", ""}, // of the other directory
		{"rncp", rncpCode, "", ""},
		{"rs", rsCode, "5654", "RS5654"},
		{"level", europeanLevel, "niveau 4 (bac ou équivalent)", "4"},
		{"level", europeanLevel, "niveau7", "7"},
		{"level", europeanLevel, "NIV3", "3"},
		{"level", europeanLevel, "Niveau 5", "5"},
		{"level", europeanLevel, "6", "6"},
		{"level", europeanLevel, "REPRISE", ""},
		{"level", europeanLevel, "Sans niveau – non déterminé", ""},
		{"level", europeanLevel, "niveau 12", ""},
		{"level", europeanLevel, "niveau 9", ""},
		{"level", europeanLevel, "", ""},
		{"active", active, "ACTIVE", "1"},
		{"active", active, "Inactive", "0"},
		{"active", active, "peut-être", "peut-être"},
		{"registration", registration, "Enregistrement sur demande", "demande"},
		{"registration", registration, "Autre", "Autre"},
		{"last step", lastStep, "https://exemple.fr/slug/FOR.1", "FOR.1"},
		{"last step", lastStep, "https://exemple.fr/slug/FOR.1/", "FOR.1"},
		{"last step", lastStep, "FOR.1", "FOR.1"},
		{"last step", lastStep, "", ""},
		{"address", rncpAddress, "https://www.francecompetences.fr/recherche/rncp/4863/", "RNCP4863"},
		{"address", rncpAddress, "https://www.francecompetences.fr/recherche/rs/4863", ""},
		{"american date", americanDate, "7/29/20", "29/7/2020"},
		{"american date", americanDate, "12/31/09", "31/12/2009"},
		{"american date", americanDate, "31/12/20", "31/12/20"},
		{"american date", americanDate, "2020-07-29", "2020-07-29"},
		{"american date", americanDate, "", ""},
		{"access way", accessWay, "En contrat d’apprentissage", "CONTRATA"},
		{"access way", accessWay, "par tirage au sort", "par tirage au sort"},
		{"after code", afterCode, "42872 : Sécurité", "Sécurité"},
		{"after code", afterCode, "Fonte : cire", "Fonte : cire"},
		{"known", known, "non renseigné", ""},
		{"known", known, "Premier ministre", "Premier ministre"},
		{"lines", lines, "un\nune\r\nun\n", "un|une"},
		{"lines", lines, "a|b", "a,b"},
		{"plain", plain, "déjà", "déjà"},
		{"plain", plain, "<p>Un <b>mot</b></p><p>Deux mots.</p>", "Un mot. Deux mots."},
		{"plain", plain, "<h5>Titre </h5>\n<ul><li>un ;</li><li>deux</li></ul>", "Titre. un ; deux."},
		{"plain", plain, "3<sup>e</sup> &eacute;tage &lt;&amp;&gt;", "3e étage <&>"},
		{"plain", plain, "<p></p><p>  </p>", ""},
		{"plain", plain, "a<script>alert('<p>')</script>b<style>p{}</style>c", "abc"},
		{"plain", plain, "<p onclick='x'>a</p><img src=x onerror=y>", "a."},
	} {
		if got := tt.of(tt.in); got != tt.want {
			t.Errorf("%s(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

// Nothing of what a browser would run is left in a text, and no file makes it panic.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"<p>a</p>", "<script>", "</script><p", "<style><p>x", "&#0;&lt;b&gt;", "<!-- a --><![CDATA[b]]>", "\xff<p>\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := plain("<p>" + s + "</p>")
		if len(got) > 2*len(s)+16 {
			t.Errorf("plain(%q) is longer than its HTML: %q", s, got)
		}
		if !strings.ContainsAny(s, "<&") && strings.ContainsAny(got, "<&") {
			t.Errorf("plain(%q) = %q, marks out of nowhere", s, got)
		}
	})
}

// Repeated rows give the same one in any order of their lists, and once is enough.
func TestUnion(t *testing.T) {
	t.Parallel()
	merge := union(rncpColumns, "anciennes", "nouvelles")
	row := func(before, after string) opendata.Row {
		r := make(opendata.Row, len(rncpColumns))
		r[at(rncpColumns, "anciennes")], r[at(rncpColumns, "nouvelles")] = before, after
		return r
	}
	got := merge(merge(row("", "C"), row("A", "")), row("B|A", "C"))
	if want := row("A|B", "C"); strings.Join(got, ";") != strings.Join(want, ";") {
		t.Errorf("union = %v, want %v", got, want)
	}
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	row := func(s *opendata.Source, values map[string]string) opendata.Row {
		r := make(opendata.Row, len(s.Columns))
		for name, v := range values {
			r[s.Index(name)] = v
		}
		return r
	}
	for _, tt := range []struct {
		src    *opendata.Source
		values map[string]string
		want   bool
	}{
		{RNCP, map[string]string{"actif": "1", "niveau": "4"}, false},
		{CertifInfo, map[string]string{"cfd": "40025499"}, true},
		{CertifInfo, map[string]string{"rncp": "RNCP1", "romes": "H2902"}, true},
		{CertifInfo, map[string]string{"onisep": "FOR.1", "romes": "H2902"}, true},
		{CertifInfo, map[string]string{"rncp": "RNCP1", "onisep": "FOR.1"}, false},
		{CertifInfo, map[string]string{"romes": "H2902"}, false},
		{ESCOProfessions, nil, false},
		{OnisepFichesCourtes, nil, false},
	} {
		if got := tt.src.Embed(row(tt.src, tt.values)); got != tt.want {
			t.Errorf("%s: %v embedded: %v, want %v", tt.src.ID, tt.values, got, tt.want)
		}
	}
}

// The text of Onisep's descriptions is marked as such, column by column.
func TestProse(t *testing.T) {
	t.Parallel()
	for src, facts := range map[*opendata.Source]string{
		OnisepFichesFormations: "id cfd libelle sigle generique specifique type_sigle type_court type duree url rncp nsf fonction niveau niveau_etudes premiere_session derniere_session natures tutelle poursuites poursuites_condition metiers domaines creation revision",
		OnisepFichesMetiers:    "id nom feminin masculin synonymes romes niveau_acces formations formations_libelles secteurs transverse interets statuts associes",
		OnisepFichesCourtes:    "id",
		RNCPFiches:             "fiche intitule niveau abrege actif echeance enregistrement romes nsf formacodes anciennes nouvelles certificateurs",
	} {
		var got []string
		for _, c := range src.Columns {
			if !c.Prose {
				got = append(got, c.Name)
			}
		}
		if strings.Join(got, " ") != facts {
			t.Errorf("%s: columns that are no prose: %v", src.ID, got)
		}
	}
}

func TestChangePanicsOnUnknownColumns(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a rule for no column was accepted")
		}
	}()
	var _ hook = change(jpoColumns, map[string]func(string) string{"nulle part": func(s string) string { return s }})
}
