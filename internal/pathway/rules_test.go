package pathway

import (
	"slices"
	"strings"
	"testing"

	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

func TestRulesTable(t *testing.T) {
	t.Parallel()
	if _, err := readRules(rulesTable); err != nil {
		t.Fatal(err)
	}
	head := "id;from;nsf;to;words;tie;years;strength;condition;why\n"
	for _, tt := range []struct{ lines, want string }{
		{"a;CAP;;BTS;;group;2;usual;;\na;CAP;;BTS;;group;2;usual;;", "twice"},
		{";CAP;;BTS;;group;2;usual;;", "empty"},
		{"a;;;BTS;;group;2;usual;;", "kind"},
		{"a;CAP;;BTS;;nsf;2;usual;;", "tie"},
		{"a;CAP;;BTS;Électricité;any;2;usual;;", "folded"},
		{"a;CAP;;BTS;;any;0;usual;;", "years"},
		{"a;CAP;;BTS;;any;two;usual;;", "years"},
		{"a;CAP;;BTS;;any;2;published;;", "strength"},
		{"a;CAP;;BTS;;any;2", "wrong number of fields"},
	} {
		if _, err := readRules(head + tt.lines + "\n"); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one about %s", tt.lines, err, tt.want)
		}
	}
}

// edgesOf tells every edge and what it rests on.
func edgesOf(g *Graph) []string {
	var all []string
	for i := range g.Edges {
		e := &g.Edges[i]
		all = append(all, g.ID(e)+" "+e.Strength.String()+" "+g.Source(e))
	}
	return all
}

func TestGraph(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	g := NewGraph(m)
	all := edgesOf(g)
	for _, want := range []string{
		"3e." + trainingtest.Welding + " usual rule:3e-cap",
		"3e." + trainingtest.CommonYear + " usual rule:3e-pro",
		"3e." + trainingtest.General + " usual rule:3e-general",
		trainingtest.CommonYear + "." + trainingtest.Boilermaker + " structural " + m.Sources[trainingtest.BCN].ID,
		trainingtest.Welding + "." + trainingtest.Boilermaker + " published " + m.Sources[trainingtest.Onisep].ID, // not the rule
		trainingtest.Boilermaker + "." + trainingtest.MetalBTS + " conditional " + m.Sources[trainingtest.Onisep].ID,
		trainingtest.Master + "." + trainingtest.Doctorate + " published " + m.Sources[trainingtest.Masters].ID,
	} {
		if !slices.Contains(all, want) {
			t.Errorf("no edge %s", want)
		}
	}
	for i, s := range all {
		if strings.HasPrefix(s, trainingtest.OldBoiler+".") && strings.Contains(s, trainingtest.Boilermaker+" published") {
			t.Errorf("lineage is a step: %s", s)
		}
		if e := &g.Edges[i]; i > 0 && g.Edges[i-1].From == e.From && g.Edges[i-1].To >= e.To {
			t.Errorf("edge %s twice or out of order", s)
		}
	}
	q := func(id string) int32 { at, _ := m.Qualification(id); return at }
	for _, tt := range []struct {
		from, to string
		years    int8
		entry    Entry
	}{
		{"", trainingtest.CommonYear, 1, FirstYear},
		{"", trainingtest.Boilermaker, 3, FirstYear},
		{trainingtest.CommonYear, trainingtest.Boilermaker, 2, AfterCommon},
		{trainingtest.Welding, trainingtest.Boilermaker, 2, LaterYear},
		{trainingtest.Boilermaker, trainingtest.MetalBTS, 2, FirstYear},
		{trainingtest.MetalBTS, trainingtest.Licence, 1, LaterYear},
		{trainingtest.General, trainingtest.Licence, 3, FirstYear},
		{trainingtest.ITCommon, trainingtest.ITOption, 1, AfterCommon},
		{trainingtest.Master, trainingtest.Doctorate, 3, FirstYear},
	} {
		from := End3e
		if tt.from != "" {
			from = q(tt.from)
		}
		edges := g.From(from)
		at := slices.IndexFunc(edges, func(e Edge) bool { return e.To == q(tt.to) })
		if at < 0 {
			t.Errorf("no edge %s.%s", tt.from, tt.to)
		} else if e := edges[at]; e.Years != tt.years || e.Entry != tt.entry {
			t.Errorf("%s.%s: %d years, entry %d, want %d, %d", tt.from, tt.to, e.Years, e.Entry, tt.years, tt.entry)
		}
		if !slices.ContainsFunc(g.Into(q(tt.to)), func(i int32) bool { return g.Edges[i].From == from }) {
			t.Errorf("%s is not among what leads to %s", tt.from, tt.to)
		}
	}
}

// TestEveryEdgeSaysWhy keeps lines and sources from being mixed.
func TestEveryEdgeSaysWhy(t *testing.T) {
	t.Parallel()
	g := NewGraph(trainingtest.Model())
	for i := range g.Edges {
		e := &g.Edges[i]
		if (e.Published == training.None) == (e.Rule < 0) || g.Source(e) == "" || g.Kind(e) == "" || e.Strength.String() == "" {
			t.Errorf("edge %+v does not say what it rests on", e)
		}
	}
}

// TestRulesAreForWhatNoSourceStates: sources that say where a qualification leads silence
// the rules of the same kinds, and only those.
func TestRulesAreForWhatNoSourceStates(t *testing.T) {
	t.Parallel()
	m, _ := wholeLadder()
	m.Qualifications = append(m.Qualifications, training.Qualification{
		ID: "r", Kind: "BAC PRO", Level: 4, Years: 3, NSF: "254", Label: "Bac pro Soudage", Active: true,
	})
	m.Index()
	has := func(from, to string) bool {
		return slices.ContainsFunc(edgesOf(NewGraph(m)), func(s string) bool { return strings.HasPrefix(s, from+"."+to+" ") })
	}
	if !has("q0", "q1") || !has("q0", "r") || !has("q1", "q2") {
		t.Fatal("a CAP leads to the bac pro of its group, and a bac pro to the BTS")
	}
	m.Progressions = []training.Progression{{From: 0, To: 6, Kind: training.Onisep}}
	m.Index()
	if has("q0", "q1") {
		t.Error("a rule adds to what a source says of the CAP")
	}
	if !has("q0", "r") || !has("q1", "q2") {
		t.Error("what a source says of the CAP silences what no source states")
	}
}

func TestComponents(t *testing.T) {
	t.Parallel()
	next := map[int32][]int32{0: {1}, 1: {2}, 2: {0, 3}, 3: {4}, 4: {3}, 5: {5}}
	got := components(7, func(q int32, visit func(int32)) {
		for _, t := range next[q] {
			visit(t)
		}
	})
	if got[0] < 0 || got[0] != got[1] || got[1] != got[2] || got[3] < 0 || got[3] != got[4] || got[3] == got[0] || got[5] != -1 || got[6] != -1 {
		t.Errorf("components %v", got)
	}
}
