package espacecampus

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/member"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// ImportLimit bounds what the form of an import sends: a file, or the same as text, whose
// signs may take three bytes each.
const ImportLimit = 4 * member.MaxFile

// importForm is the page that reads a list of members.
type importForm struct {
	r        *page.Request
	cam      *catalog.Campus
	waits    bool
	sheet    *member.Sheet // nil: nothing was sent yet
	steps    []member.Step
	plan     string // digest of what was shown
	problems ui.Problems
}

// Import answers /espace/campus/{slug}/import-membres.
func (p *Pages) Import(r *page.Request) (page.Answer, error) {
	f, err := p.openImport(r)
	if err != nil {
		return page.Answer{}, err
	}
	return f.answer(0), nil
}

func (p *Pages) openImport(r *page.Request) (*importForm, error) {
	cam, err := campusOf(r)
	if err != nil {
		return nil, err
	}
	return &importForm{r: r, cam: cam, waits: p.waits(r, cam)}, need(r, cam, account.CampusMembers)
}

func (f *importForm) answer(status int) page.Answer {
	return page.Answer{Status: status, Head: memberHead(f.r, f.cam, f.r.T.T("membre.import")), Body: importPage(f)}
}

// ImportNow shows what a file would change, then, when that was seen, changes it.
func (p *Pages) ImportNow(r *page.Request) (page.Answer, error) {
	f, err := p.openImport(r)
	if err != nil {
		return page.Answer{}, err
	}
	if f.sheet, err = member.Read([]byte(cmp.Or(r.Form.Get("contenu"), r.Form.Get("fichier")))); err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return page.Answer{}, err
		}
		f.problems.Add("fichier", ui.Sentence(r, err))
		return f.answer(422), nil
	}
	if err := p.plan(f); err != nil {
		return page.Answer{}, err
	}
	seen := r.Form.Get("plan")
	if r.Form.Get("faire") != "importer" {
		return f.answer(0), nil
	}
	if seen != f.plan { // someone changed a member since: what was seen is no longer what would be done
		f.problems.Add("apercu", r.T.T("membre.import.moved"))
		return f.answer(409), nil
	}
	err = p.write(f)
	if k := fault.KindOf(err); err != nil && (k == fault.Conflict || k == fault.Invalid) {
		f.problems.Add("apercu", ui.Sentence(r, err))
		return f.answer(409), nil
	}
	return page.Answer{Redirect: r.Link(membersPath(f.cam))}, err
}

// plan says what the file would do to the members as they are.
func (p *Pages) plan(f *importForm) error {
	members, err := p.store.Members(f.r.Context, f.cam.ID)
	if err != nil {
		return err
	}
	all, _, err := p.store.Organisations(f.r.Context)
	if err != nil {
		return err
	}
	f.steps = member.Plan(f.sheet, &member.World{
		Members: members, All: all, Names: []member.Naming{naming(text.For(text.French)), naming(text.For(text.English))},
		Complete: func(facts *member.Facts) []*fault.Error { return complete(f.r, facts) },
	})
	shown, err := json.Marshal(struct {
		Changes []member.Change
		Files   []*member.File
	}{member.Changes(f.steps), filesOf(f.steps)})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(shown)
	f.plan = hex.EncodeToString(sum[:12])
	return nil
}

// filesOf are what a plan changes of what the campus keeps for itself.
func filesOf(steps []member.Step) (list []*member.File) {
	for i := range steps {
		list = append(list, steps[i].Change.File)
	}
	return list
}

// write makes the changes of a plan, all or none. Where changes are looked at, what is
// public waits, and what nobody sees is kept at once.
func (p *Pages) write(f *importForm) error {
	changes := member.Changes(f.steps)
	if len(changes) == 0 {
		return nil
	}
	if f.waits {
		changes = parted(changes)
	}
	return p.put(f.r, f.cam, changeName(f.steps), changes)
}

// parted has what is public in changes of their own, beside what the campus keeps for
// itself of bodies that are members already.
func parted(list []member.Change) (apart []member.Change) {
	for _, c := range list {
		file := c.File
		c.File = nil
		if c.Role != "" || c.Facts != nil {
			apart = append(apart, c)
		}
		if file != nil && c.Organisation != "" && (c.Membership != "" || c.Role == "") {
			apart = append(apart, member.Change{Organisation: c.Organisation, File: file})
		}
	}
	return apart
}

// changeName is what the first body that a plan changes is called.
func changeName(steps []member.Step) string {
	i := slices.IndexFunc(steps, func(s member.Step) bool { return s.Effect != member.Same && s.Effect != member.Refused })
	return steps[max(i, 0)].Name
}

// naming is what a dictionary calls kinds and roles.
func naming(t *text.Texts) member.Naming {
	return member.Naming{
		Kind: func(k string) string { return t.T("kind." + text.Key(k)) },
		Role: func(k string) string { return t.T("role." + text.Key(k)) },
	}
}

// complete fills in what the offer and the map know of a body.
func complete(r *page.Request, f *member.Facts) (wrong []*fault.Error) {
	m := r.Catalog.Training
	if at := m.Establishment(string(f.UAI)); f.UAI != "" && at != training.None {
		e := &m.Establishments[at]
		f.Kind = cmp.Or(f.Kind, kindOf(e))
		if f.Commune == "" || f.Commune == e.Commune {
			f.Commune, f.City, f.Lat, f.Lon = e.Commune, cmp.Or(f.City, e.City), e.Point.Lat, e.Point.Lon
		}
	} else if f.UAI.Valid() && !f.UAI.Checked() {
		wrong = append(wrong, fault.New(fault.Invalid, "member.uai_letter").In("uai"))
	}
	if c := r.Catalog.Atlas.Commune(f.Commune); c != nil {
		f.City = cmp.Or(f.City, c.Name)
	} else if f.Commune != "" {
		wrong = append(wrong, fault.New(fault.Invalid, "member.commune").In("code_commune"))
	}
	return wrong
}

// count is how many lines of a plan have an effect.
func (f *importForm) count(e member.Effect) (n int) {
	for i := range f.steps {
		if f.steps[i].Effect == e {
			n++
		}
	}
	return n
}

// changes reports whether the plan changes something.
func (f *importForm) changes() bool { return len(member.Changes(f.steps)) > 0 }

// effectSays are the sentences of what a line does.
func (f *importForm) effectSays(s *member.Step) (list []string) {
	for _, wrong := range s.Problems {
		list = append(list, f.r.T.T("membre.import.column", wrong.Field, ui.Sentence(f.r, wrong)))
	}
	if s.Change.Role != "" {
		list = append(list, says(f.r, &member.Change{Role: s.Change.Role, From: s.Change.From, Until: s.Change.Until})...)
	}
	if s.Change.Organisation != campus.OrgID("") && s.Change.Membership == "" && s.Change.Role != "" {
		list = append(list, f.r.T.T("membre.import.known"))
	}
	if s.Change.File != nil {
		list = append(list, f.r.T.T("membre.import.file"))
	}
	return list
}

// words are what kinds or roles are called, for the columns that hold one.
func (f *importForm) words(column string) string {
	var list []string
	switch column {
	case "nature":
		for _, k := range campus.Kinds {
			list = append(list, naming(f.r.T).Kind(string(k)))
		}
	case "role":
		for _, k := range campus.Roles {
			list = append(list, naming(f.r.T).Role(string(k)))
		}
	}
	return strings.Join(list, ", ")
}
