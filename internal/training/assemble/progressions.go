package assemble

import (
	"cmp"
	"slices"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// link collects what sources publish of what can follow what, before qualifications
// are chosen: what a link leads to belongs to the model.
func (b *builder) link() {
	b.links = append(b.links, b.families...)
	b.specialities()
	b.onisepLinks()
	b.licenceLinks()
	b.doctoralLinks()
}

// specialities ties a speciality of BUT, which one enters by, to its parcours, which
// the BCN has: "GENIE MECANIQUE ET PRODUCTIQUE : INNOVATION POUR L'INDUSTRIE (BUT)".
func (b *builder) specialities() {
	entries := make(map[string]*draft)
	for _, r := range b.courses {
		if r.ok && r.course.Kind == "BUT" && r.draft.CFD == "" {
			entries[labelKey(r.course.Label)] = r.draft
		}
	}
	keys := sortedKeys(entries)
	for _, id := range sortedKeys(b.drafts) {
		d := b.drafts[id]
		if d.Kind != "BUT" || d.CFD != d.ID || !d.open {
			continue
		}
		name, best := labelKey("BUT "+withoutBrackets(d.capitals)), ""
		for _, k := range keys {
			if strings.HasPrefix(name, k) && len(k) > len(best) {
				best = k
			}
		}
		if entry := entries[best]; entry != nil {
			entry.Common = true
			b.links = append(b.links, link{from: entry.ID, to: d.ID, kind: training.Option, source: source.Diplomes})
		}
	}
}

// onisepLinks resolves the labels that Onisep gives as what one can go on to. One that
// names an option entered by a common year leads to that year too.
func (b *builder) onisepLinks() {
	entries := make(map[string][]string) // common years of an option
	for _, l := range b.links {
		if l.kind == training.Option {
			entries[l.to] = append(entries[l.to], l.from)
		}
	}
	labels := b.count("onisep_poursuites", source.OnisepFichesFormations, 0.81)
	for _, o := range b.onward {
		for _, label := range o.labels {
			to := b.named(label)
			labels.row(label, 1, to != nil)
			if to == nil || to.ID == o.from {
				continue
			}
			to.wanted = true
			for _, id := range append([]string{to.ID}, entries[to.ID]...) {
				if id != o.from {
					b.links = append(b.links, link{o.from, id, training.Onisep, o.condition, source.OnisepFichesFormations})
				}
			}
		}
	}
}

// allLicences is what masters that advise no licence in particular say.
const allLicences = "toutes licences"

// licenceLinks resolves the licences that masters advise. "All licences" leads from
// none in particular: it is counted, and gives no link.
func (b *builder) licenceLinks() {
	labels := b.count("master_licences", source.Masters, 0)
	for _, l := range b.licences {
		if geo.Fold(l.label) == allLicences {
			labels.row(l.label, 1, true)
			continue
		}
		from := b.named("Licence " + l.label)
		if from == nil {
			if r := b.course("Licence - " + l.label); r.ok && r.course.Mention != "" {
				from = r.draft
			}
		}
		labels.row(l.label, 1, from != nil)
		if from != nil {
			from.wanted = true
			b.links = append(b.links, link{from: from.ID, to: l.master, kind: training.Licence, source: source.Masters})
		}
	}
}

// doctoralLinks ties masters to the doctoral schools of their discipline that an
// establishment of theirs carries.
func (b *builder) doctoralLinks() {
	at := make(map[string][]*draft) // masters of an establishment
	for _, id := range sortedKeys(b.offers) {
		if o := b.offers[id]; o.draft.Kind == "MASTER" {
			at[o.place.UAI] = append(at[o.place.UAI], o.draft)
		}
	}
	masters := b.count("master_doctoral", source.EcolesDoctorales, 0)
	for _, s := range b.schools {
		discipline, _ := training.DisciplineOf(s.discipline)
		found := false
		for _, uai := range s.uais {
			for _, master := range at[uai] {
				if discipline.Takes(master.NSF) {
					found = true
					b.links = append(b.links, link{from: master.ID, to: s.draft.ID, kind: training.Doctoral, source: source.EcolesDoctorales})
				}
			}
		}
		masters.row(s.draft.ID, 1, found)
	}
}

// progressions gives the links their positions.
func (b *builder) progressions() {
	links := b.links
	for _, id := range sortedKeys(b.drafts) {
		d := b.drafts[id]
		src := source.Lignees
		if d.lineage != nil {
			src = d.lineage
		}
		for _, old := range d.former {
			links = append(links, link{from: old, to: id, kind: training.Lineage, source: src})
		}
	}
	for _, l := range sortLinks(links) {
		from, to := b.draft(l.from), b.draft(l.to)
		if from == to || from.pos == training.None || to.pos == training.None {
			continue
		}
		b.m.Progressions = append(b.m.Progressions, training.Progression{
			From: from.pos, To: to.pos, Kind: l.kind, Condition: l.condition, Source: b.source(l.source),
		})
	}
	slices.SortFunc(b.m.Progressions, func(x, y training.Progression) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To), cmp.Compare(x.Kind, y.Kind))
	})
}
