package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/text"
	"continuum/internal/web/webtest"
)

var fr = text.For(text.French)

// checkPart renders a component and applies the checkers to it.
func checkPart(t *testing.T, c templ.Component, checks ...webtest.Checker) {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := webtest.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := webtest.All(checks...)(doc); err != nil {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestPagesShown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		current, last int
		want          []int
	}{
		{1, 1, []int{1}},
		{1, 3, []int{1, 2, 3}},
		{1, 9, []int{1, 2, 0, 9}},
		{5, 9, []int{1, 0, 4, 5, 6, 0, 9}},
		{9, 9, []int{1, 0, 8, 9}},
	} {
		if diff := cmp.Diff(tt.want, Pages{Current: tt.current, Last: tt.last}.shown()); diff != "" {
			t.Errorf("page %d of %d: %s", tt.current, tt.last, diff)
		}
	}
}

func TestPagination(t *testing.T) {
	t.Parallel()
	at := func(n int) string { return fmt.Sprintf("/campus?page=%d", n) }
	checkPart(t, Pagination(fr, Pages{Current: 1, Last: 1, URL: at}), webtest.None("nav"))
	checkPart(t, Pagination(fr, Pages{Current: 2, Last: 3, URL: at}),
		webtest.In("a[rel=prev]", webtest.HasAttr("href", "/campus?page=1")),
		webtest.In("a[rel=next]", webtest.HasAttr("href", "/campus?page=3")),
		webtest.In("a[aria-current=page]", webtest.HasText("2")),
		webtest.None("a[aria-current=page][href]"),
	)
}

// A status is a word and a sign: colour alone says nothing.
func TestStatuses(t *testing.T) {
	t.Parallel()
	signs := map[string]bool{}
	for status, word := range map[campus.Status]string{
		campus.InForce: "En vigueur", campus.Presumed: "Présumé", campus.Unknown: "Inconnu", campus.Ended: "Terminé", campus.NotYet: "Pas encore",
	} {
		checkPart(t, Status(fr, status), webtest.In(".status", webtest.HasText(word)), webtest.In(".status__sign", webtest.HasText(Sign(status))))
		signs[Sign(status)] = true
	}
	if len(signs) != 5 {
		t.Errorf("two statuses share a sign: %v", signs)
	}
}

func TestSource(t *testing.T) {
	t.Parallel()
	s := &campus.Source{Title: "Fiche 13", Publisher: "Ministère", Published: date.Must("2015-09")}
	checkPart(t, Source(fr, s), webtest.In(".source", webtest.HasText("Fiche 13, Ministère, septembre 2015")), webtest.None("a"))
	s.URL = "javascript:alert(1)"
	checkPart(t, Source(fr, s), webtest.None("a[href=javascript:alert(1)]"))
	if got, want := SourceAnchor("web:ac-rouen.fr"), "source-web-ac-rouen-fr"; got != want {
		t.Errorf("SourceAnchor = %q, want %q", got, want)
	}
}

// What explains an entry is tied to it.
func TestField(t *testing.T) {
	t.Parallel()
	f := Field{Name: "le", Label: "Date", Hint: "AAAA-MM-JJ", Error: "Date inconnue", Value: `"><b>`, Required: true}
	for name, c := range map[string]templ.Component{"input": Input(f), "date": DateField(f), "area": TextArea(f), "select": Select(f, nil)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkPart(t, c,
				webtest.In("#le",
					webtest.HasAttr("aria-describedby", "le-aide le-erreur"), webtest.HasAttr("aria-invalid", "true"), webtest.HasAttr("required", "")),
				webtest.In("label[for=le]", webtest.HasText("Date")),
				webtest.In("#le-aide", webtest.HasText("AAAA")),
				webtest.In("#le-erreur", webtest.HasText("inconnue")),
				webtest.None("b"),
			)
		})
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	checkPart(t, Table("t", "Campus", []Column{{Label: "Nom", Sort: "/campus?tri=-nom", Hint: "Trier", Sorted: Ascending}, {Label: "Ville"}}),
		webtest.In("table caption", webtest.HasText("Campus")),
		webtest.In("th[aria-sort=ascending] a", webtest.HasAttr("href", "/campus?tri=-nom")),
		webtest.Count("th[aria-sort]", 1),
		webtest.In("div[tabindex=0]", webtest.HasAttr("aria-labelledby", "t-legende")),
	)
}
