package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path"
	"path/filepath"

	"github.com/andybalholm/brotli"

	"continuum/internal/web/asset"
)

// write puts the files in dist in place of what is there, packed beside each, and
// the manifest last: a build cut short leaves no manifest, and is seen.
func write(dist string, files []built) error {
	old, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, f := range old {
		if f.Name() != ".gitkeep" {
			if err := os.Remove(filepath.Join(dist, f.Name())); err != nil {
				return err
			}
		}
	}
	manifest := asset.Manifest{}
	for _, f := range files {
		size := asset.Size{File: f.File, Plain: len(f.Body), Brotli: len(f.Body)}
		if err := os.WriteFile(filepath.Join(dist, f.File), f.Body, 0o644); err != nil {
			return err
		}
		if path.Ext(f.File) != ".woff2" { // fonts are packed by their format
			br, gz, err := pack(f.Body)
			if err != nil {
				return err
			}
			for ext, packed := range map[string][]byte{".br": br, ".gz": gz} {
				if len(packed) >= len(f.Body) {
					continue
				}
				if err := os.WriteFile(filepath.Join(dist, f.File+ext), packed, 0o644); err != nil {
					return err
				}
			}
			size.Brotli = min(size.Brotli, len(br))
		}
		manifest[f.Name] = size
	}
	b, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "manifest.json"), append(b, '\n'), 0o644)
}

// pack compresses as far as each format goes: it is done once and sent many times.
func pack(body []byte) (br, gz []byte, err error) {
	var b, g bytes.Buffer
	bw := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 22})
	gw, err := gzip.NewWriterLevel(&g, gzip.BestCompression)
	if err != nil {
		return nil, nil, err
	}
	for _, w := range []interface {
		Write([]byte) (int, error)
		Close() error
	}{bw, gw} {
		if _, err := w.Write(body); err != nil {
			return nil, nil, err
		}
		if err := w.Close(); err != nil {
			return nil, nil, err
		}
	}
	return b.Bytes(), g.Bytes(), nil
}
