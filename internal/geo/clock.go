package geo

import (
	"time"
	_ "time/tzdata" // a bare machine has no clocks of the world
)

// clocks are the clocks of the parts of France that do not live by that of Paris, by the
// beginning of the INSEE codes of their communes.
var clocks = map[string]*time.Location{
	"971": clock("America/Guadeloupe"), "972": clock("America/Martinique"), "973": clock("America/Cayenne"),
	"974": clock("Indian/Reunion"), "975": clock("America/Miquelon"), "976": clock("Indian/Mayotte"),
	"977": clock("America/St_Barthelemy"), "978": clock("America/Marigot"), "986": clock("Pacific/Wallis"),
	"987": clock("Pacific/Tahiti"), "988": clock("Pacific/Noumea"),
}

var paris = clock("Europe/Paris")

func clock(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the database of clocks is in the program
	}
	return loc
}

// Clock is the time that a commune lives by, from its INSEE code; that of Paris when the
// code is empty or says nothing else.
func Clock(commune string) *time.Location {
	if len(commune) >= 3 {
		if loc := clocks[commune[:3]]; loc != nil {
			return loc
		}
	}
	return paris
}
