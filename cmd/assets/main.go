// Command assets builds the pages' styles, scripts, fonts and images from web/ and
// node_modules into internal/web/asset/dist: bundled, minified, named after their
// content, and packed with brotli and gzip. It does nothing when no source changed.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	force := flag.Bool("force", false, "build even when no source changed")
	flag.Parse()
	if err := run(".", *force); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

// run builds the project found at root.
func run(root string, force bool) error {
	start := time.Now()
	dist := filepath.Join(root, "internal/web/asset/dist")
	if _, err := os.Stat(filepath.Join(root, "node_modules/@gouvfr/dsfr")); err != nil {
		return fmt.Errorf("node_modules is missing or incomplete: run \"npm ci\" first (make build does)")
	}
	stamp, err := stampOf(root)
	if err != nil {
		return err
	}
	stampFile := filepath.Join(dist, ".stamp")
	if old, err := os.ReadFile(stampFile); err == nil && string(old) == stamp && !force {
		fmt.Println("assets: up to date")
		return nil
	}
	files, err := build(root)
	if err != nil {
		return err
	}
	if err := write(dist, files); err != nil {
		return err
	}
	if err := os.WriteFile(stampFile, []byte(stamp), 0o644); err != nil {
		return err
	}
	fmt.Printf("assets: %d files in %s\n", len(files), time.Since(start).Round(time.Millisecond))
	return nil
}

// stampOf hashes whatever the build reads: the sources, the templates (they say
// which classes are in use), the versions of the packages, and this program.
func stampOf(root string) (string, error) {
	h := sha256.New()
	for _, dir := range []string{"web", "internal/web", "cmd/assets", "package-lock.json"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				if d.Name() == "dist" {
					return filepath.SkipDir
				}
				return nil
			}
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			io.WriteString(h, strings.TrimPrefix(path, root)+"\x00")
			_, err = io.Copy(h, f)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
