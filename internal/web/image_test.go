package web

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"continuum/internal/document"
	"continuum/internal/text"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/webtest"
)

// Every page names an image that is there, of the size that it says, and light.
func TestSharedImages(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after the other: the race detector has nothing to find, and takes a minute")
	}
	t.Parallel()
	h := serving(t, nil)
	images := map[string]bool{}
	for _, p := range paths(t) {
		for _, lang := range text.Langs {
			doc, err := webtest.Parse(ask(h, "GET", lang.Link(p)).Body)
			if err != nil {
				t.Fatal(err)
			}
			named := map[string]string{}
			for _, m := range webtest.Find(doc, "meta[property]") {
				name, _ := webtest.Attr(m, "property")
				named[name], _ = webtest.Attr(m, "content")
			}
			if named["og:image:alt"] == "" || named["og:image:width"] != "1200" || named["og:image:height"] != "630" {
				t.Errorf("%s: %v", lang.Link(p), named)
			}
			images[strings.TrimPrefix(named["og:image"], publicAddress)] = true
		}
	}
	for _, own := range []string{"/campus/bretagne-industries-de-la-mer/image.png", "/en/formations/" + trainingtest.Welding + "/image.png", "/image.png"} {
		if !images[own] {
			t.Errorf("no page shows %s", own)
		}
	}
	for path := range images {
		w := ask(h, "GET", path)
		if w.Code != 200 || w.Header().Get("Content-Type") != "image/png" || w.Body.Len() > 60_000 {
			t.Errorf("%s: %d, %s, %d bytes", path, w.Code, w.Header().Get("Content-Type"), w.Body.Len())
			continue
		}
		size, err := png.DecodeConfig(bytes.NewReader(w.Body.Bytes()))
		if err != nil || size.Width != document.CardW || size.Height != document.CardH {
			t.Errorf("%s: %d × %d, %v", path, size.Width, size.Height, err)
		}
		if again := ask(h, "GET", path, "If-None-Match", w.Header().Get("Etag")); again.Code != 304 {
			t.Errorf("%s asked again: %d, want 304", path, again.Code)
		}
	}
	for _, path := range []string{"/campus/rien/image.png", "/formations/rien/image.png"} {
		if w := ask(h, "GET", path); w.Code != 404 {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
}
