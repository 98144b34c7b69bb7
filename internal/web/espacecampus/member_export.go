package espacecampus

import (
	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/member"
	"continuum/internal/web/page"
)

// exported are the members as a list to be saved, for who keeps them.
func (p *Pages) exported(r *page.Request) (name string, rows [][]string, err error) {
	cam, err := campusOf(r)
	if err != nil {
		return "", nil, err
	}
	if !r.May(account.CampusMembers, object(r, cam)) {
		return "", nil, fault.New(fault.NotFound, "error.notfound")
	}
	list, err := p.store.Members(r.Context, cam.ID)
	return "membres-" + cam.Slug, member.Table(list, naming(r.T)), err
}

// MembersCSV answers /espace/campus/{slug}/membres.csv.
func (p *Pages) MembersCSV(r *page.Request) (page.Answer, error) {
	name, rows, err := p.exported(r)
	if err != nil {
		return page.Answer{}, err
	}
	b, err := member.CSV(rows)
	return page.Answer{Raw: b, ContentType: "text/csv; charset=utf-8", Filename: name + ".csv"}, err
}

// MembersXLSX answers /espace/campus/{slug}/membres.xlsx.
func (p *Pages) MembersXLSX(r *page.Request) (page.Answer, error) {
	name, rows, err := p.exported(r)
	if err != nil {
		return page.Answer{}, err
	}
	b, err := member.XLSX(rows)
	return page.Answer{Raw: b, ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Filename: name + ".xlsx"}, err
}
