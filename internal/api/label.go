package api

import (
	"bytes"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
)

// labelRow is a label chosen.
type labelRow struct {
	campus *catalog.Campus
	label  *campus.Label
	state  campus.State
	at     int
}

func (r labelRow) position() int { return r.at }
func (r labelRow) key() string   { return string(r.label.ID) }

// Label is one period of recognition of a campus.
type Label struct {
	LabelBrief
	Campus    string     `json:"campus" doc:"Slug of the campus."`
	Status    string     `json:"status" doc:"Status of this label on status_on." enum:"in_force|presumed|unknown|not_yet|ended"`
	StatusOn  string     `json:"status_on" doc:"Day that the status speaks of." format:"date"`
	Basis     *Basis     `json:"basis" doc:"What the status rests on."`
	Successor *string    `json:"successor" doc:"Identifier of the label that took over."`
	Bases     []LabelAct `json:"bases" doc:"All that the label rests on."`
	Sources   []string   `json:"sources" doc:"Identifiers of the sources."`
	Certainty string     `json:"confidence" doc:"How sure it is." enum:"high|medium|low"`
	Note      *string    `json:"note" doc:"What a careful reader must know, in French."`
}

// LabelAct is a basis, with the act where it is one.
type LabelAct struct {
	Basis
	Text *Act `json:"act_text" doc:"The official text, when the basis is one."`
}

// Act is an official text.
type Act struct {
	ID         string   `json:"id" doc:"Identifier."`
	NOR        *string  `json:"nor" doc:"Number given by the ministry."`
	Title      string   `json:"title" doc:"Title in French."`
	Signed     *string  `json:"signed" doc:"Date of signature, at its own precision."`
	Published  *string  `json:"published" doc:"Date of publication, at its own precision."`
	URL        *string  `json:"url" doc:"Where to read it."`
	Sources    []string `json:"sources" doc:"Identifiers of the sources."`
	Confidence string   `json:"confidence" doc:"How sure it is." enum:"high|medium|low"`
}

// labelState is the state of a label on the day asked for, else the last known.
func (c *call) labelState(cam *catalog.Campus, l *campus.Label) campus.State {
	if day := c.query.filter.AsOf; !day.IsZero() {
		return campus.LabelOn(cam.Labels, l, day)
	}
	return campus.LabelLastKnown(cam.Labels, l, c.today)
}

func (c *call) label(cam *catalog.Campus, l *campus.Label) Label {
	state := c.labelState(cam, l)
	out := Label{
		LabelBrief: briefOf(l), Campus: cam.Slug,
		Status: string(state.Status), StatusOn: dayText(state.On), Basis: basisOf(state.Basis),
		Successor: optional(l.Successor), Bases: make([]LabelAct, 0, len(l.Bases)),
		Sources: texts(l.Sources), Certainty: string(l.Confidence), Note: optional(l.Note),
	}
	for i := range l.Bases {
		b := &l.Bases[i]
		out.Bases = append(out.Bases, LabelAct{*basisOf(b), actOf(c.view.cat.Act(b.Act))})
	}
	return out
}

func actOf(a *campus.Act) *Act {
	if a == nil {
		return nil
	}
	return &Act{
		ID: string(a.ID), NOR: optional(a.NOR), Title: a.Title, Signed: optional(a.Signed.String()),
		Published: optional(a.Published.String()), URL: optional(a.URL),
		Sources: texts(a.Sources), Confidence: string(a.Confidence),
	}
}

// labels are those that the query chooses. On a day, only those that held.
func (c *call) labels() []labelRow {
	f := &c.query.filter
	rows := make([]labelRow, 0, len(c.view.labels))
	for _, r := range c.view.labels {
		if len(c.query.offer.Campuses) > 0 && !slices.Contains(c.query.offer.Campuses, r.campus.ID) ||
			len(f.Categories) > 0 && !slices.Contains(f.Categories, r.label.Category) ||
			len(f.Waves) > 0 && !slices.Contains(f.Waves, r.label.Wave) {
			continue
		}
		r.state = c.labelState(r.campus, r.label)
		if !f.AsOf.IsZero() && !r.state.Status.Holds() ||
			len(f.Statuses) > 0 && !slices.Contains(f.Statuses, r.state.Status) {
			continue
		}
		rows = append(rows, r)
	}
	return rows
}

func labelPage(c *call) (reply, *Problem) {
	return pageOf(c, labelList, listed(c.labels()), func(w *bytes.Buffer, r labelRow) {
		w.Write(encode(c.label(r.campus, r.label)))
	}), nil
}

func labelCSV(c *call) (reply, *Problem) { return csvOf(labelColumns(), listed(c.labels())), nil }

// labelColumns are the flat form of a label: its bases side by side in one cell.
func labelColumns() []column[labelRow] {
	return []column[labelRow]{
		{name: "id", doc: "Identifier.", kind: "string", value: func(r labelRow) any { return string(r.label.ID) }},
		{name: "campus", doc: "Slug of the campus.", kind: "string", value: func(r labelRow) any { return r.campus.Slug }},
		{name: "campus_name", doc: "Name of the campus.", kind: "string", value: func(r labelRow) any { return r.campus.Name }},
		{name: "category", doc: "Category.", kind: "string", value: func(r labelRow) any { return categoryOf(r.label.Category) }},
		{name: "wave", doc: "Code of the wave of labelling.", kind: "string", value: func(r labelRow) any { return optional(r.label.Wave) }},
		{name: "start", doc: "First day, at its own precision.", kind: "string", value: func(r labelRow) any { return optional(r.label.Start.String()) }},
		{name: "end", doc: "First day no longer in force, as stated.", kind: "string", value: func(r labelRow) any { return optional(r.label.End.String()) }},
		{name: "years", doc: "Duration granted.", kind: "integer", value: func(r labelRow) any { return positive(r.label.Years) }},
		{name: "status", doc: "Status on status_on.", kind: "string", value: func(r labelRow) any { return string(r.state.Status) }},
		{name: "status_on", doc: "Day that the status speaks of.", kind: "string", value: func(r labelRow) any { return dayText(r.state.On) }},
		{name: "bases", doc: "What the label rests on, separated by |.", kind: "string", value: func(r labelRow) any { return basesText(r.label) }},
		{name: "sources", doc: "Identifiers of the sources, separated by spaces.", kind: "string", value: func(r labelRow) any { return strings.Join(texts(r.label.Sources), " ") }},
		{name: "confidence", doc: "How sure it is.", kind: "string", value: func(r labelRow) any { return string(r.label.Confidence) }},
		{name: "note", doc: "What a careful reader must know, in French.", kind: "string", value: func(r labelRow) any { return optional(r.label.Note) }},
	}
}

func basesText(l *campus.Label) string {
	parts := make([]string, 0, len(l.Bases))
	for _, b := range l.Bases {
		part := string(b.Kind)
		if !b.On.IsZero() {
			part += " " + b.On.String()
		}
		parts = append(parts, part+": "+b.Text)
	}
	return strings.Join(parts, " | ")
}
