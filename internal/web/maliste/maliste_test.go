package maliste

import (
	"strings"
	"testing"

	"continuum/internal/training/trainingtest"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

// The trainings of the tests: a CAP by two routes with every figure, a BTS with a masked
// one.
const (
	welding = trainingtest.Welding + "." + trainingtest.LorientPro
	metal   = trainingtest.MetalBTS + ".0560102L"
	remote  = trainingtest.ITCommon + "." + trainingtest.CNED
)

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, query string
		checks      []webtest.Checker
	}{
		{"empty: how to fill it, nothing to take away", "", []webtest.Checker{
			webtest.In("#vide a[href=/formations]"), webtest.In("#vide a[href=/parcours]"),
			webtest.None("#emporter"), webtest.None("#attention"), webtest.In("[data-keep-device]", webtest.HasAttr("hidden", "")),
		}},
		{"a training with what is known of it", "?liste=1~" + welding, []webtest.Checker{
			webtest.In("#formations h2", webtest.HasText("1 formation")),
			webtest.In(".liste__one h3 a[href=/formations/"+trainingtest.Welding+"?liste=1~"+welding+"]", webtest.HasText("CAP")),
			webtest.In(".liste__facts", webtest.HasText("niveau 3"), webtest.HasText("36 %"), webtest.HasText("+3"), webtest.HasText("promotion 2022-2023"),
				webtest.HasText("Aucune date connue de nous : demandez à l’établissement")),
			webtest.In(".liste__ref", webtest.HasAttr("href", "#note-1")),
			webtest.In("#note-1", webtest.HasText("Base centrale des nomenclatures, DEPP, 2025-01")),
			webtest.In(".liste__drop a", webtest.HasAttr("href", "/ma-liste")),
			webtest.In("#emporter svg.qr", webtest.HasAttr("role", "img")),
			webtest.In(".liste__address", webtest.HasText("https://site.example/ma-liste?liste=1~"+welding)),
			webtest.None("form[action=/ma-liste/comparer]"),
		}},
		{"distances from a place", "?liste=1~" + welding + "&depart=Vannes+(56260)", []webtest.Checker{
			webtest.In(".liste__facts", webtest.HasText("km de chez vous (à vol d’oiseau × 1,3)")),
			webtest.In("#depart", webtest.HasAttr("value", "Vannes (56000)")),
		}},
		{"distance learning is at home", "?liste=1~" + remote + "&depart=56260", []webtest.Checker{
			webtest.In(".liste__facts", webtest.HasText("à distance, depuis chez vous")),
		}},
		{"a place that is none, one that may be several", "?liste=1~" + welding + "&depart=Xyzzyville", []webtest.Checker{
			webtest.In("#attention", webtest.HasText("Xyzzyville")),
		}},
		{"which place", "?liste=1~" + welding + "&depart=saint-martin", []webtest.Checker{
			webtest.Each("#lequel a", webtest.HasText("Saint-Martin")),
		}},
		{"two: they can be compared", "?liste=1~" + welding + "~" + metal, []webtest.Checker{
			webtest.Count("form[action=/ma-liste/comparer] input[type=checkbox]", 2),
		}},
		{"what is gone is said, and can be removed", "?liste=1~99999999.0560101K~" + trainingtest.Welding + ".0000000Z~99999999.0000000Z~" + trainingtest.Doctorate + "." + trainingtest.LorientPro, []webtest.Checker{
			webtest.In("#attention", webtest.HasText("4 formations de la liste ne sont plus dans nos données")),
			webtest.Count(".liste__one", 4), webtest.Count(".liste__drop a", 4),
			webtest.In("li[id=formation-99999999.0560101K]", webtest.HasText("cette formation")),
			webtest.In("li[id=formation-"+trainingtest.Welding+".0000000Z]", webtest.HasText("cet établissement")),
			webtest.In("li[id=formation-99999999.0000000Z]", webtest.HasText("ni cette formation ni cet établissement")),
			webtest.In("li[id=formation-"+trainingtest.Doctorate+"."+trainingtest.LorientPro+"]", webtest.HasText("n’est pas, ou plus, donnée")),
			webtest.None("form[action=/ma-liste/comparer]"),
		}},
		{"a former identifier leads to the present one", "?liste=1~" + trainingtest.OnisepMetal + ".0560102L", []webtest.Checker{
			webtest.In(".liste__one h3", webtest.HasText("BTS Conception")),
		}},
		{"a pathway", "?trajet=1~3e~" + trainingtest.CommonYear + "." + trainingtest.LorientPro + ".s1~" + trainingtest.Boilermaker + "." + trainingtest.LorientPro + ".s2&question=ou%3DLorient%26niveau%3D4", []webtest.Checker{
			webtest.Count("#parcours .way__step", 2),
			webtest.In("#parcours .way__start", webtest.HasText("fin de la 3ᵉ")),
			webtest.In("#parcours .way__where", webtest.HasText("Lorient (56)")),
			webtest.In("#parcours .liste__drop a[href=/parcours?ou=Lorient&niveau=4]"),
			webtest.None("#parcours .remark"),
		}},
		{"a pathway of which steps are gone, unlocated or do not follow", "?trajet=1~" + trainingtest.OldBoiler + "~99999999.0560101K.s1~" + trainingtest.Master + "~" + trainingtest.Welding + "." + trainingtest.LorientPro + ".a9", []webtest.Checker{
			webtest.Count("#parcours .way__step", 3),
			webtest.In("#parcours", webtest.HasText("Formation inconnue"), webtest.HasText("On ne sait pas où"), webtest.HasText("n’est pas, ou plus, donnée"),
				webtest.HasText("de passage de l’étape d’avant")),
		}},
		{"what is not understood is told", "?liste=1~%3Cscript%3E~" + welding + "&trajet=zz", []webtest.Checker{
			webtest.In("#attention", webtest.HasText("2 parties de l’adresse")), webtest.Count(".liste__one", 1),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, lang := range []string{"", "/en"} {
				r := pagetest.Request(t, lang+"/ma-liste"+tt.query, "")
				r.Origin = "https://site.example"
				a, err := Page(r)
				if err != nil {
					t.Fatal(err)
				}
				if lang != "" {
					continue
				}
				if err := webtest.All(tt.checks...)(pagetest.Shown(t, a)); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// A masked figure, a missing one and a figure are three things.
func TestFigures(t *testing.T) {
	t.Parallel()
	v := newView(pagetest.Request(t, "/ma-liste?liste=1~"+metal+"~"+trainingtest.Licence+"."+trainingtest.BrestLycee, ""))
	said := v.work(&v.Items[0])
	if len(said) != 2 || said[0].None || said[0].Text != "62\u00a0%" || !said[1].None || said[1].Text != "secret" {
		t.Errorf("in work after %s: %+v", v.Name(&v.Items[0]), said)
	}
	if !strings.Contains(said[0].Note, "Bretagne, promotion 2021-2022") {
		t.Errorf("whose figure: %+v", said[0])
	}
	if said := v.added(&v.Items[0]); len(said) != 1 || said[0].Text != "non publié" || !said[0].None {
		t.Errorf("added value: %+v", said)
	}
}

// Every question has an answer for every training of the offer.
func TestQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, "/ma-liste", "")
	m := r.Catalog.Training
	for i := range m.Offers {
		q, e := m.Qualifications[m.Offers[i].Qualification].ID, m.Establishments[m.Offers[i].Establishment].UAI
		r := pagetest.Request(t, "/ma-liste?liste=1~"+q+"."+e+"&depart=56121", "")
		v := newView(r)
		for _, ask := range questions {
			list := ask.Of(v, &v.Items[0])
			if len(list) == 0 {
				t.Errorf("%s.%s: nothing is said of %s", q, e, ask.Name)
			}
			for _, s := range list {
				if s.Text == "" {
					t.Errorf("%s.%s: an empty answer to %s", q, e, ask.Name)
				}
			}
		}
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	five := "1~" + welding + "~" + metal + "~" + remote + "~" + trainingtest.Boilermaker + "." + trainingtest.LorientPro + "~" + trainingtest.BUT + ".0561718N"
	for _, tt := range []struct {
		name, query string
		checks      []webtest.Checker
	}{
		{"two side by side, each figure with its source", "?liste=1~" + welding + "~" + metal, []webtest.Checker{
			webtest.Count("#comparaison thead th[scope=col]", 3),
			webtest.Count("#comparaison tbody tr", len(questions)),
			webtest.Each("#comparaison tbody tr", webtest.Count("th[scope=row]", 1), webtest.Count("td[data-label]", 2)),
			webtest.In("#comparaison", webtest.HasText("36 %"), webtest.HasText("62 %"), webtest.HasText("secret"), webtest.HasText("non publié")),
			webtest.In("#note-1"), webtest.None(".remark"),
		}},
		{"those chosen, in the order of the list", "?liste=" + five + "&avec=" + metal + "&avec=" + welding, []webtest.Checker{
			webtest.Count("#comparaison thead th", 3), webtest.None(".remark"),
		}},
		{"four at most, and it is said", "?liste=" + five, []webtest.Checker{
			webtest.Count("#comparaison thead th", Compared+1),
			webtest.In(".remark", webtest.HasText("1 n’est pas montrée")),
		}},
		{"one is not compared", "?liste=1~" + welding, []webtest.Checker{
			webtest.In(".remark", webtest.HasText("au moins deux")), webtest.None("#comparaison"),
		}},
		{"nothing", "", []webtest.Checker{webtest.In(".remark"), webtest.None("#comparaison")}},
		{"one that is gone is not compared, and it is said", "?liste=1~" + welding + "~" + metal + "~9.9", []webtest.Checker{
			webtest.Count("#comparaison thead th", 3), webtest.In(".remark", webtest.HasText("1 n’est pas montrée")),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, Compare, "/ma-liste/comparer"+tt.query, "", tt.checks...)
			pagetest.Document(t, Compare, "/en/ma-liste/comparer"+tt.query, "")
		})
	}
}

// The sheet is a document whatever the address holds, and every list has one.
func TestSheet(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"", "?liste=1~" + welding + "~" + metal + "&depart=56260", "?liste=1~9.9~%3Ci%3E&depart=nulle-part",
		"?trajet=1~" + trainingtest.OldBoiler + "~99999999.0560101K.s1~" + trainingtest.Master,
	} {
		for _, lang := range []string{"", "/en"} {
			a := pagetest.Ask(t, Sheet, lang+"/ma-liste/fiche.pdf"+query, "")
			if a.ContentType != "application/pdf" || !strings.HasPrefix(string(a.Raw), "%PDF-") || !strings.HasSuffix(a.Filename, ".pdf") {
				t.Errorf("%s%s: %s, %.8q, %s", lang, query, a.ContentType, a.Raw, a.Filename)
			}
		}
	}
	v := newView(pagetest.Request(t, "/ma-liste?liste=1~"+welding+"&trajet=1~3e~"+trainingtest.Boilermaker, ""))
	part := v.sheetTraining(&v.Items[0])
	if len(part.Lines) != len(questions) {
		t.Errorf("%d lines, want one for each of %d questions", len(part.Lines), len(questions))
	}
	said := ""
	for _, l := range part.Lines {
		said += l.Name + ": " + strings.Join(l.Said, "; ") + "\n"
	}
	for _, want := range []string{"36\u00a0% [", "niveau 3 (CAP) [1]", "promotion 2022-2023", "Aucune date connue"} {
		if !strings.Contains(said, want) {
			t.Errorf("the sheet does not say %q:\n%s", want, said)
		}
	}
}
