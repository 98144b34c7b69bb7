package e2e

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// live waits for the live map, which starts when it is on screen.
func (b *tab) live() {
	b.t.Helper()
	eval[chromedp.Void](b, `document.querySelector("[data-map]").scrollIntoView(); undefined`)
	b.until(`document.querySelector("[data-map]").dataset.state === "live"`)
}

const (
	sumOfMarks  = `[...document.querySelectorAll(".map-marks li")].reduce((n, li) => n + Number(li.dataset.count), 0)`
	sumOfPlaces = `[...document.querySelectorAll(".map-area")].reduce((n, e) => n + Number(e.dataset.count), 0)`
	drawnMarks  = `document.querySelectorAll("[data-drawn] a.mark").length`
)

// The drawn map, the live map, its places, the list's total and the data agree.
func TestMapAndListAgree(t *testing.T) {
	base := site(t, "dsfr")
	b := open(t, base, view{1280, true})
	for _, tt := range []struct {
		path         string
		total, drawn int
	}{
		{"/carte?le=2015-09-01", 21, 21},
		{"/carte?le=2013-12-31", 10, 10},
		{"/carte", 95, 87},
		{"/carte?filiere=MOBI&le=2015-09-01", 5, 5},
	} {
		b.visit(tt.path)
		b.live()
		for name, script := range map[string]string{"marks": sumOfMarks, "places": sumOfPlaces, "drawn marks": drawnMarks} {
			if got := eval[int](b, script); got != tt.drawn {
				t.Errorf("%s: %s sum to %d, want %d", tt.path, name, got, tt.drawn)
			}
		}
		if got := eval[string](b, `document.querySelector("[data-part=total]").innerText`); !strings.HasPrefix(got, strconv.Itoa(tt.total)+" ") && !strings.HasPrefix(got, strconv.Itoa(tt.total)+"\u00a0") {
			t.Errorf("%s: total says %q, want %d", tt.path, got, tt.total)
		}
		if got, want := eval[int](b, `document.querySelectorAll("[data-list] > li").length`), min(tt.total, 50); got != want {
			t.Errorf("%s: %d lines, want %d", tt.path, got, want)
		}
	}
	for _, f := range b.audit() {
		t.Error(f)
	}
	b.shoot("live /carte")
}

// A mark leads to its line, which can be shared; every mark has one, even when the
// line is on another page of the list.
func TestChosenCampusCanBeShared(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, true})
	b.visit("/carte?le=2015-09-01")
	b.live()
	eval[chromedp.Void](b, `document.querySelector(".map-marks a.mark").click(); undefined`)
	b.until(`location.hash.startsWith("#campus-") && document.querySelector(".map-card a")`)
	slug := eval[string](b, `location.hash.replace("#campus-", "")`)
	if got := eval[string](b, `document.querySelector("[data-slug][aria-current]")?.dataset.slug ?? ""`); got != slug {
		t.Errorf("the line shown as current is %q, want %q", got, slug)
	}
	b.visit("/carte?vers=paca-mer")
	if got := eval[string](b, `location.pathname + location.search + location.hash`); !strings.HasSuffix(got, "#campus-paca-mer") {
		t.Errorf("/carte?vers=paca-mer leads to %s", got)
	}
	if !eval[bool](b, `document.getElementById("campus-paca-mer") !== null`) {
		t.Error("the page does not hold the line it was asked for")
	}
	b.live()
	b.until(`document.querySelector(".map-card a")?.textContent.length > 0`)
}

// The slider asks for another date: title, totals, list and map follow together.
func TestTimeSlider(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, true})
	b.visit("/carte?le=2015-09-01")
	b.live()
	eval[chromedp.Void](b, `document.getElementById("time-slider").focus(); undefined`)
	for range 20 {
		b.key(kb.ArrowLeft)
	}
	b.until(`location.search.includes("le=2014-01-01")`)
	b.until(sumOfMarks + ` === 10`)
	for script, want := range map[string]string{
		`document.querySelector("[data-part=total] strong").textContent`:     "10",
		`document.querySelector("h1").textContent.replaceAll("\u00a0", " ")`: "1er janvier 2014",
		`document.querySelector("[data-map]").dataset.src`:                   "as_of=2014-01-01",
		`document.activeElement.id`:                                          "time-slider",
		`document.getElementById("time-slider").ariaValueText ?? document.getElementById("time-slider").getAttribute("aria-valuetext")`: "1er janvier 2014",
	} {
		if got := eval[string](b, script); !strings.Contains(got, want) {
			t.Errorf("%s = %q, want %q in it", script, got, want)
		}
	}
	if got := eval[int](b, `document.querySelectorAll("[data-list] > li").length`); got != 10 {
		t.Errorf("%d lines in the list, want 10", got)
	}
	for _, f := range b.audit() {
		t.Error(f)
	}
}

// A phone loads the map's code only when its reader asks for it.
func TestPhoneAsksForTheMap(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{360, true})
	b.visit("/carte?le=2015-09-01")
	if got := eval[int](b, `performance.getEntriesByType("resource").filter(r => r.name.includes("/assets/map") || r.name.includes("/tiles/")).length`); got != 0 {
		t.Errorf("%d files of the live map were loaded unasked", got)
	}
	b.until(`document.querySelector("[data-map-show]")`)
	eval[chromedp.Void](b, `document.querySelector("[data-map-show]").click(); undefined`)
	b.live()
	if got := eval[int](b, sumOfMarks); got != 21 {
		t.Errorf("marks sum to %d, want 21", got)
	}
	for _, f := range b.audit() {
		t.Error(f)
	}
	b.shoot("live /carte 360")
}

// With a place, the live map is centred there, and still holds every campus of the list.
func TestMapIsCentredOnThePlace(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, true})
	b.visit("/carte?lieu=Brest")
	b.live()
	if got := eval[int](b, sumOfMarks); got != 87 {
		t.Errorf("marks sum to %d, want 87", got)
	}
	// The seat of the campus is in the city asked for: its mark is in the middle third.
	off := eval[float64](b, `(() => {
		const box = document.querySelector("[data-map]").getBoundingClientRect();
		const mark = document.querySelector('.map-marks a.mark[data-slug="bretagne-industries-de-la-mer"]').getBoundingClientRect();
		return Math.max(
			Math.abs(mark.x + mark.width / 2 - box.x - box.width / 2) / box.width,
			Math.abs(mark.y + mark.height / 2 - box.y - box.height / 2) / box.height);
	})()`)
	if off > 1.0/6 {
		t.Errorf("the mark of the campus of Brest is %.0f %% of the map away from its middle", 100*off)
	}
	if got := eval[string](b, `document.querySelector("[data-list] > li").dataset.slug`); got != "bretagne-industries-de-la-mer" {
		t.Errorf("the first campus of the list is %s", got)
	}
	b.shoot("live /carte?lieu=Brest")
}
