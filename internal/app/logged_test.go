package app

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// logLines is what a program writes from several goroutines.
type logLines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write keeps b.
func (k *logLines) Write(b []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.buf.Write(b)
}

// TestHomesAreNotLogged: whatever is asked about a home, however talkative the log, no
// line of it holds the address, the point nor the words.
func TestHomesAreNotLogged(t *testing.T) {
	t.Parallel()
	log := new(logLines)
	a, stop := start(t, func(c *Config) { c.Logs, c.LogLevel = log, "debug" })

	for _, ask := range []struct {
		path   string
		status int
	}{
		{"/formations?q=soudeur&lieu=12+rue+des+Mimosas+56520+Guidel", http.StatusBadRequest},
		{"/formations?q=soudeur+12+rue+des+Mimosas+56520+Guidel", http.StatusOK},
		{"/formations?q=soudeur&lieu=Lorient&rayon=Mimosas", http.StatusBadRequest},
		{"/formations?q=soudeur&niveau=Mimosas", http.StatusBadRequest},
		{"/formations?q=Mimosas%zz", http.StatusBadRequest},
		{"/formations?q=Mimosas&q=Mimosas", http.StatusBadRequest},
		{"/formations?q=" + strings.Repeat("Mimosas", 1500), http.StatusRequestURITooLong},
		{"/parcours?lieu=12+rue+des+Mimosas+56520+Guidel", http.StatusOK},
		{"/api/v1/search?q=soudeur&from=12+rue+des+Mimosas+56520+Guidel", http.StatusBadRequest},
		{"/api/v1/search?q=soudeur&from=47.7891,-3.4567", http.StatusOK},
		{"/api/v1/search?q=12+rue+des+Mimosas", http.StatusOK},
		{"/api/v1/suggestions?q=12+rue+des+Mimosas", http.StatusOK},
		{"/api/v1/itineraries?from=47.7891,-3.4567&level=5", http.StatusOK},
	} {
		if status, _ := get(t, a, ask.path); status != ask.status {
			t.Errorf("%.80s: status %d, want %d", ask.path, status, ask.status)
		}
	}
	stop()
	text := log.buf.String()
	if !strings.Contains(text, "/formations") || !strings.Contains(text, "/api/v1/search") {
		t.Fatal("the requests are not in the log: the test sees nothing")
	}
	for line := range strings.Lines(text) {
		for _, private := range []string{"Mimosas", "47.7891", "3.4567", "Guidel", "soudeur"} {
			if strings.Contains(strings.ToLower(line), strings.ToLower(private)) {
				t.Errorf("logged: %s", line)
			}
		}
	}
}
