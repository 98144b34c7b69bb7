package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"continuum/internal/access"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/intake"
	"continuum/internal/opendata/source"
	"continuum/internal/store"
	"continuum/internal/training"
)

// App is the site, ready to run.
type App struct {
	config   Config
	log      *slog.Logger
	meter    *meter
	current  *catalog.Current
	store    *store.DB
	desk     *access.Desk
	follower *follower
	listener net.Listener
	server   *http.Server
	close    []func() error // what undo does, last first
}

// New prepares the site: it takes the address, opens the store, gives it the
// embedded dataset and builds the first catalog. The address is taken first, since
// that is what fails most and costs least. On error nothing stays open.
func New(ctx context.Context, c Config) (_ *App, err error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	a := &App{config: c, log: c.logger(), current: new(catalog.Current), meter: newMeter(c.Version, c.Now())}
	defer func() {
		if err != nil {
			_ = a.undo()
		}
	}()
	restful()
	if a.listener, err = listen(ctx, c.Addr); err != nil {
		return nil, err
	}
	a.close = append(a.close, a.listener.Close)
	if err := a.fill(ctx); err != nil {
		return nil, err
	}
	a.desk = a.door()
	handler, err := a.routes()
	if err != nil {
		return nil, err
	}
	a.server = &http.Server{
		Handler:           a.measured(handler),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      60 * time.Second, // a whole export to a slow line
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelDebug), // what clients do wrong
	}
	return a, nil
}

// restful has memory collected half as often as Go does by itself: most of it is the catalog,
// which every collection walks over and none frees. Operators who set GOGC decide.
func restful() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// fill opens the store, brings the embedded dataset in and builds the first catalog.
func (a *App) fill(ctx context.Context) (err error) {
	if a.store, err = OpenStore(ctx, a.config.Storage, a.config.Now); err != nil {
		return err
	}
	a.close = append(a.close, a.store.Close)
	atlas, err := geo.Load()
	if err != nil {
		return err
	}
	measures, err := a.config.Measures(a.log)
	if err != nil {
		return err
	}
	a.follower = &follower{
		measures: measures,
		store:    a.store, atlas: atlas, current: a.current,
		offer: func(ctx context.Context) (*training.Model, error) { return national.of(ctx, a.store, atlas) },
		meter: a.meter, log: a.log, now: a.config.Now,
	}
	return a.follower.refresh(ctx)
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.New(fault.Unavailable, "listen").In("addr").Because(fmt.Errorf("%s is in use: stop what listens there, or choose another address with --addr", addr))
	case errors.Is(err, syscall.EACCES):
		return nil, fault.New(fault.Denied, "listen").In("addr").Because(fmt.Errorf("not allowed to listen on %s: choose a port above 1023 with --addr", addr))
	case err != nil:
		return nil, fault.New(fault.Unavailable, "listen").In("addr").Because(fmt.Errorf("can't listen on %s: choose an address of this machine with --addr: %w", addr, err))
	}
	return l, nil
}

// Addr is the address that the site listens on, with the port it got.
func (a *App) Addr() string { return a.listener.Addr().String() }

// Catalog is what the pages are made from now.
func (a *App) Catalog() *catalog.Catalog { return a.current.Load() }

// URL is where a browser of this machine finds the site.
func (a *App) URL() string { return localURL(a.Addr()) }

// localURL is where a browser of this machine finds what listens on an address.
func localURL(addr string) string {
	host, port, _ := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Run serves until ctx ends, then refuses newcomers, lets requests in flight end
// within the grace period and closes the store. Everything it started has ended
// when it returns.
func (a *App) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, a.undo()) }()
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := a.server.Serve(a.listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serving: %w", err)
		}
		return nil
	})
	g.Go(func() error { return a.follower.run(gctx, a.config.Poll) })
	g.Go(func() error {
		a.desk.Run(gctx)
		return nil
	})
	g.Go(func() error {
		a.notices(gctx)
		return nil
	})
	if sender, _ := a.config.Mailing.Sender(); sender != nil { // checked
		g.Go(func() error {
			a.mails(gctx, sender)
			return nil
		})
	}
	if a.config.ImportsEvery > 0 {
		g.Go(func() error {
			a.imports(gctx)
			return nil
		})
	}
	g.Go(func() error {
		<-gctx.Done()
		a.stop()
		return nil
	})
	a.log.Info("serving", "addr", a.Addr(), "version", a.config.Version, "store", a.store.Place())
	if a.config.Ready != nil {
		fmt.Fprintln(a.config.Ready, a.URL())
	}
	return g.Wait()
}

// imports brings official data in on schedule until ctx ends.
func (a *App) imports(ctx context.Context) {
	tick := time.NewTicker(a.config.ImportsEvery)
	defer tick.Stop()
	in, err := intake.New(a.store)
	if err != nil {
		a.log.Error("official data can't be imported on schedule", "err", err)
		return
	}
	s := &intake.Schedule{Intake: in, Sources: source.All, Log: a.log}
	s.Run(ctx, tick.C)
}

// stop ends the server; requests that outlast the grace period are cut.
func (a *App) stop() {
	a.log.Info("stopping", "in_flight", a.meter.inFlight.Load())
	ctx, cancel := context.WithTimeout(context.Background(), a.config.Grace)
	defer cancel()
	if err := a.server.Shutdown(ctx); err != nil {
		_ = a.server.Close()
		a.log.Warn("requests were cut", "in_flight", a.meter.inFlight.Load(), "after", a.config.Grace)
	}
}

func (a *App) undo() error {
	var errs []error
	for i := len(a.close) - 1; i >= 0; i-- {
		if err := a.close[i](); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	a.close = nil
	return errors.Join(errs...)
}
