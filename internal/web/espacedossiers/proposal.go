package espacedossiers

import (
	"bytes"
	"slices"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/paper"
	"continuum/internal/ruleset"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// signing is the page by which an authority signs.
type signing struct {
	*view
	who      *ruleset.Signatory
	grant    account.Grant
	problems ui.Problems
}

// capacityOf is how someone signs: the role, and on what.
func (v *view) capacityOf(g account.Grant) string {
	s := roleName(v.r, g.Role)
	if g.Scope.Kind != account.National {
		s += " – " + perimeter.Name(v.r.Catalog, g.Scope)
	}
	return s
}

// signing finds for which authority who asks may sign now.
func (p *Pages) signing(r *page.Request) (*signing, error) {
	v, err := p.open(r)
	if err != nil {
		return nil, err
	}
	who := v.Case.Rules.Signatory(r.Value("signatory"))
	if who == nil {
		return nil, missing()
	}
	g, ok := v.Signs(who)
	if !ok {
		return nil, missing()
	}
	return &signing{view: v, who: who, grant: g}, nil
}

// Sign shows what would be signed: its hash, and what it holds.
func (p *Pages) Sign(r *page.Request) (page.Answer, error) {
	s, err := p.signing(r)
	if err != nil {
		return page.Answer{}, err
	}
	return s.answer(), nil
}

func (s *signing) answer() page.Answer {
	a := page.Answer{Head: s.head(s.r.T.T("dossier.sign")), Body: signPage(s)}
	if len(s.problems) > 0 {
		a.Status = 422
		a.Head.Title = s.r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a
}

// SignNow keeps the signature. What is signed is the hash that the page showed: a proposal
// that was sealed anew meanwhile is not signed unread.
func (p *Pages) SignNow(r *page.Request) (page.Answer, error) {
	s, err := p.signing(r)
	if err != nil {
		return page.Answer{}, err
	}
	form := r.Form
	if r.Upload != nil {
		form = r.Upload.Fields
	}
	if form.Get("certain") != "oui" {
		s.problems.Add("certain-0", r.T.T("dossier.sign.certain"))
		return s.answer(), nil
	}
	evidence, err := p.evidence(s)
	if err != nil || len(s.problems) > 0 {
		return s.answer(), err
	}
	err = p.store.SignDossier(r.Context, s.Case.Dossier.ID, labelling.Signature{
		Signatory: s.who.ID, Person: me(r), Role: s.who.Role, Capacity: s.capacityOf(s.grant), Delegation: s.grant.DelegatedFrom, Hash: form.Get("empreinte"), Evidence: evidence,
	})
	if kind := fault.KindOf(err); err != nil && (kind == fault.Conflict || kind == fault.Invalid) {
		s.problems.Add("contenu", ui.Sentence(r, err))
		a := s.answer()
		a.Status = 409
		return a, nil
	} else if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Redirect: s.link() + "?fait=oui"}, nil
}

// evidenceMB bounds the signed document of a qualified signature.
const evidenceMB = 20

// evidence takes in the signed document that a qualified signature asks for; what it is
// worth is for who reads it: this site does not judge certificates.
func (p *Pages) evidence(s *signing) (hash string, err error) {
	if !s.who.Qualified() {
		return "", nil
	}
	up := s.r.Upload
	if up == nil || up.Name == "" {
		s.problems.Add("fichier", s.r.T.T("dossier.piece.none"))
		return "", nil
	}
	err = p.turn.Do(s.r.Context, func() error {
		taken, err := p.files.Take(s.r.Context, up.Name, up.Body, []string{"pdf"}, evidenceMB<<20)
		hash = taken.Hash
		return err
	})
	switch kind := fault.KindOf(err); {
	case err != nil && (kind == fault.Invalid || kind == fault.Unavailable):
		s.problems.Add("fichier", ui.Sentence(s.r, err))
		return "", nil
	}
	return hash, err
}

// Evidence answers the signed document of a qualified signature, to be saved.
func (p *Pages) Evidence(r *page.Request) (page.Answer, error) {
	v, err := p.sealed(r)
	if err != nil {
		return page.Answer{}, err
	}
	who := v.Case.Rules.Signatory(r.Value("signatory"))
	if who == nil {
		return page.Answer{}, missing()
	}
	x := v.signatureOf(who)
	if x == nil || x.Evidence == "" {
		return page.Answer{}, missing()
	}
	content, err := p.content(r, x.Evidence)
	return page.Answer{Raw: content, ContentType: "application/pdf", Filename: who.ID + ".pdf", Sandboxed: true}, err
}

// sealed is the dossier of the request, when it was sealed and who asks reads it.
func (p *Pages) sealed(r *page.Request) (*view, error) {
	v, err := p.open(r)
	if err != nil {
		return nil, err
	}
	if !v.Reads() || v.Case.Dossier.Seal.IsZero() {
		return nil, missing()
	}
	return v, nil
}

// SealData answers the sealed content itself, byte for byte: its SHA-256 is the hash that was
// signed.
func (p *Pages) SealData(r *page.Request) (page.Answer, error) {
	v, err := p.sealed(r)
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Raw: []byte(v.Case.Dossier.Seal.Content), ContentType: "application/json", Filename: string(v.Case.Dossier.ID) + ".json"}, nil
}

// SealPaper answers the proposal to be read or printed, made from the sealed content alone.
func (p *Pages) SealPaper(r *page.Request) (page.Answer, error) {
	v, err := p.sealed(r)
	if err != nil {
		return page.Answer{}, err
	}
	var b bytes.Buffer
	err = r.InTurn(r.Context, func() error {
		sheet, err := paper.Proposal(r.Lang, v.Case, func(id labelling.PersonID) string { return p.name(v, id) })
		if err != nil {
			return err
		}
		return sheet.PDF(&b)
	})
	return page.Answer{Raw: b.Bytes(), ContentType: "application/pdf", Filename: string(v.Case.Dossier.ID) + ".pdf"}, err
}

// intact reports whether what the dossier holds is what was sealed.
func (v *view) intact() bool {
	s := v.Case.Dossier.Seal
	return labelling.HashOf(s.Content) == s.Hash && v.Case.SealOf(s.At).Hash == s.Hash
}

// signatureOf is the signature of an authority on what is sealed, nil before.
func (v *view) signatureOf(who *ruleset.Signatory) *labelling.Signature {
	d := v.Case.Dossier
	i := slices.IndexFunc(d.Signatures, func(s labelling.Signature) bool { return s.Signatory == who.ID })
	if i < 0 {
		return nil
	}
	return &d.Signatures[i]
}

func (v *view) withdrawalOf(who *ruleset.Signatory) *labelling.Signature {
	d := v.Case.Dossier
	i := slices.IndexFunc(d.Withdrawals, func(s labelling.Signature) bool { return s.Signatory == who.ID })
	if i < 0 {
		return nil
	}
	return &d.Withdrawals[i]
}
