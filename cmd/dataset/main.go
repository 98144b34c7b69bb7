// Command dataset makes the files that the program embeds from the official ones.
package main

import (
	"fmt"
	"os"
)

const usage = "usage: dataset geo [--from DIR] [--out DIR]"

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	var err error
	switch os.Args[1] {
	case "geo":
		err = buildGeo(os.Args[2:], os.Stdout)
	default:
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "dataset:", err)
		os.Exit(1)
	}
}
