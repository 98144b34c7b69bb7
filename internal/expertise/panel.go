package expertise

import "continuum/internal/campus"

// ExpertID names an expert of a panel.
type ExpertID string

// DossierID names a dossier.
type DossierID string

// College is the half of the panel that an expert sits for.
type College string

// The colleges of D. 335-35 since 2019.
const (
	Economic College = "economic" // economic world
	Public   College = "public"   // State and local authorities
)

// Colleges lists both, in the order in which they are shown.
var Colleges = [2]College{Economic, Public}

// rank is the place of a college in Colleges, -1 for what is none.
func (c College) rank() int {
	switch c {
	case Economic:
		return 0
	case Public:
		return 1
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
}

// Pair is an expert and a dossier.
type Pair struct {
	Expert  ExpertID  `json:"expert"`
	Dossier DossierID `json:"dossier"`
}
