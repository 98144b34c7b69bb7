package seed_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/seed"
)

// small is a dataset of one campus that breaks no rule.
var small = map[string]string{
	"dataset":  "recorded\n2026-11-24\n",
	"sectors":  "code,slug,rank,label\nMOBI,mobilite,1,Mobilité\n",
	"sources":  "id,title,publisher,url,published,licence\nfiche,Fiche 13,Ministère,https://example.org,2015-09,none-stated\n",
	"acts":     "id,nor,title,signed,published,url,sources,confidence,note\narrete,,Arrêté,2022-04-15,2022-04-23,,fiche,high,\n",
	"campuses": "id,slug,aliases\nmer,mer-brest,brest-mer\nbois,bois,\n",
	"facts": "campus,property,rank,value,from,until,sources,confidence,note\n" +
		"mer,name,,Mer,,,fiche,high,\nbois,name,,Bois,,,fiche,high,\nmer,point,,\"48.39,-4.486\",,,fiche,low,\nmer,academie,,05,,2020-01-01,fiche,low,\nmer,academie,,70,2020-01-01,,fiche,low,\n",
	"labels": "id,campus,category,wave,start,end,years,successor,sources,confidence,note\n" +
		"l1,mer,campus,2015a,2015-01-30,,,l2,fiche,high,\nl2,mer,excellence,,2021,,,,fiche,high,\n",
	"bases": "label,kind,act,on,text,sources,confidence,note\n" +
		"l1,attestation,,2015-09,nommé,fiche,high,\nl2,act,arrete,2021,arrêté,fiche,high,\n",
	"organisations": "id,name,kind,uai,siret,city,commune,lat,lon,sources,confidence,note\nvauban,Vauban,lycee_polyvalent,0290012F,,Brest,29019,48.4,-4.5,fiche,high,\n",
	"memberships":   "campus,organisation,role,standing,convention,from,until,sources,confidence,note\nmer,vauban,membre,candidate,,,,fiche,low,\n",
	"milestones":    "id,on,count,text,sources,confidence,note\n2015,2015-09,31,campus,fiche,high,\n",
}

// files makes a dataset of the tables of small, some of them replaced.
func files(replaced map[string]string) fs.FS {
	data := make(fstest.MapFS)
	for name, text := range small {
		if other, ok := replaced[name]; ok {
			text = other
		}
		data[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	return data
}

func TestReadSmall(t *testing.T) {
	t.Parallel()
	r, problems := seed.Read(files(nil))
	if len(problems) > 0 {
		t.Fatalf("problems %v", problems)
	}
	if len(r.Campuses) != 2 || r.Campuses[0].ID != "bois" || r.Campuses[1].Aliases[0] != "brest-mer" {
		t.Errorf("campuses %+v, want bois then mer", r.Campuses)
	}
	if got := r.Labels[1].Bases[0].Act; got != "arrete" {
		t.Errorf("second label rests on act %q, want arrete", got)
	}
	if got := r.Facts[0].Recorded.Format("2006-01-02"); got != "2026-11-24" {
		t.Errorf("recorded on %s, want the date of the dataset", got)
	}
}

// TestReadRefuses gives the one line that breaks each rule.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	line := func(table, line string) map[string]string {
		return map[string]string{table: small[table] + line + "\n"}
	}
	swap := func(table, old, new string) map[string]string {
		text := strings.Replace(small[table], old, new, 1)
		if text == small[table] {
			t.Fatalf("%s has no %q", table, old)
		}
		return map[string]string{table: text}
	}
	for _, tt := range []struct {
		name string
		with map[string]string
		want string
	}{
		{"unknown sector", line("facts", "mer,sector,,ZZZZ,,,fiche,high,"), `facts.csv:7: value: unknown sector "ZZZZ"`},
		{"impossible date", swap("labels", "2015-01-30", "2015-02-30"), `labels.csv:2: start: date "2015-02-30": no such day in that month`},
		{"unknown confidence", swap("facts", "high", "sure"), `facts.csv:2: confidence: unknown confidence "sure": want high, medium or low`},
		{"unknown kind", swap("organisations", "lycee_polyvalent", "lycee"), `organisations.csv:2: kind: unknown kind "lycee"`},
		{"unknown role", swap("memberships", "membre", "ami"), `memberships.csv:2: role: unknown role "ami"`},
		{"unknown standing", swap("memberships", "candidate", "peut-être"), `memberships.csv:2: standing: unknown standing "peut-être"`},
		{"unknown property", line("facts", "mer,colour,,bleu,,,fiche,high,"), `facts.csv:7: property: unknown property "colour"`},
		{"unknown category", swap("labels", ",excellence,", ",or,"), `labels.csv:3: category: unknown category "or"`},
		{"unknown kind of basis", swap("bases", "attestation", "rumeur"), `bases.csv:2: kind: unknown kind "rumeur"`},
		{"unknown act", swap("bases", ",arrete,", ",loi,"), `bases.csv:3: act: unknown act "loi"`},
		{"unknown campus", line("facts", "montagne,name,,Montagne,,,fiche,high,"), `facts.csv:7: campus: unknown campus "montagne"`},
		{"unknown source", swap("facts", ",fiche,", ",page,"), `facts.csv:2: sources: unknown source "page"`},
		{"no source", swap("facts", ",fiche,", ",,"), "facts.csv:2: sources: is empty: a statement has at least one source"},
		{"a source without licence", swap("sources", "none-stated", ""), `sources.csv:2: licence: is empty: write "none-stated" when the source states none`},
		{"an address without scheme", swap("sources", "https://", ""), `sources.csv:2: url: "example.org": want an http or https address`},
		{"duplicate id", line("organisations", "vauban,Autre,cfa,,,,,,,fiche,high,"), `organisations.csv:3: id: "vauban" is used twice`},
		{"duplicate slug", line("campuses", "lac,bois,"), `campuses.csv:4: slug: "bois" is used twice`},
		{"alias that is a slug", swap("campuses", "brest-mer", "bois"), `campuses.csv:3: slug: "bois" is used twice`},
		{"slug of bad form", swap("campuses", "mer-brest", "Mer--Brest"), `campuses.csv:2: slug: "Mer--Brest": want words of small letters and digits joined by hyphens`},
		{"campus without name", swap("facts", "bois,name,", "bois,city,"), "campuses.csv:3: the campus has no name: a fact must give one"},
		{"two names at once", line("facts", "mer,name,,Océan,,,fiche,high,"), "facts.csv:7: mer name has another value in that period"},
		{"label without basis", swap("bases", "l2,", "l1,"), "labels.csv:3: the label rests on nothing: want an act, an attestation or an announcement"},
		{"basis of no label", line("bases", "l3,announcement,,2015,annoncé,fiche,high,"), `bases.csv:4: label: unknown label "l3"`},
		{
			"two labels at once",
			map[string]string{
				"labels": small["labels"] + "l3,mer,campus,,2015-06-01,,4,,fiche,high,\n",
				"bases":  small["bases"] + "l3,announcement,,2015-06-01,annoncé,fiche,high,\n",
			},
			"labels.csv:4: start: label l1 of the same category was surely in force on a same day",
		},
		{
			"two open labels",
			map[string]string{
				"labels": small["labels"] + "l3,mer,excellence,,,,,,fiche,high,\n",
				"bases":  small["bases"] + "l3,announcement,,,annoncé,fiche,high,\n",
			},
			"labels.csv:4: neither this label nor l2, of the same category, has an end or a successor",
		},
		{"successor of another campus", swap("labels", "l1,mer,", "l1,bois,"), "labels.csv:2: successor: label l2 is of another campus, mer"},
		{"unknown successor", swap("labels", ",l2,fiche", ",l9,fiche"), `labels.csv:2: successor: unknown label "l9"`},
		{"successor that began before", swap("labels", "2021", "2011"), "labels.csv:2: successor: label l2 began before it, on 2011"},
		{"circle of successors", swap("labels", "2021,,,,", "2015-01-30,,,l1,"), "labels.csv:2: successor: labels succeed one another in a circle"},
		{"attested before its start", swap("bases", "2015-09", "2014"), "bases.csv:2: on: attested in force on 2014, before its start, 2015-01-30"},
		{"end before start", swap("labels", "2015-01-30,,", "2015-01-30,2014,"), "labels.csv:2: end: 2014 is not after its start, 2015-01-30"},
		{"five years before 2019", swap("labels", "2015-01-30,,,", "2015-01-30,,5,"), "labels.csv:2: years: 5 is beyond the legal maximum of a label granted on 2015-01-30, 4"},
		{"no such duration", swap("labels", "2015-01-30,,,", "2015-01-30,,99,"), "labels.csv:2: years: 99: want 1 to 5, or nothing when unknown"},
		{"no number", swap("milestones", ",31,", ",trente,"), `milestones.csv:2: count: "trente": want a whole number`},
		{"member without organisation", swap("memberships", "vauban", "lesven"), `memberships.csv:2: organisation: unknown organisation "lesven"`},
		{"UAI of bad form", swap("organisations", "0290012F", "029012F"), `organisations.csv:2: uai: "029012F": want seven digits and a capital letter`},
		{"point out of range", swap("organisations", "48.4", "148.4"), "organisations.csv:2: lat: 148.4,-4.5: want a latitude within ±90 and a longitude within ±180 degrees"},
		{"point that is none", swap("organisations", "48.4", "NaN"), "organisations.csv:2: lat: NaN,-4.5: want a latitude within ±90 and a longitude within ±180 degrees"},
		{"point fact out of range", swap("facts", "-4.486", "-444"), "facts.csv:4: value: 48.39,-444: want a latitude within ±90 and a longitude within ±180 degrees"},
		{"académie of bad form", swap("facts", ",05,", ",Caen,"), `facts.csv:5: value: academie "Caen": want the two digits of its official code`},
		{"region of bad form", line("facts", "mer,region,,053,,,fiche,high,"), `facts.csv:7: value: region "053": want the two digits of its official code`},
		{"commune of bad form", swap("organisations", "29019", "2C019"), `organisations.csv:2: commune: "2C019": want the five characters of an INSEE code`},
		{"rank on a single value", swap("facts", "mer,name,,", "mer,name,1,"), "facts.csv:2: rank: 1: name holds one value, without rank"},
		{"several without rank", line("facts", "mer,aim,,nautisme,,,fiche,high,"), "facts.csv:7: rank: 0: aim may hold several values, ranked from 1"},
		{"period upside down", swap("facts", "70,2020-01-01,", "70,2020-01-01,2019"), "facts.csv:6: until: 2019 is not after 2020-01-01"},
		{"two dates of the dataset", line("dataset", "2026-11-25"), "dataset.csv:3: the dataset has one date: want one line"},
		{"no date of the dataset", map[string]string{"dataset": "recorded\n"}, "acts.csv:2: recorded: is empty: a statement says when it was recorded"},
		{"an instant that is none", map[string]string{"dataset": "recorded\nhier\n"}, `dataset.csv:2: recorded: "hier": want YYYY-MM-DD or an instant of RFC 3339`},
		{"no CSV", line("acts", "\"x"), `acts.csv:3: extraneous or missing " in quoted-field`},
		{"another header", map[string]string{"campuses": "id,name\n"}, `campuses.csv:1: unknown column "name": want id,slug,aliases`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, problems := seed.Read(files(tt.with))
			if len(problems) == 0 {
				t.Fatal("accepted")
			}
			if diff := cmp.Diff(tt.want, problems[0].Error()); diff != "" {
				t.Errorf("first problem (-want +got)\n%s\nall: %v", diff, problems)
			}
			if problems[0].Warning {
				t.Error("only a warning")
			}
		})
	}
}

// TestReadWarns: seventeen real UAI bear another letter than their digits call for.
func TestReadWarns(t *testing.T) {
	t.Parallel()
	r, problems := seed.Read(files(map[string]string{"organisations": strings.Replace(small["organisations"], "0290012F", "0290012A", 1)}))
	if len(problems) != 1 || !problems[0].Warning || problems[0].Line != 2 {
		t.Errorf("problems %v, want one warning on line 2", problems)
	}
	if r.Organisations[0].UAI != "0290012A" {
		t.Errorf("UAI %q, want it kept", r.Organisations[0].UAI)
	}
}

// TestReadHistory: a corrected line stays, retired, beside the one that replaces it.
func TestReadHistory(t *testing.T) {
	t.Parallel()
	r, problems := seed.Read(files(map[string]string{
		"facts": "campus,property,rank,value,from,until,sources,confidence,note,recorded,retired\n" +
			"mer,name,,Mers,,,fiche,high,,,2026-12-01T08:00:00Z\n" +
			"mer,name,,Mer,,,fiche,high,,2026-12-01T08:00:00Z,\nbois,name,,Bois,,,fiche,high,,,\n",
	}))
	if len(problems) > 0 {
		t.Fatalf("problems %v", problems)
	}
	believed := 0
	for _, f := range r.Facts {
		if f.Retired.IsZero() {
			believed++
		} else if f.Value != "Mers" {
			t.Errorf("%q is retired, want the former name", f.Value)
		}
	}
	if believed != 2 || len(r.Facts) != 3 {
		t.Errorf("%d facts, %d believed, want 3 and 2", len(r.Facts), believed)
	}
}

// FuzzRead: whatever a table holds, no panic; what is accepted is valid and stable.
func FuzzRead(f *testing.F) {
	names := make([]string, 0, len(small))
	for _, name := range []string{"dataset", "sectors", "sources", "acts", "campuses", "facts", "labels", "bases", "organisations", "memberships", "milestones"} {
		f.Add(uint8(len(names)), small[name])
		names = append(names, name)
	}
	f.Add(uint8(6), "id,campus,category,wave,start,end,years,successor,sources,confidence,note\nl1,mer,campus,,2015,,,l1,fiche,high,\n")
	f.Fuzz(func(t *testing.T, table uint8, text string) {
		data := files(map[string]string{names[int(table)%len(names)]: text})
		r, problems := seed.Read(data)
		for _, p := range problems {
			if p.Reason == "" || !strings.HasSuffix(p.File, ".csv") {
				t.Errorf("problem %+v: want a file and a reason", p)
			}
			if !p.Warning {
				return
			}
		}
		for _, p := range campus.Validate(r) {
			if !p.Warning {
				t.Errorf("accepted, although %s", p)
			}
		}
	})
}
