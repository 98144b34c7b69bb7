package travel

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"

	"continuum/internal/geo"
)

// Failure is a question that the engine did not answer, or not truly.
type Failure struct {
	Kind  string // one of the words below
	cause error
}

// What can go wrong with an engine.
const (
	Late    = "late"    // no whole answer in time
	Down    = "down"    // no connection, or one that was cut
	Status  = "status"  // an answer that is an error, or no answer of such an engine
	Lie     = "lie"     // an answer that can't be true
	Resting = "resting" // it failed several times in a row, and is left alone for a while
)

// Error tells the operator.
func (f *Failure) Error() string { return "travel: " + f.Kind + ": " + f.cause.Error() }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.cause }

// Why is the kind of the failure.
func (f *Failure) Why() string { return f.Kind }

// largest is how many bytes an answer may have for each place, over a fixed part.
const largest = 256

// batch asks about as many places as the engine takes at once.
func (c *Client) batch(ctx context.Context, home geo.Point, places []geo.Point, minutes []float32) error {
	r, err := c.engine.request(ctx, c.config.URL, home, places)
	if err != nil {
		return &Failure{Down, err}
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return &Failure{late(ctx), withoutAddress(err)}
	}
	defer answer.Body.Close()
	most := int64(8<<10 + largest*len(places))
	body, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
	switch {
	case err != nil:
		return &Failure{late(ctx), err}
	case answer.StatusCode != http.StatusOK:
		return &Failure{Status, fmt.Errorf("HTTP status %d", answer.StatusCode)}
	case int64(len(body)) > most:
		return &Failure{Lie, fmt.Errorf("more than %d bytes for %d places", most, len(places))}
	}
	seconds, err := c.engine.seconds(body)
	if err != nil {
		return &Failure{Status, err}
	}
	if len(seconds) != len(places) {
		return &Failure{Lie, fmt.Errorf("%d times for %d places", len(seconds), len(places))}
	}
	for i, s := range seconds {
		if s == nil {
			minutes[i] = float32(math.Inf(1))
			continue
		}
		// Both ends are moved to a road: two kilometres are let pass.
		if km := geo.Km(home, places[i]); !(*s >= 0) || km > 2+*s/3600*incapable {
			return &Failure{Lie, fmt.Errorf("%g seconds for %.0f km as the crow flies", *s, km)}
		}
		minutes[i] = float32(*s / 60)
	}
	return nil
}

// withoutAddress leaves out the address of a request, which says where someone lives.
func withoutAddress(err error) error {
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		err = cause
	}
	return err
}

func late(ctx context.Context) string {
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		return Late
	}
	return Down
}

// osrm speaks to the table service of OSRM.
type osrm struct{}

func (osrm) request(ctx context.Context, base string, home geo.Point, places []geo.Point) (*http.Request, error) {
	var points, destinations strings.Builder
	points.WriteString(lonLat(home))
	for i, p := range places {
		points.WriteString(";" + lonLat(p))
		if i > 0 {
			destinations.WriteByte(';')
		}
		destinations.WriteString(strconv.Itoa(i + 1))
	}
	return http.NewRequestWithContext(ctx, http.MethodGet,
		base+"/table/v1/driving/"+points.String()+"?sources=0&destinations="+destinations.String()+"&annotations=duration", nil)
}

func lonLat(p geo.Point) string {
	return strconv.FormatFloat(p.Lon, 'f', 5, 64) + "," + strconv.FormatFloat(p.Lat, 'f', 5, 64)
}

func (osrm) seconds(body []byte) ([]*float64, error) {
	var a struct {
		Code      string
		Durations [][]*float64
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, fmt.Errorf("not an answer of OSRM: %w", err)
	}
	if a.Code != "Ok" || len(a.Durations) != 1 {
		return nil, fmt.Errorf("OSRM says %.40q, with %d rows", a.Code, len(a.Durations))
	}
	return a.Durations[0], nil
}

// valhalla speaks to the matrix service of Valhalla.
type valhalla struct{}

type location struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

func (valhalla) request(ctx context.Context, base string, home geo.Point, places []geo.Point) (*http.Request, error) {
	question := struct {
		Sources []location `json:"sources"`
		Targets []location `json:"targets"`
		Costing string     `json:"costing"`
	}{Sources: []location{location(home)}, Costing: "auto"}
	for _, p := range places {
		question.Targets = append(question.Targets, location(p))
	}
	body, err := json.Marshal(question)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/sources_to_targets", bytes.NewReader(body))
	if err == nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return r, err
}

func (valhalla) seconds(body []byte) ([]*float64, error) {
	var a struct {
		Rows [][]struct {
			Time *float64
			To   *int `json:"to_index"`
		} `json:"sources_to_targets"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, fmt.Errorf("not an answer of Valhalla: %w", err)
	}
	if len(a.Rows) != 1 {
		return nil, fmt.Errorf("%d rows from one home", len(a.Rows))
	}
	seconds := make([]*float64, len(a.Rows[0]))
	for i, cell := range a.Rows[0] {
		if cell.To != nil && *cell.To != i {
			return nil, fmt.Errorf("place %d where %d is expected", *cell.To, i)
		}
		seconds[i] = cell.Time
	}
	return seconds, nil
}
