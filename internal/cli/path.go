package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
)

// itinerary is what someone asks of the continuum, but for what a territory has too: the
// sector, the campus and the distance.
type itinerary struct {
	From            string   `help:"Where one lives: INSEE code of a commune, its name when no other bears it, or lat,lon." env:"-" placeholder:"PLACE"`
	After           []string `help:"What one holds: 3e (without it), a level, or a qualification." env:"-" placeholder:"WHAT"`
	Level           string   `help:"Where to: level of the last step, 3 to 8." env:"-" placeholder:"N"`
	Qualification   []string `help:"Where to: identifier of a qualification." env:"-" placeholder:"ID"`
	CFD             []string `name:"cfd" help:"Where to: code of a diploma." env:"-" placeholder:"CODE"`
	Occupation      string   `help:"Where to: ROME code of an occupation." env:"-" placeholder:"CODE"`
	CampusTerritory string   `help:"Where to: what is taught of a campus's fields in its region." env:"-" placeholder:"SLUG"`
	MaxMinutes      string   `help:"Most minutes, with a travel-time engine." env:"-" placeholder:"MIN"`
	Routes          []string `help:"Accepted routes: school, apprenticeship, continuing; the first two without it." env:"-" placeholder:"ROUTE"`
	Boarding        string   `help:"Lift the limit of distance from level 4 up: yes, no, or known for establishments said to board." env:"-" placeholder:"yes"`
	Public          []string `help:"Accepted: public, private_contract, private." env:"-" placeholder:"WHO"`
	Remote          bool     `help:"Accept distance learning." env:"-"`
	LocatedOnly     bool     `help:"Refuse steps that the data place nowhere." env:"-"`
	Within          string   `help:"Stay within a campus." env:"-" placeholder:"SLUG"`
	Avoid           []string `help:"Offer or qualification not to go through." env:"-" placeholder:"ID"`
	K               string   `name:"k" help:"Most itineraries shown; 5 without it." env:"-" placeholder:"N"`
}

type findPath struct {
	asking
	itinerary
	Sector string `help:"Where to: code of a sector." env:"-" placeholder:"CODE"`
	Campus string `help:"Where to: established members of a campus." env:"-" placeholder:"SLUG"`
	MaxKm  string `help:"Most kilometres from home to a step." env:"-" placeholder:"KM"`

	Sensitivity bool `help:"Say how many itineraries there are when a road is 1.2, 1.3 and 1.4 times the great circle." env:"-"`
}

// Run finds itineraries.
func (f *findPath) Run(ctx context.Context, p *Program) error {
	q := make(parameters)
	q.add("sector", f.Sector)
	q.add("campus", f.Campus)
	q.add("max_km", f.MaxKm)
	q.yes("sensitivity", f.Sensitivity)
	f.itinerary.into(q)
	return f.ask(ctx, p, "/itineraries", q, p.showItineraries)
}

// into gives a question the parameters of an itinerary.
func (f *itinerary) into(q parameters) {
	q.add("from", f.From)
	q.add("after", f.After...)
	q.add("level", f.Level)
	q.add("qualification", f.Qualification...)
	q.add("cfd", f.CFD...)
	q.add("occupation", f.Occupation)
	q.add("campus_territory", f.CampusTerritory)
	q.add("max_minutes", f.MaxMinutes)
	q.add("routes", f.Routes...)
	q.add("boarding", f.Boarding)
	q.add("public", f.Public...)
	q.yes("remote", f.Remote)
	q.yes("located_only", f.LocatedOnly)
	q.add("within", f.Within)
	q.add("avoid", f.Avoid...)
	q.add("k", f.K)
}

// told is a number with how many steps don't tell it.
type told struct {
	Value   *float64
	Unknown int
}

// say writes it times a factor, as a lower bound when some steps don't tell.
func (t told) say(factor float64, unit string) string {
	if t.Value == nil {
		return "?"
	}
	s := strconv.FormatFloat(*t.Value*factor, 'f', 0, 64) + unit
	if t.Unknown > 0 {
		s = "≥ " + s
	}
	return s
}

type step struct {
	Label   string
	Level   *int
	Offer   *struct{ ID, Establishment, Route, Departement string }
	Km      *int
	Minutes *int
	Years   *int

	Progression struct{ Strength, Source, Condition string }
}

func (s *step) row() string {
	where, route, km := "not in our data", "", "–"
	if s.Offer != nil {
		where, route = fmt.Sprintf("%s (%s)", s.Offer.Establishment, orDash(s.Offer.Departement)), s.Offer.Route
	}
	if s.Km != nil {
		km = strconv.Itoa(*s.Km)
	}
	if s.Minutes != nil {
		km += fmt.Sprintf(" (%d min)", *s.Minutes)
	}
	because := s.Progression.Strength + ", " + s.Progression.Source
	if s.Progression.Condition != "" {
		because += ": " + s.Progression.Condition
	}
	return strings.Join([]string{"", number(s.Level), printable(s.Label), printable(where), orDash(route), km, number(s.Years), printable(because)}, "\t")
}

func number(n *int) string {
	if n == nil {
		return "?"
	}
	return strconv.Itoa(*n)
}

func (p *Program) showItineraries(body []byte) error {
	var a struct {
		Items []struct {
			Steps    []step
			Criteria struct {
				Years, Difficulty, Outcome told
				FarthestKm                 told  `json:"farthest_km"`
				FarthestMinutes            *told `json:"farthest_minutes"`
			}
		}
		Distance    struct{ Why string }
		Sensitivity []struct {
			Detour float64
			Front  int
		}
		Front int
		None  *struct {
			Missing *step
			Reached *int
			Relax   []struct {
				Constraint string
				To         *float64
			}
		}
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	const head = "\tLEVEL\tQUALIFICATION\tWHERE\tROUTE\tKM\tYEARS\tBECAUSE"
	for i, x := range a.Items {
		c := &x.Criteria
		far := c.FarthestKm.say(1, " km")
		if c.FarthestMinutes != nil {
			far = c.FarthestMinutes.say(1, " minutes")
		}
		fmt.Fprintf(w, "%d of %d: %s, %s at the farthest, difficulty %s, outcome %s\n", i+1, a.Front,
			c.Years.say(1, " years"), far, c.Difficulty.say(100, " %"), c.Outcome.say(100, " %"))
		fmt.Fprintln(w, head)
		for j := range x.Steps {
			fmt.Fprintln(w, x.Steps[j].row())
		}
	}
	if n := a.None; n != nil {
		fmt.Fprintf(w, "no itinerary; highest level within reach: %s\n", number(n.Reached))
		if n.Missing != nil {
			fmt.Fprintf(w, "the missing step:\n%s\n%s\n", head, n.Missing.row())
		} else {
			fmt.Fprintln(w, "no progression leads there")
		}
		for _, r := range n.Relax {
			flag := "--" + strings.ReplaceAll(r.Constraint, "_", "-")
			if r.To != nil {
				flag += " " + strconv.FormatFloat(*r.To, 'f', -1, 64)
			}
			fmt.Fprintf(w, "there is one when this is relaxed: %s\n", flag)
		}
	}
	for _, s := range a.Sensitivity {
		fmt.Fprintf(w, "a road is %g times the great circle: itineraries %d\n", s.Detour, s.Front)
	}
	if a.Distance.Why != "" {
		fmt.Fprintf(w, "great circles stand in for minutes: %s\n", a.Distance.Why)
	}
	return w.Flush()
}
