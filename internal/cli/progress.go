package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"continuum/internal/opendata"
)

// patience is how long an import may be silent: shorter ones say nothing of their
// progress, longer ones a line as often, where there is no terminal.
const patience = 3 * time.Second

// progress tells how far reading has come: a bar on a terminal, plain lines elsewhere.
type progress struct {
	w       io.Writer
	now     func() time.Time
	bar     bool // whether w is a terminal
	source  string
	started time.Time
	told    time.Time
	drawn   *progressbar.ProgressBar
}

func newProgress(w io.Writer, now func() time.Time) *progress {
	p := &progress{w: w, now: now}
	if f, ok := w.(*os.File); ok {
		info, err := f.Stat()
		p.bar = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// tell is called often.
func (p *progress) tell(at opendata.Progress) {
	now := p.now()
	if at.Source != p.source || p.started.IsZero() {
		p.end()
		p.source, p.started, p.told = at.Source, now, now
	}
	if p.bar {
		p.draw(at)
		return
	}
	if now.Sub(p.told) < patience || at.Size <= 0 {
		return
	}
	p.told = now
	spent := now.Sub(p.started)
	rate := float64(at.Read) / spent.Seconds()
	left := "?"
	if at.Read > 0 {
		left = time.Duration(float64(spent) * float64(at.Size-at.Read) / float64(at.Read)).Round(time.Second).String()
	}
	fmt.Fprintf(p.w, "%s: %d %% of %s, %d records, %.1f MB/s, %s left\n", at.Source, at.Read*100/at.Size, at.File, at.Records, rate/1e6, left)
}

func (p *progress) draw(at opendata.Progress) {
	if p.drawn == nil {
		p.drawn = progressbar.NewOptions64(at.Size,
			progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(at.Source), progressbar.OptionShowBytes(true),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetPredictTime(true))
	}
	_ = p.drawn.Set64(at.Read) // a terminal that went away is no reason to stop
}

// end leaves the terminal as it was.
func (p *progress) end() {
	if p.drawn != nil {
		_ = p.drawn.Finish()
	}
	p.drawn, p.source, p.started = nil, "", time.Time{}
}
