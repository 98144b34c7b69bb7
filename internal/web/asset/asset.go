// Package asset serves the styles, scripts, fonts and images that cmd/assets builds
// from web/: each under a name that carries its content's hash, already compressed.
package asset

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// dist is empty but for .gitkeep until `make build` (cmd/assets) fills it, so that
// the program compiles on a fresh clone.
//
//go:embed all:dist
var dist embed.FS

// Prefix is where assets are served.
const Prefix = "/assets/"

// Size is what a built file weighs, in bytes.
type Size struct {
	File   string `json:"file"`   // name with its hash
	Plain  int    `json:"plain"`  // as is
	Brotli int    `json:"brotli"` // as sent to browsers of today; Plain when it does not shrink
}

// Manifest tells what cmd/assets built, by logical name ("site.js").
type Manifest map[string]Size

// ErrNotBuilt says that the program was compiled without its assets.
var ErrNotBuilt = errors.New("the pages' styles and scripts are not built: run \"make build\" (it runs go run ./cmd/assets, then compiles again)")

var built = sync.OnceValues(func() (Manifest, error) {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	return readManifest(sub)
})

func readManifest(fsys fs.FS) (Manifest, error) {
	b, err := fs.ReadFile(fsys, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotBuilt
	} else if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, fmt.Errorf("asset: manifest.json: %w", err)
	}
	return m, nil
}

// Built returns the manifest, or ErrNotBuilt.
func Built() (Manifest, error) { return built() }

// URL is the path of the asset of that logical name, "site.js". When it was not
// built the plain name comes back: such a page shows without style, and the
// program said at start what to do.
func URL(name string) string {
	if m, err := built(); err == nil {
		if s, ok := m[name]; ok {
			return Prefix + s.File
		}
	}
	return Prefix + name
}
