package workspace

import (
	"cmp"
	"strconv"
	"time"

	"continuum/internal/date"
)

// Task is something that the people of a campus have to do of its workspace.
type Task string

// The tasks, in the order in which they are best done.
const (
	TaskStory     Task = "story"     // nothing presents the campus in French
	TaskLabel     Task = "label"     // the label ends soon
	TaskRefused   Task = "refused"   // sheets were looked at and not made public
	TaskAnswer    Task = "answer"    // changes of members wait for an answer
	TaskJoin      Task = "join"      // nobody is a member
	TaskConfirm   Task = "confirm"   // members never said that what is said of them is right
	TaskAgreement Task = "agreement" // agreements that ended or end soon
	TaskBooking   Task = "booking"   // requests for equipment wait for an answer
	TaskReport    Task = "report"    // readers say that something is wrong
	TaskCourse    Task = "course"    // no training is part of the campus
	TaskEvent     Task = "event"     // no date is to come
	TaskStep      Task = "step"      // a step of a public project is late
	TaskFigure    Task = "figure"    // no figure is declared of last year
)

// labelSoon is how long before its end a label is to be thought of; to renew one takes about
// a year.
const labelSoon = 18 * 30

// Kept is what there is of a campus, as far as who asks has to care for it.
type Kept struct {
	Sheets   []Version // the last version of each sheet, and its public one
	LabelEnd date.Date // of the label in force, zero when it is not known or not theirs to renew
	Reports  int       // of readers, that nobody dealt with
	Bookings int       // that wait for an answer
	Keeps    bool      // members are theirs to keep; else the next four are not asked for
	Members  int       // of today
	Waiting  int       // changes of members that wait for their answer
	Silent   int       // members of today that never confirmed
	Ending   int       // agreements that ended, or end soon
}

// Todo is a task with what it bears on.
type Todo struct {
	Task  Task
	N     int    // how many, 1 where there is one by nature
	Kind  Kind   // of the sheet to write, or of the first that was refused; empty where it bears on none
	Sheet string // the sheet to go on with, or the late project; empty: a new one, or none
	Name  string // of the late project, or the year of the figures
}

// Todos says what there is to do on a day, first things first; nothing when all is well. What
// waits to be looked at is done as far as a campus can.
func (k *Kept) Todos(today date.Day) (list []Todo) {
	add := func(t Task, n int) {
		if n > 0 {
			list = append(list, Todo{Task: t, N: n})
		}
	}
	s := k.said(today)
	s.unless(&list, TaskStory, KindStory)
	if end := k.LabelEnd; !end.IsZero() && today < end.Latest() && end.Earliest() < today+labelSoon {
		add(TaskLabel, 1)
	}
	if s.refused.N > 0 {
		list = append(list, s.refused)
	}
	if k.Keeps {
		add(TaskAnswer, k.Waiting)
		if k.Members == 0 {
			add(TaskJoin, 1)
		}
		add(TaskConfirm, k.Silent)
		add(TaskAgreement, k.Ending)
	}
	add(TaskBooking, k.Bookings)
	add(TaskReport, k.Reports)
	s.unless(&list, TaskCourse, KindCourse)
	s.unless(&list, TaskEvent, KindEvent)
	list = append(list, s.late...)
	if !s.done[KindFigure] {
		list = append(list, Todo{Task: TaskFigure, N: 1, Kind: KindFigure, Sheet: s.begun[KindFigure], Name: strconv.Itoa(today.Time().Year() - 1)})
	}
	return list
}

// said is what sheets come to.
type said struct {
	done    map[Kind]bool   // something that counts is public, or waits to be looked at
	begun   map[Kind]string // a draft that would count
	refused Todo
	late    []Todo
}

func (s *said) unless(list *[]Todo, t Task, k Kind) {
	if !s.done[k] {
		*list = append(*list, Todo{Task: t, N: 1, Kind: k, Sheet: s.begun[k]})
	}
}

func (k *Kept) said(today date.Day) *said {
	s := &said{done: make(map[Kind]bool), begun: make(map[Kind]string)}
	day := today.Time().Format(time.DateOnly)
	for i := range k.Sheets {
		v := &k.Sheets[i]
		if v.State == Refused {
			s.refused = Todo{Task: TaskRefused, N: s.refused.N + 1, Kind: cmp.Or(s.refused.Kind, v.Kind)}
			continue
		}
		d, err := Parse(v.Kind, v.Body)
		if err != nil {
			continue // the check of the store names it
		}
		if p, is := d.(*Project); is && v.State == Public {
			for _, m := range p.Milestones {
				if !m.Done && m.Due != "" && m.Due < day {
					s.late = append(s.late, Todo{Task: TaskStep, N: 1, Kind: KindProject, Sheet: v.Sheet, Name: p.Name})
					break
				}
			}
		}
		if !counts(d, day) {
			continue
		}
		switch v.State {
		case Public, Pending:
			s.done[v.Kind] = true
		case Draft:
			s.begun[v.Kind] = v.Sheet
		}
	}
	return s
}

// counts reports whether a document is of use on a day: a presentation in French, a date to
// come, a figure of last year.
func counts(d Document, day string) bool {
	switch d := d.(type) {
	case *Story:
		return d.Lang == "fr"
	case *Event:
		last := d.Start
		if d.End != "" {
			last = d.End
		}
		return last[:len(time.DateOnly)] >= day
	case *Figure:
		return strconv.Itoa(d.Year+1) >= day[:4]
	}
	return true
}
