package date

import (
	"sync"
	"time"
	_ "time/tzdata" // days end in Paris, on machines without time zones too
)

// Paris is the clock of official acts: by it days begin and end, and people read instants.
var Paris = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err) // it is in the program
	}
	return zone
})

// Today is the day of an instant by the clock of Paris.
func Today(at time.Time) Day { return NewDay(at.In(Paris()).Date()) }
