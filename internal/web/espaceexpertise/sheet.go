package espaceexpertise

import (
	"strconv"
	"strings"

	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// sheetForm is a dossier as its reader has it.
type sheetForm struct {
	expertise.DeskLine
	desk     desk
	rules    *ruleset.Ruleset
	grid     expertise.Grid
	sheet    *expertise.Sheet
	writes   bool // the sheet is open to the reader
	reads    bool // the dossier is on this site, and open to the reader
	problems ui.Problems
}

// line finds a dossier of a panel on one's desk.
func (p *Pages) line(r *page.Request) (*sheetForm, error) {
	d, open, err := p.desk(r)
	if err != nil {
		return nil, err
	}
	for _, l := range open {
		if l.Panel == r.Value("panel") && string(l.Dossier.ID) == r.Value("dossier") {
			return &sheetForm{DeskLine: *l, desk: d}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "error.notfound")
}

// object is the dossier as rights are asked about it.
func (f *sheetForm) object(r *page.Request) account.Object {
	return f.desk.object(r, &f.DeskLine, account.Expertise)
}

// Dossier shows what a member has to say of a dossier, then the sheet of its reader.
func (p *Pages) Dossier(r *page.Request) (page.Answer, error) {
	f, err := p.line(r)
	if err != nil {
		return page.Answer{}, err
	}
	return p.dossier(r, f)
}

func (p *Pages) dossier(r *page.Request, f *sheetForm) (page.Answer, error) {
	panel, err := p.store.PanelOf(r.Context, f.Panel)
	if err != nil {
		return page.Answer{}, err
	}
	f.grid = panel.Rules.Grid
	if f.rules, err = p.words(r, &panel); err != nil {
		return page.Answer{}, err
	}
	f.writes = r.May(account.SheetWrite, f.object(r))
	if f.reads, err = p.reads(r, f); err != nil {
		return page.Answer{}, err
	}
	if f.sheet == nil {
		f.sheet = &expertise.Sheet{}
		if f.writes && f.Version > 0 {
			if f.sheet, _, _, err = p.store.Review(r.Context, f.Panel, expertise.Pair{Expert: me(r), Dossier: f.DeskLine.Dossier.ID}); err != nil {
				return page.Answer{}, err
			}
		}
	}
	a := page.Answer{Head: espace.Head(r, title(r, &f.DeskLine.Dossier)), Body: dossierPage(r, f)}
	if len(f.problems) > 0 {
		a.Status = 422
		a.Head.Title = r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a, nil
}

// reads reports whether the dossier itself may be read here by its reader.
func (p *Pages) reads(r *page.Request, f *sheetForm) (bool, error) {
	c, err := p.store.DossierHead(r.Context, labelling.DossierID(f.DeskLine.Dossier.ID))
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	} else if err != nil {
		return false, err
	}
	panel, err := p.store.PanelOf(r.Context, f.Panel)
	s := capacity.Standing{
		Who: *r.Who, Case: c, Place: capacity.PlaceOf(r.Catalog, c.Dossier), Ties: f.object(r).Ties, Presides: presides(r, &panel),
	}
	return s.Reads(), err
}

// DossierNow declares, saves a draft or hands in.
func (p *Pages) DossierNow(r *page.Request) (page.Answer, error) {
	f, err := p.line(r)
	if err != nil {
		return page.Answer{}, err
	}
	l := &f.DeskLine
	pair := expertise.Pair{Expert: me(r), Dossier: l.Dossier.ID}
	switch what := r.Form.Get("faire"); what {
	case "declarer":
		err = p.store.Declare(r.Context, l.Panel, expertise.Declaration{Pair: pair, Stance: expertise.Stance(r.Form.Get("position")), Reason: strings.TrimSpace(r.Form.Get("motif"))})
		if fault.KindOf(err) == fault.Invalid {
			f.problems = ui.Problems{{Field: "motif", Text: r.T.T("expertise.reason.needed")}}
			return p.dossier(r, f)
		}
	case "enregistrer", "remettre":
		if !r.May(account.SheetWrite, f.object(r)) {
			return missing()
		}
		panel, err := p.store.PanelOf(r.Context, l.Panel)
		if err != nil {
			return page.Answer{}, err
		}
		f.sheet = typed(r, pair, &panel.Rules.Grid)
		f.Version = int64(number(r.Form.Get("version")))
		if what == "remettre" {
			if lacks := f.sheet.Lacks(&panel.Rules.Grid); len(lacks) > 0 {
				words, err := p.words(r, &panel)
				if err != nil {
					return page.Answer{}, err
				}
				f.problems = lackProblems(r, words, lacks)
				return p.dossier(r, f)
			}
			err = p.store.HandIn(r.Context, l.Panel, f.sheet, f.Version)
		} else {
			_, err = p.store.SaveReview(r.Context, l.Panel, f.sheet, f.Version)
		}
		if list, is := refusal(r, err); is {
			f.problems = list
			return p.dossier(r, f)
		}
		if err != nil {
			return page.Answer{}, err
		}
	default:
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	return page.Answer{Redirect: r.Link(Path + "/" + l.Panel + "/" + string(l.Dossier.ID))}, err
}

// typed reads a sheet from its form.
func typed(r *page.Request, pair expertise.Pair, g *expertise.Grid) *expertise.Sheet {
	s := &expertise.Sheet{Pair: pair, Comment: strings.TrimSpace(r.Form.Get("commentaire")), Advice: advice(r)}
	for _, c := range g.Criteria {
		v := r.Form.Get("note-" + string(c))
		evidence, comment := lines(r.Form.Get("preuve-"+string(c))), strings.TrimSpace(r.Form.Get("commentaire-"+string(c)))
		if value, err := strconv.Atoi(v); err == nil {
			s.Scores = append(s.Scores, expertise.Score{Criterion: c, Value: value, Evidence: evidence, Comment: comment})
		}
	}
	return s
}

// advice reads an opinion from a form.
func advice(r *page.Request) expertise.Advice {
	return expertise.Advice{
		Opinion: expertise.Opinion(r.Form.Get("avis")), Category: r.Form.Get("categorie"), Years: number(r.Form.Get("duree")), Reserves: lines(r.Form.Get("reserves")),
	}
}

// lines parts a text, empty ones left out.
func lines(s string) (list []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// entries of the form by the fields of an advice.
var entries = map[string]string{"opinion": "avis", "category": "categorie", "years": "duree", "reserves": "reserves", "comment": "commentaire"}

// lackProblems says what is missing, entry by entry.
func lackProblems(r *page.Request, rules *ruleset.Ruleset, lacks []expertise.Fault) (list ui.Problems) {
	for _, x := range lacks {
		said := r.T.T(text.Key("expertise.lack." + string(x.Why)))
		if field, is := entries[x.Field]; is {
			list.Add(field, said)
			continue
		}
		field := "note-" + x.Field
		if x.Why == expertise.NoEvidence {
			field = "preuve-" + x.Field
		}
		list.Add(field, criterionTitle(rules, expertise.CriterionID(x.Field))+" – "+said)
	}
	return list
}

func criterionOf(rules *ruleset.Ruleset, id expertise.CriterionID) ruleset.Criterion {
	for _, c := range rules.Criteria {
		if c.ID == string(id) {
			return c
		}
	}
	return ruleset.Criterion{ID: string(id), Title: string(id)}
}

func criterionTitle(rules *ruleset.Ruleset, id expertise.CriterionID) string {
	return string(id) + " – " + criterionOf(rules, id).Title
}

func (f *sheetForm) score(id expertise.CriterionID) *expertise.Score {
	for i := range f.sheet.Scores {
		if f.sheet.Scores[i].Criterion == id {
			return &f.sheet.Scores[i]
		}
	}
	return &expertise.Score{Criterion: id, Value: -1}
}

// grades are the scores that may be given, after none.
func (f *sheetForm) grades(r *page.Request, chosen int) []ui.Option {
	list := []ui.Option{{Label: r.T.T("expertise.score.none")}}
	for v := range expertise.MaxScore + 1 {
		list = append(list, ui.Option{Value: strconv.Itoa(v), Label: grade(f.rules, v), Selected: v == chosen})
	}
	return list
}

func opinions(r *page.Request, t *expertise.Terms, chosen expertise.Opinion) []ui.Option {
	list := []ui.Option{{Label: r.T.T("expertise.choose")}}
	for _, o := range t.Opinions {
		list = append(list, ui.Option{Value: string(o), Label: opinionLabel(r, o), Selected: o == chosen})
	}
	return list
}

func opinionLabel(r *page.Request, o expertise.Opinion) string {
	return r.T.T(text.Key("expertise.opinion." + string(o)))
}

func categories(r *page.Request, rules *ruleset.Ruleset, t *expertise.Terms, chosen string) []ui.Option {
	list := []ui.Option{{Label: r.T.T("expertise.none")}}
	for _, id := range t.Categories {
		list = append(list, ui.Option{Value: id, Label: categoryLabel(rules, id), Selected: id == chosen})
	}
	return list
}

func categoryLabel(rules *ruleset.Ruleset, id string) string {
	for _, c := range rules.Categories {
		if c.ID == id {
			return c.Name
		}
	}
	return id
}

func years(r *page.Request, t *expertise.Terms, chosen int) []ui.Option {
	list := []ui.Option{{Label: r.T.T("expertise.none")}}
	for n := 1; n <= t.MaxYears; n++ {
		list = append(list, ui.Option{Value: strconv.Itoa(n), Label: r.T.N("expertise.years", n), Selected: n == chosen})
	}
	return list
}

// adviceLabel is an advice on one line.
func adviceLabel(r *page.Request, rules *ruleset.Ruleset, a expertise.Advice) string {
	s := opinionLabel(r, a.Opinion)
	if a.Category != "" {
		s += ", " + categoryLabel(rules, a.Category)
	}
	if a.Years > 0 {
		s += ", " + r.T.N("expertise.years", a.Years)
	}
	if len(a.Reserves) > 0 {
		s += ", " + r.T.T("expertise.reserves.said", strings.Join(a.Reserves, " ; "))
	}
	return s
}
