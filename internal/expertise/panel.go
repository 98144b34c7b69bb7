package expertise

import "continuum/internal/campus"

// ExpertID names an expert of a panel.
type ExpertID string

// DossierID names a dossier.
type DossierID string

// College is the side of the panel that an expert sits for, as the ruleset names it.
type College string

// The colleges of D. 335-35 since 2019.
const (
	Economic College = "economy" // economic world
	Public   College = "public"  // State and local authorities
)

// Sides are the two colleges of a panel, in the order in which they are shown; the zero
// value is those of 2019.
type Sides [2]College

// Both lists the colleges.
func (s Sides) Both() [2]College {
	if s == (Sides{}) {
		return [2]College{Economic, Public}
	}
	return s
}

// Of is the place of a college in Both, -1 for what is none.
func (s Sides) Of(c College) int {
	for i, side := range s.Both() {
		if side == c {
			return i
		}
	}
	return -1
}

// Expert is a member of a panel, as far as sharing the reading out needs it.
type Expert struct {
	ID      ExpertID            `json:"id"`
	College College             `json:"college"`
	Sectors []campus.SectorCode `json:"sectors"` // those that the expert knows
	Region  string              `json:"region"`  // INSEE code; empty: of none
	// Least and Most bound the dossiers that the expert reads.
	Least int  `json:"least"`
	Most  int  `json:"most"`
	Ties  Ties `json:"ties,omitzero"`
}

// Dossier is what is read, as far as sharing the reading out needs it.
type Dossier struct {
	ID      DossierID         `json:"id"`
	Campus  campus.ID         `json:"campus"`
	Sector  campus.SectorCode `json:"sector"`
	Region  string            `json:"region"`  // INSEE code
	Readers int               `json:"readers"` // wanted
	Parties Parties           `json:"parties,omitzero"`
	// Phase is how far the dossier itself has got, as its référentiel names it for rights;
	// empty for one that was written elsewhere. It is read when asked for, never kept.
	Phase string `json:"-"`
	// Asks is the kind of the dossier and its call, likewise.
	Asks string `json:"-"`
}

// Pair is an expert and a dossier.
type Pair struct {
	Expert  ExpertID  `json:"expert"`
	Dossier DossierID `json:"dossier"`
}
