package espace

import (
	"continuum/internal/fault"
	"continuum/internal/notice"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// shownNotices is how many notices the home of the space shows.
const shownNotices = 30

// news is what one was told, as the home of the space shows it.
type news struct {
	list   []notice.Notice
	unread int
}

func (p *Pages) news(r *page.Request) (n news, err error) {
	n.list, err = p.store.Notices(r.Context, r.Who.Person.ID, shownNotices)
	for _, x := range n.list {
		if !x.Read {
			n.unread++
		}
	}
	return n, err
}

// HomeNow says that what one was told is seen.
func (p *Pages) HomeNow(r *page.Request) (page.Answer, error) {
	if r.Form.Get("faire") != "lu" {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	return page.Answer{Redirect: r.Link(Path)}, p.store.SeeNotices(r.Context, r.Who.Person.ID, r.Now)
}

// Data answers all that is held of who is signed in.
func (p *Pages) Data(r *page.Request) (page.Answer, error) {
	b, err := p.store.HeldOf(r.Context, r.Who.Person.Mail)
	return page.Answer{Raw: b, ContentType: "application/json; charset=utf-8", Filename: "mes-donnees.json"}, err
}

// wayOptions are the ways to be sent the notices of a kind.
func wayOptions(r *page.Request, chosen notice.Way) (options []ui.Option) {
	for _, w := range notice.Ways {
		options = append(options, ui.Option{Value: string(w), Label: r.T.T("notices.way." + text.Key(w)), Selected: w == chosen})
	}
	return options
}

// chooseWays keeps how one wishes to be sent each kind of notice.
func (p *Pages) chooseWays(r *page.Request) error {
	for _, k := range notice.Kinds {
		if w := r.Form.Get(string(k)); w != "" {
			if err := p.store.ChooseWay(r.Context, r.Who.Person.ID, k, notice.Way(w)); err != nil {
				return err
			}
		}
	}
	return nil
}
