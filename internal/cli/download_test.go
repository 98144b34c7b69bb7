package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// published DIR serves the files of a folder on loopback until the script ends, and puts
// its address in $PUBLISHED. Below /cut, the first answer ends in the middle of the file
// and the next ones go on from where they are asked to; below /huge, each file is
// announced larger than any that is accepted.
func published(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: published DIR")
	}
	dir := ts.MkAbs(args[0])
	files := http.FileServer(http.Dir(dir))
	mux := http.NewServeMux()
	mux.Handle("/", files)
	mux.HandleFunc("/cut/", func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		b, err := os.ReadFile(path.Join(dir, name))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"one"`)
		from, resumed := strings.CutPrefix(r.Header.Get("Range"), "bytes=")
		if !resumed {
			w.Header().Set("Content-Length", strconv.Itoa(len(b)))
			_, _ = w.Write(b[:len(b)/2])
			return // less than announced: the connection is cut
		}
		start, err := strconv.Atoi(strings.TrimSuffix(from, "-"))
		if err != nil || start != len(b)/2 || r.Header.Get("If-Range") != `"one"` {
			http.Error(w, "not what is missing", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Range", "bytes "+from+strconv.Itoa(len(b)-1)+"/"+strconv.Itoa(len(b)))
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write(b[start:])
	})
	mux.HandleFunc("/huge/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(5<<30))
	})
	server := httptest.NewServer(mux)
	ts.Defer(server.Close)
	ts.Setenv("PUBLISHED", server.URL)
}
