package app

import (
	"fmt"
	"log/slog"
	"time"

	"continuum/internal/geocode"
	"continuum/internal/web/formations"
)

// Addresses is the engine that readers' addresses are looked for with. The zero value is
// none: readers say their commune, and nobody is asked.
type Addresses struct {
	GeocoderURL     string        // /search is added; empty: none
	GeocoderTimeout time.Duration // of one question; 0: two seconds
}

// geocoder prepares it, nil for none. It is not asked anything yet.
func (a *Addresses) geocoder(log *slog.Logger) (formations.Geocoder, error) {
	switch {
	case a.GeocoderURL == "":
		return nil, nil
	case a.GeocoderTimeout < 0 || a.GeocoderTimeout > 30*time.Second:
		return nil, wrong("geocoder-timeout", "%s: want 30s at most", a.GeocoderTimeout)
	}
	c, err := geocode.New(geocode.Config{URL: a.GeocoderURL, Timeout: a.GeocoderTimeout, Log: log})
	if err != nil {
		return nil, wrong("geocoder-url", "%w", fmt.Errorf("not the address of an engine: %w", err))
	}
	return c, nil
}
