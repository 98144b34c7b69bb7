package expertise

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/fault"
)

var panelRules = PanelRules{Quorum: 50, Casting: true, Grid: grid}

// six is a panel of three and three; e0 presides.
func six() []Member {
	list := make([]Member, 6)
	for i := range list {
		list[i] = Member{ExpertID(fmt.Sprintf("e%d", i)), panelRules.Colleges.Both()[i%2], i == 0}
	}
	return list
}

// key is the dictionary key of an error.
func key(err error) string {
	if f, ok := err.(*fault.Error); ok {
		return f.Key
	}
	return fmt.Sprint(err)
}

func TestCompose(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*PanelRules, []Member) []Member
		want   string
	}{
		{"three and three", func(_ *PanelRules, m []Member) []Member { return m }, "<nil>"},
		{"three and two", func(_ *PanelRules, m []Member) []Member { return m[:5] }, "panel.parity"},
		{"three and two, one apart allowed", func(r *PanelRules, m []Member) []Member { r.Difference = 1; return m[:5] }, "<nil>"},
		{"one and none, no parity", func(r *PanelRules, m []Member) []Member { r.Difference = -1; return m[:1] }, "<nil>"},
		{"nobody presides", func(_ *PanelRules, m []Member) []Member { m[0].President = false; return m }, "panel.president"},
		{"two preside", func(_ *PanelRules, m []Member) []Member { m[1].President = true; return m }, "panel.president"},
		{"twice", func(_ *PanelRules, m []Member) []Member { m[2].Expert = "e0"; return m }, "panel.member"},
		{"of no college", func(_ *PanelRules, m []Member) []Member { m[2].College = "x"; return m }, "panel.member"},
		{"eighteen seats", func(r *PanelRules, m []Member) []Member { r.Seats = 18; return m }, "panel.seats"},
		{"nobody", func(*PanelRules, []Member) []Member { return nil }, "panel.president"},
	} {
		rules := panelRules
		members := tt.change(&rules, six())
		if got := key(rules.Compose(members)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestVoters(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		present string
		recused map[string]Recusal
		want    int
		err     string
	}{
		{"all", "012345", nil, 6, "<nil>"},
		{"two and two", "0123", nil, 4, "<nil>"},
		{"one and one of six", "01", nil, 0, "panel.quorum"},
		{"two and one", "012", nil, 3, "panel.parity"},
		{"recused ones leave the count of the quorum", "01", map[string]Recusal{"2": ByConflict, "3": ByChoice}, 2, "<nil>"},
		{"one recused breaks parity", "0123", map[string]Recusal{"0": ByConflict}, 3, "panel.parity"},
		{"and another stands down", "0123", map[string]Recusal{"0": ByConflict, "1": ForParity}, 2, "<nil>"},
		{"nobody left", "", map[string]Recusal{"0": ByConflict, "1": ByConflict, "2": ByConflict, "3": ByConflict, "4": ByConflict, "5": ByConflict}, 0, "panel.quorum"},
	} {
		s := &Sitting{Rules: panelRules, Members: six(), Present: map[ExpertID]bool{}, Recused: map[Pair]Recusal{}}
		for _, c := range tt.present {
			s.Present[ExpertID("e"+string(c))] = true
		}
		for e, why := range tt.recused {
			s.Recused[Pair{ExpertID("e" + e), "d"}] = why
		}
		s.Recused[Pair{"e0", "another"}] = ByConflict
		voters, err := s.Voters("d")
		if len(voters) != tt.want || key(err) != tt.err {
			t.Errorf("%s: %d voters, %v, want %d, %s", tt.name, len(voters), err, tt.want, tt.err)
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		votes string // of e0, e1…: f, a, x abstains, - is silent
		want  Tally
		err   string
	}{
		{"ffffff", Tally{Voters: 6, For: 6, Adopted: true}, "<nil>"},
		{"aaffff", Tally{Voters: 6, For: 4, Against: 2, Adopted: true}, "<nil>"},
		{"fffaaa", Tally{Voters: 6, For: 3, Against: 3, Adopted: true, Casting: true}, "<nil>"},
		{"afffaa", Tally{Voters: 6, For: 3, Against: 3}, "<nil>"},
		{"xffaa-", Tally{Voters: 6, For: 2, Against: 2, Abstain: 1}, "<nil>"},
		{"f-----", Tally{Voters: 6, For: 1, Adopted: true}, "<nil>"},
		{"------", Tally{Voters: 6}, "<nil>"},
		{"fffffff", Tally{Voters: 6, For: 6}, "panel.voter"},
		{"ffff?f", Tally{Voters: 6, For: 4}, "panel.choice"},
	} {
		s := &Sitting{Rules: panelRules, Members: six()}
		votes := map[ExpertID]Choice{}
		for i, c := range tt.votes {
			if c != '-' {
				votes[ExpertID(fmt.Sprintf("e%d", i))] = map[rune]Choice{'f': For, 'a': Against, 'x': Abstain, '?': "?"}[c]
			}
		}
		got, err := s.Count(s.Members, votes)
		if got != tt.want || key(err) != tt.err {
			t.Errorf("%s: %+v, %v, want %+v, %s", tt.votes, got, err, tt.want, tt.err)
		}
	}
}

// Whoever is there and recused: voters are members, present, not recused; those who may
// vote are in parity and a quorum or there is no vote.
func TestVotersProperty(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := &Sitting{Rules: PanelRules{Difference: r.IntN(4) - 1, Quorum: r.IntN(101)}, Members: six(), Present: map[ExpertID]bool{}, Recused: map[Pair]Recusal{}}
		may := 6
		for _, m := range s.Members {
			s.Present[m.Expert] = r.IntN(3) > 0
			if r.IntN(4) == 0 {
				s.Recused[Pair{m.Expert, "d"}] = ByConflict
				may--
			}
		}
		voters, err := s.Voters("d")
		var count [2]int
		for _, m := range voters {
			if _, out := s.Recused[Pair{m.Expert, "d"}]; out || !s.Present[m.Expert] {
				t.Fatalf("seed %d: %s votes", seed, m.Expert)
			}
			count[s.Rules.Colleges.Of(m.College)]++
		}
		apart := max(count[0]-count[1], count[1]-count[0])
		if err == nil && (len(voters)*100 < s.Rules.Quorum*may || s.Rules.Difference >= 0 && apart > s.Rules.Difference) {
			t.Fatalf("seed %d: %d of %d vote, %d apart, under %+v", seed, len(voters), may, apart, s.Rules)
		}
	}
}

func TestMinutes(t *testing.T) {
	t.Parallel()
	s := &Sitting{
		Rules: panelRules, Members: six(), Present: map[ExpertID]bool{"e3": true, "e0": true},
		Recused: map[Pair]Recusal{{"e1", "d2"}: ByConflict, {"e0", "d2"}: ForParity, {"e5", "d9"}: ByChoice},
	}
	short := Advice{Opinion: WithReserves, Category: "campus", Years: 2, Reserves: []string{"a director"}}
	got := s.Minutes("p", "s", []Motion{
		{"d2", 2, short, &Tally{Voters: 2, For: 2, Adopted: true}},
		{"d1", 1, Advice{Opinion: Unfavourable}, nil},
		{"d2", 1, Advice{Opinion: Favourable, Category: "campus", Years: 5}, &Tally{Voters: 2, Against: 2}},
	})
	want := []MinutesOf{
		{Dossier: "d1", Recused: []Left{}, Motions: []Motion{{"d1", 1, Advice{Opinion: Unfavourable}, nil}}},
		{
			Dossier: "d2", Recused: []Left{{"e0", ForParity}, {"e1", ByConflict}}, Opinion: &short,
			Motions: []Motion{{"d2", 1, Advice{Opinion: Favourable, Category: "campus", Years: 5}, &Tally{Voters: 2, Against: 2}}, {"d2", 2, short, &Tally{Voters: 2, For: 2, Adopted: true}}},
		},
	}
	if diff := cmp.Diff(want, got.Items); diff != "" {
		t.Errorf("minutes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]ExpertID{"e0", "e3"}, got.Present); diff != "" || len(got.Members) != 6 {
		t.Errorf("present (-want +got):\n%s", diff)
	}
}

func TestPanelRulesValidate(t *testing.T) {
	t.Parallel()
	ok := panelRules
	if err := ok.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*PanelRules){
		"one college":       func(r *PanelRules) { r.Colleges = Sides{"a", "a"} },
		"half a college":    func(r *PanelRules) { r.Colleges = Sides{"a", ""} },
		"negative seats":    func(r *PanelRules) { r.Seats = -1 },
		"no such parity":    func(r *PanelRules) { r.Difference = -2 },
		"quorum above":      func(r *PanelRules) { r.Quorum = 101 },
		"no criterion":      func(r *PanelRules) { r.Grid.Criteria = nil },
		"no opinion":        func(r *PanelRules) { r.Grid.Opinions = nil },
		"no longest period": func(r *PanelRules) { r.Grid.MaxYears = 0 },
	} {
		r := panelRules
		change(&r)
		if err := r.Validate(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
