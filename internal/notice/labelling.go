package notice

import (
	"fmt"
	"time"

	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
)

// Where what is told of calls and dossiers is seen.
const (
	callsPath    = "/espace/appels/"
	dossiersPath = "/espace/dossiers/"
	lettersPath  = "/espace/lettres/"
	panelsPath   = "/espace/expertise/"
)

// askers are those who answer calls, and those who help them to.
var askers = []account.Role{
	account.Director, account.ProjectOfficer, account.Carrier, account.RegionalDelegate, account.AcademieDelegate, account.RegionOfficer,
	account.Coordinator, account.Correspondent,
}

// CallOpened tells those who may answer a call that it is open.
func CallOpened(c *labelling.Call) News {
	return News{
		Kind: CallOpen, Key: "call/" + string(c.ID), Path: callsPath + string(c.ID), Roles: askers, Anywhere: true,
		Say: func(t *text.Texts) string { return t.T("notice.call_open", c.Title) },
	}
}

// DeadlineMoved tells them that a step of it ends at another instant.
func DeadlineMoved(c *labelling.Call, s *ruleset.Step, end time.Time) News {
	return News{
		Kind: DeadlineChange, Key: fmt.Sprintf("call/%s/%s/%d", c.ID, s.ID, end.Unix()), Path: callsPath + string(c.ID), Roles: askers, Anywhere: true,
		Say: func(t *text.Texts) string {
			return t.T("notice.deadline_change", c.Title, s.Name, t.Last(end))
		},
	}
}

// QuestionAsked tells those who answer questions on calls that one waits.
func QuestionAsked(c *labelling.Call, question string) News {
	return News{
		Kind: Asked, Key: "asked/" + question, Path: callsPath + string(c.ID), Roles: []account.Role{account.NationalOfficer}, Anywhere: true,
		Say: func(t *text.Texts) string { return t.T("notice.asked", c.Title) },
	}
}

// QuestionAnswered tells them all what one of them had asked: the answer is for everyone.
func QuestionAnswered(c *labelling.Call, question string) News {
	return News{
		Kind: Answered, Key: "question/" + question, Path: callsPath + string(c.ID), Roles: askers, Anywhere: true,
		Say: func(t *text.Texts) string { return t.T("notice.answered", c.Title) },
	}
}

// nearDays are the days before the end of a delay at which authors are told, farthest first.
var nearDays = []int{14, 3}

// NearEnd tells the authors of a dossier that is not handed in that the delay to do so
// ends within 14 days, then 3; nothing otherwise. Key names the dossier.
func NearEnd(id labelling.DossierID, name, step string, end, now time.Time, scopes []account.Scope, author account.PersonID) (News, bool) {
	shortest := 0
	for _, n := range nearDays {
		if now.Before(end) && !now.Before(end.AddDate(0, 0, -n)) {
			shortest = n
		}
	}
	left := int(end.Sub(now)/(24*time.Hour)) + 1
	return News{
		Kind: DeadlineNear, Key: fmt.Sprintf("near/%s/%s/%d/%d", id, step, end.Unix(), shortest), Path: dossiersPath + string(id),
		Roles: []account.Role{account.Director, account.ProjectOfficer, account.Carrier}, Scopes: scopes, People: []account.PersonID{author},
		Say: func(t *text.Texts) string { return t.N("notice.deadline_near", left, name) },
	}, shortest > 0
}

// Turn tells those whose act a dossier waits for in its new state. Name is what the dossier is
// called in mails, which hold nothing of what dossiers say: the campus where the register has
// it for everyone to read, what is asked and in which call.
func Turn(c *labelling.Case, name string, to ruleset.StateID, at time.Time, scopes []account.Scope) News {
	n := aboutDossier(DossierTurn, "turn", c, name, at, scopes)
	for _, r := range labelling.Turn(c.Rules, to) {
		n.Roles = append(n.Roles, account.Role(r))
	}
	return n
}

// brought are those who brought a dossier, and those who followed it in their territory.
var brought = append([]account.Role{account.CampusPresident, account.RegionRector, account.AcademieRector, account.RegionPresident}, askers...)

// Stepped tells those who brought a dossier that it has got further, or has ended.
func Stepped(c *labelling.Case, name string, at time.Time, scopes []account.Scope) News {
	n := aboutDossier(DossierStep, "step", c, name, at, scopes)
	n.Roles = brought
	return n
}

// Published tells them that the decision on it is public, and where to read the letter; a
// refusal or a deferral has no NOR.
func Published(c *labelling.Case, name, nor string, at time.Time, scopes []account.Scope) News {
	n := aboutDossier(OrderPublished, "order", c, name, at, scopes)
	n.Roles, n.Path = brought, lettersPath+string(c.Dossier.ID)
	n.Say = func(t *text.Texts) string {
		if nor == "" {
			return t.T("notice.decision_told", name)
		}
		return t.T("notice.order_published", name, nor)
	}
	return n
}

func aboutDossier(k Kind, what string, c *labelling.Case, name string, at time.Time, scopes []account.Scope) News {
	id := string(c.Dossier.ID)
	return News{
		Kind: k, Key: fmt.Sprintf("dossier/%s/%s/%d", id, what, at.UnixMicro()), Path: dossiersPath + id, Scopes: scopes,
		Say: func(t *text.Texts) string { return t.T("notice."+text.Key(k), name) },
	}
}

// ChosenReader tells an expert that a dossier is given to them to read.
func ChosenReader(panel string, r expertise.Pair, name string) News {
	return News{
		Kind: ReaderChosen, Key: "reader/" + panel + "/" + string(r.Dossier), Path: panelsPath + panel + "/" + string(r.Dossier),
		People: []account.PersonID{account.PersonID(r.Expert)},
		Say:    func(t *text.Texts) string { return t.T("notice.reader_chosen", name) },
	}
}
