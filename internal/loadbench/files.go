package loadbench

import (
	"fmt"
	"os"

	"continuum/internal/opendata/format/formattest"
)

// fileSize is that of the files that are read: enough for memory that grows to show.
const fileSize = 300 << 20

// files measures how fast official files are read, before anything is made of them.
func (o Options) files(dir string) error {
	fmt.Fprintf(o.Out, "\n%-14s %9s %9s %10s %10s\n", "file of 300 MB", "records", "MB/s", "took", "heap MB")
	for _, l := range formattest.Files {
		path, _, err := l.Write(dir, fileSize)
		if err != nil {
			return err
		}
		r, err := formattest.Read(path, l.Format)
		if err != nil {
			return fmt.Errorf("%s: %w", l.Name, err)
		}
		if err := os.Remove(path); err != nil {
			return err
		}
		fmt.Fprintf(o.Out, "%-14s %9d %9.0f %9.2fs %10.1f\n", l.Name, r.Records, r.PerSecond(), r.Took.Seconds(), float64(r.Heap)/1e6)
	}
	return nil
}
