package intake

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"continuum/internal/opendata"
)

// scheduled is who imports when nobody asks, in the journal.
const scheduled = "schedule"

// Schedule imports the sources that have an address, again and again.
type Schedule struct {
	Intake  *Intake
	Sources []*opendata.Source
	Log     *slog.Logger
}

// Run makes a round at each tick, until ctx or the ticks end.
func (s *Schedule) Run(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case _, more := <-ticks:
			if !more {
				return
			}
			s.round(ctx)
		}
	}
}

// round imports one source after the other. What fails is logged: its version in place
// stays, and the next round tries again.
func (s *Schedule) round(ctx context.Context) {
	for _, src := range s.Sources {
		if src.URL == "" {
			continue
		}
		out, err := s.download(ctx, src)
		switch {
		case ctx.Err() != nil:
			return // stopping is no trouble
		case err != nil:
			s.Log.Warn("official data not imported; what was in place stays", "source", src.ID, "err", err)
		case !out.Changed:
			s.Log.Info("official data unchanged", "source", src.ID, "version", out.Version.Number)
		default:
			s.Log.Info("official data imported", "source", src.ID, "version", out.Version.Number, "rows", out.Version.Rows,
				"quarantined", out.Report.Breaches())
		}
	}
}

// download imports the file at the address of a source.
func (s *Schedule) download(ctx context.Context, src *opendata.Source) (*Outcome, error) {
	dir, err := os.MkdirTemp(s.Intake.TempDir, "continuum-download-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path, err := s.Intake.Download(ctx, src, src.URL, dir)
	if err != nil {
		return nil, err
	}
	return s.Intake.Import(ctx, Request{
		Source: src, Files: []string{path}, Actor: scheduled, URLs: map[string]string{filepath.Base(path): src.URL},
	})
}
