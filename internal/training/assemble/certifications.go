package assemble

import (
	"continuum/internal/opendata/source"
)

// certifications ties qualifications to the RNCP and to occupations: the kit of
// France compétences first, which is the most recent, then the table of vocational
// diplomas, then Certif Info; occupations by Certif Info, else by the RNCP.
func (b *builder) certifications() {
	active := make(map[string]bool)
	fiches := make(map[string][]string) // by CFD, active ones first
	var inactive [][2]string
	diplomas := make(map[string][]string) // of a fiche
	replaced := make(map[string][]string) // fiches that one replaced
	b.scan(source.KitApprentissage, "cfd rncp actif anciennes", func(v []string) {
		diplomas[v[1]] = add(diplomas[v[1]], v[0])
		replaced[v[1]] = list(v[3])
		if v[2] == "1" {
			active[v[1]] = true
			fiches[v[0]] = add(fiches[v[0]], v[1])
		} else {
			inactive = append(inactive, [2]string{v[0], v[1]})
		}
	})
	for _, f := range inactive {
		fiches[f[0]] = add(fiches[f[0]], f[1])
	}
	b.scan(source.DiplomesProfessionnels, "cfd rncp", func(v []string) {
		if len(fiches[v[0]]) == 0 {
			fiches[v[0]] = add(nil, v[1])
		}
	})
	b.replacedFiches(fiches, diplomas, replaced)
	byDiploma, byFiche, byTraining := b.certifInfo(fiches)
	byRNCP := make(map[string][]string)
	b.scan(source.RNCPRome, "fiche rome", func(v []string) { byRNCP[v[0]] = add(byRNCP[v[0]], v[1]) })
	for _, id := range sortedKeys(b.drafts) {
		d := b.drafts[id]
		if d.CFD == d.ID {
			d.RNCP = fiches[d.ID]
			d.ROME = byDiploma[d.ID]
		}
		d.rncps = len(d.RNCP) > 0
		d.active = d.rncps && active[d.RNCP[0]]
		if len(d.ROME) == 0 && d.Onisep != "" {
			d.ROME = byTraining[d.Onisep]
		}
		for _, more := range []map[string][]string{byFiche, byRNCP} {
			for _, f := range d.RNCP {
				if len(d.ROME) == 0 {
					d.ROME = more[f]
				}
			}
		}
	}
}

// replacedFiches gives the diplomas whose lineage the BCN doesn't tell what their fiche
// replaced, where both fiches are of one diploma each and of one kind.
func (b *builder) replacedFiches(fiches, diplomas, replaced map[string][]string) {
	for _, id := range sortedKeys(fiches) {
		d := b.drafts[id]
		if d == nil || len(d.former) > 0 {
			continue
		}
		for _, f := range fiches[id] {
			for _, old := range replaced[f] {
				if len(diplomas[f]) != 1 || len(diplomas[old]) != 1 {
					continue
				}
				if by := b.drafts[diplomas[old][0]]; by != nil && by.ID != id && by.Kind == d.Kind {
					d.former, d.lineage = add(d.former, by.ID), source.KitApprentissage
				}
			}
		}
	}
}

// certifInfo reads the table of Certif Info: occupations by CFD, by RNCP fiche and by
// Onisep training. A fiche or a training told by several lines has those of the first.
func (b *builder) certifInfo(fiches map[string][]string) (byDiploma, byFiche, byTraining map[string][]string) {
	byDiploma, byFiche, byTraining = make(map[string][]string), make(map[string][]string), make(map[string][]string)
	b.scan(source.CertifInfo, "cfd rncp romes onisep nsf", func(v []string) {
		romes := list(v[2])
		if v[0] != "" {
			if len(fiches[v[0]]) == 0 {
				fiches[v[0]] = add(nil, v[1])
			}
			for _, r := range romes {
				byDiploma[v[0]] = add(byDiploma[v[0]], r)
			}
			if d := b.drafts[v[0]]; d != nil && d.NSF == "" && len(v[4]) == 3 {
				d.NSF = v[4]
			}
		}
		if v[1] != "" && byFiche[v[1]] == nil {
			byFiche[v[1]] = romes
		}
		for _, f := range list(v[3]) {
			if byTraining[f] == nil {
				byTraining[f] = romes
			}
		}
	})
	return byDiploma, byFiche, byTraining
}
