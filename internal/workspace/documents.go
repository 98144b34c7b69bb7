package workspace

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"continuum/internal/campus"
)

// Audience is whom an event is for.
type Audience string

// The audiences.
const (
	Families  Audience = "families"
	Schools   Audience = "schools" // classes and their teachers
	Companies Audience = "companies"
	Members   Audience = "members"
)

// Audiences lists the audiences in order.
var Audiences = []Audience{Families, Schools, Companies, Members}

// Clock is how instants of events are written: the time of clocks in the event's place.
const Clock = "2006-01-02T15:04"

// Event is a date of the public agenda: an open day, a forum, a visit.
type Event struct {
	Name     string     `json:"name"`
	Text     string     `json:"text"`
	Start    string     `json:"start"` // a day, "2026-03-14", or an instant, "2026-03-14T09:00"
	End      string     `json:"end"`   // as Start, its last day or instant; empty: the same day
	Place    string     `json:"place"` // a public place: school, hall
	Commune  string     `json:"commune,omitempty"`
	URL      string     `json:"url,omitempty"`
	Audience []Audience `json:"audience,omitempty"`
}

// Kind is KindEvent.
func (*Event) Kind() Kind { return KindEvent }

// Title is the event's name.
func (e *Event) Title() string { return e.Name }

// Days reports whether the event is said by days rather than by hours.
func (e *Event) Days() bool { return len(e.Start) == len("2006-01-02") }

// Times are the start and the end by clocks in loc; the end of a day is midnight after it.
// They are zero when the event did not pass [Check].
func (e *Event) Times(loc *time.Location) (start, end time.Time) {
	layout := Clock
	if e.Days() {
		layout = time.DateOnly
	}
	start, _ = time.ParseInLocation(layout, e.Start, loc)
	end = start
	if e.End != "" {
		end, _ = time.ParseInLocation(layout, e.End, loc)
	}
	if e.Days() {
		end = end.AddDate(0, 0, 1)
	}
	return start, end
}

func (e *Event) check(c *checker) {
	c.line("name", e.Name, 3, 150)
	c.text("text", e.Text, 0, 3000, true)
	c.line("place", e.Place, 0, 200)
	c.commune(e.Commune)
	c.link("url", e.URL)
	layout := Clock
	if e.Days() {
		layout = time.DateOnly
	}
	start, err := time.Parse(layout, e.Start)
	if err != nil || start.Year() < 2000 || start.Year() > 2100 {
		c.wrong("start", "space.instant")
	}
	if e.End != "" {
		end, err := time.Parse(layout, e.End)
		switch {
		case err != nil:
			c.wrong("end", "space.instant")
		case end.Before(start):
			c.wrong("end", "space.order")
		case end.Sub(start) > 366*24*time.Hour:
			c.wrong("end", "space.year")
		}
	}
	if len(e.Audience) > len(Audiences) {
		c.wrong("audience", "space.choice", "")
	}
	for _, a := range e.Audience {
		one(c, "audience", a, Audiences...)
	}
}

// Equipment is a platform, a laboratory or a machine that members share.
type Equipment struct {
	Name     string       `json:"name"`
	Text     string       `json:"text"`
	Owner    campus.OrgID `json:"owner,omitempty"` // member that owns it
	Place    string       `json:"place"`
	Commune  string       `json:"commune,omitempty"`
	Sharing  string       `json:"sharing"`            // who may use it and on what terms
	Capacity int          `json:"capacity,omitempty"` // people at once; 0: not said
	Bookable bool         `json:"bookable"`           // members may ask for it here
}

// Kind is KindEquipment.
func (*Equipment) Kind() Kind { return KindEquipment }

// Title is the equipment's name.
func (e *Equipment) Title() string { return e.Name }

func (e *Equipment) check(c *checker) {
	c.line("name", e.Name, 3, 150)
	c.text("text", e.Text, 0, 3000, true)
	c.line("owner", string(e.Owner), 0, 200)
	c.line("place", e.Place, 1, 200)
	c.commune(e.Commune)
	c.text("sharing", e.Sharing, 3, 1000, true)
	if e.Capacity < 0 || e.Capacity > 100_000 {
		c.wrong("capacity", "space.number", 0, 100_000)
	}
}

// Milestone is a step of a project.
type Milestone struct {
	Name string `json:"name"`
	Due  string `json:"due"` // a day
	Done bool   `json:"done"`
}

// Funding is money promised to a project.
type Funding struct {
	Funder string `json:"funder"`
	Euros  int64  `json:"euros"`
	Year   int    `json:"year"`
}

// Project is what members do together for a time.
type Project struct {
	Name       string         `json:"name"`
	Text       string         `json:"text"`
	From       string         `json:"from,omitempty"` // days
	Until      string         `json:"until,omitempty"`
	Partners   []campus.OrgID `json:"partners,omitempty"`
	Milestones []Milestone    `json:"milestones,omitempty"`
	Funding    []Funding      `json:"funding,omitempty"`
}

// Kind is KindProject.
func (*Project) Kind() Kind { return KindProject }

// Title is the project's name.
func (p *Project) Title() string { return p.Name }

// Euros is all the money promised.
func (p *Project) Euros() (sum int64) {
	for _, f := range p.Funding {
		sum += f.Euros
	}
	return sum
}

func (p *Project) check(c *checker) {
	c.line("name", p.Name, 3, 150)
	c.text("text", p.Text, 0, 5000, true)
	c.days(p.From, p.Until)
	if len(p.Partners) > 200 || len(p.Milestones) > 50 || len(p.Funding) > 50 {
		c.wrong("partners", "space.many")
		return
	}
	for _, o := range p.Partners {
		c.line("partners", string(o), 1, 200)
	}
	for i, m := range p.Milestones {
		field := fmt.Sprintf("milestones.%d", i+1)
		c.line(field+".name", m.Name, 1, 150)
		if m.Due != "" {
			c.day(field+".due", m.Due)
		}
	}
	for i, f := range p.Funding {
		field := fmt.Sprintf("funding.%d", i+1)
		c.line(field+".funder", f.Funder, 1, 150)
		if f.Euros < 0 || f.Euros > 1e12 {
			c.wrong(field+".euros", "space.number", 0, int64(1e12))
		}
		if f.Year < 2000 || f.Year > 2100 {
			c.wrong(field+".year", "space.number", 2000, 2100)
		}
	}
}

// Course is a training of the offer that is part of the campus, and what the campus adds.
type Course struct {
	Qualification string     `json:"qualification"`
	UAI           campus.UAI `json:"uai"`
	Adds          string     `json:"adds"`  // what the campus adds to it
	Local         bool       `json:"local"` // a complement of local initiative (FCIL)
	Coloured      bool       `json:"coloured"`
}

// Kind is KindCourse.
func (*Course) Kind() Kind { return KindCourse }

// Title is the training at its place.
func (s *Course) Title() string { return s.Qualification + " " + string(s.UAI) }

var uaiForm = regexp.MustCompile(`^[0-9]{7}[A-Z]$`)

func (s *Course) check(c *checker) {
	c.line("qualification", s.Qualification, 1, 100)
	if !uaiForm.MatchString(string(s.UAI)) {
		c.wrong("uai", "space.uai")
	}
	c.text("adds", s.Adds, 0, 2000, true)
}

// Story is how the campus presents itself in one language.
type Story struct {
	Lang    string `json:"lang"`  // "fr" or "en"
	Short   string `json:"short"` // one sentence, for pupils and families
	Long    string `json:"long"`
	Website string `json:"website,omitempty"`
	Contact string `json:"contact,omitempty"` // public address of the campus, not of a person
}

// Kind is KindStory.
func (*Story) Kind() Kind { return KindStory }

// Title is the language.
func (s *Story) Title() string { return strings.ToUpper(s.Lang) }

func (s *Story) check(c *checker) {
	one(c, "lang", s.Lang, "fr", "en")
	c.line("short", s.Short, 10, 300)
	c.text("long", s.Long, 0, 8000, true)
	c.link("website", s.Website)
	c.line("contact", s.Contact, 0, 200)
}

// FigureStatus tells a figure from the absence of one.
type FigureStatus string

// The statuses of a declared figure: zero, secret and missing are three things.
const (
	Known   FigureStatus = "known"
	Secret  FigureStatus = "secret"
	Missing FigureStatus = "missing"
)

// Figure is an indicator that the campus declares for a year.
type Figure struct {
	Indicator string       `json:"indicator"` // one of [Indicators]
	Year      int          `json:"year"`
	Status    FigureStatus `json:"status"`
	Value     float64      `json:"value"` // 0 unless the status is known
	Source    string       `json:"source"`
}

// Kind is KindFigure.
func (*Figure) Kind() Kind { return KindFigure }

// Title is the indicator and its year.
func (f *Figure) Title() string { return fmt.Sprintf("%s %d", f.Indicator, f.Year) }

func (f *Figure) check(c *checker) {
	i, known := Indicators[f.Indicator]
	if !known {
		c.wrong("indicator", "space.choice", short(f.Indicator))
	}
	if f.Year < 2013 || f.Year > 2100 {
		c.wrong("year", "space.number", 2013, 2100)
	}
	one(c, "status", f.Status, Known, Secret, Missing)
	switch {
	case f.Status != Known && f.Value != 0:
		c.wrong("value", "space.absent")
	case f.Value < 0 || f.Value != f.Value || f.Value > 1e12 || i.Share && f.Value > 1:
		most := 1e12
		if i.Share {
			most = 1
		}
		c.wrong("value", "space.number", 0, int64(most))
	}
	c.line("source", f.Source, 1, 300)
}

// Indicator is a figure that campuses may declare.
type Indicator struct {
	Share bool // between 0 and 1; else a count or euros
}

// Indicators are the figures that no official source holds and that a campus declares
// (identifiers I-… of the project's list of indicators; the dictionaries say what each is).
var Indicators = map[string]Indicator{
	"I-20": {}, "I-21": {}, "I-22": {}, "I-23": {}, "I-30": {}, "I-31": {}, "I-32": {}, "I-33": {},
	"I-42": {}, "I-51": {}, "I-52": {}, "I-53": {}, "I-55": {Share: true}, "I-60": {}, "I-62": {Share: true},
	"I-70": {}, "I-71": {}, "I-80": {}, "I-81": {}, "I-82": {}, "I-83": {},
}
