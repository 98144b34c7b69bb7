package assemble

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// draft is a qualification in the making.
type draft struct {
	training.Qualification
	pos      int32
	open     bool   // its diploma is open, or nobody closes such
	wanted   bool   // something refers to it
	spare    bool   // of no use but to what refers to it
	title    bool   // its label is as people write it
	capitals string // its label in the BCN
	former   []string
	lineage  *opendata.Source // that tells former, nil for the BCN
	years    []year
	active   bool // its first RNCP fiche is active
	rncps    bool // some source tells its RNCP fiches
}

// year is a line of the MEF: one year of a training.
type year struct {
	mef, cfd     string
	length, rank int8 // 0 unknown
	open         bool
}

// link is a published link between two identifiers.
type link struct {
	from, to  string
	kind      training.ProgressionKind
	condition string
	source    *opendata.Source
}

// draft returns the qualification of an identifier or an alias, nil when there is none.
func (b *builder) draft(id string) *draft {
	if d, ok := b.drafts[id]; ok {
		return d
	}
	if to, ok := b.aliases[id]; ok {
		return b.drafts[to]
	}
	return nil
}

// alias makes an identifier lead to a draft, unless it names one of its own.
func (b *builder) alias(id string, d *draft) {
	if _, ok := b.drafts[id]; ok || id == d.ID {
		return
	}
	if _, ok := b.aliases[id]; ok {
		return
	}
	b.aliases[id] = d.ID
	d.Aliases = append(d.Aliases, id)
}

// diplomas reads the BCN: what each code is, of which level, in which group.
func (b *builder) diplomas() {
	levels := make(map[string]string)
	b.scan(source.Niveaux, "niveau niveau_rncp", func(v []string) { levels[v[0]] = v[1] })
	if v, ok := b.rows.Version(source.Diplomes.ID); ok {
		b.openUntil = v.Vintage
	}
	b.scan(source.Diplomes, "cfd niveau nsf libelle_court libelle fermeture niveau_rncp", func(v []string) {
		kind := training.KindOf(v[1], v[3])
		d := &draft{open: b.isOpen(v[5]), capitals: v[4]}
		d.Qualification = training.Qualification{
			ID: v[0], CFD: v[0], Short: v[3], Label: v[4], Kind: kind.Name, Years: kind.Years, NSF: v[2],
			Level: training.Level(v[6], levels[v[1]], kind), Source: b.source(source.Diplomes),
		}
		if d.NSF == "999" {
			d.NSF = ""
		}
		b.drafts[d.ID] = d
	})
}

// isOpen reports whether a last day, empty for none, is still to come at the date of
// the nomenclature itself.
func (b *builder) isOpen(closing string) bool { return closing == "" || closing >= b.openUntil }

// years reads the MEF, which lead from the codes of offers and pupils to diplomas.
func (b *builder) years() {
	b.scan(source.MEF, "mefstat11 cfd duree annee fermeture", func(v []string) {
		y := year{v[0], v[1], digit(v[2]), digit(v[3]), b.isOpen(v[4])}
		if _, ok := b.mefs[y.mef]; ok {
			return // one code is shared by two MEF of one diploma
		}
		b.mefs[y.mef] = y
		if d := b.drafts[y.cfd]; d != nil {
			d.years = append(d.years, y)
		}
	})
	for _, id := range sortedKeys(b.drafts) {
		b.drafts[id].schedule()
	}
}

// schedule settles the years of a training: those open, else all; of the usual length
// of its kind where some are, else of the longest.
func (d *draft) schedule() {
	years := slices.Clone(d.years)
	if slices.ContainsFunc(years, func(y year) bool { return y.open }) {
		years = slices.DeleteFunc(years, func(y year) bool { return !y.open })
	}
	if len(years) == 0 {
		return
	}
	longest := int8(0)
	usual := false
	for _, y := range years {
		longest = max(longest, y.length)
		usual = usual || y.length == d.Years
	}
	if !usual && longest > 0 {
		d.Years = longest
	}
	slices.SortFunc(years, func(a, b year) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.mef, b.mef)) })
	for _, y := range years {
		if y.length == d.Years || !usual {
			d.MEF = add(d.MEF, y.mef)
		}
	}
}

// digit reads one digit of the BCN, where 9 is unknown.
func digit(s string) int8 {
	n, err := strconv.ParseInt(s, 10, 8)
	if err != nil || n < 0 || n > 8 {
		return 0
	}
	return int8(n)
}

// year returns what a MEF STAT 11 is of.
func (b *builder) year(mef string) (year, *draft) {
	y := b.mefs[mef]
	return y, b.drafts[y.cfd]
}

// certificatePrefix begins the codes that the BTS file of 2024 gives to certificates of
// specialisation. They number the certificates of a group in the order of Parcoursup:
// some are a MEF of another certificate, and the mention complémentaire of the same
// digits, when there is one, closed in 1994. Only the label tells what they are.
const certificatePrefix = "23K"

// entry returns what an entry of the BTS file is of.
func (b *builder) entry(mef, label string) (year, *draft) {
	if strings.HasPrefix(mef, certificatePrefix) {
		if r := b.course(label); r.ok {
			return year{length: 1, rank: 1}, r.draft
		}
	}
	return b.year(mef)
}

// lineage reads what each diploma replaced: by its own line first, then by the lines of
// those that it replaced.
func (b *builder) lineage() {
	type renewal struct{ old, by string }
	var renewals []renewal
	b.scan(source.Lignees, "cfd anciens nouveaux", func(v []string) {
		if d := b.drafts[v[0]]; d != nil {
			for _, old := range list(v[1]) {
				if b.drafts[old] != nil && old != v[0] {
					d.former = add(d.former, old)
				}
			}
		}
		for _, by := range list(v[2]) {
			renewals = append(renewals, renewal{v[0], by})
		}
	})
	for _, r := range renewals {
		if d := b.drafts[r.by]; d != nil && b.drafts[r.old] != nil && r.old != r.by {
			d.former = add(d.former, r.old)
		}
	}
}

// The general route's second years: the common one and what it leads to.
const (
	generalCommon = "47010018" // seconde générale et technologique
	generalBac    = "47010019" // baccalauréat général
)

// commonYears reads the years that several specialities share.
func (b *builder) commonYears() {
	b.scan(source.FamillesMetiers, "cfd_commun famille cfd_specialite specialite", func(v []string) {
		common, speciality := b.drafts[v[0]], b.drafts[v[2]]
		if common == nil || speciality == nil {
			return
		}
		common.name("2nde commune " + v[1])
		speciality.name("Bac pro " + upperFirst(v[3]))
		b.common(common, speciality, training.Family, source.FamillesMetiers)
	})
	b.scan(source.OptionsBTS, "cfd_commun famille cfd_specialite specialite", func(v []string) {
		common, speciality := b.drafts[v[0]], b.drafts[v[2]]
		if common == nil || speciality == nil {
			return
		}
		common.name("BTS " + upperFirst(v[1]))
		speciality.name("BTS " + upperFirst(v[3]))
		b.common(common, speciality, training.Option, source.OptionsBTS)
	})
	b.namedCommonYears()
	if common, bac := b.drafts[generalCommon], b.drafts[generalBac]; common != nil && bac != nil {
		common.name("2nde générale et technologique")
		bac.name("Bac général")
		b.common(common, bac, training.Family, source.Diplomes)
	}
}

// commonSuffixes end the labels of common years in the BCN.
var commonSuffixes = []string{" 2NDE COMMUNE", " BTS 1ERE ANNEE COMMUNE", " 1ERE ANNEE COMMUNE"}

// commonName returns the name of the diploma whose common year a label of the BCN is.
func commonName(capitals string) (name string, ok bool) {
	capitals = strings.TrimSpace(withoutBrackets(capitals))
	for _, suffix := range commonSuffixes {
		if name, ok = strings.CutSuffix(capitals, suffix); ok {
			return name, true
		}
	}
	return "", false
}

// namedCommonYears ties the common years that the tables leave out, such as those of
// before the families, to the options of the diploma that their label names.
func (b *builder) namedCommonYears() {
	ids := sortedKeys(b.drafts)
	for _, id := range ids {
		common := b.drafts[id]
		name, ok := commonName(common.capitals)
		if !ok || common.Common {
			continue
		}
		kind := training.Option
		if common.Kind == "BAC PRO" {
			kind = training.Family
		}
		for _, of := range ids {
			d := b.drafts[of]
			if of[:3] == id[:3] && strings.HasPrefix(d.capitals, name+" OPTION ") {
				b.common(common, d, kind, source.Diplomes)
			}
		}
	}
}

func (b *builder) common(common, speciality *draft, kind training.ProgressionKind, src *opendata.Source) {
	common.Common = true
	b.families = append(b.families, link{from: common.ID, to: speciality.ID, kind: kind, source: src})
}

// name gives a draft the label that people write, unless a source before did.
func (d *draft) name(label string) {
	if !d.title {
		d.Label, d.title = label, true
	}
}

// finishQualifications puts those that the model holds in order: the open ones of
// levels 3 to 8, those that something refers to, and what those replaced.
func (b *builder) finishQualifications() {
	for _, id := range sortedKeys(b.drafts) {
		if d := b.drafts[id]; d.open && d.Level >= 3 && !d.spare {
			d.wanted = true
		}
	}
	for _, f := range b.families {
		if b.draft(f.from).wanted {
			b.draft(f.to).wanted = true
		}
	}
	ring := sortedKeys(b.drafts)
	for range training.Renewals {
		var older []string
		for _, id := range ring {
			if d := b.drafts[id]; d.wanted {
				older = append(older, d.former...)
			}
		}
		for _, id := range older {
			b.drafts[id].wanted = true
		}
		ring = older
	}
	var kept []*draft
	for _, id := range sortedKeys(b.drafts) {
		if d := b.drafts[id]; d.wanted {
			d.pos = int32(len(kept))
			kept = append(kept, d)
		} else {
			d.pos = training.None
		}
	}
	for _, d := range kept {
		d.Former = nil
		for _, id := range d.former {
			if at := b.drafts[id].pos; at != training.None {
				d.Former = append(d.Former, at)
			}
		}
		b.spell(d)
		d.Sector, d.SectorRule = training.Sector(d.NSF, d.Label)
		slices.Sort(d.Aliases)
		d.Active = d.open
		if d.rncps {
			d.Active = d.active || d.open
		}
		b.m.Qualifications = append(b.m.Qualifications, d.Qualification)
	}
}
