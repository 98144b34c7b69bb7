package e2e

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is the one Chromium of the test process; tabs are opened in sequence.
var browser struct {
	sync.Mutex
	start  sync.Once
	ctx    context.Context
	reason string // why there is none
	close  func()
}

func TestMain(m *testing.M) {
	code := postgres.Main(m)
	if browser.close != nil {
		browser.close()
	}
	os.Exit(code)
}

// chromium finds the browser of this machine.
func chromium() string {
	if path := os.Getenv("CONTINUUM_CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func startBrowser() {
	path := chromium()
	if path == "" {
		browser.reason = "no Chromium on this machine: make test installs it"
		return
	}
	dir, err := os.MkdirTemp("", "continuum-e2e-")
	if err != nil {
		browser.reason = err.Error()
		return
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(dir),
		chromedp.WindowSize(1280, 800),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "fr-FR"),
		// MapLibre draws with WebGL: here in software.
		chromedp.Flag("use-angle", "swiftshader"),
		chromedp.Flag("enable-unsafe-swiftshader", true),
	)
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox) // Chromium's sandbox refuses root
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	browser.close = func() {
		cancel()
		stop()
		_ = os.RemoveAll(dir)
	}
	if err := chromedp.Do(ctx); err != nil {
		browser.reason = "Chromium does not start: " + err.Error()
		return
	}
	browser.ctx = ctx
}

// view is how a page is looked at.
type view struct {
	width   int64
	scripts bool
}

func (v view) String() string {
	if v.scripts {
		return fmt.Sprintf("%d", v.width)
	}
	return fmt.Sprintf("%d without scripts", v.width)
}

// tab is a browser's tab that remembers what went wrong in it.
type tab struct {
	t    *testing.T
	root context.Context // as long as the tab
	ctx  context.Context // as long as the test in it may last
	host string
	// close closes the tab before the test ends, to open another.
	close func()

	loaded chan struct{} // a page has loaded since it was last read

	mu      sync.Mutex
	asked   map[network.RequestID]string // address of each request, for those that fail
	status  int64                        // of the last document
	foreign []string                     // requests that left the host
	errors  []string                     // console errors, exceptions, refused resources
}

// open opens a tab on the site at base. The tab closes with the test; one is open
// at a time.
func open(t *testing.T, base string, v view) *tab {
	t.Helper()
	browser.start.Do(startBrowser)
	if browser.ctx == nil {
		if os.Getenv("CONTINUUM_REQUIRE_CHROMIUM") != "" {
			t.Fatal(browser.reason)
		}
		t.Skip(browser.reason)
	}
	browser.Lock()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	b := &tab{t: t, host: u.Host, loaded: make(chan struct{}, 1), asked: make(map[network.RequestID]string)}
	ctx, cancel := chromedp.NewContext(browser.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.listen))
	b.root, b.ctx = ctx, ctx // the first thing done in a tab ties it to its context
	b.close = sync.OnceFunc(func() {
		cancel()
		browser.Unlock()
	})
	t.Cleanup(b.close)
	b.do(chromedp.EmulateViewport(v.width, 800))
	b.scripts(v.scripts)
	b.use(t)
	return b
}

// use makes the tab serve another test, with nothing remembered.
func (b *tab) use(t *testing.T) {
	// It ends a tab that hangs; the longest scene takes more than two minutes on a busy machine.
	ctx, stop := context.WithTimeout(b.root, 6*time.Minute)
	t.Cleanup(stop)
	b.ctx = ctx
	b.mu.Lock()
	defer b.mu.Unlock()
	b.t, b.status, b.foreign, b.errors = t, 0, nil, nil
	clear(b.asked)
}

// listen records events; it runs in the loop that reads the tab's messages.
func (b *tab) listen(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(ev.Request.URL)
		if err != nil || u.Host != b.host && u.Scheme != "data" {
			b.foreign = append(b.foreign, ev.Request.URL)
		}
		b.asked[ev.RequestID] = ev.Request.URL
	case *page.EventLoadEventFired:
		select {
		case b.loaded <- struct{}{}:
		default:
		}
	case *network.EventResponseReceived:
		if ev.Type == network.ResourceTypeDocument {
			b.status = ev.Response.Status
		}
	case *network.EventLoadingFinished:
		delete(b.asked, ev.RequestID)
	case *network.EventLoadingFailed:
		if !ev.Canceled {
			b.errors = append(b.errors, fmt.Sprintf("%s: %s %s", b.asked[ev.RequestID], ev.ErrorText, ev.BlockedReason))
		}
		delete(b.asked, ev.RequestID)
	case *runtime.EventExceptionThrown:
		b.errors = append(b.errors, "exception: "+ev.ExceptionDetails.Text+" "+describe(ev.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError || ev.Type == runtime.ConsoleAPICalledTypeAssert {
			var text []string
			for _, a := range ev.Args {
				text = append(text, string(a.Value)+a.Description)
			}
			b.errors = append(b.errors, "console: "+strings.Join(text, " "))
		}
	case *log.EventEntryAdded:
		// A document that is not found is what some tests ask for.
		if ev.Entry.Level == log.EntryLevelError && !(ev.Entry.Source == log.EntrySourceNetwork && b.status >= 400) {
			b.errors = append(b.errors, string(ev.Entry.Source)+": "+ev.Entry.Text+" "+ev.Entry.URL)
		}
	}
}

func describe(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	return o.Description
}

// visit goes to a path of the site, and waits until the page has loaded. Live maps start later: see live.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.mu.Lock()
	b.status = 0
	b.mu.Unlock()
	b.do(chromedp.Navigate("http://" + b.host + path))
}

// leads runs what leads to another page, and waits until that one has loaded.
func (b *tab) leads(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	select {
	case <-b.loaded:
	default:
	}
	b.do(steps...)
	select {
	case <-b.loaded:
	case <-b.ctx.Done():
		b.t.Fatal("no page came")
	}
}

// scripts lets the page's scripts run, or not.
func (b *tab) scripts(on bool) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval is the value of a JavaScript expression, awaited when it is a promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for a JavaScript condition.
func (b *tab) until(condition string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(time.Minute))); err != nil {
		b.t.Fatalf("waiting for %s: %v", condition, err)
	}
}

// key presses keys.
func (b *tab) key(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k))
	}
}

// wentWrong lists what must not happen on any page.
func (b *tab) wentWrong() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []string
	for _, f := range b.foreign {
		all = append(all, "a request left the host: "+f)
	}
	return append(all, b.errors...)
}
