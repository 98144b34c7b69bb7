package espacecampus

import (
	"bytes"
	"encoding/csv"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// soon is how long before the end of an agreement it is shown as ending.
const soon = 183

// member is a member as the workspace shows it.
type member struct {
	*catalog.Member
	Ends  bool                   // its agreement ends soon, or has ended
	Twins []*campus.Organisation // other entries of the register that look like the same body
}

// membersOf are the members of a campus, with what is to be looked at.
func membersOf(r *page.Request, cam *catalog.Campus) []member {
	list := make([]member, len(cam.Members))
	for i := range cam.Members {
		m := &cam.Members[i]
		list[i] = member{Member: m, Ends: ending(m.Membership.Valid.Until, r.Today), Twins: twins(r.Catalog.Organisations, m.Organisation)}
	}
	return list
}

func ending(until date.Date, today date.Day) bool {
	return !until.IsZero() && until.Earliest() < today+soon
}

// twins are the organisations that have an official identifier of o, under another one of
// ours: the same body, recorded twice.
func twins(all []campus.Organisation, o *campus.Organisation) (list []*campus.Organisation) {
	for i := range all {
		if t := &all[i]; t.ID != o.ID && (t.UAI != "" && t.UAI == o.UAI || t.SIRET != "" && t.SIRET == o.SIRET) {
			list = append(list, t)
		}
	}
	return list
}

// Members answers /espace/campus/{slug}/membres.csv.
func (p *Pages) Members(r *page.Request) (page.Answer, error) {
	cam, err := campusOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	if !r.May(account.CampusMembers, object(r, cam)) {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets take it for UTF-8
	w := csv.NewWriter(&b)
	w.Comma = ';'
	_ = w.Write([]string{"nom", "nature", "role", "uai", "siret", "commune", "convention", "debut", "fin"}) // a buffer takes all
	for _, m := range cam.Members {
		o, v := m.Organisation, m.Membership
		row := []string{
			o.Name, r.T.T("kind." + text.Key(o.Kind)), r.T.T("role." + text.Key(v.Role)), string(o.UAI), string(o.SIRET), o.City,
			v.Convention, v.Valid.From.String(), v.Valid.Until.String(),
		}
		for i := range row {
			row[i] = text.Cell(row[i])
		}
		_ = w.Write(row)
	}
	w.Flush()
	return page.Answer{Raw: b.Bytes(), ContentType: "text/csv; charset=utf-8", Filename: "membres-" + cam.Slug + ".csv"}, w.Error()
}
