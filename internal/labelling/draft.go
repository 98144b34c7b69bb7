package labelling

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// Verdict is which way a decision goes.
type Verdict string

// The verdicts.
const (
	Grant Verdict = "grant"
	Deny  Verdict = "refuse"
	Defer Verdict = "defer"
)

// Verdicts lists them, in the order of pages.
var Verdicts = []Verdict{Grant, Deny, Defer}

// Draft is one version of what is prepared for the ministers on a dossier. It is edited
// until it is published; visas and signatures are of one version.
type Draft struct {
	Verdict  Verdict
	Decision Decision // NOR, dates and link are those of the order to come
	Reason   string   // why it is refused or deferred
	Number   int64    // counts the versions, from 1; 0 before the first is kept
	By       PersonID
	At       time.Time
	Marks    []Mark // on this version
}

// MarkKind is what a mark on a draft is.
type MarkKind string

// The marks.
const (
	Visa      MarkKind = "visa"      // of the service of a ministry: agreed
	Objection MarkKind = "objection" // of the service of a ministry: does not agree, says why
	Signed    MarkKind = "signature" // of a minister
)

// Mark is what a ministry or a minister put on a version of a draft.
type Mark struct {
	Person     PersonID
	Kind       MarkKind
	Text       string
	Capacity   string // in which the person acts
	Delegation string // by which, empty for none
	At         time.Time
}

// SignedOff reports whether a minister has signed this version.
func (d *Draft) SignedOff() bool {
	return slices.ContainsFunc(d.Marks, func(m Mark) bool { return m.Kind == Signed })
}

// HasMark reports whether someone has a part in this version: wrote it, gave a visa,
// objected or signed.
func (d *Draft) HasMark(p PersonID) bool {
	return d.By == p || slices.ContainsFunc(d.Marks, func(m Mark) bool { return m.Person == p })
}

// Proposed is the decision that the opinion of the panel leads to, for the ministers to
// keep or change: title, territory and sector of the dossier, category and years of the
// opinion. NOR and dates are those of the order to come.
func (c *Case) Proposed() Draft {
	d, o := c.Dossier, c.Panel.Opinion
	draft := Draft{Verdict: Grant, Decision: Decision{
		Title: d.Text("title"), Territory: strings.Join(strings.Fields(d.Text("territory")), " "), Sector: d.Text("sector_name"),
		Category: o.Category, Years: o.Years, Reserves: o.Reserves,
	}}
	if draft.Decision.Category == "" {
		draft.Decision.Category = d.Category
	}
	// The rules list opinions from the best: two that grant, one that defers, one that refuses.
	switch slices.IndexFunc(c.Rules.Panel.Opinions, func(x ruleset.Opinion) bool { return x.ID == o.Opinion }) {
	case 0, 1:
	case 2:
		draft.Verdict = Defer
	default:
		draft.Verdict = Deny
	}
	return draft
}

// Flaws lists what a draft lacks before it can be published, under the rules of the
// dossier.
func (d *Draft) Flaws(c *Case) (missing []Missing) {
	switch d.Verdict {
	case Deny, Defer:
		if strings.TrimSpace(d.Reason) == "" {
			missing = append(missing, Missing{What: "reason", Kind: LackNeed})
		}
		return missing
	case Grant:
		for _, m := range d.Decision.Flaws(c) {
			// What the order to come will say is no flaw of a draft.
			if m.What != string(ruleset.NOR) && (m.What != string(ruleset.Published) || m.Note == "start") {
				missing = append(missing, m)
			}
		}
		return missing
	}
	return []Missing{{What: "verdict", Kind: LackNeed}}
}

// Difference is a thing on which a draft is not what the panel proposed.
type Difference struct {
	What          string // verdict, title, territory, sector, category, years, reserves
	Panel, Drafts string
}

// Differences lists what a draft changes of the panel's proposal.
func (d *Draft) Differences(c *Case) (list []Difference) {
	p := c.Proposed()
	add := func(what, panel, drafts string) {
		if panel != drafts {
			list = append(list, Difference{what, panel, drafts})
		}
	}
	add("verdict", string(p.Verdict), string(d.Verdict))
	if d.Verdict != Grant {
		return list
	}
	add("title", p.Decision.Title, d.Decision.Title)
	add("territory", p.Decision.Territory, d.Decision.Territory)
	add("sector", p.Decision.Sector, d.Decision.Sector)
	add("category", p.Decision.Category, d.Decision.Category)
	add("years", strconv.Itoa(p.Decision.Years), strconv.Itoa(d.Decision.Years))
	add("reserves", strings.Join(p.Decision.Reserves, "\n"), strings.Join(d.Decision.Reserves, "\n"))
	return list
}

// Bounds of what a draft holds, in characters; those of the store.
const (
	MaxTitle     = 300
	MaxTerritory = 4000
	MaxSector    = 120
	MaxReserve   = 1000
	MaxReserves  = 20
	MaxReason    = 4000
)

// CheckDraft refuses what may not be kept as a draft, nil when it may: while the dossier
// is with the panel or the ministers, within the bounds of what is kept. A draft that
// lacks something may be kept; see Flaws.
func (c *Case) CheckDraft(d *Draft) *Refusal {
	if s := c.Rules.State(c.Dossier.State); s == nil || !c.Rules.Takes(s.ID, ruleset.Decide) && !c.Rules.Takes(s.ID, ruleset.Deliver) {
		return refuse(WrongState, "draft", "not in state %s", c.Dossier.State)
	}
	long := func(s string, most int) bool { return len([]rune(s)) > most }
	switch x := &d.Decision; {
	case !slices.Contains(Verdicts, d.Verdict):
		return refuse(BadValue, "verdict", "%.40q", string(d.Verdict))
	case long(x.Title, MaxTitle):
		return refuse(BadValue, "title", "at most %d characters", MaxTitle)
	case long(x.Territory, MaxTerritory):
		return refuse(BadValue, "territory", "at most %d characters", MaxTerritory)
	case long(x.Sector, MaxSector):
		return refuse(BadValue, "sector", "at most %d characters", MaxSector)
	case x.Category != "" && c.Rules.Category(x.Category) == nil:
		return refuse(BadValue, "category", "no category %.40q", x.Category)
	case x.Years < 0 || x.Years > c.Rules.MaxYears.Value:
		return refuse(BadValue, "years", "%d, at most %d", x.Years, c.Rules.MaxYears.Value)
	case !x.Start.IsZero() && x.Start.Precision() != date.FullDay:
		return refuse(BadValue, "start", "a day")
	case len(x.Reserves) > MaxReserves || slices.ContainsFunc(x.Reserves, func(s string) bool { return s == "" || long(s, MaxReserve) }):
		return refuse(BadValue, "reserves", "at most %d of %d characters", MaxReserves, MaxReserve)
	case long(d.Reason, MaxReason):
		return refuse(BadValue, "reason", "at most %d characters", MaxReason)
	}
	for i, r := range d.Decision.Reserves {
		if slices.Contains(d.Decision.Reserves[:i], r) {
			return refuse(Duplicate, "reserves", "twice %.40q", r)
		}
	}
	return nil
}

// CheckMark says whether a mark may be put on a version of a draft, nil when it may: while
// the ministers decide, on a draft that lacks nothing, once for each person. Who signs
// neither wrote the version nor gave a visa on it: a decision is seen by two persons.
func (c *Case) CheckMark(d *Draft, m Mark) *Refusal {
	what := string(m.Kind)
	switch {
	case !c.Rules.Takes(c.Dossier.State, ruleset.Decide):
		return refuse(WrongState, what, "not in state %s", c.Dossier.State)
	case d.Number == 0:
		return refuse(NotGiven, what, "no draft")
	case m.Kind != Visa && m.Kind != Objection && m.Kind != Signed:
		return refuse(UnknownAct, what, "no such mark")
	case m.Kind == Objection && strings.TrimSpace(m.Text) == "":
		return refuse(NotGiven, "reason", "why")
	case len([]rune(m.Text)) > MaxReason:
		return refuse(BadValue, "reason", "at most %d characters", MaxReason)
	case m.Kind == Signed && d.HasMark(m.Person):
		return refuse(SamePerson, what, "wrote, marked or signed it already")
	case m.Kind != Signed && slices.ContainsFunc(d.Marks, func(o Mark) bool { return o.Person == m.Person }):
		return refuse(AlreadyGiven, what, "marked already")
	}
	if missing := d.Flaws(c); len(missing) > 0 {
		return &Refusal{Reason: Guarded, Guard: "draft", Missing: missing}
	}
	return nil
}

// Deciding is the act of the rules by which the ministers give a verdict on the dossier
// where it stands, nil when there is none.
func (c *Case) Deciding(v Verdict) *ruleset.Transition {
	for i := range c.Rules.Transitions {
		t := &c.Rules.Transitions[i]
		if !slices.Contains(t.From, c.Dossier.State) || !c.Rules.Takes(c.Dossier.State, ruleset.Decide) || !slices.Contains(t.By, "minister") {
			continue
		}
		to := c.Rules.State(t.To)
		if v == Grant && to.Outcome == ruleset.Granted || v == Deny && to.Outcome == ruleset.Refused || v == Defer && !to.Final {
			return t
		}
	}
	return nil
}
