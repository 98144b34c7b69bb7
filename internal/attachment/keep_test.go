package attachment

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"continuum/internal/fault"
)

// keepers are the places where contents are kept, new and empty, and a way to spoil one.
func keepers(t *testing.T) map[string]struct {
	Keeper
	spoil func(hash string)
} {
	dir := t.TempDir()
	fake := &bucket{t: t, files: map[string][]byte{}}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	fake.s3 = &S3{
		Endpoint: server.URL, Bucket: "pieces", Region: "fr-par", Key: "AK", Secret: "SK", Client: server.Client(),
		Now: func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
	}
	return map[string]struct {
		Keeper
		spoil func(hash string)
	}{
		"folder": {Folder{dir}, func(hash string) { os.WriteFile(filepath.Join(dir, hash[:2], hash), []byte("x"), 0o600) }},
		"S3":     {fake.s3, func(hash string) { fake.files["/pieces/"+hash] = []byte("x") }},
	}
}

// bucket is a store that speaks enough of S3, and checks signatures by making them again.
type bucket struct {
	t     *testing.T
	s3    *S3
	mu    sync.Mutex
	files map[string][]byte
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	again, _ := http.NewRequest(r.Method, "http://"+r.Host+r.URL.String(), nil)
	b.s3.sign(again, HashOf(body))
	if r.Header.Get("Authorization") != again.Header.Get("Authorization") {
		http.Error(w, "SignatureDoesNotMatch", http.StatusForbidden)
		return
	}
	switch content, ok := b.files[r.URL.Path]; {
	case r.Method == http.MethodPut:
		b.files[r.URL.Path] = body
	case !ok:
		http.Error(w, "NoSuchKey", http.StatusNotFound)
	default:
		w.Write(content)
	}
}

func TestKeepers(t *testing.T) {
	t.Parallel()
	for name, k := range keepers(t) {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			content := []byte(strings.Repeat("contenu ", 1000))
			hash := HashOf(content)
			if _, err := k.Open(ctx, hash); fault.KindOf(err) != fault.NotFound {
				t.Errorf("before: %v", err)
			}
			for range 2 {
				if err := k.Keep(ctx, hash, content); err != nil {
					t.Fatal(err)
				}
			}
			r, err := k.Open(ctx, hash)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			for _, bad := range []string{"", "../../etc/passwd", strings.ToUpper(hash), hash[:63]} {
				if _, err := k.Open(ctx, bad); fault.KindOf(err) != fault.NotFound {
					t.Errorf("Open(%q) = %v", bad, err)
				}
				if err := k.Keep(ctx, bad, content); err == nil {
					t.Errorf("Keep(%q) went through", bad)
				}
			}
			k.spoil(hash)
			if _, err := k.Open(ctx, hash); key(err) != "attachment.damaged" {
				t.Errorf("a content that was changed: %v", err)
			}
		})
	}
}

// TestSignature compares with the example of the protocol's own description.
func TestSignature(t *testing.T) {
	t.Parallel()
	s := &S3{
		Region: "us-east-1", Key: "AKIAIOSFODNN7EXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		Now: func() time.Time { return time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC) },
	}
	r, err := http.NewRequest(http.MethodGet, "https://examplebucket.s3.amazonaws.com/test.txt", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Range", "bytes=0-9")
	s.sign(r, HashOf(nil))
	const want = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
	if got := r.Header.Get("Authorization"); !strings.HasSuffix(got, "Signature="+want) || !strings.Contains(got, "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,") {
		t.Errorf("Authorization = %s, want the signature %s", got, want)
	}
}

func TestS3Refused(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<Code>AccessDenied</Code>", http.StatusForbidden)
	}))
	defer server.Close()
	s := &S3{Endpoint: server.URL, Bucket: "b", Region: "r", Key: "AK", Secret: "very-secret", Client: server.Client(), Now: time.Now}
	for _, err := range []error{s.Keep(t.Context(), HashOf(nil), nil), func() error { _, err := s.Open(t.Context(), HashOf(nil)); return err }()} {
		if fault.KindOf(err) != fault.Unavailable || strings.Contains(err.Error(), "very-secret") || !strings.Contains(err.Error(), "AccessDenied") {
			t.Errorf("refused: %v", err)
		}
	}
}

// fakeClamd answers as a ClamAV daemon does: it knows one virus, and has a limit.
func fakeClamd(t *testing.T, answer func(content []byte) string) *Clamd {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer conn.Close()
				r := bufio.NewReader(conn)
				if cmd, err := r.ReadString(0); err != nil || cmd != "zINSTREAM\x00" {
					io.WriteString(conn, "UNKNOWN COMMAND\x00")
					return
				}
				var content []byte
				for {
					var n uint32
					if binary.Read(r, binary.BigEndian, &n) != nil || n == 0 {
						break
					}
					part := make([]byte, n)
					if _, err := io.ReadFull(r, part); err != nil {
						return
					}
					content = append(content, part...)
				}
				io.WriteString(conn, answer(content))
			})
		}
	})
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return &Clamd{Network: "tcp", Address: l.Addr().String(), Timeout: 10 * time.Second}
}

func TestClamd(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123456789"), 20_000) // several parts
	c := fakeClamd(t, func(got []byte) string {
		switch {
		case bytes.Contains(got, []byte("EICAR")):
			return "stream: Eicar-Signature FOUND\x00"
		case len(got) == len(content) && !bytes.Equal(got, content):
			return "stream: garbled\x00"
		case len(got) > len(content):
			return "INSTREAM size limit exceeded. ERROR\x00"
		}
		return "stream: OK\x00"
	})
	for _, tt := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"clean", content, "<nil>"},
		{"empty", nil, "<nil>"},
		{"a virus", []byte("EICAR"), "attachment.virus"},
		{"too long for the scanner", append(content, 'x'), "attachment.scanner"},
	} {
		if err := c.Scan(t.Context(), tt.content); key(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	away := &Clamd{Network: "unix", Address: filepath.Join(t.TempDir(), "none"), Timeout: time.Second}
	if err := away.Scan(t.Context(), content); key(err) != "attachment.scanner" {
		t.Errorf("no daemon: %v", err)
	}
	mute := fakeClamd(t, func([]byte) string { return "" })
	if err := mute.Scan(t.Context(), content); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a daemon that says nothing: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Scan(ctx, content); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("given up: %v", err)
	}
}

func TestTake(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := &Desk{Keeper: Folder{dir}}
	got, err := d.Take(t.Context(), "a.pdf", bytes.NewReader(pdfWith("")), all, 1<<20)
	if err != nil || got.Hash != HashOf(pdfWith("")) || len(got.Flags) != 1 || got.Flags[0] != Unscanned {
		t.Fatalf("Take = %v, %v", got, err)
	}
	d.Scanner = fakeClamd(t, func(c []byte) string {
		if bytes.Contains(c, []byte("EICAR")) {
			return "stream: Eicar FOUND\x00"
		}
		return "stream: OK\x00"
	})
	for name, r := range map[string]io.Reader{
		"attachment.virus": bytes.NewReader(pdfWith("EICAR")),
		"attachment.long":  bytes.NewReader(pdfWith(strings.Repeat("x", 2000))),
		"attachment.cut":   io.MultiReader(bytes.NewReader(pdfWith("")[:5]), cut{}),
		"attachment.kind":  strings.NewReader("<html>"),
	} {
		if _, err := d.Take(t.Context(), "a.pdf", r, all, 1000); key(err) != name {
			t.Errorf("%v, want %s", err, name)
		}
	}
	n := 0
	filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if n != 1 {
		t.Errorf("%d files are kept, want the one that was taken", n)
	}
	if got, err := d.Take(t.Context(), "b.pdf", bytes.NewReader(pdfWith("b")), all, 1000); err != nil || len(got.Flags) != 0 {
		t.Errorf("scanned: %v, %v", got, err)
	}
}

// cut is a connection that ends.
type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, errors.New("reset") }

// What nobody names leaves once it is old, and nothing else does.
func TestStray(t *testing.T) {
	t.Parallel()
	f := Folder{Dir: t.TempDir()}
	kept := make(map[string]string)
	for _, content := range []string{"named", "stray", "young"} {
		kept[content] = HashOf([]byte(content))
		if err := f.Keep(t.Context(), kept[content], []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	half, other := filepath.Join(f.Dir, kept["stray"][:2], ".part-1"), filepath.Join(f.Dir, "README")
	for _, p := range []string{half, other} {
		if err := os.WriteFile(p, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	for _, p := range []string{f.path(kept["named"]), f.path(kept["stray"]), half, other} {
		if err := os.Chtimes(p, now, now.Add(-48*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	named := func(hash string) bool { return hash == kept["named"] }
	stray, err := f.Stray(t.Context(), named, now.Add(-24*time.Hour))
	if want := []string{half, f.path(kept["stray"])}; err != nil || !slices.Equal(stray, want) {
		t.Fatalf("stray %v, %v, want %v", stray, err, want)
	}
	if err := f.Forget(stray); err != nil {
		t.Fatal(err)
	}
	for content, there := range map[string]bool{"named": true, "young": true, "stray": false} {
		if _, err := os.Stat(f.path(kept[content])); (err == nil) != there {
			t.Errorf("%s: %v, want it there: %v", content, err, there)
		}
	}
	if none, err := (Folder{Dir: filepath.Join(f.Dir, "none")}).Stray(t.Context(), named, now); err != nil || len(none) > 0 {
		t.Errorf("a folder that is not there: %v, %v", none, err)
	}
}
