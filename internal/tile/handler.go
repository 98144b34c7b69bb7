package tile

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
)

// ContentType is the media type of a tile.
const ContentType = "application/vnd.mapbox-vector-tile"

// Handler answers GET /tiles/{layer}/{z}/{x}/{yext}, where yext is the row and
// ".mvt", and ?as_of is a day YYYY-MM-DD. It follows current; now tells the day.
// A tile with nothing in it is 204. Tiles are kept, encoded and compressed, as long
// as their catalog is in force; browsers ask each time whether they still hold.
func Handler(current *catalog.Current, now func() time.Time) http.Handler {
	return &handler{current: current, now: now}
}

type handler struct {
	current *catalog.Current
	now     func() time.Time

	turn  sync.Mutex // one builds the next epoch, the others wait for it
	epoch atomic.Pointer[epoch]
}

// epoch is a catalog on a day, and the tiles already made from them.
type epoch struct {
	cat   *catalog.Catalog
	set   *Set
	etag  string // without quotes
	tiles *cache
}

// at returns the epoch of the catalog in force on the day of now.
func (h *handler) at() *epoch {
	cat, today := h.current.Load(), date.Today(h.now())
	if cat == nil {
		return nil
	}
	fresh := func() *epoch {
		if e := h.epoch.Load(); e != nil && e.cat == cat && e.set.today == today {
			return e
		}
		return nil
	}
	if e := fresh(); e != nil {
		return e
	}
	h.turn.Lock()
	defer h.turn.Unlock()
	if e := fresh(); e != nil {
		return e
	}
	e := &epoch{
		cat: cat, set: New(cat, today), tiles: newCache(cacheBytes),
		etag: strings.Trim(cat.ETag, `"`) + "-" + today.String(),
	}
	h.epoch.Store(e)
	return e
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k, err := parse(r)
	if err != nil {
		refuse(w, r, err)
		return
	}
	e := h.at()
	if e == nil {
		refuse(w, r, fault.New(fault.Unavailable, "tile.starting"))
		return
	}
	t, err := e.tile(k)
	if err != nil {
		refuse(w, r, err)
		return
	}
	answer(w, r, e.etag, t)
}

// encoded is a tile ready to send.
type encoded struct {
	plain, gzipped []byte
}

// tile returns a tile from the cache, or makes it.
func (e *epoch) tile(k key) (encoded, error) {
	if t, ok := e.tiles.find(k); ok {
		return t, nil
	}
	plain, err := e.set.Tile(k.layer, k.asOf, k.z, k.x, k.y)
	if err != nil {
		return encoded{}, err
	}
	t := encoded{plain: plain}
	if len(plain) > 0 {
		var buf bytes.Buffer
		z := gzip.NewWriter(&buf)
		if _, err := z.Write(plain); err != nil {
			return encoded{}, err
		}
		if err := z.Close(); err != nil {
			return encoded{}, err
		}
		t.gzipped = buf.Bytes()
	}
	e.tiles.keep(k, t)
	return t, nil
}

// answer sends a tile, or says that the one the browser has still holds.
func answer(w http.ResponseWriter, r *http.Request, etag string, t encoded) {
	head := w.Header()
	head.Set("Cache-Control", "no-cache")
	head.Set("Vary", "Accept-Encoding")
	body, zip := t.plain, acceptsGzip(r)
	etag = `"` + etag + `"`
	if zip && len(body) > 0 {
		// Another representation needs another strong validator.
		body, etag = t.gzipped, etag[:len(etag)-1]+`-gz"`
	}
	head.Set("ETag", etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if len(body) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	head.Set("Content-Type", ContentType)
	head.Set("Content-Length", strconv.Itoa(len(body)))
	if zip {
		head.Set("Content-Encoding", "gzip")
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader gone away is no fault of ours
	}
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, q, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			q, weighted := strings.CutPrefix(strings.TrimSpace(q), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !weighted || err == nil && weight > 0
		}
	}
	return false
}

// matches compares validators the weak way, as If-None-Match wants.
func matches(list, etag string) bool {
	for part := range strings.SplitSeq(list, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == etag {
			return true
		}
	}
	return false
}

// key names a tile.
type key struct {
	layer   string
	asOf    date.Day
	z, x, y int
}

// parse reads a tile's address.
func parse(r *http.Request) (key, error) {
	k := key{layer: r.PathValue("layer")}
	row, ok := strings.CutSuffix(r.PathValue("yext"), ".mvt")
	if !ok {
		return k, fault.New(fault.NotFound, "tile.form").In("y")
	}
	for _, p := range []struct {
		field, text string
		to          *int
	}{{"z", r.PathValue("z"), &k.z}, {"x", r.PathValue("x"), &k.x}, {"y", row, &k.y}} {
		// At most 2^14 columns: five digits are enough, and "+1" is no column.
		n, err := strconv.ParseUint(p.text, 10, 16)
		if err != nil {
			return k, fault.New(fault.Invalid, "tile.number").In(p.field)
		}
		*p.to = int(n)
	}
	asOf, given := r.URL.Query()["as_of"]
	if !given || k.layer != "campuses" {
		return k, nil // the contours have no date
	}
	day, err := date.ParseDay(asOf[0])
	if err != nil || len(asOf) > 1 {
		return k, fault.New(fault.Invalid, "tile.day").In("as_of").Because(err)
	}
	if k.asOf = day; day.IsZero() {
		k.asOf = -1 // 1 January 1970 is written like no day; the day before shows the same
	}
	return k, nil
}

// sentences are what a reader of the tiles is told, by the key of the fault.
var sentences = map[string]string{
	"tile.layer":    "no such layer: want one of " + strings.Join(Layers, ", "),
	"tile.zoom":     fmt.Sprintf("want a zoom from 0 to %d", MaxZoom),
	"tile.column":   "want a column from 0 to 2^z - 1",
	"tile.row":      "want a row from 0 to 2^z - 1",
	"tile.form":     "want /tiles/{layer}/{z}/{x}/{y}.mvt",
	"tile.number":   "want a whole number",
	"tile.day":      "want one day YYYY-MM-DD",
	"tile.starting": "the register is being read, try again in a moment",
}

// refuse answers with a problem (RFC 9457) that names the parameter at fault.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	status, detail, errs := fault.KindOf(err).Status(), "a defect of this service", []map[string]string{}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		detail = sentences[f.Key]
		if f.Field != "" {
			detail = f.Field + ": " + detail
			errs = append(errs, map[string]string{"name": f.Field, "detail": sentences[f.Key]})
		}
	}
	body, err := json.Marshal(map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail, "errors": errs,
	})
	if err != nil { // texts and a number always encode
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}
