package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/workspace"
)

// Space is what the people of a campus keep of it and show to everyone.
type Space struct {
	Stories   []*workspace.Story // one a language at most
	Events    []Event            // by their start, past ones too
	Equipment []*workspace.Equipment
	Projects  []*workspace.Project
	Courses   []*workspace.Course
	Figures   []*workspace.Figure // by indicator, last year first
}

// Empty reports whether there is nothing to show.
func (s *Space) Empty() bool {
	return len(s.Stories)+len(s.Events)+len(s.Equipment)+len(s.Projects)+len(s.Courses)+len(s.Figures) == 0
}

// Story is the campus in that language, else in French, nil when it says nothing of itself.
func (s *Space) Story(lang string) (found *workspace.Story) {
	for _, story := range s.Stories {
		if story.Lang == lang || story.Lang == "fr" && found == nil {
			found = story
		}
	}
	return found
}

// Event is a date of a campus.
type Event struct {
	ID     string // stable: calendars know it by that
	Campus *Campus
	*workspace.Event
	From, To time.Time // by the clock of its commune, else of the campus; To is the first instant after
	Version  int
	Changed  time.Time
}

// Keep adds what campuses keep of themselves, each in its public version. It is called
// once, before the catalog is in force. What can't be read is left out and told in the
// error; the rest stands.
func (c *Catalog) Keep(list []workspace.Version) error {
	var errs []error
	for _, v := range list {
		cam := c.CampusOf(v.Campus)
		if cam == nil || v.State != workspace.Public {
			continue // of a campus that the register no longer knows
		}
		d, err := workspace.Parse(v.Kind, v.Body)
		if err != nil {
			errs = append(errs, fmt.Errorf("sheet %s of %s: %w", v.Sheet, v.Campus, err))
			continue
		}
		c.keep(cam, v, d)
	}
	for i := range c.Campuses {
		s := &c.Campuses[i].Space
		slices.SortFunc(s.Equipment, func(a, b *workspace.Equipment) int { return cmp.Compare(a.Name, b.Name) })
		slices.SortFunc(s.Projects, func(a, b *workspace.Project) int { return cmp.Compare(a.Name, b.Name) })
		slices.SortFunc(s.Courses, func(a, b *workspace.Course) int { return cmp.Compare(a.Title(), b.Title()) })
		slices.SortFunc(s.Figures, func(a, b *workspace.Figure) int {
			return cmp.Or(cmp.Compare(a.Indicator, b.Indicator), b.Year-a.Year)
		})
		slices.SortFunc(s.Events, byStart)
		c.Agenda = append(c.Agenda, s.Events...)
	}
	slices.SortFunc(c.Agenda, byStart)
	return errors.Join(errs...)
}

func byStart(a, b Event) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.ID, b.ID)) }

func (c *Catalog) keep(cam *Campus, v workspace.Version, d workspace.Document) {
	s := &cam.Space
	switch d := d.(type) {
	case *workspace.Story:
		s.Stories = append(s.Stories, d)
	case *workspace.Event:
		e := Event{ID: v.Sheet, Campus: cam, Event: d, Version: v.Number, Changed: v.At}
		e.From, e.To = d.Times(geo.Clock(cmp.Or(d.Commune, cam.Commune)))
		s.Events = append(s.Events, e)
	case *workspace.Equipment:
		s.Equipment = append(s.Equipment, d)
	case *workspace.Project:
		s.Projects = append(s.Projects, d)
	case *workspace.Course:
		s.Courses = append(s.Courses, d)
	case *workspace.Figure:
		s.Figures = append(s.Figures, d)
	}
}

// Coming are the events of the list that are not over at an instant.
func Coming(list []Event, now time.Time) []Event {
	coming := make([]Event, 0, len(list))
	for _, e := range list {
		if !e.To.Before(now) {
			coming = append(coming, e)
		}
	}
	return coming
}

// CourseNames are what a training of a campus leads to and where it is, by their names
// when the offer knows them, else by their identifiers.
func (c *Catalog) CourseNames(s *workspace.Course) (qualification, place string) {
	qualification, place = s.Qualification, string(s.UAI)
	if at, _ := c.Training.Qualification(s.Qualification); at != training.None {
		qualification = c.Training.Qualifications[at].Label
	}
	if at := c.Training.Establishment(place); at != training.None {
		place = c.Training.Establishments[at].Name
	}
	return qualification, place
}
