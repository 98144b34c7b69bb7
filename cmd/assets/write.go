package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/andybalholm/brotli"

	"continuum/internal/web/asset"
)

// write puts the files in dist in place of what is there, packed beside each, and
// the manifest last: a build cut short leaves no manifest, and is seen. A file of
// the same name is the same content, so that what it was packed into is kept: the
// map's code takes seconds to pack and seldom changes.
func write(dist string, files []built) error {
	if err := os.Remove(filepath.Join(dist, "manifest.json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	manifest := asset.Manifest{}
	keep := map[string]bool{".gitkeep": true}
	for _, f := range files {
		size := asset.Size{File: f.File, Plain: len(f.Body), Brotli: len(f.Body)}
		if err := os.WriteFile(filepath.Join(dist, f.File), f.Body, 0o644); err != nil {
			return err
		}
		keep[f.File] = true
		if path.Ext(f.File) != ".woff2" { // fonts are packed by their format
			for _, p := range packers {
				n, err := p.pack(filepath.Join(dist, f.File+p.ext), f.Body)
				if err != nil {
					return err
				}
				keep[f.File+p.ext] = true
				if p.ext == ".br" {
					size.Brotli = min(size.Brotli, n)
				}
			}
		}
		manifest[f.Name] = size
	}
	if err := sweep(dist, keep); err != nil {
		return err
	}
	b, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "manifest.json"), append(b, '\n'), 0o644)
}

// sweep removes what earlier builds left.
func sweep(dist string, keep map[string]bool) error {
	all, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, f := range all {
		if !keep[f.Name()] {
			if err := os.Remove(filepath.Join(dist, f.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// packer is a way to compress, as far as its format goes: it is done once and sent
// many times.
type packer struct {
	ext  string
	open func(io.Writer) io.WriteCloser
}

var packers = []packer{
	{".br", func(w io.Writer) io.WriteCloser {
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 22})
	}},
	{".gz", func(w io.Writer) io.WriteCloser {
		g, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // the level is a valid constant
		return g
	}},
}

// pack writes body packed into file, unless it is there, and returns its size. The
// file appears whole or not at all.
func (p packer) pack(file string, body []byte) (int, error) {
	if info, err := os.Stat(file); err == nil {
		return int(info.Size()), nil
	}
	var out bytes.Buffer
	w := p.open(&out)
	if _, err := w.Write(body); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	if err := os.WriteFile(file+".new", out.Bytes(), 0o644); err != nil {
		return 0, err
	}
	return out.Len(), os.Rename(file+".new", file)
}
