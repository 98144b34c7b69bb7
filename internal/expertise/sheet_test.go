package expertise

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var grid = Grid{Criteria: []CriterionID{"C1", "C2", "C3"}, EvidenceFrom: 2, Terms: terms}

var terms = Terms{Opinions: []Opinion{Favourable, WithReserves, Unfavourable}, Categories: []string{"campus", "excellence"}, MaxYears: 5}

// whole is a sheet that lacks nothing.
func whole() *Sheet {
	return &Sheet{
		Pair: Pair{"e", "d"},
		Scores: []Score{
			{Criterion: "C3", Value: 1},
			{Criterion: "C1", Value: 4, Evidence: []string{"annex 2, page 3"}},
			{Criterion: "C2", Value: 2, Evidence: []string{"", "convention"}},
		},
		Advice: Advice{Opinion: Favourable, Category: "campus", Years: 5},
	}
}

func TestSheetLacks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*Sheet)
		want   []Fault
	}{
		{"nothing", func(*Sheet) {}, nil},
		{"all", func(s *Sheet) { *s = Sheet{} }, []Fault{{"C1", NoScore}, {"C2", NoScore}, {"C3", NoScore}, {"opinion", NoOpinion}}},
		{"evidence", func(s *Sheet) { s.Scores[1].Evidence = []string{" "} }, []Fault{{"C1", NoEvidence}}},
		{"evidence of a low score is free", func(s *Sheet) { s.Scores[2].Value, s.Scores[2].Evidence = 1, nil }, nil},
		{"a score above", func(s *Sheet) { s.Scores[0].Value = 5 }, []Fault{{"C3", Bad}, {"C3", NoEvidence}}},
		{"a score below", func(s *Sheet) { s.Scores[0].Value = -1 }, []Fault{{"C3", Bad}}},
		{"a strange criterion", func(s *Sheet) { s.Scores = append(s.Scores, Score{Criterion: "C9"}) }, []Fault{{"C9", Unknown}}},
		{"two scores of one", func(s *Sheet) { s.Scores = append(s.Scores, s.Scores[0]) }, []Fault{{"C3", Duplicate}}},
		{"a long comment", func(s *Sheet) { s.Comment = strings.Repeat("x", MaxComment+1) }, []Fault{{"comment", TooLong}}},
		{"evidence without end", func(s *Sheet) { s.Scores[1].Evidence = make([]string, MaxEvidence+1) }, []Fault{{"C1", TooLong}, {"C1", NoEvidence}}},
		{"text that is none", func(s *Sheet) { s.Advice = Advice{WithReserves, "campus", 2, []string{"\xff"}} }, []Fault{{"reserves", TooLong}}},
		{"a strange opinion", func(s *Sheet) { s.Advice.Opinion = "perhaps" }, []Fault{{"opinion", NoOpinion}}},
		{"an opinion of other rules", func(s *Sheet) { s.Advice = Advice{Opinion: Deferred} }, []Fault{{"opinion", NoOpinion}}},
		{"a strange category", func(s *Sheet) { s.Advice.Category = "gold" }, []Fault{{"category", NoCategory}}},
		{"too many years", func(s *Sheet) { s.Advice.Years = 6 }, []Fault{{"years", NoYears}}},
		{"reserves unsaid", func(s *Sheet) { s.Advice.Opinion = WithReserves }, []Fault{{"reserves", NoReserve}}},
		{"reserves with a favourable opinion", func(s *Sheet) { s.Advice.Reserves = []string{"x"} }, []Fault{{"reserves", TooMuch}}},
		{"unfavourable", func(s *Sheet) { s.Advice = Advice{Opinion: Unfavourable} }, nil},
		{"unfavourable for five years", func(s *Sheet) { s.Advice.Opinion = Unfavourable }, []Fault{{"category", TooMuch}, {"years", TooMuch}}},
		{"unfavourable with reserves", func(s *Sheet) { s.Advice = Advice{Unfavourable, "", 0, []string{"x"}} }, []Fault{{"reserves", TooMuch}}},
	} {
		s := whole()
		tt.change(s)
		if diff := cmp.Diff(tt.want, s.Lacks(&grid)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if sealed, lacks := s.Seal(&grid); (sealed == nil) != (len(tt.want) > 0) || len(lacks) != len(tt.want) {
			t.Errorf("%s: Seal = %v, %v", tt.name, sealed, lacks)
		}
	}
}

func TestSeal(t *testing.T) {
	t.Parallel()
	sealed, _ := whole().Seal(&grid)
	other := whole()
	other.Scores[0], other.Scores[1] = other.Scores[1], other.Scores[0]
	again, _ := other.Seal(&grid)
	if sealed.Hash != again.Hash || len(sealed.Hash) != 64 {
		t.Errorf("the order of scores counts: %s, %s", sealed.Hash, again.Hash)
	}
	sheet, ok := sealed.Open()
	if !ok || sheet.Scores[0].Criterion != "C1" || sheet.Advice.Years != 5 || sheet.Expert != "e" {
		t.Errorf("Open = %+v, %v", sheet, ok)
	}
	sealed.Body = []byte(strings.Replace(string(sealed.Body), `"value":4`, `"value":0`, 1))
	if _, ok := sealed.Open(); ok {
		t.Error("a seal broken is not seen")
	}
}
