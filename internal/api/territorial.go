package api

import (
	"context"
	"math"

	"continuum/internal/pathway"
	"continuum/internal/question"
	"continuum/internal/training"
)

// Territorial is an answer about a territory.
type Territorial[T any] struct {
	Perimeter string  `json:"perimeter" doc:"The territory: france, or its kind and code, as in region:53 or zone_emploi:5310; campus:slug for that of a campus."`
	MaxKm     float64 `json:"max_km" doc:"Reach of a step from the commune, in kilometres."`
	Items     []T     `json:"items" doc:"The answers."`
	Origin
}

// Coverage is the ladder of a territory in a sector.
type Coverage struct {
	Sector    string    `json:"sector" doc:"Code of the sector."`
	Perimeter string    `json:"perimeter" doc:"The territory, as above."`
	Young     float64   `json:"young" doc:"Young people of the territory: pupils of 3ᵉ, estimated."`
	Covered   float64   `json:"covered" doc:"Of those, the ones within reach of all levels from 3 to 8."`
	Unsure    float64   `json:"unsure" doc:"And those for whom some level is held only by a step that our data place nowhere."`
	Levels    []Rung    `json:"levels" doc:"Level by level."`
	Asked     []int     `json:"asked" doc:"Levels that the sector has somewhere in the country: no other can be held."`
	Breaks    []Break   `json:"breaks" doc:"Where the ladder breaks, for most young people first."`
	Needs     Needs     `json:"needs" doc:"What employers of the territory say that they will recruit in the families of occupations that the sector trains for."`
	Funnel    Funnel    `json:"funnel" doc:"Places for newcomers, level by level."`
	Communes  []Commune `json:"communes" doc:"The ladder of each commune; empty unless asked for."`
}

// Recruitment is projects of recruitment of a survey. What its producer masks is counted
// apart: the values are then lower bounds.
type Recruitment struct {
	Projects   *float64 `json:"projects" doc:"Recruitments planned, of the figures known; null when none is."`
	Known      int      `json:"known" doc:"Figures known: one a family and basin."`
	Masked     int      `json:"masked" doc:"Figures masked by their producer: not zero."`
	Difficult  *float64 `json:"difficult" doc:"Share, 0 to 1, of the projects that employers think difficult, where both are known."`
	Seasonal   *float64 `json:"seasonal" doc:"Share of the projects that are seasonal, likewise."`
	Confidence *string  `json:"confidence" doc:"How sure it is that the sector trains for these families: at least half of the projects are of lines that sure." enum:"high|medium|low"`
}

// Needs is the recruitment of a territory.
type Needs struct {
	Recruitment
	Basins   []string `json:"basins" doc:"Codes of the employment basins counted, whole."`
	Wider    bool     `json:"wider" doc:"true when the territory holds no basin for the greater part: its basin is wider than it."`
	Families []Family `json:"families" doc:"Family by family, most projects first."`
	Year     *int     `json:"year" doc:"Year of the survey."`
	Source   *string  `json:"source" doc:"Identifier of its source."`
}

// Family is the recruitment of a family of occupations.
type Family struct {
	FAP   string `json:"fap" doc:"Code of the family, FAP 2021."`
	Label string `json:"label" doc:"Its name, in French."`
	Recruitment
}

// Rung is a level of a ladder.
type Rung struct {
	Level  int     `json:"level" doc:"Level, 3 to 8."`
	Ground float64 `json:"ground" doc:"Young people who have it within reach, at places known."`
	Hole   float64 `json:"hole" doc:"Those who have it only through a step that our data place nowhere."`
}

// Break is where the ladder stops for some.
type Break struct {
	Level         int     `json:"level" doc:"First level that is not held at places known."`
	Qualification *string `json:"qualification" doc:"The nearest qualification that would hold it; null when nothing follows."`
	Label         *string `json:"label" doc:"Its name, in French."`
	Young         float64 `json:"young" doc:"Young people concerned."`
	Hole          float64 `json:"hole" doc:"Of those, the ones who may go on by a step that our data place nowhere."`
	Communes      int     `json:"communes" doc:"Communes concerned."`
}

// Funnel is the places of a territory, a cohort counted once.
type Funnel struct {
	Levels     []FunnelLevel `json:"levels" doc:"Level by level."`
	Bottleneck *int          `json:"bottleneck" doc:"The level with the fewest places for those of the level before."`
}

// FunnelLevel is the places of a level.
type FunnelLevel struct {
	Level   int     `json:"level" doc:"Level, 3 to 8."`
	Places  float64 `json:"places" doc:"Places of first years, a lower bound when some are unknown."`
	Offers  int     `json:"offers" doc:"Offers that open places."`
	Unknown int     `json:"unknown" doc:"Those whose places nobody says."`
}

// Commune is the ladder of a commune.
type Commune struct {
	Commune string  `json:"commune" doc:"INSEE code."`
	State   string  `json:"state" doc:"covered: all levels at places known; unsure: some only through a step placed nowhere; broken." enum:"covered|unsure|broken"`
	Break   *int    `json:"break" doc:"First level that is not held at places known; null when covered."`
	Missing *string `json:"missing" doc:"The nearest qualification that would hold it."`
	Ground  []int   `json:"ground" doc:"Levels held at places known."`
	Held    []int   `json:"held" doc:"Levels held at all."`
}

// Gap is an opening that would mend the ladder.
type Gap struct {
	Sector        string  `json:"sector" doc:"Code of the sector."`
	Level         int     `json:"level" doc:"Level of the qualification."`
	Qualification string  `json:"qualification" doc:"Identifier of the qualification to open."`
	Label         string  `json:"label" doc:"Its name, in French."`
	UAI           string  `json:"uai" doc:"Identifier of the establishment."`
	Establishment string  `json:"establishment" doc:"Its name."`
	City          *string `json:"city" doc:"Where it is."`
	Young         float64 `json:"young" doc:"Young people who would have that level within reach, estimated."`
	Communes      int     `json:"communes" doc:"Communes where they live."`

	Basin *string      `json:"basin" doc:"Code of the employment basin of the establishment."`
	Needs *Recruitment `json:"needs" doc:"What that basin recruits in the families that the sector trains for; null when no survey tells."`
}

func perimeterOf(a pathway.Area) string {
	if a.As != "" {
		return a.As
	}
	if a.Kind == "country" {
		return "france"
	}
	return a.Kind + ":" + a.Code
}

func coverageList(c *call) (reply, *Problem) {
	request, faults := question.Coverage(c.view.cat, c.query.values())
	if len(faults) > 0 {
		return reply{}, faulty(faults)
	}
	answer := c.remembered
	if request.Detail {
		answer = c.answered // too large to be kept
	}
	return answer(func(ctx context.Context) (any, error) {
		e := c.view.cat.Pathway()
		found, err := e.Coverage(ctx, request)
		if err != nil {
			return nil, err
		}
		funnels, err := e.Funnels(ctx, pathway.FunnelRequest{Area: request.Area, Sectors: request.Sectors})
		if err != nil {
			return nil, err
		}
		needs, err := e.Needs(pathway.NeedsRequest{Area: request.Area, Sectors: request.Sectors})
		if err != nil {
			return nil, err
		}
		t := teller{n: c.view.national, e: e}
		out := territorial[Coverage](c, &request)
		for i := range found {
			cov := t.coverage(&found[i], out.Perimeter)
			cov.Funnel, cov.Needs = funnelOf(&funnels[i]), t.needs(&needs[i])
			out.Items = append(out.Items, cov)
		}
		return out, nil
	})
}

func territorial[T any](c *call, r *pathway.CoverageRequest) Territorial[T] {
	return Territorial[T]{Perimeter: perimeterOf(r.Area), MaxKm: r.MaxKm, Items: []T{}, Origin: c.origin()}
}

func (t teller) coverage(x *pathway.Coverage, perimeter string) Coverage {
	out := Coverage{
		Sector: x.Sector, Perimeter: perimeter, Young: tenth(x.Young), Covered: tenth(x.Covered), Unsure: tenth(x.Unsure),
		Levels: rungs(&x.Levels), Asked: levelsIn(x.Asked), Breaks: make([]Break, 0, len(x.Breaks)), Communes: make([]Commune, 0, len(x.Communes)),
	}
	for _, b := range x.Breaks {
		one := Break{Level: int(b.Level), Young: tenth(b.Young), Hole: tenth(b.Hole), Communes: b.Communes}
		if b.Qualification != training.None {
			q := &t.n.Qualifications[b.Qualification]
			one.Qualification, one.Label = &q.ID, &q.Label
		}
		out.Breaks = append(out.Breaks, one)
	}
	for i := range x.Communes {
		out.Communes = append(out.Communes, t.commune(&x.Communes[i]))
	}
	return out
}

// fromCAP are the levels from that of CAP up.
var fromCAP = []int{3, 4, 5, 6, 7, 8}

func rungs(levels *[9]pathway.LevelCoverage) []Rung {
	out := make([]Rung, 0, len(fromCAP))
	for _, l := range fromCAP {
		out = append(out, Rung{l, tenth(levels[l].Ground), tenth(levels[l].Hole)})
	}
	return out
}

func (t teller) commune(x *pathway.CommuneCoverage) Commune {
	states := [...]string{pathway.Covered: "covered", pathway.Unsure: "unsure", pathway.Broken: "broken"}
	return Commune{
		Commune: t.e.Communes()[x.Commune].Code, State: states[x.State], Break: numbered(x.Level),
		Missing: optional(t.n.qualification(x.Missing)), Ground: levelsIn(x.Ground), Held: levelsIn(x.Held),
	}
}

// levelsIn reads the bits of levels.
func levelsIn(bits uint16) []int {
	out := []int{}
	for _, l := range fromCAP {
		if bits&(1<<l) != 0 {
			out = append(out, l)
		}
	}
	return out
}

func funnelOf(f *pathway.Funnel) Funnel {
	out := Funnel{Bottleneck: numbered(f.Bottleneck)}
	for _, l := range fromCAP {
		x := &f.Levels[l]
		out.Levels = append(out.Levels, FunnelLevel{l, x.Places, x.Offers, x.Unknown})
	}
	return out
}

func (t teller) needs(x *pathway.Needs) Needs {
	out := Needs{
		Recruitment: recruitment(&x.NeedSum), Basins: append([]string{}, x.Basins...), Wider: x.Wider,
		Families: make([]Family, 0, len(x.Families)), Year: numbered(x.Year),
	}
	if x.Source != training.None {
		out.Source = optional(t.n.source(x.Source))
	}
	for i := range x.Families {
		f := &x.Families[i]
		out.Families = append(out.Families, Family{f.FAP, f.Label, recruitment(&f.NeedSum)})
	}
	return out
}

func recruitment(s *pathway.NeedSum) Recruitment {
	out := Recruitment{
		Known: s.Projects.Known, Masked: s.Projects.Masked, Difficult: shareOf(s.Difficult), Seasonal: shareOf(s.Seasonal),
		Confidence: optional(s.Confidence.String()),
	}
	if s.Projects.Known > 0 {
		out.Projects = &s.Projects.Value
	}
	return out
}

func recruitmentOrNone(s *pathway.NeedSum) *Recruitment {
	if s == nil {
		return nil
	}
	out := recruitment(s)
	return &out
}

// shareOf is a share in hundredths: the survey promises no more.
func shareOf(s pathway.Share) *float64 {
	if s.Of == 0 {
		return nil
	}
	share := math.Round(100*s.Value/s.Of) / 100
	return &share
}

func gapList(c *call) (reply, *Problem) {
	request, faults := question.Gaps(c.view.cat, c.query.values())
	if len(faults) > 0 {
		return reply{}, faulty(faults)
	}
	return c.remembered(func(ctx context.Context) (any, error) {
		found, err := c.view.cat.Pathway().Gaps(ctx, request)
		if err != nil {
			return nil, err
		}
		n, out := c.view.national, territorial[Gap](c, &request.CoverageRequest)
		for i := range found {
			g := &found[i]
			q, e := &n.Qualifications[g.Qualification], &n.Establishments[g.Establishment]
			out.Items = append(out.Items, Gap{
				Sector: g.Sector, Level: int(g.Level), Qualification: q.ID, Label: q.Label,
				UAI: e.UAI, Establishment: e.Name, City: optional(e.City), Young: tenth(g.Young), Communes: g.Communes,
				Basin: optional(g.Basin), Needs: recruitmentOrNone(g.Needs),
			})
		}
		return out, nil
	})
}
