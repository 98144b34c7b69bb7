package pathway

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Patch is one change of a scenario.
type Patch struct {
	Do            string `json:"do" doc:"What changes: an offer opens, closes, is resized or moves; a progression is added or removed; an establishment is known to board pupils." enum:"open|close|resize|move|link|unlink|board"`
	Offer         string `json:"offer,omitempty" doc:"Identifier of the offer to close, resize or move."`
	Qualification string `json:"qualification,omitempty" doc:"Identifier of what is opened."`
	Establishment string `json:"establishment,omitempty" doc:"UAI: where it is opened or moved, or who boards pupils."`
	Route         string `json:"route,omitempty" doc:"Route of what is opened; school without it." enum:"school|apprenticeship|continuing"`
	Capacity      int    `json:"capacity,omitempty" doc:"Places of an offer opened or resized; unknown without it."`
	From          string `json:"from,omitempty" doc:"Qualification that a progression leaves, or 3e."`
	To            string `json:"to,omitempty" doc:"Qualification that a progression reaches."`
}

// Deeds are what a patch may do: offers open, close, are resized and move, progressions
// are added and removed, an establishment boards pupils.
func Deeds() []string { return []string{"open", "close", "resize", "move", "link", "unlink", "board"} }

// Scenario is patches in order.
type Scenario []Patch

// MaxPatches bounds a scenario.
const MaxPatches = 1000

// JSON is a scenario as it is written, in one way.
func (s Scenario) JSON() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic("pathway: a scenario is strings and numbers: " + err.Error())
	}
	return string(b)
}

// Hash names a scenario by its content: 32 hexadecimal digits.
func (s Scenario) Hash() string {
	sum := sha256.Sum256([]byte(s.JSON()))
	return hex.EncodeToString(sum[:16])
}

// Apply returns the engine as it would be after a scenario; the engine itself does not
// change. Scenarios compose: to apply two, one after the other, is to apply their patches
// in a row. A patch that makes no sense (it closes what does not exist…) is an
// [*Invalid] that names it.
func (e *Engine) Apply(s Scenario) (*Engine, error) {
	if len(s) > MaxPatches {
		return nil, &Invalid{"scenario", "bounds", strconv.Itoa(len(s))}
	}
	other := *e
	other.offers = e.offers.clone()
	if other.published == nil {
		other.published = e
	}
	a := applying{Engine: &other}
	for i := range s {
		if err := a.patch(&s[i]); err != nil {
			err.Field = "scenario." + strconv.Itoa(i) + "." + err.Field
			return nil, err
		}
	}
	if a.links != nil {
		other.graph = e.graph.with(a.links)
	}
	if len(other.places) != len(e.places) {
		other.band = newBand(other.at)
		other.prepareCells()
	}
	other.prepareLadders()
	other.pool()
	return &other, nil
}

// applying is an engine that is being changed, not yet shared.
type applying struct {
	*Engine
	links map[[2]int32]*Edge // nil edge: unlinked
}

func (a *applying) patch(p *Patch) *Invalid {
	switch p.Do {
	case "open":
		return a.open(p)
	case "close":
		at, err := a.find(p.Offer)
		if err == nil {
			a.close(at)
		}
		return err
	case "resize":
		return a.resize(p)
	case "move":
		return a.move(p)
	case "link", "unlink":
		return a.link(p)
	case "board":
		return a.board(p)
	}
	return &Invalid{"do", "unknown", p.Do}
}

// find returns the position of an offer that is not closed.
func (a *applying) find(id string) (int32, *Invalid) {
	at := a.offerOf(id)
	if at == training.None {
		return at, &Invalid{"offer", "unknown", id}
	}
	if a.closed[at] {
		return at, &Invalid{"offer", "closed", id}
	}
	return at, nil
}

func (a *applying) close(at int32) {
	q := a.Offer(at).Qualification
	a.closed[at] = true
	a.byQualification[q] = slices.DeleteFunc(slices.Clone(a.byQualification[q]), func(o int32) bool { return o == at })
}

// open adds an offer. What is closed may be opened again: it is then a new offer of the
// same identifier.
func (a *applying) open(p *Patch) *Invalid {
	q, _ := a.model.Qualification(p.Qualification)
	if q == training.None {
		return &Invalid{"qualification", "unknown", p.Qualification}
	}
	route := training.School
	if p.Route != "" {
		var ok bool
		if route, ok = training.ParseRoute(p.Route); !ok {
			return &Invalid{"route", "unknown", p.Route}
		}
	}
	return a.add(q, p.Establishment, route, 1, p.Capacity)
}

func (a *applying) add(q int32, uai string, route training.Route, entry int8, capacity int) *Invalid {
	m := a.model
	est := m.Establishment(uai)
	if est == training.None {
		return &Invalid{"establishment", "unknown", uai}
	}
	if m.Establishments[est].Point.IsZero() {
		return &Invalid{"establishment", "nowhere", uai}
	}
	if capacity < 0 || capacity > 10_000 {
		return &Invalid{"capacity", "bounds", strconv.Itoa(capacity)}
	}
	o := training.Offer{
		ID:            training.OfferID(m.Qualifications[q].ID, uai, route, training.OnSite, entry),
		Qualification: q, Establishment: est, Route: route, Mode: training.OnSite, EntryYear: entry,
		Point: m.Establishments[est].Point, Source: training.None,
	}
	if capacity > 0 {
		o.Capacity = training.Of(float64(capacity))
	}
	if _, err := a.find(o.ID); err == nil {
		return &Invalid{"offer", "exists", o.ID}
	}
	a.offers.add(m, &o)
	return nil
}

// resize changes the places of an offer: its pressure is then unknown.
func (a *applying) resize(p *Patch) *Invalid {
	at, err := a.find(p.Offer)
	if err != nil {
		return err
	}
	o := *a.Offer(at)
	if p.Capacity <= 0 {
		return &Invalid{"capacity", "bounds", strconv.Itoa(p.Capacity)}
	}
	if o.Mode != training.OnSite {
		return &Invalid{"offer", "unsupported", p.Offer}
	}
	return a.replace(at, o.Establishment, p.Capacity)
}

// move closes an offer and opens it elsewhere.
func (a *applying) move(p *Patch) *Invalid {
	at, err := a.find(p.Offer)
	if err != nil {
		return err
	}
	o := a.Offer(at)
	if o.Mode != training.OnSite {
		return &Invalid{"offer", "unsupported", p.Offer}
	}
	est := a.model.Establishment(p.Establishment)
	if est == training.None {
		return &Invalid{"establishment", "unknown", p.Establishment}
	}
	capacity := 0
	if o.Capacity.Status == training.Known {
		capacity = int(o.Capacity.Value)
	}
	return a.replace(at, est, capacity)
}

func (a *applying) replace(at, establishment int32, capacity int) *Invalid {
	o := *a.Offer(at)
	if establishment < 0 {
		return &Invalid{"establishment", "unknown", ""}
	}
	a.close(at)
	return a.add(o.Qualification, a.model.Establishments[establishment].UAI, o.Route, o.EntryYear, capacity)
}

// board makes it known that an establishment boards pupils, whatever was said of it.
func (a *applying) board(p *Patch) *Invalid {
	at := a.model.Establishment(p.Establishment)
	if at == training.None {
		return &Invalid{"establishment", "unknown", p.Establishment}
	}
	if a.boarding[at] {
		return &Invalid{"establishment", "boards", p.Establishment}
	}
	a.boarding[at] = true
	return nil
}

// link adds or removes a progression.
func (a *applying) link(p *Patch) *Invalid {
	from := End3e
	if p.From != end3e {
		if from, _ = a.model.Qualification(p.From); from == training.None {
			return &Invalid{"from", "unknown", p.From}
		}
	}
	to, _ := a.model.Qualification(p.To)
	if to == training.None {
		return &Invalid{"to", "unknown", p.To}
	}
	if from == to {
		return &Invalid{"to", "contradiction", p.To}
	}
	k := [2]int32{from, to}
	edge, patched := a.links[k]
	exists := edge != nil || !patched && a.graph.edge(from, to) != nil
	if exists != (p.Do == "unlink") {
		code := "exists"
		if p.Do == "unlink" {
			code = "unknown"
		}
		return &Invalid{"to", code, p.From + "." + p.To}
	}
	if a.links == nil {
		a.links = make(map[[2]int32]*Edge)
	}
	if a.links[k] = nil; p.Do == "link" {
		e := &Edge{From: from, To: to, Published: training.None, Rule: -1, Strength: Published}
		kind := end3e
		if from != End3e {
			kind = a.model.Qualifications[from].Kind
		}
		e.enter(&a.model.Qualifications[to], yearsLeft(Rules(), kind, a.model.Qualifications[to].Kind))
		a.links[k] = e
	}
	return nil
}

// edge returns the edge between two nodes, nil when there is none.
func (g *Graph) edge(from, to int32) *Edge {
	edges := g.From(from)
	at, ok := slices.BinarySearchFunc(edges, to, func(e Edge, to int32) int { return cmp.Compare(e.To, to) })
	if !ok {
		return nil
	}
	return &edges[at]
}

// with returns the graph with edges added and removed.
func (g *Graph) with(links map[[2]int32]*Edge) *Graph {
	other := &Graph{model: g.model, heirs: g.heirs}
	for _, e := range g.Edges {
		if _, patched := links[[2]int32{e.From, e.To}]; !patched {
			other.Edges = append(other.Edges, e)
		}
	}
	for _, e := range links {
		if e != nil {
			other.Edges = append(other.Edges, *e)
		}
	}
	slices.SortFunc(other.Edges, other.compare)
	other.index()
	return other
}

// clone copies what a scenario may change.
func (o *offers) clone() offers {
	c := *o
	c.places, c.at = slices.Clip(o.places), slices.Clip(o.at)
	c.place, c.remote, c.route = slices.Clip(o.place), slices.Clip(o.remote), slices.Clip(o.route)
	c.public, c.entry, c.percent = slices.Clip(o.public), slices.Clip(o.entry), slices.Clip(o.percent)
	c.outcome, c.share = slices.Clip(o.outcome), slices.Clip(o.share)
	c.closed = slices.Clone(o.closed)
	c.boarding = slices.Clone(o.boarding)
	c.opened = slices.Clip(o.opened)
	c.byQualification = slices.Clone(o.byQualification)
	c.located = slices.Clone(o.located)
	return c
}

// add notes an offer after the others. Its difficulty is unknown; its outcome is that of
// the first published offer of its qualification in the region by its route.
func (o *offers) add(m *training.Model, f *training.Offer) {
	at := int32(len(o.place))
	o.opened = append(o.opened, *f)
	place := int32(slices.Index(o.places, f.Point))
	if place < 0 {
		place = int32(len(o.places))
		o.places = append(o.places, f.Point)
		o.at = append(o.at, geo.Unit(f.Point))
	}
	outcome, share := training.None, int8(-1)
	for _, i := range m.OffersOf(f.Qualification) {
		if p := &m.Offers[i]; p.Route == f.Route && p.Establishment >= 0 &&
			m.Establishments[p.Establishment].Region == m.Establishments[f.Establishment].Region {
			outcome, share = o.outcome[i], o.share[i]
			break
		}
	}
	o.place = append(o.place, place)
	o.remote = append(o.remote, false)
	o.route = append(o.route, 1<<f.Route)
	o.public = append(o.public, publicBit(m.Establishments[f.Establishment].Public))
	o.entry = append(o.entry, f.EntryYear)
	o.percent = append(o.percent, -1)
	o.outcome = append(o.outcome, outcome)
	o.share = append(o.share, share)
	o.closed = append(o.closed, false)
	o.byQualification[f.Qualification] = append(slices.Clip(o.byQualification[f.Qualification]), at)
	o.located[f.Qualification] |= 1 << f.Route
}
