// Package travel asks a travel-time engine of the operator, OSRM or Valhalla, how many
// minutes by road places are from a home. Engines are late, lie and fall over: every answer
// is bounded, checked whole, and dropped whole when a part of it can't be true.
package travel

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"continuum/internal/geo"
)

// Config is which engine to ask. Kind and URL are required.
type Config struct {
	Kind    string        // "osrm" or "valhalla"
	URL     string        // of the engine, without the path of the service
	Timeout time.Duration // of all that one question needs; 0: two seconds
	Batch   int           // most places in one request to the engine; 0: what it accepts unconfigured
	Pairs   int           // most times kept, 0: half a million (some 30 MB)
	Log     *slog.Logger  // nil: no log
	Now     func() time.Time
}

// Client is a travel-time engine. It implements pathway.Distance, in minutes, and is safe
// for concurrent use.
type Client struct {
	config  Config
	engine  engine
	http    *http.Client
	kept    *kept
	breaker breaker

	mu      sync.Mutex
	flights map[geo.Point]chan struct{} // homes that are being asked about
}

// engine is how a kind of engine is spoken to: a request for the seconds from a home to
// places, and its answer, one number a place, nil for one that can't be reached.
type engine interface {
	request(ctx context.Context, base string, home geo.Point, places []geo.Point) (*http.Request, error)
	seconds(body []byte) ([]*float64, error)
}

// Kinds are the engines that can be asked.
var Kinds = []string{"osrm", "valhalla"}

// inFlight is how many requests one question has on the way at once.
const inFlight = 4

// New returns a client. Nothing is asked yet.
func New(c Config) (*Client, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("want http://host:port or https://host/path, without a query")
	}
	c.URL = strings.TrimRight(c.URL, "/")
	if c.Timeout <= 0 {
		c.Timeout = 2 * time.Second
	}
	if c.Pairs <= 0 {
		c.Pairs = 500_000
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	client := &Client{config: c, kept: newKept(c.Pairs), flights: make(map[geo.Point]chan struct{})}
	switch c.Kind {
	case "osrm":
		client.engine = osrm{}
		client.config.Batch = or(c.Batch, 99) // a hundred points with the home
	case "valhalla":
		client.engine = valhalla{}
		client.config.Batch = or(c.Batch, 49)
	default:
		return nil, fmt.Errorf("%q: want %s", c.Kind, strings.Join(Kinds, " or "))
	}
	client.http = &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 2 * inFlight, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 16 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return client, nil
}

func or(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// Provider is the kind of the engine.
func (c *Client) Provider() string { return c.config.Kind }

// Unit implements pathway.Distance.
func (c *Client) Unit() string { return "min" }

// Speeds, in kilometres an hour as the crow flies. Nobody may drive faster than the first on
// any road, so that what is farther is not asked about; an answer faster than the second is
// a lie.
const (
	fastest   = 130
	incapable = 200
)

// Within implements pathway.Distance.
func (c *Client) Within(limit float64) float64 { return limit * fastest / 60 }

// Measure implements pathway.Distance: out[i] is the minutes from home to places[i], +Inf
// without a road. Homes within some fifty metres are one. A failure is a [*Failure].
func (c *Client) Measure(ctx context.Context, home geo.Point, places []geo.Point, out []float32) error {
	home = cell(home)
	asked, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	for {
		missing := c.kept.fill(home, places, out)
		if len(missing) == 0 {
			return nil
		}
		done, mine := c.take(home)
		if !mine { // someone asks about this home: then look again at what is kept
			select {
			case <-done:
				continue
			case <-asked.Done():
				return c.failed(ctx, &Failure{Late, asked.Err()})
			}
		}
		err := c.ask(asked, home, missing)
		c.leave(home, done)
		if err != nil {
			return c.failed(ctx, err)
		}
		c.breaker.worked()
		for i, p := range places { // what was asked may be more than is kept
			if m, ok := missing[p]; ok {
				out[i] = m
			}
		}
		return nil
	}
}

// cell is the point that stands for a home: a thousandth of a degree.
func cell(p geo.Point) geo.Point {
	return geo.Point{Lat: math.Round(p.Lat*1000) / 1000, Lon: math.Round(p.Lon*1000) / 1000}
}

// take begins to ask about a home, or returns what tells that someone else has ended.
func (c *Client) take(home geo.Point) (done chan struct{}, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if done, ok := c.flights[home]; ok {
		return done, false
	}
	done = make(chan struct{})
	c.flights[home] = done
	return done, true
}

func (c *Client) leave(home geo.Point, done chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.flights, home)
	close(done)
}

// failed counts a failure, unless whoever asked went away, and says it to the operator.
func (c *Client) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	failure, ok := errors.AsType[*Failure](err)
	if !ok {
		failure = &Failure{Down, err}
	}
	if failure.Kind != Resting {
		opened := c.breaker.failed(c.config.Now())
		c.config.Log.Warn("the travel-time engine failed: great circles stand in", "kind", c.config.Kind, "why", failure.Kind, "err", failure.cause, "left_alone", opened)
	}
	return failure
}

// ask gives missing the minutes to each of its places, and keeps them.
func (c *Client) ask(ctx context.Context, home geo.Point, missing map[geo.Point]float32) error {
	if !c.breaker.may(c.config.Now()) {
		return &Failure{Resting, errors.New("it failed several times in a row")}
	}
	places := make([]geo.Point, 0, len(missing))
	for p := range missing {
		places = append(places, p)
	}
	minutes := make([]float32, len(places))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(inFlight)
	for lo := 0; lo < len(places); lo += c.config.Batch {
		hi := min(lo+c.config.Batch, len(places))
		g.Go(func() error { return c.batch(ctx, home, places[lo:hi], minutes[lo:hi]) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, p := range places {
		missing[p] = minutes[i]
	}
	c.kept.keep(home, places, minutes)
	return nil
}
