package intake

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/expertise"
)

func TestBothForms(t *testing.T) {
	t.Parallel()
	want := []expertise.Expert{
		{
			ID: "e1", College: expertise.Economic, Sectors: []campus.SectorCode{"MECA", "NUME"}, Region: "53", Least: 1, Most: 8,
			Ties: expertise.Ties{
				Person: "A. B.", Organisations: []string{"0560026Z", "552081317"}, Campuses: []campus.ID{"mer"}, Instructs: []string{"53"},
				Past: map[expertise.DossierID]campus.ID{"2019-1": "mer", "2021-2": "bois"},
			},
		},
		{ID: "e2", College: expertise.Public, Most: 30},
	}
	table := "\ufeffid;college;sectors;region;least;most;person;organisations;campuses;instructs;past\r\n" +
		"e1;economy;MECA|NUME;53;1;8;A. B.;0560026Z| 552081317;mer;53;2019-1=mer|2021-2=bois\r\ne2;public;;;;;;;;;\r\n"
	array, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	for form, text := range map[string]string{"CSV": table, "JSON": string(array)} {
		got, err := Experts(strings.NewReader(text), 30)
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
	}
	dossiers, err := Dossiers(strings.NewReader("sector,id,readers,organisations,signatories,authors,campus,region\nMECA,d1,,a|b,x,y,mer,53\nNUME,d2,6,,,,,\n"), 4)
	if diff := cmp.Diff([]expertise.Dossier{
		{ID: "d1", Campus: "mer", Sector: "MECA", Region: "53", Readers: 4, Parties: expertise.Parties{Organisations: []string{"a", "b"}, Signatories: []string{"x"}, Authors: []string{"y"}}},
		{ID: "d2", Sector: "NUME", Readers: 6},
	}, dossiers); diff != "" || err != nil {
		t.Errorf("Dossiers: %v (-want +got):\n%s", err, diff)
	}
	conflicts, err := Conflicts(strings.NewReader("expert,dossier,reason\ne1,d1,my brother\n"))
	if diff := cmp.Diff([]expertise.Conflict{{Pair: expertise.Pair{Expert: "e1", Dossier: "d1"}, Why: expertise.Declared, Evidence: "my brother"}}, conflicts); diff != "" || err != nil {
		t.Errorf("Conflicts: %v (-want +got):\n%s", err, diff)
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	marks, err := Marks(strings.NewReader("dossier,expert,criterion,score,turn\nd1,e1,C1,3,\nd1,e2,C1,0,2\n"))
	if diff := cmp.Diff([]expertise.Mark{
		{Pair: expertise.Pair{Expert: "e1", Dossier: "d1"}, Criterion: "C1", Score: 3},
		{Pair: expertise.Pair{Expert: "e2", Dossier: "d1"}, Criterion: "C1", Turn: 2},
	}, marks); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "empty: want a line of names"},
		{"no UTF-8", "id,college\n\xff,public", "not UTF-8"},
		{"an unknown column", "id,college,colour\n", `line 1: unknown column "colour"`},
		{"a column twice", "id,college,id\n", "line 1: column id is there twice"},
		{"a column lacking", "id,region\n", "line 1: no column college"},
		{"an empty name", "id,college\ne1,public\n,public\n", "line 3: id: empty"},
		{"words for a number", "id,college,most\ne1,public,ten\n", `line 2: most: "ten" is no whole number`},
		{"a line too short", "id,college\ne1\n", "wrong number of fields"},
		{"a quote left open", "id,college\n\"e1,public\n", "extraneous or missing \" in quoted-field"},
		{"a past without a campus", "id,college,past\ne1,public,2019\n", `line 2: past: "2019": want dossier=campus`},
		{"a value too long", "id,college\n" + strings.Repeat("x", MaxText+1) + ",public\n", "line 2: id: longer than 500 bytes"},
		{"a file too long", strings.Repeat("x", MaxFile+1), "longer than 16 MiB"},
		{"an unknown field", `[{"id":"e1","colour":"red"}]`, "item 1: json: unknown field"},
		{"a field of another type", `[{"id":"e1"},{"id":1}]`, "item 2: json: cannot unmarshal number"},
		{"an array left open", `[{"id":"e1"}`, "EOF"},
		{"something more", `[] []`, "something follows the array"},
	} {
		list, err := Experts(strings.NewReader(tt.text), 1)
		if err == nil || !strings.Contains(err.Error(), tt.want) || len(list) > 0 {
			t.Errorf("%s: %d rows, %v, want %q", tt.name, len(list), err, tt.want)
		}
	}
}

// Whatever the file, no panic, and what is read is within bounds once more.
func FuzzExperts(f *testing.F) {
	f.Add("id,college,sectors,least,most,past\ne1,economy,MECA|NUME,1,8,2019-1=mer\n")
	f.Add(`[{"id":"e1","college":"public","sectors":["MECA"],"region":"53","least":0,"most":3,"ties":{"past":{"a":"b"}}}]`)
	f.Add("id;college\n\"e;1\";public\n")
	f.Fuzz(func(t *testing.T, text string) {
		experts, err := Experts(strings.NewReader(text), 3)
		if err != nil {
			if len(experts) > 0 {
				t.Errorf("%d rows and %v", len(experts), err)
			}
			return
		}
		dossiers := []expertise.Dossier{{ID: "d", Readers: 2, Campus: "mer"}}
		p := &expertise.Problem{Dossiers: dossiers, Experts: experts, Conflicts: expertise.Conflicts(experts, dossiers)}
		if a, err := expertise.Assign(p); err == nil {
			if err := expertise.Prove(p, a); err != nil {
				t.Errorf("%v", err)
			}
		}
	})
}

// Figures of whatever marks are read can be made, or are refused.
func FuzzMarks(f *testing.F) {
	f.Add("dossier,expert,criterion,score\nd1,e1,C1,3\nd1,e2,C1,0\nd2,e2,C1,4\nd2,e1,C2,4\n")
	f.Add(`[{"dossier":"d","expert":"e","criterion":"C1","score":2,"turn":1}]`)
	f.Fuzz(func(t *testing.T, text string) {
		marks, err := Marks(strings.NewReader(text))
		if err != nil {
			return
		}
		ask := expertise.DefaultAsk
		ask.Draws = 10
		figures, err := expertise.FiguresOf(marks, ask)
		if err != nil {
			return
		}
		if _, err := json.Marshal(figures); err != nil { // no number that is none
			t.Error(err)
		}
	})
}
