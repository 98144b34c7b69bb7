package member

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
)

var plain = Naming{Kind: func(s string) string { return s }, Role: func(s string) string {
	return map[string]string{"membre": "Member", "partenaire": "Partner"}[s]
}}

// small is a campus of two members, and a body of the register that is none.
func small() *World {
	seat := func(org campus.OrgID, role campus.Role, from, until string) campus.Membership {
		m := campus.Membership{Campus: "mer", Organisation: org, Role: role, Standing: campus.Confirmed, Valid: campus.Period{From: date.Must(from), Until: date.Must(until)}}
		m.ID = campus.MembershipID(&m)
		return m
	}
	vauban := campus.Organisation{ID: "vauban", Name: "Lycée Vauban", Kind: campus.LyceePolyvalent, UAI: "0290012N", City: "Brest"}
	naval := campus.Organisation{ID: "naval", Name: "Naval Group", Kind: campus.Company, City: "Brest"}
	return &World{
		Members: []Entry{
			{Organisation: vauban, Memberships: []campus.Membership{seat("vauban", campus.Member, "2020-09-01", "")}, File: File{Version: 3, Reference: "CV-1", Contact: Contact{Name: "Anne", Mail: "anne@example.org"}}},
			{Organisation: naval, Memberships: []campus.Membership{seat("naval", campus.Partner, "", "")}},
		},
		All:   []campus.Organisation{vauban, naval, {ID: "ifremer", Name: "Ifremer", Kind: campus.Laboratory, SIRET: "33071536800032"}},
		Names: []Naming{plain},
		Complete: func(f *Facts) []*fault.Error {
			if f.Commune == "99999" {
				return []*fault.Error{fault.New(fault.Invalid, "member.commune").In("code_commune")}
			}
			return nil
		},
	}
}

func planned(t *testing.T, w *World, lines ...string) []Step {
	t.Helper()
	s, err := Read([]byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return Plan(s, w)
}

func TestPlan(t *testing.T) {
	t.Parallel()
	const head = "nom;nature;role;uai;siret;ville;code_commune;debut;fin;convention_reference;contact_nom;contact_courriel"
	for _, tt := range []struct {
		name, lines, want string
	}{
		{"what is there", "Lycée Vauban;;membre;;;Brest", "same"},
		{"by its UAI", "Vauban;;Member;0290012n", "same"},
		{"another role", "Lycée Vauban;;porteur;0290012N", "changed"},
		{"a role more", "Lycée Vauban;;membre;0290012N\nLycée Vauban;;porteur;0290012N", "same added"},
		{"whatever the order", "Lycée Vauban;;porteur;0290012N\nLycée Vauban;;membre;0290012N", "added same"},
		{"an end", "Naval Group;;partenaire;;;Brest;;;31/12/2026", "ended"},
		{"a start", "Naval Group;;partenaire;;;Brest;;46000", "changed"},
		{"an end before the start", "Lycée Vauban;;membre;0290012N;;;;;2019-01-01", "refused"},
		{"a file alone", "Lycée Vauban;;membre;0290012N;;;;;;CV-2", "changed"},
		{"a file that is kept", "Lycée Vauban;;membre;0290012N;;;;;;CV-1;Anne", "same"},
		{"a body of the register", "IFREMER;;partenaire;;330 715 368 00032", "added"},
		{"a new body", "Piriou;entreprise;partenaire;;;Concarneau", "added"},
		{"a new body without its kind", "Piriou;;partenaire;;;Concarneau", "refused"},
		{"twice", "Piriou;entreprise;membre;;;Concarneau\npiriou;entreprise;membre;;;Concarneau", "added refused"},
		{"two roles of a new body", "Piriou;entreprise;membre;;;Concarneau\nPiriou;entreprise;partenaire;;;Concarneau", "added added"},
		{"no name", ";entreprise;membre;;;Brest", "refused"},
		{"no such role", "Naval Group;;roi;;;Brest", "refused"},
		{"no such kind", "Piriou;royaume;membre", "refused"},
		{"a false SIRET", "Piriou;entreprise;membre;;33071536800033", "refused"},
		{"no such commune", "Piriou;entreprise;membre;;;;99999", "refused"},
		{"no date", "Naval Group;;partenaire;;;Brest;;demain", "refused"},
		{"no mail", "Naval Group;;partenaire;;;Brest;;;;;Yann;yann", "refused"},
	} {
		var got []string
		for _, s := range planned(t, small(), head, tt.lines) {
			got = append(got, string(s.Effect))
			if (s.Effect == Refused) != (len(s.Problems) > 0) {
				t.Errorf("%s: %s with %v", tt.name, s.Effect, s.Problems)
			}
			for _, p := range s.Problems {
				if !strings.Contains(head+";convention_fin;convention_signature", p.Field) || p.Field == "" {
					t.Errorf("%s: the problem %v is in no column", tt.name, p)
				}
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
		}
	}
	// An empty cell says nothing, and never erases.
	steps := planned(t, small(), head, "Lycée Vauban;;membre;0290012N;;;;;;CV-2;;anne.le.goff@example.org")
	want := &File{Version: 3, Reference: "CV-2", Contact: Contact{Name: "Anne", Mail: "anne.le.goff@example.org"}}
	if diff := cmp.Diff(want, steps[0].Change.File, cmp.Comparer(func(a, b date.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// What is exported reads back as what is there, in both formats.
func TestExportReadsBackTheSame(t *testing.T) {
	t.Parallel()
	w := small()
	w.Members[1].Organisation.Name, w.All[1].Name = "=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")"
	rows := Table(w.Members, plain)
	asCSV, err := CSV(rows)
	if err != nil {
		t.Fatal(err)
	}
	asXLSX, err := XLSX(rows)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(asCSV, []byte("'=HYPERLINK")) || bytes.Contains(asCSV, []byte("\n=")) || bytes.Contains(asCSV, []byte("\n\"=")) {
		t.Errorf("a spreadsheet would run a cell:\n%s", asCSV)
	}
	latin, err := charmap.Windows1252.NewEncoder().Bytes(bytes.TrimPrefix(asCSV, []byte("\ufeff")))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"CSV": asCSV, "XLSX": asXLSX, "Windows-1252": latin} {
		s, err := Read(content)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, step := range Plan(s, w) {
			if step.Effect != Same {
				t.Errorf("%s: line %d is %s: %v", name, step.Line, step.Effect, step.Problems)
			}
		}
	}
}

func TestFilesAreBounded(t *testing.T) {
	t.Parallel()
	bomb := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 9) })
		w, err := z.Create("xl/worksheets/sheet1.xml")
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			_, _ = w.Write(make([]byte, 1<<20))
		}
		z.Close()
		return b.Bytes()
	}()
	book := excelize.NewFile()
	for i := range MaxRows + 2 {
		_ = book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &[]string{"nom", "role"})
	}
	var long bytes.Buffer
	if err := book.Write(&long); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		content []byte
		key     string
	}{
		{"nothing", nil, "member.file.empty"},
		{"headings alone", []byte("nom;role\n"), "member.file.empty"},
		{"too large", make([]byte, MaxFile+1), "member.file.large"},
		{"a bomb", bomb, "member.file.large"},
		{"a long workbook", long.Bytes(), "member.file.rows"},
		{"a long list", []byte("nom;role\n" + strings.Repeat("a;b\n", MaxRows+1)), "member.file.rows"},
		{"a long cell", []byte("nom;role\n" + strings.Repeat("a", maxCell+1) + ";b\n"), "member.file.cell"},
		{"an old workbook", []byte("\xd0\xcf\x11\xe0\x00\x00"), "member.file.format"},
		{"an archive", []byte("PK\x03\x04nothing"), "member.file.format"},
		{"other headings", []byte("name;part\na;b\n"), "member.file.heads"},
		{"a quote left open", []byte("nom;role\na;b\n\"c;d\n"), "member.file.line"},
	} {
		_, err := Read(tt.content)
		if err == nil || fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), tt.key) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
	}
}

// FuzzMembers reads files of strangers: nothing makes the reader fail but with a sentence,
// a sheet that was read is written and read as the same, and its plan can be made.
func FuzzMembers(f *testing.F) {
	for _, s := range []string{
		"nom;role\nLycée;membre\n", "\ufeffnom,role,siret\n\"a,b\",partenaire,123\n", "nom\trole\n'=1+1\tmembre\n", "PK\x03\x04", "nom;role;debut\na;b;46000\n", "nom;role\n\"",
	} {
		f.Add([]byte(s))
	}
	book, err := XLSX([][]string{Columns, {"Lycée", "", "membre", "", "", "Brest"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(book)
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := Read(content)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%v is no sentence", err)
			}
			return
		}
		again, err := Read(s.CSV())
		if err != nil {
			if strings.Contains(err.Error(), "member.file.large") {
				return
			}
			t.Fatal(err)
		}
		for i := range s.Rows {
			if diff := cmp.Diff(s.Rows[i].cells, again.Rows[i].cells); diff != "" {
				t.Fatal(diff)
			}
		}
		if len(Plan(s, small())) != len(s.Rows) {
			t.Error("lines were lost")
		}
	})
}
