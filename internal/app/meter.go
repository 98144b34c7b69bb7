package app

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"continuum/internal/catalog"
)

// meter counts what an operator watches. No measure carries an address, a path or a
// query: only classes of routes.
type meter struct {
	set         *metrics.Set
	builds      *metrics.Counter
	storeErrors *metrics.Counter
	panics      *metrics.Counter
	inFlight    atomic.Int64
	built       atomic.Pointer[catalog.Catalog]
}

func newMeter(version string, started time.Time) *meter {
	m := &meter{set: metrics.NewSet()}
	m.builds = m.set.NewCounter("continuum_catalog_builds_total")
	m.storeErrors = m.set.NewCounter("continuum_store_errors_total")
	m.panics = m.set.NewCounter("continuum_http_panics_total")
	m.set.NewGauge(fmt.Sprintf("continuum_info{version=%q}", version), func() float64 { return 1 })
	m.set.NewGauge("continuum_start_time_seconds", func() float64 { return float64(started.Unix()) })
	m.set.NewGauge("continuum_http_requests_in_flight", func() float64 { return float64(m.inFlight.Load()) })
	m.set.NewGauge("continuum_catalog_generation", func() float64 { return m.ofCatalog(func(c *catalog.Catalog) float64 { return float64(c.Generation) }) })
	m.set.NewGauge("continuum_catalog_campuses", func() float64 {
		return m.ofCatalog(func(c *catalog.Catalog) float64 { return float64(len(c.Campuses)) })
	})
	m.set.NewGauge("continuum_catalog_build_seconds", func() float64 { return m.ofCatalog(func(c *catalog.Catalog) float64 { return c.Took.Seconds() }) })
	return m
}

func (m *meter) ofCatalog(measure func(*catalog.Catalog) float64) float64 {
	if c := m.built.Load(); c != nil {
		return measure(c)
	}
	return 0
}

// observe records an answered request.
func (m *meter) observe(path string, status int, took time.Duration) {
	class := classOf(path)
	m.set.GetOrCreateCounter(fmt.Sprintf("continuum_http_requests_total{route=%q,status=\"%d\"}", class, status)).Inc()
	m.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf("continuum_http_request_seconds{route=%q}", class),
		[]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}).Update(took.Seconds())
}

// classOf names the class of a path: few values, whatever the visitors ask for.
func classOf(path string) string {
	for _, c := range []struct{ prefix, class string }{
		{"/api/", "api"},
		{"/tiles/", "tile"},
		{"/assets/", "asset"},
		{"/healthz", "probe"},
		{"/readyz", "probe"},
		{"/metrics", "probe"},
	} {
		if strings.HasPrefix(path, c.prefix) {
			return c.class
		}
	}
	return "page"
}

// ServeHTTP answers /metrics in the text form that Prometheus reads.
func (m *meter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	m.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}
