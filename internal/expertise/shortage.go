package expertise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"continuum/internal/expertise/flow"
)

// Shortage says why there is no assignment. It is an error.
type Shortage struct {
	// Groups are the sets of dossiers that miss readers, apart from one another.
	Groups []Group `json:"groups,omitempty"`
	// Idle are experts who can't have their least number of dossiers, whatever the
	// assignment, though all dossiers have their readers.
	Idle []Idle `json:"idle,omitempty"`
}

// Group is dossiers that together ask for more readers than the experts left to them can
// be (a violator of Hall's condition).
type Group struct {
	Missing  int         `json:"missing"`            // readers
	Colleges []College   `json:"colleges"`           // which are short
	Dossiers []DossierID `json:"dossiers"`           // who ask for them
	Full     []ExpertID  `json:"full,omitempty"`     // read for these dossiers all that they may
	Asked    int         `json:"asked"`              // readers of those colleges on those dossiers
	Offered  int         `json:"offered"`            // as many as there can be: Asked − Missing
	Relax    Relaxations `json:"relax"`              // what would each bring one reader more
	NoReader []DossierID `json:"no_reader,omitzero"` // those whose whole college is in conflict
}

// Relaxations are changes that each bring a group one reader more, by themselves.
type Relaxations struct {
	Conflicts []Conflict `json:"conflicts,omitempty"` // lifted: all those of a pair go together
	Loads     []ExpertID `json:"loads,omitempty"`     // most load raised by one
	Parity    bool       `json:"parity,omitempty"`    // the other college has readers left
}

// Idle is an expert short of dossiers.
type Idle struct {
	Expert ExpertID `json:"expert"`
	Has    int      `json:"has"`
	Least  int      `json:"least"`
}

// Missing is how many readers are missing in all.
func (s *Shortage) Missing() (n int) {
	for _, g := range s.Groups {
		n += g.Missing
	}
	return n
}

// Error is the whole on one line.
func (s *Shortage) Error() string {
	var parts []string
	for _, g := range s.Groups {
		colleges := make([]string, len(g.Colleges))
		for i, c := range g.Colleges {
			colleges[i] = string(c)
		}
		parts = append(parts, fmt.Sprintf("%d readers missing (%s) on %d dossiers: %s",
			g.Missing, strings.Join(colleges, " and "), len(g.Dossiers), some(g.Dossiers)))
	}
	if len(s.Idle) > 0 {
		who := make([]ExpertID, len(s.Idle))
		for i, x := range s.Idle {
			who[i] = x.Expert
		}
		parts = append(parts, fmt.Sprintf("%d experts can't have their least number of dossiers: %s", len(s.Idle), some(who)))
	}
	return strings.Join(parts, "; ")
}

// some names the first few.
func some[T ~string](list []T) string {
	var names []string
	for _, id := range list[:min(5, len(list))] {
		names = append(names, string(id))
	}
	if len(list) > 5 {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// shortage reads the cuts of a network through which not all units went.
func (n *network) shortage() *Shortage {
	s, ends := &Shortage{}, n.Ends()
	for _, cut := range n.Cut() {
		s.Groups = append(s.Groups, n.group(cut, ends))
	}
	slices.SortFunc(s.Groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Dossiers[0], b.Dossiers[0]), slices.Compare(a.Colleges, b.Colleges))
	})
	return s
}

// group tells a cut in the words of panels. ends are the nodes from which one unit more
// could go on.
func (n *network) group(cut flow.Cut, ends []bool) Group {
	g := Group{Missing: cut.Short}
	var short [2]bool
	readers := make(map[[2]int]int) // of a college on a dossier, that may be
	for _, x := range n.pairs {
		readers[[2]int{n.p.side(&n.p.Experts[x.expert]), x.dossier}]++
	}
	for i, d := range n.p.Dossiers {
		fewest, _ := n.p.Rules.share(d.Readers)
		in, none := false, false
		for c := range 2 {
			if cut.In[n.side[c][i]] {
				in, short[c] = true, true
				g.Asked += fewest
				none = none || fewest > 0 && readers[[2]int{c, i}] == 0
			}
		}
		if n.either[i] >= 0 && cut.In[n.either[i]] {
			in = true
			g.Asked += d.Readers - 2*fewest
		}
		if in {
			g.Dossiers = append(g.Dossiers, d.ID)
		}
		if none {
			g.NoReader = append(g.NoReader, d.ID)
		}
	}
	g.Offered = g.Asked - g.Missing
	for c, college := range n.p.Rules.Colleges.Both() {
		if short[c] {
			g.Colleges = append(g.Colleges, college)
		}
	}
	for i, e := range n.p.Experts {
		if cut.In[n.expert[i]] {
			g.Full = append(g.Full, e.ID)
			if e.Most < len(n.p.Dossiers) {
				g.Relax.Loads = append(g.Relax.Loads, e.ID)
			}
		}
	}
	g.Relax.Conflicts = n.liftable(cut, ends)
	g.Relax.Parity = n.movable(cut, ends)
	return g
}

// liftable are the conflicts between a dossier of the cut and an expert who has room, or
// can make some.
func (n *network) liftable(cut flow.Cut, ends []bool) (found []Conflict) {
	experts, dossiers := make(map[ExpertID]int), make(map[DossierID]int)
	for i := range n.p.Experts {
		experts[n.p.Experts[i].ID] = i
	}
	for i := range n.p.Dossiers {
		dossiers[n.p.Dossiers[i].ID] = i
	}
	for _, c := range n.p.Conflicts {
		e, known := experts[c.Expert]
		d, there := dossiers[c.Dossier]
		if known && there && ends[n.expert[e]] && cut.In[n.side[n.p.side(&n.p.Experts[e])][d]] {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b Conflict) int {
		return cmp.Or(comparePairs(a.Pair, b.Pair), cmp.Compare(a.Why, b.Why), cmp.Compare(a.Evidence, b.Evidence))
	})
	return slices.Compact(found)
}

// movable tells whether a reader of the other college could stand in somewhere.
func (n *network) movable(cut flow.Cut, ends []bool) bool {
	for i := range n.p.Dossiers {
		for c := range 2 {
			if cut.In[n.side[c][i]] && ends[n.side[1-c][i]] {
				return true
			}
		}
	}
	return false
}

// idle are the experts whose least load is not met: the weights of the network make sure
// that as many are met as can be.
func (n *network) idle(a *Assignment) *Shortage {
	s, loads := &Shortage{}, a.Loads()
	for _, e := range n.p.Experts {
		if has := loads[e.ID]; has < e.Least {
			s.Idle = append(s.Idle, Idle{e.ID, has, e.Least})
		}
	}
	return s
}
