package cli

import (
	"context"
	"errors"
	"io"
	"time"

	"continuum/internal/app"
	"continuum/internal/assistant"
)

type mcpServer struct {
	storage
	distances
}

// Run answers until the client leaves.
func (m *mcpServer) Run(ctx context.Context, p *Program) error {
	cat, err := app.Snapshot(ctx, m.place(), time.Now())
	if err != nil {
		return err
	}
	measures, err := m.distances.settings().Measures(nil)
	if err != nil {
		return err
	}
	cat.Measure(measures)
	server, err := assistant.New(ctx, app.Asking(cat), p.Version)
	if err != nil {
		return err
	}
	err = server.Run(ctx, io.NopCloser(p.Stdin), unclosed{p.Stdout})
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		return nil // the client left, or the operator stops us
	}
	return err
}

// unclosed leaves the stream to who gave it.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
