// Command continuum is the open register and national map of the campus des métiers
// et des qualifications; see continuum --help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"continuum/internal/cli"
)

// version is set when the program is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal, while stopping, ends the process at once.
	context.AfterFunc(ctx, stop)
	code := cli.Main(ctx, version)
	stop()
	os.Exit(code)
}
