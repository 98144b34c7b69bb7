package simulation

import (
	"context"
	"fmt"
	"time"

	"continuum/internal/fault"
	"continuum/internal/question"
	"continuum/internal/throttle"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// Store keeps scenarios; see web.ScenarioStore.
type Store interface {
	KeepScenario(ctx context.Context, hash, patches string) error
	Scenario(ctx context.Context, hash string) (patches string, err error)
}

// Throttling, as on the API: a person keeps a few scenarios in a row.
const (
	keptAtOnce = 10
	keptEvery  = 30 * time.Second
)

// Pages is the page over a store.
type Pages struct {
	store   Store
	clients *throttle.Clients
}

// New returns the page; without a store, scenarios live in addresses alone.
func New(store Store, now func() time.Time) *Pages {
	return &Pages{store, throttle.NewClients(keptAtOnce, keptEvery, now)}
}

// open reads the patches of a state that names a scenario kept.
func (p *Pages) open(ctx context.Context, s *state) error {
	if s.Kept == "" {
		return nil
	}
	if p.store == nil {
		return fault.New(fault.NotFound, "scenario.unknown").In(paramKept)
	}
	text, err := p.store.Scenario(ctx, s.Kept)
	if err != nil {
		return err
	}
	patches, faults := question.Patches([]byte(text))
	if len(faults) > 0 {
		return fmt.Errorf("the scenario kept as %s can't be read: %s", s.Kept, faults[0].Detail)
	}
	s.Patches = patches
	return nil
}

// Keep answers the form that asks to keep a scenario: what was posted is the state of the
// page. The answer is the page at its short address. Only a scenario that makes sense
// today is kept; any other goes back to the page, which says what is wrong with it.
func (p *Pages) Keep(r *page.Request) (page.Answer, error) {
	if p.store == nil {
		return page.Answer{}, fault.New(fault.Unavailable, "simul.keeps_none")
	}
	s, err := parse(r, query.New(r.Form.Encode()))
	if err != nil {
		return page.Answer{}, err
	}
	back := page.Answer{Redirect: r.Link(s.address()) + "#scenario"}
	if s.Kept != "" || len(s.Patches) == 0 {
		return back, nil
	}
	ctx, cancel := context.WithTimeout(r.Context, patience)
	defer cancel()
	sensible := false
	if err := r.InTurn(ctx, func() error {
		_, refused := r.Catalog.Pathway().Apply(s.Patches)
		sensible = refused == nil
		return nil
	}); err != nil {
		return page.Answer{}, err
	}
	if !sensible {
		return back, nil
	}
	if !p.clients.Allowed(r.Client) {
		return page.Answer{}, fault.New(fault.Throttled, "simul.throttled")
	}
	hash := s.Patches.Hash()
	if err := p.store.KeepScenario(r.Context, hash, s.Patches.JSON()); err != nil {
		return page.Answer{}, err
	}
	s.Kept = hash
	return page.Answer{Redirect: r.Link(s.address()) + "#scenario"}, nil
}

// InAddress reports whether the scenario fits in an address, where it may be changed.
func (v *view) InAddress() bool { return len(v.State.Patches) <= mostShown }

// KeptAddress is the page about a scenario kept, whole when the site knows its address.
func (v *view) KeptAddress() string {
	path := v.R.Link(v.State.address())
	if whole := v.R.Absolute(path); whole != "" {
		return whole
	}
	return path
}
