package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/store"
	"continuum/internal/store/pgtest"
)

// postgres is the database server of this package's tests.
var postgres pgtest.Shared

func TestMain(m *testing.M) { os.Exit(postgres.Main(m)) }

// start runs an App until the test ends, and returns it with its way to stop.
func start(t *testing.T, change func(*Config)) (a *App, stop func()) {
	t.Helper()
	c := Defaults()
	c.Addr, c.DataDir, c.Version = "127.0.0.1:0", t.TempDir(), "test"
	c.Poll = 10 * time.Millisecond
	if change != nil {
		change(&c)
	}
	a, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	done := false
	stop = func() {
		if done {
			return
		}
		done = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run = %v", err)
		}
	}
	t.Cleanup(stop)
	return a, stop
}

func get(t *testing.T, a *App, path string) (status int, body string) {
	t.Helper()
	resp, err := http.Get("http://" + a.Addr() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// wait waits for a condition that another goroutine brings about. A catalog of the
// nation takes a minute where races are looked for on a busy machine: the limit is
// there to say what was waited for, not to judge a speed.
func wait(t *testing.T, what string, condition func() bool) {
	t.Helper()
	limit := time.After(5 * time.Minute)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// TestAnswers asks the wired program one thing of each kind.
func TestAnswers(t *testing.T) {
	t.Parallel()
	var ready bytes.Buffer
	a, stop := start(t, func(c *Config) { c.Ready = &ready })
	for _, tt := range []struct {
		path   string
		status int
		has    string
	}{
		{"/healthz", 200, `"ok"`},
		{"/readyz", 200, `"ready"`},
		{"/mentions-legales", 200, "</html>"},
		{"/no-such-page", 404, "</html>"},
		{"/api/v1/campuses?as_of=2015-09-01", 200, `"total":21`},
		{"/api/v1/campuses?as_of=2013-12-31", 200, `"total":10`},
		{"/api/v1/campuses?as_of=2000-01-01", 200, `"total":0`},
		{"/api/v1/campuses?as_of=yesterday", 400, "as_of"},
		{"/api/v1/nothing", 404, "openapi.json"},
		{"/tiles/regions/0/0/0.txt", 404, ""},
		{"/mentions-legales?" + strings.Repeat("a", 20_000), 414, "</html>"},
		{"/mentions-legales?" + strings.Repeat("a", 1<<20), 431, ""},
		{"/metrics", 200, `continuum_http_requests_total{route="api",status="400"} 1`},
		{"/metrics", 200, `continuum_catalog_generation 2`},
	} {
		status, body := get(t, a, tt.path)
		if status != tt.status || !strings.Contains(body, tt.has) {
			t.Errorf("GET %.60s = %d, want %d with %q: %.300s", tt.path, status, tt.status, tt.has, body)
		}
	}
	stop()
	_, port, _ := net.SplitHostPort(a.Addr())
	if want := "http://localhost:" + port + "\n"; ready.String() != want {
		t.Errorf("printed %q once ready, want %q", ready.String(), want)
	}
}

// TestStop asks the program to stop while a visitor is still sending a form: the
// visitor gets an answer, newcomers do not, and nothing is left running.
func TestStop(t *testing.T) {
	a, stop := start(t, nil) // alone: it looks at every goroutine
	conn, err := net.Dial("tcp", a.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	form := "message=Le+nom+de+ce+campus+a+une+faute+de+frappe"
	fmt.Fprintf(conn, "POST /signaler HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", a.Addr(), len(form), form[:10])
	wait(t, "the form is being read", func() bool { return a.meter.inFlight.Load() == 1 })

	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	wait(t, "newcomers are refused", func() bool {
		c, err := net.Dial("tcp", a.Addr())
		if err == nil {
			c.Close()
		}
		return err != nil
	})
	select {
	case <-stopped:
		t.Fatal("it stopped without waiting for the visitor")
	default:
	}
	fmt.Fprint(conn, form[10:])
	answer, err := io.ReadAll(conn)
	if err != nil || !bytes.HasPrefix(answer, []byte("HTTP/1.1 ")) || bytes.HasPrefix(answer, []byte("HTTP/1.1 5")) {
		t.Errorf("the visitor got %.200q, %v", answer, err)
	}
	<-stopped
	// What was told to end may need a moment to do so.
	for _, left := range []string{"app.(*follower).run", "net/http.(*Server).Serve", "database/sql.(*DB).connectionOpener"} {
		wait(t, left+" has ended", func() bool {
			stacks := make([]byte, 1<<20)
			return !bytes.Contains(stacks[:runtime.Stack(stacks, true)], []byte(left))
		})
	}
}

// TestCut stops although a visitor never ends.
func TestCut(t *testing.T) {
	t.Parallel()
	a, stop := start(t, func(c *Config) { c.Grace = 20 * time.Millisecond })
	conn, err := net.Dial("tcp", a.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /signaler HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nmessage=")
	wait(t, "the form is being read", func() bool { return a.meter.inFlight.Load() == 1 })
	stop()
}

// TestReport sends a report as a reader's browser does, and finds it in the store
// with the campus that the page speaks of.
func TestReport(t *testing.T) {
	t.Parallel()
	a, _ := start(t, nil)
	resp, err := http.PostForm("http://"+a.Addr()+"/signaler", map[string][]string{
		"page": {"/campus/bretagne-industries-de-la-mer?le=2015-09-01"}, "message": {"La ville du siège n’est pas la bonne."}, "mail": {"lectrice@example.org"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	list, err := a.store.Reports(t.Context(), store.ReportFilter{})
	if err != nil || len(list) != 1 {
		t.Fatalf("reports = %v, %v after status %d; want one", list, err, resp.StatusCode)
	}
	if r := list[0]; r.Campus == "" || r.Contact != "lectrice@example.org" || !strings.Contains(r.Message, "siège") {
		t.Errorf("kept %+v", r)
	}
}

// TestRefuses starts the program where it can't work: one line that says what to do.
func TestRefuses(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		change func(*Config)
		kind   fault.Kind
		says   string
	}{
		{"port in use", func(c *Config) { c.Addr = taken.Addr().String() }, fault.Unavailable, "choose another address with --addr"},
		{"foreign address", func(c *Config) { c.Addr = "192.0.2.1:0" }, fault.Unavailable, "--addr"},
		{"data folder is a file", func(c *Config) { c.DataDir = file }, fault.Unavailable, "--data"},
		{"unreachable PostgreSQL", func(c *Config) { c.DatabaseURL = "postgres://u:secret@127.0.0.1:1/x" }, fault.Unavailable, "--database-url"},
		{"not PostgreSQL", func(c *Config) { c.DatabaseURL = "mysql://u:secret@h/x" }, fault.Invalid, "database-url"},
		{"address without port", func(c *Config) { c.Addr = "localhost" }, fault.Invalid, "host:port"},
		{"no such theme", func(c *Config) { c.Theme = "rose" }, fault.Invalid, "dsfr or neutre"},
		{"relative base", func(c *Config) { c.BaseURL = "example.fr" }, fault.Invalid, "https://"},
		{"no such log format", func(c *Config) { c.LogFormat = "xml" }, fault.Invalid, "text or json"},
		{"no such log level", func(c *Config) { c.LogLevel = "loud" }, fault.Invalid, "debug"},
		{"never polls", func(c *Config) { c.Poll = 0 }, fault.Invalid, "poll"},
		{"a provider without TLS", func(c *Config) { c.SignIn.Issuer = "http://id.example.fr" }, fault.Invalid, "oidc-issuer"},
		{"a provider that does not know this site", func(c *Config) { c.SignIn.Issuer = "https://id.example.fr" }, fault.Invalid, "oidc-client-id"},
		{"no such second factor", func(c *Config) { c.SignIn.SecondFactor = "some" }, fault.Invalid, "want auto, nobody, roles or everyone"},
		{"two factors that nobody can have", func(c *Config) { c.SignIn.SecondFactor, c.BaseURL = "roles", "https://192.0.2.1" }, fault.Invalid, "--oidc-strong-acr"},
		{"two factors without TLS", func(c *Config) { c.SignIn.SecondFactor, c.BaseURL = "everyone", "http://campus.example.fr" }, fault.Invalid, "second-factor"},
		{"a recovery for ever", func(c *Config) { c.SignIn.RecoveryLife = 48 * time.Hour }, fault.Invalid, "recovery-life"},
		{"a recovery of no time", func(c *Config) { c.SignIn.RecoveryLife = time.Minute }, fault.Invalid, "recovery-life"},
		{"negative cache", func(c *Config) { c.PageCache = -1 }, fault.Invalid, "PageCache"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := Defaults()
			c.Addr, c.DataDir = "127.0.0.1:0", t.TempDir()
			tt.change(&c)
			a, err := New(t.Context(), c)
			if err == nil {
				_ = a.undo()
				t.Fatal("it started")
			}
			if fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("New = %v (kind %d), want %q", err, fault.KindOf(err), tt.says)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the password is told: %v", err)
			}
		})
	}
}

// TestTwoServers runs two programs on one PostgreSQL: what is written through one
// shows on the other.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	url := postgres.Empty(t)
	onOne := func(c *Config) { c.DatabaseURL = url }
	one, _ := start(t, onOne)
	two, _ := start(t, onOne)
	before := two.Catalog()
	if before.Generation != one.Catalog().Generation {
		t.Fatalf("two servers start from generations %d and %d", one.Catalog().Generation, before.Generation)
	}

	err := one.store.InTx(t.Context(), "test", "add a campus", func(tx *store.Tx) error {
		of := campus.Provenance{Sources: []campus.SourceID{before.Sources[0].ID}, Confidence: campus.High}
		if err := tx.AddCampus(campus.Campus{ID: "essai", Slug: "essai"}); err != nil {
			return err
		}
		return tx.RecordFact(campus.Fact{ID: "essai-nom", Campus: "essai", Property: campus.Name, Value: "Campus d’essai", Provenance: of})
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range map[string]*App{"the server that wrote": one, "the other server": two} {
		wait(t, name+" shows the new campus", func() bool {
			_, body := get(t, a, "/api/v1/campuses/essai")
			var got struct{ Name string }
			return json.Unmarshal([]byte(body), &got) == nil && got.Name == "Campus d’essai"
		})
	}
}
