package store

import (
	"context"
	"database/sql"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/date"
)

func loadSectors(ctx context.Context, q querier) ([]held[campus.Sector], error) {
	list, err := query(ctx, q, `select code, slug, label, rank, origin, `+lifeColumns+` from sector_version v`,
		func(rows *sql.Rows) (h held[campus.Sector], err error) {
			var v campus.Sector
			var o origin
			var l life
			err = rows.Scan(append([]any{&v.Code, &v.Slug, &v.Label, &v.Rank, &o}, l.into()...)...)
			return keep(v, o, l), err
		})
	return byID(list, func(v *campus.Sector) string { return string(v.Code) }), err
}

func loadSources(ctx context.Context, q querier) ([]held[campus.Source], error) {
	list, err := query(ctx, q, `select id, title, publisher, url, published, licence, origin, `+lifeColumns+` from source_version v`,
		func(rows *sql.Rows) (h held[campus.Source], err error) {
			var v campus.Source
			var published isoDate
			var o origin
			var l life
			err = rows.Scan(append([]any{&v.ID, &v.Title, &v.Publisher, &v.URL, &published, &v.Licence, &o}, l.into()...)...)
			v.Published = published.Date
			return keep(v, o, l), err
		})
	return byID(list, func(v *campus.Source) string { return string(v.ID) }), err
}

// loadCampuses gives each campus its slug and, sorted, those it had.
func loadCampuses(ctx context.Context, q querier) ([]held[campus.Campus], error) {
	type slug struct {
		campus  campus.ID
		slug    string
		origin  origin
		retired sql.NullInt64
	}
	slugs, err := query(ctx, q, `select campus, slug, origin, retired from slug`, func(rows *sql.Rows) (s slug, err error) {
		return s, rows.Scan(&s.campus, &s.slug, &s.origin, &s.retired)
	})
	if err != nil {
		return nil, err
	}
	list, err := query(ctx, q, `select id from campus`, func(rows *sql.Rows) (h held[campus.Campus], err error) {
		return h, rows.Scan(&h.value.ID)
	})
	index := make(map[campus.ID]*held[campus.Campus], len(list))
	for i := range list {
		index[list[i].value.ID] = &list[i]
	}
	for _, s := range slugs {
		c := index[s.campus]
		switch {
		case c == nil: // the foreign key forbids it; Check names it
		case s.retired.Valid:
			c.value.Aliases = append(c.value.Aliases, s.slug)
		default:
			c.value.Slug, c.origin = s.slug, s.origin
		}
	}
	for i := range list {
		slices.Sort(list[i].value.Aliases)
	}
	return byID(list, func(v *campus.Campus) string { return string(v.ID) }), err
}

func loadActs(ctx context.Context, q querier, cited citations) ([]held[campus.Act], error) {
	list, err := query(ctx, q, `select v.id, nor, title, signed, published, url, `+stampColumns+`
		from act_version v join statement s on s.key = v.statement`,
		func(rows *sql.Rows) (h held[campus.Act], err error) {
			var v campus.Act
			var s stamp
			var signed, published isoDate
			err = rows.Scan(append([]any{&v.ID, &v.NOR, &v.Title, &signed, &published, &v.URL}, s.into()...)...)
			v.Signed, v.Published, v.Provenance = signed.Date, published.Date, s.provenance(cited)
			return keep(v, s.origin, s.life), err
		})
	return byID(list, func(v *campus.Act) string { return string(v.ID) }), err
}

func loadFacts(ctx context.Context, q querier, cited citations) ([]held[campus.Fact], error) {
	list, err := query(ctx, q, `select v.id, campus, property, rank, value, valid_from, valid_until, `+stampColumns+`
		from fact v join statement s on s.key = v.statement`,
		func(rows *sql.Rows) (h held[campus.Fact], err error) {
			var v campus.Fact
			var s stamp
			var from, until isoDate
			err = rows.Scan(append([]any{&v.ID, &v.Campus, &v.Property, &v.Rank, &v.Value, &from, &until}, s.into()...)...)
			v.Valid, v.Provenance = campus.Period{From: from.Date, Until: until.Date}, s.provenance(cited)
			return keep(v, s.origin, s.life), err
		})
	return byID(list, func(v *campus.Fact) string { return v.ID }), err
}

// loadLabels loads the labels that the condition keeps, with their provenance.
func loadLabels(ctx context.Context, q querier, condition string) ([]held[campus.Label], error) {
	cited := make(citations)
	if err := cited.load(ctx, q); err != nil {
		return nil, err
	}
	return loadLabelsCited(ctx, q, condition, cited)
}

func loadLabelsCited(ctx context.Context, q querier, condition string, cited citations) ([]held[campus.Label], error) {
	bases, err := loadBases(ctx, q, cited)
	if err != nil {
		return nil, err
	}
	list, err := query(ctx, q, `select v.id, campus, category, wave, start_on, end_on, years, coalesce(successor, ''), `+stampColumns+`
		from label_version v join statement s on s.key = v.statement`+condition,
		func(rows *sql.Rows) (h held[campus.Label], err error) {
			var v campus.Label
			var s stamp
			var start, end isoDate
			err = rows.Scan(append([]any{&v.ID, &v.Campus, &v.Category, &v.Wave, &start, &end, &v.Years, &v.Successor}, s.into()...)...)
			v.Start, v.End, v.Provenance = start.Date, end.Date, s.provenance(cited)
			v.Bases = bases[s.key]
			for i := range v.Bases { // a basis lives as long as its label
				v.Bases[i].Recorded, v.Bases[i].Retired = v.Recorded, v.Retired
			}
			return keep(v, s.origin, s.life), err
		})
	return byID(list, func(v *campus.Label) string { return string(v.ID) }), err
}

// loadBases gives the bases of each version of a label, in order.
func loadBases(ctx context.Context, q querier, cited citations) (map[string][]campus.Basis, error) {
	type row struct {
		label string
		rank  int
		basis campus.Basis
	}
	list, err := query(ctx, q, `select b.label, b.rank, b.kind, coalesce(b.act, ''), b.on_date, b.wording,
		s.key, s.source, s.confidence, s.note from basis b join statement s on s.key = b.statement`,
		func(rows *sql.Rows) (r row, err error) {
			var s stamp
			var on isoDate
			err = rows.Scan(&r.label, &r.rank, &r.basis.Kind, &r.basis.Act, &on, &r.basis.Text, &s.key, &s.source, &s.confidence, &s.note)
			r.basis.On, r.basis.Provenance = on.Date, s.provenance(cited)
			return r, err
		})
	slices.SortFunc(list, func(a, b row) int { return a.rank - b.rank })
	bases := make(map[string][]campus.Basis)
	for _, r := range list {
		bases[r.label] = append(bases[r.label], r.basis)
	}
	return bases, err
}

func loadOrganisations(ctx context.Context, q querier, cited citations) ([]held[campus.Organisation], error) {
	list, err := query(ctx, q, `select v.id, name, kind, uai, siret, city, commune, lat, lon, `+stampColumns+`
		from organisation_version v join statement s on s.key = v.statement`,
		func(rows *sql.Rows) (h held[campus.Organisation], err error) {
			var v campus.Organisation
			var s stamp
			err = rows.Scan(append([]any{&v.ID, &v.Name, &v.Kind, &v.UAI, &v.SIRET, &v.City, &v.Commune, &v.Lat, &v.Lon}, s.into()...)...)
			v.Provenance = s.provenance(cited)
			return keep(v, s.origin, s.life), err
		})
	return byID(list, func(v *campus.Organisation) string { return string(v.ID) }), err
}

func loadMemberships(ctx context.Context, q querier, cited citations) ([]held[campus.Membership], error) {
	list, err := query(ctx, q, `select v.id, campus, organisation, role, standing, convention, valid_from, valid_until, `+stampColumns+`
		from membership v join statement s on s.key = v.statement`,
		func(rows *sql.Rows) (h held[campus.Membership], err error) {
			var v campus.Membership
			var s stamp
			var from, until isoDate
			err = rows.Scan(append([]any{&v.ID, &v.Campus, &v.Organisation, &v.Role, &v.Standing, &v.Convention, &from, &until}, s.into()...)...)
			v.Valid, v.Provenance = campus.Period{From: from.Date, Until: until.Date}, s.provenance(cited)
			return keep(v, s.origin, s.life), err
		})
	return byID(list, func(v *campus.Membership) string { return v.ID }), err
}

func loadMilestones(ctx context.Context, q querier, cited citations) ([]held[campus.Milestone], error) {
	list, err := query(ctx, q, `select v.id, on_date, total, wording, `+stampColumns+`
		from milestone v join statement s on s.key = v.statement`,
		func(rows *sql.Rows) (h held[campus.Milestone], err error) {
			var v campus.Milestone
			var s stamp
			var on isoDate
			err = rows.Scan(append([]any{&v.ID, &on, &v.Count, &v.Text}, s.into()...)...)
			v.On, v.Provenance = on.Date, s.provenance(cited)
			return keep(v, s.origin, s.life), err
		})
	return byID(list, func(v *campus.Milestone) string { return v.ID }), err
}

// isoDate scans a date as the schema keeps it.
type isoDate struct{ date.Date }

// Scan reads the ISO text of a column.
func (d *isoDate) Scan(v any) (err error) {
	switch v := v.(type) {
	case string:
		d.Date, err = date.Parse(v)
	case []byte:
		d.Date, err = date.Parse(string(v))
	default:
		d.Date = date.Date{}
	}
	return err
}
