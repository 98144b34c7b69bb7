// Command bench measures the site on this machine: start, catalog build, imports of large
// files, and pages, map data and tiles under load.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/pprof"
	"time"

	"continuum/internal/loadbench"
)

func main() {
	o := loadbench.Options{Out: os.Stdout}
	flag.Uint64Var(&o.Seed, "seed", uint64(time.Now().UnixNano()), "seed of the draw of addresses")
	flag.DurationVar(&o.Long, "long", 3*time.Second, "time under load, for each class of addresses")
	flag.StringVar(&o.Only, "only", "", `measure one class of addresses, "training page", and nothing else`)
	profile := flag.String("cpuprofile", "", "write where the time goes to this file")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err == nil {
			err = pprof.StartCPUProfile(f)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			stop()
			os.Exit(1)
		}
		defer pprof.StopCPUProfile()
	}
	if err := loadbench.Run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}
