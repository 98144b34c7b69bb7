package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/member"
)

// movers is the register as a change of members finds it, and leaves it.
type movers struct {
	tx      *Tx
	campus  campus.ID
	ids     map[campus.OrgID]bool // every one that was ever given
	orgs    []campus.Organisation // believed
	members []campus.Membership   // believed, of the campus
}

// moveRegister does something to the register within an act: the generation moves, so that
// pages follow.
func (db *DB) moveRegister(ctx context.Context, t *sql.Tx, by, what string, fn func(*Tx) error) error {
	tx := &Tx{ctx: ctx, tx: t, db: db, origin: fromOperator, what: what}
	generation, err := tx.begin()
	if err != nil {
		return err
	}
	var known int64
	if err := t.QueryRowContext(ctx, `select count(*) from source_version where id = $1 and retired is null`, string(toldInWorkspace.ID)).Scan(&known); err != nil {
		return err
	}
	if known == 0 {
		if err := tx.AddSource(toldInWorkspace); err != nil {
			return err
		}
	}
	if err := fn(tx); err != nil {
		return err
	}
	return tx.exec(`insert into change (generation, at, actor, what) values ($1, $2, $3, $4)`, generation, tx.at, by, what)
}

// moveMembers makes changes of the members of a campus within an act.
func (db *DB) moveMembers(ctx context.Context, t *sql.Tx, id campus.ID, by, what string, changes []member.Change) error {
	return db.moveRegister(ctx, t, by, what, func(tx *Tx) error {
		m := &movers{tx: tx, campus: id, ids: make(map[campus.OrgID]bool)}
		if err := m.load(); err != nil {
			return err
		}
		for i := range changes {
			if err := m.change(&changes[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m *movers) load() error {
	cited := make(citations)
	if err := cited.load(m.tx.ctx, m.tx.tx); err != nil {
		return err
	}
	orgs, err := loadOrganisations(m.tx.ctx, m.tx.tx, cited)
	if err != nil {
		return err
	}
	for _, h := range orgs {
		m.ids[h.value.ID] = true
	}
	m.orgs = values(live(orgs))
	seats, err := loadMemberships(m.tx.ctx, m.tx.tx, cited)
	for _, s := range live(seats) {
		if s.value.Campus == m.campus {
			m.members = append(m.members, s.value)
		}
	}
	return err
}

// told is the provenance of what people say in workspaces.
func told() campus.Provenance {
	return campus.Provenance{Sources: []campus.SourceID{toldInWorkspace.ID}, Confidence: campus.High}
}

func (m *movers) change(c *member.Change) error {
	if problems := c.Check(); len(problems) > 0 {
		return problems[0]
	}
	org, err := m.body(c)
	if err != nil {
		return err
	}
	if c.Role != "" {
		if err := m.seat(org, c); err != nil {
			return err
		}
	}
	if c.File != nil {
		return m.tx.db.saveFile(m.tx.ctx, m.tx.tx, member.Seat{Campus: m.campus, Organisation: org}, *c.File)
	}
	return nil
}

// body is the organisation of a change, recorded when it is new and corrected when the
// change says so.
func (m *movers) body(c *member.Change) (campus.OrgID, error) {
	if c.Organisation == "" {
		if known := member.Find(m.orgs, c.Facts); known != nil {
			return known.ID, nil
		}
		o := c.Facts.Over(campus.Organisation{ID: m.newID(c.Facts), Provenance: told()})
		m.ids[o.ID], m.orgs = true, append(m.orgs, o)
		return o.ID, m.tx.AddOrganisation(o)
	}
	i := slices.IndexFunc(m.orgs, func(o campus.Organisation) bool { return o.ID == c.Organisation })
	if i < 0 {
		return "", fault.New(fault.Conflict, "member.moved")
	}
	o := &m.orgs[i]
	if c.Facts == nil || *c.Facts == member.FactsOf(o) {
		return o.ID, nil
	}
	*o = c.Facts.Over(*o)
	o.Provenance = told()
	if err := m.tx.retire("organisation_version", string(o.ID)); err != nil {
		return "", err
	}
	return o.ID, m.tx.AddOrganisation(*o)
}

// newID is readable and nobody's: the name and the city, with something more when another
// body has or had that.
func (m *movers) newID(f *member.Facts) campus.OrgID {
	name := strings.ReplaceAll(campus.Words(f.Name), " ", "-")
	if city := strings.ReplaceAll(campus.Words(f.City), " ", "-"); city != "" && !strings.Contains("-"+name+"-", "-"+city+"-") {
		name += "-" + city
	}
	name = strings.Trim(name[:min(len(name), 120)], "-")
	id := campus.OrgID(name)
	for n := 0; m.ids[id]; n++ {
		sum := sha256.Sum256([]byte(strings.Join([]string{f.Name, f.City, string(f.UAI), string(f.SIRET), string(rune('0' + n))}, "\x1f")))
		id = campus.OrgID(name + "-" + hex.EncodeToString(sum[:4]))
	}
	return id
}

// seat gives the organisation its part in the campus, in place of the membership that the
// change replaces.
func (m *movers) seat(org campus.OrgID, c *member.Change) error {
	next := campus.Membership{
		Campus: m.campus, Organisation: org, Role: c.Role, Standing: campus.Confirmed, Valid: c.Period(), Provenance: told(),
	}
	if c.Membership != "" {
		i := slices.IndexFunc(m.members, func(k campus.Membership) bool {
			return k.ID == c.Membership && k.Public() && k.Organisation == org
		})
		if i < 0 {
			return fault.New(fault.Conflict, "member.moved")
		}
		old := m.members[i]
		if old.Role == next.Role && old.Valid == next.Valid {
			return nil
		}
		next.Convention = old.Convention
		if err := m.leave(i); err != nil {
			return err
		}
	}
	for i := 0; i < len(m.members); i++ {
		k := m.members[i]
		if k.Organisation != org {
			continue
		}
		switch {
		case k.Standing == campus.Candidate: // it is established now
			if err := m.leave(i); err != nil {
				return err
			}
			i--
		case k.Role == next.Role && k.Valid.Meets(next.Valid):
			return fault.New(fault.Conflict, "member.known").In("role")
		}
	}
	next.ID = campus.MembershipID(&next)
	m.members = append(m.members, next)
	return m.tx.AddMembership(next)
}

// leave stops believing a membership.
func (m *movers) leave(i int) error {
	id := m.members[i].ID
	m.members = slices.Delete(m.members, i, i+1)
	return m.tx.RetireMembership(id)
}

// sortedCampuses are the campuses of memberships, in one order for all writers.
func sortedCampuses(list []campus.Membership) (ids []campus.ID) {
	for _, m := range list {
		if !slices.Contains(ids, m.Campus) {
			ids = append(ids, m.Campus)
		}
	}
	slices.SortFunc(ids, func(a, b campus.ID) int { return cmp.Compare(a, b) })
	return ids
}
