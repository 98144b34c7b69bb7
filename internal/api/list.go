package api

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"continuum/internal/date"
)

// The lists that cursors walk.
const (
	campusList       = "campuses"
	labelList        = "labels"
	organisationList = "organisations"
	territoryList    = "territories"
	sectorList       = "sectors"
	projectCallList  = "calls"
	sourceList       = "sources"

	establishmentList = "establishments"
	qualificationList = "qualifications"
	progressionList   = "progressions"
	offerList         = "offers"
	occupationList    = "occupations"
	outcomeList       = "outcomes"
	needList          = "needs"
	placeList         = "places"
	searchList        = "search"
)

// row is one line of a list: its place among all lines, and its identity.
type row interface {
	position() int
	key() string
}

// rows are the lines chosen, in the order of their places. They are made when they
// are written: a selection of the national offer counts tens of thousands.
type rows[R row] struct {
	n  int
	at func(i int) R
}

// listed are the rows of a slice.
func listed[R row](all []R) rows[R] {
	return rows[R]{len(all), func(i int) R { return all[i] }}
}

// List is a page of a list.
type List[T any] struct {
	Items []T     `json:"items" doc:"The items of this page."`
	Next  *string `json:"next" doc:"Address of the next page; null on the last one."`
	Total int     `json:"total" doc:"Number of items of the whole selection."`
	Meta
}

// Meta is what an answer says of itself.
type Meta struct {
	AsOf        *string    `json:"as_of" doc:"Day asked for; null when the last known state is given." format:"date"`
	Generation  int64      `json:"generation" doc:"Edition of the register: two pages of the same hold together."`
	Licence     []string   `json:"licence" doc:"Licences of the sources of the register; each source's own is in /api/v1/sources."`
	Attribution string     `json:"attribution" doc:"Who to name when re-using, in French."`
	Documented  Documented `json:"documented" doc:"How much of the official network the register documents."`
}

// Documented compares the register with the official counts.
type Documented struct {
	On         string  `json:"on" doc:"Day of the comparison." format:"date"`
	Here       int     `json:"here" doc:"Campuses in force or presumed in the register on that day."`
	Official   *int    `json:"official" doc:"Last official count known at that day."`
	OfficialOn *string `json:"official_on" doc:"Date of that count, at its own precision."`
	Text       *string `json:"text" doc:"What was counted, in French."`
}

// attribution names the register. The producers are those of the sources.
const attribution = "Registre ouvert des campus des métiers et des qualifications (Continuum), d’après les sources citées"

// offerAttribution is that of the national offer, whose producers are some thirty.
const offerAttribution = "Offre nationale de formation (Continuum), d’après les sources citées, dont " + Prefix + "/sources?of=offer nomme les producteurs"

func (c *call) meta() Meta {
	day := c.query.filter.AsOf
	if day.IsZero() {
		day = c.today
	}
	m := Meta{AsOf: optional(c.query.asOf), Generation: c.view.cat.Generation, Licence: c.view.licences, Attribution: attribution}
	official, here := c.view.cat.Documented(day)
	m.Documented = Documented{On: dayText(day), Here: here}
	if official != nil {
		count, on := official.Count, official.On.String()
		m.Documented.Official, m.Documented.OfficialOn, m.Documented.Text = &count, optional(on), optional(official.Text)
	}
	return m
}

// Origin is what an answer about the national offer says of itself.
type Origin struct {
	Generation  int64    `json:"generation" doc:"Edition of the catalog: two pages of the same hold together."`
	Licence     []string `json:"licence" doc:"Licences of the sources of the offer; each source's own is in /api/v1/sources."`
	Attribution string   `json:"attribution" doc:"Who to name when re-using, in French; each source's date is in /api/v1/sources."`
}

// Pages is a page of a list about the national offer.
type Pages[T any] struct {
	Items []T     `json:"items" doc:"The items of this page."`
	Next  *string `json:"next" doc:"Address of the next page; null on the last one."`
	Total int     `json:"total" doc:"Number of items of the whole selection."`
	Origin
}

func (c *call) origin() Origin {
	return Origin{Generation: c.view.cat.Generation, Licence: c.view.national.licences, Attribution: offerAttribution}
}

// about is what the answer says of itself, as an object.
func (c *call) about() []byte {
	if c.endpoint.national {
		return encode(c.origin())
	}
	return encode(c.meta())
}

// dayText writes a day asked for, the one without a number included.
func dayText(day date.Day) string {
	if day == nothingHappened {
		return "1970-01-01"
	}
	return day.String()
}

// pageOf answers with the rows that follow the cursor. each writes one row as JSON.
func pageOf[R row](c *call, list string, all rows[R], each func(*bytes.Buffer, R)) reply {
	from := sort.Search(all.n, func(i int) bool { return all.at(i).position() > c.query.after })
	to := min(all.n, from+c.query.limit)
	var next *string
	if to < all.n {
		address := c.path() + "?" + c.query.with(encodeCursor(list, all.at(to-1).key()))
		next = &address
	}
	return reply{total: all.n, write: func(w *bytes.Buffer, flush func() error) error {
		w.WriteString(`{"items":[`)
		for i := from; i < to; i++ {
			if i > from {
				w.WriteByte(',')
			}
			if each(w, all.at(i)); w.Len() > flushAt {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		w.WriteString(`],"next":`)
		w.Write(encode(next))
		w.WriteString(`,"total":` + strconv.Itoa(all.n) + ",")
		w.Write(c.about()[1:])
		return nil
	}}
}

// document answers with one thing.
func document(v any) reply {
	return reply{total: -1, write: func(w *bytes.Buffer, _ func() error) error {
		w.Write(encode(v))
		return nil
	}}
}

// describe sets the headers that tell what the answer is: the forms that have no
// place for a licence carry it here.
func (c *call) describe(h http.Header, a reply) {
	h.Set("Content-Type", c.endpoint.media)
	h.Add("Link", `<`+Prefix+`/openapi.json>; rel="service-desc"; type="application/json"`)
	h.Add("Link", `<`+Prefix+`/sources>; rel="license"; title="licence of each source"`)
	licences := c.view.licences
	if c.endpoint.national {
		licences = c.view.national.licences
	}
	h.Set("X-Licence", strings.Join(licences, ", "))
	if a.total >= 0 {
		h.Set("X-Total-Count", strconv.Itoa(a.total))
	}
	if name := c.endpoint.file; name != "" {
		if c.query.asOf != "" {
			name += "-" + c.query.asOf
		}
		h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name+".csv"))
	}
}

// optional is nil for what is unknown.
func optional[T ~string](s T) *string {
	if s == "" {
		return nil
	}
	text := string(s)
	return &text
}

// href is the address of a thing in this API.
func href(list, id string) string { return Prefix + "/" + list + "/" + url.PathEscape(id) }
