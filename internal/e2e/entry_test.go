package e2e

import (
	"net/http"
	"strings"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stateOf is what a reader of the screen is told of a combobox and what it holds.
const stateOf = `(e => ({
	value: e.value, expanded: e.ariaExpanded, popup: String(!document.getElementById(e.getAttribute("aria-controls")).hidden),
	active: document.getElementById(e.getAttribute("aria-activedescendant"))?.innerText.replace(/\s+/g, " ") ?? "",
	said: e.parentElement.querySelector("[role=status]").textContent, at: String(e.selectionStart), focus: String(document.activeElement === e),
}))(document.querySelector("#lieu"))`

// TestCombobox uses the entry of a place with the keys that the W3C's pattern gives it.
func TestCombobox(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{360, true})
	b.visit("/formations")
	is := func(when string, want map[string]string) {
		t.Helper()
		got := eval[map[string]string](b, stateOf)
		for k, v := range want {
			if got[k] != v && !(k == "said" && v != "" && strings.Contains(got[k], v)) {
				t.Errorf("%s: %s is %q, want %q (all: %v)", when, k, got[k], v, got)
			}
		}
	}
	b.do(chromedp.Focus(`#lieu`), chromedp.KeyEvent("saint-den"))
	b.until(`document.querySelectorAll("#lieu-proposals [role=option]").length === 8`)
	is("typed", map[string]string{"value": "saint-den", "expanded": "true", "popup": "true", "active": "", "said": "Propositions\u00a0: 8."})
	both := eval[string](b, `document.querySelector("#lieu-proposals").innerText`)
	if !strings.Contains(both, "Saint-Denis (La Réunion)") || !strings.Contains(both, "Saint-Denis (Seine-Saint-Denis)") {
		t.Errorf("homonyms are not told apart by their département:\n%s", both)
	}
	for _, f := range b.audit() {
		t.Errorf("open: %s", f)
	}
	b.shoot("combobox 360")
	first := eval[string](b, `document.querySelector("#lieu-proposals [role=option]").innerText.replace(/\s+/g, " ")`)
	last := eval[string](b, `document.querySelector("#lieu-proposals [role=option]:last-child").innerText.replace(/\s+/g, " ")`)
	b.key(kb.ArrowDown)
	is("down", map[string]string{"active": first, "value": "saint-den", "focus": "true"})
	b.key(kb.ArrowUp)
	is("up from the first", map[string]string{"active": last})
	b.key(kb.ArrowDown)
	is("down from the last", map[string]string{"active": first})
	b.key(kb.Home)
	is("home", map[string]string{"active": "", "at": "0", "popup": "true"})
	b.key(kb.End)
	is("end", map[string]string{"active": "", "at": "9"})
	b.key(kb.Escape)
	is("escape", map[string]string{"expanded": "false", "popup": "false", "value": "saint-den"})
	b.key(kb.ArrowDown)
	is("down once closed", map[string]string{"expanded": "true", "active": first})
	b.enter()
	is("enter", map[string]string{"expanded": "false", "popup": "false", "focus": "true"})
	if got := eval[string](b, `location.pathname + location.search + " " + document.querySelector("#lieu").value`); !strings.HasPrefix(got, "/formations Saint-Denis (") {
		t.Errorf("choosing with Enter leads to %q: it must fill the entry and send nothing", got)
	}
	b.key(kb.Escape)
	is("escape once closed", map[string]string{"value": ""})
	// Nothing is said of letters that no commune has.
	b.do(chromedp.KeyEvent("zzzz"))
	b.until(`document.querySelector("#lieu").parentElement.querySelector("[role=status]").textContent.startsWith("Aucune")`)
	is("no commune", map[string]string{"expanded": "false", "popup": "false"})
	// A finger chooses as well; what is chosen is what the form sends.
	b.key(kb.Escape)
	b.do(chromedp.KeyEvent("mende"))
	b.until(`document.querySelector("#lieu-proposals [role=option]")`)
	b.do(chromedp.Click(`#lieu-proposals [role=option]`))
	is("clicked", map[string]string{"value": "Mende (48000)", "popup": "false", "focus": "true"})
	b.leads(chromedp.KeyEvent(kb.Enter))
	if got := eval[string](b, `new URLSearchParams(location.search).get("lieu")`); got != "Mende (48000)" {
		t.Errorf("the form asks for %q", got)
	}
	// Leaving closes the list.
	b.do(chromedp.Focus(`#lieu`), chromedp.KeyEvent(" x"), chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent(kb.Tab))
	is("left", map[string]string{"expanded": "false", "popup": "false"})
}

// The entry of words proposes what may be meant, of every kind, misspelt as it may be; what
// is chosen is words to search for, and sends nothing by itself.
func TestWordsEntry(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{360, true})
	b.visit("/")
	b.do(chromedp.Focus(`#q`), chromedp.KeyEvent("bato"))
	b.until(`[...document.querySelectorAll("#q-proposals [role=option]")].some(e => e.innerText.includes("Maintenance nautique"))`)
	for _, f := range b.audit() {
		t.Errorf("open: %s", f)
	}
	b.shoot("words 360")
	got := eval[map[string]string](b, `(e => ({role: e.getAttribute("role"), expanded: e.ariaExpanded, said: e.parentElement.querySelector("[role=status]").textContent,
		list: document.getElementById(e.getAttribute("aria-controls")).getAttribute("aria-label"),
		kinds: String([...document.querySelectorAll("#q-proposals .proposals__more")].every(m => m.textContent.trim().length > 3))}))(document.querySelector("#q"))`)
	if got["role"] != "combobox" || got["expanded"] != "true" || !strings.Contains(got["said"], "Propositions") || got["list"] == "" || got["kinds"] != "true" {
		t.Errorf("what a reader of the screen is told: %v", got)
	}
	b.key(kb.ArrowDown)
	first := eval[string](b, `document.querySelector("#q-proposals [aria-selected=true]").dataset.value`)
	b.enter()
	if got := eval[string](b, `location.pathname + " " + document.querySelector("#q").value`); got != "/ "+first {
		t.Errorf("choosing with Enter leads to %q, want the entry to hold %q and nothing sent", got, first)
	}
	b.leads(chromedp.KeyEvent(kb.Enter))
	if got := eval[string](b, `location.pathname + new URLSearchParams(location.search).get("q")`); got != "/formations"+first || len(b.answers()) == 0 {
		t.Errorf("the form leads to %q, with %d answers", got, len(b.answers()))
	}
	// Where nobody answers the entry is a plain one.
	b.visit("/formations")
	eval[chromedp.Void](b, `void (window.fetch = () => Promise.reject(new TypeError("offline")))`)
	b.leads(chromedp.Focus(`#q`), chromedp.KeyEvent("soudeur"), chromedp.KeyEvent(kb.Enter))
	if got := eval[string](b, `new URLSearchParams(location.search).get("q")`); got != "soudeur" {
		t.Errorf("offline, the form asks for %q", got)
	}
	for _, f := range b.wentWrong() {
		t.Error(f)
	}
}

// enter presses Enter as a keyboard does: a page that takes the key keeps it from
// sending the form. chromedp's own event sends the character in any case.
func (b *tab) enter() {
	b.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		p := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
		if kind == input.DispatchKeyEventTypeKeyDown {
			p.Text = "\r"
		}
		if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, p); err != nil {
			b.t.Fatal(err)
		}
	}
}

// Everywhere a place is asked for, the entry proposes; where nobody answers, it is a plain one.
func TestPlaceEntries(t *testing.T) {
	b := open(t, site(t, "neutre"), view{1280, true})
	for path, entry := range map[string]string{
		"/carte": "#choose-place", "/parcours": "#ou", "/simulation?territoire=departement-morbihan&filiere=MECA": "#commune",
		"/campus/bretagne-industries-de-la-mer/continuum/chaudronnerie-et-soudure/5": "#ou",
	} {
		b.visit(path)
		b.do(chromedp.Focus(entry), chromedp.KeyEvent("plougast"))
		b.until(`[...document.querySelectorAll("` + entry + `-proposals [role=option]")].some(e => e.innerText.startsWith("Plougastel-Daoulas (Finistère)"))`)
		for _, f := range b.audit() {
			t.Errorf("%s: %s", path, f)
		}
	}
	b.visit("/formations")
	eval[chromedp.Void](b, `void (window.fetch = () => Promise.reject(new TypeError("offline")))`)
	b.leads(chromedp.Focus(`#lieu`), chromedp.KeyEvent("lorient"), chromedp.KeyEvent(kb.Enter))
	if got := eval[string](b, `location.search`); !strings.Contains(got, "lieu=lorient") || b.status != http.StatusOK {
		t.Errorf("offline, the form leads to %s, status %d", got, b.status)
	}
	for _, f := range b.wentWrong() {
		t.Error(f)
	}
}

// at gives the browser a place to be, or none.
func (b *tab) at(setting cdpbrowser.PermissionSetting, lat, lon float64) {
	b.t.Helper()
	_, err := chromedp.CallBrowser(b.ctx, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
		Permission: &cdpbrowser.PermissionDescriptor{Name: "geolocation"}, Setting: setting,
		BrowserContextID: chromedp.FromContext(b.root).BrowserContextID,
	})
	if err == nil {
		accuracy := 10.0
		_, err = chromedp.Call(b.ctx, emulation.SetGeolocationOverride, emulation.SetGeolocationOverrideParams{Latitude: &lat, Longitude: &lon, Accuracy: &accuracy})
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// Where one is fills in the commune, on request only; the exact place is not sent.
func TestAroundMe(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{360, true})
	told := func(want string) {
		t.Helper()
		b.do(chromedp.Click(`.here__ask`))
		b.until(`document.querySelector(".here__told").textContent.includes("` + want + `")`)
	}
	b.at(cdpbrowser.PermissionSettingGranted, 47.7512, -3.3691)
	b.visit("/formations")
	if got := eval[string](b, `document.querySelector("#lieu").value + performance.getEntriesByType("resource").filter(r => r.name.includes("/communes/")).length`); got != "0" {
		t.Errorf("before anything is asked: %q", got)
	}
	told("Commune la plus proche\u00a0: Lorient")
	if got := eval[string](b, `document.querySelector("#lieu").value`); got != "Lorient (56100)" {
		t.Errorf("the entry holds %q", got)
	}
	b.mu.Lock()
	for _, address := range b.asked {
		if strings.Contains(address, "7512") || strings.Contains(address, "3691") {
			t.Errorf("the place left the browser: %s", address)
		}
	}
	b.mu.Unlock()
	for _, f := range b.audit() {
		t.Error(f)
	}
	b.shoot("around me 360")
	b.at(cdpbrowser.PermissionSettingGranted, -20.9, 55.49) // where names and signs turn
	told("Saint-Denis")
	b.at(cdpbrowser.PermissionSettingDenied, 0, 0)
	b.visit("/formations")
	told("n’a pas donné votre position")
	b.scripts(false)
	b.visit("/formations")
	if eval[bool](b, `document.querySelector(".here, .proposals") !== null`) {
		t.Error("without scripts there is a button of no use")
	}
}
