package assemble

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// resolved is what the label of a course leads to, found once a label.
type resolved struct {
	draft   *draft
	course  training.Course
	ok      bool // the tables read the label
	certain bool // a nomenclature or a table knows the qualification by name
}

// parcoursup reads the courses. Those of BTS and of certificates are offers of the BTS
// source where it is there, with their places: here only their labels are resolved.
func (b *builder) parcoursup() {
	var labels [9]*count
	for level := 4; level <= 7; level++ {
		labels[level] = b.count("parcoursup_label_"+strconv.Itoa(level), source.Parcoursup, 0)
	}
	labels[0] = b.count("parcoursup_label_unknown", source.Parcoursup, 0)
	points := b.count("parcoursup_point", source.Parcoursup, 0)
	elsewhere := b.has(source.BTS)
	columns := "uai filiere session latitude longitude capacite candidats etablissement"
	b.scan(source.Parcoursup, columns, func(v []string) {
		r := b.course(v[1])
		if !r.ok {
			labels[0].row(v[1], 1, false)
			return
		}
		level := r.draft.Level
		if labels[level] == nil {
			level = 0
		}
		labels[level].row(v[1], 1, r.certain)
		points.row(v[0], 1, v[3] != "" || b.places[v[0]] != nil && b.places[v[0]].PointSource != training.None)
		switch r.course.Kind {
		case "BTS", "BTSA", "CS":
			if elsewhere {
				return
			}
		}
		o := offer{draft: r.draft, place: b.place(v[0], source.Parcoursup)}
		o.Route, o.EntryYear, o.Year, o.Source = training.School, 1, b.annee(v[2], source.Parcoursup), b.source(source.Parcoursup)
		if r.course.Apprentices {
			o.Route = training.Apprenticeship
		}
		o.Capacity, o.CapacityNote = training.Capacity(v[5])
		if o.Applied = training.Number(v[6]); o.Applied.Status != training.Missing {
			o.Applicants = training.AllWishes
		}
		o.Mode = training.ModeOf(v[1], v[7], training.Figure{})
		o.Point = point(v[3], v[4])
		b.offer(o)
	})
}

// course resolves a label of Parcoursup: by the CFD that the table of mentions gives,
// by the whole label, by the name of the qualification; else it is a qualification that
// only Parcoursup names.
func (b *builder) course(label string) *resolved {
	if r, ok := b.courses[label]; ok {
		return r
	}
	r := &resolved{}
	b.courses[label] = r
	if r.course, r.ok = training.ReadCourse(label); !r.ok {
		return r
	}
	c := &r.course
	names := []string{c.Full, c.Label, c.Head}
	if c.Kind == "CS" {
		for _, n := range names[:2:2] {
			// What a certificate was called before it was one.
			names = append(names, "MC"+strings.TrimPrefix(n, "CS"))
		}
	}
	r.draft = b.drafts[c.CFD]
	for _, n := range names {
		if r.draft == nil {
			r.draft = b.named(n)
		}
	}
	r.certain = r.draft != nil || c.Known
	if r.draft == nil {
		r.draft = b.courseDraft(c)
	}
	r.draft.wanted = true
	b.alias("ps-"+training.Slug(c.Label), r.draft)
	if r.draft.NSF == "" {
		r.draft.NSF = c.NSF
	}
	if r.draft.Level == 0 {
		r.draft.Level = c.Level
	}
	return r
}

// courseDraft makes the qualification that a label of Parcoursup names.
func (b *builder) courseDraft(c *training.Course) *draft {
	id := "ps-" + training.Slug(c.Label)
	if d, ok := b.drafts[id]; ok {
		return d
	}
	d := &draft{open: true}
	d.Qualification = training.Qualification{
		ID: id, Label: c.Label, Kind: c.Kind, Level: c.Level, Years: c.Years, NSF: c.NSF,
		Source: b.source(source.Parcoursup),
	}
	b.drafts[id] = d
	return d
}

// mention is a mention of master at an establishment, as its latest campaign has it.
type mention struct {
	year                                           int
	uai, inm, label, open, capacity, limited, name string
	routes, licences                               []string
}

// masters reads the mentions of master. A national mention is one qualification: its
// INM numbers, which are of one accreditation of one establishment, are aliases.
func (b *builder) masters() {
	latest := make(map[string]mention) // by establishment and mention
	labels := b.count("master_label_7", source.Masters, 0)
	columns := "annee uai inm mention ouverte capacite capacite_limitee modalites licences etablissement"
	b.scan(source.Masters, columns, func(v []string) {
		year, _ := strconv.Atoi(v[0])
		m := mention{year, v[1], v[2], v[3], v[4], v[5], v[6], v[9], list(v[7]), list(v[8])}
		d := b.masterDraft(m.label)
		labels.row(m.label, 1, d.NSF != "" || d.CFD != "" || d.Onisep != "")
		b.alias("inm-"+m.inm, d)
		id := m.uai + " " + d.ID
		if old, ok := latest[id]; !ok || year > old.year || year == old.year && m.inm > old.inm {
			latest[id] = m
		}
	})
	for _, id := range sortedKeys(latest) {
		m := latest[id]
		if m.open == "0" {
			continue
		}
		d := b.masterDraft(m.label)
		b.masterOffers(d, &m)
		for _, l := range m.licences {
			b.licences = append(b.licences, licence{l, d.ID})
		}
	}
}

// masterDraft returns the qualification of a national mention: the BCN's or Onisep's
// where they have it, else one named by the mention.
func (b *builder) masterDraft(label string) *draft {
	if d, ok := b.mentions[label]; ok {
		return d
	}
	d := b.named("Master " + label)
	if d == nil {
		id := "inm-" + training.Slug(label)
		if d = b.drafts[id]; d == nil {
			d = &draft{open: true}
			d.Qualification = training.Qualification{
				ID: id, Label: "Master " + upperFirst(strings.TrimSpace(label)), Kind: "MASTER", Level: 7, Years: 2,
				Source: b.source(source.Masters),
			}
			b.drafts[id] = d
			b.addKey("Master "+label, id, onisepOnly)
		}
	}
	d.wanted = true
	b.alias("inm-"+training.Slug(label), d)
	b.mentions[label] = d
	return d
}

// masterOffers makes an offer of each route of a mention. The places are those of all
// routes together: they are given to the first.
func (b *builder) masterOffers(d *draft, m *mention) {
	var routes []training.Route
	mode := training.OnSite
	for _, r := range m.routes {
		switch geo.Fold(r) {
		case "formation initiale":
			routes = append(routes, training.School)
		case "apprentissage":
			routes = append(routes, training.Apprenticeship)
		case "formation continue":
			routes = append(routes, training.Continuing)
		case "formation a distance":
			if len(m.routes) == 1 {
				mode = training.Distance
			}
		}
	}
	if len(routes) == 0 {
		routes = append(routes, training.School)
	}
	slices.Sort(routes)
	p := b.place(m.uai, source.Masters)
	if p.Name == "" {
		p.Name = m.name
	}
	if p.Kind == "" {
		p.Kind = kindByName(m.name)
	}
	for i, route := range slices.Compact(routes) {
		o := offer{draft: d, place: p}
		o.Route, o.Mode, o.EntryYear, o.Year, o.Source = route, mode, 1, int16(m.year), b.source(source.Masters)
		if i == 0 && geo.Fold(m.limited) != "non" {
			o.Capacity, o.CapacityNote = training.Capacity(m.capacity)
		}
		b.offer(o)
	}
}

// licence is a licence that a master advises.
type licence struct{ label, master string }

// school is a doctoral school and where it is.
type school struct {
	draft      *draft
	discipline string
	uais       []string
}

// doctoralSchools reads the doctoral schools: each is a doctorate at the
// establishments that carry it.
func (b *builder) doctoralSchools() {
	labels := b.count("doctoral_label_8", source.EcolesDoctorales, 0)
	carried := b.count("doctoral_place", source.EcolesDoctorales, 0)
	b.scan(source.EcolesDoctorales, "numero nom discipline uai_support uai_coaccredites", func(v []string) {
		discipline, known := training.DisciplineOf(v[2])
		labels.row(v[2], 1, known)
		d := &draft{open: true, wanted: true, title: true}
		d.Qualification = training.Qualification{
			ID: "ed-" + v[0], Label: "Doctorat " + strings.TrimSpace(v[1]), Kind: "DOCTORAT", Level: 8, Years: 3,
			NSF: discipline.NSF, Source: b.source(source.EcolesDoctorales),
		}
		b.drafts[d.ID] = d
		s := school{draft: d, discipline: v[2]}
		for _, uai := range append([]string{v[3]}, list(v[4])...) {
			// Some are mistyped: one that no source knows must at least be one.
			known := uai != "" && (b.places[uai] != nil || opendata.CheckLetter(uai))
			if carried.row(uai, 1, known); known {
				s.uais = add(s.uais, uai)
			}
		}
		b.schools = append(b.schools, s)
		for _, uai := range s.uais {
			o := offer{draft: d, place: b.place(uai, source.EcolesDoctorales)}
			o.Route, o.Mode, o.EntryYear = training.School, training.OnSite, 1
			o.Year, o.Source = b.annee("", source.EcolesDoctorales), b.source(source.EcolesDoctorales)
			b.offer(o)
		}
	})
	slices.SortFunc(b.schools, func(x, y school) int { return cmp.Compare(x.draft.ID, y.draft.ID) })
}
