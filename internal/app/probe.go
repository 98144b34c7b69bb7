package app

import (
	"encoding/json"
	"net/http"
)

// healthz answers as long as the process serves: a failure means "restart me".
func healthz(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"status": "ok"})
}

// readyz tells a proxy whether to send visitors here. A server that lost its store
// still answers from its last catalog, but a fresher one should be preferred.
func (f *follower) readyz(w http.ResponseWriter, _ *http.Request) {
	cat := f.current.Load()
	switch why := f.why(); {
	case cat == nil:
		answer(w, http.StatusServiceUnavailable, map[string]any{"status": "starting", "reason": "no catalog yet"})
	case why != nil:
		// The cause may name hosts and files: the log has it, the public page does not.
		answer(w, http.StatusServiceUnavailable, map[string]any{
			"status": "stale", "reason": "the register can't be followed, see the log; answers come from its last known state",
			"generation": cat.Generation,
		})
	default:
		answer(w, http.StatusOK, map[string]any{"status": "ready", "generation": cat.Generation})
	}
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // nobody is left to tell
}
