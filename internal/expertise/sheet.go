package expertise

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// CriterionID names a criterion of a ruleset.
type CriterionID string

// Bounds of a sheet.
const (
	MaxScore    = 4 // 0 absent, 1 in project, 2 started, 3 in place, 4 exemplary
	MaxComment  = 5_000
	MaxEvidence = 20 // items of one score
	MaxReserves = 20
)

// Grid is what the ruleset asks of a sheet.
type Grid struct {
	Criteria     []CriterionID `json:"criteria"`
	EvidenceFrom int           `json:"evidence_from"` // score from which evidence is compulsory
	Terms
}

// Terms are what the ruleset lets an opinion say.
type Terms struct {
	Opinions   []Opinion `json:"opinions"`   // that may be given
	Categories []string  `json:"categories"` // that may be proposed
	MaxYears   int       `json:"max_years"`  // longest duration
}

// Opinion is what an expert or a panel says of a dossier.
type Opinion string

// The opinions.
const (
	Favourable   Opinion = "favourable"
	WithReserves Opinion = "with_reserves"
	Deferred     Opinion = "deferred" // until what is asked for is given
	Unfavourable Opinion = "unfavourable"
)

// Advice is an opinion and what goes with it. An unfavourable or deferred one has no
// category and no duration; one with reserves says which.
type Advice struct {
	Opinion  Opinion  `json:"opinion"`
	Category string   `json:"category"`
	Years    int      `json:"years"`
	Reserves []string `json:"reserves"`
}

// Score is that of a criterion.
type Score struct {
	Criterion CriterionID `json:"criterion"`
	Value     int         `json:"value"`
	Evidence  []string    `json:"evidence"` // pieces of the dossier, places in it
	Comment   string      `json:"comment"`
}

// Sheet is one expert's reading of one dossier.
type Sheet struct {
	Pair
	Scores  []Score `json:"scores"`
	Comment string  `json:"comment"`
	Advice  Advice  `json:"advice"`
}

// Fault is what is wrong or missing in a sheet or an advice.
type Fault struct {
	Field string // criterion, or a field of Advice
	Why   Lack
}

// Lack is the kind of a Fault.
type Lack string

// What may be wrong. A draft may lack things, and may hold nothing that is Bad.
const (
	NoScore    Lack = "score"     // a criterion without a score
	NoEvidence Lack = "evidence"  // a score that asks for evidence and has none
	NoOpinion  Lack = "opinion"   // none given, or one that the ruleset doesn't have
	NoCategory Lack = "category"  // none given, or one that the ruleset doesn't have
	NoYears    Lack = "years"     // none given, or more than the ruleset allows
	NoReserve  Lack = "reserve"   // reserves announced and not said
	TooMuch    Lack = "too_much"  // said where it makes no sense
	Bad        Lack = "bad"       // a value that can't be
	Unknown    Lack = "unknown"   // a criterion that the ruleset doesn't have
	Duplicate  Lack = "duplicate" // a criterion scored twice
	TooLong    Lack = "too_long"
)

// Lacks tells all that keeps a sheet from being handed in, in the order of the grid.
func (s *Sheet) Lacks(g *Grid) []Fault {
	found := s.Wrong(g)
	for _, c := range g.Criteria {
		i := slices.IndexFunc(s.Scores, func(x Score) bool { return x.Criterion == c })
		switch {
		case i < 0:
			found = append(found, Fault{string(c), NoScore})
		case s.Scores[i].Value >= g.EvidenceFrom && !slices.ContainsFunc(s.Scores[i].Evidence, written):
			found = append(found, Fault{string(c), NoEvidence})
		}
	}
	return append(found, s.Advice.Lacks(&g.Terms)...)
}

// Wrong tells what even a draft may not hold.
func (s *Sheet) Wrong(g *Grid) (found []Fault) {
	seen := make(map[CriterionID]bool)
	for _, x := range s.Scores {
		name := string(x.Criterion)
		switch {
		case !slices.Contains(g.Criteria, x.Criterion):
			found = append(found, Fault{name, Unknown})
		case seen[x.Criterion]:
			found = append(found, Fault{name, Duplicate})
		case x.Value < 0 || x.Value > MaxScore:
			found = append(found, Fault{name, Bad})
		case long(x.Comment) || len(x.Evidence) > MaxEvidence || slices.ContainsFunc(x.Evidence, long):
			found = append(found, Fault{name, TooLong})
		}
		seen[x.Criterion] = true
	}
	if long(s.Comment) {
		found = append(found, Fault{"comment", TooLong})
	}
	if len(s.Advice.Reserves) > MaxReserves || slices.ContainsFunc(s.Advice.Reserves, long) {
		found = append(found, Fault{"reserves", TooLong})
	}
	return found
}

func long(s string) bool    { return len(s) > MaxComment || !utf8.ValidString(s) }
func written(s string) bool { return strings.TrimSpace(s) != "" }

// Lacks tells what keeps an advice from being given.
func (a *Advice) Lacks(g *Terms) (found []Fault) {
	add := func(field string, why Lack) { found = append(found, Fault{field, why}) }
	if !slices.Contains(g.Opinions, a.Opinion) {
		return []Fault{{"opinion", NoOpinion}}
	}
	switch a.Opinion {
	case Unfavourable, Deferred:
		if a.Category != "" {
			add("category", TooMuch)
		}
		if a.Years != 0 {
			add("years", TooMuch)
		}
		if len(a.Reserves) > 0 {
			add("reserves", TooMuch)
		}
		return found
	case Favourable:
		if len(a.Reserves) > 0 {
			add("reserves", TooMuch)
		}
	case WithReserves:
		if !slices.ContainsFunc(a.Reserves, written) {
			add("reserves", NoReserve)
		}
	}
	if !slices.Contains(g.Categories, a.Category) {
		add("category", NoCategory)
	}
	if a.Years < 1 || a.Years > g.MaxYears {
		add("years", NoYears)
	}
	return found
}

// Sealed is a sheet as it was handed in, in the one way there is to write it.
type Sealed struct {
	Body []byte // JSON
	Hash string // SHA-256 of Body, hexadecimal
}

// Seal writes a sheet for good; nil and what it lacks when it is not complete.
func (s *Sheet) Seal(g *Grid) (*Sealed, []Fault) {
	if lacks := s.Lacks(g); len(lacks) > 0 {
		return nil, lacks
	}
	t := *s
	t.Scores = slices.Clone(s.Scores)
	slices.SortFunc(t.Scores, func(a, b Score) int {
		return slices.Index(g.Criteria, a.Criterion) - slices.Index(g.Criteria, b.Criterion)
	})
	body, err := json.Marshal(t)
	if err != nil {
		panic(err) // a sheet holds nothing that JSON can't
	}
	return &Sealed{body, hashOf(body)}, nil
}

// Open gives the sheet back, unless the body is not what the hash says.
func (s *Sealed) Open() (sheet *Sheet, ok bool) {
	sheet = new(Sheet)
	ok = hashOf(s.Body) == s.Hash && json.Unmarshal(s.Body, sheet) == nil
	return sheet, ok
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
