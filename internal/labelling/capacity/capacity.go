// Package capacity says in which role someone acts on a dossier: what the référentiel asks
// of roles, the rights that the person holds on the scopes in which the dossier lies
// (package account), and what ties the person to it. Pages show what it allows and nothing
// else; each post asks it again.
package capacity

import (
	"slices"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/expertise"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// Place is where a dossier lies. What authors write in it gives nobody a right to act on it:
// the académies that it names come in for reading and for the opinions of their councils.
type Place struct {
	Home     []account.Scope // of the dossier, its campus or the organisation that carries it, their territory
	Councils []account.Scope // the académies that the dossier names
	Members  []account.Scope // the organisations of the campus's members
}

// PlaceOf is where a dossier lies, as far as the catalog knows.
func PlaceOf(c *catalog.Catalog, d *labelling.Dossier) (p Place) {
	add := func(list ...account.Scope) {
		for _, s := range list {
			if !slices.Contains(p.Home, s) {
				p.Home = append(p.Home, s)
			}
		}
	}
	add(account.Scope{Kind: account.DossierScope, ID: string(d.ID)})
	if d.Campus != "" {
		add(perimeter.Of(c, account.Scope{Kind: account.CampusScope, ID: d.Campus})...)
		if cam := c.CampusOf(campus.ID(d.Campus)); cam != nil {
			for i := range cam.Members {
				m := &cam.Members[i]
				s := account.Scope{Kind: account.Organisation, ID: string(m.Organisation.ID)}
				p.Members = append(p.Members, s)
				if m.Membership.Role == campus.Carrier {
					add(s)
				}
			}
		}
	}
	if d.Academie != "" {
		add(perimeter.Of(c, account.Scope{Kind: account.Academie, ID: d.Academie})...)
	}
	if d.Organisation != "" {
		add(account.Scope{Kind: account.Organisation, ID: d.Organisation})
	}
	for _, code := range d.Academies() {
		p.Councils = append(p.Councils, account.Scope{Kind: account.Academie, ID: code})
	}
	return p
}

// Reaches reports whether some right of a person bears on a dossier that lies there. It is asked
// before anything else is read, so that what is another's costs what there is not. Experts
// hold their role for the whole country: it bears on what their panels have (member) alone.
func Reaches(who account.Subject, p Place, member bool) bool {
	o := account.Object{Kind: account.DossierKind, Within: slices.Concat(p.Home, p.Councils, p.Members)}
	return slices.ContainsFunc(who.Grants, func(g account.Grant) bool {
		return (member || g.Role != account.Expert && g.Role != account.PanelPresident) && g.Reaches(o)
	})
}

// Standing is someone before a dossier.
type Standing struct {
	Who   account.Subject
	Case  *labelling.Case
	Place Place
	Ties  account.Tie
	// Presides says that the person presides the panel that reads the dossier: the role
	// alone, held for the whole country, opens no other panel's dossiers.
	Presides bool
}

// phase is how far the dossier has got.
func (s *Standing) phase() account.Phase {
	if state := s.Case.Rules.State(s.Case.Dossier.State); state != nil {
		return account.Phase(state.Phase)
	}
	return ""
}

func (s *Standing) object(within ...[]account.Scope) account.Object {
	return account.Object{
		Kind: account.DossierKind, ID: string(s.Case.Dossier.ID), Within: slices.Concat(within...), Phase: s.phase(), Ties: s.Ties,
	}
}

// as asks for one of the actions in a role.
func (s *Standing) as(role account.Role, o account.Object, actions ...account.Action) (account.Grant, bool) {
	if role == account.PanelPresident && !s.Presides {
		return account.Grant{}, false
	}
	for _, a := range actions {
		if d := account.DecideAs(s.Who, role, a, o); d.Allowed {
			return d.Grant, true
		}
	}
	return account.Grant{}, false
}

// May reports whether the person may do that to the dossier, in whatever role.
func (s *Standing) May(a account.Action) bool {
	o := s.object(s.Place.Home)
	if a == account.DossierRead {
		o = s.object(s.Place.Home, s.Place.Councils)
	}
	return slices.ContainsFunc(s.Who.Grants, func(g account.Grant) bool {
		_, ok := s.as(g.Role, o, a)
		return ok
	})
}

// Reads reports whether the person may read the whole dossier.
func (s *Standing) Reads() bool { return s.May(account.DossierRead) }

// Sees reports whether there is something of the dossier for the person: all of it, or what
// they fill.
func (s *Standing) Sees() bool {
	if s.Reads() {
		return true
	}
	for i := range s.Case.Rules.Fields {
		if _, ok := s.Fills(&s.Case.Rules.Fields[i]); ok {
			return true
		}
	}
	return false
}

// Act is an act that the person may try, in a role.
type Act struct {
	*ruleset.Transition
	Role  ruleset.Role
	Grant account.Grant // by which: with it go capacity and delegation
}

// Acts lists the acts that move the dossier and that the person may try now. The machine
// may still refuse one, for a date or for what is missing.
func (s *Standing) Acts() (list []Act) {
	for i := range s.Case.Rules.Transitions {
		t := &s.Case.Rules.Transitions[i]
		if !slices.Contains(t.From, s.Case.Dossier.State) {
			continue
		}
		for _, role := range t.By {
			if g, ok := s.as(account.Role(role), s.object(s.Place.Home), ActionOf(s.Case.Rules, t, s.Case.Dossier.State)); ok {
				list = append(list, Act{t, role, g})
				break
			}
		}
	}
	return list
}

// ActionOf is what an act is for package account, by the phases that it leads from and to:
// référentiels name their acts as they like.
func ActionOf(r *ruleset.Ruleset, t *ruleset.Transition, from ruleset.StateID) account.Action {
	a, b := account.Phase(r.State(from).Phase), account.Phase(r.State(t.To).Phase)
	switch {
	case b == account.Withdrawn:
		return account.DossierWithdraw
	case a == account.Draft && b == account.Draft:
		return account.DossierAccept
	case a == account.Draft:
		return account.DossierSubmit
	case a == account.Instruction && (b == account.Instruction || b == account.Draft):
		return account.DossierInstruct
	case a == account.Instruction:
		return account.DossierPropose
	case a == account.Proposal:
		return account.DossierSend
	case a == account.Sealed:
		return account.DossierAdmit
	case a == account.Expertise:
		return account.SynthesisWrite
	case a == account.Deciding && b == account.Expertise, a == account.Opinion:
		return account.DecisionPrepare
	}
	return account.DecisionPublish
}

// writesWith are the roles that write with the team of the campus what the director fills.
var writesWith = []account.Role{account.ProjectOfficer, account.Coordinator, account.Correspondent}

// director is the role of the référentiels in which they do.
const director ruleset.Role = "director"

// fills finds the role in which the person gives what a référentiel asks of some roles.
func (s *Standing) fills(by []ruleset.Role, actions ...account.Action) (ruleset.Role, bool) {
	home, members := s.object(s.Place.Home), s.object(s.Place.Home, s.Place.Members)
	for _, role := range by {
		o := home
		if account.Role(role) == account.Member {
			o = members
		}
		if _, ok := s.as(account.Role(role), o, actions...); ok {
			return role, true
		}
	}
	if slices.Contains(by, director) {
		for _, role := range writesWith {
			if _, ok := s.as(role, home, actions...); ok {
				return director, true
			}
		}
	}
	return "", false
}

// Fills says in which role the person fills a field, now.
func (s *Standing) Fills(f *ruleset.Field) (ruleset.Role, bool) {
	if !s.Case.Rules.Takes(s.Case.Dossier.State, ruleset.Edit) {
		return "", false
	}
	return s.fills(f.By, account.DossierEdit, account.DossierCommit)
}

// Attaches says in which role the person adds or removes a piece, now.
func (s *Standing) Attaches(p *ruleset.Piece) (ruleset.Role, bool) {
	if s.Case.Rules.Takes(s.Case.Dossier.State, ruleset.Edit) {
		return s.fills(p.By, account.DossierEdit, account.DossierCommit)
	}
	if !s.Case.Attachable(p) {
		return "", false
	}
	return s.fills(p.By, account.DossierConsult, account.DossierInstruct, account.DossierAdvise)
}

// Records says in which role the person records the opinion of a body, for an académie when
// it gives one for each. Who serves one académie records nothing for another.
func (s *Standing) Records(body *ruleset.Consultation, academie string) (ruleset.Role, bool) {
	if !s.Case.Rules.Takes(s.Case.Dossier.State, ruleset.Advise) {
		return "", false
	}
	o := s.object(s.Place.Home)
	if body.Per == ruleset.Academie {
		o = s.object([]account.Scope{{Kind: account.Academie, ID: academie}}, s.wider())
	}
	for _, role := range body.By {
		if _, ok := s.as(account.Role(role), o, account.DossierConsult, account.DossierInstruct, account.DossierAdvise, account.MinistryAdvise, account.DecisionPrepare); ok {
			return role, true
		}
	}
	return "", false
}

// wider are the scopes of the dossier that are no académie.
func (s *Standing) wider() (list []account.Scope) {
	for _, scope := range s.Place.Home {
		if scope.Kind != account.Academie {
			list = append(list, scope)
		}
	}
	return list
}

// Signs says by which right the person signs for an authority, now.
func (s *Standing) Signs(who *ruleset.Signatory) (account.Grant, bool) {
	if !s.Case.Rules.Takes(s.Case.Dossier.State, ruleset.Sign) {
		return account.Grant{}, false
	}
	return s.as(account.Role(who.Role), s.object(s.Place.Home), account.DossierSign)
}

// AsksWithdrawal says by which right the person asks, for an authority, that the dossier be
// withdrawn.
func (s *Standing) AsksWithdrawal(who *ruleset.Signatory) (account.Grant, bool) {
	return s.as(account.Role(who.Role), s.object(s.Place.Home), account.DossierWithdraw)
}

// TiesOf adds to the ties of a person those that the dossier itself holds.
func TiesOf(d *labelling.Dossier, who account.PersonID, others account.Tie) account.Tie {
	if slices.ContainsFunc(d.Signatures, func(x labelling.Signature) bool { return x.Person == labelling.PersonID(who) && x.Hash == d.Seal.Hash }) {
		others |= account.Signed
	}
	return others
}

// readable are the phases in which a member of a panel has something to say of a dossier.
var readable = []account.Phase{"", account.Sealed, account.Expertise, account.Opinion}

// TiesOfMember are those of a member of a panel with a dossier: l is one of lines, which are
// all that panels ask of that person. Who has said where they stand on every dossier of the
// panel has told it what they do for a region in this wave.
func TiesOfMember(lines []expertise.DeskLine, l *expertise.DeskLine) (t account.Tie) {
	if l.Assigned {
		t |= account.Assigned
	}
	if l.Stance == expertise.NoConflict {
		t |= account.Declared
	}
	if l.Conflict {
		t |= account.Recused
	}
	silent := func(x expertise.DeskLine) bool {
		return x.Panel == l.Panel && x.Stance == "" && !x.Conflict && slices.Contains(readable, account.Phase(x.Dossier.Phase))
	}
	if !slices.ContainsFunc(lines, silent) {
		t |= account.WaveDeclared
	}
	return t
}

// Begins reports whether someone may begin a dossier that would lie there.
func Begins(who account.Subject, p Place) bool {
	return account.Decide(who, account.DossierCreate, account.Object{Kind: account.DossierKind, Within: p.Home, Phase: account.Draft}).Allowed
}
