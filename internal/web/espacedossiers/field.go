package espacedossiers

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// field is a field alone: its table to be written, and its versions.
type field struct {
	*view
	f        *ruleset.Field
	writes   bool
	role     ruleset.Role
	history  []labelling.Version
	rows     [][]string // those of the window, as they are shown
	first    int        // of the window, from 0
	covers   int        // rows of the table that the window stands for
	total    int
	base     int64
	clash    *labelling.Version // what another saved meanwhile
	problems ui.Problems
	saved    bool
}

// window is how many rows of a table are written on one page.
const window = 25

// maxHistory is how many versions of a field are shown.
const maxHistory = 30

func (p *Pages) fieldOf(r *page.Request) (*field, error) {
	v, err := p.open(r)
	if err != nil {
		return nil, err
	}
	f := &field{view: v, f: v.Case.Rules.Field(r.Value("field"))}
	if f.f == nil || !slices.Contains(v.fieldsOf(f.f.Block), f.f) {
		return nil, missing()
	}
	f.role, f.writes = v.Fills(f.f)
	f.history, err = p.store.History(r.Context, v.Case.Dossier.ID, f.f.ID)
	return f, err
}

// now is what the field holds.
func (f *field) now() labelling.Version { return f.Case.Dossier.Values[f.f.ID] }

// Field answers /espace/dossiers/{id}/champ/{field}.
func (p *Pages) Field(r *page.Request) (page.Answer, error) {
	f, err := p.fieldOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	q, err := url.ParseQuery(r.Query)
	if err != nil {
		return page.Answer{}, missing()
	}
	f.saved = q.Get("enregistre") == "oui"
	f.show(f.now().Value.Table, number(q.Get("debut")))
	return f.answer(200), nil
}

// show takes the window of a table that begins near a row.
func (f *field) show(table [][]string, first int) {
	f.total, f.base = len(table), f.now().Number
	f.first = max(0, min(first, len(table)-1)) / window * window
	f.rows = slices.Clone(table[min(f.first, len(table)):min(f.first+window, len(table))])
	f.covers = len(f.rows)
}

// blank is how many rows not yet there the form ends with.
func (f *field) blank() int {
	if f.first+len(f.rows) < f.total || f.total >= longest(f.f) {
		return 0
	}
	return 1
}

func (f *field) answer(status int) page.Answer {
	a := page.Answer{Status: status, Head: f.head(f.f.Name), Body: fieldPage(f)}
	block := ""
	for _, b := range f.Case.Rules.Blocks {
		if b.ID == f.f.Block {
			block = b.Name
		}
	}
	last := len(a.Head.Crumbs) - 1
	a.Head.Crumbs = slices.Insert(a.Head.Crumbs, last, page.Crumb{Label: block, Path: f.path(f.f.Block)})
	if f.writes && f.f.Type == ruleset.Rows {
		a.Head.Scripts = []string{"dossier.js"}
	}
	if len(f.problems) > 0 {
		a.Head.Title = f.r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a
}

// cell names the entry of a cell.
func cell(row int, column string) string { return "c-" + strconv.Itoa(row) + "-" + column }

// number reads a small whole number, 0 for anything else.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > labelling.MaxRows {
		return 0
	}
	return n
}

// SaveField keeps the rows of the window, or takes an earlier version back.
func (p *Pages) SaveField(r *page.Request) (page.Answer, error) {
	f, err := p.fieldOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	auto := r.Form.Get("reponse") == "json"
	if !f.writes {
		if auto {
			return asJSON(409, told{Said: r.T.T("dossier.closed")}), nil
		}
		f.show(f.now().Value.Table, 0)
		f.problems.Add("contenu", r.T.T("dossier.closed"))
		return f.answer(409), nil
	}
	base, err := strconv.ParseInt(cmp.Or(r.Form.Get("base"), "0"), 10, 64)
	if err != nil {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("base")
	}
	switch do := r.Form.Get("faire"); {
	case do == "reprendre":
		i := slices.IndexFunc(f.history, func(v labelling.Version) bool { return strconv.FormatInt(v.Number, 10) == r.Form.Get("version") })
		if i < 0 {
			return page.Answer{}, missing()
		}
		return p.keepField(f, f.history[i].Value, base, 0, "")
	case (do == "garder" || do == "ajouter") && f.f.Type == ruleset.Rows:
		return p.saveRows(f, base, do)
	}
	return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
}

// saveRows puts the rows of the window in the table of the version that they were shown from.
// The script sends them as they are written and is answered in a few words.
func (p *Pages) saveRows(f *field, base int64, do string) (page.Answer, error) {
	first, auto := number(f.r.Form.Get("debut")), f.r.Form.Get("reponse") == "json"
	table := f.tableOf(base)
	first = min(first, len(table))
	rest := table[min(first+f.covered(first, table), len(table)):]
	typed := f.typed(number(f.r.Form.Get("debut")))
	f.check(first, typed)
	if len(f.problems) > 0 {
		if auto {
			return asJSON(422, told{Field: f.problems[0].Field, Said: f.problems[0].Text}), nil
		}
		f.first, f.total, f.base, f.rows, f.covers = first, max(len(table), first+len(typed)), base, typed, len(table)-first-len(rest)
		return f.answer(422), nil
	}
	var kept [][]string
	for i, row := range typed {
		if f.r.Form.Get("oter-"+strconv.Itoa(first+i)) == "" || auto { // rows leave by the button alone
			kept = append(kept, row)
		}
	}
	value := labelling.Value{Table: slices.Concat(table[:first], kept, rest)}
	if auto {
		return p.autosave(f, value, base, first, len(rest))
	}
	return p.keepField(f, value, base, first, do)
}

// covered is how many rows of a table the window of a form stands for: those that it was
// shown with, or that its last save left.
func (f *field) covered(first int, table [][]string) int {
	if s := f.r.Form.Get("fenetre"); s != "" {
		return number(s)
	}
	return min(window, len(table)-first)
}

// autosave keeps a table for the script, and says how many rows of it the window now
// stands for: empty ones are not kept.
func (p *Pages) autosave(f *field, value labelling.Value, base int64, first, rest int) (page.Answer, error) {
	changes, clashes, err := p.store.SaveFields(f.r.Context, me(f.r), f.role, f.Case.Dossier.ID, []labelling.Edit{{Field: f.f.ID, Value: value, Base: base}})
	if kind := fault.KindOf(err); err != nil && (kind == fault.Conflict || kind == fault.Invalid) {
		return asJSON(kind.Status(), told{Said: ui.Sentence(f.r, err)}), nil
	} else if err != nil {
		return page.Answer{}, err
	}
	if len(clashes) > 0 {
		c := clashes[0]
		theirs := c.Theirs.Value.Table // up to the rows that this window never stood for
		theirs = theirs[min(first, len(theirs)):max(min(first, len(theirs)), len(theirs)-rest)]
		var lines []string
		for _, cells := range theirs[:min(window, len(theirs))] {
			lines = append(lines, f.joined(cells))
		}
		said := f.r.T.T("dossier.clash.by", p.name(f.view, c.Theirs.By), f.r.T.Moment(c.Theirs.At))
		return asJSON(409, told{Field: f.f.ID, Version: c.Theirs.Number, Said: said, Theirs: strings.Join(lines, "\n"), Rows: len(theirs)}), nil
	}
	answer := told{Field: f.f.ID, Version: base, Said: f.r.T.T("dossier.saved.at", f.r.T.Hour(f.r.Now)), Rows: f.covered(first, f.tableOf(base))}
	for _, c := range changes {
		answer.Version, answer.Rows = c.After.Number, len(c.After.Value.Table)-first-rest
	}
	return asJSON(200, answer), nil
}

// tableOf is the table at a version.
func (f *field) tableOf(number int64) [][]string {
	if f.now().Number == number {
		return f.now().Value.Table
	}
	for _, v := range f.history {
		if v.Number == number {
			return v.Value.Table
		}
	}
	return nil
}

// typed reads the rows of the window.
func (f *field) typed(first int) (rows [][]string) {
	for i := first; i < first+window+1; i++ {
		row := make([]string, len(f.f.Columns))
		sent := false
		for j, c := range f.f.Columns {
			_, has := f.r.Form[cell(i, c.ID)]
			row[j], sent = strings.TrimSpace(f.r.Form.Get(cell(i, c.ID))), sent || has
		}
		if !sent {
			break
		}
		rows = append(rows, row)
	}
	return rows
}

// check names the cells that are not of the form of their column.
func (f *field) check(first int, rows [][]string) {
	for i, row := range rows {
		for j := range f.f.Columns {
			c := &f.f.Columns[j]
			one := ruleset.Field{ID: c.ID, Type: c.Type, Values: c.Values}
			if _, refused := labelling.Clean(&one, labelling.Value{Text: row[j]}); refused != nil {
				f.problems.Add(cell(first+i, c.ID), f.r.T.T("dossier.row", first+i+1)+", "+c.Name+" – "+f.badValue(&one))
			}
		}
	}
}

// keepField saves the field, or shows what another saved meanwhile.
func (p *Pages) keepField(f *field, value labelling.Value, base int64, first int, do string) (page.Answer, error) {
	clashes, err := p.save(f.r, f.Case.Dossier.ID, map[ruleset.Role][]labelling.Edit{f.role: {{Field: f.f.ID, Value: value, Base: base}}})
	switch kind := fault.KindOf(err); {
	case err != nil && (kind == fault.Conflict || kind == fault.Invalid):
		f.show(value.Table, first)
		f.problems.Add("contenu", ui.Sentence(f.r, err))
		return f.answer(kind.Status()), nil
	case err != nil:
		return page.Answer{}, err
	}
	if c, clash := clashes[f.f.ID]; clash {
		f.Case.Dossier.Values[f.f.ID] = c.Theirs
		f.show(value.Table, first)
		// The rows after the window are theirs: the window stands for all before them.
		f.covers = max(0, len(c.Theirs.Value.Table)-len(value.Table)+len(f.rows))
		f.clash = &c.Theirs
		f.problems.Add("contenu", f.r.T.T("dossier.clash.by", p.name(f.view, c.Theirs.By), f.r.T.Moment(c.Theirs.At)))
		return f.answer(409), nil
	}
	if f.f.Type != ruleset.Rows {
		return page.Answer{Redirect: f.link(f.f.Block) + "?enregistre=oui"}, nil
	}
	if do == "ajouter" {
		first = len(value.Table)
	}
	return page.Answer{Redirect: f.link("champ", f.f.ID) + "?enregistre=oui&debut=" + strconv.Itoa(first) + "#fin"}, nil
}

// cellEntry is the entry of a cell.
func (f *field) cellEntry(row int, c *ruleset.Column, value string) ui.Field {
	name := cell(row, c.ID)
	label := c.Name
	if !c.Need {
		label += f.r.T.T("dossier.optional")
	}
	e := ui.Field{Name: name, Label: label, Value: value, Error: f.problems.Of(name)}
	if c.Type == ruleset.String {
		e.MaxLength = labelling.MaxString
	}
	return e
}

// cellShown is a cell as it is read.
func (v *view) cellShown(c *ruleset.Column, value string) string {
	if value == "" {
		return v.r.T.T("dossier.empty")
	}
	switch c.Type {
	case ruleset.YesNo, ruleset.Enum:
		return v.valueLabel(value)
	}
	return value
}
