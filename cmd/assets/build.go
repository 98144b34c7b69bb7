package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// built is a file to write. Name is the logical one ("site.js"); File carries the hash.
type built struct {
	Name, File string
	Body       []byte
}

// entries are what pages ask for, by logical name. Those of web/map are the map's.
var entries = []struct{ name, source string }{
	{"dsfr.css", "web/styles/dsfr.css"},
	{"neutre.css", "web/styles/neutre.css"},
	{"print.css", "web/styles/print.css"},
	{"site.js", "web/scripts/site.js"},
	{"liste.js", "web/scripts/liste.js"},
	{"passkey.js", "web/scripts/passkey.js"},
	{"dossier.js", "web/scripts/dossier.js"},
	{"enhance.js", "web/map/enhance.js"},
	{"map.js", "web/map/map.js"},
	{"map.css", "web/map/map.css"},
}

// copies are taken as they are. The map's worker is already one minified file.
var copies = []struct{ name, source string }{
	{"icon.svg", "web/images/icon.svg"},
	{"map-worker.js", "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"},
}

// browsers are the oldest ones whose syntax is written.
var browsers = []api.Engine{
	{Name: api.EngineChrome, Version: "109"},
	{Name: api.EngineFirefox, Version: "115"},
	{Name: api.EngineSafari, Version: "15.6"},
}

// build bundles every entry in memory.
func build(root string) ([]built, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	words, err := wordsIn(root)
	if err != nil {
		return nil, err
	}
	var files []built
	for _, e := range entries {
		more, err := bundle(root, e.name, e.source, words)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	for _, c := range copies {
		body, err := os.ReadFile(filepath.Join(root, c.source))
		if err != nil {
			return nil, err
		}
		files = append(files, named(c.name, body))
	}
	return files, nil
}

// bundle builds one entry; the files its style points to come with it.
func bundle(root, name, source string, words words) ([]built, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{source}, AbsWorkingDir: root, Outdir: "/", Write: false,
		Bundle: true, MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true,
		Format: api.FormatESModule, Engines: browsers, LegalComments: api.LegalCommentsNone,
		AssetNames: "[name].[hash]", PublicPath: "/assets/",
		Loader:  map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderFile},
		Plugins: []api.Plugin{designSystem},
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), ""))
	}
	var files []built
	for _, f := range result.OutputFiles {
		base := path.Base(filepath.ToSlash(f.Path))
		switch path.Ext(base) {
		case ".css":
			body := f.Contents
			if strings.HasPrefix(source, "web/styles/") {
				body = purge(body, words)
			}
			files = append(files, named(name, body))
		case ".js":
			files = append(files, named(name, f.Contents))
		default: // esbuild named it after its content already
			files = append(files, built{Name: base, File: base, Body: f.Contents})
		}
	}
	return keepUsed(files), nil
}

// keepUsed drops the files that no style of the list points to any longer, once
// unused rules are gone.
func keepUsed(files []built) []built {
	var kept []built
	for _, f := range files {
		if f.Name != f.File {
			kept = append(kept, f)
			continue
		}
		for _, css := range files {
			if strings.HasSuffix(css.Name, ".css") && strings.Contains(string(css.Body), f.File) {
				kept = append(kept, f)
				break
			}
		}
	}
	return kept
}

func named(name string, body []byte) built {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return built{Name: name, File: strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext, Body: body}
}

var fontFace = regexp.MustCompile(`@font-face\s*\{[^}]*\}`)

// designSystem reads the State's sheets without their fonts: they name sixteen files
// in two formats, of which dsfr.css declares the few that pages use.
var designSystem = api.Plugin{Name: "dsfr", Setup: func(b api.PluginBuild) {
	b.OnLoad(api.OnLoadOptions{Filter: `@gouvfr[/\\]dsfr[/\\].*\.css$`}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		body, err := os.ReadFile(a.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		text := string(fontFace.ReplaceAll(body, nil))
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderCSS, ResolveDir: filepath.Dir(a.Path)}, nil
	})
}}
