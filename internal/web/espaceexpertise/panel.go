package espaceexpertise

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/text"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// panelForm is a panel as who leads it sees it. Dossiers that one may not hear of are not
// in it.
type panelForm struct {
	store.Panel
	rules     *ruleset.Ruleset
	progress  []progress
	conflicts []expertise.Conflict
	figures   *expertise.Figures
	sittings  []expertise.SittingDates
	minutes   *expertise.Minutes // of the sitting that goes on, else of the last
	sitting   string             // the one that goes on
	open      []expertise.Motion // votes to be closed
	names     map[expertise.ExpertID]string
	titles    map[expertise.DossierID]string
	reads     map[expertise.DossierID]bool // dossiers whose sheets one may read
	shares    bool                         // may share dossiers out
	leads     bool                         // may lead the sitting
	advice    expertise.Advice
	problems  ui.Problems
	shortage  *expertise.Shortage
}

// progress is how far the reading of a dossier has got.
type progress struct {
	expertise.Dossier
	readers []expertise.ExpertID
	sheets  int
}

// Panel shows a panel to who leads it.
func (p *Pages) Panel(r *page.Request) (page.Answer, error) {
	panel, err := p.led(r)
	if err != nil {
		return page.Answer{}, err
	}
	if panel.State == store.PanelForming && panel.Call != "" {
		return p.composing(r, &panel, p.showComposed)
	}
	return p.panel(r, &panelForm{})
}

func (p *Pages) panel(r *page.Request, f *panelForm) (page.Answer, error) {
	var err error
	if f.Panel, err = p.led(r); err != nil {
		return page.Answer{}, err
	}
	f.shares, f.leads = runs(r), true
	if f.rules, err = p.words(r, &f.Panel); err != nil {
		return page.Answer{}, err
	}
	if err := errors.Join(p.advance(r, f), p.sit(r, f), p.named(r, f)); err != nil {
		return page.Answer{}, err
	}
	a := page.Answer{Head: espace.Head(r, r.T.T("expertise.panel", f.ID)), Body: panelPage(r, f)}
	if len(f.problems) > 0 || f.shortage != nil {
		a.Status = 422
		a.Head.Title = r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a, nil
}

// led is the panel asked for, when one leads it: no other is told from none.
func (p *Pages) led(r *page.Request) (store.Panel, error) {
	if !runs(r) {
		// Nothing of another's panel is read: it would cost more than one that there is not.
		mine, err := p.store.Desk(r.Context, me(r))
		if err != nil {
			return store.Panel{}, err
		}
		if !slices.ContainsFunc(mine, func(l expertise.DeskLine) bool { return l.Panel == r.Value("panel") }) {
			_, err = missing()
			return store.Panel{}, err
		}
	}
	panel, err := p.store.PanelOf(r.Context, r.Value("panel"))
	if fault.KindOf(err) == fault.NotFound || err == nil && !leads(r, &panel) {
		_, err = missing()
	}
	return panel, err
}

// advance reads the dossiers that one may hear of, how far each is, and the figures of
// those whose sheets one may see.
func (p *Pages) advance(r *page.Request, f *panelForm) error {
	problem, err := p.store.PanelProblem(r.Context, f.ID)
	if err != nil {
		return err
	}
	readings, err := p.store.Readings(r.Context, f.ID)
	if err != nil {
		return err
	}
	marks, err := p.store.PanelMarks(r.Context, f.ID)
	if err != nil {
		return err
	}
	mine, _, err := p.desk(r)
	if err != nil {
		return err
	}
	f.reads = make(map[expertise.DossierID]bool)
	f.titles = make(map[expertise.DossierID]string)
	for i := range problem.Dossiers {
		d := &problem.Dossiers[i]
		o := mine.of(r, f.ID, d, account.Expertise)
		if !r.May(account.ReadersRead, o) {
			continue
		}
		f.reads[d.ID] = r.May(account.SheetsRead, o)
		f.titles[d.ID] = title(r, d)
		x := progress{Dossier: *d}
		for _, rd := range readings {
			if rd.Dossier == d.ID {
				x.readers = append(x.readers, rd.Expert)
			}
		}
		x.sheets = sheetsIn(marks, d.ID)
		f.progress = append(f.progress, x)
	}
	for i := range problem.Conflicts {
		if c := &problem.Conflicts[i]; f.titles[c.Dossier] != "" {
			f.conflicts = append(f.conflicts, *c)
		}
	}
	kept := marks[:0]
	for _, m := range marks {
		if f.reads[m.Dossier] {
			kept = append(kept, m)
		}
	}
	if len(kept) > 0 {
		ask := expertise.DefaultAsk
		ask.Order = f.Rules.Grid.Criteria
		f.figures, err = expertise.FiguresOf(kept, ask)
	}
	return err
}

func sheetsIn(marks []expertise.Mark, d expertise.DossierID) int {
	readers := make(map[expertise.ExpertID]bool)
	for _, m := range marks {
		if m.Dossier == d {
			readers[m.Expert] = true
		}
	}
	return len(readers)
}

// sit reads the sitting that goes on, else the last.
func (p *Pages) sit(r *page.Request, f *panelForm) (err error) {
	if f.sittings, err = p.store.Sittings(r.Context, f.ID); err != nil || len(f.sittings) == 0 {
		return err
	}
	last := f.sittings[0]
	if last.Closed.IsZero() {
		f.sitting = last.ID
	}
	if f.minutes, err = p.store.Minutes(r.Context, f.ID, last.ID); err != nil {
		return err
	}
	items := f.minutes.Items[:0]
	for _, it := range f.minutes.Items {
		if f.titles[it.Dossier] == "" {
			continue
		}
		items = append(items, it)
		if m := it.Motions[len(it.Motions)-1]; m.Tally == nil {
			f.open = append(f.open, m)
		}
	}
	f.minutes.Items = items
	return nil
}

// named finds what members are called.
func (p *Pages) named(r *page.Request, f *panelForm) error {
	f.names = make(map[expertise.ExpertID]string)
	for _, m := range f.Members {
		who, err := p.store.Person(r.Context, string(m.Expert))
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		f.names[m.Expert] = who.Name
		if who.Name == "" {
			f.names[m.Expert] = string(m.Expert)
		}
	}
	return nil
}

// PanelNow does what a form of a panel asks.
func (p *Pages) PanelNow(r *page.Request) (page.Answer, error) {
	panel, err := p.led(r)
	if err != nil {
		return page.Answer{}, err
	}
	if panel.State == store.PanelForming && panel.Call != "" {
		return p.composing(r, &panel, p.compose)
	}
	if r.Form.Get("faire") == "liens" {
		return p.lookAgain(r, &panel)
	}
	f := &panelForm{advice: advice(r)}
	switch err := p.lead(r, &panel, f); {
	case err == nil:
		return page.Answer{Redirect: r.Link(Path + "/" + panel.ID)}, nil
	default:
		if short, is := errors.AsType[*expertise.Shortage](err); is {
			f.shortage = short
			return p.panel(r, f)
		}
		if list, is := refusal(r, err); is {
			f.problems = list
			return p.panel(r, f)
		}
		return page.Answer{}, err
	}
}

// lookAgain looks for ties when who leads the panel asks for it, and says how many conflicts
// were found.
func (p *Pages) lookAgain(r *page.Request, panel *store.Panel) (page.Answer, error) {
	found, err := p.renew(r, panel)
	if list, is := refusal(r, err); is {
		return p.panel(r, &panelForm{problems: list})
	}
	return page.Answer{Redirect: r.Link(Path+"/"+panel.ID) + "?liens=" + strconv.Itoa(len(found)) + "#liens"}, err
}

// lead does one act of who leads a panel.
func (p *Pages) lead(r *page.Request, panel *store.Panel, f *panelForm) error {
	actor, sitting, dossier := string(r.Who.Person.ID), r.Form.Get("seance"), expertise.DossierID(r.Form.Get("dossier"))
	// Who reads and who must leave the room is told by what is known today.
	if do := r.Form.Get("faire"); do == "partager" || do == "ouvrir" || do == "proposer" {
		if _, err := p.renew(r, panel); err != nil {
			return err
		}
	}
	switch r.Form.Get("faire") {
	case "partager":
		return p.share(r, panel.ID)
	case "ouvrir":
		return p.store.OpenPlenary(r.Context, actor, panel.ID, r.Now.UTC().Format("2006-01-02-150405"))
	case "presence":
		return p.store.Attend(r.Context, actor, panel.ID, sitting, expertise.ExpertID(r.Form.Get("membre")), r.Form.Get("present") == "oui")
	case "fermer":
		return p.store.ClosePlenary(r.Context, actor, panel.ID, sitting)
	}
	// A vote is counted whatever became of its dossier, or the sitting could never end.
	asks := account.MinutesWrite
	if r.Form.Get("faire") == "compter" {
		asks = account.ReadersRead
	}
	if err := p.mayLead(r, asks, panel.ID, dossier); err != nil {
		return err
	}
	switch r.Form.Get("faire") {
	case "recuser":
		pair := expertise.Pair{Expert: expertise.ExpertID(r.Form.Get("membre")), Dossier: dossier}
		why := expertise.ByChoice
		if r.Form.Get("motif") == string(expertise.ForParity) {
			why = expertise.ForParity
		}
		return p.store.Recuse(r.Context, actor, panel.ID, sitting, pair, why)
	case "proposer":
		_, err := p.store.OpenVote(r.Context, actor, panel.ID, sitting, dossier, f.advice, r.Now.Add(panel.Rules.VoteLasts()))
		return err
	case "compter":
		_, err := p.store.CloseVote(r.Context, actor, panel.ID, dossier, number(r.Form.Get("tour")))
		return err
	}
	return fault.New(fault.Invalid, "form.unknown").In("faire")
}

// share shares dossiers out, for who may do so of every one of them.
func (p *Pages) share(r *page.Request, panel string) error {
	problem, err := p.store.ToShare(r.Context, panel)
	if err != nil {
		return err
	}
	for i := range problem.Dossiers {
		if !r.May(account.AssignReaders, object(r, &problem.Dossiers[i], account.Expertise, 0)) {
			return fault.New(fault.NotFound, "error.notfound")
		}
	}
	var a *expertise.Assignment
	err = r.InTurn(r.Context, func() (err error) {
		a, err = expertise.Assign(problem)
		return err
	})
	if err != nil {
		return err
	}
	return p.store.AssignReadings(r.Context, string(r.Who.Person.ID), panel, a.Readings)
}

// mayLead fails unless one may lead the debate on a dossier: who is recused may not.
func (p *Pages) mayLead(r *page.Request, asks account.Action, panel string, id expertise.DossierID) error {
	problem, err := p.store.PanelProblem(r.Context, panel)
	if err != nil {
		return err
	}
	mine, _, err := p.desk(r)
	if err != nil {
		return err
	}
	for i := range problem.Dossiers {
		if d := &problem.Dossiers[i]; d.ID == id && r.May(asks, mine.of(r, panel, d, account.Opinion)) {
			return nil
		}
	}
	return fault.New(fault.NotFound, "error.notfound")
}

// Words of the page.

func (f *panelForm) present(e expertise.ExpertID) bool {
	for _, x := range f.minutes.Present {
		if x == e {
			return true
		}
	}
	return false
}

func (f *panelForm) memberOptions() (list []ui.Option) {
	for _, m := range f.Members {
		list = append(list, ui.Option{Value: string(m.Expert), Label: f.names[m.Expert]})
	}
	return list
}

func (f *panelForm) dossierOptions() (list []ui.Option) {
	for _, d := range f.progress {
		list = append(list, ui.Option{Value: string(d.ID), Label: f.titles[d.ID]})
	}
	return list
}

func (f *panelForm) college(c expertise.College) string {
	for _, x := range f.rules.Panel.Colleges {
		if x.ID == string(c) {
			return x.Name
		}
	}
	return string(c)
}

// conflictRows are the conflicts of the panel, with what shows each.
func (f *panelForm) conflictRows(r *page.Request) (list []conflictRow) {
	for i := range f.conflicts {
		c := &f.conflicts[i]
		list = append(list, conflictRow{f.titles[c.Dossier], f.names[c.Expert], conflictLine(r, c)})
	}
	return list
}

// apart are the spreads to talk about.
func (f *panelForm) apart() (list []expertise.Spread) {
	for _, s := range f.figures.Spreads {
		if s.Range >= expertise.Apart {
			list = append(list, s)
		}
	}
	return list
}

// alone is why readers can't be compared, nothing when they can: one sheet a dossier, or one
// dossier in all.
func (f *panelForm) alone() text.Key {
	switch {
	case len(f.figures.Agreements) == 0 || f.figures.Agreements[0].Pairs == 0:
		return "expertise.alone.reader"
	case len(f.figures.Standings) < 2:
		return "expertise.alone.dossier"
	}
	return ""
}

func scores(list []int8) string {
	s := ""
	for i, v := range list {
		if i > 0 {
			s += " · "
		}
		s += strconv.Itoa(int(v))
	}
	return s
}

// decimal writes a figure with two digits after the mark, or that it is not known.
func decimal(r *page.Request, f *float64) string {
	if f == nil {
		return r.T.T("expertise.untold")
	}
	return r.T.Decimal(rounded(*f))
}

func rounded(f float64) float64 {
	v, _ := strconv.ParseFloat(fmt.Sprintf("%.2f", f), 64)
	return v
}
