package espaceappels

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/text"
	"continuum/internal/web/appels"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// known is a référentiel in the list.
type known struct {
	store.StoredRules
	rules *ruleset.Ruleset
	sure  map[ruleset.Certainty]int
}

// shows reports whether one may read a référentiel: those that came with the program and
// those that a call was opened under are public, others are being written.
func shows(r *page.Request, s *store.StoredRules) bool {
	return s.Embedded || s.Locked || prepares(r)
}

// Rules lists the référentiels.
func (p *Pages) Rules(r *page.Request) (page.Answer, error) {
	if !espace.SeesCalls(r) {
		return missing()
	}
	list, err := p.known(r)
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Head: espace.Head(r, r.T.T("rules.title")), Body: rulesList(r, list)}, nil
}

// known lists the référentiels that one may read.
func (p *Pages) known(r *page.Request) (list []known, err error) {
	all, err := p.store.Rulesets(r.Context)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if !shows(r, &all[i]) {
			continue
		}
		rules, err := ruleset.Parse(all[i].ID, []byte(all[i].Text))
		if err != nil {
			return nil, err
		}
		list = append(list, known{all[i], rules, rules.Sureness()})
	}
	return list, nil
}

// named reads the référentiel that a request names, when who asks may.
func (p *Pages) named(r *page.Request) (store.StoredRules, *ruleset.Ruleset, error) {
	s, rules, err := p.store.RulesetNamed(r.Context, r.Value("id"))
	if fault.KindOf(err) == fault.NotFound || err == nil && (!espace.SeesCalls(r) || !shows(r, &s)) {
		return s, nil, fault.New(fault.NotFound, "error.notfound")
	}
	return s, rules, err
}

// Ruleset answers /espace/referentiels/{id}: a référentiel as people read it, or the form
// of another.
func (p *Pages) Ruleset(r *page.Request) (page.Answer, error) {
	if r.Value("id") == blank {
		return p.WriteRules(r)
	}
	s, rules, err := p.named(r)
	if err != nil {
		return page.Answer{}, err
	}
	v := &rulesView{r: r, StoredRules: s, rules: rules}
	if s.Derived != "" {
		if _, from, err := p.store.RulesetNamed(r.Context, s.Derived); err == nil {
			v.changes = ruleset.Diff(from, rules)
		} else if fault.KindOf(err) != fault.NotFound {
			return page.Answer{}, err
		}
	}
	return page.Answer{Head: crumbs(r, rules.Name, r.T.T("rules.title"), RulesPath), Body: rulesPage(v)}, nil
}

// Text answers /espace/referentiels/{id}/texte.toml: the text itself.
func (p *Pages) Text(r *page.Request) (page.Answer, error) {
	s, _, err := p.named(r)
	return page.Answer{Raw: []byte(s.Text), ContentType: "application/toml; charset=utf-8", Filename: s.ID + ".toml"}, err
}

// draftText is a référentiel being written.
type draftText struct {
	r        *page.Request
	id       string // of the one that is replaced, empty for a new one
	text     string
	base     string // hash of the text that is replaced
	derived  string // what it is compared with
	flaws    ruleset.Problems
	problems ui.Problems
	checked  *ruleset.Ruleset // nil until it was found to be whole
	changes  []ruleset.Change
}

// WriteRules shows the text of a référentiel, or that of the one that another is to be
// written from.
func (p *Pages) WriteRules(r *page.Request) (page.Answer, error) {
	d, err := p.writing(r)
	if err != nil {
		return page.Answer{}, err
	}
	if d.id == "" {
		if from, err := p.from(r, query(r, "depuis")); err != nil {
			return page.Answer{}, err
		} else if from != nil {
			d.text, d.derived = from.Text, from.ID
		}
	}
	return d.answer(), nil
}

// from reads the référentiel to begin with; nil when none is named.
func (p *Pages) from(r *page.Request, id string) (*store.StoredRules, error) {
	if id == "" {
		return nil, nil
	}
	s, _, err := p.store.RulesetNamed(r.Context, id)
	return &s, err
}

// writing is what is being written, for who may: the text of a référentiel that no call is
// under, or a new one.
func (p *Pages) writing(r *page.Request) (*draftText, error) {
	if !edits(r) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	d := &draftText{r: r, id: r.Value("id")}
	if d.id == blank {
		d.id = ""
		return d, nil
	}
	s, _, err := p.named(r)
	if err != nil {
		return nil, err
	}
	if s.Locked {
		return nil, fault.New(fault.Conflict, "ruleset.locked", s.ID)
	}
	d.text, d.base, d.derived = s.Text, s.Hash, cmp.Or(s.Derived, s.ID)
	return d, nil
}

// BeginRules is [Pages.KeepRules] for a référentiel that is not yet.
func (p *Pages) BeginRules(r *page.Request) (page.Answer, error) {
	if r.Value("id") != blank {
		return missing()
	}
	return p.KeepRules(r)
}

// KeepRules checks what is sent, shows what it changes, and keeps it when asked to. A text
// that has a flaw is shown again, and nothing is kept.
func (p *Pages) KeepRules(r *page.Request) (page.Answer, error) {
	d, err := p.writing(r)
	if err != nil {
		return page.Answer{}, err
	}
	d.text = strings.ReplaceAll(cmp.Or(r.Form.Get("fichier"), r.Form.Get("texte")), "\r\n", "\n")
	d.derived = r.Form.Get("derive")
	if d.id != "" {
		d.base = r.Form.Get("base")
	}
	rules, err := ruleset.Parse(cmp.Or(d.id, "texte"), []byte(d.text))
	if flaws, ok := errors.AsType[ruleset.Problems](err); ok {
		d.flaws = flaws
		d.problems.Add("texte", r.T.N("rules.flaws", len(flaws)))
		return refused(r, d.answer()), nil
	} else if err != nil {
		return page.Answer{}, err
	}
	if d.id != "" && rules.ID != d.id {
		d.problems.Add("texte", r.T.T("rules.renamed", d.id))
		return refused(r, d.answer()), nil
	}
	d.checked = rules
	if r.Form.Get("faire") == "garder" {
		f := ruleset.File{Name: rules.ID + ".toml", Text: d.text, Rules: rules}
		err := p.store.KeepRuleset(r.Context, me(r), f, d.base, d.derived)
		if err == nil {
			return page.Answer{Redirect: r.Link(RulesPath + "/" + rules.ID)}, nil
		}
		if !wrong(r, &d.problems, err, "texte") {
			return page.Answer{}, err
		}
		d.checked = nil
		return refused(r, d.answer()), nil
	}
	if d.derived != "" {
		_, from, err := p.store.RulesetNamed(r.Context, d.derived)
		switch {
		case err == nil:
			d.changes = ruleset.Diff(from, rules)
		case fault.KindOf(err) == fault.NotFound:
			d.derived = ""
		default:
			return page.Answer{}, err
		}
	}
	return d.answer(), nil
}

func (d *draftText) title() string {
	if d.id == "" {
		return d.r.T.T("rules.new")
	}
	return d.r.T.T("rules.edit", d.id)
}

func (d *draftText) answer() page.Answer {
	return page.Answer{Head: crumbs(d.r, d.title(), d.r.T.T("rules.title"), RulesPath), Body: rulesForm(d)}
}

// rulesView is a référentiel as a page shows it.
type rulesView struct {
	r *page.Request
	store.StoredRules
	rules   *ruleset.Ruleset
	changes []ruleset.Change // from the one that it was written from
}

// Words of the pages.

// counts says how many values there are of each degree.
func counts(r *page.Request, sure map[ruleset.Certainty]int) string {
	var parts []string
	for _, c := range ruleset.Certainties {
		if n := sure[c]; n > 0 {
			parts = append(parts, strconv.Itoa(n)+text.NoBreak+appels.Certain(r, c))
		}
	}
	return strings.Join(parts, ", ")
}

func roles(r *page.Request, list []ruleset.Role) string {
	names := make([]string, len(list))
	for i, role := range list {
		names[i] = r.T.T("people.role." + text.Key(role))
	}
	return strings.Join(names, ", ")
}

// only says which dossiers a requirement bears on; empty for all.
func (v *rulesView) only(o ruleset.Only) string {
	var names []string
	for _, id := range o.Kinds {
		names = append(names, nameOr(v.rules.Kind(id), id, func(k *ruleset.Kind) string { return k.Name }))
	}
	for _, id := range o.Categories {
		names = append(names, nameOr(v.rules.Category(id), id, func(c *ruleset.Category) string { return c.Name }))
	}
	return strings.Join(names, ", ")
}

func nameOr[T any](x *T, id string, name func(*T) string) string {
	if x == nil {
		return id
	}
	return name(x)
}

func (v *rulesView) source(id string) string {
	for _, s := range v.rules.Sources {
		if s.ID == id {
			return s.Title
		}
	}
	return id
}

// after says when a step of the calendar ends.
func (v *rulesView) after(s *ruleset.Step) string {
	if s.After == "" {
		return v.r.T.T("rules.first")
	}
	return v.r.T.N("rules.after", s.Days, nameOr(v.rules.Step(s.After), s.After, func(s *ruleset.Step) string { return s.Name }))
}

func (v *rulesView) state(id ruleset.StateID) string {
	return nameOr(v.rules.State(id), string(id), func(s *ruleset.State) string { return s.Name })
}

// acts are the acts that lead out of a state.
func (v *rulesView) acts(id ruleset.StateID) (list []*ruleset.Transition) {
	for i := range v.rules.Transitions {
		t := &v.rules.Transitions[i]
		for _, from := range t.From {
			if from == id {
				list = append(list, t)
			}
		}
	}
	return list
}

// raised names the categories that ask more on a criterion.
func (v *rulesView) raised(c *ruleset.Criterion) string {
	return v.only(ruleset.Only{Categories: c.Raised})
}

// parity says how far the colleges may be apart.
func (v *rulesView) parity() string {
	if n := v.rules.Panel.Parity.Value; n >= 0 {
		return strconv.Itoa(n)
	}
	return v.r.T.T("rules.noparity")
}
