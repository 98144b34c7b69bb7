// Package page is what the router and the pages have in common: what a page is
// asked (Request) and what it answers (Answer). A page is a function of both the
// catalog in force and the request; it writes nothing itself, so that an error
// found late is still a whole error page.
package page

import (
	"context"
	"errors"
	"io"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"continuum/internal/account"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/throttle"
)

// Theme is one of the two style sheets.
type Theme string

// The themes. The State's design system is reserved to the State's services; the
// neutral one carries no mark of the State.
const (
	DSFR    Theme = "dsfr"
	Neutral Theme = "neutre"
)

// Site is what the operator decided, the same for every page.
type Site struct {
	Theme    Theme
	BaseURL  string // "https://campus.example.fr", without a final slash; empty: not known
	Version  string // of the program, for readers who report a mistake
	Operator Operator
	Accounts bool // people may sign in here
}

// Operator is who publishes this site. Nothing is invented: what is empty is said
// to be missing.
type Operator struct {
	Name     string // legal name of the publisher
	Director string // director of publication
	Address  string
	Mail     string // where readers write
	Host     string // who hosts the site, with address
	Source   string // URL of the source code
}

// Request is what a page is asked. Pages must not change it.
type Request struct {
	Context context.Context
	Site    *Site
	Catalog *catalog.Catalog
	T       *text.Texts
	Lang    text.Lang
	Path    string // without the language's prefix: "/campus/x"
	Query   string // raw query
	Today   date.Day
	Now     time.Time
	Origin  string            // "http://localhost:8080": where the reader found this site; untrusted
	ID      string            // request id, shown on error pages
	Values  map[string]string // path values by name
	Form    url.Values        // posted form, nil for a reading
	Upload  *Upload           // posted form with a file; nil but on routes that take files
	Client  string            // address of the client, for throttling only; never stored
	Dear    *throttle.Queue   // of what takes long; nil lets all run at once

	// Of who is signed in; only routes that ask for it are told, so that public pages are
	// the same for everyone.
	Who     *account.Subject // nil when nobody is
	Session account.Session
	Short   bool   // the session does not open the site to them: their rights ask for two factors
	Device  string // what the browser says it is, in a word or two
	Cookies map[string]string
}

// Upload is a posted form whose last entry is a file. Its content is read as it comes, from
// the network: a page asks for rights first.
type Upload struct {
	Fields url.Values // the entries before the file
	Name   string     // as the browser says it; empty when no file was chosen
	Body   io.Reader  // the content, bounded by the route
}

// May says whether who is signed in may do that.
func (r *Request) May(a account.Action, o account.Object) bool {
	return r.Who != nil && account.Decide(*r.Who, a, o).Allowed
}

// InTurn does what takes long when few enough others do. Too many waiting is an
// Unavailable error.
func (r *Request) InTurn(ctx context.Context, work func() error) error {
	err := r.Dear.Do(ctx, work)
	if errors.Is(err, throttle.ErrBusy) {
		return fault.New(fault.Unavailable, "error.busy").Because(err)
	}
	return err
}

// Value is the path value of that name.
func (r *Request) Value(name string) string { return r.Values[name] }

// Link is the path of another page in the reader's language.
func (r *Request) Link(path string) string { return r.Lang.Link(path) }

// Self is the present page in lang, query included.
func (r *Request) Self(lang text.Lang) string {
	s := lang.Link(r.Path)
	if s == "" {
		s = "/"
	}
	if r.Query != "" {
		s += "?" + r.Query
	}
	return s
}

// Absolute is the path with the site's base, empty when the base is not known.
func (r *Request) Absolute(path string) string {
	if r.Site.BaseURL == "" {
		return ""
	}
	return r.Site.BaseURL + path
}

// Public is the path as a whole address, to be written down: of the site's base, or of
// where the reader found it when the base is not known. Only what nobody else is given may
// say so.
func (r *Request) Public(path string) string {
	if r.Site.BaseURL == "" {
		return r.Origin + path
	}
	return r.Site.BaseURL + path
}

// Func answers a request for a page. Errors of a kind (package fault) become error
// pages: Invalid 400, NotFound 404, …; any other is a defect, 500.
type Func func(r *Request) (Answer, error)

// Answer is what a page says. Exactly one of Body, Raw, Stream and Redirect is set.
type Answer struct {
	Status int // 200 when zero
	Head   Head
	Body   templ.Component // the content of main; the layout is put around it

	Fleeting bool // it may be another in a minute, or is one reader's alone: it is kept nowhere

	Raw         []byte // a document that is no page
	ContentType string // of Raw
	Filename    string // when Raw is to be saved rather than shown
	Sandboxed   bool   // Raw is from a reader: should it be shown all the same, it may do nothing

	// Stream writes a document that is too large for the memory, to be saved under Filename.
	// It is asked once all that may refuse it was; an error cuts the connection.
	Stream func(w io.Writer) error

	Redirect string // a path of this site, or the identity provider; permanent when Moved, else "see other"
	Moved    bool

	Cookies []Cookie // to be set
}

// Cookie is what the browser is to keep for this site alone, unseen by scripts.
type Cookie struct {
	Name   string
	Value  string        // empty: forget it
	MaxAge time.Duration // 0: until the browser closes
}

// Asking has the browser sign something with a key, and keep for its answer a cookie
// that serves once.
func Asking(options []byte, cookie string) Answer {
	return Answer{Raw: options, ContentType: "application/json", Cookies: []Cookie{{Name: KeyCookie, Value: cookie, MaxAge: 5 * time.Minute}}}
}

// The cookies of this site. Public pages set none.
const (
	SessionCookie = "continuum"      // who is signed in
	PassCookie    = "continuum-pass" // the token of an invitation, out of the address
	KeyCookie     = "continuum-key"  // what the browser was asked to sign with a key
	FlowCookie    = "continuum-flow" // a sign-in on its way through an identity provider
)

// Head is what the layout needs to know of a page.
type Head struct {
	Title       string   // without the service's name, which the layout adds; empty on the home page
	Description string   // one sentence for search engines and shared links
	Path        string   // canonical path with its query, without language prefix; the request's own when empty
	NoIndex     bool     // search engines should leave this page out
	Image       Image    // what links to the page show of it where they are shared; the site's own when zero
	Feed        Feed     // of what this page tells, besides the site's own; zero for none
	JSONLD      string   // schema.org data as JSON, made by json.Marshal; empty: none
	Scripts     []string // names of scripts of package asset, besides the base one
	Styles      []string // names of styles of package asset, besides the theme
	Crumbs      []Crumb  // the way from the home page, this page last; nil: no breadcrumb
	Wide        bool     // the page uses the whole width (maps)
	Bare        bool     // the content alone, without menu, footer or script: it stands in a frame of another site
}

// Image is a picture of this site and the words that stand for it.
type Image struct {
	Path string // without language prefix
	Alt  string
}

// Feed is an Atom feed of this site.
type Feed struct {
	Path  string // without language prefix
	Title string
}

// Crumb is a step of the breadcrumb. The last one has no path.
type Crumb struct {
	Label string
	Path  string // without language prefix
}

// Hint is a page that may be what the reader looked for, shown on 404 pages.
type Hint struct {
	Label string
	Path  string // without language prefix
}

// Suggest is an error that knows pages close to the one asked for: a NotFound
// error wrapped with its hints.
type Suggest struct {
	Err   error
	Hints []Hint
}

// Error is the wrapped error's.
func (s *Suggest) Error() string { return s.Err.Error() }

// Unwrap returns the wrapped error.
func (s *Suggest) Unwrap() error { return s.Err }
