package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"sort"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
)

// view is what answers need of a catalog and that need not be made at each of them.
// It is immutable.
type view struct {
	cat       *catalog.Catalog
	sectors   []string
	codes     map[geo.Kind][]string
	positions map[string]map[string]int // of each item, by list and identity
	labels    []labelRow                // by campus, then as the campus holds them
	licences  []string                  // of the sources of the register
	campuses  []prepared                // as the catalog orders them
	national  *national
	sources   []Source // of the register, then of the national offer
}

// prepared is what of a campus does not depend on the question: encoded, it saves
// nine tenths of the work of a list.
type prepared struct {
	identity   campusIdentity
	item       []byte // the identity encoded, without the closing brace
	properties []byte // the columns that do not depend on the day, as members of an object
}

// view returns what was prepared for the catalog in force, nil when there is none.
// Two requests may prepare the same: the work is small and the result equal.
func (s *server) view() *view {
	cat := s.cfg.Current.Load()
	if cat == nil {
		return nil
	}
	if v := s.seen.Load(); v != nil && v.cat == cat {
		return v
	}
	v := newView(cat, s.cfg.BaseURL)
	s.seen.Store(v)
	return v
}

func newView(cat *catalog.Catalog, base string) *view {
	v := &view{cat: cat, codes: make(map[geo.Kind][]string), positions: make(map[string]map[string]int)}
	for _, s := range cat.Sectors {
		v.sectors = append(v.sectors, string(s.Code))
	}
	for _, t := range cat.Atlas.Territories {
		v.codes[t.Kind] = append(v.codes[t.Kind], t.Code)
	}
	for _, s := range cat.Sources {
		v.licences = append(v.licences, s.Licence)
	}
	slices.Sort(v.licences)
	v.licences = nonNil(slices.Compact(v.licences))
	for i := range cat.Campuses {
		cam := &cat.Campuses[i]
		for j := range cam.Labels {
			v.labels = append(v.labels, labelRow{campus: cam, label: &cam.Labels[j], at: len(v.labels)})
		}
		v.campuses = append(v.campuses, prepare(cam, base))
	}
	v.positions[campusList] = index(cat.Campuses, func(c *catalog.Campus) string { return string(c.ID) })
	v.positions[labelList] = index(v.labels, func(l *labelRow) string { return string(l.label.ID) })
	calls := v.callRows()
	v.positions[projectCallList] = index(calls, func(r *callRow) string { return r.key() })
	v.positions[organisationList] = index(cat.Organisations, func(o *campus.Organisation) string { return string(o.ID) })
	v.positions[territoryList] = index(cat.Atlas.Territories, territoryKey)
	v.positions[sectorList] = index(cat.Sectors, func(s *campus.Sector) string { return string(s.Code) })
	for i := range cat.Sources {
		v.sources = append(v.sources, sourceOf(&cat.Sources[i]))
	}
	for i := range cat.Training.Sources {
		v.sources = append(v.sources, provenanceOf(&cat.Training.Sources[i]))
	}
	v.positions[sourceList] = index(v.sources, sourceKey)
	v.national = newNational(cat)
	return v
}

// seek returns the place of an item of a list, for the list to go on after it. Lists
// of the national offer are in the order of their keys, so that even the place of an
// item that is no more is known; ok is false when the place is lost.
func (v *view) seek(list, key string) (at int, ok bool) {
	if size, ok := v.national.size(list); ok {
		return sort.Search(size, func(i int) bool { return v.national.identity(list, i) > key }) - 1, true
	}
	if list == placeList {
		communes := v.cat.Atlas.Communes
		at = sort.Search(len(communes), func(i int) bool { return communes[i].Code >= key })
		return at, at < len(communes) && communes[at].Code == key
	}
	at, ok = v.positions[list][key]
	return at, ok
}

func index[T any](items []T, key func(*T) string) map[string]int {
	at := make(map[string]int, len(items))
	for i := range items {
		at[key(&items[i])] = i
	}
	return at
}

func prepare(cam *catalog.Campus, base string) prepared {
	p := prepared{identity: identityOf(cam, base)}
	item := encode(p.identity)
	p.item = item[:len(item)-1]
	for _, col := range campusColumns() {
		if !col.dated {
			p.properties = col.member(p.properties, campusRow{hit: catalog.Hit{Campus: cam}, id: &p.identity})
		}
	}
	return p
}

// encode writes what always encodes: structures of strings, numbers and lists. An
// address keeps its ampersands, for whoever reads it from a shell: nothing here is
// ever served as HTML.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("api: " + err.Error()) // a defect of a type, which the tests would meet
	}
	return b.Bytes()[:b.Len()-1] // without the line feed
}

// usedSources returns the sources cited, each once, in the catalog's order.
func usedSources(cat *catalog.Catalog, cited map[campus.SourceID]bool) []Source {
	out := make([]Source, 0, len(cited))
	for i := range cat.Sources {
		if cited[cat.Sources[i].ID] {
			out = append(out, sourceOf(&cat.Sources[i]))
		}
	}
	slices.SortFunc(out, func(a, b Source) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
