// Package geocode asks an address engine of the operator, one that speaks as the French
// national address base does, where an address is. What is asked says where someone lives:
// it is neither logged nor kept here. Answers are bounded and checked.
package geocode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"continuum/internal/geo"
)

// Config is which engine to ask. URL is required.
type Config struct {
	URL     string        // to which /search is added
	Timeout time.Duration // of one question; 0: two seconds
	Log     *slog.Logger  // nil: no log
}

// Client is an address engine. It is safe for concurrent use.
type Client struct {
	search  string
	timeout time.Duration
	log     *slog.Logger
	http    *http.Client
}

// New returns a client. Nothing is asked yet.
func New(c Config) (*Client, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("want http://host:port or https://host/path, without a query")
	}
	if c.Timeout <= 0 {
		c.Timeout = 2 * time.Second
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Client{
		search: strings.TrimRight(c.URL, "/") + "/search", timeout: c.Timeout, log: c.Log,
		http: &http.Client{
			Transport: &http.Transport{MaxIdleConnsPerHost: 4, MaxConnsPerHost: 16, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 16 << 10},
			// An address is told to the host that the operator chose, and to no other.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

const (
	largest = 64 << 10 // bytes of an answer
	asked   = 3        // places asked for
	// surest is the score, 0 to 1, below which an engine has guessed.
	surest = 0.4
	// longest is how many characters of an address are written back.
	longest = 200
)

// Locate returns the likeliest place of an address. ok is false when the engine knows
// none; an error tells that it did not answer, or not as such an engine does, without
// what was asked.
func (c *Client) Locate(ctx context.Context, address string) (at geo.Address, ok bool, err error) {
	body, err := c.ask(ctx, address)
	if err == nil {
		at, ok, err = read(body)
	}
	if err != nil && ctx.Err() == nil {
		c.log.Warn("the address engine failed: communes stand in", "err", err)
	}
	return at, ok, err
}

func (c *Client) ask(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	q := url.Values{"q": {address}, "limit": {fmt.Sprint(asked)}}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.search+"?"+q.Encode(), nil)
	if err != nil {
		return nil, errors.New("geocode: the question can't be written")
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, fmt.Errorf("geocode: %w", withoutAddress(err))
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, largest+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("geocode: %w", withoutAddress(err))
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("geocode: HTTP status %d", answer.StatusCode)
	case len(body) > largest:
		return nil, fmt.Errorf("geocode: more than %d bytes", largest)
	}
	return body, nil
}

// withoutAddress leaves out the address of a request, which says where someone lives.
func withoutAddress(err error) error {
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		err = cause
	}
	return err
}

var insee = regexp.MustCompile(`^[0-9][0-9AB][0-9]{3}$`)

// read takes the first place of an answer, features in the order of their scores.
func read(body []byte) (at geo.Address, ok bool, err error) {
	var a struct {
		Type     string
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates []float64
			}
			Properties struct {
				Label    string
				Citycode string
				Score    *float64
			}
		}
	}
	// The cause may hold what was answered, which repeats what was asked.
	if json.Unmarshal(body, &a) != nil || a.Type != "FeatureCollection" {
		return at, false, errors.New("geocode: not a collection of places")
	}
	if len(a.Features) == 0 {
		return at, false, nil
	}
	f := &a.Features[0]
	if f.Geometry.Type != "Point" || len(f.Geometry.Coordinates) < 2 || !insee.MatchString(f.Properties.Citycode) {
		return at, false, errors.New("geocode: a place without a point or without a commune")
	}
	p := geo.Point{Lon: f.Geometry.Coordinates[0], Lat: f.Geometry.Coordinates[1]}
	if !(p.Lon >= -180 && p.Lon <= 180 && p.Lat >= -90 && p.Lat <= 90) || p.IsZero() {
		return at, false, errors.New("geocode: a point that is nowhere")
	}
	if f.Properties.Score != nil && *f.Properties.Score < surest {
		return at, false, nil
	}
	return geo.Address{Label: line(f.Properties.Label), Commune: f.Properties.Citycode, Point: p}, true, nil
}

// line is a text as one line of a page.
func line(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	for utf8.RuneCountInString(s) > longest {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}
