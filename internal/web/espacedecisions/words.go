package espacedecisions

import (
	"fmt"
	"strconv"
	"strings"

	"continuum/internal/account"
	"continuum/internal/labelling"
	"continuum/internal/text"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// head has the way from the list of calls.
func head(r *page.Request, way ...page.Crumb) page.Head {
	last := &way[len(way)-1]
	h := espace.Head(r, last.Label)
	last.Path = ""
	h.Crumbs = append([]page.Crumb{{Label: r.T.T("space.home"), Path: espace.Path}, {Label: r.T.T("decision.title"), Path: Path}}, way...)
	return h
}

func crumb(c *labelling.Call) page.Crumb {
	return page.Crumb{Label: c.Title, Path: Path + "/" + string(c.ID)}
}

func (x *item) path() string {
	return Path + "/" + string(x.Dossier.Call) + "/dossiers/" + string(x.Dossier.ID)
}

// box is what a form says of a dossier: which version of its draft was seen.
func (x *item) box() string {
	return string(x.Dossier.ID) + "/" + strconv.FormatInt(x.draft.Number, 10)
}

// title is what a dossier is called: as drafted, else by its author.
func (x *item) title() string {
	if x.draft.Decision.Title != "" {
		return x.draft.Decision.Title
	}
	if s := x.Dossier.Text("title"); s != "" {
		return s
	}
	return string(x.Dossier.ID)
}

func (x *item) category(id string) string {
	if c := x.Rules.Category(id); c != nil {
		return c.Name
	}
	return id
}

// opinion is what the panel proposes, in a line.
func (x *item) opinion(r *page.Request) string {
	o := x.Panel.Opinion
	words := []string{o.Opinion}
	for _, known := range x.Rules.Panel.Opinions {
		if known.ID == o.Opinion {
			words[0] = known.Name
		}
	}
	if o.Years > 0 {
		words = append(words, x.category(x.Proposed().Decision.Category), r.T.N("paper.years", o.Years))
	}
	if len(o.Reserves) > 0 {
		words = append(words, r.T.N("decision.reserves.count", len(o.Reserves)))
	}
	return strings.Join(words, ", ")
}

// drafted is what is prepared, in a line.
func (x *item) drafted(r *page.Request) string {
	d := &x.draft
	if d.Number == 0 {
		return r.T.T("decision.undrafted")
	}
	words := []string{verdict(r, d.Verdict)}
	if d.Verdict == labelling.Grant {
		words = append(words, x.category(d.Decision.Category), r.T.N("paper.years", d.Decision.Years))
	}
	return strings.Join(words, ", ")
}

// state is where the decision on a dossier stands.
func (x *item) state(r *page.Request) string {
	switch {
	case x.Rules.State(x.Dossier.State).Outcome != "" || !x.deciding() && x.phase != account.Opinion:
		return x.Rules.State(x.Dossier.State).Name
	case x.phase == account.Opinion:
		return r.T.T("decision.state.opinion")
	case x.draft.SignedOff():
		return r.T.T("decision.state.signed")
	case x.draft.Number > 0 && len(x.draft.Flaws(x.Case)) > 0:
		return r.T.T("decision.state.flawed")
	case x.draft.Number > 0:
		return r.T.N("decision.state.visas", x.visas())
	}
	return r.T.T("decision.state.waiting")
}

func (x *item) visas() (n int) {
	for _, m := range x.draft.Marks {
		if m.Kind == labelling.Visa {
			n++
		}
	}
	return n
}

func verdict(r *page.Request, v labelling.Verdict) string {
	return r.T.T(text.Key("decision.verdict." + string(v)))
}

func verdicts(r *page.Request, chosen labelling.Verdict) (list []ui.Option) {
	for _, v := range labelling.Verdicts {
		list = append(list, ui.Option{Value: string(v), Label: verdict(r, v), Selected: v == chosen})
	}
	return list
}

func (v *draftView) categories() (list []ui.Option) {
	for _, c := range v.Rules.Categories {
		list = append(list, ui.Option{Value: c.ID, Label: c.Name, Selected: c.ID == v.form.Decision.Category})
	}
	return list
}

func (v *draftView) years(r *page.Request) (list []ui.Option) {
	list = append(list, ui.Option{Value: "0", Label: r.T.T("decision.choose")})
	for n := 1; n <= v.Rules.MaxYears.Value; n++ {
		list = append(list, ui.Option{Value: strconv.Itoa(n), Label: r.T.N("paper.years", n), Selected: n == v.form.Decision.Years})
	}
	return list
}

// side is a value of a difference as pages say it.
func (v *draftView) side(r *page.Request, what, value string) string {
	switch what {
	case "verdict":
		return verdict(r, labelling.Verdict(value))
	case "category":
		return v.category(value)
	case "years":
		n, _ := strconv.Atoi(value)
		return r.T.N("paper.years", n)
	}
	if value == "" {
		return "–"
	}
	return value
}

// markLine is who put which mark, when, in which capacity.
func (v *draftView) markLine(r *page.Request, m labelling.Mark) string {
	s := r.T.T(text.Key("decision.mark."+string(m.Kind)), v.names[m.Person], m.Capacity, r.T.Moment(m.At))
	if m.Delegation != "" {
		s += " " + r.T.T("decision.mark.delegated")
	}
	if m.Text != "" {
		s += " – " + m.Text
	}
	return s
}

func (v *draftView) version(r *page.Request, d *labelling.Draft) string {
	return r.T.T("decision.version", fmt.Sprint(d.Number), v.names[d.By], r.T.Moment(d.At), v.versionWords(r, d))
}

func (v *draftView) versionWords(r *page.Request, d *labelling.Draft) string {
	x := item{Case: v.Case, draft: *d}
	return x.drafted(r)
}

// marks reports whether who reads may put a mark on the draft of a dossier now.
func (v *callView) marks(r *page.Request, x *item) bool {
	return x.deciding() && x.draft.Number > 0 && len(x.draft.Flaws(x.Case)) == 0 &&
		(x.may(r, account.DecisionVisa) && !x.draft.HasMark(me(r)) || x.may(r, account.DecisionSign))
}

// any reports whether who reads may do that to a dossier of the call.
func (v *callView) any(r *page.Request, a account.Action) bool {
	for _, x := range v.items {
		if x.deciding() && x.mayOnce(r, a) {
			return true
		}
	}
	return false
}

// options are the dossiers that may be made known.
func (v *publication) options(r *page.Request) (list []ui.Option) {
	for _, x := range v.ready {
		list = append(list, ui.Option{Value: string(x.Dossier.ID), Label: x.title() + " – " + x.drafted(r), Selected: v.chosen(x)})
	}
	return list
}
