package intake

import (
	"context"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/fetch"
)

// IsAddress reports whether a place is an address rather than a file or a folder.
func IsAddress(place string) bool {
	return strings.HasPrefix(place, "https://") || strings.HasPrefix(place, "http://")
}

// Download fetches the file of a source into a folder and returns its path. Downloads
// have bounds of size and time, and go on where a connection was cut.
func (in *Intake) Download(ctx context.Context, src *opendata.Source, address, dir string) (path string, err error) {
	opt := in.Fetch
	if in.Progress != nil {
		opt.Progress = func(got, total int64) {
			in.Progress(opendata.Progress{Source: src.ID, File: "the download", Read: got, Size: total})
		}
	}
	f, err := fetch.Get(ctx, in.Client, address, dir, opt)
	if err != nil {
		return "", &opendata.Refusal{Source: src.ID, Why: "can't be downloaded", Err: err}
	}
	return f.Path, nil
}
