package notice

import (
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/text"
)

func TestDue(t *testing.T) {
	t.Parallel()
	paris := geo.Clock("")
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, paris)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	// 2 March 2026 is a Monday.
	for _, tt := range []struct {
		way      Way
		told, at string
		want     bool
	}{
		{AtOnce, "2026-03-02 10:00", "2026-03-02 10:00", true},
		{Never, "2026-03-02 10:00", "2027-03-02 10:00", false},
		{Daily, "2026-03-02 10:00", "2026-03-02 23:59", false},
		{Daily, "2026-03-02 10:00", "2026-03-03 06:59", false},
		{Daily, "2026-03-02 10:00", "2026-03-03 07:00", true},
		{Daily, "2026-03-03 06:59", "2026-03-03 07:00", true},
		{Daily, "2026-03-03 07:00", "2026-03-03 07:00", false},
		{Daily, "2026-03-01 06:00", "2026-03-02 02:00", true}, // missed a morning
		{Weekly, "2026-03-02 10:00", "2026-03-08 23:00", false},
		{Weekly, "2026-03-02 10:00", "2026-03-09 06:59", false},
		{Weekly, "2026-03-02 10:00", "2026-03-09 07:00", true},
		{Weekly, "2026-03-02 06:59", "2026-03-02 07:00", true},
		{Weekly, "2026-03-08 20:00", "2026-03-11 12:00", true},
		{Weekly, "2026-03-26 20:00", "2026-03-29 12:00", false}, // the clocks move that Sunday
		{Weekly, "2026-03-26 20:00", "2026-03-30 07:00", true},
	} {
		if got := Due(tt.way, at(tt.told), at(tt.at).UTC(), paris); got != tt.want {
			t.Errorf("%s told %s, at %s: %v, want %v", tt.way, tt.told, tt.at, got, tt.want)
		}
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	p := account.Person{Name: "Élodie", Mail: "elodie@example.fr", Lang: "fr"}
	one := Digest(p, []Notice{{Text: "Le label finit.", Path: "/campus/x"}}, "https://c.example.fr")
	if one.Subject != "Le label finit." || !strings.Contains(one.Text, "https://c.example.fr/campus/x") || !strings.Contains(one.Text, "/espace/compte") {
		t.Errorf("%+v", one)
	}
	p.Lang = "en"
	two := Digest(p, []Notice{{Text: strings.Repeat("é", 400), Path: "/a"}, {Text: "<b>", Path: "/b"}}, "https://c.example.fr")
	if !strings.HasPrefix(two.Subject, "2 ") || !strings.Contains(two.Text, "https://c.example.fr/en/a") || !strings.Contains(two.HTML, "&lt;b&gt;") {
		t.Errorf("%+v", two)
	}
	for _, m := range []struct{ s string }{{one.Subject}, {two.Subject}, {subject(strings.Repeat("é", 400))}} {
		if n := len([]rune(m.s)); n > 120 {
			t.Errorf("a subject of %d characters", n)
		}
	}
}

// Each delay is told once, the nearest only, and nothing after the end.
func TestAlerts(t *testing.T) {
	t.Parallel()
	c := &Watched{
		ID: "mer", Slug: "mer", Name: "Mer", Scopes: []account.Scope{{Kind: account.CampusScope, ID: "mer"}, account.Country},
		Labels: []campus.Label{{
			ID: "l", Campus: "mer", Category: campus.CategoryCampus, Start: date.Must("2023-09-01"), End: date.Must("2027-09-01"), Years: 4,
			Bases: []campus.Basis{{Kind: campus.ByAct, Act: "a", On: date.Must("2023-08-20")}},
		}},
		Members: []Convention{{ID: "m", Member: "Lycée", Until: date.Must("2026-12")}, {ID: "n", Member: "Université"}},
	}
	keys := map[string]int{}
	for d := date.Must("2026-01-01").Earliest(); d < date.Must("2028-01-01").Earliest(); d++ {
		for _, n := range Alerts(c, d) {
			if keys[n.Key]++; keys[n.Key] == 1 {
				keys[n.Key+" on "+d.String()]++
			}
			if s := n.Say(text.For(text.French)); !strings.Contains(s, "Mer") {
				t.Errorf("%s says %q", n.Key, s)
			}
		}
	}
	var first []string
	for k := range keys {
		if strings.Contains(k, " on ") {
			first = append(first, k)
		}
	}
	want := []string{
		"label_end/l/2027-09-01/18 on 2026-03-01", "label_end/l/2027-09-01/12 on 2026-09-01", "label_end/l/2027-09-01/6 on 2027-03-01",
		"convention_end/m/2026-12/6 on 2026-06-01", "convention_end/m/2026-12/1 on 2026-11-01",
	}
	for _, w := range want {
		if keys[w] == 0 {
			t.Errorf("%s: not told", w)
		}
	}
	if len(first) != len(want) {
		t.Errorf("told %v, want %v", first, want)
	}
	if late := Alerts(c, date.Must("2027-08-31").Earliest()); len(late) != 1 {
		t.Errorf("the day before the end: %d alerts, want the one of 6 months", len(late))
	}
}
