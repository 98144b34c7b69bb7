package formations

import (
	"context"
	"time"

	"continuum/internal/geo"
	"continuum/internal/throttle"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
)

// Geocoder finds where an address is.
type Geocoder interface {
	// Locate returns the likeliest place of an address; ok is false when there is none. An
	// error is of the engine, and does not say the address.
	Locate(ctx context.Context, address string) (at geo.Address, ok bool, err error)
}

// Pages are /formations, with or without an engine for addresses.
type Pages struct {
	geocoder Geocoder
	clients  *throttle.Clients
	kept     kept // lines of the list
}

// How many addresses one client may ask for: the engine is the operator's.
const (
	burst = 20
	every = 3 * time.Second
)

// New returns the pages; without an engine, nil, they ask for communes alone.
func New(g Geocoder, now func() time.Time) *Pages {
	return &Pages{geocoder: g, clients: throttle.NewClients(burst, every, now)}
}

// Show answers /formations.
func (p *Pages) Show(r *page.Request) (page.Answer, error) { return p.answer(r, r.Query) }

// FromAddress answers the form that has an address, which is posted so that it is in no
// address of the site, no history and no log. The answer counts distances from it; its
// links know the commune alone.
func (p *Pages) FromAddress(r *page.Request) (page.Answer, error) {
	return p.answer(r, r.Form.Encode())
}

const (
	paramAddress = "adresse"
	longestAsked = 200
	// farOff is how far from the middle of its commune a place may be, in kilometres: the
	// largest of Guyane are two hundred wide.
	farOff = 150
)

// from is the address that distances are counted from, and what became of it.
type from struct {
	Asked   string
	At      geo.Address // zero unless found
	problem string      // of what is asked, a sentence; empty for none
	failed  string      // of the engine
}

// locate asks the engine for the address. A place whose commune is not known or elsewhere
// is as good as none.
func (v *view) locate(p *Pages, q *query.Reader) {
	f := &v.From
	f.Asked, _ = q.Line(paramAddress, longestAsked)
	switch {
	case f.Asked == "":
		f.problem = v.T("search.address.empty")
		return
	case !p.clients.Allowed(v.R.Client):
		f.failed = v.T("search.address.often")
		return
	}
	at, ok, err := p.geocoder.Locate(v.R.Context, f.Asked)
	if err != nil {
		f.failed = v.T("search.address.failed")
		return
	}
	c := v.R.Catalog.Atlas.Commune(at.Commune)
	if !ok || c == nil || c.Point.IsZero() || geo.Km(c.Point, at.Point) > farOff {
		f.problem = v.T("search.address.none", f.Asked)
		return
	}
	f.At, v.Choice.Where = at, place.Written(c)
}

// Here reports whether distances are counted from an address.
func (v *view) Here() bool { return !v.From.At.Point.IsZero() }
