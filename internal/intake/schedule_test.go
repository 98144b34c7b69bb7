package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"continuum/internal/intake"
	"continuum/internal/opendata"
)

func TestSchedule(t *testing.T) {
	t.Parallel()
	const whole = "uai;places\n0350029S;1\n0350030T;2\n0350031U;2\n0350032V;2\n"
	answers := []string{
		whole,                                   // imported
		whole,                                   // unchanged
		"",                                      // out of reach
		"uai;places\n0350029S;1\n",              // refused
		strings.Replace(whole, "S;1", "S;9", 1), // imported
	}
	asked := new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		text := answers[asked.Add(1)-1]
		if text == "" {
			http.Error(w, "closed for the night", http.StatusForbidden)
			return
		}
		fmt.Fprint(w, text)
	}))
	t.Cleanup(server.Close)
	db, src, silent := open(t), canteens(), canteens()
	src.URL, silent.ID = server.URL+"/cantines.csv", "silent"
	var log bytes.Buffer
	dir := t.TempDir()
	in := &intake.Intake{Store: db, Client: server.Client(), TempDir: dir, Program: "p"}
	in.Fetch.Tries = 1
	s := &intake.Schedule{Intake: in, Sources: []*opendata.Source{silent, src}, Log: slog.New(slog.NewTextHandler(&log, nil))}

	ticks, ended := make(chan time.Time), make(chan struct{})
	go func() {
		defer close(ended)
		s.Run(t.Context(), ticks)
	}()
	for range answers {
		ticks <- time.Time{} // taken once the round before is over
	}
	close(ticks)
	<-ended
	v, rows := inForce(t, db, src)
	if v.Number != 2 || len(rows) != 4 || rows[0] != "0350029S;9;" || v.Files[0].URL != src.URL {
		t.Errorf("in force: version %d, %v", v.Number, rows)
	}
	var said []string
	for line := range strings.Lines(log.String()) {
		_, line, _ = strings.Cut(line, "msg=")
		said = append(said, line)
	}
	for i, want := range []string{`imported" source=cantines version=1 rows=4`, `unchanged" source=cantines version=1`, "403", "would replace 4", `imported" source=cantines version=2`} {
		if len(said) != 5 || !strings.Contains(said[i], want) {
			t.Fatalf("line %d of the log = %q, want %q", i+1, said, want)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestScheduleStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel() // in the middle of a download
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	src := canteens()
	src.URL = server.URL
	var log bytes.Buffer
	s := &intake.Schedule{
		Intake:  &intake.Intake{Store: open(t), Client: server.Client(), TempDir: t.TempDir()},
		Sources: []*opendata.Source{src}, Log: slog.New(slog.NewTextHandler(&log, nil)),
	}
	ticks := make(chan time.Time, 1)
	ticks <- time.Time{}
	s.Run(ctx, ticks)
	if log.Len() > 0 {
		t.Errorf("stopping was logged as trouble: %s", &log)
	}
}
