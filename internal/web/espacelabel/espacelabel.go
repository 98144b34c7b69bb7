// Package espacelabel is the life of the label of a campus, /espace/campus/{slug}/label:
// where it stands and why, what happened to it and by which orders, the dates to come, the
// reserves, the interim review and the yearly reports.
package espacelabel

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/document"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// Path is the address of the page after that of the workspace of the campus.
const Path = "/label"

// Store is what these pages need of the store; see package store for what each fails with.
type Store interface {
	LifeOf(ctx context.Context, line campus.LabelID) (campus.LabelID, *labelling.Label, *ruleset.Ruleset, error)
	LabelReports(ctx context.Context, line campus.LabelID) ([]labelling.Report, error)
	SaveReport(ctx context.Context, by labelling.PersonID, line campus.LabelID, r labelling.Report, events ...labelling.Event) error
	RecordLabelEvent(ctx context.Context, by labelling.PersonID, label string, e labelling.Event) error
	LastGranted(ctx context.Context, id campus.ID) (*labelling.Case, []string, error)
}

// Pages are those of the life of labels.
type Pages struct{ store Store }

// New returns the pages over a store.
func New(s Store) *Pages { return &Pages{s} }

// view is the page of a label.
type view struct {
	cam      *catalog.Campus
	line     *campus.Label
	label    *labelling.Label
	rules    *ruleset.Ruleset
	now      labelling.Standing
	reports  []labelling.Report
	year     int
	figures  []figure
	undated  bool
	tracks   bool // answers, reviews, reports
	lifts    bool // reserves
	checks   bool // validates reports
	problems ui.Problems
	typed    map[string]string // what was typed in a refused form
}

func (p *Pages) open(r *page.Request) (*view, error) {
	cam, _ := r.Catalog.Campus(r.Value("slug"))
	if cam == nil {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	o := account.Object{Kind: account.CampusKind, ID: string(cam.ID), Within: perimeter.Of(r.Catalog, account.Scope{Kind: account.CampusScope, ID: string(cam.ID)})}
	v := &view{cam: cam, tracks: r.May(account.FollowUp, o), checks: r.May(account.FollowUpValidate, o)}
	v.lifts = v.checks || r.May(account.LabelEdit, o)
	for i := range cam.Members {
		o.Within = append(o.Within, account.Scope{Kind: account.Organisation, ID: string(cam.Members[i].Organisation.ID)})
	}
	if !r.May(account.CampusRead, o) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	v.line = campus.StateOn(cam.Labels, r.Today).Label
	if v.line == nil {
		return v, nil
	}
	var err error
	_, v.label, v.rules, err = p.store.LifeOf(r.Context, v.line.ID)
	if f, is := errors.AsType[*fault.Error](err); is && (f.Key == "label.undated" || f.Kind == fault.NotFound) {
		v.undated = true
		return v, nil
	}
	if err != nil {
		return nil, err
	}
	v.now = v.label.On(v.rules, r.Today)
	if v.reports, err = p.store.LabelReports(r.Context, v.line.ID); err != nil {
		return nil, err
	}
	if !v.tracks { // what is being written is of those who follow the label up
		v.reports = slices.DeleteFunc(v.reports, func(x labelling.Report) bool { return x.State == labelling.ReportDraft && !x.SentBack() })
	}
	v.year = yearOf(r, v)
	return v, p.compare(r, v)
}

// yearOf is the year of the report shown: the one asked for, else the last whole one.
func yearOf(r *page.Request, v *view) int {
	last := r.Today.Time().Year()
	asked, err := strconv.Atoi(cmp.Or(strings.TrimPrefix(r.Query, "annee="), r.Value("year"), r.Form.Get("annee")))
	if err != nil || asked < v.now.Start.Time().Year() || asked > last {
		return max(last-1, v.now.Start.Time().Year())
	}
	return asked
}

// report is the last version of a report, empty before the first.
func (v *view) report(k labelling.ReportKind, period string) labelling.Report {
	for _, x := range v.reports {
		if x.Kind == k && x.Period == period {
			return x
		}
	}
	return labelling.Report{Kind: k, Period: period, State: labelling.ReportDraft}
}

// reserveKey names a reserve in forms and reports.
func reserveKey(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

func (v *view) answer(r *page.Request) page.Answer {
	h := espace.Head(r, r.T.T("life.title"))
	h.Crumbs = []page.Crumb{
		{Label: r.T.T("space.home"), Path: espace.Path},
		{Label: r.T.T("atelier.campuses"), Path: espace.CampusesPath},
		{Label: v.cam.Name, Path: espace.CampusesPath + "/" + v.cam.Slug},
		{Label: r.T.T("life.title")},
	}
	a := page.Answer{Head: h, Body: life(r, v)}
	if len(v.problems) > 0 {
		a.Status = 422
		a.Head.Title = r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a
}

// Show shows the life of a label.
func (p *Pages) Show(r *page.Request) (page.Answer, error) {
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	return v.answer(r), nil
}

// Act does what a form of the page asks.
func (p *Pages) Act(r *page.Request) (page.Answer, error) {
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	if v.label == nil {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	v.typed = make(map[string]string)
	for name := range r.Form {
		v.typed[name] = strings.TrimSpace(strings.ReplaceAll(r.Form.Get(name), "\r\n", "\n"))
	}
	err = p.act(r, v)
	if err == nil {
		return page.Answer{Redirect: r.Link(v.path())}, nil
	}
	f, is := errors.AsType[*fault.Error](err)
	if !is || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return page.Answer{}, err
	}
	v.problems.Add(anchorOf(v.typed["faire"]), ui.Sentence(r, err))
	return v.answer(r), nil
}

func (v *view) path() string { return espace.CampusesPath + "/" + v.cam.Slug + Path }

func (p *Pages) act(r *page.Request, v *view) error {
	me, today := labelling.PersonID(r.Who.Person.ID), r.Today
	denied := fault.New(fault.NotFound, "error.notfound")
	switch do := r.Form.Get("faire"); do {
	case "reserve", "lever":
		i := slices.IndexFunc(v.now.Reserves, func(s string) bool { return reserveKey(s) == r.Form.Get("reserve") })
		if i < 0 || do == "reserve" && !v.tracks || do == "lever" && !v.lifts {
			return denied
		}
		if do == "lever" {
			return p.store.RecordLabelEvent(r.Context, me, string(v.line.ID), labelling.Event{Kind: labelling.EventLifted, On: today, Value: v.now.Reserves[i]})
		}
		return p.keep(r, v, labelling.ReserveAnswer, reserveKey(v.now.Reserves[i]), []string{"reponse"})
	case "noter":
		if !v.lifts {
			return denied
		}
		return p.store.RecordLabelEvent(r.Context, me, string(v.line.ID), labelling.Event{Kind: labelling.EventReserve, On: today, Value: strings.Join(strings.Fields(v.typed["texte"]), " ")})
	case "etape":
		if !v.tracks {
			return denied
		}
		var fields []string
		for _, c := range v.rules.Criteria {
			fields = append(fields, "note-"+c.ID, "preuve-"+c.ID)
		}
		return p.keep(r, v, labelling.InterimReview, v.interim(), append(fields, "bilan"))
	case "rapport":
		if !v.tracks {
			return denied
		}
		return p.keep(r, v, labelling.YearlyReport, strconv.Itoa(v.year), reportParts)
	case "valider-etape", "valider-rapport":
		if !v.checks {
			return denied
		}
		x := v.report(labelling.YearlyReport, strconv.Itoa(v.year))
		var events []labelling.Event
		if do == "valider-etape" {
			x = v.report(labelling.InterimReview, v.interim())
			events = append(events, labelling.Event{Kind: labelling.EventReviewed, On: today})
		}
		// What is judged is the version that the page showed: the store refuses any other.
		x.Number, _ = strconv.ParseInt(r.Form.Get("version"), 10, 32)
		if r.Form.Get("renvoyer") != "" {
			if v.typed["suite"] == "" {
				return fault.New(fault.Invalid, "life.why.missing").In("suite")
			}
			x.Return(v.typed["suite"])
			return p.store.SaveReport(r.Context, me, v.line.ID, x)
		}
		x.State = labelling.ReportValidated
		if x.Body == nil {
			x.Body = make(map[string]string)
		}
		x.Body["suite"] = v.typed["suite"]
		return p.store.SaveReport(r.Context, me, v.line.ID, x, events...)
	}
	return fault.New(fault.Invalid, "form.unknown").In("faire")
}

// interim names the interim review of the label: by the day on which it falls due.
func (v *view) interim() string { return v.now.Interim.String() }

// reportParts are the parts of a yearly report.
var reportParts = []string{"actions", "resultats", "difficultes", "suites"}

// keep keeps a version of a report, as a draft or handed in.
func (p *Pages) keep(r *page.Request, v *view, k labelling.ReportKind, period string, fields []string) error {
	x := labelling.Report{Kind: k, Period: period, State: labelling.ReportDraft, Body: make(map[string]string)}
	x.Number, _ = strconv.ParseInt(r.Form.Get("version"), 10, 32)
	if r.Form.Get("remettre") != "" {
		x.State = labelling.ReportHandedIn
	}
	for _, f := range fields {
		if v.typed[f] != "" {
			x.Body[f] = v.typed[f]
		}
	}
	return p.store.SaveReport(r.Context, labelling.PersonID(r.Who.Person.ID), v.line.ID, x)
}

// PDF is the yearly report on paper.
func (p *Pages) PDF(r *page.Request) (page.Answer, error) {
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	if v.label == nil || strconv.Itoa(v.year) != r.Value("year") {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	x := v.report(labelling.YearlyReport, strconv.Itoa(v.year))
	if x.Number == 0 {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	s := &document.Sheet{Lang: r.Lang, Title: v.cam.Name, Lead: r.T.T("life.report", v.yearText()), Desc: r.T.T("life.report", v.yearText()), Made: r.Now, Foot: []string{v.stateWord(r, x)}}
	for _, part := range reportParts {
		if x.Body[part] != "" {
			s.Parts = append(s.Parts, document.Part{Title: r.T.T(text.Key("life.part." + part)), Lines: []document.Line{{Said: strings.Split(x.Body[part], "\n")}}})
		}
	}
	s.Parts = append(s.Parts, document.Part{Title: r.T.T("life.figures"), Lines: []document.Line{{Said: []string{r.T.T("life.figures.about")}}}, Grid: grid(r, v)})
	var b bytes.Buffer
	err = r.InTurn(r.Context, func() error { return s.PDF(&b) })
	return page.Answer{Raw: b.Bytes(), ContentType: "application/pdf", Filename: "rapport-" + v.cam.Slug + "-" + v.yearText() + ".pdf", Fleeting: true}, err
}

func (v *view) yearText() string { return strconv.Itoa(v.year) }

func (v *view) stateWord(r *page.Request, x labelling.Report) string {
	if x.Number == 0 {
		return r.T.T("life.report.none")
	}
	if x.SentBack() {
		return r.T.T("life.report.sent_back", r.T.Moment(x.At), x.Why())
	}
	return r.T.T(text.Key("life.report."+string(x.State)), r.T.Moment(x.At))
}

// anchorOf is the part of the page that a form stands in.
func anchorOf(do string) string {
	switch do {
	case "lever", "reserve":
		return "reserve"
	case "valider-etape", "etape":
		return "etape"
	case "noter":
		return "texte"
	}
	return "rapport"
}
