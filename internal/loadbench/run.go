package loadbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"continuum/internal/app"
	"continuum/internal/catalog"
)

// Options say what to measure.
type Options struct {
	Seed uint64        // of the draw of addresses
	Long time.Duration // under load, for each class and each setting of the cache
	// Only is the class of addresses to measure, alone; all there is to measure when empty.
	Only string
	Out  io.Writer
}

// Run measures and prints.
func Run(ctx context.Context, o Options) error {
	dir, err := os.MkdirTemp("", "continuum-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Fprintf(o.Out, "%s, %d processors, seed %d, %d connections, load generator on the same processors\n\n",
		runtime.Version(), runtime.GOMAXPROCS(0), o.Seed, connections)
	if o.Only == "" {
		if err := o.before(ctx, dir); err != nil {
			return err
		}
	}
	fmt.Fprintf(o.Out, "\n%-18s %-6s %9s %12s %9s %9s %10s %10s\n", "class", "cache", "addresses", "requests/s", "p50", "p99", "kB each", "processor")
	rate := make(map[string]float64)
	for _, cache := range []int{0, 4096} {
		s, err := serve(ctx, dir, cache)
		if err != nil {
			return err
		}
		if err := o.classes(ctx, s, cache, rate); err != nil {
			return errors.Join(err, s.stop())
		}
		if err := s.stop(); err != nil {
			return err
		}
	}
	return nil
}

// before measures what comes before the first page: start, the catalog from the store,
// imports of large files.
func (o Options) before(ctx context.Context, dir string) error {
	for _, what := range []string{"empty folder to ready", "existing folder to ready"} {
		start := time.Now()
		s, err := serve(ctx, dir, 0)
		if err != nil {
			return err
		}
		took := time.Since(start)
		fmt.Fprintf(o.Out, "%-28s %v\n", what, took.Round(time.Millisecond))
		if err := s.stop(); err != nil {
			return err
		}
	}
	if err := o.build(ctx, dir); err != nil {
		return err
	}
	if err := o.files(dir); err != nil {
		return err
	}
	return o.imports(ctx, dir, fileSize)
}

// classes loads each class of addresses on one setting of the cache.
func (o Options) classes(ctx context.Context, s *site, cache int, rate map[string]float64) error {
	for _, c := range draw(s.catalog, o.Seed) {
		if o.Only != "" && c.name != o.Only {
			continue
		}
		sizes, err := verify(s.addr, c.targets)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		r, err := load(ctx, s.addr, c.targets, sizes, o.Long, o.Seed)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		setting, ratio := "off", ""
		if cache > 0 {
			setting, ratio = "on", fmt.Sprintf("  %.1f × off", r.perSecond()/rate[c.name])
		}
		rate[c.name] = r.perSecond()
		fmt.Fprintf(o.Out, "%-18s %-6s %9d %12.0f %9s %9s %10.1f %10s%s\n", c.name, setting, len(c.targets), r.perSecond(),
			r.p50.Round(10*time.Microsecond), r.p99.Round(10*time.Microsecond), float64(r.bytes)/float64(max(1, r.requests))/1000,
			(r.processor / time.Duration(max(1, r.requests))).Round(time.Microsecond), ratio)
	}
	return nil
}

// site is the program under load.
type site struct {
	addr    string
	catalog *catalog.Catalog
	stop    func() error
}

func serve(ctx context.Context, dir string, cache int) (*site, error) {
	c := app.Defaults()
	c.Addr, c.DataDir, c.PageCache, c.Version = "127.0.0.1:0", dir, cache, "bench"
	a, err := app.New(ctx, c)
	if err != nil {
		return nil, err
	}
	run, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- a.Run(run) }()
	return &site{addr: a.Addr(), catalog: a.Catalog(), stop: func() error {
		cancel()
		return <-ended
	}}, nil
}
