package expertise

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"continuum/internal/fault"
)

// Member is who sits in a panel.
type Member struct {
	Expert    ExpertID `json:"expert"`
	College   College  `json:"college"`
	President bool     `json:"president"`
}

// PanelRules are what the ruleset says of a panel.
type PanelRules struct {
	Ruleset  string `json:"ruleset"` // référentiel that they are of, for its words
	Colleges Sides  `json:"colleges,omitzero"`
	Seats    int    `json:"seats"` // 0: as many as there are members
	// Difference is how far apart the numbers of the colleges may be, in the panel and
	// among those who vote; -1 for no parity.
	Difference int `json:"difference"`
	// Quorum is the share, in percent, of those who may vote on a dossier who have to be
	// there. Who is recused is counted nowhere.
	Quorum int `json:"quorum"`
	// Casting gives a tie to the side that the president voted for.
	Casting bool `json:"casting"`
	// VoteMinutes is how long a vote stays open at most; 0: as [PanelRules.VoteLasts] says.
	VoteMinutes int  `json:"vote_minutes,omitzero"`
	Grid        Grid `json:"grid"`
}

// Validate fails with fault.Invalid for rules that nobody can have meant.
func (r *PanelRules) Validate() error {
	both := r.Colleges.Both()
	switch {
	case both[0] == both[1] || both[0] == "" || both[1] == "":
		return invalid("colleges", "want two")
	case r.Seats < 0 || r.Seats > MaxExperts:
		return invalid("seats", "%d: want 0 to %d", r.Seats, MaxExperts)
	case r.Difference < -1 || r.Difference > MaxExperts:
		return invalid("difference", "%d: want -1 to %d", r.Difference, MaxExperts)
	case r.Quorum < 0 || r.Quorum > 100:
		return invalid("quorum", "%d: want 0 to 100", r.Quorum)
	case len(r.Grid.Criteria) == 0 || len(r.Grid.Opinions) == 0 || r.Grid.MaxYears < 1:
		return invalid("grid", "want criteria, opinions and a longest duration")
	}
	return nil
}

// VoteLasts is how long a vote stays open at most, half an hour when the référentiel doesn't
// say; who presides closes it before.
func (r *PanelRules) VoteLasts() time.Duration {
	if r.VoteMinutes == 0 {
		return 30 * time.Minute
	}
	return time.Duration(r.VoteMinutes) * time.Minute
}

// Compose tells whether members make a panel: parity, seats, one president, nobody twice.
// It fails with fault.Conflict.
func (r *PanelRules) Compose(members []Member) error {
	var count [2]int
	presidents, seen := 0, make(map[ExpertID]bool)
	for _, m := range members {
		side := r.Colleges.Of(m.College)
		if side < 0 || seen[m.Expert] {
			return refuse("members", fmt.Errorf("%s is there twice, or of no college (%q)", m.Expert, m.College), "panel.member", string(m.Expert))
		}
		seen[m.Expert] = true
		count[side]++
		if m.President {
			presidents++
		}
	}
	switch {
	case presidents != 1:
		return refuse("members", fmt.Errorf("%d preside, want one", presidents), "panel.president", presidents)
	case r.Seats > 0 && len(members) != r.Seats:
		return refuse("members", fmt.Errorf("%d, want %d", len(members), r.Seats), "panel.seats", len(members), r.Seats)
	}
	return r.parity(count)
}

func (r *PanelRules) parity(count [2]int) error {
	if apart := max(count[0]-count[1], count[1]-count[0]); r.Difference >= 0 && apart > r.Difference {
		both := r.Colleges.Both()
		return refuse("members", fmt.Errorf("no parity: %d of %s and %d of %s", count[0], both[0], count[1], both[1]), "panel.parity", count[0], count[1], r.Difference)
	}
	return nil
}

// refuse is what the state of a panel forbids, with its cause for an operator.
func refuse(field string, cause error, key string, args ...any) error {
	return fault.New(fault.Conflict, key, args...).In(field).Because(cause)
}

// Recusal is why a member leaves the room for a dossier.
type Recusal string

// The recusals.
const (
	ByConflict Recusal = "conflict" // found or declared
	ByChoice   Recusal = "choice"   // asked for
	ForParity  Recusal = "parity"   // stands down so that the colleges are even
)

// Sitting is a panel that meets.
type Sitting struct {
	Rules   PanelRules
	Members []Member
	Present map[ExpertID]bool
	Recused map[Pair]Recusal
}

// Voters are the members who may vote on a dossier, by expert: present and not recused.
// It fails with fault.Conflict when they are no quorum or not in parity.
func (s *Sitting) Voters(d DossierID) (voters []Member, err error) {
	var count [2]int
	may := 0
	for _, m := range s.Members {
		if _, out := s.Recused[Pair{m.Expert, d}]; out {
			continue
		}
		may++
		if s.Present[m.Expert] {
			voters = append(voters, m)
			count[s.Rules.Colleges.Of(m.College)]++
		}
	}
	slices.SortFunc(voters, func(a, b Member) int { return cmp.Compare(a.Expert, b.Expert) })
	if len(voters) == 0 || len(voters)*100 < s.Rules.Quorum*may {
		return nil, refuse("present", fmt.Errorf("no quorum: %d of %d, want %d %%", len(voters), may, s.Rules.Quorum), "panel.quorum", len(voters), may, s.Rules.Quorum)
	}
	return voters, s.Rules.parity(count)
}

// Choice is what a member votes.
type Choice string

// The choices.
const (
	For     Choice = "for"
	Against Choice = "against"
	Abstain Choice = "abstain"
)

// Known tells whether it is one of the choices.
func (c Choice) Known() bool { return c == For || c == Against || c == Abstain }

// Tally is the count of a vote on a motion.
type Tally struct {
	Voters  int  `json:"voters"` // who could vote
	For     int  `json:"for"`
	Against int  `json:"against"`
	Abstain int  `json:"abstain"`
	Adopted bool `json:"adopted"`
	Casting bool `json:"casting"` // by the president's vote
}

// Count counts votes: a motion is adopted when more are for it than against, abstentions
// and silence left out. A vote by who is no voter fails with fault.Denied.
func (s *Sitting) Count(voters []Member, votes map[ExpertID]Choice) (t Tally, err error) {
	t.Voters = len(voters)
	var president Choice
	counted := 0
	for _, m := range voters {
		c, voted := votes[m.Expert]
		if !voted {
			continue
		}
		counted++
		switch c {
		case For:
			t.For++
		case Against:
			t.Against++
		case Abstain:
			t.Abstain++
		default:
			return t, fault.New(fault.Invalid, "panel.choice").In("choice")
		}
		if m.President {
			president = c
		}
	}
	if counted != len(votes) {
		return t, fault.New(fault.Denied, "panel.voter")
	}
	t.Adopted = t.For > t.Against
	if t.For == t.Against && s.Rules.Casting && president == For {
		t.Adopted, t.Casting = true, true
	}
	return t, nil
}

// Motion is a proposed opinion on a dossier and what became of it.
type Motion struct {
	Dossier DossierID `json:"dossier"`
	Round   int       `json:"round"` // 1 for the first on the dossier
	Advice  Advice    `json:"advice"`
	Tally   *Tally    `json:"tally"` // nil while the vote is open
}

// Minutes are what is kept of a sitting. Who voted what is not in them.
type Minutes struct {
	Panel   string      `json:"panel"`
	Plenary string      `json:"plenary"`
	Members []Member    `json:"members"` // by expert
	Present []ExpertID  `json:"present"` // by expert
	Items   []MinutesOf `json:"items"`   // by dossier
}

// MinutesOf are those of a dossier.
type MinutesOf struct {
	Dossier DossierID `json:"dossier"`
	Recused []Left    `json:"recused"` // by expert
	Motions []Motion  `json:"motions"` // by round
	Opinion *Advice   `json:"opinion"` // adopted; nil when none was
}

// Left is who left the room, and why.
type Left struct {
	Expert ExpertID `json:"expert"`
	Why    Recusal  `json:"why"`
}

// Minutes writes those of the sitting, from its motions in any order.
func (s *Sitting) Minutes(panel, plenary string, motions []Motion) *Minutes {
	m := &Minutes{Panel: panel, Plenary: plenary, Present: []ExpertID{}, Items: []MinutesOf{}}
	m.Members = byID(s.Members, func(m Member) ExpertID { return m.Expert })
	for _, x := range m.Members {
		if s.Present[x.Expert] {
			m.Present = append(m.Present, x.Expert)
		}
	}
	for _, x := range slices.SortedFunc(slices.Values(motions), func(a, b Motion) int {
		return cmp.Or(cmp.Compare(a.Dossier, b.Dossier), cmp.Compare(a.Round, b.Round))
	}) {
		if n := len(m.Items); n == 0 || m.Items[n-1].Dossier != x.Dossier {
			m.Items = append(m.Items, MinutesOf{Dossier: x.Dossier, Recused: s.left(x.Dossier)})
		}
		of := &m.Items[len(m.Items)-1]
		of.Motions = append(of.Motions, x)
		if x.Tally != nil && x.Tally.Adopted {
			of.Opinion = &x.Advice
		}
	}
	return m
}

func (s *Sitting) left(d DossierID) []Left {
	list := []Left{}
	for p, why := range s.Recused {
		if p.Dossier == d {
			list = append(list, Left{p.Expert, why})
		}
	}
	return byID(list, func(l Left) ExpertID { return l.Expert })
}
