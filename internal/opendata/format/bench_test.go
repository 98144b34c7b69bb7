package format_test

import (
	"testing"

	"continuum/internal/opendata/format/formattest"
)

// The files that are measured are read as they were written, in little memory however
// large they are.
func TestLargeFiles(t *testing.T) {
	t.Parallel()
	for _, l := range formattest.Files {
		path, records, err := l.Write(t.TempDir(), 8<<20)
		if err != nil {
			t.Fatal(err)
		}
		r, err := formattest.Read(path, l.Format)
		if err != nil {
			t.Fatal(err)
		}
		if r.Records < records || r.Records > records+1 {
			t.Errorf("%s: %d records, want %d", l.Name, r.Records, records)
		}
	}
}

// BenchmarkReader reads files of 300 MB from the disk.
func BenchmarkReader(b *testing.B) {
	for _, l := range formattest.Files {
		b.Run(l.Name, func(b *testing.B) {
			path, _, err := l.Write(b.TempDir(), 300<<20)
			if err != nil {
				b.Fatal(err)
			}
			var heap int64
			for b.Loop() {
				r, err := formattest.Read(path, l.Format)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(r.Bytes)
				heap = max(heap, r.Heap)
			}
			b.ReportMetric(float64(heap)/1e6, "heap-MB")
		})
	}
}
