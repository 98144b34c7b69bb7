package espacedecisions

import (
	"net/url"
	"slices"
	"strings"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/entry"
	"continuum/internal/store"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// publication is the page that makes decisions known.
type publication struct {
	callView
	ready    []*item // signed: may be made known
	values   url.Values
	order    store.Order
	lines    []store.OrderLine
	preview  bool
	problems ui.Problems
}

// Publication shows the form of the order, then what the register will say.
func (p *Pages) Publication(r *page.Request) (page.Answer, error) {
	values, err := url.ParseQuery(r.Query)
	if err != nil {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown")
	}
	v, err := p.publication(r, values)
	if err != nil {
		return page.Answer{}, err
	}
	if values.Get("apercu") != "" {
		v.read(r)
		v.preview = len(v.problems) == 0
	}
	return v.answer(r), nil
}

func (v *publication) answer(r *page.Request) page.Answer {
	return refused(r, page.Answer{Head: head(r, crumb(v.call), page.Crumb{Label: r.T.T("decision.publish")}), Body: publishPage(r, v)}, v.problems)
}

// publication reads what may be made known of a call by who asks.
func (p *Pages) publication(r *page.Request, values url.Values) (*publication, error) {
	c, err := p.call(r)
	if err != nil {
		return nil, err
	}
	v := &publication{callView: *c, values: values}
	may := false
	for _, x := range v.items {
		if x.deciding() && x.may(r, account.DecisionPublish) {
			may = true
			if x.draft.SignedOff() {
				v.ready = append(v.ready, x)
			}
		}
	}
	if !may {
		return nil, missing()
	}
	return v, nil
}

// chosen reports whether a dossier is to be made known; all are before a choice was made.
func (v *publication) chosen(x *item) bool {
	return v.values.Get("apercu") == "" || slices.Contains(v.values["dossier"], string(x.Dossier.ID))
}

// grants reports whether what is chosen grants a label, so that an order is needed.
func (v *publication) grants() bool {
	return slices.ContainsFunc(v.ready, func(x *item) bool { return v.chosen(x) && x.draft.Verdict == labelling.Grant })
}

// read reads the order and works out what it brings into the register.
func (v *publication) read(r *page.Request) {
	var taken []string
	for _, x := range v.ready {
		if !v.chosen(x) {
			continue
		}
		l := store.OrderLine{Dossier: x.Dossier.ID}
		if x.draft.Verdict == labelling.Grant {
			e := entry.Of(r.Catalog, x.Case, x.draft.Decision.Title, taken...)
			l.Slug, l.Facts, l.Organisations, l.Memberships = e.Slug, e.Facts, e.Organisations, e.Memberships
			taken = append(taken, e.Slug)
		}
		v.lines = append(v.lines, l)
	}
	if len(v.lines) == 0 {
		v.problems.Add("dossiers", r.T.T("decision.none"))
	}
	v.order = store.Order{NOR: strings.ToUpper(line(v.values.Get("nor"))), Title: line(v.values.Get("title")), URL: line(v.values.Get("url"))}
	if !v.grants() {
		return
	}
	for name, d := range map[string]*date.Date{"signed": &v.order.Signed, "published": &v.order.Published} {
		if day, err := date.Parse(line(v.values.Get(name))); err == nil {
			*d = day
		}
	}
	if err := v.order.Check(); err != nil {
		f, _ := refusal(r, err)
		v.problems = append(v.problems, f...)
	}
}

// PublicationNow makes decisions known.
func (p *Pages) PublicationNow(r *page.Request) (page.Answer, error) {
	v, err := p.publication(r, r.Form)
	if err != nil {
		return page.Answer{}, err
	}
	v.read(r)
	if v.preview = len(v.problems) == 0; !v.preview {
		return v.answer(r), nil
	}
	if r.Form.Get("certain") == "" {
		v.problems.Add("certain", r.T.T("decision.certain.missing"))
		return v.answer(r), nil
	}
	if len(v.lines) != len(r.Form["dossier"]) { // one was published, or written anew, since the preview
		v.problems.Add("dossiers", r.T.T("decision.stale"))
		v.preview = false
		return v.answer(r), nil
	}
	if _, err := p.store.PublishDrafts(r.Context, me(r), v.order, v.lines); err != nil {
		list, is := refusal(r, err)
		if !is {
			return page.Answer{}, err
		}
		v.problems = append(v.problems, list...)
		v.preview = false
		return v.answer(r), nil
	}
	return page.Answer{Redirect: r.Link(Path + "/" + string(v.call.ID))}, nil
}

// becomes is what the register will say of a dossier.
type becomes struct {
	x           *item
	campus      string // its path, when the register has it
	slug        string // of a new one
	from, until date.Date
	members     int
	point       bool
}

func (v *publication) becomes(r *page.Request) (list []becomes) {
	for _, l := range v.lines {
		i := slices.IndexFunc(v.ready, func(x *item) bool { return x.Dossier.ID == l.Dossier })
		b := becomes{x: v.ready[i], slug: l.Slug, members: len(l.Memberships)}
		b.point = slices.ContainsFunc(l.Facts, func(f campus.Fact) bool { return f.Property == campus.PointProp })
		dec := b.x.draft.Decision
		dec.Published = v.order.Published
		b.from, b.until = dec.From(), dec.Until()
		if cam := r.Catalog.CampusOf(campus.ID(b.x.Dossier.Campus)); cam != nil {
			b.campus = "/campus/" + cam.Slug
		}
		list = append(list, b)
	}
	return list
}
