// Command bench measures the site on this machine: start, catalog build, imports of large
// files, and pages, map data and tiles under load.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"continuum/internal/loadbench"
)

func main() {
	o := loadbench.Options{Out: os.Stdout}
	flag.Uint64Var(&o.Seed, "seed", uint64(time.Now().UnixNano()), "seed of the draw of addresses")
	flag.DurationVar(&o.Long, "long", 3*time.Second, "time under load, for each class of addresses")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := loadbench.Run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}
