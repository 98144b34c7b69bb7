package store

import (
	"context"
	"database/sql"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/notice"
	"continuum/internal/ruleset"
)

// scopesOf are the scopes that a dossier lies in, as the register says, for those who are to
// be told of it; what they may read is decided by pages. The académies that it names come in
// for the secretaries of their councils.
func scopesOf(ctx context.Context, q querier, d *labelling.Dossier) ([]account.Scope, error) {
	scopes := []account.Scope{{Kind: account.DossierScope, ID: string(d.ID)}, account.Country}
	if _, read := d.Values[labelling.AcademieField]; !read {
		if err := loadValue(ctx, q, d, labelling.AcademieField); err != nil {
			return nil, err
		}
	}
	for _, code := range append(d.Academies(), d.Academie) {
		if code != "" {
			scopes = append(scopes, account.Scope{Kind: account.Academie, ID: code})
		}
	}
	if d.Organisation != "" {
		scopes = append(scopes, account.Scope{Kind: account.Organisation, ID: d.Organisation})
	}
	add := func(property campus.Property, code string) {
		if property == campus.AcademieProp {
			scopes = append(scopes, account.Scope{Kind: account.Academie, ID: code})
		} else {
			scopes = append(scopes, account.Scope{Kind: account.Region, ID: code}, account.Scope{Kind: account.AcademicRegion, ID: code})
		}
	}
	each := func(rows *sql.Rows) (struct{}, error) {
		var property campus.Property
		var code string
		err := rows.Scan(&property, &code)
		add(property, code)
		return struct{}{}, err
	}
	var err error
	switch {
	case d.Campus != "":
		scopes = append(scopes, account.Scope{Kind: account.CampusScope, ID: d.Campus})
		_, err = query(ctx, q, `select property, value from fact where campus = $1 and retired is null and property in ($2, $3)`,
			each, d.Campus, string(campus.AcademieProp), string(campus.RegionProp))
	case d.Academie != "":
		// The Region of an académie is that of the campuses that the register has there.
		_, err = query(ctx, q, `select distinct r.property, r.value from fact a join fact r on r.campus = a.campus
			where a.property = $1 and a.value = $2 and a.retired is null and r.property = $3 and r.retired is null`,
			each, string(campus.AcademieProp), d.Academie, string(campus.RegionProp))
	}
	return scopes, err
}

// dossierName is what a dossier is called in mails: the name of its campus, which the register
// gives to everyone, else its identifier; then its kind and its call. The title that authors
// write is no business of mails: before a label, it is theirs. One that was written elsewhere
// has its identifier alone.
func (db *DB) dossierName(ctx context.Context, q querier, id string) (string, error) {
	type row struct{ campus, kind, call, rules, hash string }
	list, err := query(ctx, q, `select coalesce(d.campus, ''), d.kind, c.title, c.ruleset, c.hash from dossier d join call c on c.id = d.call where d.id = $1`,
		func(rows *sql.Rows) (r row, err error) {
			return r, rows.Scan(&r.campus, &r.kind, &r.call, &r.rules, &r.hash)
		}, id)
	if err != nil || len(list) == 0 {
		return id, err
	}
	d := list[0]
	rules, err := db.rulesOf(ctx, q, d.rules, d.hash)
	if err != nil {
		return "", err
	}
	asks := labelling.Asks(rules, d.kind, d.call)
	if d.campus != "" {
		names, err := query(ctx, q, `select value from fact where campus = $1 and property = $2 and retired is null and valid_until = ''`,
			func(rows *sql.Rows) (s string, err error) { return s, rows.Scan(&s) }, d.campus, string(campus.Name))
		if err != nil {
			return "", err
		}
		if len(names) > 0 {
			return names[0] + " – " + asks, nil
		}
	}
	return asks + " (" + id + ")", nil
}

// tellMoved tells of a dossier that came to a state, in the act that led there: those whose
// turn it is, and those who brought it when it was judged or has ended. What an order
// grants is told by its publication.
func (d *dossierTx) tellMoved(from, to ruleset.StateID) error {
	scopes, err := scopesOf(d.ctx, d.tx, d.c.Dossier)
	if err != nil {
		return err
	}
	name, err := d.db.dossierName(d.ctx, d.tx, string(d.c.Dossier.ID))
	if err != nil {
		return err
	}
	state := d.c.Rules.State(to)
	var list []notice.News
	if !state.Final {
		list = append(list, notice.Turn(d.c, name, to, d.now, scopes))
	}
	admitted := from != "" && d.c.Rules.State(from).Phase == "sealed"
	if admitted || state.Final && state.Outcome != ruleset.Granted {
		list = append(list, notice.Stepped(d.c, name, d.now, scopes))
	}
	for _, n := range list {
		if _, err := d.db.tell(d.ctx, d.tx, n); err != nil {
			return err
		}
	}
	return nil
}

// tellPublished tells of the decision that an order publishes.
func (d *dossierTx) tellPublished(nor string) error {
	scopes, err := scopesOf(d.ctx, d.tx, d.c.Dossier)
	if err != nil {
		return err
	}
	name, err := d.db.dossierName(d.ctx, d.tx, string(d.c.Dossier.ID))
	if err != nil {
		return err
	}
	_, err = d.db.tell(d.ctx, d.tx, notice.Published(d.c, name, nor, d.now, scopes))
	return err
}

// TellDeadlines tells the authors of dossiers that are not handed in of the delays that end
// soon, once each, and returns how many were told.
func (db *DB) TellDeadlines(ctx context.Context) (told int, err error) {
	defer fault.Wrap(&err, "store.TellDeadlines")
	calls, err := db.Calls(ctx)
	if err != nil {
		return 0, err
	}
	for i := range calls {
		n, err := db.tellDeadlines(ctx, &calls[i])
		if err != nil {
			return told, err
		}
		told += n
	}
	return told, nil
}

func (db *DB) tellDeadlines(ctx context.Context, c *labelling.Call) (int, error) {
	now := db.now()
	var news []notice.News
	err := db.view(ctx, func(tx *sql.Tx) error {
		news = nil
		r, err := db.rulesOf(ctx, tx, c.Rules, c.Hash)
		if err != nil || c.Over(r, now) {
			return err
		}
		type open struct {
			labelling.Dossier
			by account.PersonID
		}
		list, err := query(ctx, tx, `select id, coalesce(campus, ''), academie, organisation, state, actor from dossier where call = $1 order by id`, func(rows *sql.Rows) (d open, err error) {
			d.Values = make(map[string]labelling.Version)
			return d, rows.Scan(&d.ID, &d.Campus, &d.Academie, &d.Organisation, &d.State, &d.by)
		}, string(c.ID))
		if err != nil {
			return err
		}
		for i := range list {
			d := &list[i]
			step, end := labelling.HandIn(r, c, d.State)
			if step == "" {
				continue
			}
			name, err := db.dossierName(ctx, tx, string(d.ID))
			if err != nil {
				return err
			}
			n, near := notice.NearEnd(d.ID, name, step, end, now, nil, d.by)
			if !near {
				continue
			}
			if n.Scopes, err = scopesOf(ctx, tx, &d.Dossier); err != nil {
				return err
			}
			news = append(news, n)
		}
		return nil
	})
	if err != nil || len(news) == 0 {
		return 0, err
	}
	return db.Tell(ctx, news...)
}

// ofLabel is the label of a stream as people are told of it.
func ofLabel(ctx context.Context, q querier, stream string) (*notice.OfLabel, error) {
	of := &notice.OfLabel{ID: campus.LabelID(stream), Scopes: []account.Scope{account.Country}}
	ids, err := query(ctx, q, `select l.campus, s.slug from label l join slug s on s.campus = l.campus where l.id = $1 and s.retired is null`, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id, &of.Slug) }, stream)
	if err != nil || len(ids) == 0 {
		return of, err
	}
	id := ids[0]
	of.Campus = of.Slug
	_, err = query(ctx, q, `select property, value from fact where campus = $1 and retired is null and valid_until = '' and property in ($2, $3, $4)`, func(rows *sql.Rows) (struct{}, error) {
		var property campus.Property
		var value string
		err := rows.Scan(&property, &value)
		switch property {
		case campus.Name:
			of.Campus = value
		case campus.AcademieProp:
			of.Scopes = append(of.Scopes, account.Scope{Kind: account.Academie, ID: value})
		default:
			of.Scopes = append(of.Scopes, account.Scope{Kind: account.Region, ID: value}, account.Scope{Kind: account.AcademicRegion, ID: value})
		}
		return struct{}{}, err
	}, id, string(campus.Name), string(campus.AcademieProp), string(campus.RegionProp))
	of.Scopes = append(of.Scopes, account.Scope{Kind: account.CampusScope, ID: id})
	return of, err
}

// tellLabel tells of what happens to a label, in the act that does it.
func (db *DB) tellLabel(ctx context.Context, tx *sql.Tx, stream string, news func(*notice.OfLabel) (notice.News, bool)) error {
	of, err := ofLabel(ctx, tx, stream)
	if err != nil {
		return err
	}
	n, told := news(of)
	if told {
		_, err = db.tell(ctx, tx, n)
	}
	return err
}
