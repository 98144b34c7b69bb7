package assemble

import (
	"slices"
	"strings"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// memory is rows by source.
type memory map[string][]opendata.Row

func (m memory) Version(id string) (opendata.Version, bool) {
	rows, ok := m[id]
	if !ok {
		return opendata.Version{}, false
	}
	return opendata.Version{Source: id, Number: 1, Rows: len(rows), Vintage: vintages[id]}, true
}

var vintages = map[string]string{source.Diplomes.ID: "2025-01", source.Annuaire.ID: "2025-06", source.LyceesResultats.ID: "2025", source.EcolesDoctorales.ID: "2019"}

func (m memory) Scan(s *opendata.Source, columns []string, fn func([]string) error) error {
	return project(s, m[s.ID], columns, fn)
}

// put adds rows of a source: values between semicolons, in the order of the columns.
func (m memory) put(s *opendata.Source, columns string, lines ...string) {
	names := strings.Fields(columns)
	rows := m[s.ID]
	for _, line := range lines {
		row := make(opendata.Row, len(s.Columns))
		for i, v := range strings.Split(line, ";") {
			row[s.Index(names[i])] = v
		}
		rows = append(rows, row)
	}
	m[s.ID] = rows
}

// world is a small national offer with one of each branch of this package. Codes are
// real or shaped as such, names and figures invented.
func world() memory {
	m := make(memory)
	nomenclatures(m)
	places(m)
	offered(m)
	results(m)
	return m
}

func nomenclatures(m memory) {
	m.put(source.Niveaux, "niveau niveau_rncp", "500;03", "400;04", "320;05", "470;04", "461;04", "010;XX", "251;06", "205;06", "135;07", "670;02", "446;04")
	m.put(source.NSF, "nsf libelle libelle_edition", "254;STRUCTURES METALLIQUES;Structures métalliques", "229;TRANSFORMATIONS;")
	m.put(source.Diplomes, "cfd niveau nsf libelle_court libelle fermeture niveau_rncp",
		"50025438;500;254;CAP;REALISATIONS INDUSTRIELLES OPTION B SOUDAGE (CAP);;03",
		"40020103;400;201;BAC PRO;METIERS DE LA REALISATION D'ENSEMBLES 2NDE COMMUNE (BAC PRO);;04",
		"40025411;400;254;BAC PRO;TECHNICIEN EN CHAUDRONNERIE INDUSTRIELLE (BAC PRO);;04",
		"40025409;400;254;BAC PRO;TECHNICIEN EN CHAUDRONNERIE (BAC PRO);2020-08-31;04",
		"40025405;400;254;BAC PRO;OUVRAGES CHAUDRONNES (BAC PRO);2011-08-31;04",
		"40025401;400;254;BAC PRO;ANCIEN TROP ANCIEN (BAC PRO);1999-08-31;04",
		"32025415;320;254;BTS;CONCEPTION ET REALISATION EN CHAUDRONNERIE INDUSTRIELLE (BTS);2030-08-31;05",
		"32032612;320;326;BTS;SERVICES INFORMATIQUES AUX ORGANISATIONS 1ERE ANNEE COMMUNE (BTS);;05",
		"32032614;320;326;BTS;SERVICES INFORMATIQUES AUX ORGANISATIONS OPTION B (BTS);;05",
		"47010018;470;100;BAC GENE;2NDE GENERALE ET TECHNOLOGIQUE;;04",
		"47010019;470;100;BAC GENE;BAC GENERAL;;04",
		"46125406;461;254;CS4;TECHNICIEN(NE) EN SOUDAGE (CS4);;04",
		"01025401;010;254;MC5;DESSINATEUR CHAUDRONNERIE (MC AU CAP);1994-08-31;03",
		"25125103;251;251;BUT;GENIE MECANIQUE ET PRODUCTIQUE : INNOVATION (BUT);;06",
		"20511601;205;116;LIC LMD;CHIMIE (LIC LMD);;06",
		"13511606;135;116;MASTER PRO;CHIMIE (MASTER);;07",
		"44633524;446;335;BP JEPS;EDUCATEUR SPORTIF (BPJEPS);;04",
		"40025218;400;252;BAC PRO;MAINTENANCE DES VEHICULES 2NDE COMMUNE (BAC PRO);2021-08-31;04",
		"40025214;400;252;BAC PRO;MAINTENANCE DES VEHICULES OPTION A VOITURES PARTICULIERES (BAC PRO);2028-08-31;04",
		"67010001;670;999;1E CYC.GEN;SIXIEME;;02",
	)
	m.put(source.MEF, "mefstat11 cfd duree annee fermeture",
		"23210025438;50025438;2;1;", "23220025438;50025438;2;2;", "23110025438;50025438;1;1;2019-08-31",
		"23810020103;40020103;3;1;", "23810025411;40025411;3;1;", "23820025411;40025411;3;2;", "23830025411;40025411;3;3;",
		"23830025409;40025409;3;3;2020-08-31", "23830025405;40025405;3;3;2011-08-31",
		"32211025415;32025415;2;1;", "32221025415;32025415;2;2;", "32211032612;32032612;2;1;", "23810025218;40025218;3;1;2021-08-31", "32221032614;32032614;2;2;",
		"23K00025401;46125406;1;1;", "23K00025401;46125406;1;1;")
	m.put(source.Lignees, "cfd anciens nouveaux",
		"40025411;40025409|99999999;", "40025405;40025401;40025409", "32025415;32025415;")
	m.put(source.FamillesMetiers, "cfd_commun mefstat11_commun famille cfd_specialite mefstat11_specialite specialite",
		"40020103;23810020103;Métiers de la réalisation d'ensembles;40025411;23820025411;technicien en chaudronnerie industrielle",
		"40099999;23810099999;Famille inconnue;40025411;23820025411;x")
	m.put(source.OptionsBTS, "cfd_commun famille cfd_specialite specialite",
		"32032612;services informatiques aux organisations;32032614;services informatiques aux organisations option B solutions")
	m.put(source.OnisepFichesFormations, "id cfd libelle type duree rncp nsf niveau poursuites poursuites_condition",
		"FOR.1;50025438;CAP réalisations industrielles option B soudage;CAP;2 ans;;254;3;bac pro technicien en chaudronnerie industrielle|CAP inconnu;sous condition",
		"FOR.2;40025411;bac pro technicien en chaudronnerie industrielle;baccalauréat professionnel;3 ans;;;4;BTS services informatiques aux organisations option B|bac pro technicien en chaudronnerie industrielle;",
		"FOR.3;;diplôme d'ingénieur de l'École de la mer;diplôme d'ingénieur;5 ans;RNCP9;254;7;;",
		"FOR.4;44633524;BPJEPS mention judo;brevet professionnel de la jeunesse, de l'éducation populaire et du sport;1 an;;335;4;BUT génie mécanique et productique parcours innovation;",
		"FOR.5;44633524;BPJEPS mention voile;brevet professionnel de la jeunesse, de l'éducation populaire et du sport;18 mois;;335;4;;")
	m.put(source.OnisepFormations, "id libelle type duree rncp niveau nsf",
		"FOR.1;déjà connu;CAP;;;3;", "FOR.7;CAP inconnu;CAP;2 ans;;3;254", "FOR.8;personne n'en parle;titre professionnel;;;4;")
	m.put(source.KitApprentissage, "cfd rncp actif",
		"50025438;RNCP1;0", "50025438;RNCP2;1", "32025415;RNCP3;0")
	m.put(source.DiplomesProfessionnels, "cfd rncp", "40025411;RNCP4", "50025438;RNCP99")
	m.put(source.CertifInfo, "cfd rncp romes onisep nsf libelle",
		"50025438;RNCP2;H2913|A1000;FOR.1;254;CAP Réalisations industrielles des véhicules", ";RNCP3;H1203;FOR.3;;BTS Électronique")
	m.put(source.RNCPRome, "fiche rome", "RNCP4;H2902")
	m.put(source.ROME, "rome libelle", "H2913;Soudage manuel", "H2902;Chaudronnerie", "H1203;Dessin")
	m.put(source.Appellations, "libelle rome", "Soudeur;H2913", "Étameur;H2913", "Braseur;H2913")
	m.put(source.DomainesProfessionnels, "domaine libelle", "H29;Métal")
}

func places(m memory) {
	m.put(source.BassinsEmploi, "code_commune bassin", "56121;5315")
	m.put(source.Communes, "code bassin", "56121;9999", "29019;5301")
	m.put(source.Annuaire, "uai nom type secteur contrat code_commune latitude longitude voie_generale hebergement eleves",
		"0560001A;Lycée du Scorff;Lycée;Public;;56121;47.75;-3.37;;1;480",
		"0290001B;Lycée de l'Élorn;Lycée;Public;;29019;48.39;-4.52;1;0;",
		"0350001C;Lycée Sainte-Barbe;Lycée;Privé;SOUS CONTRAT ASSOCIATION;35238;48.11;-1.67;1;;",
		"0560002D;Collège du Ter;Collège;Privé;;56121;47.74;-3.38;;;300",
		"0560003E;École des Brumes;Ecole;Public;;56121;47.74;-3.38;;;",
		"0560004F;Institut de la Voile;Lycée;Privé;;56121;48.9;-3.38;;;", // 120 km from its commune
	)
	m.put(source.LyceesResultats, "uai voie adresse code_postal latitude longitude secteur",
		"0560001A;pro;12 rue du Bassin;56100;0;0;public", "0290001B;gt;;29200;;;public", "0999999X;gt;;;;;")
	m.put(source.LyceesIPS, "uai secteur", "0560004F;privé sous contrat")
	m.put(source.EtablissementsSup, "uai nom type secteur code_commune latitude longitude",
		"0560005G;Université de la Rade;Université;Public;56121;47.745;-3.355", ";Sans code;École;Public;;;")
	m.put(source.OrganismesApprentissage, "uai siret nom code_commune commune latitude longitude ferme",
		"0560006H;1;CFA de la mer;56121;Lorient;47.76;-3.36;0", "0560007J;2;Fermé;56121;Lorient;47.7;-3.3;1")
	m.put(source.EtablissementsGeo, "uai nom secteur latitude longitude",
		"0440001K;Lycée professionnel des Chantiers;Public;47.27;-2.21", "0750001L;Personne;Public;48.8;2.3")
}

func offered(m memory) {
	m.put(source.VoiePro, "uai mef statut capacite premiers_voeux entrees annee",
		"0560001A;23210025438;ST;15;22;1;2022",
		"0560001A;23110025438;ST;5;3;1;2022", // the same diploma in one year: one offer
		"0560001A;23810020103;ST;30;41;2;2022",
		"0560001A;23820025411;ST;999;8;1;2022",
		"0440001K;23210025438;ST;0;4;1;2022",
		"0350001C;23210025438;ST;12;;1;2022",
		"0350001C;99999999999;ST;12;5;1;2022", // no such MEF
		"0209999Z;23810025411;ST;10;5;1;2022") // no such establishment
	m.put(source.BTS, "uai mef statut libelle capacite voeux entrees annee",
		"0560006H;32211025415;Apprentissage;BTS - Production - Conception - en apprentissage;10;44;1;2024",
		"0560001A;32211025415;Scolaire;BTS - Production - Conception;15;96;1;2024",
		"0560001A;32211032612;Scolaire;BTS - Services - SIO - Entièrement en distanciel;800;310;1;2024",
		"0560006H;23K00025401;Apprentissage;Certificat de Spécialisation - Technicien(ne) en soudage - en apprentissage;12;9;1;2024")
	m.put(source.Parcoursup, "code uai etablissement statut filiere session latitude longitude capacite candidats",
		"1;0560005G;Universite de la Rade;Public;BUT Genie mecanique et productique;2025;47.741;-3.351;;",
		"2;0560008M;Institut Superieur;Prive sous contrat d association;Licence Chimie Parcours Europe;2025;47.73;-3.35;40;120",
		"3;0560001A;Lycee du Scorff;Public;BTS Production Conception;2025;47.75;-3.37;;", // the BTS source has it
		"4;0560008M;Institut Superieur;Public;Nobody reads this;2025;47.73;-3.35;;",
		"5;0560009N;Haute Mer;Public;Formation d ingenieur Bac + 5;2025;10.5;-40.5;;") // in the sea
	m.put(source.Masters, "annee uai inm mention ouverte capacite capacite_limitee modalites licences etablissement",
		"2020;0560005G;1800001A;Chimie;1;20;Oui;Formation initiale;;U",
		"2021;0560005G;1900001B;Chimie;1;24;Oui;Formation initiale|Apprentissage|Formation continue;Chimie|Inconnue|Toutes licences;U",
		"2021;0560005G;1900002C;Navires du futur;1;10;Non;Formation à distance;;U",
		"2021;0560005G;1900003D;Fermée;0;;;;;U")
	m.put(source.EcolesDoctorales, "numero nom discipline uai_support uai_coaccredites",
		"900;Matière;Chimie;0560005G;0290119X|07555890V|0290119A", "901;Étoiles;Astrologie;0560005G;")
	m.put(source.Constat, "uai mef annee eleves",
		"0560001A;23210025438;2020;14", "0560001A;23220025438;2020;13", "0560001A;23830025411;2020;9", "0290001B;23810025218;2020;30", "0440001K;32221025415;2020;7")
}

func results(m memory) {
	m.put(source.InserJeunesRegion, "millesime code_region voie formation sortants taux_poursuite taux_emploi_6 taux_emploi_12 taux_emploi_18 taux_emploi_24",
		"2020_2021;53;scolaire;23220025438;40;55;30;34;40;42",
		"2021_2022;53;scolaire;23220025438;44;52;36;40;44;47",
		"2021_2022;53;scolaire;23830025405;20;30;50;;;",
		"2021_2022;53;apprentissage;32025415;12;30;;;;",
		"2021_2022;53;scolaire;99999999999;12;30;;;;")
	m.put(source.InserJeunesLycee, "cohorte uai perimetre nom taux_poursuite taux_emploi_6 taux_attendu valeur_ajoutee",
		"2022_2023;0560001A;ensemble;L;44;41;38;3", "2022_2023;0560001A;scolaire;L;44;*;38;", "2022_2023;0560001A;apprentissage;L;;;;",
		"2022_2023;0560010Q;ensemble;Lycée que nul autre ne connaît;1;2;3;4")
	m.put(source.InserJeunesCFA, "cohorte uai perimetre nom taux_emploi_6", "2022_2023;0560006H;ensemble;C;66")
	m.put(source.InsertionMaster, "annee uai discipline mois taux_insertion reponses",
		"2017;0560005G;Chimie;18;88;30", "2017;0560005G;Chimie;30;93;30", "2017;UNIV;Chimie;30;90;3000", "2017;0560099R;Chimie;30;90;3")
	m.put(source.InsertionDUT, "annee genre specialite mois taux_insertion reponses",
		"2016;femmes et hommes;Chimie;30;91;10", "2016;femmes;Chimie;30;92;10")
	m.put(source.InsertionDoctorat, "annee uai discipline mois taux_insertion reponses", "2014;0560005G;Chimie;36;91;10", "2014;0560005G;Chimie;12;81;10")
	m.put(source.FAP, "fap_228 libelle_228", "D1Z41;Soudeurs")
	m.put(source.BMO, "fap bassin departement annee metier libelle_bassin code_region projets difficiles saisonniers",
		"D1Z41;5315;56;2024;soudeurs;Lorient;53;80;70;*", "D1Z41;5315;29;2024;soudeurs;Lorient;53;20;5;1", "Z0Z00;9999;56;2024;inconnus;Nulle part;53;*;;")
}

func small(t *testing.T) *training.Model {
	t.Helper()
	m, err := Assemble(world(), loadAtlas(t))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// shuffled is a world whose sources give their rows the other way round.
func shuffled(m memory) memory {
	for _, rows := range m {
		slices.Reverse(rows)
	}
	return m
}
