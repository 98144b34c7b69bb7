package app

import (
	"net"
	"net/http"
	"runtime"
	"strings"

	"continuum/internal/api"
	"continuum/internal/throttle"
	"continuum/internal/tile"
	"continuum/internal/web"
	"continuum/internal/web/page"
)

// routes lists everything that the site answers.
func (a *App) routes() (http.Handler, error) {
	c := &a.config
	dear := throttle.NewQueue(dearAtOnce(), dearWaiting)
	geocoder, err := c.geocoder(a.log)
	if err != nil {
		return nil, err
	}
	files, err := c.Files.Desk(c.Storage)
	if err != nil {
		return nil, err
	}
	pages, err := web.New(web.Config{
		Current: a.current, Reports: reports{a.store, a.current}, Scenarios: a.store, Geocoder: geocoder,
		Access: a.desk, People: people{a.store}, Campuses: workspaces{a.store}, Moderated: c.Moderation, Panels: a.store, Calls: a.store, Decisions: a.store, Labels: a.store, Dossiers: a.store, Files: files, Theme: page.Theme(c.Theme), BaseURL: c.BaseURL,
		Now: c.Now, Logger: a.log, Version: c.Version, Operator: page.Operator(c.Operator),
		PageCache: c.PageCache, ClientAddress: c.clientAddress(), Dear: dear,
	})
	if err != nil {
		return nil, wrong("settings", "%w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.Handle("/api/", a.shielded(packed(api.New(api.Config{
		Current: a.current, Now: c.Now, BaseURL: c.BaseURL, Version: c.Version,
		Scenarios: a.store, ClientAddress: c.clientAddress(), Dear: dear,
	}))))
	mux.Handle("GET /tiles/{layer}/{z}/{x}/{yext}", a.shielded(tile.Handler(a.current, c.Now)))
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", a.follower.readyz)
	mux.Handle("GET /metrics", a.meter)
	return mux, nil
}

// dearWaiting is how many dear questions may wait for those being worked on.
const dearWaiting = 64

// dearAtOnce is how many dear questions are worked on at once: each may use several
// processors, and pages must go on being answered meanwhile.
func dearAtOnce() int { return max(2, runtime.GOMAXPROCS(0)) }

// clientAddress reads the visitor's address from the header that the operator's
// proxy writes; nil without a proxy. A visitor may send the header too: what the
// proxy itself adds comes last.
func (c *Config) clientAddress() func(*http.Request) string {
	if c.ClientHeader == "" {
		return nil
	}
	return func(r *http.Request) string {
		values := r.Header.Values(c.ClientHeader)
		if len(values) == 0 {
			host, _, _ := net.SplitHostPort(r.RemoteAddr)
			return host
		}
		last := values[len(values)-1]
		return strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
}
