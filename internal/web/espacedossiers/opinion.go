package espacedossiers

import (
	"errors"
	"strings"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// opinionForm is what a body says of the dossier, or the form by which it is recorded.
type opinionForm struct {
	body     *ruleset.Consultation
	academie string
	said     *labelling.Opinion // nil before
	records  bool               // who asks may record it
}

// opinionForms are the opinions of the dossier, given or owed.
func (v *view) opinionForms() (list []opinionForm) {
	if !v.Reads() {
		return nil
	}
	for i := range v.Case.Rules.Consultations {
		body := &v.Case.Rules.Consultations[i]
		places := []string{""}
		if body.Per == ruleset.Academie {
			places = v.Case.Dossier.Academies()
		}
		for _, place := range places {
			f := opinionForm{body: body, academie: place}
			for j := range v.Case.Dossier.Opinions {
				if o := &v.Case.Dossier.Opinions[j]; o.Body == body.ID && o.Academie == place {
					f.said = o
				}
			}
			if f.said == nil {
				_, f.records = v.Records(body, place)
			}
			if f.said != nil || f.records || body.Required {
				list = append(list, f)
			}
		}
	}
	return list
}

// key names the entries of an opinion apart from those of the others.
func (f *opinionForm) key() string {
	if f.academie == "" {
		return f.body.ID
	}
	return f.body.ID + "-" + f.academie
}

func (f *opinionForm) name(r *page.Request) string {
	if f.academie == "" {
		return f.body.Name
	}
	return f.body.Name + " – " + perimeter.Name(r.Catalog, account.Scope{Kind: account.Academie, ID: f.academie})
}

// Bounds of an opinion, in characters.
const (
	maxOpinion = 8000
	maxVote    = 300
)

// opine records the opinion of a body.
func (p *Pages) opine(v *view, o *overview) error {
	r := v.r
	body := v.Case.Rules.Consultation(r.Form.Get("instance"))
	if body == nil {
		return missing()
	}
	f := opinionForm{body: body, academie: r.Form.Get("academie")}
	role, ok := v.Records(body, f.academie)
	if !ok {
		return missing()
	}
	get := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(r.Form.Get(name+"-"+f.key()), "\r\n", "\n"))
	}
	said := labelling.Opinion{Body: body.ID, Academie: f.academie, Stance: labelling.Stance(get("sens")), Vote: get("vote"), Text: get("texte")}
	day, err := date.Parse(get("date"))
	if err != nil || day.Precision() != date.FullDay {
		o.problems.Add("date-"+f.key(), r.T.T("dossier.opinion.day"))
	}
	said.On = day
	if said.Stance == "" {
		o.problems.Add("sens-"+f.key(), r.T.T("dossier.opinion.choose"))
	}
	if len([]rune(said.Text)) > maxOpinion {
		o.problems.Add("texte-"+f.key(), r.T.T("dossier.opinion.long", maxOpinion))
	}
	if len([]rune(said.Vote)) > maxVote {
		o.problems.Add("vote-"+f.key(), r.T.T("dossier.opinion.long", maxVote))
	}
	if len(o.problems) > 0 {
		return nil
	}
	err = p.store.RecordOpinion(r.Context, me(r), role, v.Case.Dossier.ID, said)
	if refused, is := refusalOf(err); is && refused.Reason == labelling.InFuture {
		o.problems.Add("date-"+f.key(), ui.Sentence(r, err))
		return nil
	}
	return err
}

func (o *overview) stances(f *opinionForm) []ui.Option {
	chosen := o.typed["sens-"+f.key()]
	list := []ui.Option{{Label: o.r.T.T("dossier.opinion.choose")}}
	for _, s := range labelling.Stances {
		list = append(list, ui.Option{Value: string(s), Label: stanceLabel(o.r, s), Selected: chosen == string(s)})
	}
	return list
}

func stanceLabel(r *page.Request, s labelling.Stance) string {
	return r.T.T(text.Key("dossier.stance." + string(s)))
}

// refusalOf finds the refusal of the machine in an error of the store.
func refusalOf(err error) (*labelling.Refusal, bool) { return errors.AsType[*labelling.Refusal](err) }
