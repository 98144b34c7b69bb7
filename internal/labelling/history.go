package labelling

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// PastCall is a call of before this site, as far as it is known.
type PastCall struct {
	ID    string
	On    date.Date // of its text, else of its announcement
	Title string
	NOR   string // empty when it has none or it is unknown
	Text  string // what it asked for, in French
	Note  string // what came of it, and what a careful reader must know, in French
	// Wave is the code, in the register, of labels that it led to; empty when they are not told apart.
	Wave      string
	Certainty ruleset.Certainty
	Sources   []string // as a reader would cite them
}

//go:embed history.csv
var history string

// History lists the calls of before this site, the first one first. One call may have led to
// several lists of labels, and the order of calls is not that of waves.
var History = sync.OnceValue(func() []PastCall {
	rows, err := csv.NewReader(strings.NewReader(history)).ReadAll()
	if err != nil {
		panic(err) // it is in the program
	}
	list := make([]PastCall, 0, len(rows)-1)
	for _, row := range rows[1:] {
		on, err := date.Parse(row[1])
		if err != nil {
			panic(err)
		}
		list = append(list, PastCall{
			ID: row[0], On: on, Title: row[2], NOR: row[3], Text: row[4], Note: row[5], Wave: row[6],
			Certainty: ruleset.Certainty(row[7]), Sources: strings.Split(row[8], " | "),
		})
	}
	return list
})
