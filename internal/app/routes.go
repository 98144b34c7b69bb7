package app

import "net/http"

// routes lists everything that the site answers.
func (a *App) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", healthz)
	mux.Handle("GET /metrics", a.meter)
	return mux
}
