// Package throttle bounds what the program does for others: how often a client may ask
// for something to be kept, and how many dear computations go on at once. It holds all in
// memory: no address is ever stored.
package throttle

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients bounds the clients remembered.
const maxClients = 10_000

// Clients gives each client an allowance. A person has several things to say in a row;
// a program has hundreds.
type Clients struct {
	every time.Duration
	burst int
	now   func() time.Time

	mu      sync.Mutex
	clients map[string]*rate.Limiter
}

// NewClients gives each client burst things at once, then one more every so often.
func NewClients(burst int, every time.Duration, now func() time.Time) *Clients {
	return &Clients{every: every, burst: burst, now: now, clients: make(map[string]*rate.Limiter)}
}

// Allowed takes one thing from the client's allowance; false when nothing is left of it.
func (c *Clients) Allowed(client string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	l := c.clients[client]
	if l == nil {
		if len(c.clients) >= maxClients {
			c.forget(now)
		}
		l = rate.NewLimiter(rate.Every(c.every), c.burst)
		c.clients[client] = l
	}
	return l.AllowN(now, 1)
}

// forget drops the clients whose allowance is whole again; all of them when none
// is, since memory has a bound and the door must stay open.
func (c *Clients) forget(now time.Time) {
	for client, l := range c.clients {
		if l.TokensAt(now) >= float64(c.burst) {
			delete(c.clients, client)
		}
	}
	if len(c.clients) >= maxClients {
		clear(c.clients)
	}
}
