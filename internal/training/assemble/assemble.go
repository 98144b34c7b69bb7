// Package assemble makes the model of the national offer from the current rows of the
// official sources: it parses, resolves and joins, and counts what each join found.
// Every rule that is a choice is in package training or in its tables. The model depends
// on rows only: not on their order, not on the clock.
package assemble

import (
	"slices"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// Assemble makes the model, indexed. A source without a version leaves its part empty;
// an error is one of reading rows. The atlas tells communes, départements, académies.
func Assemble(rows opendata.Rows, atlas *geo.Atlas) (*training.Model, error) {
	b := build(rows, atlas)
	if b.err != nil {
		return nil, b.err
	}
	return b.m, nil
}

// build takes the steps of Assemble, up to the first error.
func build(rows opendata.Rows, atlas *geo.Atlas) *builder {
	b := &builder{
		rows: rows, atlas: atlas, m: &training.Model{},
		drafts: make(map[string]*draft), aliases: make(map[string]string),
		keys: make(map[string]key), mefs: make(map[string]year), sources: make(map[string]int32),
		places: make(map[string]*place), mentioned: make(map[string]bool), offers: make(map[string]*offer), courses: make(map[string]*resolved), mentions: make(map[string]*draft),
		basins: make(map[string]string),
	}
	b.provenance()
	// Each step needs what the ones above it found.
	for _, step := range []func(){
		b.communes, b.mention, b.establishments,
		b.diplomas, b.years, b.lineage, b.commonYears, b.fiches, b.certifications,
		b.voiePro, b.bts, b.parcoursup, b.masters, b.doctoralSchools, b.generalLycees, b.enrolments,
		b.link, b.outcomesWanted, b.localPlaces, b.finishEstablishments, b.finishQualifications, b.finishOffers,
		b.progressions, b.regionalOutcomes, b.localOutcomes, b.graduates, b.occupations, b.needs, b.groups,
	} {
		if step(); b.err != nil {
			return b
		}
	}
	b.m.Index()
	b.joins()
	return b
}

// builder is a model in the making: things are kept by identifier until all are known,
// then put in order and given positions.
type builder struct {
	rows  opendata.Rows
	atlas *geo.Atlas
	m     *training.Model
	err   error

	sources   map[string]int32 // position in Model.Sources
	basins    map[string]string
	places    map[string]*place
	mentioned map[string]bool // establishments that offers and outcomes speak of

	drafts   map[string]*draft
	aliases  map[string]string // identifier to that of a draft
	keys     map[string]key    // of a label to the draft that it names
	mefs     map[string]year
	families []link // common years, options: published links by identifier
	speller  speller
	onward   []onward  // Onisep
	licences []licence // advised by masters
	schools  []school
	links    []link

	courses   map[string]*resolved
	mentions  map[string]*draft // masters by their mention
	offers    map[string]*offer
	counts    []*count
	openUntil string // diplomas closed before are closed
}

// scan reads columns of a source, named with spaces between them. After an error it
// does nothing: the first one is kept.
func (b *builder) scan(src *opendata.Source, columns string, fn func(v []string)) {
	if b.err != nil {
		return
	}
	b.err = b.rows.Scan(src, strings.Fields(columns), func(v []string) error {
		fn(v)
		return nil
	})
}

func (b *builder) has(src *opendata.Source) bool {
	_, ok := b.rows.Version(src.ID)
	return ok
}

// source returns the position of a source in the model.
func (b *builder) source(src *opendata.Source) int32 {
	if at, ok := b.sources[src.ID]; ok {
		return at
	}
	return training.None
}

func (b *builder) provenance() {
	for i, s := range source.All {
		p := training.Provenance{
			ID: s.ID, Title: s.Title, Publisher: s.Publisher, Dataset: s.Dataset, Page: s.Page,
			Licence: string(s.Licence), Note: s.Note, Unpublished: s.Unpublished,
		}
		if v, ok := b.rows.Version(s.ID); ok {
			p.Present, p.Vintage, p.Layout, p.Version, p.Rows = true, v.Vintage, v.Layout, v.Number, v.Rows
			p.Read, p.Skipped, p.Quarantined, p.Warned = v.Read, v.Skipped, v.Quarantined, v.Warned
			if v.Number > 0 {
				p.Recorded = v.Recorded.Unix()
			}
		}
		b.sources[s.ID] = int32(i)
		b.m.Sources = append(b.m.Sources, p)
	}
}

// list splits a List value; nil for an empty one.
func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, opendata.ListSeparator)
}

// sortedKeys returns the keys of a map in order: nothing in a model may depend on how
// a map is walked.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// add appends a value that isn't there yet.
func add(all []string, s string) []string {
	if s == "" || slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}
