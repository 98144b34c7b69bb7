package espaceappels

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/bundle"
	"continuum/internal/labelling/capacity"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// followers are those who follow the dossiers of a call: for the nation, or in their
// territory. Others see theirs among their dossiers.
var followers = []account.Role{
	account.NationalOfficer, account.MinistryOfficer, account.RegionalDelegate, account.AcademieDelegate, account.RegionOfficer, account.Coordinator, account.Correspondent,
}

func follows(r *page.Request) bool { return r.Who.Has(followers...) }

// mayRead reports whether who asks may read a dossier as one who follows it: what experts
// may read is on their own desk, with what ties them to it.
func mayRead(r *page.Request, c *labelling.Case) bool {
	who := account.Subject{Person: r.Who.Person}
	for _, g := range r.Who.Grants {
		if slices.Contains(followers, g.Role) {
			who.Grants = append(who.Grants, g)
		}
	}
	s := capacity.Standing{Who: who, Case: c, Place: capacity.PlaceOf(r.Catalog, c.Dossier)}
	return s.Reads()
}

// line is a dossier that one may read, in the list of its call.
type line struct {
	id, title, campus, kind, category string
	state                             ruleset.StateID
	done, all                         int // of what must be there
	opinions                          int // that are still owed before the proposal
	late                              bool
}

// count is how many of the dossiers that one may read are in a state.
type count struct {
	state *ruleset.State
	n     int
}

// waveView is the dossiers of a call as who asks may see them.
type waveView struct {
	*callView
	lines  []line
	counts []count
}

// wave reads the dossiers of a call that who asks may read. Those that one may not read are
// in no list and no count.
func (p *Pages) wave(r *page.Request) (*waveView, error) {
	if !follows(r) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	v, err := p.call(r)
	if err != nil {
		return nil, err
	}
	w := &waveView{callView: v}
	found := make(map[ruleset.StateID]int)
	for c, err := range p.store.Wave(r.Context, v.ID) {
		if err != nil {
			return nil, err
		}
		if !mayRead(r, c) {
			continue
		}
		found[c.Dossier.State]++
		w.lines = append(w.lines, lineOf(r, c))
	}
	for i := range v.rules.States {
		if s := &v.rules.States[i]; found[s.ID] > 0 {
			w.counts = append(w.counts, count{s, found[s.ID]})
		}
	}
	return w, nil
}

func lineOf(r *page.Request, c *labelling.Case) line {
	d := c.Dossier
	l := line{id: string(d.ID), title: d.Text("title"), campus: d.Campus, state: d.State, late: c.EditInTime(r.Now) != nil}
	l.kind = nameOr(c.Rules.Kind(d.Kind), d.Kind, func(k *ruleset.Kind) string { return k.Name })
	l.category = nameOr(c.Rules.Category(d.Category), d.Category, func(k *ruleset.Category) string { return k.Name })
	l.done, l.all = c.Progress()
	if c.Rules.Takes(d.State, ruleset.Advise) {
		l.opinions = len(c.MissingOpinions(ruleset.BeforeProposal))
	}
	return l
}

// Wave answers /espace/appels/{id}/dossiers.
func (p *Pages) Wave(r *page.Request) (page.Answer, error) {
	w, err := p.wave(r)
	if err != nil {
		return page.Answer{}, err
	}
	h := crumbs(r, r.T.T("vague.title"), w.Title, Path+"/"+string(w.ID))
	return page.Answer{Head: h, Body: wavePage(w)}, nil
}

// WaveTable answers /espace/appels/{id}/dossiers.csv.
func (p *Pages) WaveTable(r *page.Request) (page.Answer, error) {
	w, err := p.wave(r)
	if err != nil {
		return page.Answer{}, err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets take it for UTF-8
	out := csv.NewWriter(&b)
	out.Comma = ';'
	_ = out.Write([]string{"dossier", "titre", "campus", "demande", "categorie", "etat", "rempli", "a_remplir", "avis_attendus", "en_retard"}) // a buffer takes all
	for _, l := range w.lines {
		row := []string{
			l.id, l.title, l.campus, l.kind, l.category, w.state(l.state), strconv.Itoa(l.done), strconv.Itoa(l.all), strconv.Itoa(l.opinions), yesNo(r, l.late),
		}
		for i := range row {
			row[i] = text.Cell(row[i])
		}
		_ = out.Write(row)
	}
	out.Flush()
	return page.Answer{Raw: b.Bytes(), ContentType: "text/csv; charset=utf-8", Filename: "dossiers-" + string(w.ID) + ".csv"}, out.Error()
}

// Archive answers /espace/appels/{id}/dossiers.zip: the same dossiers whole, written one by
// one. That it was taken is in the journal.
func (p *Pages) Archive(r *page.Request) (page.Answer, error) {
	if p.kept == nil || !follows(r) {
		return missing()
	}
	v, err := p.call(r)
	if err != nil {
		return page.Answer{}, err
	}
	if err := p.store.CallExported(r.Context, me(r), v.ID); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{
		ContentType: "application/zip", Filename: "dossiers-" + string(v.ID) + ".zip",
		Stream: func(w io.Writer) error { return p.archive(r, v, w) },
	}, nil
}

func (p *Pages) archive(r *page.Request, v *callView, w io.Writer) error {
	b, err := bundle.New(w, p.kept, r.Lang, v.Call, r.Now)
	if err != nil {
		return err
	}
	b.Turn = func(ctx context.Context, work func() error) error { return r.InTurn(ctx, work) }
	b.Named = func(id labelling.PersonID) string {
		who, err := p.store.Person(r.Context, string(id))
		if err != nil {
			return "" // who left, or was erased
		}
		return who.Name
	}
	for c, err := range p.store.Wave(r.Context, v.ID) {
		if err != nil {
			return err
		}
		if !mayRead(r, c) {
			continue
		}
		moves, err := p.store.Moves(r.Context, c.Dossier.ID)
		if err != nil {
			return err
		}
		if err := b.Add(r.Context, c, moves); err != nil {
			return err
		}
	}
	return b.Close()
}

func (w *waveView) state(id ruleset.StateID) string {
	return nameOr(w.rules.State(id), string(id), func(s *ruleset.State) string { return s.Name })
}

func (w *waveView) late() (n int) {
	for _, l := range w.lines {
		if l.late {
			n++
		}
	}
	return n
}

func yesNo(r *page.Request, yes bool) string {
	if yes {
		return r.T.T("vague.yes")
	}
	return r.T.T("vague.no")
}
