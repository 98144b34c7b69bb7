package workspace

import (
	"time"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

// BookingState is what has become of a request for shared equipment.
type BookingState string

// The states of a request.
const (
	Asked    BookingState = "asked"    // waits for the campus, or the member that owns the equipment
	Accepted BookingState = "accepted" //
	Declined BookingState = "declined" // with a reason
	GivenUp  BookingState = "given_up" // by who asked
)

// Booking is a request for shared equipment.
type Booking struct {
	ID           string
	Sheet        string // of the equipment
	Campus       campus.ID
	Organisation campus.OrgID // in whose name it is asked; empty: of the campus
	Start, End   string       // as [Clock] writes them, by the clocks of the equipment's place
	Purpose      string
	State        BookingState
	Author       string
	At           time.Time
	Reason       string // why it was declined
}

// longest is how long equipment may be asked for at once.
const longest = 31 * 24 * time.Hour

// Check returns all that is wrong with a request made at an instant, by the clocks of the
// equipment's place.
func (b *Booking) Check(now time.Time) []*fault.Error {
	c := new(checker)
	start, err := time.Parse(Clock, b.Start)
	if err != nil {
		c.wrong("start", "booking.instant")
	} else if b.Start < now.Format(Clock) {
		c.wrong("start", "booking.past")
	}
	end, wrong := time.Parse(Clock, b.End)
	switch {
	case wrong != nil:
		c.wrong("end", "booking.instant")
	case err == nil && !end.After(start):
		c.wrong("end", "space.order")
	case err == nil && end.Sub(start) > longest:
		c.wrong("end", "booking.long")
	}
	c.text("purpose", b.Purpose, 3, 1000, true)
	return c.problems
}

// Meets reports whether two requests are for the same equipment at one time.
func (b *Booking) Meets(o *Booking) bool {
	return b.Sheet == o.Sheet && b.Start < o.End && o.Start < b.End
}

// Holds reports whether a request is still of consequence: asked or accepted.
func (b *Booking) Holds() bool { return b.State == Asked || b.State == Accepted }
