package cli

import (
	"time"

	"continuum/internal/app"
)

// distances says how far places are said to be.
type distances struct {
	Detour        float64       `help:"How much longer a road is than the great circle, by convention." default:"1.3" placeholder:"N"`
	TravelURL     string        `help:"Travel-time engine: minutes can then be asked. Without it they are refused." placeholder:"http://…"`
	TravelKind    string        `help:"What the engine is (${enum})." enum:"osrm,valhalla" default:"osrm"`
	TravelTimeout time.Duration `help:"How long one question may wait for the engine, before great circles stand in." default:"2s"`
	TravelBatch   int           `help:"Most places in one request to the engine; 0 is what it takes by default." default:"0" placeholder:"N"`
}

func (d *distances) settings() *app.Distances {
	return &app.Distances{
		Detour: d.Detour, TravelURL: d.TravelURL, TravelKind: d.TravelKind, TravelTimeout: d.TravelTimeout, TravelBatch: d.TravelBatch,
	}
}
