// Command dataset makes the files that the program embeds from the official ones,
// and checks the register among them.
//
//	dataset geo --from DIR --out DIR                make the embedded atlas
//	dataset facts --from DIR --data DIR --out DIR   convert the gathered facts
//	dataset check                                   validate the embedded dataset
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"continuum/internal/seed"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run returns the exit code: 0 on success, 1 on failure, 2 on wrong use.
func run(args []string, out, errs io.Writer) int {
	if len(args) == 0 {
		fmt.Fprintln(errs, "usage: dataset geo|facts|check [flags]")
		return 2
	}
	var err error
	switch args[0] {
	case "facts":
		f := flag.NewFlagSet("facts", flag.ContinueOnError)
		f.SetOutput(errs)
		from := f.String("from", "../shared/facts", "folder of campuses.csv and members.csv")
		data := f.String("data", "../shared/data", "folder of the official files (communes, establishments)")
		to := f.String("out", "internal/seed/data", "folder to write the tables in")
		if f.Parse(args[1:]) != nil {
			return 2
		}
		err = facts(*from, *data, *to)
	case "geo":
		f := flag.NewFlagSet("geo", flag.ContinueOnError)
		f.SetOutput(errs)
		from := f.String("from", "../shared/data", "folder of the official files")
		to := f.String("out", "internal/geo/data", "folder to write the atlas in")
		if f.Parse(args[1:]) != nil {
			return 2
		}
		err = buildGeo(*from, *to, out)
	case "check":
		err = check(out)
	default:
		fmt.Fprintf(errs, "dataset: unknown command %q: want geo, facts or check\n", args[0])
		return 2
	}
	if err != nil {
		fmt.Fprintln(errs, "dataset:", err)
		return 1
	}
	return 0
}

// check prints the warnings and what the embedded dataset holds; it fails when the
// dataset breaks a rule.
func check(out io.Writer) error {
	_, problems := seed.Read(seed.Files())
	for _, p := range problems {
		if p.Warning {
			fmt.Fprintln(out, "warning:", p.Error())
		}
	}
	r, sum, err := seed.Load()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "dataset %.12s: %d campuses, %d facts, %d labels, %d organisations, %d memberships, %d sources\n",
		sum, len(r.Campuses), len(r.Facts), len(r.Labels), len(r.Organisations), len(r.Memberships), len(r.Sources))
	return nil
}
