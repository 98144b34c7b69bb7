package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// family is someone who looks for trainings near home: words as they come, mistakes
// included, and a place; what a sensible answer holds.
type family struct {
	name         string
	words, place string   // as typed, the place as far as it takes to be proposed
	whole        string   // the place typed whole
	commune      string   // as proposed, and as understood
	first        []string // one of these is the first answer
	among        string   // a training that the first page must hold
	where        string   // what the place of the first answer is one of: département in brackets
	near         float64  // kilometres to the first answer, at most
	level        string   // a facet to choose
}

var families = []family{
	{"boats at Lorient", "batteau", "lorien", "lorient", "Lorient", []string{"Maintenance nautique", "Cultures marines", "Maritime"}, "CAP Maritime", "(56)", 25, "4"},
	{"computers at Clermont-Ferrand", "informatiqe", "clermont-fer", "clermont ferrand", "Clermont-Ferrand", []string{"Informatique", "informatique"}, "BTS Services informatiques aux organisations", "(63)", 10, "5"},
	{"care work in Lozère", "aide a la persone", "langogn", "langogne", "Langogne", []string{"services à la personne"}, "Bac pro Accompagnement soins et services à la personne", "(4", 45, "4"},
	{"building in La Réunion", "batimant", "saint-paul reu", "saint paul reunion", "Saint-Paul", []string{"Bâtiment", "bâtiment"}, "Bac pro", "(974)", 30, "4"},
}

// TestFamilies lives the journey of each family on a narrow phone, with scripts and
// without: home, answers, a choice, a training, its school, a pathway.
func TestFamilies(t *testing.T) {
	base := site(t, "dsfr")
	for _, scripts := range []bool{true, false} {
		b := open(t, base, view{360, scripts})
		for n, f := range families {
			if !everything && (n > 1 || scripts != (n == 0)) {
				continue // one with scripts, one without; all when everything is asked for
			}
			t.Run(f.name+" "+view{360, scripts}.String(), func(t *testing.T) {
				b.use(t)
				f.live(b, scripts)
				for _, fault := range b.wentWrong() {
					t.Error(fault)
				}
			})
		}
		b.close()
	}
}

// answer is a line of the list.
type answer struct {
	Label, School, Text, Page, SchoolPage string
	Km                                    float64
}

// answers are the lines of a page of results.
func (b *tab) answers() []answer {
	b.t.Helper()
	return eval[[]answer](b, `[...document.querySelectorAll(".campuses__line")].map(li => ({
		Label: li.querySelector(".campuses__name").innerText, Page: li.querySelector(".campuses__name").getAttribute("href"),
		School: li.querySelector(".campuses__place a").innerText, SchoolPage: li.querySelector(".campuses__place a").getAttribute("href"),
		Text: li.innerText.replace(/\s+/g, " "),
		Km: parseFloat((li.innerText.match(/à\s([\d\s,]+)\skm/)?.[1] ?? "-1").replace(/\s/g, "").replace(",", ".")),
	}))`)
}

func (f *family) live(b *tab, scripts bool) {
	t := b.t
	t.Helper()
	shoot := func(step string) { b.shoot("family " + f.name + " " + step + " " + view{360, scripts}.String()) }
	b.scripts(scripts)
	b.visit("/")
	eval[chromedp.Void](b, `localStorage.clear()`) // another family's phone
	shoot("1 home")
	b.do(chromedp.Focus(`#q`), chromedp.KeyEvent(f.words))
	f.fill(b, "lieu", scripts)
	b.leads(chromedp.KeyEvent(kb.Enter))
	if got := eval[string](b, `document.querySelector("main").innerText`); !strings.Contains(got, f.commune) {
		t.Fatalf("the place is not understood:\n%.600s", got)
	}
	shoot("2 answers")
	all := b.answers()
	f.sensible(t, all)

	// A choice leaves what answers it, and keeps the question.
	group := `details:has(#f-niveau-` + f.level + `)`
	b.do(chromedp.Click(group+` summary`), chromedp.Click(`label[for=f-niveau-`+f.level+`]`))
	b.leads(chromedp.Click(group + ` button`))
	chosen := b.answers()
	for _, a := range chosen {
		if !strings.Contains(a.Text, "niveau "+f.level) {
			t.Errorf("niveau %s is chosen, and the list has %q", f.level, a.Text)
		}
	}
	if len(chosen) == 0 || !eval[bool](b, `document.querySelector("#q").value.length > 2 && document.querySelector("#lieu").value.length > 2`) {
		t.Errorf("%d answers once a level is chosen; the question must stay", len(chosen))
	}
	shoot("3 chosen")

	f.keep(b, scripts, shoot)

	// The training, then its school.
	one := chosen[0]
	b.visit(one.Page)
	if got := eval[string](b, `document.querySelector("h1").innerText`); got != one.Label {
		t.Errorf("%q leads to the page of %q", one.Label, got)
	}
	shoot("4 training")
	towards := eval[string](b, `document.querySelector("main a[href^='/parcours?formation=']")?.getAttribute("href") ?? ""`)
	b.visit(one.SchoolPage)
	if got := eval[string](b, `document.querySelector("main").innerText`); !strings.Contains(got, one.School) || !strings.Contains(got, one.Label) {
		t.Errorf("the page of %s does not tell of %s", one.School, one.Label)
	}
	shoot("5 school")

	// How to get there from home.
	if towards == "" {
		t.Fatalf("the page of %s does not lead to its pathways", one.Label)
	}
	b.visit(towards)
	f.fill(b, "ou", scripts)
	b.leads(chromedp.KeyEvent(kb.Enter))
	// Far from everything, the page says what could be changed: the family takes the first.
	if relax := `.way__relax a`; eval[bool](b, "document.querySelector(`"+relax+"`) !== null") {
		shoot("6 no pathway")
		b.leads(chromedp.Click(relax))
	}
	way := eval[string](b, `document.querySelector("main").innerText`)
	if eval[int](b, `document.querySelectorAll(".way__step").length`) == 0 || !strings.Contains(way, one.Label) {
		t.Errorf("no pathway to %s from %s:\n%.3000s", one.Label, f.commune, way)
	}
	shoot("6 pathway")
}

// keep adds two answers to the list, compares them, looks at the sheet to print, and comes
// back to the answers.
func (f *family) keep(b *tab, scripts bool, shoot func(string)) {
	t := b.t
	t.Helper()
	answers := eval[string](b, `location.pathname + location.search`)
	labels := make([]string, 0, 2)
	if scripts {
		for n := range 2 {
			at := fmt.Sprintf(`document.querySelectorAll(".campuses__line")[%d]`, n)
			labels = append(labels, eval[string](b, at+`.querySelector(".campuses__name").innerText`))
			eval[chromedp.Void](b, at+`.querySelector("button.keep").click()`)
		}
		b.leads(chromedp.Click(`[data-keep-link]`))
	} else {
		// Each link leads to the list, which leads back to a search.
		for n := range 2 {
			line := fmt.Sprintf(`.campuses__line:nth-child(%d)`, n+1)
			labels = append(labels, eval[string](b, "document.querySelector(`"+line+" .campuses__name`).innerText"))
			b.leads(chromedp.Focus(line+` a.keep`), chromedp.KeyEvent(kb.Enter))
			if n == 0 {
				list := eval[string](b, `location.search.slice(1)`)
				b.visit(answers + "&" + list)
			}
		}
	}
	b.says("2 formations", "km de chez vous", labels[0], labels[1])
	shoot("4 list")
	b.leads(chromedp.Focus(`form[action="/ma-liste/comparer"] button`), chromedp.KeyEvent(kb.Enter))
	b.says("2 formations côte à côte", labels[0], labels[1])
	if n := eval[int](b, `document.querySelectorAll("table tbody tr").length`); n < 5 {
		t.Errorf("the comparison has %d lines", n)
	}
	shoot("4 compared")
	b.leads(chromedp.Focus(`.campus__head a`), chromedp.KeyEvent(kb.Enter))
	if to := eval[string](b, `[...document.querySelectorAll("main a")].find(a => a.pathname.endsWith(".pdf"))?.href ?? ""`); to == "" {
		t.Error("the list leads to no sheet to print")
	} else if got := b.kind(to); got != "200 application/pdf" {
		t.Errorf("the sheet is %s", got)
	}
	b.visit(answers)
}

// kind is the status and the type of what is at an address.
func (b *tab) kind(address string) string {
	b.t.Helper()
	r, err := http.Get(address)
	if err != nil {
		b.t.Fatal(err)
	}
	defer r.Body.Close()
	return fmt.Sprintf("%d %s", r.StatusCode, r.Header.Get("Content-Type"))
}

// fill writes where the family lives in an entry: by the first proposal with scripts,
// as it comes without.
func (f *family) fill(b *tab, entry string, scripts bool) {
	b.t.Helper()
	b.do(chromedp.Focus("#" + entry))
	if !scripts {
		b.do(chromedp.KeyEvent(f.whole))
		return
	}
	b.do(chromedp.KeyEvent(f.place))
	b.until(`document.querySelector("#` + entry + `-proposals [role=option]")?.innerText.startsWith("` + f.commune + `")`)
	b.key(kb.ArrowDown)
	b.enter()
}

// sensible checks that answers are what was asked for, near home, the first above all.
func (f *family) sensible(t *testing.T, all []answer) {
	t.Helper()
	if len(all) == 0 {
		t.Fatal("no answer")
	}
	first := all[0]
	if !slices.ContainsFunc(f.first, func(w string) bool { return strings.Contains(first.Label, w) }) {
		t.Errorf("the first answer is %q, want one of %q in it", first.Label, f.first)
	}
	if !strings.Contains(first.Text, f.where) || first.Km < 0 || first.Km > f.near {
		t.Errorf("the first answer is %q, want one in %s at %g km at most", first.Text, f.where, f.near)
	}
	if !slices.ContainsFunc(all, func(a answer) bool { return strings.HasPrefix(a.Label, f.among) }) {
		t.Errorf("no answer of the first page is a %s", f.among)
	}
	for _, a := range all {
		if a.Km < 0 {
			t.Errorf("%q does not say how far it is", a.Text)
		}
	}
}
