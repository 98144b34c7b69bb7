package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/date"
)

// oneCategory is the day of the cahier des charges that created the category
// excellence: a label that had begun before it was of the only one.
var oneCategory = date.NewDay(2018, 12, 13)

const onlyCategory = "Avant décembre 2018, il n’existait qu’une catégorie."

// period is a label being written.
type period struct {
	category campus.Category
	wave     string
	start    date.Date
	years    int
	bases    []campus.Basis
	notes    []string
	conf     campus.Confidence
}

// campusLabels writes the labels of one row of campuses.csv: the first, as its wave,
// its date and the map of 2015 tell it, and the last known, when it is another.
func (c *converter) campusLabels(r map[string]string, own campus.Provenance) error {
	sp := specials[r["slug"]]
	if sp.unlabelled != "" {
		return nil
	}
	if len(own.Sources) > 1 {
		// The Orion list attests its own month, see listed, and nothing before.
		own.Sources = slices.DeleteFunc(slices.Clone(own.Sources), func(id campus.SourceID) bool { return id == orionList })
	}
	former, later := c.share(own, sp)
	first, err := c.firstLabel(r, sp, former)
	if err != nil {
		return err
	}
	last, err := c.lastLabel(r, sp, later)
	if err != nil {
		return err
	}
	var labels []period
	switch {
	case first == nil && last == nil:
		labels = []period{c.undated(r, sp, own, campus.CategoryUnknown)}
	case first == nil:
		last.notes = append(last.notes, sp.labelNote)
		labels = []period{*last}
	case last == nil:
		labels = []period{*first}
	case first.start == last.start:
		last.wave, last.bases = first.wave, append(last.bases, attestations(first.bases)...)
		last.notes = append(last.notes, sp.labelNote)
		labels = []period{*last}
	default:
		labels = []period{*first, *last}
	}
	if l := c.listed(r, &labels[len(labels)-1]); l != nil {
		labels = append(labels, *l)
	}
	c.writeLabels(r["slug"], labels)
	return nil
}

// share gives each source of the row to the label that it speaks of: those of the
// later label are told in the special cases; elsewhere a page older than the
// category excellence can't speak of it.
func (c *converter) share(own campus.Provenance, sp special) (former, later campus.Provenance) {
	former, later = own, own
	if sp.lastSources == nil {
		later.Sources = slices.DeleteFunc(slices.Clone(own.Sources), func(id campus.SourceID) bool {
			on := c.cites.used[id].Published
			return !on.IsZero() && on.Latest() < oneCategory
		})
		if len(later.Sources) == 0 {
			later.Sources = own.Sources
		}
		return former, later
	}
	later.Sources = sp.lastSources
	former.Sources = slices.DeleteFunc(slices.Clone(own.Sources), func(id campus.SourceID) bool { return slices.Contains(sp.lastSources, id) })
	return former, later
}

// firstLabel is the label that campuses.csv dates, places in a wave or on the map of
// September 2015; nil when it does neither.
func (c *converter) firstLabel(r map[string]string, sp special, own campus.Provenance) (*period, error) {
	start, err := date.Parse(r["label_first_date"])
	if err != nil {
		return nil, err
	}
	wave := cmp.Or(waves[r["label_wave"]], r["label_wave"])
	if start.IsZero() && wave == "" {
		return nil, nil
	}
	years, _ := strconv.Atoi(r["current_label_duration_years"])
	if r["current_label_category"] != "unknown" {
		years = 0 // it is that of the later label
	}
	p := &period{category: campus.CategoryCampus, wave: wave, start: start, years: years, conf: own.Confidence, notes: []string{sp.labelNote}}
	if start.IsZero() {
		// The wave dates a label only when its own year is sure.
		q := c.undated(r, sp, own, campus.CategoryUnknown)
		q.wave, q.years = wave, years
		if before2018(r["label_wave"]) {
			q.category, q.notes = campus.CategoryCampus, append(q.notes, onlyCategory)
		}
		return &q, nil
	}
	if start.Latest() >= oneCategory {
		p.category = cmp.Or(sp.firstCategory, campus.CategoryUnknown)
	} else {
		p.notes = append(p.notes, onlyCategory)
	}
	announced := own
	if sp.firstSources != nil {
		announced.Sources = c.cites.cite(sp.firstSources...)
	}
	announced.Confidence = weaker(own.Confidence, sp.firstConf)
	p.bases = append(p.bases, campus.Basis{Kind: campus.ByAnnouncement, On: start, Text: "label annoncé " + french(start), Provenance: announced})
	if r["in_2015_map"] == "yes" {
		on := c.onMap2015(own)
		on.Confidence = cmp.Or(sp.mapConf, on.Confidence)
		p.bases = append(p.bases, on)
	}
	return p, nil
}

// onMap2015 attests a label in September 2015. Three campuses are named by the
// ministry's sheet; the map that it reproduces could not be read, so that the
// others are deduced from what their sources say of the wave.
func (c *converter) onMap2015(own campus.Provenance) campus.Basis {
	b := campus.Basis{Kind: campus.ByAttestation, On: day("2015-09"), Provenance: own}
	if slices.Contains(own.Sources, sheet13) {
		b.Text = "nommé par la fiche 13 du ministère, avec la carte de septembre 2015"
		b.Sources = c.cites.cite(sheet13)
		return b
	}
	b.Text = "compté parmi les campus de la carte de septembre 2015"
	b.Note = "Déduit de la date de labellisation que donne la source ; la carte elle-même n’a pas pu être lue."
	return b
}

// lastLabel is the label that campuses.csv calls the current one, nil when it knows
// nothing of it.
func (c *converter) lastLabel(r map[string]string, sp special, own campus.Provenance) (*period, error) {
	category := campus.Category(r["current_label_category"])
	start, err := date.Parse(r["current_label_start"])
	if err != nil {
		return nil, err
	}
	if category == campus.CategoryUnknown {
		return nil, nil
	}
	if start.IsZero() || sp.undated {
		p := c.undated(r, sp, own, category)
		p.notes = []string{sp.laterNote}
		return &p, nil
	}
	years, err := strconv.Atoi(cmp.Or(r["current_label_duration_years"], "0"))
	if err != nil {
		return nil, err
	}
	p := &period{category: category, start: start, years: years, conf: own.Confidence, notes: []string{sp.laterNote}}
	text := "label annoncé "
	if category == campus.CategoryExcellence {
		text = "catégorie excellence annoncée "
	}
	announced := own
	if sp.lowCategory {
		p.conf, announced.Confidence = campus.Low, campus.Low
	}
	if sp.act != "" {
		p.bases = append(p.bases, campus.Basis{Kind: campus.ByAct, Act: sp.act, On: start, Text: "arrêté du " + strings.TrimPrefix(french(start), "le "), Provenance: own})
	} else {
		p.bases = append(p.bases, campus.Basis{Kind: campus.ByAnnouncement, On: start, Text: text + french(start), Provenance: announced})
	}
	return p, nil
}

// undated is a label that a source speaks of without a day.
func (c *converter) undated(r map[string]string, sp special, own campus.Provenance, category campus.Category) period {
	text := "cité comme campus des métiers et des qualifications, sans date"
	if category == campus.CategoryExcellence {
		text = "cité comme campus d’excellence, sans date"
	}
	return period{
		category: category, conf: own.Confidence, notes: []string{sp.labelNote},
		bases: []campus.Basis{{Kind: campus.ByAttestation, Text: text, Provenance: own}},
	}
}

// listed adds what the Orion list of October 2025 attests. It bears on the label
// given while the law allows it to last so long; past that, on another one.
func (c *converter) listed(r map[string]string, l *period) *period {
	if !strings.Contains(r["source"], "tjp-pilotage") {
		return nil
	}
	on := day("2025-10")
	b := campus.Basis{
		Kind: campus.ByAttestation, On: on, Text: "inscrit sur la liste Orion d’octobre 2025",
		Provenance: campus.Provenance{Sources: c.cites.cite(orionList), Confidence: campus.Medium},
	}
	if l.category == campus.CategoryExcellence {
		b.Text += " avec la mention excellence"
	}
	if l.start.IsZero() {
		l.bases = []campus.Basis{b}
		return nil
	}
	if start := l.start.Latest(); on.Earliest() < start.AddYears(campus.MaxYears(start)) {
		l.bases = append(l.bases, b)
		return nil
	}
	return &period{
		category: l.category, conf: campus.Medium, bases: []campus.Basis{b},
		notes: []string{"Renouvellement déduit : le label précédent ne pouvait durer jusque-là."},
	}
}

func (c *converter) writeLabels(slug string, labels []period) {
	id := func(i int) string { return fmt.Sprintf("%s-label-%d", slug, i+1) }
	for i, l := range labels {
		next := ""
		if i+1 < len(labels) {
			next = id(i + 1)
		}
		var ids []campus.SourceID
		for _, b := range l.bases {
			ids = append(ids, b.Sources...)
		}
		c.labels.state(campus.Provenance{Sources: c.cites.cite(ids...), Confidence: l.conf, Note: sentence(l.notes)},
			id(i), slug, string(l.category), l.wave, l.start.String(), "", number(l.years), next)
		for _, b := range l.bases {
			c.bases.state(b.Provenance, id(i), string(b.Kind), string(b.Act), b.On.String(), typeset(b.Text))
		}
	}
}

func sentence(notes []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(notes), func(s string) bool { return s == "" }), " ")
}

func attestations(bases []campus.Basis) []campus.Basis {
	return slices.DeleteFunc(slices.Clone(bases), func(b campus.Basis) bool { return b.Kind != campus.ByAttestation || b.On.IsZero() })
}

// before2018 reports whether every year that a wave names is before the second category.
func before2018(wave string) bool {
	for _, y := range []string{"2018", "2019", "202"} {
		if strings.Contains(wave, y) {
			return false
		}
	}
	return wave != ""
}

var months = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// french is the date as it ends a sentence: "le 30 janvier 2015", "en 2021".
func french(d date.Date) string {
	switch d.Precision() {
	case date.Year:
		return "en " + d.String()
	case date.Month:
		return fmt.Sprintf("en %s %d", months[d.Month()-1], d.Year())
	}
	n := strconv.Itoa(d.DayOfMonth())
	if n == "1" {
		n = "1er"
	}
	return fmt.Sprintf("le %s %s %d", n, months[d.Month()-1], d.Year())
}
