package espacedecisions

import (
	"net/url"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/store"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// erratumForm is what is said of an order that was published here, being put right.
type erratumForm struct {
	was      store.RecordedOrder
	values   url.Values
	problems ui.Problems
}

// Erratum shows what is said of an order, to be put right.
func (p *Pages) Erratum(r *page.Request) (page.Answer, error) {
	f, err := p.recorded(r)
	if err != nil {
		return page.Answer{}, err
	}
	f.values = url.Values{
		"nor": {f.was.NOR}, "title": {f.was.Title}, "signed": {f.was.Signed.String()}, "published": {f.was.Published.String()}, "url": {f.was.URL},
	}
	return f.page(r)
}

// ErratumNow puts right what is said of an order.
func (p *Pages) ErratumNow(r *page.Request) (page.Answer, error) {
	f, err := p.recorded(r)
	if err != nil {
		return page.Answer{}, err
	}
	f.values = r.Form
	o := orderOf(func(name string) string { return line(r.Form.Get(name)) })
	if r.Form.Get("certain") == "" {
		f.problems.Add("certain", r.T.T("decision.certain.missing"))
		return f.page(r)
	}
	err = p.store.CorrectOrder(r.Context, me(r), f.was.ID, o)
	if err == nil {
		return page.Answer{Redirect: r.Link(OrdersPath) + "?fait=oui"}, nil
	}
	of := orderForm{values: r.Form}
	if !of.wrong(r, err) {
		return page.Answer{}, err
	}
	f.problems = of.problems
	return f.page(r)
}

// recorded is the order of the address, for who may amend labels.
func (p *Pages) recorded(r *page.Request) (*erratumForm, error) {
	if !amends(r) {
		return nil, missing()
	}
	list, err := p.store.RecordedOrders(r.Context)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(o store.RecordedOrder) bool { return o.ID == campus.ActID(r.Value("acte")) })
	if i < 0 {
		return nil, missing()
	}
	return &erratumForm{was: list[i]}, nil
}

func (f *erratumForm) page(r *page.Request) (page.Answer, error) {
	return refused(r, page.Answer{Head: espace.Head(r, r.T.T("order.erratum")), Body: erratumPage(r, f)}, f.problems), nil
}
