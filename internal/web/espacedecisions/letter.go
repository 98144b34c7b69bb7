package espacedecisions

import (
	"time"

	"continuum/internal/account"
	"continuum/internal/document"
	"continuum/internal/labelling"
	"continuum/internal/labelling/paper"
	"continuum/internal/ruleset"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
)

// letter is what is written to those who applied: as drafted to who prepares, as decided to
// those of the dossier.
type letter struct {
	*item
	sheet *document.Sheet
	draft bool // of a decision that is not known yet
}

// Letter shows the letter on a dossier.
func (p *Pages) Letter(r *page.Request) (page.Answer, error) {
	l, err := p.letter(r)
	if err != nil {
		return page.Answer{}, err
	}
	h := espace.Head(r, r.T.T("letter.title"))
	h.Crumbs = []page.Crumb{{Label: r.T.T("space.home"), Path: espace.Path}}
	if l.draft {
		h.Crumbs = append(h.Crumbs, page.Crumb{Label: r.T.T("decision.title"), Path: Path}, page.Crumb{Label: l.title(), Path: l.path()})
	} else if r.May(account.DossierRead, l.object(r)) {
		h.Crumbs = append(h.Crumbs, page.Crumb{Label: l.title(), Path: espace.DossiersPath + "/" + string(l.Dossier.ID)})
	}
	h.Crumbs = append(h.Crumbs, page.Crumb{Label: h.Title})
	return page.Answer{Head: h, Body: letterPage(r, l)}, nil
}

// LetterPDF is the letter to be kept and printed.
func (p *Pages) LetterPDF(r *page.Request) (page.Answer, error) {
	l, err := p.letter(r)
	if err != nil {
		return page.Answer{}, err
	}
	return saved(l.sheet.PDF, "lettre-"+string(l.Dossier.ID)+".pdf", "application/pdf")
}

// LetterODT is the draft of a letter as a text to be worked on.
func (p *Pages) LetterODT(r *page.Request) (page.Answer, error) {
	l, err := p.letter(r)
	if err != nil {
		return page.Answer{}, err
	}
	if !l.draft {
		return page.Answer{}, missing()
	}
	return saved(l.sheet.ODT, "lettre-"+string(l.Dossier.ID)+".odt", "application/vnd.oasis.opendocument.text")
}

// letter is the letter on a dossier, for who may read it.
func (p *Pages) letter(r *page.Request) (*letter, error) {
	x, err := p.near(r)
	if err != nil {
		return nil, hidden(err)
	}
	dec, reason, at, err := p.told(r, x)
	if err != nil {
		return nil, err
	}
	if !at.IsZero() {
		o := x.object(r)
		o.Phase = account.Decided // a letter is of what was decided, whatever follows
		if !r.May(account.OpinionRead, o) && !r.May(account.DecisionRead, o) {
			return nil, missing()
		}
		return &letter{item: x, sheet: paper.Letter(r.Lang, x.Case, dec, reason, false, at)}, nil
	}
	if !x.seen(r) || !x.deciding() {
		return nil, missing()
	}
	c := *x.Case
	d := *x.Dossier
	c.Dossier = &d
	if t := x.Deciding(x.draft.Verdict); t != nil {
		d.State = t.To
	}
	return &letter{x, paper.Letter(r.Lang, &c, &x.draft.Decision, x.draft.Reason, true, r.Now), true}, nil
}

// at is the address of the letter.
func (l *letter) at() string { return LettersPath + "/" + string(l.Dossier.ID) }

// told is what was decided and made known of a dossier, and when; the zero instant when
// nothing was.
func (p *Pages) told(r *page.Request, x *item) (dec *labelling.Decision, reason string, at time.Time, err error) {
	if dec, err = p.store.DecisionOf(r.Context, x.Dossier.ID); err != nil {
		return nil, "", at, err
	}
	if dec != nil {
		return dec, "", dec.Published.Earliest().Time(), nil
	}
	moves, err := p.store.Moves(r.Context, x.Dossier.ID)
	if err != nil || len(moves) == 0 {
		return nil, "", at, err
	}
	last := moves[len(moves)-1]
	if last.Role == "minister" {
		at = last.At
	}
	return nil, last.Given[ruleset.Reason], at, nil
}
