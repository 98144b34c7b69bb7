package secret

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var passwords = flag.String("passwords", "", "list of passwords, commonest first, to make known.bin and testdata/commonest.txt of; the million of OWASP SecLists")

// lines are those of a file that are no remark.
func lines(t *testing.T, name string) (list []string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			list = append(list, line)
		}
	}
	return list
}

// TestKnown makes the list anew when it is given passwords, and holds it to its form.
func TestKnown(t *testing.T) {
	if *passwords != "" {
		makeKnown(t, lines(t, *passwords))
	}
	n := len(knownHashes) / knownSize
	if len(knownHashes)%knownSize != 0 || n < 3000 {
		t.Fatalf("%d bytes, %d passwords: OWASP ASVS 6.2.4 wants three thousand at least", len(knownHashes), n)
	}
	for i := 1; i < n; i++ {
		if bytes.Compare(knownHashes[(i-1)*knownSize:i*knownSize], knownHashes[i*knownSize:(i+1)*knownSize]) >= 0 {
			t.Fatalf("hash %d is out of order", i)
		}
	}
}

func makeKnown(t *testing.T, all []string) {
	t.Helper()
	var hashes [][]byte
	keep := func(s string) {
		if h := hashOf(s); h != nil {
			hashes = append(hashes, h)
		}
	}
	for _, p := range all {
		if utf8.ValidString(p) && utf8.RuneCountInString(p) >= MinPassword {
			keep(alike(fold(p)))
			keep(stem(fold(p)))
		}
	}
	slices.SortFunc(hashes, bytes.Compare)
	hashes = slices.CompactFunc(hashes, bytes.Equal)
	knownHashes = bytes.Join(hashes, nil)
	if err := os.WriteFile("known.bin", knownHashes, 0o644); err != nil {
		t.Fatal(err)
	}
}

// The commonest of those that leaked and are long enough are refused, and so is what people
// add to them. Some four hundred are written in testdata; none that is obscene.
func TestCommonest(t *testing.T) {
	t.Parallel()
	list := lines(t, "testdata/commonest.txt")
	if len(list) < 300 {
		t.Errorf("only %d passwords are tried", len(list))
	}
	for _, p := range list {
		if utf8.RuneCountInString(p) < MinPassword {
			t.Errorf("%q is too short to try", p)
		}
		for _, more := range []string{p, strings.ToUpper(p), p + "!", p + "2026", "  " + p + " ?"} {
			if Check(more) == nil {
				t.Errorf("%q is accepted", more)
			}
		}
	}
	for _, p := range []string{
		"azertyuiopqsdf", "azerty123456!", "a1z2e3r4t5y6", "1a2z3e4r5t6y", "AqwZsxEdc123", "1qaz2wsx3edc", "motdepasse2026", "MotDePasse!Azerty", "m0td3p@ss3-2026",
		"Saint-Étienne42000", "Clermont-Ferrand", "boulogne billancourt", "ile-de-france 2026", "Auvergne-Rhône-Alpes", "Bouches-du-Rhône13", "academie-de-versailles",
		"campus des métiers et des qualifications", "Éducation nationale 2026", "lycee-professionnel!", "Industries de la mer 2026", "bretagne-industries-de-la-mer",
		"Aéronautique et spatial", "jean-baptiste1789", "Gwenaëlle-Thibault", "marie-france.75", "superman-batman", "leave me alone!", "Sup3rn4tur4l!!",
	} {
		if Check(p) == nil {
			t.Errorf("%q is accepted", p)
		}
	}
}

// Good passwords are not refused by a list that is too eager.
func TestGoodOnesPass(t *testing.T) {
	t.Parallel()
	for _, p := range []string{
		"trois mouettes sur un quai", "ardoise-violoncelle-42", "la marée monte à 7 h 12", "v9$Kd2!mQx7w", "Huit crabes boivent du thé", "brouette-cosmos-anchois",
		"Le vélo de Paul grince encore", "tortue carotte satellite", "zigzag.pamplemousse.orage", "On dînera dehors si le vent tombe", "xT4-gribouille-lune",
		"parapluie troué vendu cher", "quatre poules et un tracteur", "7 marmottes sifflent fort", "kiwi-échelle-tambour", "Ma tante élève des lamas", "pluie, puis soudain plus rien",
		"rhubarbe&violons&neige", "J'ai perdu mes gants à Vesoul", "fJ8qLw2z%Rt5", "Nous irons à Concarneau en barque", "mille sabords de chocolat froid",
	} {
		if err := Check(p, "Anne Martin", "anne.martin@ac-rennes.fr"); err != nil {
			t.Errorf("%q is refused: %v", p, err)
		}
	}
}

// A check costs little whatever is typed: less than the hash that follows it.
func TestCheckIsBounded(t *testing.T) {
	t.Parallel()
	Check("what is read once is read now")
	for name, p := range map[string]string{
		"one letter": strings.Repeat("a", MaxPassword), "two letters": strings.Repeat("ab", MaxPassword/2), "words": strings.Repeat("soleil", MaxPassword/6),
		"runs": strings.Repeat("azerty123", MaxPassword/9), "signs": strings.Repeat("€@$!", MaxPassword/4), "names": strings.Repeat("saintetienne", MaxPassword/12),
		"accents": strings.Repeat("é\u0301", MaxPassword/2), "others' letters": strings.Repeat("ﷺ", MaxPassword),
	} {
		best := time.Hour
		for range 5 {
			start := time.Now()
			Check(p, "Anne Martin", p, "anne@example.org")
			best = min(best, time.Since(start))
		}
		if best > 50*time.Millisecond {
			t.Errorf("%s: %v at best", name, best)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	long := strings.Repeat("tortue carotte ", 13)
	for b.Loop() {
		Check(long, "Anne Martin", "anne.martin@ac-rennes.fr")
	}
}
