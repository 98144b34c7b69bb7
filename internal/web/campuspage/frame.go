package campuspage

import "continuum/internal/web/page"

// FramePath is where the frames of campuses are, without their slug.
const FramePath = "/integrer/campus/"

// Frame answers /integrer/campus/{slug}: what a campus is and its map, for a frame in the
// page of another site.
func Frame(r *page.Request) (page.Answer, error) {
	cam, moved := r.Catalog.Campus(r.Value("slug"))
	switch {
	case cam == nil:
		return page.Answer{}, nearest(r, r.Value("slug"))
	case moved:
		return page.Answer{Redirect: r.Link(FramePath + cam.Slug), Moved: true}, nil
	}
	v := newView(r, cam, 0)
	drawn, err := v.drawing()
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{
		Head: page.Head{Title: v.title(), Description: v.description(), Path: FramePath + cam.Slug, NoIndex: true, Bare: true},
		Body: frame(v, drawn),
	}, nil
}
