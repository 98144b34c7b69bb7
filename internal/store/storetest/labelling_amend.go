package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/notice"
	"continuum/internal/store"
)

func amending(n int) store.Order {
	o := orderOf()
	o.NOR = fmt.Sprintf("MENE26%05dB", n)
	o.Title = "Arrêté modificatif"
	return o
}

func eventOn(kind labelling.EventKind, on, value, until string) labelling.Event {
	e := labelling.Event{Kind: kind, On: date.Must(on).Earliest(), Value: value}
	if until != "" {
		e.Until = date.Must(until).Earliest()
	}
	return e
}

// waved is a store in which a wave was played to its order.
func waved(t *testing.T, fresh Fresh) *store.DB {
	t.Helper()
	c := &Clock{}
	cfg := fresh(t)
	cfg.Now = c.Now
	db := open(t, cfg)
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	Wave(t, db, c)
	return db
}

// ordersAmend shows what each kind of amending order makes of the register, that what was
// true before remains readable at its date, and that an order is whole or nothing.
func ordersAmend(t *testing.T, fresh Fresh) {
	db := waved(t, fresh)
	publish := func(n int, lines ...store.Amendment) error {
		return db.PublishAmendments(t.Context(), "officer", amending(n), lines)
	}
	const fresh1, mer = campus.LabelID("label-d-new"), campus.LabelID("label-d-mer")
	// The second line can't be: nothing of the first is kept, and the line is named.
	before, generation := records(t, db)
	err := publish(1, store.Amendment{Label: fresh1, Event: eventOn(labelling.EventExtended, "2027-01-01", "", "2031-01-01")},
		store.Amendment{Label: mer, Event: eventOn(labelling.EventWithdrawn, "2026-01-01", "", "")})
	line, is := errors.AsType[*store.LineError](err)
	if !is || line.Line != 2 || key(err) == "" {
		t.Errorf("withdrawn before its first day: %v", err)
	}
	if after, now := records(t, db); now != generation || len(after.Acts) != len(before.Acts) {
		t.Error("something of a refused order was kept")
	}
	if err := publish(1); key(err) != "order.empty" {
		t.Errorf("an order of nothing: %v", err)
	}
	if err := publish(1, store.Amendment{Label: "l-mer-1", Event: eventOn(labelling.EventRenamed, "2026-12-01", "x", "")}); key(err) != "label.succeeded" {
		t.Errorf("a label that was renewed: %v", err)
	}
	if err := publish(1, store.Amendment{Label: "l-num", Event: eventOn(labelling.EventRenamed, "2026-12-01", "x", "")}); key(err) != "label.undated" && key(err) != "labelling.state" {
		t.Errorf("a label without dates: %v", err)
	}
	director := hired(t, db, "neuf@example.org", account.Director, account.Scope{Kind: account.CampusScope, ID: "campus-neuf"})
	for i, a := range []store.Amendment{
		{Label: fresh1, Event: eventOn(labelling.EventExtended, "2027-01-01", "", "2030-06-01")},
		{Label: fresh1, Event: eventOn(labelling.EventCategory, "2027-06-01", "excellence", "")},
		{Label: "label-d-new~mene2600002b", Event: eventOn(labelling.EventRenamed, "2027-09-01", "Campus de l’océan", "")},
		{Label: "label-d-new~mene2600002b", Event: eventOn(labelling.EventPerimeter, "2027-10-01", "Bretagne et Loire", ""), Academie: "17"},
		{Label: "label-d-new~mene2600002b", Event: eventOn(labelling.EventCorrectedEnd, "2027-11-01", "", "2030-07-01")},
		{Label: "label-d-new~mene2600002b", Event: eventOn(labelling.EventWithdrawn, "2028-01-01", "", "")},
		{Label: mer, Event: eventOn(labelling.EventCorrectedTitle, "2027-01-01", "Campus de la mer et du littoral", "")},
		{Label: mer, Event: eventOn(labelling.EventCorrectedCategory, "2027-01-01", "excellence", "")},
	} {
		// What is looked at before is what the register says after, and nothing of it is kept.
		was := registerOf(t, db)
		effects, err := db.PreviewAmendments(t.Context(), "officer", amending(i+1), []store.Amendment{a})
		if err != nil || len(effects) != 1 || registerOf(t, db) != was {
			t.Fatalf("preview of %s: %v, %v", a.Event.Kind, effects, err)
		}
		if err := publish(i+1, a); err != nil {
			t.Fatalf("%s: %v", a.Event.Kind, err)
		}
		if now := saysOf(t, db, effects[0].Campus); now != fmt.Sprint(len(effects[0].After.Labels), len(effects[0].After.Facts)) {
			t.Errorf("%s: the register says %s, the preview %v", a.Event.Kind, now, effects[0].After)
		}
	}
	// Those of the campus are told of its six orders and of no other, in the acts themselves.
	told := 0
	list, err := db.Notices(t.Context(), director, 100)
	for _, n := range list {
		if n.Kind == notice.LabelOrder && strings.HasSuffix(n.Path, "/label") {
			told++
		}
	}
	if err != nil || told != 6 {
		t.Errorf("told of %d orders, %v: %v", told, err, list)
	}
	r, _ := records(t, db)
	labels := labelsOf(r, "campus-neuf")
	for _, tt := range []struct {
		on       string
		status   campus.Status
		category campus.Category
	}{
		{"2027-05-31", campus.InForce, campus.CategoryCampus},
		{"2027-06-01", campus.InForce, campus.CategoryExcellence},
		{"2027-12-31", campus.InForce, campus.CategoryExcellence},
		{"2028-01-01", campus.Ended, campus.CategoryExcellence},
	} {
		if st := campus.StateOn(labels, date.Must(tt.on).Earliest()); st.Status != tt.status || st.Label.Category != tt.category {
			t.Errorf("on %s %s in %s, want %s in %s", tt.on, st.Status, st.Label.Category, tt.status, tt.category)
		}
	}
	said := func(id campus.ID, p campus.Property, on string) (value string) {
		for _, f := range r.Facts {
			if f.Campus == id && f.Property == p && f.Retired.IsZero() && f.Valid.Contains(date.Must(on).Earliest()) {
				value += f.Value
			}
		}
		return value
	}
	for _, tt := range []struct {
		id       campus.ID
		p        campus.Property
		on, want string
	}{
		{"campus-neuf", campus.Name, "2027-08-31", "Campus des métiers et des qualifications des industries de la mer"},
		{"campus-neuf", campus.Name, "2027-09-01", "Campus de l’océan"},
		{"campus-neuf", campus.AcademieProp, "2027-09-30", "14"},
		{"campus-neuf", campus.AcademieProp, "2027-10-01", "17"},
		{"mer", campus.Name, "2026-12-01", "Campus de la mer et du littoral"}, // corrected from its first day
	} {
		if got := said(tt.id, tt.p, tt.on); got != tt.want {
			t.Errorf("%s of %s on %s: %q, want %q", tt.p, tt.id, tt.on, got, tt.want)
		}
	}
	var kept []date.Date // what was believed of the end, at one time or another
	for _, l := range r.Labels {
		if l.ID == fresh1 {
			kept = append(kept, l.End)
		}
	}
	if len(kept) != 3 || !kept[0].IsZero() && !kept[1].IsZero() && !kept[2].IsZero() {
		t.Errorf("ends that the register held: %v, want the three of its history", kept)
	}
	stream, l, _, err := db.LifeOf(t.Context(), "label-d-new~mene2600002b")
	if err != nil || stream != fresh1 || len(l.Events) != 8 {
		t.Errorf("life of %s: %v, %v", stream, l, err)
	}
	reportKept(t, db, stream)
	clean(t, db)
}

// reportKept shows that a report is kept by versions, and validated once it was handed in.
func reportKept(t *testing.T, db *store.DB, label campus.LabelID) {
	t.Helper()
	r := labelling.Report{Kind: labelling.YearlyReport, Period: "2027", State: labelling.ReportDraft, Body: map[string]string{"actions": "Salon"}}
	for _, tt := range []struct {
		state labelling.ReportState
		seen  int64
		want  string
	}{
		{labelling.ReportValidated, 0, "labelling.state"},
		{labelling.ReportDraft, 0, ""},
		{labelling.ReportDraft, 0, "decision.stale"},
		{labelling.ReportHandedIn, 1, ""},
		{labelling.ReportValidated, 2, ""},
		{labelling.ReportDraft, 3, "labelling.state"},
	} {
		r.State, r.Number = tt.state, tt.seen
		if err := db.SaveReport(t.Context(), "director", label, r); key(err) != tt.want {
			t.Errorf("%s after version %d: %v, want %q", tt.state, tt.seen, err, tt.want)
		}
	}
	if list, err := db.LabelReports(t.Context(), label); err != nil || len(list) != 1 || list[0].Number != 3 || list[0].Body["actions"] != "Salon" {
		t.Errorf("reports %+v, %v", list, err)
	}
}

// amendTwin plays random orders on a label of the dataset, and compares the register with
// what its events say day by day.
func amendTwin(t *testing.T, fresh Fresh) {
	c := &Clock{}
	cfg := fresh(t)
	cfg.Now = c.Now
	db := open(t, cfg)
	world := World()
	world.Labels = append(world.Labels, campus.Label{
		ID: "l-num-2", Campus: "numerique", Category: campus.CategoryCampus, Start: date.Must("2024-01-01"), Years: 5,
		Bases:      []campus.Basis{{Kind: campus.ByAct, Act: "acte-1", Text: "arrêté", Provenance: world.Labels[0].Provenance}},
		Provenance: world.Labels[0].Provenance,
	})
	if _, err := db.Seed(t.Context(), world, "v1"); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 5))
	line, day, done := campus.LabelID("l-num-2"), date.Must("2024-02-01").Earliest(), 0
	for n := range 40 {
		day += date.Day(rng.IntN(60))
		e := labelling.Event{Kind: labelling.Amending[rng.IntN(len(labelling.Amending))], On: day, Value: []string{"campus", "excellence"}[rng.IntN(2)], Until: day + date.Day(rng.IntN(1200)-200)}
		if e.Kind == labelling.EventWithdrawn && n < 30 {
			continue
		}
		order := amending(n + 1)
		if err := db.PublishAmendments(t.Context(), "officer", order, []store.Amendment{{Label: line, Event: e}}); err != nil {
			if key(err) == "" {
				t.Fatalf("%s: %v", e.Kind, err)
			}
			continue
		}
		done++
		if e.Kind == labelling.EventCategory {
			line = campus.LabelID("l-num-2~mene26" + order.NOR[6:11] + "b")
		}
		_, l, _, err := db.LifeOf(t.Context(), line)
		if err != nil {
			t.Fatal(err)
		}
		r, _ := records(t, db)
		var labels []campus.Label
		for _, x := range labelsOf(r, "numerique") {
			if x.ID != "l-num" {
				labels = append(labels, x)
			}
		}
		for d := l.Events[0].On - 1; d < l.Events[0].On+4000; d += 17 {
			want := campus.Category("")
			for _, s := range l.Spans("campus") {
				if s.From <= d && d < s.Until {
					want = campus.Category(s.Category)
				}
			}
			got := campus.Category("")
			if st := campus.StateOn(labels, d); st.Status.Holds() {
				got = st.Label.Category
			}
			if got != want {
				t.Fatalf("after %d orders, on %s the register says %q, the events %q: %v", done, date.Of(d), got, want, l.Events)
			}
		}
	}
	if done < 10 {
		t.Errorf("%d orders went through, too few to tell", done)
	}
	clean(t, db)
}

// saysOf counts the labels and the names and territories that the register holds of a campus.
func saysOf(t *testing.T, db *store.DB, id campus.ID) string {
	t.Helper()
	r, _ := records(t, db)
	labels, facts := 0, 0
	for _, l := range r.Labels {
		if l.Campus == id && l.Retired.IsZero() {
			labels++
		}
	}
	for _, f := range r.Facts {
		if f.Campus == id && f.Retired.IsZero() && (f.Property == campus.Name || f.Property == campus.AcademieProp || f.Property == campus.RegionProp) {
			facts++
		}
	}
	return fmt.Sprint(labels, facts)
}

// registerOf counts all that the register ever held.
func registerOf(t *testing.T, db *store.DB) string {
	t.Helper()
	r, _ := records(t, db)
	return fmt.Sprint(len(r.Labels), len(r.Facts), len(r.Acts), len(r.Sources))
}
