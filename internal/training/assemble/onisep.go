package assemble

import (
	"strconv"
	"strings"

	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// onward is the labels that an Onisep fiche says one can go on to.
type onward struct {
	from      string // identifier of the draft
	labels    []string
	condition string
}

// fiche is an Onisep training.
type fiche struct {
	id, cfd, label, kind, duration, rncp, nsf string
	level                                     int8
	onward                                    []string
	condition                                 string
}

// fiches reads the trainings of Onisep: the label and links of those that are a diploma
// of the BCN, and qualifications of their own for the others. A CFD that several fiches
// give, such as that of all mentions of a BPJEPS, is not that of any of them.
func (b *builder) fiches() {
	var all []fiche
	shared := make(map[string]int)
	columns := "id cfd libelle type duree rncp nsf niveau poursuites poursuites_condition"
	b.scan(source.OnisepFichesFormations, columns, func(v []string) {
		all = append(all, fiche{v[0], v[1], v[2], v[3], v[4], v[5], v[6], digit(v[7]), list(v[8]), v[9]})
		shared[v[1]]++
		b.speller.learn(v[2])
	})
	known := make(map[string]bool, len(all))
	for i := range all {
		f := &all[i]
		known[f.id] = true
		d := b.drafts[f.cfd]
		if d == nil || shared[f.cfd] > 1 {
			d = b.ficheDraft(f)
		}
		d.Onisep = f.id
		if !d.Common {
			d.Label, d.title = titled(f.label, d), true
		}
		if d.NSF == "" && len(f.nsf) == 3 {
			d.NSF = f.nsf
		}
		if d.CFD == d.ID {
			b.alias(onisepID(f.id), d)
		}
		if f.rncp != "" && d.CFD == "" {
			d.RNCP, d.rncps = add(d.RNCP, f.rncp), true
		}
		if len(f.onward) > 0 {
			b.onward = append(b.onward, onward{d.ID, f.onward, f.condition})
		}
	}
	b.indexLabels()
	for i := range all {
		f := &all[i]
		d := b.draft(onisepID(f.id))
		rank := onisepOnly
		if d.CFD == d.ID {
			rank = openDiploma
			if !d.open {
				rank = closedDiploma
			}
		}
		b.addKey(f.label, d.ID, rank)
	}
	b.otherTrainings(known)
	b.scan(source.CertifInfo, "libelle", func(v []string) {
		// Half of its labels are in capitals: they would teach nothing.
		if strings.ToUpper(v[0]) != v[0] {
			b.speller.learn(v[0])
		}
	})
	b.scan(source.FamillesMetiers, "famille specialite", func(v []string) {
		b.speller.learn(v[0])
		b.speller.learn(v[1])
	})
	b.speller.settle()
}

// otherTrainings reads Onisep's list: the trainings that have no fiche, kept for the
// links that lead to them.
func (b *builder) otherTrainings(known map[string]bool) {
	b.scan(source.OnisepFormations, "id libelle type duree rncp niveau nsf", func(v []string) {
		if known[v[0]] || b.named(v[1]) != nil {
			return
		}
		f := fiche{id: v[0], label: v[1], kind: v[2], duration: v[3], rncp: v[4], level: digit(v[5]), nsf: v[6]}
		d := b.ficheDraft(&f)
		d.spare, d.Onisep, d.Source = true, f.id, b.source(source.OnisepFormations)
		d.name(titled(f.label, d))
		if len(f.nsf) == 3 {
			d.NSF = f.nsf
		}
		b.addKey(f.label, d.ID, onisepOnly)
	})
}

// ficheDraft makes the qualification of a training that the BCN doesn't have.
func (b *builder) ficheDraft(f *fiche) *draft {
	id := onisepID(f.id)
	if d, ok := b.drafts[id]; ok {
		return d
	}
	d := &draft{open: true}
	d.Qualification = training.Qualification{
		ID: id, Label: f.label, Kind: training.KindOfType(f.kind), Level: f.level, Years: years(f.duration),
		Source: b.source(source.OnisepFichesFormations),
	}
	if d.Level < 3 {
		d.Level = 0
	}
	b.drafts[id] = d
	return d
}

// onisepID makes "for-1234" of "FOR.1234".
func onisepID(id string) string { return strings.ReplaceAll(strings.ToLower(id), ".", "-") }

// years reads "3 ans" and "18 mois"; a part of a year counts for one, weeks for none.
func years(duration string) int8 {
	number, unit, _ := strings.Cut(duration, " ")
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 0 || n > 100:
		return 0
	case strings.HasPrefix(unit, "an"):
		return int8(min(n, 12))
	case strings.HasPrefix(unit, "mois"):
		return int8((n + 11) / 12)
	}
	return 0
}

// onisepPrefixes are how labels of Onisep begin, and how they are shown.
var onisepPrefixes = []struct{ begins, shown string }{
	{"bac pro ", "Bac pro"},
	{"bac techno ", "Bac techno"},
	{"MC (futur CS) ", "MC"},
	{"licence mention ", "Licence"},
	{"licence pro mention ", "Licence pro"},
	{"master mention ", "Master"},
	{"CAP agricole ", "CAP agricole"},
	{"CAPa ", "CAP agricole"},
	{"CAP ", "CAP"},
	{"BTS ", "BTS"},
	{"BTSA ", "BTSA"},
	{"BUT ", "BUT"},
	{"BP ", "BP"},
	{"BMA ", "BMA"},
	{"CS ", "CS"},
	{"DEUST ", "DEUST"},
	{"DMA ", "DMA"},
	{"titre professionnel ", "Titre professionnel"},
}

// titled writes a label of Onisep with the name of the kind, the BCN's where it has the
// diploma, then the capital of a name.
func titled(label string, d *draft) string {
	for _, p := range onisepPrefixes {
		rest, ok := strings.CutPrefix(label, p.begins)
		if !ok {
			continue
		}
		shown := p.shown
		if d.CFD != "" {
			if k := training.KindOf(d.CFD[:min(3, len(d.CFD))], d.Short); k.Prefix != "" {
				shown = k.Prefix
			}
		}
		return shown + " " + upperFirst(strings.TrimSpace(rest))
	}
	return upperFirst(strings.Replace(label, "d'Etat", "d'État", 1))
}
