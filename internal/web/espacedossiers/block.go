package espacedossiers

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// block is a part of a dossier, read or written.
type block struct {
	*view
	of       ruleset.Block
	typed    url.Values // what was sent, when it was refused
	problems ui.Problems
	clashes  map[string]labelling.Clash
	saved    bool
	refused  bool // nothing was kept: what was typed is shown again
}

// entry is a field as the form has it: the names of what is sent with it.
func entry(field string) string { return "v-" + field }

// blockOf finds the block of the request.
func (p *Pages) blockOf(v *view) (*block, error) {
	i := slices.IndexFunc(v.Case.Rules.Blocks, func(b ruleset.Block) bool { return b.ID == v.r.Value("block") })
	if i < 0 || len(v.fieldsOf(v.r.Value("block")))+len(v.piecesOf(v.r.Value("block"))) == 0 {
		return nil, missing()
	}
	return &block{view: v, of: v.Case.Rules.Blocks[i]}, nil
}

// Block answers /espace/dossiers/{id}/{block}.
func (p *Pages) Block(r *page.Request) (page.Answer, error) {
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	b, err := p.blockOf(v)
	if err != nil {
		return page.Answer{}, err
	}
	b.saved = strings.Contains(r.Query, "enregistre=oui")
	return b.answer(200), nil
}

func (b *block) answer(status int) page.Answer {
	a := page.Answer{Status: status, Head: b.head(b.of.Name), Body: blockPage(b)}
	if len(b.problems) > 0 {
		a.Head.Title = b.r.T.T("report.refused") + " – " + a.Head.Title
	}
	for _, f := range b.fieldsOf(b.of.ID) {
		if _, writes := b.Fills(f); writes && f.Type != ruleset.Rows {
			a.Head.Scripts = []string{"dossier.js"}
			break
		}
	}
	return a
}

// digest names a value as it was shown, so that what was left alone is no change, whoever
// changed it meanwhile.
func digest(v labelling.Value) string { return labelling.HashOf(v.Canonical())[:16] }

// valueOf reads a field from a form.
func valueOf(f *ruleset.Field, form url.Values) labelling.Value {
	s := form.Get(entry(f.ID))
	if f.Type == ruleset.Codes {
		return labelling.Value{List: strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) })}
	}
	return labelling.Value{Text: s}
}

// edits are the fields of a form that who asks fills and that were changed, by role; what is
// not of the form that its field asks for is a problem, and is not among them.
func (v *view) edits(form url.Values, problems *ui.Problems) (map[ruleset.Role][]labelling.Edit, error) {
	list := make(map[ruleset.Role][]labelling.Edit)
	for i := range v.Case.Rules.Fields {
		f := &v.Case.Rules.Fields[i]
		if _, sent := form[entry(f.ID)]; !sent || f.Type == ruleset.Rows {
			continue
		}
		role, ok := v.Fills(f)
		if !ok {
			return nil, fault.New(fault.Conflict, "dossier.closed")
		}
		value, refused := labelling.Clean(f, valueOf(f, form))
		if refused != nil {
			problems.Add(entry(f.ID), f.Name+" – "+v.badValue(f))
			continue
		}
		if form.Get("h-"+f.ID) == digest(value) || form.Get("prendre-"+f.ID) != "" {
			continue
		}
		base, err := strconv.ParseInt(cmp.Or(form.Get("b-"+f.ID), "0"), 10, 64)
		if err != nil {
			return nil, fault.New(fault.Invalid, "form.unknown").In("b-" + f.ID)
		}
		list[role] = append(list[role], labelling.Edit{Field: f.ID, Value: value, Base: base})
	}
	return list, nil
}

// badValue says what a field asks for.
func (v *view) badValue(f *ruleset.Field) string {
	return v.r.T.T(text.Key("dossier.bad."+string(f.Type)), longest(f))
}

func longest(f *ruleset.Field) int {
	switch {
	case f.Max > 0:
		return f.Max
	case f.Type == ruleset.String:
		return labelling.MaxString
	case f.Type == ruleset.Text:
		return labelling.MaxText
	case f.Type == ruleset.Codes:
		return labelling.MaxCodes
	}
	return labelling.MaxRows
}

// Save keeps what the form of a block sends. The script sends one field at a time and is
// answered in a few words.
func (p *Pages) Save(r *page.Request) (page.Answer, error) {
	if r.Form.Get("reponse") == "json" {
		return p.saveOne(r)
	}
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	b, err := p.blockOf(v)
	if err != nil {
		return page.Answer{}, err
	}
	b.typed = r.Form
	byRole, err := v.edits(r.Form, &b.problems)
	if err == nil {
		b.clashes, err = p.save(r, v.Case.Dossier.ID, byRole)
	}
	if kind := fault.KindOf(err); err != nil && (kind == fault.Conflict || kind == fault.Invalid) {
		b.problems.Add("contenu", ui.Sentence(r, err))
		b.refused = true
	} else if err != nil {
		return page.Answer{}, err
	}
	if len(b.problems)+len(b.clashes) == 0 {
		return page.Answer{Redirect: v.link(b.of.ID) + "?enregistre=oui"}, nil
	}
	// What was right is saved: the rest is shown again over what the dossier holds now.
	again, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	b.view = again
	for field := range b.clashes {
		b.problems.Add(entry(field), again.Case.Rules.Field(field).Name+" – "+r.T.T("dossier.clash"))
	}
	if len(b.clashes) > 0 {
		return b.answer(409), nil
	}
	return b.answer(422), nil
}

// save keeps edits, role by role, and returns the clashes by field.
func (p *Pages) save(r *page.Request, id labelling.DossierID, byRole map[ruleset.Role][]labelling.Edit) (map[string]labelling.Clash, error) {
	clashes := make(map[string]labelling.Clash)
	for role, edits := range byRole {
		_, list, err := p.store.SaveFields(r.Context, me(r), role, id, edits)
		if err != nil {
			return clashes, err
		}
		for _, c := range list {
			clashes[c.Field] = c
		}
	}
	return clashes, nil
}

// told is what the script is answered.
type told struct {
	Field   string `json:"field,omitempty"`
	Version int64  `json:"version"`
	Shown   string `json:"shown,omitempty"` // digest of what is kept
	Said    string `json:"said"`            // for who writes
	Theirs  string `json:"theirs,omitempty"`
	Rows    int    `json:"rows"` // of a table: those that the window of the form stands for
}

// saveOne saves one field for the script. It reads the head of the dossier and that field,
// nothing else: at the last hour, this is what everybody asks.
func (p *Pages) saveOne(r *page.Request) (page.Answer, error) {
	v, err := p.find(r, p.store.DossierHead)
	if err != nil {
		return page.Answer{}, err
	}
	var problems ui.Problems
	byRole, err := v.edits(r.Form, &problems)
	if err != nil {
		return asJSON(fault.KindOf(err).Status(), told{Said: ui.Sentence(r, err)}), nil
	}
	if len(problems) > 0 {
		return asJSON(422, told{Said: problems[0].Text}), nil
	}
	answer := told{Said: r.T.T("dossier.saved.at", r.T.Hour(r.Now))}
	for role, edits := range byRole {
		changes, clashes, err := p.store.SaveFields(r.Context, me(r), role, v.Case.Dossier.ID, edits)
		if kind := fault.KindOf(err); err != nil && (kind == fault.Conflict || kind == fault.Invalid) {
			return asJSON(kind.Status(), told{Said: ui.Sentence(r, err)}), nil
		} else if err != nil {
			return page.Answer{}, err
		}
		for _, c := range clashes {
			said := r.T.T("dossier.clash.by", p.name(v, c.Theirs.By), r.T.Moment(c.Theirs.At))
			return asJSON(409, told{Field: c.Field, Version: c.Theirs.Number, Said: said, Theirs: flat(c.Theirs.Value)}), nil
		}
		for _, c := range changes {
			answer.Field, answer.Version, answer.Shown = c.Field, c.After.Number, digest(c.After.Value)
		}
		if len(changes) == 0 { // it holds that already
			answer.Field, answer.Version, answer.Shown = edits[0].Field, edits[0].Base, digest(edits[0].Value)
		}
	}
	return asJSON(200, answer), nil
}

func asJSON(status int, x told) page.Answer {
	b, err := json.Marshal(x)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return page.Answer{Status: status, Raw: b, ContentType: "application/json"}
}

// flat is a value as an entry shows it.
func flat(v labelling.Value) string {
	if len(v.List) > 0 {
		return strings.Join(v.List, "\n")
	}
	return v.Text
}

// shown is what an entry shows of a field: what was typed when it was refused, else what the
// dossier holds.
func (b *block) shown(f *ruleset.Field) string {
	if _, sent := b.typed[entry(f.ID)]; sent && b.refused {
		return b.typed.Get(entry(f.ID))
	}
	if _, clash := b.clashes[f.ID]; clash || b.problems.Of(entry(f.ID)) != "" {
		return b.typed.Get(entry(f.ID))
	}
	return flat(b.Case.Dossier.Values[f.ID].Value)
}

// fieldEntry is the entry of a field.
func (b *block) fieldEntry(f *ruleset.Field) ui.Field {
	e := ui.Field{
		Name: entry(f.ID), Label: f.Name + b.mark(f.Require), Hint: b.hint(f), Value: b.shown(f), Error: b.problems.Of(entry(f.ID)),
	}
	if f.Type == ruleset.String || f.Type == ruleset.Text {
		e.MaxLength = longest(f)
	}
	return e
}

// mark says that a field or a piece may be left out.
func (v *view) mark(q ruleset.Requirement) string {
	if q.Blocks() {
		return ""
	}
	return v.r.T.T("dossier.optional")
}

// hint says what a field wants, by its référentiel and its type.
func (v *view) hint(f *ruleset.Field) string {
	var parts []string
	if f.Help != "" {
		parts = append(parts, f.Help)
	}
	switch f.Type {
	case ruleset.Day, ruleset.Codes, ruleset.Whole:
		parts = append(parts, v.r.T.T(text.Key("dossier.hint."+string(f.Type))))
	case ruleset.Text:
		parts = append(parts, v.r.T.T("dossier.hint.text", v.r.T.Number(longest(f))))
	}
	return strings.Join(parts, " ")
}

// choices are the values of an enumeration or of a yes or no, after none.
func (v *view) choices(t ruleset.Type, values []string, chosen string) []ui.Option {
	if t == ruleset.YesNo {
		values = []string{"yes", "no"}
	}
	list := []ui.Option{{Label: v.r.T.T("dossier.none")}}
	for _, x := range values {
		list = append(list, ui.Option{Value: x, Label: v.valueLabel(x), Selected: x == chosen})
	}
	return list
}

// valueLabel is what a value of a list is called; the value itself when no dictionary has it.
func (v *view) valueLabel(x string) string {
	for i := range v.r.Catalog.Sectors {
		if s := &v.r.Catalog.Sectors[i]; string(s.Code) == x {
			return s.Label
		}
	}
	for _, family := range []text.Key{"dossier.value.", "kind.", "role."} {
		if v.r.T.Has(family + text.Key(x)) {
			return v.r.T.T(family + text.Key(x))
		}
	}
	return x
}
