// Package fetch downloads official files: within bounds of time and size, going on where
// a connection was cut, with a checksum of what came. It looks at no content.
package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Options bound a download. Zero values mean the defaults.
type Options struct {
	Bytes     int64         // size of the file: 4 GiB
	Timeout   time.Duration // of the whole: 1 hour
	Idle      time.Duration // without a byte: 1 minute
	Tries     int           // in a row without a new byte: 5
	Pause     time.Duration // before the second try, then doubled: 1 second
	Redirects int           // 5
	Agent     string        // User-Agent
	// Progress is called as bytes come, with how many have and how many are announced,
	// -1 when the server doesn't say. A download that starts again goes back to zero.
	Progress func(got, total int64)
}

func (o Options) orDefaults() Options {
	or := func(d *time.Duration, otherwise time.Duration) {
		if *d <= 0 {
			*d = otherwise
		}
	}
	or(&o.Timeout, time.Hour)
	or(&o.Idle, time.Minute)
	or(&o.Pause, time.Second)
	if o.Bytes <= 0 {
		o.Bytes = 4 << 30
	}
	if o.Tries <= 0 {
		o.Tries = 5
	}
	if o.Redirects <= 0 {
		o.Redirects = 5
	}
	if o.Agent == "" {
		o.Agent = "continuum"
	}
	if o.Progress == nil {
		o.Progress = func(int64, int64) {}
	}
	return o
}

// File is a file that was downloaded.
type File struct {
	Path     string // in the folder asked for; the caller removes it
	Name     string // base name, as the server gives it, else as the address ends
	URL      string // where it was in the end, redirects followed
	Bytes    int64
	SHA256   string    // in hexadecimal
	ETag     string    // as the server gives it, if it does
	Modified time.Time // as the server says, if it does
}

// Get downloads a file into a folder. When it fails, nothing is left there. A nil client
// means the default one.
func Get(ctx context.Context, client *http.Client, address, dir string, opt Options) (File, error) {
	opt = opt.orDefaults()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return File{}, fmt.Errorf("fetch %q: not an address of the web: https://… is expected", address)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, opt.Timeout, fmt.Errorf("not finished after %v", opt.Timeout))
	defer cancel()
	d := &download{opt: opt, client: guarded(client, opt.Redirects), url: u, total: -1, sum: sha256.New()}
	file, err := d.run(ctx, dir)
	if err != nil {
		return File{}, fmt.Errorf("fetch %s: %w", u.Redacted(), err)
	}
	return file, nil
}

// guarded is a client that follows few redirects, and none from https to http.
func guarded(client *http.Client, redirects int) *http.Client {
	if client == nil {
		client = http.DefaultClient
	}
	c := *client
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if len(via) > redirects {
			return permanent(fmt.Errorf("more than %d redirects", redirects))
		}
		if from := via[len(via)-1].URL; req.URL.Scheme != "https" && (from.Scheme == "https" || req.URL.Scheme != "http") {
			return permanent(fmt.Errorf("redirected from %s to %s, which is not safe", from.Scheme, req.URL.Scheme))
		}
		return nil
	}
	return &c
}

// final is an error that no other try can mend.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

func permanent(err error) error { return final{err} }

// download is a download under way.
type download struct {
	opt    Options
	client *http.Client
	url    *url.URL

	file  *os.File
	sum   hash.Hash
	got   int64
	total int64 // as announced, -1 when it isn't
	last  *http.Response
	// validator tells one state of the file from another; without any, a download that
	// was cut starts again.
	validator string
}

func (d *download) run(ctx context.Context, dir string) (_ File, err error) {
	if d.file, err = os.CreateTemp(dir, ".fetch-*"); err != nil {
		return File{}, err
	}
	defer func() {
		d.file.Close()
		if err != nil {
			os.Remove(d.file.Name())
		}
	}()
	most, failures := int64(0), 0
	for {
		err := d.try(ctx)
		if err == nil {
			return d.finish(dir)
		}
		if ctx.Err() != nil {
			return File{}, context.Cause(ctx)
		}
		if errors.As(err, new(final)) {
			return File{}, err
		}
		if failures++; d.got > most {
			most, failures = d.got, 0
		}
		if failures == d.opt.Tries {
			return File{}, fmt.Errorf("given up after %d tries in a row: %w", failures, err)
		}
		select {
		case <-ctx.Done():
			return File{}, context.Cause(ctx)
		case <-time.After(d.opt.Pause << min(failures, 6)):
		}
	}
}

// finish gives the file its name.
func (d *download) finish(dir string) (File, error) {
	if err := errors.Join(d.file.Sync(), d.file.Close()); err != nil {
		return File{}, err
	}
	h := d.last.Header
	f := File{
		Name: name(d.last), URL: d.last.Request.URL.Redacted(), Bytes: d.got,
		SHA256: hex.EncodeToString(d.sum.Sum(nil)), ETag: h.Get("ETag"),
	}
	f.Modified, _ = http.ParseTime(h.Get("Last-Modified")) // zero when absent or absurd
	f.Path = filepath.Join(dir, f.Name)
	return f, os.Rename(d.file.Name(), f.Path)
}

// name is the base name of what a server answers.
func name(res *http.Response) string {
	name := ""
	if _, params, err := mime.ParseMediaType(res.Header.Get("Content-Disposition")); err == nil {
		name = params["filename"]
	}
	if name == "" {
		name = res.Request.URL.Path
	}
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	if name = strings.TrimLeft(name, "."); name == "" || name == "/" || len(name) > 200 {
		return "download"
	}
	return name
}

// try asks for what is missing, and reads it as far as it comes.
func (d *download) try(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silence := time.AfterFunc(d.opt.Idle, func() {
		cancel(fmt.Errorf("the server was silent for %v", d.opt.Idle))
	})
	defer silence.Stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url.String(), nil)
	if err != nil {
		return permanent(err)
	}
	req.Header.Set("User-Agent", d.opt.Agent)
	req.Header.Set("Accept-Encoding", "identity") // ranges are of the file itself
	if d.got > 0 && d.validator == "" {
		if err := d.restart(); err != nil {
			return permanent(err)
		}
	}
	if d.got > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.got))
		req.Header.Set("If-Range", d.validator)
	}
	res, err := d.client.Do(req)
	if err != nil {
		return cause(ctx, err)
	}
	defer res.Body.Close()
	if err := d.accept(res); err != nil {
		return err
	}
	d.last = res
	return cause(ctx, d.copy(res.Body, silence))
}

// cause is why a request failed: the address is already told, and a cancelled context
// knows better.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// accept looks at the head of an answer, and makes ready for its body.
func (d *download) accept(res *http.Response) error {
	switch res.StatusCode {
	case http.StatusOK:
		if err := d.restart(); err != nil {
			return permanent(err)
		}
		d.total, d.validator = res.ContentLength, validator(res.Header)
	case http.StatusPartialContent:
		from, total, ok := contentRange(res.Header.Get("Content-Range"))
		if !ok || from != d.got || total >= 0 && d.total >= 0 && total != d.total || validator(res.Header) != d.validator && validator(res.Header) != "" {
			if err := d.restart(); err != nil {
				return permanent(err)
			}
			return errors.New("the server went on with something else than was asked for")
		}
		if d.total < 0 {
			d.total = total
		}
	case http.StatusRequestedRangeNotSatisfiable:
		if err := d.restart(); err != nil {
			return permanent(err)
		}
		return errors.New("the server has less than it announced")
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return fmt.Errorf("the server answers %s", res.Status)
	default:
		return permanent(fmt.Errorf("the server answers %s: has the file moved?", res.Status))
	}
	if d.total > d.opt.Bytes {
		return d.tooLarge()
	}
	return nil
}

func (d *download) tooLarge() error {
	return permanent(fmt.Errorf("larger than the limit of %d MB", d.opt.Bytes>>20))
}

// restart forgets what came.
func (d *download) restart() error {
	d.got, d.total, d.validator = 0, -1, ""
	d.sum.Reset()
	if err := d.file.Truncate(0); err != nil {
		return err
	}
	_, err := d.file.Seek(0, io.SeekStart)
	return err
}

func (d *download) copy(body io.Reader, silence *time.Timer) error {
	buf := make([]byte, 128<<10)
	for {
		n, err := body.Read(buf)
		silence.Reset(d.opt.Idle)
		if d.got+int64(n) > d.opt.Bytes {
			return d.tooLarge()
		}
		if _, err := d.file.Write(buf[:n]); err != nil {
			return permanent(err)
		}
		d.sum.Write(buf[:n])
		d.got += int64(n)
		if n > 0 {
			d.opt.Progress(d.got, d.total)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	if d.total >= 0 && d.got != d.total {
		return fmt.Errorf("%d bytes came, where %d were announced", d.got, d.total)
	}
	return nil
}

// validator is what If-Range takes: a strong entity tag, else a date.
func validator(h http.Header) string {
	if tag := h.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		return tag
	}
	return h.Get("Last-Modified")
}

// contentRange reads "bytes 10-19/20"; total is -1 for a star.
func contentRange(s string) (from, total int64, ok bool) {
	rest, ok := strings.CutPrefix(s, "bytes ")
	span, size, ok2 := strings.Cut(rest, "/")
	first, _, ok3 := strings.Cut(span, "-")
	if !ok || !ok2 || !ok3 {
		return 0, 0, false
	}
	from, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return 0, 0, false
	}
	if size == "*" {
		return from, -1, true
	}
	total, err = strconv.ParseInt(size, 10, 64)
	return from, total, err == nil
}
