package e2e

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"continuum/internal/access"
	"continuum/internal/account"
	"continuum/internal/store"
)

// cast are the people of a site, each with a session of their own.
type cast struct {
	t    *testing.T
	db   *store.DB
	desk *access.Desk
	one  map[string]actor // by what they are called here
}

type actor struct {
	id     account.PersonID
	cookie string
}

// casting opens the store of a site to make people on.
func casting(t *testing.T, c store.Config) *cast {
	t.Helper()
	db, err := store.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &cast{t, db, access.New(db, access.Config{Now: time.Now, Log: slog.New(slog.DiscardHandler)}), make(map[string]actor)}
}

// person makes an account with rights ("director campus/x") and signs it in.
func (c *cast) person(name string, rights ...string) actor {
	c.t.Helper()
	p, link, err := c.desk.Invite(c.t.Context(), "operator", account.Person{Name: name, Mail: strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@exemple.fr", Lang: "fr"})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range rights {
		role, scope, _ := strings.Cut(r, " ")
		s, err := account.ParseScope(scope)
		if err != nil {
			c.t.Fatal(err)
		}
		if err := c.db.GiveGrant(c.t.Context(), &account.Grant{Person: p.ID, Role: account.Role(role), Scope: s, From: time.Now().Add(-time.Minute), GivenBy: "operator"}); err != nil {
			c.t.Fatal(err)
		}
	}
	cookie, err := c.desk.Open(c.t.Context(), link[strings.LastIndex(link, "/")+1:], passphrase, "test", "")
	if err != nil {
		c.t.Fatal(err)
	}
	a := actor{p.ID, cookie}
	c.one[name] = a
	return a
}

// as has the tab belong to someone of the cast.
func (b *tab) as(c *cast, name string) {
	b.t.Helper()
	who, ok := c.one[name]
	if !ok {
		b.t.Fatalf("nobody is called %s", name)
	}
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetCookie, network.SetCookieParams{Name: "continuum", Value: who.cookie, URL: "http://" + b.host + "/"})
		return err
	}))
}

// fill writes in the entries of a page by their names, ticks boxes and chooses options.
func (b *tab) fill(entries map[string]string) {
	b.t.Helper()
	said, err := json.Marshal(entries)
	if err != nil {
		b.t.Fatal(err)
	}
	if missing := eval[[]string](b, `Object.entries(`+string(said)+`).filter(([name, value]) => {
		const all = [...document.getElementsByName(name)]
		const box = all.find(e => e.type == "checkbox" && e.value == value)
		if (box) { box.checked = true; return false }
		const entry = all.find(e => e.type != "checkbox" && e.type != "hidden")
		if (!entry) return true
		entry.value = value
		return entry.value != value
	}).map(([name]) => name)`); len(missing) > 0 {
		b.t.Fatalf("%s has no entry %v, or it does not take what is written", eval[string](b, `location.pathname`), missing)
	}
}

// send presses the button that a selector finds, and waits for the page that comes. A page
// that refuses fails the test.
func (b *tab) send(button string) {
	b.t.Helper()
	b.leads(chromedp.Click(button))
	if refused := eval[string](b, `[...document.querySelectorAll(".fr-alert--error")].map(e => e.innerText).join("\n")`); refused != "" {
		b.t.Fatalf("%s refuses %s:\n%s", eval[string](b, `location.pathname`), button, refused)
	}
	if b.status >= 400 {
		b.t.Fatalf("%s answers %d to %s:\n%.800s", eval[string](b, `location.pathname`), b.status, button, b.main())
	}
}

// act does an act of a dossier's page.
func (b *tab) act(id string) {
	b.t.Helper()
	if !eval[bool](b, `!!document.querySelector("#acte-`+id+` form")`) {
		b.t.Fatalf("the act %s is not open:\n%.3000s", id, b.main())
	}
	b.send(`#acte-` + id + ` form button[type=submit]`)
}
