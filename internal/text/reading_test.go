package text

import "testing"

func TestSyllables(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]int{
		"le": 1, "école": 2, "formation": 3, "création": 3, "maïs": 2, "moyen": 2, "que": 1, "logique": 2, "langue": 1,
		"elles": 1, "l’élève": 2, "BTS": 3, "CAP": 1, "2025": 1, "établissement": 5, "aujourd’hui": 3, "œuvre": 1, "peut-être": 2,
		"années": 2, "employée": 3, "y": 1, "lycée": 2, "qu’une": 1,
	} {
		if got := syllables(word); got != want {
			t.Errorf("syllables(%s) = %d, want %d", word, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Reading{
		"": {}, "…": {}, "Le chat dort.": {1, 3, 3}, "Le chat dort\u00a0: il est là.": {2, 6, 6}, "3,5 km (environ).": {1, 3, 5},
	} {
		if got := Read(s); got != want {
			t.Errorf("Read(%q) = %+v, want %+v", s, got, want)
		}
	}
	easy, hard := Read("Le chat dort. Il est là."), Read("L’harmonisation administrative des nomenclatures interministérielles nécessite une concertation.")
	if easy.Ease() < 90 || hard.Ease() > 20 {
		t.Errorf("ease of an easy text %.0f, of a hard one %.0f", easy.Ease(), hard.Ease())
	}
}

// The bounds of what pages say to a pupil of 14. 60 to 70 is the range of readers of 13 to
// 15 years: rooms stand above it, because readers in difficulty come too. An entry may be
// harder, since some words can't be replaced, and none may be as long as a breath.
const (
	leastRoom  = 70
	leastEntry = 40
	mostWords  = 30 // in a sentence
)

func TestPagesAreEasyToRead(t *testing.T) {
	t.Parallel()
	rooms := Readings()
	if len(rooms) < 20 {
		t.Fatalf("%d rooms", len(rooms))
	}
	for _, room := range rooms {
		if ease := room.Reading.Ease(); ease < leastRoom {
			t.Errorf("the room %s has an ease of %.0f, want %d at least", room.Room, ease, leastRoom)
		}
		for _, s := range room.Sentences {
			if ease := s.Reading.Ease(); ease < leastEntry {
				t.Errorf("%s has an ease of %.0f, want %d at least: %s", s.Key, ease, leastEntry, s.Text)
			}
			for _, one := range ends.Split(s.Text, -1) {
				if n := Read(one).Words; n > mostWords {
					t.Errorf("%s has a sentence of %d words, want %d at most: %s", s.Key, n, mostWords, one)
				}
			}
		}
	}
}
