package app

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"continuum/internal/api"
	"continuum/internal/catalog"
)

// Ask returns what the API answers about a catalog, without serving it: the command
// line asks and is refused in the same words. path is under /api/v1.
func Ask(ctx context.Context, cat *catalog.Catalog, path string, query url.Values) (status int, body []byte, err error) {
	return Asking(cat)(ctx, path, query)
}

// Asking is [Ask] about a catalog for who has many questions: the API is made once.
func Asking(cat *catalog.Catalog) func(ctx context.Context, path string, query url.Values) (status int, body []byte, err error) {
	current := new(catalog.Current)
	current.Store(cat)
	answer := api.New(api.Config{Current: current, Now: time.Now})
	return func(ctx context.Context, path string, query url.Values) (status int, body []byte, err error) {
		target := "http://localhost" + api.Prefix + path + "?" + query.Encode()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
		if err != nil {
			return 0, nil, fmt.Errorf("asking %s: %w", path, err)
		}
		w := &kept{header: make(http.Header), status: http.StatusOK}
		answer.ServeHTTP(w, r)
		return w.status, w.body.Bytes(), nil
	}
}

// kept is an answer kept in memory.
type kept struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(status int)      { k.status = status }
func (k *kept) Write(b []byte) (int, error) { return k.body.Write(b) }
