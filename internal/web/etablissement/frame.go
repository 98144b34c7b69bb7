package etablissement

import (
	"strings"

	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
)

// FramePath is where the frames of establishments are, without their UAI.
const FramePath = "/integrer/etablissements/"

// framed is how many trainings a frame lists: the others are on the page it leads to.
const framed = 60

// Frame answers /integrer/etablissements/{uai}: what an establishment teaches, for a frame
// in the page of another site.
func Frame(r *page.Request) (page.Answer, error) {
	m := r.Catalog.Training
	uai := strings.ToUpper(r.Value("uai"))
	at := m.Establishment(uai)
	switch {
	case at == training.None:
		return page.Answer{}, nearest(r, r.Value("uai"))
	case uai != r.Value("uai"):
		return page.Answer{Redirect: r.Link(FramePath + uai), Moved: true}, nil
	}
	v := &view{R: r, M: m, E: &m.Establishments[at], At: at, cited: offer.Cite(m)}
	v.gather()
	return page.Answer{
		Head: page.Head{
			Title: v.title(), Description: v.title() + ". " + v.lead(),
			Path: FramePath + uai, NoIndex: true, Bare: true,
		},
		Body: frame(v, groups(v.All[:min(framed, len(v.All))])),
	}, nil
}
