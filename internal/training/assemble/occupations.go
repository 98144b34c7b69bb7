package assemble

import (
	"slices"

	"continuum/internal/geo"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// occupations reads the ROME, with the words that people use for each code and the
// qualifications that lead there.
func (b *builder) occupations() {
	domains := make(map[string]string)
	b.scan(source.DomainesProfessionnels, "domaine libelle", func(v []string) { domains[v[0]] = v[1] })
	words := make(map[string][]string)
	b.scan(source.Appellations, "libelle rome", func(v []string) { words[v[1]] = append(words[v[1]], v[0]) })
	leads := make(map[string][]int32)
	for i := range b.m.Qualifications {
		for _, r := range b.m.Qualifications[i].ROME {
			leads[r] = append(leads[r], int32(i))
		}
	}
	known := make(map[string]bool)
	b.scan(source.ROME, "rome libelle", func(v []string) {
		if known[v[0]] {
			return
		}
		known[v[0]] = true
		o := training.Occupation{
			ROME: v[0], Label: v[1], Domain: domains[v[0][:min(3, len(v[0]))]], Words: words[v[0]],
			Qualifications: leads[v[0]], Source: b.source(source.ROME),
		}
		french(o.Words)
		b.m.Occupations = append(b.m.Occupations, o)
	})
	training.Sort(b.m.Occupations, func(o *training.Occupation) string { return o.ROME })
	codes := b.count("rome_known", source.ROME, 0)
	for _, r := range sortedKeys(leads) {
		codes.row(r, len(leads[r]), known[r])
	}
}

// french puts words in the order of a French dictionary: without accents or case.
func french(all []string) {
	type word struct{ folded, text string }
	words := make([]word, len(all))
	for i, w := range all {
		words[i] = word{geo.Fold(w), w}
	}
	slices.SortFunc(words, func(a, b word) int {
		if a.folded != b.folded {
			if a.folded < b.folded {
				return -1
			}
			return 1
		}
		if a.text < b.text {
			return -1
		}
		return 1
	})
	for i, w := range words {
		all[i] = w.text
	}
}

// groups reads the labels of the NSF groups.
func (b *builder) groups() {
	b.scan(source.NSF, "nsf libelle libelle_edition", func(v []string) {
		label := v[2]
		if label == "" {
			label = upperFirst(b.speller.spell(v[1]))
		}
		b.m.NSF = append(b.m.NSF, training.Term{Code: v[0], Label: label})
	})
	training.Sort(b.m.NSF, func(t *training.Term) string { return t.Code })
}
