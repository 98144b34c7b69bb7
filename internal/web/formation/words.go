package formation

import (
	"strconv"

	"continuum/internal/geo"
)

// kindWords are the words that explain kinds of qualifications, by the slug of the kind.
var kindWords = map[string]string{
	"cap": "cap", "bac-pro": "bac-pro", "mc": "mc", "mention-complementaire": "mc", "cs": "mc", "bp": "bp", "bts": "bts", "btsa": "bts",
	"but": "but", "cpge": "cpge", "licence": "licence", "master": "master", "tp": "titre", "titre-professionnel": "titre",
}

// words are those of the page that are explained on it.
func (v *view) words() []string {
	var list []string
	if v.Q.Level >= 3 && v.Q.Level <= 8 {
		list = append(list, "niveau", "niveau-"+strconv.Itoa(int(v.Q.Level)))
	}
	if w := kindWords[geo.Slug(v.Q.Kind)]; w != "" {
		list = append(list, w)
	}
	if v.Q.Common {
		list = append(list, "seconde-commune")
	}
	return append(list, "scolaire", "apprentissage", "cfa", "rncp", "nsf", "secret")
}
