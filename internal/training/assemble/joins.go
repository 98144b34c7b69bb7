package assemble

import (
	"cmp"
	"slices"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// joins counts what can only be counted on the whole model, and lists all joins.
func (b *builder) joins() {
	b.rateJoins()
	b.certificationJoins()
	b.placeJoins()
	for _, c := range b.counts {
		b.m.Joins = append(b.m.Joins, c.finish())
	}
	slices.SortFunc(b.m.Joins, func(x, y training.Join) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.ID, y.ID))
	})
}

// btsColumns are what offered reads of the BTS source.
const btsColumns = "uai mef entrees statut libelle"

// offered calls fn for each row of the vocational offer or of BTS whose diploma is
// known, with its offer. Columns begin with uai, mef and entrees.
func (b *builder) offered(src *opendata.Source, columns string, fn func(o int32, d *draft, v []string)) {
	b.scan(src, columns, func(v []string) {
		y, d := b.year(v[1])
		route := training.School
		if src == source.BTS {
			y, d = b.entry(v[1], v[4])
			if v[3] == "Apprentissage" {
				route = training.Apprenticeship
			}
		}
		if d == nil {
			return
		}
		at := training.None
		for _, mode := range []training.Mode{training.OnSite, training.Distance} {
			if at == training.None {
				at = b.m.Offer(training.OfferID(d.ID, v[0], route, mode, entryYear(y)))
			}
		}
		fn(at, d, v)
	})
}

// rates counts the rows with a regional outcome and with a public one.
type rates struct{ any, public *count }

func (b *builder) rates(name string, src *opendata.Source, anyShare, publicShare float64) rates {
	return rates{b.count(name+"_rate", src, anyShare), b.count(name+"_rate_public", src, publicShare)}
}

func (r rates) row(key string, n int, found []training.Rate) {
	r.any.row(key, n, len(found) > 0)
	r.public.row(key, n, slices.ContainsFunc(found, func(r training.Rate) bool { return r.Published }))
}

// rateKey is what a regional rate depends on: the first three digits of a MEF are the
// length of the training, see [training.SameTraining].
type rateKey struct {
	diploma int32
	region  string
	route   training.Route
	length  string
}

// rateJoins counts the rows for which a regional insertion rate is found, as the reader
// of the offer would be shown it.
func (b *builder) rateJoins() {
	seen := make(map[rateKey][]training.Rate)
	find := func(diploma int32, region string, route training.Route, mef string) []training.Rate {
		k := rateKey{diploma, region, route, mef[:min(3, len(mef))]}
		found, ok := seen[k]
		if !ok {
			found = b.m.RatesFor(diploma, region, route, mef)
			seen[k] = found
		}
		return found
	}
	of := func(offer int32) []training.Rate {
		o := &b.m.Offers[offer]
		return find(o.Qualification, b.m.Establishments[o.Establishment].Region, o.Route, o.MEF)
	}
	pro := b.rates("voie_pro", source.VoiePro, 0.884, 0.825)
	b.offered(source.VoiePro, "uai mef entrees", func(o int32, d *draft, v []string) {
		pro.row(d.ID, records(v[2]), of(o))
	})
	school := b.rates("bts_school", source.BTS, 0.831, 0.781)
	apprentices := b.rates("bts_apprenticeship", source.BTS, 0.950, 0.864)
	b.offered(source.BTS, btsColumns, func(o int32, d *draft, v []string) {
		r := school
		if v[3] == "Apprentissage" {
			r = apprentices
		}
		r.row(d.ID, records(v[2]), of(o))
	})
	constat := b.rates("constat", source.Constat, 0.922, 0.866)
	b.scan(source.Constat, "uai mef", func(v []string) {
		_, d := b.year(v[1])
		if d == nil {
			return
		}
		p := b.places[v[0]]
		if p == nil {
			p = b.place(v[0], source.Constat)
		}
		if p.Region == "" {
			b.locate(p) // it has no offer any more, and is not in the model
		}
		constat.row(d.ID, 1, find(d.pos, p.Region, training.School, v[1]))
	})
	b.localRateJoins()
}

// localRateJoins counts the establishments with a rate of their own: each counts for
// one row.
func (b *builder) localRateJoins() {
	pro := b.count("voie_pro_establishment_rate", source.VoiePro, 0.762)
	apprentices := b.count("bts_apprenticeship_establishment_rate", source.BTS, 0.661)
	seen := make(map[[2]string]bool)
	once := func(c *count, uai string) {
		if seen[[2]string{c.join.ID, uai}] {
			return
		}
		seen[[2]string{c.join.ID, uai}] = true
		c.row(uai, 1, slices.ContainsFunc(b.m.OutcomesAt(b.m.Establishment(uai)), func(at int32) bool {
			return b.m.Outcomes[at].Employed[0].Status == training.Known
		}))
	}
	b.scan(source.VoiePro, "uai", func(v []string) { once(pro, v[0]) })
	b.scan(source.BTS, "uai statut", func(v []string) {
		if v[1] == "Apprentissage" {
			once(apprentices, v[0])
		}
	})
}

// certificationJoins counts the rows of the vocational offer and of BTS whose diploma,
// or a speciality of whose common year, has an RNCP fiche, an occupation, a fiche of
// Onisep and links onward.
func (b *builder) certificationJoins() {
	rncp, active := b.count("offers_rncp", source.KitApprentissage, 0.972), b.count("offers_rncp_active", source.KitApprentissage, 0.915)
	rome := b.count("offers_rome", source.CertifInfo, 0.972)
	onisep := b.count("offers_onisep", source.OnisepFichesFormations, 0.858)
	onwards := b.count("offers_poursuites", source.OnisepFichesFormations, 0.683)
	row := func(d *draft, n int) {
		all := b.withSpecialities(d)
		has := func(fn func(q *training.Qualification) bool) bool {
			return slices.ContainsFunc(all, func(at int32) bool { return fn(&b.m.Qualifications[at]) })
		}
		rncp.row(d.ID, n, has(func(q *training.Qualification) bool { return len(q.RNCP) > 0 }))
		active.row(d.ID, n, slices.ContainsFunc(all, func(at int32) bool { return b.drafts[b.m.Qualifications[at].ID].active }))
		rome.row(d.ID, n, has(func(q *training.Qualification) bool { return len(q.ROME) > 0 }))
		onisep.row(d.ID, n, has(func(q *training.Qualification) bool { return q.Onisep != "" }))
		onwards.row(d.ID, n, slices.ContainsFunc(b.m.From(d.pos), func(at int32) bool { return b.m.Progressions[at].Kind == training.Onisep }))
	}
	b.offered(source.VoiePro, "uai mef entrees", func(_ int32, d *draft, v []string) { row(d, records(v[2])) })
	b.offered(source.BTS, btsColumns, func(_ int32, d *draft, v []string) { row(d, records(v[2])) })
}

// withSpecialities returns a qualification and those that its common year leads to.
func (b *builder) withSpecialities(d *draft) []int32 {
	all := []int32{d.pos}
	for _, at := range b.m.From(d.pos) {
		if p := &b.m.Progressions[at]; p.Kind == training.Family || p.Kind == training.Option {
			all = append(all, p.To)
		}
	}
	return all
}

// placeJoins counts the establishments of the model that lie in a known commune, and in
// an employment basin.
func (b *builder) placeJoins() {
	communes := b.count("establishments_commune", source.Communes, 0.999)
	basins := b.count("establishments_basin", source.BassinsEmploi, 0.999)
	for i := range b.m.Establishments {
		e := &b.m.Establishments[i]
		if e.Commune == "" {
			continue
		}
		communes.row(e.Commune, 1, b.atlas.Commune(e.Commune) != nil)
		basins.row(e.Commune, 1, e.Basin != "")
	}
}
