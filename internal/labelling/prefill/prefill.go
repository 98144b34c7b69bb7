// Package prefill writes the first version of a dossier from what the site knows: the
// register, the national offer, the progressions between its trainings, what the campus
// keeps of itself, and, for a renewal, what its last dossier promised beside the figures
// that are known since. Authors correct it; what is not known stays empty.
package prefill

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/training"
	"continuum/internal/workspace"
)

// Bounds of what is proposed: more would not be read again by its authors.
const (
	maxTrainings = 400
	maxPathways  = 150
)

// Last is the last dossier of the campus that was granted, for a renewal.
type Last struct {
	Dossier  *labelling.Dossier
	Reserves []string // of its decision
}

// row is one row of a field, by column.
type row map[string]string

// Values are the first values of the fields of a dossier about a campus. A field that the
// rules have not, or a value that its field does not accept, is left out.
func Values(r *ruleset.Ruleset, cat *catalog.Catalog, cam *catalog.Campus, last *Last) map[string]labelling.Version {
	w := &writer{rules: r, out: make(map[string]labelling.Version)}
	w.identity(cam)
	w.members(cam, last)
	w.training(cat, cam)
	w.space(cam)
	if last != nil {
		w.renewal(cam, last)
	}
	return w.out
}

// writer puts values in fields, with where it has them from.
type writer struct {
	rules *ruleset.Ruleset
	from  Source
	out   map[string]labelling.Version
}

func (w *writer) value(field string, v labelling.Value) {
	f := w.rules.Field(field)
	if f == nil || !w.out[field].Value.IsEmpty() {
		return
	}
	clean, refused := labelling.Clean(f, v)
	if refused == nil && !clean.IsEmpty() {
		w.out[field] = labelling.Version{Value: clean, By: w.from.author()}
	}
}

func (w *writer) text(field, s string) { w.value(field, labelling.Value{Text: s}) }

func (w *writer) codes(field string, list ...string) { w.value(field, labelling.Value{List: list}) }

// rows writes those rows that the columns of the field accept.
func (w *writer) rows(field string, rows []row) {
	f := w.rules.Field(field)
	if f == nil {
		return
	}
	var table [][]string
	for _, r := range rows {
		cells := make([]string, len(f.Columns))
		for j, c := range f.Columns {
			cells[j] = r[c.ID]
		}
		if _, refused := labelling.Clean(f, labelling.Value{Table: [][]string{cells}}); refused == nil {
			table = append(table, cells)
		}
	}
	w.value(field, labelling.Value{Table: table})
}

func (w *writer) identity(cam *catalog.Campus) {
	w.from = Register
	w.text("title", cam.Name)
	if cam.Sector != nil {
		w.text("sector", string(cam.Sector.Code))
	}
	if cam.Academie != nil {
		w.codes("academies", cam.Academie.Code)
	}
	if cam.Region != nil {
		w.codes("regions", cam.Region.Code)
	}
	w.text("website", cam.Website)
	if cam.Commune != "" {
		w.codes("communes", cam.Commune)
	}
	w.text("carrier", string(cam.HostUAI))
}

// members writes the established members; who sits in the governance is taken from the
// last dossier, by name: the register does not know it.
func (w *writer) members(cam *catalog.Campus, last *Last) {
	w.from = Register
	seats := make(map[string]string)
	if last != nil {
		if f := w.rules.Field("members"); f != nil {
			name := slices.IndexFunc(f.Columns, func(c ruleset.Column) bool { return c.ID == "name" })
			seat := slices.IndexFunc(f.Columns, func(c ruleset.Column) bool { return c.ID == "governance" })
			for _, cells := range last.Dossier.Values["members"].Value.Table {
				if name >= 0 && seat >= 0 && max(name, seat) < len(cells) {
					seats[strings.ToLower(cells[name])] = cells[seat]
				}
			}
		}
	}
	var rows []row
	for _, m := range cam.Members {
		o := m.Organisation
		signed := ""
		if m.Membership.Convention != "" {
			signed = "yes"
		}
		rows = append(rows, row{
			"name": o.Name, "kind": string(o.Kind), "code": cmp.Or(string(o.UAI), string(o.SIRET)), "city": o.City,
			"role": string(m.Membership.Role), "since": m.Membership.Valid.From.String(), "signed": signed,
			"governance": seats[strings.ToLower(o.Name)],
		})
		if m.Membership.Role == campus.Carrier {
			w.text("carrier", cmp.Or(string(o.UAI), string(o.SIRET)))
		}
	}
	w.rows("members", rows)
}

// training writes the offers of members in the campus's fields and those that the campus
// says are its own, and the progressions between their qualifications, explicit ones first.
// Where the register knows no member that teaches, it writes the offers of the Region in
// these fields, for the authors to keep those of their members: the source says which.
func (w *writer) training(cat *catalog.Catalog, cam *catalog.Campus) {
	m := cat.Training
	list := &trainings{model: m, inside: make(map[int32]bool), seen: make(map[string]bool)}
	w.from = Offer
	fields := cat.Continuum(cam).Fields
	for _, o := range cat.OwnOffers(cam) {
		list.add(o)
	}
	if len(list.rows) == 0 {
		w.from = Around
		for i := range fields {
			list.cells(&fields[i].Around)
		}
	}
	inside, rows := list.inside, list.rows
	w.rows("trainings", rows)
	var steps []int32
	for i := range m.Progressions {
		if p := &m.Progressions[i]; inside[p.From] && inside[p.To] {
			steps = append(steps, int32(i))
		}
	}
	slices.SortStableFunc(steps, func(a, b int32) int { return cmp.Compare(m.Progressions[a].Kind, m.Progressions[b].Kind) })
	var pathways []row
	for _, i := range steps[:min(len(steps), maxPathways)] {
		p := &m.Progressions[i]
		pathways = append(pathways, row{
			"from": m.Qualifications[p.From].ID, "to": m.Qualifications[p.To].ID, "kind": p.Kind.String(), "conditions": p.Condition,
		})
	}
	w.rows("pathways", pathways)
}

// trainings gathers offers as rows, each once.
type trainings struct {
	model  *training.Model
	inside map[int32]bool // qualifications
	seen   map[string]bool
	rows   []row
}

func (t *trainings) cells(c *catalog.Cells) {
	for level := int8(catalog.LowestLevel); level <= catalog.HighestLevel; level++ {
		for _, i := range c.At(level) {
			t.add(i)
		}
	}
}

func (t *trainings) add(offer int32) {
	o := &t.model.Offers[offer]
	q := &t.model.Qualifications[o.Qualification]
	t.inside[o.Qualification] = true
	r := row{
		"qualification": q.ID, "name": q.Label, "level": strconv.Itoa(int(q.Level)), "route": routeOf(o.Route, q), "capacity": capacity(o.Capacity),
	}
	if o.Establishment != training.None {
		r["place"] = t.model.Establishments[o.Establishment].UAI
	}
	if key := r["qualification"] + r["route"] + r["place"]; !t.seen[key] && len(t.rows) < maxTrainings {
		t.seen[key] = true
		t.rows = append(t.rows, r)
	}
}

// routeOf is the word that dossiers have for how one learns: what schools call school
// from the licence on is university.
func routeOf(r training.Route, q *training.Qualification) string {
	if r == training.School && q.Level >= 6 {
		return "university"
	}
	return r.String()
}

func capacity(f training.Figure) string {
	if f.Status != training.Known {
		return "" // missing and secret are not zero
	}
	return strconv.FormatFloat(float64(f.Value), 'f', -1, 64)
}

// space writes what the people of the campus keep of it.
func (w *writer) space(cam *catalog.Campus) {
	w.from = Space
	if s := cam.Space.Story("fr"); s != nil {
		w.text("short_text", s.Short)
		w.text("long_text", s.Long)
	}
	var places []row
	for _, e := range cam.Space.Equipment {
		r := row{"name": e.Name, "kind": "platform", "commune": e.Commune, "sharing": strings.Join(strings.Fields(e.Sharing), " ")}
		if e.Capacity > 0 {
			r["capacity"] = strconv.Itoa(e.Capacity)
		}
		if i := slices.IndexFunc(cam.Members, func(m catalog.Member) bool { return m.Organisation.ID == e.Owner }); i >= 0 {
			r["owner"] = cam.Members[i].Organisation.Name
		}
		places = append(places, r)
	}
	w.rows("places", places)
}

// renewal writes what a renewal owes: what was promised beside what is known, the
// reserves to answer, and what the last dossier said where the site knows no better.
func (w *writer) renewal(cam *catalog.Campus, last *Last) {
	w.from = Before
	w.text("reserves", strings.Join(last.Reserves, "\n"))
	w.rows("figures", w.figures(cam, last))
	for id, v := range last.Dossier.Values {
		if f := w.rules.Field(id); f != nil && f.Block != "renewal" {
			w.value(id, v.Value)
		}
	}
}

// figures puts each promise beside the figure declared for its indicator and year, then
// the other figures of the period.
func (w *writer) figures(cam *catalog.Campus, last *Last) (rows []row) {
	f := w.rules.Field("objectives")
	if f == nil {
		return nil
	}
	column := func(cells []string, id string) string {
		j := slices.IndexFunc(f.Columns, func(c ruleset.Column) bool { return c.ID == id })
		if j < 0 || j >= len(cells) {
			return ""
		}
		return cells[j]
	}
	told := make(map[string]bool)
	for _, cells := range last.Dossier.Values["objectives"].Value.Table {
		indicator, year := column(cells, "indicator"), column(cells, "year")
		if indicator == "" || year == "" {
			continue
		}
		r := row{"indicator": indicator, "year": year, "promised": column(cells, "target")}
		if d, err := date.Parse(year); err == nil {
			if known := declared(cam, indicator, d.Year()); known != nil {
				r["value"], r["source"] = strconv.FormatFloat(known.Value, 'f', -1, 64), known.Source
				told[indicator+strconv.Itoa(d.Year())] = true
			}
		}
		rows = append(rows, r)
	}
	for _, known := range cam.Space.Figures {
		if known.Status == workspace.Known && !told[known.Indicator+strconv.Itoa(known.Year)] {
			rows = append(rows, row{
				"indicator": known.Indicator, "year": strconv.Itoa(known.Year), "value": strconv.FormatFloat(known.Value, 'f', -1, 64), "source": known.Source,
			})
		}
	}
	return rows
}

func declared(cam *catalog.Campus, indicator string, year int) *workspace.Figure {
	for _, f := range cam.Space.Figures {
		if f.Indicator == indicator && f.Year == year && f.Status == workspace.Known {
			return f
		}
	}
	return nil
}
