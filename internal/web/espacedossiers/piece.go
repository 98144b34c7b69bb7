package espacedossiers

import (
	"cmp"
	"crypto/rand"
	"io"
	"slices"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// PieceLimit is the most that a form with a file may send, in bytes: the largest file that a
// référentiel may allow, and what goes around it.
const PieceLimit = 210 << 20

// Upload takes a file in: /espace/dossiers/{id}/fichiers. Rights are asked before the file is
// read, and again by the store.
func (p *Pages) Upload(r *page.Request) (page.Answer, error) {
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	if r.Upload == nil {
		return page.Answer{}, fault.New(fault.Invalid, "dossier.piece.none")
	}
	fields := r.Upload.Fields
	piece := v.Case.Rules.Piece(fields.Get("piece"))
	if piece == nil {
		return page.Answer{}, missing()
	}
	role, ok := v.Attaches(piece)
	if !ok {
		return page.Answer{}, missing()
	}
	limit := int64(piece.MaxMB) << 20
	replaced := fields.Get("remplace")
	if replaced == "" || !slices.ContainsFunc(v.Case.Dossier.Pieces, func(a labelling.Attachment) bool { return a.ID == replaced && a.Piece == piece.ID }) {
		replaced = ""
		if refused := v.Case.Attach(role, piece.ID, 1); refused != nil {
			return p.refusedPiece(r, v, piece.Block, piece.ID, fault.New(fault.Conflict, "labelling."+string(refused.Reason), piece.Name))
		}
	}
	a := labelling.Attachment{ID: strings.ToLower(rand.Text()), Piece: piece.ID, Name: r.Upload.Name}
	if a.Name == "" {
		return p.refusedPiece(r, v, piece.Block, piece.ID, fault.New(fault.Invalid, "dossier.piece.none"))
	}
	err = p.turn.Do(r.Context, func() error {
		taken, err := p.files.Take(r.Context, a.Name, r.Upload.Body, piece.Formats, limit)
		a.Type, a.Size, a.SHA256 = taken.Kind.Type, taken.Size, taken.Hash
		for _, f := range taken.Flags {
			a.Flags = append(a.Flags, string(f))
		}
		return err
	})
	if err == nil {
		err = p.store.AttachPiece(r.Context, me(r), role, v.Case.Dossier.ID, a, replaced)
	}
	switch kind := fault.KindOf(err); {
	case err != nil && (kind == fault.Invalid || kind == fault.Conflict || kind == fault.Unavailable):
		return p.refusedPiece(r, v, piece.Block, piece.ID, err)
	case err != nil:
		return page.Answer{}, err
	}
	return page.Answer{Redirect: v.link(piece.Block) + "?enregistre=oui#piece-" + piece.ID}, nil
}

// refusedPiece shows the block again with why a file is refused. What is left of the file is
// read and thrown away, within bounds, so that the browser comes to read the answer.
func (p *Pages) refusedPiece(r *page.Request, v *view, of, piece string, why error) (page.Answer, error) {
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Upload.Body, PieceLimit))
	r.Values["block"] = of
	b, err := p.blockOf(v)
	if err != nil {
		return page.Answer{}, err
	}
	b.problems.Add("fichier-"+piece, v.Case.Rules.Piece(piece).Name+" – "+ui.Sentence(r, why))
	status := fault.KindOf(why).Status()
	if status == 400 {
		status = 422
	}
	return b.answer(status), nil
}

// Piece answers the content of a file, to be saved and never shown by this site.
func (p *Pages) Piece(r *page.Request) (page.Answer, error) {
	v, a, err := p.pieceOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	content, err := p.content(r, a.SHA256)
	return page.Answer{Raw: content, ContentType: a.Type, Filename: cmp.Or(a.Name, string(v.Case.Dossier.ID)), Sandboxed: true}, err
}

// content reads what a dossier names.
func (p *Pages) content(r *page.Request, hash string) ([]byte, error) {
	body, err := p.files.Keeper.Open(r.Context, hash)
	if fault.KindOf(err) == fault.NotFound {
		// The dossier says that it is there: that it is not is our defect, and not the reader's.
		return nil, fault.New(fault.Internal, "dossier.piece.lost").Because(err)
	} else if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}

// pieceOf is the file of the request, when who asks reads the dossier or adds such files.
func (p *Pages) pieceOf(r *page.Request) (*view, *labelling.Attachment, error) {
	v, err := p.open(r)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(v.Case.Dossier.Pieces, func(a labelling.Attachment) bool { return a.ID == r.Value("file") })
	if i < 0 {
		return nil, nil, missing()
	}
	a := &v.Case.Dossier.Pieces[i]
	kind := v.Case.Rules.Piece(a.Piece)
	if kind == nil || !slices.Contains(v.piecesOf(kind.Block), kind) {
		return nil, nil, missing()
	}
	return v, a, nil
}

// RemovePiece takes a file out.
func (p *Pages) RemovePiece(r *page.Request) (page.Answer, error) {
	v, a, err := p.pieceOf(r)
	if err != nil {
		return page.Answer{}, err
	}
	kind := v.Case.Rules.Piece(a.Piece)
	role, ok := v.Attaches(kind)
	if !ok || r.Form.Get("faire") != "retirer" {
		return page.Answer{}, missing()
	}
	if err := p.store.RemovePiece(r.Context, me(r), role, v.Case.Dossier.ID, a.ID); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Redirect: v.link(kind.Block) + "?enregistre=oui#piece-" + kind.ID}, nil
}

// filesOf are the files of a piece.
func (v *view) filesOf(piece string) (list []labelling.Attachment) {
	for _, a := range v.Case.Dossier.Pieces {
		if a.Piece == piece {
			list = append(list, a)
		}
	}
	return list
}

// flagLabel is what readers are told of a file.
func flagLabel(r *page.Request, flag string) string { return r.T.T(text.Key("dossier.flag." + flag)) }

// size writes a size as people say it.
func size(r *page.Request, bytes int64) string {
	if bytes < 1<<20 {
		return r.T.T("dossier.kb", r.T.Number(int(max(1, bytes>>10))))
	}
	return r.T.T("dossier.mb", r.T.Decimal(float64(bytes*10>>20)/10))
}
