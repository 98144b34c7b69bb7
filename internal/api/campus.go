package api

import (
	"bytes"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
)

// campusRow is a campus chosen.
type campusRow struct {
	hit catalog.Hit
	id  *campusIdentity
	at  int
}

func (r campusRow) position() int    { return r.at }
func (r campusRow) key() string      { return string(r.hit.Campus.ID) }
func (r campusRow) point() geo.Point { return r.hit.Campus.Point }

// Campus is a campus in a list. What is unknown is null.
type Campus struct {
	campusIdentity
	campusState
}

// campusIdentity is what of a campus does not depend on the day asked for.
type campusIdentity struct {
	ID             string       `json:"id" doc:"Identifier, for ever."`
	Slug           string       `json:"slug" doc:"Its name in addresses; a former one redirects."`
	Name           string       `json:"name" doc:"Name in French."`
	NameExact      bool         `json:"name_exact" doc:"False when the name is shortened or recalled."`
	Sector         *string      `json:"sector" doc:"Code of its main sector."`
	SectorLabel    *string      `json:"sector_label" doc:"Official label of the sector, in French."`
	Region         *string      `json:"region" doc:"INSEE code of the region of today."`
	RegionName     *string      `json:"region_name" doc:"Name of that region."`
	Region2015     *string      `json:"region_2015" doc:"INSEE code of the region of before 2016."`
	Region2015Name *string      `json:"region_2015_name" doc:"Name of that region."`
	Academie       *string      `json:"academie" doc:"Official code of the académie."`
	AcademieName   *string      `json:"academie_name" doc:"Name of the académie."`
	City           *string      `json:"city" doc:"City of the seat."`
	Commune        *string      `json:"commune" doc:"INSEE code of that commune."`
	Lat            *float64     `json:"lat" doc:"Latitude, WGS84 degrees."`
	Lon            *float64     `json:"lon" doc:"Longitude, WGS84 degrees."`
	AtSeat         *bool        `json:"at_seat" doc:"Whether the point is its own seat; false: the seat of its académie; null: no point."`
	Wave           *string      `json:"wave" doc:"Wave of its first label."`
	Labels         []LabelBrief `json:"labels" doc:"Its labels, by start, undated last."`
	URL            string       `json:"url" doc:"Its page."`
}

// campusState is the state of a campus on the day asked for, or its last known one.
type campusState struct {
	Status   string  `json:"status" doc:"Status on status_on." enum:"in_force|presumed|unknown|not_yet|ended"`
	StatusOn string  `json:"status_on" doc:"Day that the status speaks of." format:"date"`
	Category *string `json:"category" doc:"Category of the label that decides." enum:"campus|excellence"`
	Basis    *Basis  `json:"basis" doc:"What the status rests on."`
}

// LabelBrief is a label in a list of campuses.
type LabelBrief struct {
	ID       string  `json:"id" doc:"Identifier."`
	Category *string `json:"category" doc:"Category." enum:"campus|excellence"`
	Wave     *string `json:"wave" doc:"Code of the wave of labelling."`
	Start    *string `json:"start" doc:"First day, at the precision of the source: YYYY, YYYY-MM or YYYY-MM-DD."`
	End      *string `json:"end" doc:"First day no longer in force, as stated, at its own precision."`
	Years    *int    `json:"years" doc:"Duration granted, in years."`
}

// Basis is what a label rests on.
type Basis struct {
	Kind       string   `json:"kind" doc:"An official text, a source that shows the label in force, or one that says it is granted." enum:"act|attestation|announcement"`
	On         *string  `json:"on" doc:"Date of the act or announcement, or the one attested, at its own precision."`
	Text       string   `json:"text" doc:"In French."`
	Act        *string  `json:"act" doc:"Identifier of the act."`
	Sources    []string `json:"sources" doc:"Identifiers of the sources."`
	Confidence string   `json:"confidence" doc:"How sure it is." enum:"high|medium|low"`
	Note       *string  `json:"note" doc:"What a careful reader must know, in French."`
}

func identityOf(cam *catalog.Campus, base string) campusIdentity {
	id := campusIdentity{
		ID: string(cam.ID), Slug: cam.Slug, Name: cam.Name, NameExact: cam.NameExact,
		City: optional(cam.City), Commune: optional(cam.Commune), Wave: optional(cam.Wave),
		Labels: make([]LabelBrief, 0, len(cam.Labels)), URL: base + "/campus/" + cam.Slug,
	}
	if cam.Sector != nil {
		id.Sector, id.SectorLabel = optional(cam.Sector.Code), optional(cam.Sector.Label)
	}
	id.Region, id.RegionName = named(cam.Region)
	id.Region2015, id.Region2015Name = named(cam.Region2015)
	id.Academie, id.AcademieName = named(cam.Academie)
	if cam.Drawn() {
		id.Lat, id.Lon, id.AtSeat = &cam.Point.Lat, &cam.Point.Lon, &cam.AtSeat
	}
	for i := range cam.Labels {
		id.Labels = append(id.Labels, briefOf(&cam.Labels[i]))
	}
	return id
}

func named(t *geo.Territory) (code, name *string) {
	if t == nil {
		return nil, nil
	}
	return optional(t.Code), optional(t.Name)
}

func stateOf(h catalog.Hit) campusState {
	return campusState{
		Status: string(h.State.Status), StatusOn: dayText(h.State.On),
		Category: categoryOf(h.Category()), Basis: basisOf(h.State.Basis),
	}
}

func categoryOf(c campus.Category) *string {
	if c == campus.CategoryUnknown {
		return nil
	}
	return optional(c)
}

func briefOf(l *campus.Label) LabelBrief {
	return LabelBrief{
		ID: string(l.ID), Category: categoryOf(l.Category), Wave: optional(l.Wave),
		Start: optional(l.Start.String()), End: optional(l.End.String()), Years: positive(l.Years),
	}
}

// positive is nil for a number that is not known.
func positive(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func basisOf(b *campus.Basis) *Basis {
	if b == nil {
		return nil
	}
	return &Basis{
		Kind: string(b.Kind), On: optional(b.On.String()), Text: b.Text, Act: optional(b.Act),
		Sources: texts(b.Sources), Confidence: string(b.Confidence), Note: optional(b.Note),
	}
}

// campuses are those that the query chooses.
func (c *call) campuses() []campusRow {
	hits := c.view.cat.Select(c.query.filter, c.today)
	rows := make([]campusRow, len(hits))
	for i, h := range hits {
		at := c.view.positions[campusList][string(h.Campus.ID)]
		rows[i] = campusRow{h, &c.view.campuses[at].identity, at}
	}
	return rows
}

func campusPage(c *call) (reply, *Problem) {
	return pageOf(c, campusList, listed(c.campuses()), func(w *bytes.Buffer, r campusRow) {
		w.Write(c.view.campuses[r.at].item)
		w.WriteByte(',')
		w.Write(encode(stateOf(r.hit))[1:])
	}), nil
}

func campusCSV(c *call) (reply, *Problem) {
	return csvOf(campusColumns(), listed(c.campuses())), nil
}

func campusGeoJSON(c *call) (reply, *Problem) {
	dated := campusColumns()
	for len(dated) > 0 && !dated[0].dated {
		dated = dated[1:]
	}
	return geoJSONOf(c, listed(c.campuses()), func(b []byte, r campusRow) []byte {
		b = append(b, c.view.campuses[r.at].properties...)
		for i := range dated {
			b = dated[i].member(b, r)
		}
		return b
	}), nil
}

// campusColumns are the flat form of a campus; those that depend on the day come last.
func campusColumns() []column[campusRow] {
	of := func(read func(*campusIdentity) any) func(campusRow) any {
		return func(r campusRow) any { return read(r.id) }
	}
	basis := func(read func(*campus.Basis) *string) func(campusRow) any {
		return func(r campusRow) any {
			if r.hit.State.Basis == nil {
				return (*string)(nil)
			}
			return read(r.hit.State.Basis)
		}
	}
	return []column[campusRow]{
		{"id", "Identifier, for ever.", "string", false, of(func(c *campusIdentity) any { return c.ID })},
		{"slug", "Name in addresses.", "string", false, of(func(c *campusIdentity) any { return c.Slug })},
		{"name", "Name in French.", "string", false, of(func(c *campusIdentity) any { return c.Name })},
		{"name_exact", "False when the name is shortened or recalled.", "boolean", false, of(func(c *campusIdentity) any { return c.NameExact })},
		{"sector", "Code of the main sector.", "string", false, of(func(c *campusIdentity) any { return c.Sector })},
		{"sector_label", "Label of the sector.", "string", false, of(func(c *campusIdentity) any { return c.SectorLabel })},
		{"region", "INSEE code of the region of today.", "string", false, of(func(c *campusIdentity) any { return c.Region })},
		{"region_name", "Name of that region.", "string", false, of(func(c *campusIdentity) any { return c.RegionName })},
		{"region_2015", "INSEE code of the region of before 2016.", "string", false, of(func(c *campusIdentity) any { return c.Region2015 })},
		{"region_2015_name", "Name of that region.", "string", false, of(func(c *campusIdentity) any { return c.Region2015Name })},
		{"academie", "Official code of the académie.", "string", false, of(func(c *campusIdentity) any { return c.Academie })},
		{"academie_name", "Name of the académie.", "string", false, of(func(c *campusIdentity) any { return c.AcademieName })},
		{"city", "City of the seat.", "string", false, of(func(c *campusIdentity) any { return c.City })},
		{"commune", "INSEE code of that commune.", "string", false, of(func(c *campusIdentity) any { return c.Commune })},
		{"lat", "Latitude, WGS84 degrees.", "number", false, of(func(c *campusIdentity) any { return c.Lat })},
		{"lon", "Longitude, WGS84 degrees.", "number", false, of(func(c *campusIdentity) any { return c.Lon })},
		{"at_seat", "Whether the point is the seat; false: that of its académie.", "boolean", false, of(func(c *campusIdentity) any { return c.AtSeat })},
		{"wave", "Wave of the first label.", "string", false, of(func(c *campusIdentity) any { return c.Wave })},
		{"url", "Its page.", "string", false, of(func(c *campusIdentity) any { return c.URL })},
		{"status", "Status on status_on.", "string", true, func(r campusRow) any { return string(r.hit.State.Status) }},
		{"status_on", "Day that the status speaks of.", "string", true, func(r campusRow) any { return dayText(r.hit.State.On) }},
		{"category", "Category of the label that decides.", "string", true, func(r campusRow) any { return categoryOf(r.hit.Category()) }},
		{"basis", "Kind of what the status rests on.", "string", true, basis(func(b *campus.Basis) *string { return optional(b.Kind) })},
		{"basis_on", "Its date, at its own precision.", "string", true, basis(func(b *campus.Basis) *string { return optional(b.On.String()) })},
		{"basis_text", "In French.", "string", true, basis(func(b *campus.Basis) *string { return optional(b.Text) })},
	}
}
