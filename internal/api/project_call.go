package api

import (
	"bytes"
	"slices"
	"time"

	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// ProjectCall is an invitation to ask for the label.
type ProjectCall struct {
	ID         string       `json:"id" doc:"Identifier: of the page /appels/{id} when the call was opened here."`
	Here       bool         `json:"here" doc:"True when the call was opened on this site; false for those of before, of which only some facts are known."`
	Title      string       `json:"title" doc:"Title in French."`
	NOR        *string      `json:"nor" doc:"Number given by the ministry to the text that opens it."`
	Status     string       `json:"status" doc:"How far the call has got: closed once nothing that has a last day may be done any more." enum:"announced|open|closed"`
	Opens      string       `json:"opens" doc:"Instant at which it takes dossiers (RFC 3339); of a call of before this site, its date, at its own precision."`
	Published  *string      `json:"published" doc:"Instant at which it was made known here." format:"date-time"`
	Kinds      []Named      `json:"kinds" doc:"What a dossier may ask for."`
	Categories []Named      `json:"categories" doc:"Degrees of the label that may be asked for."`
	Proposers  []Certain    `json:"proposers" doc:"Authorities that propose together."`
	Rules      *CallRules   `json:"rules" doc:"Référentiel that the call is under, fixed when it opens."`
	Calendar   []CallStep   `json:"calendar" doc:"Steps, in order."`
	Moved      []CallMoved  `json:"moved" doc:"Ends of steps that were moved, first to last."`
	Answers    []CallAnswer `json:"answers" doc:"Questions that were answered, oldest first; who asked is not told."`
	Orders     []CallOrder  `json:"orders" doc:"Orders that answer it, with the campuses that they label."`
	Certainty  string       `json:"certainty" doc:"How far what is said may be trusted; read for a call of this site, whose rules have theirs." enum:"read|press|to_check|inferred|proposed"`
	Note       *string      `json:"note" doc:"What is known of a call of before this site, in French."`
	Sources    []string     `json:"sources" doc:"Of a call of before this site: what says so, as a reader would cite it."`
}

// Named is an identifier of a référentiel with its name.
type Named struct {
	ID   string `json:"id" doc:"Identifier in the référentiel."`
	Name string `json:"name" doc:"Name in French."`
}

// Certain is a value of a référentiel with what it was found in.
type Certain struct {
	Name      string `json:"name" doc:"In French."`
	Certainty string `json:"certainty" doc:"How far it may be trusted." enum:"read|press|to_check|inferred|proposed"`
	Source    string `json:"source" doc:"What it was found in, as a reader would cite it."`
}

// CallRules is what the rules of a call say of what is asked for.
type CallRules struct {
	ID          string      `json:"id" doc:"Name of the référentiel."`
	Name        string      `json:"name" doc:"In French."`
	SHA256      string      `json:"sha256" doc:"Hash of all that it says."`
	Example     bool        `json:"example" doc:"True when it is an example that came with the program, without legal value."`
	Note        *string     `json:"note" doc:"What a careful reader must know, in French."`
	Eligibility []Certain   `json:"eligibility" doc:"What must hold for a dossier to be admissible."`
	Criteria    []Criterion `json:"criteria" doc:"What dossiers are read by."`
	Pieces      []CallPiece `json:"pieces" doc:"Documents of a dossier."`
}

// Criterion is a line of the grid.
type Criterion struct {
	Certain
	Axis     string   `json:"axis" doc:"Group of criteria, in French."`
	Evidence *string  `json:"evidence" doc:"What readers expect, in French."`
	Raised   []string `json:"raised" doc:"Categories that ask more on it."`
}

// CallPiece is a document that a dossier may or must hold.
type CallPiece struct {
	Certain
	Required string `json:"required" doc:"Why it is asked for; only the first two block a dossier." enum:"law|charter|useful|optional"`
}

// CallStep is a step of the calendar of a call.
type CallStep struct {
	Step string  `json:"step" doc:"Identifier in the référentiel."`
	Name string  `json:"name" doc:"In French."`
	Ends *string `json:"ends" doc:"Instant from which it is too late, null without an end; midnight in Paris after the last day, most often." format:"date-time"`
}

// CallMoved is an end that was moved.
type CallMoved struct {
	Step   string  `json:"step" doc:"Identifier in the référentiel."`
	Was    *string `json:"was" doc:"The end before." format:"date-time"`
	Ends   string  `json:"ends" doc:"The end since." format:"date-time"`
	Reason string  `json:"reason" doc:"Why, in French."`
	At     string  `json:"at" doc:"When it was moved." format:"date-time"`
}

// CallAnswer is a question with its answer.
type CallAnswer struct {
	Question string `json:"question" doc:"In the words of who asked."`
	Answer   string `json:"answer" doc:"Of the national team."`
	At       string `json:"at" doc:"When it was answered." format:"date-time"`
}

// CallOrder is an order with what it grants.
type CallOrder struct {
	Act
	Labels []GrantedLabel `json:"labels" doc:"Campuses that it labels."`
}

// GrantedLabel is a line of an order.
type GrantedLabel struct {
	Campus   string `json:"campus" doc:"Slug of the campus."`
	Category string `json:"category" doc:"Degree granted: an identifier of the référentiel."`
	Years    int    `json:"years" doc:"Duration granted."`
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// taken are those of a list that a call takes: all when it says nothing.
func taken[T any](some []string, all []T, of func(*T) Named) []Named {
	list := []Named{}
	for i := range all {
		if n := of(&all[i]); len(some) == 0 || slices.Contains(some, n.ID) {
			list = append(list, n)
		}
	}
	return list
}

func certain(r *ruleset.Ruleset, name string, k ruleset.Known) Certain {
	source := ""
	if i := slices.IndexFunc(r.Sources, func(s ruleset.Source) bool { return s.ID == k.Source }); i >= 0 {
		source = r.Sources[i].Title
	}
	return Certain{name, string(k.Certainty), source}
}

// projectCall is a call that was opened here.
func (c *call) projectCall(a *labelling.Announced) ProjectCall {
	published := stamp(a.At)
	r := a.Ruleset
	p := ProjectCall{
		ID: string(a.ID), Here: true, Title: a.Title, NOR: optional(a.NOR), Status: string(a.StageAt(r, c.cfg.Now())),
		Opens: stamp(a.Opens), Published: &published, Certainty: string(ruleset.Read), Sources: []string{},
		Kinds:      taken(a.Kinds, r.Kinds, func(k *ruleset.Kind) Named { return Named{k.ID, k.Name} }),
		Categories: taken(a.Categories, r.Categories, func(k *ruleset.Category) Named { return Named{k.ID, k.Name} }),
		Proposers:  []Certain{}, Calendar: []CallStep{}, Moved: []CallMoved{}, Answers: []CallAnswer{}, Orders: []CallOrder{}, Rules: rulesOf(a),
	}
	for i := range r.Signatories {
		p.Proposers = append(p.Proposers, certain(r, r.Signatories[i].Name, r.Signatories[i].Known))
	}
	for i := range r.Calendar {
		s := CallStep{Step: r.Calendar[i].ID, Name: r.Calendar[i].Name}
		if end, ok := a.Deadlines[s.Step]; ok {
			at := stamp(end)
			s.Ends = &at
		}
		p.Calendar = append(p.Calendar, s)
	}
	for _, m := range a.Moved {
		moved := CallMoved{Step: m.Step, Ends: stamp(m.Now), Reason: m.Reason, At: stamp(m.At)}
		if !m.Was.IsZero() {
			was := stamp(m.Was)
			moved.Was = &was
		}
		p.Moved = append(p.Moved, moved)
	}
	for _, x := range a.Answers {
		p.Answers = append(p.Answers, CallAnswer{x.Question, x.Text, stamp(x.At)})
	}
	for _, o := range c.view.cat.OrdersOf(a) {
		order := CallOrder{Act: *actOf(o.Act), Labels: []GrantedLabel{}}
		for _, l := range o.Campuses {
			order.Labels = append(order.Labels, GrantedLabel{l.Slug, l.Category, l.Years})
		}
		p.Orders = append(p.Orders, order)
	}
	return p
}

func rulesOf(a *labelling.Announced) *CallRules {
	r := a.Ruleset
	out := &CallRules{ID: r.ID, Name: r.Name, SHA256: a.Hash, Example: a.Example, Note: optional(r.Note), Eligibility: []Certain{}, Criteria: []Criterion{}, Pieces: []CallPiece{}}
	for i := range r.Eligibility {
		out.Eligibility = append(out.Eligibility, certain(r, r.Eligibility[i].Name, r.Eligibility[i].Known))
	}
	axes := make(map[string]string, len(r.Axes))
	for _, x := range r.Axes {
		axes[x.ID] = x.Name
	}
	for i := range r.Criteria {
		x := &r.Criteria[i]
		out.Criteria = append(out.Criteria, Criterion{certain(r, x.Title, x.Known), axes[x.Axis], optional(x.Evidence), nonNil(x.Raised)})
	}
	for i := range r.Pieces {
		out.Pieces = append(out.Pieces, CallPiece{certain(r, r.Pieces[i].Name, r.Pieces[i].Known), string(r.Pieces[i].Require)})
	}
	return out
}

// pastCall is a call of before this site.
func pastCall(h *labelling.PastCall) ProjectCall {
	return ProjectCall{
		ID: h.ID, Title: h.Title, NOR: optional(h.NOR), Status: string(labelling.Ended), Opens: h.On.String(), Certainty: string(h.Certainty),
		Note: optional(h.Text + " " + h.Note), Sources: h.Sources,
		Kinds: []Named{}, Categories: []Named{}, Proposers: []Certain{}, Calendar: []CallStep{}, Moved: []CallMoved{}, Answers: []CallAnswer{}, Orders: []CallOrder{},
	}
}

// callRow is a call of the list: one of this site, else one of before.
type callRow struct {
	here *labelling.Announced
	past *labelling.PastCall
	at   int
}

func (r callRow) position() int { return r.at }

func (r callRow) key() string {
	if r.here != nil {
		return "here " + string(r.here.ID)
	}
	return "past " + r.past.ID
}

// callRows are the calls of the view, the last one first.
func (v *view) callRows() []callRow {
	var list []callRow
	for i := range v.cat.Calls {
		list = append(list, callRow{here: &v.cat.Calls[i], at: len(list)})
	}
	history := labelling.History()
	for i := len(history) - 1; i >= 0; i-- {
		list = append(list, callRow{past: &history[i], at: len(list)})
	}
	return list
}

func projectCallPage(c *call) (reply, *Problem) {
	return pageOf(c, projectCallList, listed(c.view.callRows()), func(w *bytes.Buffer, r callRow) {
		if r.here != nil {
			w.Write(encode(c.projectCall(r.here)))
			return
		}
		w.Write(encode(pastCall(r.past)))
	}), nil
}
