package travel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"continuum/internal/geo"
)

var (
	lorient = geo.Point{Lat: 47.748, Lon: -3.37}
	places  = []geo.Point{{Lat: 47.6587, Lon: -2.7599}, {Lat: 47.9960, Lon: -4.0970}, {Lat: 48.3904, Lon: -4.4861}}
	island  = geo.Point{Lat: 47.33, Lon: -3.2}
)

// seconds is what the fakes tell: 60 km/h on the crow's road, no road to the island.
func seconds(home, to geo.Point) any {
	if math.Abs(to.Lat-island.Lat) < 1e-4 {
		return nil
	}
	return math.Round(geo.Km(home, to) * 60)
}

// fake is an engine of either kind that answers as OSRM and Valhalla do.
func fake(w http.ResponseWriter, r *http.Request) {
	var points []geo.Point
	if path, ok := strings.CutPrefix(r.URL.Path, "/table/v1/driving/"); ok {
		for p := range strings.SplitSeq(path, ";") {
			lon, lat, _ := strings.Cut(p, ",")
			x, _ := strconv.ParseFloat(lon, 64)
			y, _ := strconv.ParseFloat(lat, 64)
			points = append(points, geo.Point{Lat: y, Lon: x})
		}
		// Read by hand: OSRM separates by semicolons, which net/url refuses in a query.
		_, rest, _ := strings.Cut(r.URL.RawQuery, "sources=0&destinations=")
		to, _, _ := strings.Cut(rest, "&")
		if n := len(strings.Split(to, ";")); n != len(points)-1 || n > 99 {
			http.Error(w, `{"code":"TooBig"}`, http.StatusBadRequest)
			return
		}
		row := []any{}
		for _, p := range points[1:] {
			row = append(row, seconds(points[0], p))
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"code": "Ok", "durations": [][]any{row}, "destinations": []any{}})
		return
	}
	var q struct {
		Sources, Targets []geo.Point
		Costing          string
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.URL.Path != "/sources_to_targets" || q.Costing != "auto" || len(q.Sources) != 1 {
		http.Error(w, `{"error_code":100}`, http.StatusBadRequest)
		return
	}
	row := []any{}
	for i, p := range q.Targets {
		row = append(row, map[string]any{"distance": 1.5, "time": seconds(q.Sources[0], p), "to_index": i, "from_index": 0})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"sources_to_targets": [][]any{row}, "units": "kilometers"})
}

func client(t *testing.T, kind string, h http.HandlerFunc, c Config) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	c.Kind, c.URL = kind, s.URL+"/"
	got, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(got.http.CloseIdleConnections)
	return got
}

// Both engines tell the same minutes, in batches, and are asked once about a home.
func TestMeasure(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			c := client(t, kind, func(w http.ResponseWriter, r *http.Request) { asked.Add(1); fake(w, r) }, Config{Batch: 2})
			all := append([]geo.Point{island}, places...)
			out := make([]float32, len(all))
			for range 2 {
				if err := c.Measure(t.Context(), lorient, all, out); err != nil {
					t.Fatal(err)
				}
				if !math.IsInf(float64(out[0]), 1) {
					t.Errorf("the island is at %v minutes, there is no road", out[0])
				}
				for i, p := range places {
					if want := geo.Km(lorient, p); math.Abs(float64(out[i+1])-want) > 0.01 {
						t.Errorf("place %d: %v minutes, want %v", i, out[i+1], want)
					}
				}
			}
			near := geo.Point{Lat: lorient.Lat + 0.0002, Lon: lorient.Lon}
			if err := c.Measure(t.Context(), near, all, out); err != nil || asked.Load() != 2 {
				t.Errorf("%d requests for four places by two, then the same: %v", asked.Load(), err)
			}
		})
	}
}

// What an engine can do wrong: nothing of its answer is used, and why is told.
func TestLies(t *testing.T) {
	t.Parallel()
	says := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
	}
	osrm := func(row string) http.HandlerFunc { return says(`{"code":"Ok","durations":[[` + row + `]]}`) }
	vall := func(row string) http.HandlerFunc { return says(`{"sources_to_targets":[[` + row + `]]}`) }
	hangs := func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() }
	for _, tt := range []struct {
		name, kind string
		engine     http.HandlerFunc
		want       string
	}{
		{"hangs", "osrm", hangs, Late},
		{"hangs", "valhalla", hangs, Late},
		{"hangs halfway", "osrm", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"code":`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, Late},
		{"cuts the connection", "osrm", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, Down},
		{"cuts halfway", "valhalla", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "4000")
			_, _ = io.WriteString(w, `{"sources_to_targets":[[`)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}, Down},
		{"500", "osrm", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusInternalServerError) }, Status},
		{"429", "valhalla", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "slow down", http.StatusTooManyRequests) }, Status},
		{"sends elsewhere", "osrm", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		}, Status},
		{"HTML", "osrm", says("<!doctype html><p>Welcome"), Status},
		{"HTML", "valhalla", says("<!doctype html><p>Welcome"), Status},
		{"another code", "osrm", says(`{"code":"NoTable"}`), Status},
		{"NaN", "osrm", osrm("NaN,60,60"), Status},
		{"infinite", "osrm", osrm("1e999,60,60"), Status},
		{"negative", "osrm", osrm("-1,5000,9000"), Lie},
		{"negative", "valhalla", vall(`{"time":-4,"to_index":0},{"time":5000,"to_index":1},{"time":9000,"to_index":2}`), Lie},
		{"too few", "osrm", osrm("5000,5000"), Lie},
		{"too many", "valhalla", vall(`{"time":5000},{"time":5000},{"time":9000},{"time":9000}`), Lie},
		{"two rows", "osrm", says(`{"code":"Ok","durations":[[5000,5000,9000],[1,2,3]]}`), Status},
		{"out of order", "valhalla", vall(`{"time":5000,"to_index":1},{"time":5000,"to_index":0},{"time":9000,"to_index":2}`), Status},
		{"faster than a train", "osrm", osrm("600,5000,9000"), Lie},
		{"faster than a train", "valhalla", vall(`{"time":0,"to_index":0},{"time":5000,"to_index":1},{"time":9000,"to_index":2}`), Lie},
		{"endless", "osrm", func(w http.ResponseWriter, _ *http.Request) {
			for range 1000 {
				if _, err := io.WriteString(w, strings.Repeat(" ", 1<<16)); err != nil {
					return
				}
			}
		}, Lie},
	} {
		t.Run(tt.kind+" "+tt.name, func(t *testing.T) {
			t.Parallel()
			timeout := 5 * time.Second
			if tt.want == Late {
				timeout = 30 * time.Millisecond
			}
			c := client(t, tt.kind, tt.engine, Config{Timeout: timeout})
			err := c.Measure(t.Context(), lorient, places, make([]float32, len(places)))
			failure, ok := errors.AsType[*Failure](err)
			if !ok || failure.Why() != tt.want {
				t.Errorf("%v, want a failure: %s", err, tt.want)
			}
			if strings.Contains(fmt.Sprint(err), "47.748") {
				t.Errorf("%v says where someone lives", err)
			}
		})
	}
}

// An engine that fails is left alone for a while, then tried by one question.
func TestBreaker(t *testing.T) {
	t.Parallel()
	var b breaker
	now := time.Unix(0, 0)
	for range patience {
		if !b.may(now) {
			t.Fatal("left alone too soon")
		}
		b.failed(now)
	}
	if b.may(now) || b.may(now.Add(rest-1)) {
		t.Error("asked although it failed in a row")
	}
	now = now.Add(rest)
	if !b.may(now) || b.may(now) {
		t.Error("after a rest one question tries it, not two")
	}
	b.worked()
	if !b.may(now) {
		t.Error("it works again, and is not asked")
	}
}

// A question that goes away is no failure of the engine.
func TestCancelled(t *testing.T) {
	t.Parallel()
	c := client(t, "osrm", fake, Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range patience + 1 {
		if err := c.Measure(ctx, lorient, places, make([]float32, 3)); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if err := c.Measure(t.Context(), lorient, places, make([]float32, 3)); err != nil {
		t.Error(err)
	}
}

// pretend answers without a network, after a second.
type pretend struct{ asked atomic.Int32 }

func (p *pretend) RoundTrip(r *http.Request) (*http.Response, error) {
	p.asked.Add(1)
	time.Sleep(time.Second)
	w := httptest.NewRecorder()
	fake(w, r)
	return w.Result(), r.Context().Err()
}

// Many questions about one home at once make one request.
func TestOneFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, err := New(Config{Kind: "osrm", URL: "http://engine"})
		if err != nil {
			t.Fatal(err)
		}
		engine := new(pretend)
		c.http.Transport = engine
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				out := make([]float32, len(places))
				if err := c.Measure(t.Context(), lorient, places, out); err != nil || out[0] == 0 {
					t.Error(out, err)
				}
			})
		}
		wg.Wait()
		if n := engine.asked.Load(); n != 1 {
			t.Errorf("%d requests, want one", n)
		}
	})
}

// What is kept is bounded; the homes used last stay.
func TestKept(t *testing.T) {
	t.Parallel()
	k := newKept(2 * len(places))
	minutes, out := []float32{1, 2, 3}, make([]float32, len(places))
	homes := []geo.Point{{Lat: 1}, {Lat: 2}, {Lat: 3}}
	k.keep(homes[0], places, minutes)
	k.keep(homes[1], places, minutes)
	k.fill(homes[0], places, out)
	k.keep(homes[2], places, minutes)
	for i, want := range []int{0, len(places), 0} {
		if missing := k.fill(homes[i], places, out); len(missing) != want {
			t.Errorf("home %d misses %d places, want %d", i, len(missing), want)
		}
	}
	if k.pairs != 2*len(places) {
		t.Errorf("%d pairs kept", k.pairs)
	}
}

// An address that is none is refused.
func TestNew(t *testing.T) {
	t.Parallel()
	for _, c := range []Config{{Kind: "osrm", URL: "engine:5000"}, {Kind: "osrm"}, {Kind: "google", URL: "http://engine"}, {Kind: "osrm", URL: "http://e/?key=1"}} {
		if _, err := New(c); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}
