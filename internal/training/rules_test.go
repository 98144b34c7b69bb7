package training

import (
	"math"
	"slices"
	"strings"
	"testing"

	"continuum/internal/geo"
)

func TestSector(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ nsf, label, sector, rule string }{
		{"254", "Bac pro Technicien en chaudronnerie industrielle", "MECA", "254"},
		{"254", "CAP Carrossier automobile", "MOBI", "254 carross|peint|aeronaut|naval|vehicule"},
		{"213", "Bac pro Conduite et gestion des entreprises maritimes - pêche", "ALIM", "213 peche|maritime|aquacol|conchylic"},
		{"255", "BTS Cybersécurité, informatique et réseaux", "NUME", "255 cybersecurite|numerique|informati|telecom|reseau|systemes embarques"},
		{"221", "CAP Cuisine", "TOUR", "221 cuisin|restaurant"},
		{"221", "CAP Boulanger", "ALIM", "221"},
		{"229", "Transformations", "CHIM", "22"}, // whole domain
		{"100", "Bac général", "", "100"},        // a choice
		{"131", "Licence Lettres", "", ""},       // no line
		{"", "Doctorat Génie civil", "BATI", "genie civil|batiment|architect|urbanisme|construction|paysag|travaux publics|amenagement"},
		{"", "Formation d'ingénieur", "", ""},
	} {
		if sector, rule := Sector(tt.nsf, tt.label); sector != tt.sector || rule != tt.rule {
			t.Errorf("Sector(%q, %q) = %q by %q, want %q by %q", tt.nsf, tt.label, sector, rule, tt.sector, tt.rule)
		}
	}
}

func TestKindAndLevel(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		bcn, short, ofDiploma, ofLevel string
		kind                           string
		level                          int8
	}{
		{"500", "CAP", "03", "03", "CAP", 3},
		{"400", "BAC PRO", "04", "04", "BAC PRO", 4},
		{"403", "BAC PRO AG", "", "04", "BAC PRO", 4},
		{"010", "MC4", "04", "XX", "MC", 4},
		{"010", "MC5", "03", "XX", "MC", 3},
		{"433", "BAC TEC AG", "00", "00", "BAC TECHNO", 4}, // the BCN leaves the frame, the kind decides
		{"260", "DCG", "06", "06", "DCG", 6},
		{"260", "DIV-2", "06", "06", "DIPLOME", 6},
		{"251", "BUT", "06", "06", "BUT", 6},
		{"100", "DOCTORAT", "08", "08", "DOCTORAT", 8},
		{"26X", "TH2-X", "06", "06", "TITRE", 6},
		{"670", "1E CYC.GEN", "02", "02", "AUTRE", 0},
		{"XYZ", "", "", "", "AUTRE", 0},
	} {
		k := KindOf(tt.bcn, tt.short)
		if got := Level(tt.ofDiploma, tt.ofLevel, k); k.Name != tt.kind || got != tt.level {
			t.Errorf("%s %s is %s of level %d, want %s of level %d", tt.bcn, tt.short, k.Name, got, tt.kind, tt.level)
		}
	}
}

func TestCapacity(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want Figure
		note string
	}{
		{"24", Of(24), ""},
		{"997", Of(997), ""},
		{"0", Figure{}, NoteClosed},
		{"998", Figure{}, NoteUnlimited},
		{"999", Figure{}, NoteUnlimited},
		{"1000", Of(1000), ""},
		{"", Figure{}, ""},
		{"-3", Figure{}, ""},
		{"x", Figure{}, ""},
		{"*", Figure{Status: Secret}, ""},
	} {
		if got, note := Capacity(tt.in); got != tt.want || note != tt.note {
			t.Errorf("Capacity(%q) = %v, %q, want %v, %q", tt.in, got, note, tt.want, tt.note)
		}
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	secret := Figure{Status: Secret}
	for _, tt := range []struct{ a, b, want Figure }{
		{Of(10), Of(25), Of(35)},
		{Of(10), Figure{}, Of(10)},
		{Figure{}, Of(0), Of(0)},
		{Of(10), secret, secret},
		{Figure{}, Figure{}, Figure{}},
	} {
		if got := tt.a.Plus(tt.b); got != tt.want {
			t.Errorf("%v.Plus(%v) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
		if got := tt.b.Plus(tt.a); got != tt.want {
			t.Errorf("%v.Plus(%v) = %v, want %v", tt.b, tt.a, got, tt.want)
		}
	}
	if got := Share("43"); got.Status != Known || math.Abs(float64(got.Value)-0.43) > 1e-6 {
		t.Errorf("Share(43) = %v", got)
	}
	if got := Share("*"); got != secret {
		t.Errorf("Share(*) = %v", got)
	}
	if got := Share("0"); got != Of(0) {
		t.Errorf("Share(0) = %v", got)
	}
}

func TestRatio(t *testing.T) {
	t.Parallel()
	offer := Offer{EntryYear: 1, Capacity: Of(20), Applied: Of(30), Applicants: FirstWishes}
	with := func(change func(*Offer)) Offer {
		o := offer
		change(&o)
		return o
	}
	for _, tt := range []struct {
		name string
		o    Offer
		want Figure
		of   Applicants
	}{
		{"pressure", offer, Of(1.5), FirstWishes},
		{"demand", with(func(o *Offer) { o.Applicants = AllWishes }), Of(1.5), AllWishes},
		{"nobody asked", with(func(o *Offer) { o.Applied = Of(0) }), Of(0), FirstWishes},
		{"second year", with(func(o *Offer) { o.EntryYear = 2 }), Figure{}, NoApplicants},
		{"no places known", with(func(o *Offer) { o.Capacity = Figure{} }), Figure{}, FirstWishes},
		{"secret", with(func(o *Offer) { o.Applied = Figure{Status: Secret} }), Figure{Status: Secret}, FirstWishes},
		{"no applicants", with(func(o *Offer) { o.Applicants = NoApplicants }), Figure{}, NoApplicants},
	} {
		if got, of := tt.o.Ratio(); got != tt.want || of != tt.of {
			t.Errorf("%s: Ratio() = %v, %v, want %v, %v", tt.name, got, of, tt.want, tt.of)
		}
	}
}

func TestModeOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		label, establishment string
		places               Figure
		want                 Mode
	}{
		{"BTS - Services - Tourisme - Entièrement en distanciel", "Lycée X", Of(20), Distance},
		{"BTS - Services - Gestion de la PME", "CNED", Of(20), Distance},
		{"BTSA Viticulture", "Institut Agro Enseignement à distance", Figure{}, Distance},
		{"BTS Communication - en apprentissage", "École en ligne", Of(800), Distance},
		{"CS Assistance, conseil, vente à distance", "Lycée X", Of(24), OnSite}, // the trade, not the way
		{"BTS Tourisme", "Lycée X", Of(250), OnSite},
		{"BTS Tourisme", "Lycée Cnedet", Figure{}, OnSite},
	} {
		if got := ModeOf(tt.label, tt.establishment, tt.places); got != tt.want {
			t.Errorf("ModeOf(%q, %q, %v) = %v, want %v", tt.label, tt.establishment, tt.places, got, tt.want)
		}
	}
}

func TestReadCourse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, kind, label, full string }{
		{"BTS - Services - Tourisme - Entièrement en distanciel", "BTS", "BTS Tourisme", "BTS Tourisme"},
		{"BTS   Agricole   Gestion forestiere", "BTSA", "BTSA Gestion forestiere", "BTSA Gestion forestiere"},
		{"BTS - Production - Fluide, énergie, domotique - option A génie climatique", "BTS", "BTS Fluide, énergie, domotique option A génie climatique", "BTS Fluide, énergie, domotique option A génie climatique"},
		{"BUT - Carrières sociales Parcours assistance sociale", "BUT", "BUT Carrières sociales", "BUT Carrières sociales Parcours assistance sociale"},
		{"BUT   Genie mecanique et productique   Parcours Marine Nationale", "BUT", "BUT Génie mécanique et productique", "BUT Genie mecanique et productique"},
		{"Licence - Droit - Parcours Europe", "LICENCE", "Licence Droit", "Licence Droit Parcours Europe"},
		{"Licence Droit Parcours Europe", "LICENCE", "Licence Droit", "Licence Droit Parcours Europe"}, // separators lost
		{"Licence - Portail Sciences de la vie - biologie", "LICENCE", "Licence Sciences de la vie", "Licence Sciences de la vie biologie"},
		{"Licence   Parcours d Acces Specifique Sante (PASS)", "PASS", "Parcours d'accès spécifique santé (PASS)", "Parcours d'accès spécifique santé (PASS)"},
		{"Double licence   Mathematiques / Informatique   ", "LICENCE", "Double licence Informatique / Mathématiques", "Double licence Mathematiques / Informatique"},
		{"CPGE   ECG      Mathematiques appliquees + ESH", "CPGE", "CPGE ECG", "CPGE ECG Mathematiques appliquees ESH"},
		{"D.E Infirmier", "DIPLOME", "Diplôme d'État d'infirmier", "Diplôme d'État d'Infirmier"},
		{"D.E Psychomotricien", "DIPLOME", "Diplôme d'État de psychomotricien", "Diplôme d'État de Psychomotricien"},
		{"Formation d'ingénieur Bac + 5 - Bacs généraux", "INGENIEUR", "Formation d'ingénieur", "Formation d'ingénieur"},
		{"C.M.I - Cursus Master en Ingénierie - Physique", "CMI", "Cursus master en ingénierie Physique", "Cursus master en ingénierie Physique"},
		{"Licence professionnelle - Techniques du son et de l'image - Parcours montage", "LICENCE PRO", "Licence pro Techniques du son et de l'image", "Licence pro Techniques du son et de l'image Parcours montage"},
	} {
		c, ok := ReadCourse(tt.in)
		if !ok || c.Kind != tt.kind || c.Label != tt.label || c.Full != tt.full {
			t.Errorf("ReadCourse(%q) = %q %q %q, %v, want %q %q %q", tt.in, c.Kind, c.Label, c.Full, ok, tt.kind, tt.label, tt.full)
		}
	}
	for _, in := range []string{"", " - ", "Quelque chose"} {
		if c, ok := ReadCourse(in); ok {
			t.Errorf("ReadCourse(%q) = %+v, want nothing", in, c)
		}
	}
	if c, _ := ReadCourse("BTS - Services - Tourisme - en apprentissage"); !c.Apprentices {
		t.Error("en apprentissage: not seen")
	}
}

func FuzzReadCourse(f *testing.F) {
	f.Add("Licence - Droit - Parcours Europe")
	f.Add("Double licence / d'État   \x00 Parcours")
	f.Fuzz(func(t *testing.T, label string) {
		if c, ok := ReadCourse(label); ok && (c.Kind == "" || c.Label == "" || len(Slug(c.Label)) > 80) {
			t.Errorf("ReadCourse(%q) = %+v", label, c)
		}
	})
}

// The tables are written by hand: their words are folded, their sectors and kinds known.
func TestTables(t *testing.T) {
	t.Parallel()
	sectors := strings.Fields("ALIM CHIM CREA BATI MATE MOBI NUME SERV LOGI MECA TOUR ENER")
	seen := make(map[string]bool)
	for _, r := range sectorRules() {
		if r.sector != "" && !slices.Contains(sectors, r.sector) {
			t.Errorf("sectors.csv: %s: no sector %q", r.name, r.sector)
		}
		for _, w := range r.words {
			if geo.Fold(w) != w[1:] {
				t.Errorf("sectors.csv: %s: %q is not folded", r.name, w)
			}
		}
		if seen[r.name] {
			t.Errorf("sectors.csv: two lines %q: the second never decides", r.name)
		}
		seen[r.name] = true
	}
	for _, s := range sectors {
		if !slices.ContainsFunc(sectorRules(), func(r sectorRule) bool { return r.sector == s }) {
			t.Errorf("sectors.csv: nothing leads to %s", s)
		}
	}
	rests := []string{"none", "mention", "two", "all", "every"}
	for _, r := range courseRules() {
		name := strings.Join(r.words, " ")
		if geo.Fold(name) != name || !slices.Contains(rests, r.rest) || r.label == "" {
			t.Errorf("courses.csv: %s: %+v", name, r)
		}
		if (r.rest == "mention" || r.rest == "two") && len(mentions()[r.as]) == 0 {
			t.Errorf("courses.csv: %s: no mention of %s", name, r.as)
		}
	}
	for kind, all := range mentions() {
		for _, m := range all {
			if name := strings.Join(m.words, " "); geo.Fold(name) != name || len(m.nsf) != 3 || len(m.cfd) != 0 && len(m.cfd) != 8 {
				t.Errorf("mentions.csv: %s %s: %+v", kind, name, m)
			}
		}
	}
}
