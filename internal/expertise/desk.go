package expertise

import "time"

// DeskLine is a dossier as one member of its panel has it.
type DeskLine struct {
	Panel    string
	Dossier  Dossier
	Assigned bool   // reads it
	Stance   Stance // last declared; empty: nothing yet
	Conflict bool   // declared, or found from data
	Version  int64  // of the member's sheet, 0 before the first save
	Sealed   bool   // handed in
}

// Clear tells whether the dossier is open to the member.
func (l *DeskLine) Clear() bool { return l.Stance == NoConflict && !l.Conflict }

// Ballot is an open vote as one of its voters has it.
type Ballot struct {
	Panel   string
	Ruleset string // for its words
	Dossier DossierID
	Round   int
	Advice  Advice
	Ends    time.Time
	Voted   bool
}

// SittingDates are when a sitting was.
type SittingDates struct {
	ID     string
	Opened time.Time
	Closed time.Time // zero while it goes on
}
