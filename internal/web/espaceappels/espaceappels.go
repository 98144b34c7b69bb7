// Package espaceappels is where calls are prepared, opened and followed, and where the
// référentiels that they are under are read and written. The router lets in only who is
// signed in; what each may see and do is asked of account.Decide, and what one may not see
// is as if it did not exist.
package espaceappels

import (
	"context"
	"errors"
	"iter"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/bundle"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// The lists; a call or a référentiel follows.
const (
	Path      = espace.CallsPath
	RulesPath = espace.RulesPath
)

// blank stands for the identifier of what is not yet.
const blank = "nouveau"

// Store is what these pages need of the store; see package store for what each fails with.
type Store interface {
	Rulesets(ctx context.Context) ([]store.StoredRules, error)
	RulesetNamed(ctx context.Context, id string) (store.StoredRules, *ruleset.Ruleset, error)
	KeepRuleset(ctx context.Context, by labelling.PersonID, f ruleset.File, base, derived string) error

	Calls(ctx context.Context) ([]labelling.Call, error)
	Call(ctx context.Context, id labelling.CallID) (*labelling.Call, *ruleset.Ruleset, error)
	CallDrafts(ctx context.Context) ([]labelling.CallDraft, error)
	CallDraft(ctx context.Context, id labelling.CallID) (*labelling.CallDraft, error)
	SaveCallDraft(ctx context.Context, by labelling.PersonID, d labelling.CallDraft) (int64, error)
	OpenDraft(ctx context.Context, by labelling.PersonID, id labelling.CallID, version int64) error
	DropDraft(ctx context.Context, by labelling.PersonID, id labelling.CallID, version int64) error
	MoveDeadline(ctx context.Context, by labelling.PersonID, id labelling.CallID, step string, at time.Time, reason string) error
	DeadlinesMoved(ctx context.Context, id labelling.CallID) ([]labelling.Moved, error)
	Questions(ctx context.Context, call labelling.CallID) ([]store.Question, error)
	AskQuestion(ctx context.Context, by labelling.PersonID, call labelling.CallID, id, question string) error
	Wave(ctx context.Context, call labelling.CallID) iter.Seq2[*labelling.Case, error]
	Moves(ctx context.Context, id labelling.DossierID) ([]store.MoveDone, error)
	CallExported(ctx context.Context, by labelling.PersonID, call labelling.CallID) error
	Person(ctx context.Context, id string) (account.Person, error)
	AnswerQuestion(ctx context.Context, by labelling.PersonID, call labelling.CallID, id, answer string) error
}

// Pages are those of calls and référentiels.
type Pages struct {
	store Store
	kept  bundle.Keeper // of the files of dossiers; nil: none are given out
}

// New returns the pages over a store and what keeps the files of dossiers.
func New(s Store, kept bundle.Keeper) *Pages { return &Pages{s, kept} }

func me(r *page.Request) labelling.PersonID { return labelling.PersonID(r.Who.Person.ID) }

// may asks for a right on calls in a phase.
func may(r *page.Request, a account.Action, phase account.Phase) bool {
	return r.May(a, account.Object{Kind: account.CallKind, Phase: phase})
}

// prepares reports whether one sees what is not public of calls: drafts, and questions that
// wait for an answer.
func prepares(r *page.Request) bool { return may(r, account.CallRead, account.CallDraft) }

// edits reports whether one writes calls and référentiels before they bind.
func edits(r *page.Request) bool { return may(r, account.CallEdit, account.CallDraft) }

// phaseOf is how far a call that was opened has got.
func phaseOf(r *page.Request, c *labelling.Call, rules *ruleset.Ruleset) account.Phase {
	if c.Over(rules, r.Now) {
		return account.CallClosed
	}
	return account.CallOpen
}

// missing is the answer to what one may not see: as if it did not exist.
func missing() (page.Answer, error) {
	return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
}

// crumbs is the head of a page under one of the lists.
func crumbs(r *page.Request, title, list, path string) page.Head {
	h := espace.Head(r, title)
	h.Crumbs = append(h.Crumbs[:len(h.Crumbs)-1:len(h.Crumbs)-1], page.Crumb{Label: list, Path: path}, page.Crumb{Label: title})
	return h
}

// refused is a form shown again, with what is wrong.
func refused(r *page.Request, a page.Answer) page.Answer {
	a.Status = 422
	a.Head.Title = r.T.T("report.refused") + " – " + a.Head.Title
	return a
}

// isIn reports whether an error names that field.
func isIn(err error, field string) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Field == field
}

// wrong adds what an error of the domain says to the problems of a form, beside an entry;
// false when it is no fault of who wrote.
func wrong(r *page.Request, p *ui.Problems, err error, entry string) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict:
		p.Add(entry, ui.Sentence(r, err))
		return true
	}
	return false
}
