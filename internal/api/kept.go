package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"continuum/internal/fault"
	"continuum/internal/pathway"
	"continuum/internal/question"
)

// ScenarioStore keeps scenarios.
type ScenarioStore interface {
	// KeepScenario keeps patches, as JSON, under their hash; again renews them. It fails
	// with fault.Unavailable when it can't keep any.
	KeepScenario(ctx context.Context, hash, patches string) error
	// Scenario returns the patches kept under a hash; fault.NotFound when there are none.
	Scenario(ctx context.Context, hash string) (patches string, err error)
}

// What a client may ask to be kept.
const (
	maxScenario = 128 << 10 // bytes
	keptAtOnce  = 10
	keptEvery   = 30 * time.Second
)

// Kept is a scenario that is kept.
type Kept struct {
	Hash    string           `json:"hash" doc:"Names the scenario by its content."`
	Href    string           `json:"href" doc:"Its address in this API."`
	Compare string           `json:"compare" doc:"What it changes, in this API; parameters of a territory may be added."`
	Patches pathway.Scenario `json:"patches" doc:"The patches, in order."`
}

func (c *call) kept(s pathway.Scenario) Kept {
	hash, base := s.Hash(), c.cfg.BaseURL+Prefix+"/scenarios"
	return Kept{Hash: hash, Href: base + "/" + hash, Compare: base + "?hash=" + hash, Patches: s}
}

// keepScenario keeps the scenario of the body. Only one that makes sense today is kept.
func keepScenario(c *call, w http.ResponseWriter, r *http.Request) *Problem {
	if c.cfg.Scenarios == nil {
		return problem(http.StatusServiceUnavailable, "Scenarios are not kept here: share them by their address, with the parameter scenario.")
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != mediaJSON {
		return problem(http.StatusUnsupportedMediaType, "The body must be a JSON list of patches, with Content-Type "+mediaJSON+".")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxScenario))
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		return problem(http.StatusRequestEntityTooLarge, "The scenario is longer than 128 KiB: 1000 patches at most, without fields that are left open.")
	}
	if err != nil {
		return problem(http.StatusBadRequest, "The body could not be read whole.")
	}
	s, faults := question.Patches(body)
	if len(faults) > 0 {
		return inBody(faulty(faults))
	}
	ctx, cancel := c.bound()
	defer cancel()
	if err := c.cfg.Dear.Do(ctx, func() error { _, err := c.view.cat.Pathway().Apply(s); return err }); err != nil {
		return inBody(failed(err))
	}
	if !c.keepers.Allowed(c.cfg.ClientAddress(r)) {
		p := problem(http.StatusTooManyRequests, "Too many scenarios to keep in a row: wait a little, or share them by their address.")
		p.retry = int(keptEvery.Seconds())
		return p
	}
	kept := c.kept(s)
	if err := c.cfg.Scenarios.KeepScenario(ctx, kept.Hash, s.JSON()); err != nil {
		return unkept(err)
	}
	w.Header().Set("Location", kept.Href)
	w.Header().Set("Content-Type", mediaJSON)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(append(encode(kept), '\n'))
	return nil
}

// inBody says that what is at fault was in the body.
func inBody(p *Problem) *Problem {
	for i := range p.Errors {
		p.Errors[i].In = "body"
	}
	if len(p.Errors) > 0 {
		p.Detail = "The scenario can't be accepted: " + p.Errors[0].Detail + "."
	}
	return p
}

// unkept says why the store does not do as it is asked.
func unkept(err error) *Problem {
	switch fault.KindOf(err) {
	case fault.NotFound:
		return problem(http.StatusNotFound, "No scenario is kept under this hash: it was never kept here, or was forgotten.")
	case fault.Unavailable:
		return problem(http.StatusServiceUnavailable, "Scenarios can't be kept or read now: share them by their address, with the parameter scenario.")
	}
	return problem(http.StatusInternalServerError, "The scenario can't be kept or read.")
}

// stored returns the text of a scenario kept.
func (c *call) stored(hash string) (string, *Problem) {
	if c.cfg.Scenarios == nil || len(hash) != 32 {
		return "", unkept(fault.New(fault.NotFound, "scenario.unknown"))
	}
	text, err := c.cfg.Scenarios.Scenario(c.ctx, hash)
	if err != nil {
		return "", unkept(err)
	}
	return text, nil
}

// scenario returns the parameters of a question about a scenario, given by itself or by
// the hash of one kept.
func (c *call) scenario() (values url.Values, hash string, refused *Problem) {
	values = c.query.values()
	if hash = values.Get("hash"); hash == "" {
		return values, "", nil
	}
	if values.Has("scenario") {
		return nil, "", faulty([]question.Fault{{Name: "hash", Value: hash, Detail: "scenario is given too: one of both"}})
	}
	text, refused := c.stored(hash)
	if refused != nil {
		return nil, "", refused
	}
	values.Del("hash")
	values.Set("scenario", text)
	return values, hash, nil
}

// ofKept says of the fault of a scenario that it is one kept, which made sense then.
func (p *Problem) ofKept(hash string) {
	for i := range p.Errors {
		if e := &p.Errors[i]; e.Name == "scenario" {
			e.Name, e.Detail = "hash", e.Detail+": "+e.Value+"; the offer may have changed since the scenario was kept"
			e.Value = hash
			p.Detail = "The scenario kept no longer makes sense: " + e.Detail + "."
		}
	}
}

func scenarioOne(c *call) (reply, *Problem) {
	text, refused := c.stored(c.segment)
	if refused != nil {
		return reply{}, refused
	}
	s, faults := question.Patches([]byte(text))
	if len(faults) > 0 {
		return reply{}, faulty(faults)
	}
	return document(c.kept(s)), nil
}
