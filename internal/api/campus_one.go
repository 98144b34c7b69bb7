package api

import (
	"net/http"

	"continuum/internal/campus"
	"continuum/internal/catalog"
)

// nearest is how many campuses are offered in place of one that does not exist.
const nearest = 5

// CampusDetail is all that the register says of a campus.
type CampusDetail struct {
	Campus
	Labels              []Label  `json:"labels" doc:"Its labels with what they rest on, by start, undated last."`
	Aliases             []string `json:"aliases" doc:"Former slugs."`
	Host                *string  `json:"host" doc:"Establishment that hosts it."`
	HostUAI             *string  `json:"host_uai" doc:"UAI of that establishment."`
	Website             *string  `json:"website" doc:"Its own site."`
	ProfessionalSectors []string `json:"professional_sectors" doc:"Professional sectors, in French."`
	TrainingFields      []string `json:"training_fields" doc:"Fields of training, in French."`
	Aims                []string `json:"aims" doc:"Its first aims, in French."`
	PartnerKinds        []string `json:"partner_kinds" doc:"Kinds of its partners."`
	Members             []Member `json:"members" doc:"Established members, by role, kind and name."`
	Facts               []Fact   `json:"facts" doc:"Every statement held true, with its sources."`
	Cited               []Source `json:"cited" doc:"The sources cited here."`
	Meta
}

// Member is an organisation in a campus.
type Member struct {
	Organisation OrganisationBrief `json:"organisation" doc:"Who."`
	Role         string            `json:"role" doc:"Its part." enum:"porteur|tete_de_reseau|etablissement_support|membre|partenaire"`
	Standing     string            `json:"standing" doc:"Named by a source, or confirmed by an operator." enum:"named_in_source|confirmed"`
	Convention   *string           `json:"convention" doc:"Reference of the agreement signed."`
	Statement
}

// Fact is one statement about a campus.
type Fact struct {
	Property string `json:"property" doc:"What it states: name, sector, city…"`
	Rank     *int   `json:"rank" doc:"Order among several values, from 1."`
	Value    string `json:"value" doc:"The value, as text."`
	Statement
}

// Statement is how far, since when and on what ground something is held true.
type Statement struct {
	From       *string  `json:"from" doc:"First day it holds, at the precision of the source."`
	Until      *string  `json:"until" doc:"First day it no longer holds, at the precision of the source."`
	Sources    []string `json:"sources" doc:"Identifiers of the sources."`
	Confidence string   `json:"confidence" doc:"How sure it is." enum:"high|medium|low"`
	Note       *string  `json:"note" doc:"What a careful reader must know, in French."`
}

func statementOf(valid campus.Period, p campus.Provenance) Statement {
	return Statement{
		From: optional(valid.From.String()), Until: optional(valid.Until.String()),
		Sources: texts(p.Sources), Confidence: string(p.Confidence), Note: optional(p.Note),
	}
}

func campusOne(c *call) (reply, *Problem) {
	cam, moved := c.view.cat.Campus(c.segment)
	if cam == nil {
		return reply{}, c.noCampus()
	}
	if moved {
		to := href(campusList, cam.Slug)
		if q := c.query.canonical(); q != "" {
			to += "?" + q
		}
		return reply{moved: to}, nil
	}
	return document(c.detail(cam)), nil
}

// noCampus says so, and who may have been meant.
func (c *call) noCampus() *Problem {
	p := problem(http.StatusNotFound, "No campus has this slug.",
		ParamError{In: "path", Name: "slug", Value: quote(c.segment), Detail: "no such campus", Accepted: []string{}})
	for _, cam := range c.view.cat.Nearest(c.segment, nearest) {
		p.Nearest = append(p.Nearest, Near{Slug: cam.Slug, Name: cam.Name, Href: href(campusList, cam.Slug)})
		p.Errors[0].Accepted = append(p.Errors[0].Accepted, cam.Slug)
	}
	return p
}

func (c *call) detail(cam *catalog.Campus) CampusDetail {
	d := CampusDetail{
		Campus:  Campus{identityOf(cam, c.cfg.BaseURL), stateOf(catalog.Hit{Campus: cam, State: c.state(cam)})},
		Labels:  make([]Label, 0, len(cam.Labels)),
		Aliases: nonNil(cam.Aliases), Host: optional(cam.Host), HostUAI: optional(cam.HostUAI), Website: optional(cam.Website),
		ProfessionalSectors: nonNil(cam.ProfessionalSectors), TrainingFields: nonNil(cam.TrainingFields),
		Aims: nonNil(cam.Aims), PartnerKinds: texts(cam.PartnerKinds),
		Members: make([]Member, 0, len(cam.Members)), Facts: make([]Fact, 0, len(cam.Facts)),
		Meta: c.meta(),
	}
	cited := make(map[campus.SourceID]bool)
	cite := func(p campus.Provenance) {
		for _, id := range p.Sources {
			cited[id] = true
		}
	}
	for i := range cam.Labels {
		l := &cam.Labels[i]
		d.Labels = append(d.Labels, c.label(cam, l))
		cite(l.Provenance)
		for _, b := range l.Bases {
			cite(b.Provenance)
			if act := c.view.cat.Act(b.Act); act != nil {
				cite(act.Provenance)
			}
		}
	}
	for _, m := range cam.Members {
		d.Members = append(d.Members, memberOf(m))
		cite(m.Membership.Provenance)
		cite(m.Organisation.Provenance)
	}
	for _, f := range cam.Facts {
		d.Facts = append(d.Facts, Fact{string(f.Property), positive(f.Rank), f.Value, statementOf(f.Valid, f.Provenance)})
		cite(f.Provenance)
	}
	d.Cited = usedSources(c.view.cat, cited)
	return d
}

// state is that of a campus on the day asked for, else the last known.
func (c *call) state(cam *catalog.Campus) campus.State {
	if day := c.query.filter.AsOf; !day.IsZero() {
		return campus.StateOn(cam.Labels, day)
	}
	return campus.LastKnown(cam.Labels, c.today)
}

func memberOf(m catalog.Member) Member {
	return Member{
		Organisation: orgBriefOf(m.Organisation), Role: string(m.Membership.Role), Standing: string(m.Membership.Standing),
		Convention: optional(m.Membership.Convention), Statement: statementOf(m.Membership.Valid, m.Membership.Provenance),
	}
}
