package assemble

import (
	"strconv"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// offer is an offer in the making.
type offer struct {
	training.Offer
	draft  *draft
	place  *place
	merged int // rows that it sums up
}

// offer adds an offer. Rows of one qualification, place, route, mode and entry year are
// one offer: several entries to the same training (places kept for some bacs, another
// group, a training of another length). Its places and applicants are the sums of what
// is known; its MEF, note and point are those of the row that comes first.
func (b *builder) offer(o offer) {
	o.draft.wanted, o.place.kept = true, true
	if o.draft.Level >= 3 && o.draft.Level <= 4 && !o.Inferred {
		o.place.pro = true
	}
	o.ID = training.OfferID(o.draft.ID, o.place.UAI, o.Route, o.Mode, o.EntryYear)
	old, ok := b.offers[o.ID]
	if !ok {
		o.merged = 1
		b.offers[o.ID] = &o
		return
	}
	old.merged++
	old.Capacity = old.Capacity.Plus(o.Capacity)
	old.Applied = old.Applied.Plus(o.Applied)
	if old.Applicants == training.NoApplicants {
		old.Applicants = o.Applicants
	}
	if old.Capacity.Status != training.Missing {
		old.CapacityNote = ""
	} else if old.CapacityNote == "" {
		old.CapacityNote = o.CapacityNote
	}
	if old.Point.IsZero() {
		old.Point = o.Point
	}
}

// annee reads a year, or takes that of the source's version.
func (b *builder) annee(s string, src *opendata.Source) int16 {
	if n, err := strconv.ParseInt(s, 10, 16); err == nil {
		return int16(n)
	}
	v, _ := b.rows.Version(src.ID)
	if len(v.Vintage) >= 4 {
		if n, err := strconv.ParseInt(v.Vintage[len(v.Vintage)-4:], 10, 16); err == nil {
			return int16(n)
		}
		if n, err := strconv.ParseInt(v.Vintage[:4], 10, 16); err == nil {
			return int16(n)
		}
	}
	return 0
}

// records is how many records of the file a row sums up, at least one.
func records(s string) int {
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		return n
	}
	return 1
}

// diplomaCounts count what the rows of an offer source lead to.
type diplomaCounts struct{ diploma, point *count }

func (b *builder) diplomaCounts(name string, src *opendata.Source, point float64) diplomaCounts {
	return diplomaCounts{b.count(name+"_diploma", src, 1), b.count(name+"_point", src, point)}
}

func (c diplomaCounts) row(uai, mef string, n int, d *draft, p *place) {
	c.diploma.row(mef, n, d != nil)
	c.point.row(uai, n, p != nil && p.PointSource != training.None)
}

// entryYear is the year of a training that an offer lets in: the second after a common
// first one, else the first.
func entryYear(y year) int8 {
	if y.rank == 2 {
		return 2
	}
	return 1
}

// voiePro reads the vocational offer under school status.
func (b *builder) voiePro() {
	counts := b.diplomaCounts("voie_pro", source.VoiePro, 0.994)
	b.scan(source.VoiePro, "uai mef capacite premiers_voeux entrees annee", func(v []string) {
		y, d := b.year(v[1])
		counts.row(v[0], v[1], records(v[4]), d, b.places[v[0]])
		if d == nil {
			return
		}
		o := offer{draft: d, place: b.place(v[0], source.VoiePro)}
		o.Route, o.Mode, o.EntryYear, o.MEF = training.School, training.OnSite, entryYear(y), v[1]
		o.Year, o.Source = b.annee(v[5], source.VoiePro), b.source(source.VoiePro)
		o.Capacity, o.CapacityNote = training.Capacity(v[2])
		if o.Applied = training.Number(v[3]); o.Applied.Status != training.Missing {
			o.Applicants = training.FirstWishes
		}
		b.offer(o)
	})
}

// bts reads the offer of BTS and of what Parcoursup ranks with them.
func (b *builder) bts() {
	counts := b.diplomaCounts("bts", source.BTS, 0.865)
	b.scan(source.BTS, "uai mef statut libelle capacite voeux entrees annee", func(v []string) {
		y, d := b.entry(v[1], v[3])
		p := b.places[v[0]]
		counts.row(v[0], v[1], records(v[6]), d, p)
		if d == nil {
			return
		}
		if p == nil {
			p = b.place(v[0], source.BTS)
		}
		o := offer{draft: d, place: p}
		o.Route, o.EntryYear = training.School, entryYear(y)
		if !strings.HasPrefix(v[1], certificatePrefix) {
			o.MEF = v[1]
		}
		if v[2] == "Apprentissage" {
			o.Route = training.Apprenticeship
		}
		o.Year, o.Source = b.annee(v[7], source.BTS), b.source(source.BTS)
		o.Capacity, o.CapacityNote = training.Capacity(v[4])
		if o.Applied = training.Number(v[5]); o.Applied.Status != training.Missing {
			o.Applicants = training.AllWishes
		}
		o.Mode = training.ModeOf(v[3], p.Name, o.Capacity)
		b.offer(o)
	})
}

// generalLycees deduces the general route from what the directory says of a lycée, and
// the common second year from that or from its results: no file lists those offers, nor
// their places. The second year is what all enter by; the baccalauréat follows it.
func (b *builder) generalLycees() {
	common, bac := b.drafts[generalCommon], b.drafts[generalBac]
	if common == nil || bac == nil {
		return
	}
	for _, uai := range sortedKeys(b.places) {
		p := b.places[uai]
		if !p.general && !p.technical {
			continue
		}
		src := source.Annuaire
		if !p.general {
			src = source.LyceesResultats
		}
		o := offer{draft: common, place: p}
		o.Route, o.Mode, o.EntryYear, o.Inferred = training.School, training.OnSite, 1, true
		o.Year, o.Source = b.annee("", src), b.source(src)
		b.offer(o)
		if p.general {
			o.draft, o.EntryYear = bac, 2
			b.offer(o)
		}
	}
}

// enrolments adds the pupils of all years of a training to its offer by school.
func (b *builder) enrolments() {
	counts := b.diplomaCounts("constat", source.Constat, 0.983)
	type at struct{ cfd, uai string }
	pupils := make(map[at]training.Figure)
	joined := b.count("constat_offer", source.Constat, 0)
	year := int16(0)
	b.scan(source.Constat, "uai mef annee eleves", func(v []string) {
		_, d := b.year(v[1])
		counts.row(v[0], v[1], 1, d, b.places[v[0]])
		if d == nil {
			return
		}
		d.wanted = true // pupils learned it, closed as it may be
		year = b.annee(v[2], source.Constat)
		k := at{d.ID, v[0]}
		pupils[k] = pupils[k].Plus(training.Number(v[3]))
		first, second := b.schoolOffers(d.ID, v[0])
		joined.row(v[0]+" "+d.ID, 1, first != nil || second != nil)
	})
	for k, n := range pupils {
		first, second := b.schoolOffers(k.cfd, k.uai)
		if first == nil {
			first = second
		}
		if first != nil {
			first.Enrolled, first.EnrolledYear = n, year
		}
	}
}

// schoolOffers returns the offers by school of a qualification at a place, entered in
// the first and in the second year; nil for none.
func (b *builder) schoolOffers(id, uai string) (first, second *offer) {
	return b.offers[training.OfferID(id, uai, training.School, training.OnSite, 1)],
		b.offers[training.OfferID(id, uai, training.School, training.OnSite, 2)]
}

// finishOffers puts the offers in order. One on site without a point of its own is at
// its establishment.
func (b *builder) finishOffers() {
	b.m.Offers = make([]training.Offer, 0, len(b.offers))
	for _, id := range sortedKeys(b.offers) {
		o := b.offers[id]
		o.Qualification, o.Establishment = o.draft.pos, o.place.pos
		if o.Mode == training.OnSite && o.Point.IsZero() {
			o.Point = o.place.Point
		}
		if o.Mode == training.Distance {
			o.Point.Lat, o.Point.Lon = 0, 0
		}
		b.m.Offers = append(b.m.Offers, o.Offer)
	}
}
