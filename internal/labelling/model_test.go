package labelling

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// The reference is written by hand from the description of the process, not from the
// référentiel: what leads where, by whom, and the date after which it is too late.
var reference = map[string]struct {
	from, by []string
	to       string
	before   string
}{
	"accept_intention":   {[]string{"intention"}, []string{"regional_delegate", "region_officer"}, "draft", ""},
	"submit_region":      {[]string{"draft"}, []string{"carrier", "director"}, "submitted_region", "regional_closing"},
	"find_incomplete":    {[]string{"submitted_region"}, []string{"regional_delegate", "academie_delegate", "region_officer"}, "incomplete", ""},
	"resubmit_region":    {[]string{"incomplete"}, []string{"carrier", "director"}, "submitted_region", "national_closing"},
	"find_complete":      {[]string{"submitted_region"}, []string{"regional_delegate", "academie_delegate", "region_officer"}, "regional_instruction", ""},
	"open_consultations": {[]string{"regional_instruction"}, []string{"regional_delegate", "academie_delegate"}, "consultations", ""},
	"open_signature":     {[]string{"consultations"}, []string{"regional_delegate", "region_officer"}, "joint_proposal", "national_closing"},
	"submit_national":    {[]string{"joint_proposal"}, []string{"regional_delegate"}, "submitted_national", "national_closing"},
	"admit":              {[]string{"submitted_national"}, []string{"national_officer"}, "expertise", ""},
	"reject":             {[]string{"submitted_national"}, []string{"national_officer"}, "inadmissible", ""},
	"close_expertise":    {[]string{"expertise"}, []string{"panel_president"}, "expert_opinion", ""},
	"give_opinion":       {[]string{"expert_opinion"}, []string{"national_officer"}, "decision_pending", ""},
	"label":              {[]string{"decision_pending"}, []string{"minister"}, "labelled", ""},
	"refuse":             {[]string{"decision_pending"}, []string{"minister"}, "refused", ""},
	"defer":              {[]string{"decision_pending"}, []string{"minister"}, "deferred", ""},
	"resume":             {[]string{"deferred"}, []string{"national_officer"}, "expertise", ""},
	"withdraw":           {nil, []string{"region_rector", "region_president"}, "withdrawn", ""},
}

var ends = []string{"labelled", "refused", "inadmissible", "withdrawn"}

// model is the naive twin of a dossier: sets of what was accepted.
type model struct {
	state    string
	complete bool            // all fields and pieces were put in
	caen     map[string]bool // académies whose council was consulted
	crefop   bool
	signed   map[string]PersonID
	asked    map[string]PersonID // withdrawals
	panel    Panel
	sealed   string
}

// allows is what the naive twin thinks of an act.
func (m *model) allows(a *Act, deadlines map[string]time.Time) bool {
	ref, ok := reference[a.Transition]
	if !ok || slices.Contains(ends, m.state) || ref.from != nil && !slices.Contains(ref.from, m.state) || !slices.Contains(ref.by, string(a.Role)) {
		return false
	}
	if ref.before != "" && !a.At.Before(deadlines[ref.before]) {
		return false
	}
	both := len(m.signed) == 2 && m.signed["recteur"] != m.signed["president"]
	consulted := m.caen["14"] && m.caen["17"] && m.crefop
	switch a.Transition {
	case "submit_region", "resubmit_region", "find_complete":
		return m.complete
	case "find_incomplete":
		return a.Given[ruleset.MissingList] != ""
	case "open_signature":
		return consulted
	case "submit_national":
		return both
	case "admit":
		return both && consulted && m.complete
	case "reject", "refuse", "defer":
		return a.Given[ruleset.Reason] != ""
	case "resume":
		return a.Given[ruleset.Complements] != ""
	case "close_expertise":
		return m.panel.Readers >= 2 && m.panel.Sheets >= m.panel.Readers && m.panel.Conflicts == 0
	case "give_opinion":
		a, b := m.panel.Present["economy"], m.panel.Present["public"]
		return m.panel.Opinion.Opinion == "favourable" && a == b && a+b > 0 && 2*(a+b) >= m.panel.Seats
	case "label":
		return a.Decision != nil && a.Decision.Years >= 1 && a.Decision.Years <= 5 && a.Decision.NOR == "MENE2630001A"
	case "withdraw":
		if a.Given[ruleset.Reason] == "" {
			return false
		}
		other := map[ruleset.Role]string{"region_rector": "president", "region_president": "recteur"}[a.Role]
		own := map[ruleset.Role]string{"region_rector": "recteur", "region_president": "president"}[a.Role]
		_, otherAsked := m.asked[other]
		_, ownAsked := m.asked[own]
		return otherAsked && (ownAsked || m.asked[other] != a.By)
	}
	return true
}

// play is one random life of a dossier beside its naive twin.
type play struct {
	t    *testing.T
	rng  *rand.Rand
	c    *Case
	m    model
	now  time.Time
	done []string
	seed uint64
}

func (p *play) fatal(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf("seed %d after %v: %s", p.seed, p.done, fmt.Sprintf(format, args...))
}

var people = []PersonID{"p1", "p2", "p3"}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

func (p *play) act() {
	transitions := p.c.Rules.Transitions
	t := pick(p.rng, transitions)
	// Half of the time one that the state allows, or no dossier would go far.
	if p.rng.IntN(2) == 0 {
		t = pick(p.rng, slices.DeleteFunc(slices.Clone(transitions), func(t ruleset.Transition) bool {
			return !slices.Contains(t.From, p.c.Dossier.State) || t.ID == "withdraw" && p.rng.IntN(10) > 0 || t.ID == "reject" && p.rng.IntN(5) > 0
		}))
	}
	role := pick(p.rng, ruleset.Roles)
	if p.rng.IntN(4) > 0 {
		role = pick(p.rng, t.By)
	}
	a := Act{Transition: t.ID, By: pick(p.rng, people), Role: role, At: p.now, Given: map[ruleset.Need]string{}}
	for _, n := range []ruleset.Need{ruleset.MissingList, ruleset.Reason, ruleset.Complements} {
		if p.rng.IntN(5) > 0 {
			a.Given[n] = "x"
		}
	}
	if p.rng.IntN(3) > 0 {
		a.Decision = decision()
		a.Decision.Years = p.rng.IntN(8)
		if p.rng.IntN(6) == 0 {
			a.Decision.NOR = "bad"
		}
	}
	to, r := p.c.Try(a)
	want := p.m.allows(&a, p.c.Call.Deadlines)
	if (r == nil) != want {
		p.fatal("%s by %s: %v, the reference says %v", t.ID, role, r, want)
	}
	if r != nil {
		return
	}
	if string(to) != reference[t.ID].to {
		p.fatal("%s leads to %s, want %s", t.ID, to, reference[t.ID].to)
	}
	if p.c.SealOn(to) {
		p.c.Dossier.Seal = p.c.SealOf(p.now)
		p.m.sealed = p.c.Dossier.Seal.Hash
	}
	p.c.Dossier.State = to
	p.m.state = string(to)
	p.done = append(p.done, t.ID)
}

func (p *play) edit() {
	d := p.c.Dossier
	field := pick(p.rng, p.c.Rules.Fields)
	e := Edit{field.ID, sample(&field), d.Values[field.ID].Number - int64(p.rng.IntN(2))}
	changes, clashes, r := p.c.EditFields("p1", pick(p.rng, []ruleset.Role{"carrier", "regional_delegate"}), []Edit{e}, p.now)
	open := slices.Contains([]string{"intention", "draft", "incomplete"}, p.m.state)
	if !open && r == nil {
		p.fatal("an edit in state %s", p.m.state)
	}
	if len(clashes) > 0 && e.Base == d.Values[field.ID].Number {
		p.fatal("a clash on the version that was seen")
	}
	for _, ch := range changes {
		d.Values[ch.Field] = ch.After
	}
	if open && p.rng.IntN(3) == 0 {
		fill(p.c)
		p.m.complete = true
	}
}

func (p *play) advise() {
	o := Opinion{Body: pick(p.rng, []string{"caen", "crefop"}), On: date.Of(date.DayOf(p.now)), Stance: pick(p.rng, Stances)}
	if o.Body == "caen" {
		o.Academie = pick(p.rng, []string{"14", "17", "02"})
	}
	r := p.c.Advise(pick(p.rng, []ruleset.Role{"regional_delegate", "carrier"}), o, date.DayOf(p.now))
	if r != nil {
		return
	}
	if s := p.m.state; s != "regional_instruction" && s != "consultations" {
		p.fatal("an opinion in state %s", s)
	}
	if o.Body == "crefop" && p.m.crefop || p.m.caen[o.Academie] || o.Academie == "02" {
		p.fatal("a second opinion, or one of another académie: %v", o)
	}
	p.c.Dossier.Opinions = append(p.c.Dossier.Opinions, o)
	if o.Body == "crefop" {
		p.m.crefop = true
	} else {
		p.m.caen[o.Academie] = true
	}
}

func (p *play) sign() {
	s := pick(p.rng, p.c.Rules.Signatories)
	sig := Signature{Signatory: s.ID, Person: pick(p.rng, people), Role: s.Role, Capacity: "x", Hash: p.c.Dossier.Seal.Hash, At: p.now}
	if p.rng.IntN(5) == 0 {
		sig.Hash = HashOf("forged")
	}
	if p.rng.IntN(20) == 0 {
		if p.c.AskWithdrawal(sig) == nil {
			p.c.Dossier.Withdrawals = append(p.c.Dossier.Withdrawals, sig)
			if _, twice := p.m.asked[s.ID]; twice {
				p.fatal("%s asked twice", s.ID)
			}
			p.m.asked[s.ID] = sig.Person
		}
		return
	}
	if p.c.Sign(sig) != nil {
		return
	}
	if _, twice := p.m.signed[s.ID]; twice || p.m.state != "joint_proposal" || sig.Hash != p.m.sealed {
		p.fatal("signature of %s in state %s", s.ID, p.m.state)
	}
	p.c.Dossier.Signatures = append(p.c.Dossier.Signatures, sig)
	p.m.signed[s.ID] = sig.Person
}

func (p *play) panel() {
	n := p.rng.IntN(5)
	pan := Panel{Readers: p.rng.IntN(4), Sheets: p.rng.IntN(4), Conflicts: p.rng.IntN(2), Seats: 8, Present: map[string]int{"economy": n, "public": n + p.rng.IntN(2)}}
	if p.rng.IntN(3) > 0 {
		pan.Opinion = PanelOpinion{Opinion: "favourable", Category: "campus", Years: 1 + p.rng.IntN(5)}
	}
	p.c.Panel, p.m.panel = pan, pan
}

// invariants are what must hold of the dossier itself, whatever happened.
func (p *play) invariants() {
	d := p.c.Dossier
	persons := map[PersonID]bool{}
	for _, s := range d.Signatures {
		if persons[s.Person] {
			p.fatal("one person signed twice: %v", d.Signatures)
		}
		persons[s.Person] = true
		if s.Hash != d.Seal.Hash {
			p.fatal("a signature of something else")
		}
	}
	seen := map[string]bool{}
	for _, o := range d.Opinions {
		if key := o.Body + o.Academie; seen[key] {
			p.fatal("two opinions of %s", key)
		} else {
			seen[key] = true
		}
	}
	after := []string{"submitted_national", "expertise", "expert_opinion", "decision_pending", "labelled", "refused", "deferred"}
	if slices.Contains(after, p.m.state) {
		if len(d.Signatures) != 2 || len(p.c.unsealed()) > 0 {
			p.fatal("in state %s with %d signatures, unsealed: %v", p.m.state, len(d.Signatures), p.c.unsealed())
		}
	}
	if slices.Contains(ends, p.m.state) {
		for _, role := range ruleset.Roles {
			if acts := p.c.Acts(role); len(acts) > 0 {
				p.fatal("%s may still %s in state %s", role, acts[0].ID, p.m.state)
			}
		}
	}
}

// TestDossierModel plays random acts by random roles against the naive twin, and checks
// the invariants after each.
func TestDossierModel(t *testing.T) {
	t.Parallel()
	lives := 800
	if testing.Short() {
		lives = 200
	}
	reached := map[string]int{}
	for seed := range uint64(lives) {
		p := &play{
			t: t, seed: seed, rng: rand.New(rand.NewPCG(seed, 1)), c: newCase(t, "cmq-2018"), now: opens,
			m: model{state: "intention", caen: map[string]bool{}, signed: map[string]PersonID{}, asked: map[string]PersonID{}},
		}
		for range 250 {
			p.now = p.now.Add(time.Duration(p.rng.IntN(14)) * time.Hour)
			switch p.rng.IntN(6) {
			case 0:
				p.edit()
			case 1:
				p.advise()
			case 2:
				p.sign()
			case 3:
				p.panel()
			default:
				if !slices.Contains(ends, p.m.state) {
					p.act()
				}
			}
			p.invariants()
		}
		reached[p.m.state]++
	}
	t.Log(reached)
	for _, end := range ends {
		if reached[end] == 0 {
			t.Errorf("no life of %d ended %s: the test shows little (%v)", lives, end, reached)
		}
	}
}
