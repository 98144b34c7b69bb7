package seed

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
	"time"

	"continuum/internal/campus"
)

// Read reads a dataset and checks it. The problems come in the order of the tables,
// then of the lines; when any is not a warning the records must not be used.
func Read(data fs.FS) (*campus.Records, []Problem) {
	var problems []Problem
	d := &reader{records: new(campus.Records), rows: make(map[string][]*row)}
	report := func(p Problem) {
		if len(problems) < maxReports {
			problems = append(problems, p)
		}
	}
	for _, t := range tables {
		d.rows[t.name] = t.read(data, report)
	}
	d.read()
	for _, p := range campus.Validate(d.records) {
		report(d.locate(p))
	}
	order := func(p Problem) int {
		return slices.IndexFunc(tables, func(t table) bool { return t.file() == p.File })
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(order(a)-order(b), a.Line-b.Line)
	})
	sortRecords(d.records)
	return d.records, problems
}

// reader turns rows into records, and remembers which row each came from.
type reader struct {
	records  *campus.Records
	rows     map[string][]*row
	recorded time.Time
	bases    [][]*row // rows of the bases of each label
}

// locate gives a problem of the records the place of its row. Records are still in
// the order of their rows.
func (d *reader) locate(p campus.Problem) Problem {
	out := Problem{File: p.Table + ".csv", Column: p.Field, Reason: p.Why, Warning: p.Warning}
	switch rows := d.rows[p.Table]; {
	case p.Table == "bases":
		out.Line = d.bases[p.Index][p.Basis].line
	case p.Index < len(rows):
		out.Line = rows[p.Index].line
	}
	return out
}

func (d *reader) read() {
	d.manifest()
	rec := d.records
	for _, r := range d.rows["sectors"] {
		rec.Sectors = append(rec.Sectors, campus.Sector{
			Code: campus.SectorCode(r.text("code")), Slug: r.text("slug"), Label: r.text("label"), Rank: r.number("rank"),
		})
	}
	for _, r := range d.rows["sources"] {
		rec.Sources = append(rec.Sources, campus.Source{
			ID: campus.SourceID(r.text("id")), Title: r.text("title"), Publisher: r.text("publisher"),
			URL: r.text("url"), Published: r.date("published"), Licence: r.text("licence"),
		})
	}
	for _, r := range d.rows["acts"] {
		rec.Acts = append(rec.Acts, campus.Act{
			ID: campus.ActID(r.text("id")), NOR: r.text("nor"), Title: r.text("title"), Signed: r.date("signed"),
			Published: r.date("published"), URL: r.text("url"), Provenance: r.provenance(d.recorded),
		})
	}
	for _, r := range d.rows["campuses"] {
		c := campus.Campus{ID: campus.ID(r.text("id")), Slug: r.text("slug")}
		c.Aliases = append(c.Aliases, strings.Fields(r.text("aliases"))...)
		rec.Campuses = append(rec.Campuses, c)
	}
	for _, r := range d.rows["facts"] {
		f := campus.Fact{
			Campus: campus.ID(r.text("campus")), Property: campus.Property(r.text("property")), Rank: r.number("rank"),
			Value: r.text("value"), Valid: r.period(), Provenance: r.provenance(d.recorded),
		}
		f.ID = campus.FactID(&f)
		rec.Facts = append(rec.Facts, f)
	}
	d.labels()
	d.members()
	for _, r := range d.rows["milestones"] {
		rec.Milestones = append(rec.Milestones, campus.Milestone{
			ID: r.text("id"), On: r.date("on"), Count: r.number("count"), Text: r.text("text"), Provenance: r.provenance(d.recorded),
		})
	}
}

// manifest reads the date of the dataset, which every statement takes that has none.
func (d *reader) manifest() {
	rows := d.rows["dataset"]
	if len(rows) == 0 {
		return // every statement will be found without a recording date
	}
	d.recorded = rows[0].instant("recorded")
	for _, r := range rows[1:] {
		r.bad("", "the dataset has one date: want one line")
	}
}

func (r *row) period() campus.Period {
	return campus.Period{From: r.date("from"), Until: r.date("until")}
}

func (d *reader) labels() {
	index := make(map[campus.LabelID]int)
	for i, r := range d.rows["labels"] {
		l := campus.Label{
			ID: campus.LabelID(r.text("id")), Campus: campus.ID(r.text("campus")), Category: campus.Category(r.text("category")),
			Wave: r.text("wave"), Start: r.date("start"), End: r.date("end"), Years: r.number("years"),
			Successor: campus.LabelID(r.text("successor")), Provenance: r.provenance(d.recorded),
		}
		index[l.ID] = i
		d.records.Labels = append(d.records.Labels, l)
	}
	d.bases = make([][]*row, len(d.records.Labels))
	for _, r := range d.rows["bases"] {
		i, ok := index[campus.LabelID(r.text("label"))]
		if !ok {
			r.bad("label", "unknown label %q", r.text("label"))
			continue
		}
		d.bases[i] = append(d.bases[i], r)
		d.records.Labels[i].Bases = append(d.records.Labels[i].Bases, campus.Basis{
			Kind: campus.BasisKind(r.text("kind")), Act: campus.ActID(r.text("act")), On: r.date("on"),
			Text: r.text("text"), Provenance: r.provenance(d.recorded),
		})
	}
}

func (d *reader) members() {
	for _, r := range d.rows["organisations"] {
		d.records.Organisations = append(d.records.Organisations, campus.Organisation{
			ID: campus.OrgID(r.text("id")), Name: r.text("name"), Kind: campus.Kind(r.text("kind")),
			UAI: campus.UAI(r.text("uai")), SIRET: campus.SIRET(r.text("siret")), City: r.text("city"), Commune: r.text("commune"),
			Lat: r.degrees("lat"), Lon: r.degrees("lon"), Provenance: r.provenance(d.recorded),
		})
	}
	for _, r := range d.rows["memberships"] {
		m := campus.Membership{
			Campus: campus.ID(r.text("campus")), Organisation: campus.OrgID(r.text("organisation")),
			Role: campus.Role(r.text("role")), Standing: campus.Standing(r.text("standing")), Convention: r.text("convention"),
			Valid: r.period(), Provenance: r.provenance(d.recorded),
		}
		m.ID = campus.MembershipID(&m)
		d.records.Memberships = append(d.records.Memberships, m)
	}
}

// sortRecords puts every list in the order of its identifiers.
func sortRecords(r *campus.Records) {
	slices.SortStableFunc(r.Sectors, func(a, b campus.Sector) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortStableFunc(r.Sources, func(a, b campus.Source) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(r.Acts, func(a, b campus.Act) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(r.Campuses, func(a, b campus.Campus) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(r.Facts, func(a, b campus.Fact) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(r.Labels, func(a, b campus.Label) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(r.Organisations, func(a, b campus.Organisation) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(r.Memberships, func(a, b campus.Membership) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(r.Milestones, func(a, b campus.Milestone) int { return cmp.Compare(a.ID, b.ID) })
}
