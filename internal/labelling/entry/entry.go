// Package entry says what the register learns of a campus from the dossier that an order
// grants: its place in addresses, where it is, and the members that its agreement names.
// It reads the dossier and the catalog; the store keeps what it says.
package entry

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/training"
)

// Entry is what the register is to say of a campus that a decision makes known.
type Entry struct {
	Slug          string
	Facts         []campus.Fact
	Organisations []campus.Organisation
	Memberships   []campus.Membership
}

// Of is the entry of the campus of a dossier under the title that the order gives it; empty
// when the register has the campus. taken are slugs that other dossiers of the order take.
func Of(cat *catalog.Catalog, c *labelling.Case, title string, taken ...string) (e Entry) {
	if c.Dossier.Campus != "" {
		return e
	}
	e.Slug = free(cat, slugOf(title), taken)
	e.members(c)
	e.place(cat, c.Dossier)
	return e
}

// slugOf is the place in addresses of a campus, from its title: what all titles begin
// with says nothing, nor do the articles after it.
func slugOf(title string) string {
	s := latin(title)
	for _, all := range []string{"campus-des-metiers-et-des-qualifications-d-excellence-", "campus-des-metiers-et-des-qualifications-"} {
		rest, ok := strings.CutPrefix(s, all)
		if !ok {
			continue
		}
		s = rest
		for _, of := range []string{"de-la-", "de-l-", "des-", "du-", "de-", "d-", "l-"} {
			if rest, ok := strings.CutPrefix(s, of); ok && rest != "" {
				s = rest
				break
			}
		}
		break
	}
	return cmp.Or(strings.TrimRight(s[:min(len(s), 100)], "-"), "campus")
}

// latin is the slug of a text, without the letters that addresses do not have: a title may
// hold Greek.
func latin(s string) string {
	return strings.Join(strings.FieldsFunc(geo.Slug(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
}

// free is the slug, with a number when another campus has or had it.
func free(cat *catalog.Catalog, slug string, taken []string) string {
	for n, s := 1, slug; ; n++ {
		if cam, _ := cat.Campus(s); cam == nil && !slices.Contains(taken, s) {
			return s
		}
		s = slug + "-" + strconv.Itoa(n+1)
	}
}

// members are the rows of the dossier whose member has signed the agreement.
func (e *Entry) members(c *labelling.Case) {
	f := c.Rules.Field("members")
	if f == nil {
		return
	}
	for _, cells := range c.Dossier.Values["members"].Value.Table {
		get := func(column string) string {
			j := slices.IndexFunc(f.Columns, func(c ruleset.Column) bool { return c.ID == column })
			if j < 0 || j >= len(cells) {
				return ""
			}
			return cells[j]
		}
		if get("signed") != "yes" || get("name") == "" || !slices.Contains(campus.Kinds, campus.Kind(get("kind"))) || !slices.Contains(campus.Roles, campus.Role(get("role"))) {
			continue
		}
		o := campus.Organisation{Name: get("name"), Kind: campus.Kind(get("kind")), City: get("city")}
		switch code := strings.ToUpper(strings.ReplaceAll(get("code"), " ", "")); len(code) {
		case 8:
			if u := campus.UAI(code); u.Valid() && u.Checked() {
				o.UAI = u
			}
		case 14:
			if n := campus.SIRET(code); n.Valid() {
				o.SIRET = n
			}
		}
		sum := sha256.Sum256([]byte(o.Name + "\x1f" + o.City))
		name := latin(o.Name)
		name = strings.Trim(name[:min(len(name), 120)]+"-"+cmp.Or(strings.ToLower(string(o.UAI)), hex.EncodeToString(sum[:4])), "-")
		o.ID = campus.OrgID(name)
		m := campus.Membership{Organisation: o.ID, Role: campus.Role(get("role")), Standing: campus.Confirmed, Convention: "dossier " + string(c.Dossier.ID)}
		if since, err := date.Parse(get("since")); err == nil {
			m.Valid.From = since
		}
		if !slices.ContainsFunc(e.Organisations, func(x campus.Organisation) bool { return x.ID == o.ID }) {
			e.Organisations = append(e.Organisations, o)
		}
		// The same part said twice is one: the register has each once at a time.
		if slices.ContainsFunc(e.Memberships, func(x campus.Membership) bool {
			return x.Organisation == m.Organisation && x.Role == m.Role && x.Valid.Meets(m.Valid)
		}) {
			continue
		}
		e.Memberships = append(e.Memberships, m)
	}
}

// place says where the campus is: at the establishment that carries it, when official
// sources know that one.
func (e *Entry) place(cat *catalog.Catalog, d *labelling.Dossier) {
	add := func(p campus.Property, v string) {
		if v != "" {
			e.Facts = append(e.Facts, campus.Fact{Property: p, Value: v})
		}
	}
	if u, err := url.Parse(d.Text("website")); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		add(campus.Website, u.String())
	}
	carrier := d.Text("carrier")
	at := cat.Training.Establishment(carrier)
	if carrier == "" || at == training.None {
		return
	}
	s := &cat.Training.Establishments[at]
	add(campus.HostName, s.Name)
	add(campus.HostUAI, s.UAI)
	add(campus.City, s.City)
	add(campus.Commune, s.Commune)
	if s.Point != (geo.Point{}) && s.PointDoubt == "" {
		add(campus.PointProp, fmt.Sprintf("%.5f,%.5f", s.Point.Lat, s.Point.Lon))
		add(campus.PointBasis, "host_city")
	}
}

// Scopes are those that a dossier lies in, as rights are asked about it: itself, its campus
// and what that lies in, else the académies and regions that it names.
func Scopes(cat *catalog.Catalog, d *labelling.Dossier) []account.Scope {
	list := []account.Scope{{Kind: account.DossierScope, ID: string(d.ID)}}
	add := func(s account.Scope) {
		for _, in := range perimeter.Of(cat, s) {
			if !slices.Contains(list, in) {
				list = append(list, in)
			}
		}
	}
	if d.Campus != "" {
		add(account.Scope{Kind: account.CampusScope, ID: d.Campus})
		return list
	}
	for _, code := range d.Academies() {
		add(account.Scope{Kind: account.Academie, ID: code})
	}
	for _, code := range d.Values["regions"].Value.List {
		add(account.Scope{Kind: account.Region, ID: code})
		add(account.Scope{Kind: account.AcademicRegion, ID: code})
	}
	return list
}
