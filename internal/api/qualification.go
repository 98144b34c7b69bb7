package api

import (
	"bytes"
	"net/url"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/training"
)

// Qualification is a diploma, a title, a mention.
type Qualification struct {
	ID         string   `json:"id" doc:"Identifier, for ever: the code of the diploma where it has one."`
	Aliases    []string `json:"aliases" doc:"Other identifiers that lead here."`
	Label      string   `json:"label" doc:"Name in French, as people read it."`
	Short      *string  `json:"short" doc:"Short name of the nomenclature."`
	Kind       *string  `json:"kind" doc:"CAP, BAC PRO, BTS, BUT, LICENCE, MASTER, DOCTORAT…"`
	Level      *int     `json:"level" doc:"Level of the European framework, 3 to 8."`
	NSF        *string  `json:"nsf" doc:"Group of specialities, three digits."`
	NSFLabel   *string  `json:"nsf_label" doc:"What that group is about, in French."`
	Years      *int     `json:"years" doc:"Years of the whole training, from its usual entry."`
	CFD        *string  `json:"cfd" doc:"Code of the diploma."`
	MEF        []string `json:"mef" doc:"MEF STAT 11 of its years, entry first."`
	RNCP       []string `json:"rncp" doc:"Numbers in the national directory, active first."`
	Active     bool     `json:"active" doc:"Whether its first entry of the directory is active, or the diploma open."`
	ROME       []string `json:"rome" doc:"Occupations that it leads to."`
	Onisep     *string  `json:"onisep" doc:"Identifier of Onisep, FOR.…"`
	Sector     *string  `json:"sector" doc:"Code of its sector, when a rule assigns one."`
	SectorRule *string  `json:"sector_rule" doc:"Line of the table of rules that assigned the sector."`
	Common     bool     `json:"common" doc:"A common first year, which leads to its specialities."`
	Former     []string `json:"former" doc:"What it replaced, nearest first."`
	Offers     int      `json:"offers" doc:"Number of its offers, see /api/v1/offers?qualification=."`
	Source     *string  `json:"source" doc:"Identifier of its source."`
}

// QualificationDetail is a qualification with what leads to it and what it leads to.
type QualificationDetail struct {
	Qualification
	Before   []Progression `json:"before" doc:"Progressions that lead to it."`
	After    []Progression `json:"after" doc:"Progressions that leave it."`
	Outcomes []Outcome     `json:"outcomes" doc:"What becomes of those who leave it."`
	Cited    []Source      `json:"cited" doc:"The sources cited here."`
	Origin
}

// qualificationRow is a qualification chosen.
type qualificationRow struct {
	n  *national
	at int32
}

func (r qualificationRow) item() *training.Qualification { return &r.n.Qualifications[r.at] }
func (r qualificationRow) position() int                 { return int(r.at) }
func (r qualificationRow) key() string                   { return r.item().ID }

// former are the identifiers of what the qualification replaced.
func (r qualificationRow) former() []string {
	ids := make([]string, 0, len(r.item().Former))
	for _, at := range r.item().Former {
		ids = append(ids, r.n.qualification(at))
	}
	return ids
}

func (r qualificationRow) view() Qualification {
	q := r.item()
	return Qualification{
		ID: q.ID, Aliases: nonNil(q.Aliases), Label: q.Label, Short: optional(q.Short), Kind: optional(q.Kind),
		Level: numbered(q.Level), NSF: optional(q.NSF), NSFLabel: optional(r.n.speciality(q.NSF)), Years: numbered(q.Years), CFD: optional(q.CFD),
		MEF: nonNil(q.MEF), RNCP: nonNil(q.RNCP), Active: q.Active, ROME: nonNil(q.ROME), Onisep: optional(q.Onisep),
		Sector: optional(q.Sector), SectorRule: optional(q.SectorRule), Common: q.Common, Former: r.former(),
		Offers: len(r.n.OffersOf(r.at)), Source: optional(r.n.source(q.Source)),
	}
}

// qualifications are those that the query chooses: by what they are, and when it
// speaks of places or routes, by having one offer that meets all of it.
func (c *call) qualifications() rows[qualificationRow] {
	n, q := c.view.national, c.query
	diplomas, places := n.cat.QualificationsIn(&q.offer), n.cat.EstablishmentsIn(&q.offer)
	if places != nil || len(q.offer.Routes) > 0 {
		taught := make(catalog.Mask, len(n.Qualifications))
		for i := range n.Offers {
			o := &n.Offers[i]
			if o.Qualification >= 0 && places.Has(o.Establishment) && q.offer.By(o.Route) {
				taught[o.Qualification] = true
			}
		}
		diplomas = diplomas.And(len(taught), taught.Has)
	}
	if words := q.wanted.q; len(words) > 0 {
		text := n.words().qualifications
		diplomas = diplomas.And(len(text), func(i int32) bool { return says(text[i], words) })
	}
	return rowsOf(len(n.Qualifications), diplomas, func(at int32) qualificationRow { return qualificationRow{n, at} })
}

func qualificationPage(c *call) (reply, *Problem) {
	return pageOf(c, qualificationList, c.qualifications(), func(w *bytes.Buffer, r qualificationRow) { w.Write(encode(r.view())) }), nil
}

func qualificationCSV(c *call) (reply, *Problem) {
	return csvOf(qualificationColumns(), c.qualifications()), nil
}

func qualificationOne(c *call) (reply, *Problem) {
	n := c.view.national
	at, moved := n.Qualification(c.segment)
	if at == training.None {
		return reply{}, missing(c, "No qualification", qualificationList, "such qualification")
	}
	if moved {
		return reply{moved: Prefix + "/" + qualificationList + "/" + url.PathEscape(n.qualification(at))}, nil
	}
	r := qualificationRow{n, at}
	sources := []int32{r.item().Source}
	d := QualificationDetail{Qualification: r.view(), Before: []Progression{}, After: []Progression{}, Outcomes: []Outcome{}, Origin: c.origin()}
	for _, i := range n.To(at) {
		d.Before = append(d.Before, progressionRow{n, i}.view())
		sources = append(sources, n.Progressions[i].Source)
	}
	for _, i := range n.From(at) {
		d.After = append(d.After, progressionRow{n, i}.view())
		sources = append(sources, n.Progressions[i].Source)
	}
	for _, i := range n.OutcomesOf(at) {
		d.Outcomes = append(d.Outcomes, n.outcome(i))
		sources = append(sources, n.Outcomes[i].Source)
	}
	d.Cited = n.cited(sources...)
	return document(d), nil
}

// list is a column of several codes in one cell.
func list[R row](name, doc string, of func(R) []string) column[R] {
	return column[R]{name: name, doc: doc, kind: "string", value: func(r R) any { return strings.Join(of(r), " ") }}
}

// qualificationColumns are the flat form of a qualification.
func qualificationColumns() []column[qualificationRow] {
	text := func(name, doc string, of func(*training.Qualification) string) column[qualificationRow] {
		return column[qualificationRow]{name: name, doc: doc, kind: "string", value: func(r qualificationRow) any { return optional(of(r.item())) }}
	}
	number := func(name, doc string, of func(*training.Qualification) int8) column[qualificationRow] {
		return column[qualificationRow]{name: name, doc: doc, kind: "integer", value: func(r qualificationRow) any { return numbered(of(r.item())) }}
	}
	flag := func(name, doc string, of func(*training.Qualification) bool) column[qualificationRow] {
		return column[qualificationRow]{name: name, doc: doc, kind: "boolean", value: func(r qualificationRow) any { return of(r.item()) }}
	}
	codes := func(name, doc string, of func(*training.Qualification) []string) column[qualificationRow] {
		return list(name, doc, func(r qualificationRow) []string { return of(r.item()) })
	}
	return []column[qualificationRow]{
		text("id", "Identifier, for ever.", func(q *training.Qualification) string { return q.ID }),
		text("label", "Name in French.", func(q *training.Qualification) string { return q.Label }),
		text("short", "Short name of the nomenclature.", func(q *training.Qualification) string { return q.Short }),
		text("kind", "CAP, BAC PRO, BTS…", func(q *training.Qualification) string { return q.Kind }),
		number("level", "Level, 3 to 8.", func(q *training.Qualification) int8 { return q.Level }),
		text("nsf", "Group of specialities.", func(q *training.Qualification) string { return q.NSF }),
		{name: "nsf_label", doc: "What that group is about.", kind: "string", value: func(r qualificationRow) any { return optional(r.n.speciality(r.item().NSF)) }},
		number("years", "Years of the whole training.", func(q *training.Qualification) int8 { return q.Years }),
		text("cfd", "Code of the diploma.", func(q *training.Qualification) string { return q.CFD }),
		codes("mef", "MEF STAT 11 of its years, separated by spaces.", func(q *training.Qualification) []string { return q.MEF }),
		codes("rncp", "Numbers in the national directory, separated by spaces.", func(q *training.Qualification) []string { return q.RNCP }),
		flag("active", "Whether it is active.", func(q *training.Qualification) bool { return q.Active }),
		codes("rome", "Occupations, separated by spaces.", func(q *training.Qualification) []string { return q.ROME }),
		text("onisep", "Identifier of Onisep.", func(q *training.Qualification) string { return q.Onisep }),
		text("sector", "Code of its sector.", func(q *training.Qualification) string { return q.Sector }),
		text("sector_rule", "Line of the table of rules that assigned it.", func(q *training.Qualification) string { return q.SectorRule }),
		flag("common", "A common first year.", func(q *training.Qualification) bool { return q.Common }),
		list("former", "What it replaced, separated by spaces.", qualificationRow.former),
		codes("aliases", "Other identifiers, separated by spaces.", func(q *training.Qualification) []string { return q.Aliases }),
		{name: "offers", doc: "Number of its offers.", kind: "integer", value: func(r qualificationRow) any { n := len(r.n.OffersOf(r.at)); return &n }},
		{name: "source", doc: "Identifier of its source.", kind: "string", value: func(r qualificationRow) any { return optional(r.n.source(r.item().Source)) }},
	}
}
