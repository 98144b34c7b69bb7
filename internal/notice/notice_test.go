package notice

import (
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/labelling"
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
		"label/l/due/2025 on 2026-01-01", "label/l/due/2026 on 2027-01-01",
	}
	for _, w := range want {
		if keys[w] == 0 {
			t.Errorf("%s: not told", w)
		}
	}
	if len(first) != len(want) {
		t.Errorf("told %v, want %v", first, want)
	}
	if late := Alerts(c, date.Must("2027-08-31").Earliest()); len(late) != 2 {
		t.Errorf("the day before the end: %d alerts, want the one of 6 months and the report of the year before", len(late))
	}
}

// Each of those who are told of a label may read its campus, and who is asked to do something
// may do it: the table of permissions decides. What is told holds no word of what was written.
func TestLabelNews(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	scope := account.Scope{Kind: account.CampusScope, ID: "mer"}
	of := &OfLabel{ID: "l", Campus: "Mer", Slug: "mer", Scopes: []account.Scope{scope}}
	report := func(k labelling.ReportKind, s labelling.ReportState, body ...string) News {
		r := &labelling.Report{Kind: k, Period: "2025", State: s, Body: map[string]string{"resultats": "confidentiel"}}
		if len(body) > 0 {
			r.Return(body[0])
		}
		n, told := ReportMoved(of, r, at)
		if !told {
			t.Errorf("%s %s is not told", k, s)
		}
		return n
	}
	reserve := func(k labelling.EventKind) News { n, _ := ReserveMoved(of, k, at); return n }
	w := &Watched{Name: "Mer", Slug: "mer", Scopes: of.Scopes}
	l := &campus.Label{ID: "l", Start: date.Must("2025-03-01")}
	due := w.due(l, date.Must("2026-01-01").Earliest())
	if len(due) != 1 || len(w.due(l, date.Must("2025-12-31").Earliest())) != 0 {
		t.Fatalf("due: %v", due)
	}
	w.Reports = map[campus.LabelID][]labelling.Report{"l": {{Kind: labelling.YearlyReport, Period: "2025", State: labelling.ReportHandedIn}}}
	if len(w.due(l, date.Must("2026-01-01").Earliest())) != 0 {
		t.Errorf("what was handed in is asked for again")
	}
	keys := make(map[string]bool)
	for _, tt := range []struct {
		news News
		kind Kind
		says string
		may  account.Action
	}{
		{due[0], ReportDue, "à écrire", account.FollowUp},
		{report(labelling.YearlyReport, labelling.ReportHandedIn), LabelReport, "à valider", account.FollowUpValidate},
		{report(labelling.InterimReview, labelling.ReportHandedIn), LabelReport, "bilan d’étape", account.FollowUpValidate},
		{report(labelling.YearlyReport, labelling.ReportValidated), LabelReport, "est validé", account.CampusRead},
		{report(labelling.InterimReview, labelling.ReportValidated), LabelReport, "L’étape est close", account.CampusRead},
		{report(labelling.YearlyReport, labelling.ReportHandedIn, "confidentiel"), LabelReport, "à reprendre", account.FollowUp},
		{report(labelling.ReserveAnswer, labelling.ReportHandedIn), LabelReserve, "répond à une réserve", account.CampusRead},
		{reserve(labelling.EventReserve), LabelReserve, "est notée", account.CampusRead},
		{reserve(labelling.EventLifted), LabelReserve, "est levée", account.CampusRead},
		{Amended(of, labelling.EventExtended, "MENE2630001A"), LabelOrder, "MENE2630001A", account.CampusRead},
		{Amended(of, labelling.EventCorrectedEnd, "MENE2630001A"), LabelOrder, "corrige", account.CampusRead},
	} {
		said := tt.news.Say(text.For(text.French))
		if tt.news.Kind != tt.kind || !strings.Contains(said, tt.says) || !strings.Contains(said, "Mer") || strings.Contains(said, "confidentiel") || tt.news.Path != "/espace/campus/mer/label" {
			t.Errorf("%s (%s) says %q", tt.news.Key, tt.news.Kind, said)
		}
		if key := tt.news.Key + string(tt.news.Kind) + said; keys[key] {
			t.Errorf("%s is told twice", key)
		} else {
			keys[key] = true
		}
		if len(tt.news.Roles) == 0 {
			t.Errorf("%s is told to nobody", tt.news.Key)
		}
		for _, role := range tt.news.Roles {
			s := account.Subject{Person: account.Person{ID: "p", State: account.Active}, Grants: []account.Grant{{ID: "g", Person: "p", Role: role, Scope: scope}}}
			if d := account.Decide(s, tt.may, account.Object{Kind: account.CampusKind, ID: "mer", Within: of.Scopes}); !d.Allowed {
				t.Errorf("%s is told to %s, who may not %s", tt.news.Key, role, tt.may)
			}
		}
	}
	for _, r := range []*labelling.Report{{Kind: labelling.YearlyReport, State: labelling.ReportDraft}, {Kind: labelling.ReserveAnswer, State: labelling.ReportDraft}} {
		if _, told := ReportMoved(of, r, at); told {
			t.Errorf("a draft is told: %s", r.Kind)
		}
	}
}
